import type { CommandLine, Walk } from '../command.ts'
import { fail } from '../domain/problem.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { loadSuggestingMessages } from '../i18n/problems.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { noteStartedAgain, type StartOptions, startIncident } from '../incident/start-incident.ts'
import type { Clock } from '../platform/clock.ts'
import { NoAnswer } from '../platform/prompter.ts'
import type { Config } from '../runbook/io/config.ts'
import { drillMark, paintFor } from '../view/paint.ts'
import { resumeCommand, sameCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import { asTyped } from './entry-line.ts'
import { appendFacts } from './facts.ts'
import { identifyOperator } from './operator.ts'
import { pause } from './pause.ts'
import { remindOfAuthorities } from './reminders.ts'
import { Back } from './reply-reader.ts'
import { Session } from './session.ts'
import { StartQuestions } from './start-questions.ts'
import { type DrawingContext, lineMark } from './view.ts'
import { walk } from './walk.ts'
import { walkText } from './words.ts'

/** The walk, in which the commands of `commandLine` can be typed. */
export function walkWith(commandLine: CommandLine): Walk {
  return {
    walkFromStart: (world, config, options, bell) => walkFromStart(world, commandLine, config, options, bell),
    walkOn: (world, chosen, bell) => walkOn(world, commandLine, chosen, bell),
  }
}

/** Declares a halt: asks for type, title, beginning or planned window if not given, opens the log, then walks. */
async function walkFromStart(
  world: World,
  commandLine: CommandLine,
  config: Config,
  options: StartOptions,
  bell: boolean,
): Promise<number> {
  const context = await walkContext(world, commandLine, config.runbook)
  const mark = options.drill ? drillMark(context.text.words.drill, context.paint, context.columns) : ''
  const prompter = await world.prompter(world.now, mark)
  try {
    const { answers, typedAhead } = await askStartOptions(
      new StartQuestions({ world, prompter, mark, context }),
      config,
      options,
      world.clock(config.settings.timezone),
    )
    const chosen = startIncident(world, config, answers)
    const session = new Session({ world, commandLine, ...chosen, prompter, context, bell })
    const { id } = chosen.journal
    session.say(chosen.isNew ? context.walk.opened(id) : world.text.said.alreadyDeclaredFor(answers.ref ?? '', id))
    if (!chosen.isNew) noteStartedAgain(world, chosen, answers)
    session.showDoubtful(answers.ref ?? '', chosen)
    session.showOtherIncidents()
    if (options.brief) session.isBrief = true
    for (const text of typedAhead) session.input.offer({ text, isPasted: true })
    if (chosen.isNew && options.at === undefined && answers.planned === undefined) await askBeginning(session)
    // Names a command, which is typed at the step.
    await remindOfAuthorities(session, 'start')
    return await walk(session)
  } catch (error) {
    if (error instanceof NoAnswer) return fail('no-answer', { line: sameCommand(world) })
    throw error
  } finally {
    prompter.close()
  }
}

/** Walks on from the current state of an incident's log. */
async function walkOn(world: World, commandLine: CommandLine, chosen: ChosenIncident, bell: boolean): Promise<number> {
  const { journal, clock } = chosen
  const context = await walkContext(world, commandLine, journal.incident.runbook)
  const prompter = await world.prompter(clock.now, lineMark(journal.incident, context))
  try {
    const begin = (as: World) => new Session({ world: as, commandLine, journal, clock, prompter, context, bell })
    const session = await identifyOperator(world, chosen, begin)
    const { notes, answers } = session.input.takeUpEarlier()
    for (const text of notes) session.say(context.walk.unfinished(text))
    if (answers.length > 0) session.say(context.walk.unfinishedAnswers(answers))
    if (session.input.earlierAt(context.walk.sinceWhen) !== '') await askBeginning(session)
    return await walk(session)
  } catch (error) {
    if (error instanceof NoAnswer) return fail('paused', { line: resumeCommand(world, 'walk', '-i', journal.id) })
    throw error
  } finally {
    prompter.close()
  }
}

/** Asks since when it has been so, before anything that counts from the beginning; Enter leaves the time of declaring. */
async function askBeginning(session: Session): Promise<void> {
  const { incident, context } = session
  const fact = factWithRole(incident.runbook, 'began')
  if (fact === null) return
  try {
    const record = (given: string) => appendFacts(session, [`${fact}=${given}`])
    await session.ask.untilAccepted(context.walk.sinceWhen, record, '', { tense: 'past' })
  } catch (error) {
    if (error instanceof NoAnswer) pause(session)
    if (!(error instanceof Back)) throw error
  }
}

/** The start options, with what was typed meanwhile and answers nothing. */
interface StartAnswers {
  readonly answers: StartOptions
  readonly typedAhead: readonly string[]
}

/** Asks for the start options that were not given as flags. Going back leads to the type, even if that was given. */
async function askStartOptions(
  ask: StartQuestions,
  { runbook }: Config,
  options: StartOptions,
  clock: Clock,
): Promise<StartAnswers> {
  for (let type = options.type ?? (await ask.type(runbook)); ; type = await ask.type(runbook, type))
    try {
      return await askOtherOptions(ask, runbook, { ...options, type }, clock)
    } catch (error) {
      if (!(error instanceof Back)) throw error
    }
}

async function askOtherOptions(
  ask: StartQuestions,
  { types }: Runbook,
  options: StartOptions & { readonly type: string },
  clock: Clock,
): Promise<StartAnswers> {
  const { type } = options
  const title = options.title ?? (await ask.title())
  const isPlannable = Object.hasOwn(types, type) && types[type]?.planned !== 'never'
  const isPlanAsked = isPlannable && options.planned === undefined && options.at === undefined
  const planned = isPlanAsked ? await ask.planned(clock) : ''
  const answers = { ...options, ...(title !== '' && { title }), ...(planned !== '' && { planned }) }
  return { answers, typedAhead: ask.typedAhead }
}

async function walkContext(world: World, { names }: CommandLine, runbook: Runbook): Promise<DrawingContext> {
  const { terminal } = world
  const text = withOwnNames(world.text, runbook)
  const { language } = text
  const [walk, problem, paint] = await Promise.all([
    walkText(language),
    loadSuggestingMessages(world.text),
    paintFor(terminal.hasColor),
  ])
  return {
    text,
    walk,
    problem,
    paint,
    get columns() {
      return world.terminal.columns
    },
    asTyped: (given) => asTyped(given, [world.invocation, 'haltctl'], names),
  }
}
