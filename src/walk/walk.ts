import { stripVTControlCharacters } from 'node:util'
import { beginIncident, type StartOptions } from '../beginning.ts'
import { phaseOf } from '../domain/incident/incident.ts'
import { type StepView, stepsOf } from '../domain/incident/steps.ts'
import { fail } from '../domain/outcome.ts'
import { plan } from '../domain/plan.ts'
import type { Config } from '../edges/config.ts'
import { paintFor } from '../edges/paint.ts'
import { NoAnswer, type Prompter, plainPrompter, redrawingPrompter } from '../edges/prompts.ts'
import type { Chosen } from '../incidents.ts'
import { columnsOf } from '../render/fold.ts'
import {
  drillMark,
  KEYS,
  listLines,
  MORE_KEYS,
  markOf,
  moreScreen,
  type WalkContext,
  walkScreen,
} from '../render/walk.ts'
import { walkText } from '../text/walk.ts'
import type { World } from '../world.ts'
import { askScope, askSeverity, askStatement, askTitle, askType } from './facts.ts'
import { Session } from './session.ts'
import { assign, begin, dismiss, finish, note, postNotices, promise } from './steps.ts'
import { advance, close, correct, followUp, lift, reopen, undo } from './turns.ts'

/** From `halt start`: the first thing is to open the log. Type, Enter, Enter. */
export async function walkFromStart(world: World, config: Config, options: StartOptions): Promise<number> {
  const context = await contextOf(world)
  const prompter = prompterFor(world, options.drill ? markOf(context) : '')
  try {
    const answers = await beginning(prompter, context, config, options)
    const chosen = beginIncident(world, config, answers)
    const session = new Session(world, chosen.journal, chosen.clock, prompter, context)
    session.say(context.walk.opened(chosen.journal.id))
    return await walk(session)
  } catch (error) {
    if (error instanceof NoAnswer) return fail('no-answer', { line: `${world.me} start` })
    throw error
  } finally {
    prompter.close()
  }
}

/** Goes on from where the log stands. */
export async function walkOn(world: World, chosen: Chosen): Promise<number> {
  const { journal, clock } = chosen
  const context = await contextOf(world)
  const prompter = prompterFor(world, drillMark(journal.incident, context))
  try {
    const session = new Session(world, journal, clock, prompter, context)
    session.say(context.walk.resumed(journal.id))
    const typed = session.interrupted()
    if (typed !== null) session.say(context.walk.unfinished(typed.question, typed.text))
    return await walk(session)
  } finally {
    prompter.close()
  }
}

async function beginning(
  prompter: Prompter,
  { walk, text, columns }: WalkContext,
  { runbook }: Config,
  options: StartOptions,
): Promise<StartOptions> {
  const types = Object.entries(runbook.types)
  const unplanned = types.find(([, type]) => type.planned === 'never')?.[0] ?? types[0]?.[0] ?? ''
  const room = columns - 3 - (options.drill ? columnsOf(text.words.drill) + 3 : 0)
  const choices = types.map(([value, type]) => ({ value, name: choiceName(type[text.language], value, room) }))
  const type = options.type ?? (await prompter.choose(walk.chooseType, choices, unplanned))
  const asked = { ...options, type }
  if (options.title === undefined) {
    const title = (await prompter.line(walk.title, '', () => {})).trim()
    if (title !== '') Object.assign(asked, { title })
  }
  const plannable = runbook.types[type]?.planned !== 'never' && runbook.types[type] !== undefined
  if (plannable && options.planned === undefined && options.at === undefined) {
    const planned = (await prompter.line(walk.plannedWindow, '', () => {})).trim()
    if (planned !== '') Object.assign(asked, { planned })
  }
  return asked
}

/** A type by its name, and by its id where there is room. */
function choiceName(name: string, id: string, columns: number): string {
  const both = `${name}  (${id})`
  return columnsOf(both) <= columns ? both : name
}

function prompterFor(world: World, mark: string): Prompter {
  return world.options.plain ? plainPrompter(Date.now, world.print, mark) : redrawingPrompter(Date.now, mark)
}

async function contextOf(world: World): Promise<WalkContext> {
  const { text, terminal } = world
  const [walk, paint] = await Promise.all([walkText(text.language), paintFor(terminal.color)])
  return {
    text,
    walk,
    paint,
    get columns() {
      return world.terminal.columns
    },
  }
}

/** Where the operator looks: a step by its id, else the first of the plan. */
interface Place {
  step: string | null
}

/** Plan, ask, append, show; until the operator pauses or the incident is closed. */
async function walk(session: Session): Promise<number> {
  const place: Place = { step: null }
  try {
    while (phaseOf(session.incident) !== 'closed') {
      session.showOthers()
      const view = viewAt(session, place)
      const key = await session.prompter.key({
        lines: (now) => walkScreen(session.incident, view, now, session.context),
        keys: KEY_SET,
        stale: () => isStale(session, place, view),
      })
      if (!session.journal.hasGrown()) await act(session, place, view, key)
    }
    session.say(session.context.walk.closed)
    session.world.say(`${session.world.me} report -i ${session.journal.id}${inDirectory(session)}`)
    return 0
  } catch (error) {
    if (error instanceof NoAnswer) return fail('paused', { line: goOn(session) })
    throw error
  }
}

function goOn(session: Session): string {
  return `${session.world.me} walk -i ${session.journal.id}${inDirectory(session)}`
}

function inDirectory({ world }: Session): string {
  return world.options.dir === undefined ? '' : ` --dir ${quoted(world.options.dir)}`
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}

const KEY_SET: ReadonlySet<string> = new Set([...Object.values(KEYS), ...Object.values(MORE_KEYS)])

function viewAt(session: Session, place: Place): StepView | null {
  const now = session.clock.now()
  const chosen = place.step === null ? undefined : stepsOf(session.incident, now).find((v) => v.step.id === place.step)
  return chosen ?? plan(session.incident, now)[0] ?? null
}

/** Whether the screen no longer shows what it should: the log grew, or something else came first. */
function isStale(session: Session, place: Place, view: StepView | null): boolean {
  if (session.journal.hasGrown()) return true
  return place.step === null && viewAt(session, place)?.step.id !== view?.step.id
}

type Act = (session: Session, place: Place, view: StepView | null) => Promise<void> | void

const onStep =
  (act: (session: Session, view: StepView) => Promise<void>): Act =>
  async (session, place, view) => {
    if (view === null) return
    await act(session, view)
    place.step = null
  }

const free =
  (act: (session: Session) => Promise<void>): Act =>
  (session) =>
    act(session)

const turn =
  (act: (session: Session) => Promise<void>): Act =>
  async (session, place) => {
    await act(session)
    place.step = null
  }

const ACTS: Readonly<Record<string, Act>> = {
  [KEYS.done]: onStep(finish),
  [KEYS.begin]: onStep(begin),
  [KEYS.skip]: onStep(dismiss),
  [KEYS.assign]: onStep(assign),
  [KEYS.note]: free(note),
  [KEYS.fact]: free(askStatement),
  [KEYS.scope]: free(askScope),
  [KEYS.notice]: turn(postNotices),
  [KEYS.undo]: turn(undo),
  [KEYS.list]: (session) => say(session, listLines(session.incident, session.clock.now(), session.context)),
  [KEYS.help]: (session) => say(session, session.context.walk.help),
  [KEYS.jump]: jump,
  [KEYS.forward]: (session, place, view) => move(session, place, view, 1),
  [KEYS.back]: (session, place, view) => move(session, place, view, -1),
  [KEYS.more]: more,
  [KEYS.pause]: () => {
    throw new NoAnswer()
  },
  [MORE_KEYS.advance]: turn(advance),
  [MORE_KEYS.lift]: turn(lift),
  [MORE_KEYS.reopen]: turn(reopen),
  [MORE_KEYS.close]: turn(close),
  [MORE_KEYS.type]: turn(askType),
  [MORE_KEYS.severity]: free(askSeverity),
  [MORE_KEYS.title]: free(askTitle),
  [MORE_KEYS.correct]: free(correct),
  [MORE_KEYS.action]: free(followUp),
  [MORE_KEYS.promise]: free(promise),
  [MORE_KEYS.status]: showStatus,
}

async function act(session: Session, place: Place, view: StepView | null, key: string): Promise<void> {
  await ACTS[key]?.(session, place, view)
}

async function more(session: Session, place: Place, view: StepView | null): Promise<void> {
  const keys = new Set(Object.values(MORE_KEYS))
  const lines = (now: number) => moreScreen(session.incident, now, session.context)
  await act(session, place, view, await session.prompter.key({ lines, keys, stale: () => false }))
}

function say(session: Session, lines: readonly string[]): void {
  for (const line of lines) session.say(line)
}

async function jump(session: Session, place: Place): Promise<void> {
  const given = await session.line(session.context.walk.jumpTo)
  if (given === '') return
  const ids = session.incident.runbook.steps.map((s) => s.id)
  const found = ids.includes(given) ? given : ids.find((id) => id.startsWith(given) || id.endsWith(`-${given}`))
  if (found === undefined) session.complain({ code: 'unknown-step', params: { given, allowed: ids } })
  else place.step = found
}

function move(session: Session, place: Place, view: StepView | null, by: number): void {
  const ids = plan(session.incident, session.clock.now()).map((v) => v.step.id)
  if (ids.length === 0) return
  const at = ids.indexOf(view?.step.id ?? '')
  place.step = ids[(at + by + ids.length) % ids.length] ?? null
}

async function showStatus(session: Session): Promise<void> {
  const { statusText } = await import('../showing.ts')
  const { world, journal, clock } = session
  const drill = `[${world.text.words.drill}] `
  for (const line of (await statusText(world, { journal, clock })).split('\n')) {
    const words = stripVTControlCharacters(line)
    if (words !== '' && columnsOf(words) < world.terminal.columns) world.say(line)
    else session.say(words.startsWith(drill) ? words.slice(drill.length) : words)
  }
}
