import type { CommandLine, Walk } from '../command.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { loadSuggestingMessages } from '../i18n/problems.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { type StartOptions, startIncident } from '../incident/start-incident.ts'
import { parseFacts, parseRange } from '../incident/statements.ts'
import { type InputText, NoAnswer, type Prompter } from '../platform/prompter.ts'
import type { Config } from '../runbook/io/config.ts'
import { columnsOf } from '../view/columns.ts'
import { inertLine } from '../view/inert.ts'
import { drillMark, paintFor } from '../view/paint.ts'
import { resumeCommand, sameCommand } from '../view/resume-command.ts'
import { clipToColumns, wrapIndented } from '../view/wrap.ts'
import type { World } from '../world.ts'
import { asTyped } from './entry-line.ts'
import { identifyOperator } from './operator.ts'
import { Back } from './questions.ts'
import { remindOfAuthorities } from './reminders.ts'
import { Session } from './session.ts'
import { lineMark, type WalkContext } from './view.ts'
import { pause, walk } from './walk.ts'
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
  const context = await walkContext(world, commandLine)
  const mark = options.drill ? drillMark(context.text.words.drill, context.paint, context.columns) : ''
  const prompter = await world.prompter(world.now, mark)
  try {
    const { answers, typedAhead } = await orAgain(options.type === undefined, () =>
      askStartOptions(world, prompter, mark, context, config, options),
    )
    const chosen = startIncident(world, config, answers)
    const session = new Session({ world, commandLine, ...chosen, prompter, context, bell })
    session.say(context.walk.opened(chosen.journal.id))
    session.showOtherIncidents()
    if (options.brief) session.isBrief = true
    for (const text of typedAhead) session.input.offer({ text, isPasted: true })
    await remindOfAuthorities(session, 'start')
    if (options.at === undefined && answers.planned === undefined) await askBeginning(session)
    return await walk(session)
  } catch (error) {
    if (error instanceof NoAnswer || error instanceof Back) return fail('no-answer', { line: sameCommand(world) })
    throw error
  } finally {
    prompter.close()
  }
}

/** Walks on from the current state of an incident's log. */
async function walkOn(world: World, commandLine: CommandLine, chosen: ChosenIncident, bell: boolean): Promise<number> {
  const { journal, clock } = chosen
  const context = await walkContext(world, commandLine)
  const prompter = await world.prompter(clock.now, lineMark(journal.incident, context))
  try {
    const begin = (as: World) => new Session({ world: as, commandLine, journal, clock, prompter, context, bell })
    const session = await identifyOperator(world, chosen, begin)
    const { notes, answers } = session.input.takeUpEarlier()
    for (const text of notes) session.say(context.walk.unfinished(text))
    if (answers.length > 0) session.say(context.walk.unfinishedAnswers(answers))
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
  const { incident, clock, context } = session
  const fact = factWithRole(incident.runbook, 'began')
  if (fact === null) return
  try {
    await session.ask.untilAccepted(context.walk.sinceWhen, (given) => {
      session.append({ kind: 'set', statements: parseFacts([`${fact}=${given}`], incident.runbook.facts, clock) })
    })
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

/** Asks again from the first question if the operator goes back, if there is a question to go back to. */
async function orAgain<T>(canGoBack: boolean, ask: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Back) || !canGoBack) throw error
    }
}

/** Asks for the start options that were not given as flags. */
async function askStartOptions(
  world: World,
  prompter: Prompter,
  mark: string,
  context: WalkContext,
  { runbook, settings }: Config,
  options: StartOptions,
): Promise<StartAnswers> {
  const { walk, text, columns } = context
  const types = Object.entries(runbook.types)
  const preselected = types.find(([, type]) => type.planned === 'never')?.[0] ?? types[0]?.[0] ?? ''
  const room = columns - 1 - columnsOf(mark)
  const typedAhead: string[] = []
  const wrapped = (line: string) => wrapIndented(inertLine(line), room).map((part) => `${mark}${part}`)
  const askLine = async (question: string, refused = '') => {
    const about = prompter.isPlain ? walk.refusedPlain(refused) : walk.refused
    const lines = [question, ...(refused === '' ? [] : [about])].flatMap(wrapped)
    const ahead = await prompter.takeTypedAhead()
    if (ahead !== '') typedAhead.push(ahead)
    for (let draft: InputText = { text: refused, isPasted: false, standing: 'refused' }; ; ) {
      const reply = await prompter.ask({ lines: () => lines, draft })
      if (reply.kind === 'back' || reply.text.trim() === '<') throw new Back()
      if (reply.kind === 'line') return reply.text.trim().replaceAll(/\s*\n\s*/g, ' ')
      draft = reply
    }
  }
  const complain = ({ problem }: ProblemError) => {
    const [what, then] = context.problem(problem, world.invocation)
    const lines = [`${what} (${problem.code})`, ...then.split('\n')]
    for (const line of lines.flatMap(wrapped)) world.raw.say(line)
  }
  const askPlanned = async () => {
    for (let planned = ''; ; ) {
      planned = await askLine(walk.plannedWindow, planned)
      try {
        if (planned !== '') parseRange(planned, world.clock(settings.timezone))
        return planned
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        complain(error)
      }
    }
  }
  const say = (line: string) => world.raw.say(`${mark}${clipToColumns(inertLine(line), room)}`)
  const choices = types.map(([value, type]) => ({ value, name: choiceName(type[text.language], value, room - 2) }))
  const unknownType = (given: string) => clipToColumns(walk.unknownType(choices.length, given), room)
  const type = options.type ?? (await prompter.askChoice(walk.chooseType, choices, preselected, unknownType))
  if (options.type === undefined) say(walk.chosenType(choices.find(({ value }) => value === type)?.name ?? type))
  const answers = { ...options, type }
  if (options.title === undefined) {
    const title = await askLine(walk.title)
    if (title !== '') Object.assign(answers, { title })
  }
  const isPlannable = Object.hasOwn(runbook.types, type) && runbook.types[type]?.planned !== 'never'
  if (isPlannable && options.planned === undefined && options.at === undefined) {
    const planned = await askPlanned()
    if (planned !== '') Object.assign(answers, { planned })
  }
  return { answers, typedAhead }
}

/** The name of a type of halt, with its id if there is room. */
function choiceName(name: string, id: string, columns: number): string {
  const both = `${name}  (${id})`
  return columnsOf(both) <= columns ? both : name
}

async function walkContext(world: World, { names }: CommandLine): Promise<WalkContext> {
  const { text, terminal } = world
  const { language } = text
  const [walk, problem, paint] = await Promise.all([
    walkText(language),
    loadSuggestingMessages(language),
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
