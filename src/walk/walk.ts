import { beginIncident, type StartOptions } from '../beginning.ts'
import { phaseOf } from '../domain/incident/incident.ts'
import { type StepView, stepsOf } from '../domain/incident/steps.ts'
import { fail } from '../domain/outcome.ts'
import { plan } from '../domain/plan.ts'
import type { Config } from '../edges/config.ts'
import { paintFor } from '../edges/paint.ts'
import { NoAnswer, type Prompter, plainPrompter, redrawingPrompter } from '../edges/prompts.ts'
import type { Chosen } from '../incidents.ts'
import { receipt } from '../render/receipt.ts'
import { KEYS, listLines, MORE_KEYS, moreScreen, type WalkContext, walkScreen } from '../render/walk.ts'
import { walkText } from '../text/walk.ts'
import type { World } from '../world.ts'
import { askScope, askSeverity, askStatement, askTitle, askType } from './facts.ts'
import { Session } from './session.ts'
import { assign, begin, dismiss, finish, note, postNotices } from './steps.ts'
import { advance, close, correct, followUp, lift, reopen, undo } from './turns.ts'

/** From `halt start`: the first thing is to open the log. Type, Enter, Enter. */
export async function walkFromStart(world: World, config: Config, options: StartOptions): Promise<number> {
  const prompter = prompterFor(world)
  const context = await contextOf(world)
  try {
    const answers = await beginning(prompter, context, config, options)
    const chosen = beginIncident(world, config, answers)
    world.say(context.walk.opened(chosen.journal.id))
    return await walk(new Session(world, chosen.journal, chosen.clock, prompter, context))
  } catch (error) {
    if (error instanceof NoAnswer) return fail('no-answer', { line: `${world.me} start` })
    throw error
  } finally {
    prompter.close()
  }
}

/** Goes on from where the log stands. */
export async function walkOn(world: World, chosen: Chosen): Promise<number> {
  const prompter = prompterFor(world)
  const context = await contextOf(world)
  try {
    world.say(context.walk.resumed(chosen.journal.id))
    return await walk(new Session(world, chosen.journal, chosen.clock, prompter, context))
  } finally {
    prompter.close()
  }
}

async function beginning(
  prompter: Prompter,
  { walk, text }: WalkContext,
  { runbook }: Config,
  options: StartOptions,
): Promise<StartOptions> {
  const types = Object.entries(runbook.types)
  const unplanned = types.find(([, type]) => type.planned === 'never')?.[0] ?? types[0]?.[0] ?? ''
  const choices = types.map(([value, type]) => ({ value, name: `${type[text.language]}  (${value})` }))
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

function prompterFor(world: World): Prompter {
  return world.options.plain ? plainPrompter(Date.now, world.print) : redrawingPrompter(Date.now)
}

async function contextOf(world: World): Promise<WalkContext> {
  const { text, terminal } = world
  const [walk, paint] = await Promise.all([walkText(text.language), paintFor(terminal.color)])
  return {
    text,
    walk,
    paint,
    get columns() {
      return world.options.plain ? 80 : world.terminal.columns
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
      showOthers(session)
      const view = viewAt(session, place)
      const key = await session.prompter.key({
        lines: (now) => walkScreen(session.incident, view, now, session.context),
        keys: KEY_SET,
        stale: () => isStale(session, place, view),
      })
      await act(session, place, view, key)
    }
    session.world.say(session.context.walk.closed(session.world.me))
    return 0
  } catch (error) {
    if (error instanceof NoAnswer) return fail('paused', { line: goOn(session) })
    throw error
  }
}

function goOn({ world, journal }: Session): string {
  const dir = world.options.dir === undefined ? '' : ` --dir ${quoted(world.options.dir)}`
  return `${world.me} walk -i ${journal.id}${dir}`
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}

const KEY_SET: ReadonlySet<string> = new Set([...Object.values(KEYS), ...Object.values(MORE_KEYS)])

/** What others added to the log is shown before the next answer. */
function showOthers(session: Session): void {
  const fresh = session.journal.refresh()
  if (fresh.length === 0) return
  session.world.say(session.context.walk.seen)
  for (const event of fresh) session.world.say(`  ${receipt(event, session.context.text.events)}`)
}

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
  for (const line of lines) session.world.say(line)
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
  session.world.print(await statusText(session.world, { journal: session.journal, clock: session.clock }))
}
