import { fail } from '../domain/problem.ts'
import { loadProblemMessages } from '../i18n/problems.ts'
import { type ChosenIncident, warnAboutOtherOpen } from '../incident/choose.ts'
import { type StartOptions, startIncident } from '../incident/start-incident.ts'
import { NoAnswer, type Prompter } from '../platform/prompter.ts'
import type { Config } from '../runbook/io/config.ts'
import { columnsOf } from '../view/columns.ts'
import { drillMark, paintFor } from '../view/paint.ts'
import { resumeCommand, sameCommand } from '../view/resume-command.ts'
import { wrapIndented } from '../view/wrap.ts'
import type { World } from '../world.ts'
import { identifyOperator, Session } from './session.ts'
import { lineMark, type WalkContext } from './view.ts'
import { walk } from './walk.ts'
import { walkText } from './words.ts'

/** Declares a halt: asks for type, title and planned window if not given, opens the log, then walks. */
export async function walkFromStart(
  world: World,
  config: Config,
  options: StartOptions,
  bell: boolean,
): Promise<number> {
  const context = await walkContext(world)
  const mark = options.drill ? drillMark(context.text.words.drill, context.paint, context.columns) : ''
  const prompter = await world.prompter(world.now, mark)
  try {
    const answers = await askStartOptions(prompter, mark, context, config, options)
    const chosen = startIncident(world, config, answers)
    const session = new Session(world, chosen.journal, chosen.clock, prompter, context, bell)
    session.say(context.walk.opened(chosen.journal.id))
    warnAboutOtherOpen(world, chosen.journal, (line) => session.say(line))
    return await walk(session)
  } catch (error) {
    if (error instanceof NoAnswer) return fail('no-answer', { line: sameCommand(world) })
    throw error
  } finally {
    prompter.close()
  }
}

/** Walks on from the current state of an incident's log. */
export async function walkOn(world: World, chosen: ChosenIncident, bell: boolean): Promise<number> {
  const { journal, clock } = chosen
  const context = await walkContext(world)
  const prompter = await world.prompter(clock.now, lineMark(journal.incident, context))
  try {
    const begin = (as: World) => new Session(as, journal, clock, prompter, context, bell)
    const session = await identifyOperator(world, chosen, begin)
    const draft = session.interruptedAnswer()
    if (draft !== null) session.say(context.walk.unfinished(draft.question, draft.text))
    return await walk(session)
  } catch (error) {
    if (error instanceof NoAnswer) return fail('paused', { line: resumeCommand(world, 'walk', '-i', journal.id) })
    throw error
  } finally {
    prompter.close()
  }
}

/** Asks for the start options that were not given as flags. */
async function askStartOptions(
  prompter: Prompter,
  mark: string,
  { walk, text, columns }: WalkContext,
  { runbook }: Config,
  options: StartOptions,
): Promise<StartOptions> {
  const types = Object.entries(runbook.types)
  const preselected = types.find(([, type]) => type.planned === 'never')?.[0] ?? types[0]?.[0] ?? ''
  const room = columns - 1 - columnsOf(mark)
  const askLine = async (question: string) => {
    const lines = wrapIndented(question, room).map((line) => `${mark}${line}`)
    return (await prompter.askLine(lines.join('\n'), '', () => {})).trim()
  }
  const choices = types.map(([value, type]) => ({ value, name: choiceName(type[text.language], value, room - 2) }))
  const type = options.type ?? (await prompter.askChoice(walk.chooseType, choices, preselected))
  const answers = { ...options, type }
  if (options.title === undefined) {
    const title = await askLine(walk.title)
    if (title !== '') Object.assign(answers, { title })
  }
  const isPlannable = Object.hasOwn(runbook.types, type) && runbook.types[type]?.planned !== 'never'
  if (isPlannable && options.planned === undefined && options.at === undefined) {
    const planned = await askLine(walk.plannedWindow)
    if (planned !== '') Object.assign(answers, { planned })
  }
  return answers
}

/** The name of a type of halt, with its id if there is room. */
function choiceName(name: string, id: string, columns: number): string {
  const both = `${name}  (${id})`
  return columnsOf(both) <= columns ? both : name
}

async function walkContext(world: World): Promise<WalkContext> {
  const { text, terminal } = world
  const { language } = text
  const [walk, problem, paint] = await Promise.all([
    walkText(language),
    loadProblemMessages(language),
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
  }
}
