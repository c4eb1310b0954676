import { memoize } from '../memoize.ts'
import { lastWriteWhere, registerOf } from './current-values.ts'
import { currentFactWithRole } from './facts.ts'
import type { Incident, PhaseMark, ScopeMark } from './incident.ts'
import type { Recorded } from './order-of-events.ts'
import type { Write } from './register.ts'
import { scopeStatements } from './scope-statements.ts'

/** An interruption of trading: from the start or a reopening of the halt until the next reopening, if there is one. */
export interface Interruption {
  /** Counted from 1. */
  readonly number: number
  /** When it began; null if a planned halt has not begun, or never did. */
  readonly startedAt: string | null
  /** Position in the fold of the event that began it. */
  readonly order: number
  /** Position in the fold of the event that reopened the halt; infinite for the current interruption. */
  readonly endOrder: number
  /** The first lift, partial or full; null if there was none. */
  readonly liftedAt: string | null
  /** The last lift so far, partial or full; null if there was none. */
  readonly lastLiftAt: string | null
  /** Since when, after a lift, everything stated has been open; null if it is not. */
  readonly fullyResumedAt: string | null
  /** When each operation or `OPERATION:ASSET` was last opened again. */
  readonly resumed: ReadonlyMap<string, string>
  /** When and where in the fold these times were recorded: `started`, `lifted`, `fully-resumed`, `resumed:TARGET`, `closed`. */
  readonly recorded: ReadonlyMap<string, Place>
}

/** When something was recorded, and where in the fold. */
type Place = Pick<Write<unknown>, 'recordedAt' | 'order'>

/** The interruptions of an incident, and when it began, changed phases and ended. Times are in ISO 8601. */
export interface Lifecycle {
  readonly startedAt: string | null
  readonly interruptions: readonly Interruption[]
  readonly current: Interruption
  /** By phase, when it was last entered. */
  readonly phaseAt: ReadonlyMap<string, string>
  readonly closedAt: string | null
  readonly closedAs: string | null
}

/** An interruption whose maps grow with what comes to light, and are not copied each time: a log may open thousands of assets. */
interface Growing extends Interruption {
  readonly resumed: Map<string, string>
  readonly recorded: Map<string, Place>
}

/** What is stated, by target. */
class States {
  private readonly all = new Map<string, string>()
  private readonly restricted = new Set<string>()

  get isEmpty(): boolean {
    return this.all.size === 0
  }

  get areOpen(): boolean {
    return this.restricted.size === 0
  }

  get(target: string): string | undefined {
    return this.all.get(target)
  }

  set(target: string, state: string | null): void {
    if (state === null) this.all.delete(target)
    else this.all.set(target, state)
    if (state === null || state === 'open') this.restricted.delete(target)
    else this.restricted.add(target)
  }
}

type Change = Pick<Write<unknown>, 'order' | 'at' | 'recordedAt'> &
  ({ readonly phase: PhaseMark } | { readonly target: string; readonly scope: ScopeMark })

/** Derives the start, interruptions, lifts and end of an incident from its registers. */
export const lifecycleOf = memoize((incident: Incident): Lifecycle => {
  const start = startOf(incident)
  const startedAt = start?.at ?? null
  const interruptions: Interruption[] = []
  const phaseAt = new Map<string, string>()
  const states = new States()
  let current = newInterruption(1, start, 0)
  /** Whether the last phase change was a lift before which no scope had been stated. */
  let isLiftOfUnstated = false
  /** Nothing is restricted before a planned halt begins, and so nothing resumes. */
  let hasBegun = false
  let [closedAt, closedAs]: [string | null, string | null] = [null, null]
  for (const change of changesOf(incident)) {
    const { at } = change
    const before = current
    if ('phase' in change) {
      const { phase } = change
      phaseAt.set(phase.phase, at)
      hasBegun ||= beginsHalt(phase)
      if (phase.by === 'reopen') {
        interruptions.push({ ...current, endOrder: change.order })
        current = newInterruption(current.number + 1, change, change.order)
      }
      isLiftOfUnstated = phase.by === 'lift' && states.isEmpty
      if (phase.by === 'lift')
        current = withFullResumption({ ...current, liftedAt: current.liftedAt ?? at, lastLiftAt: at }, states, at)
        // Whoever changes the phase later, perhaps without knowing of the closing, opens the halt again.
      ;[closedAt, closedAs] = phase.by === 'close' ? [at, phase.closedAs] : [null, null]
      if (phase.by === 'close') current.recorded.set('closed', change)
    } else {
      const { target, scope } = change
      // Opened by force, it never was restricted.
      const isResumed =
        hasBegun && scope.forced === undefined && resumes({ states, isLiftOfUnstated }, target, scope.state)
      if (isResumed) current.resumed.set(target, at)
      states.set(target, scope.state)
      current = withFullResumption(current, states, at)
      if (isResumed) current.recorded.set(`resumed:${target}`, change)
    }
    if (current.liftedAt !== before.liftedAt) current.recorded.set('lifted', change)
    if (current.fullyResumedAt !== before.fullyResumedAt) current.recorded.set('fully-resumed', change)
  }
  return { startedAt, interruptions: [...interruptions, current], current, phaseAt, closedAt, closedAs }
})

/** Whether something was recorded to be open again, and so was restricted before, be it for a false alarm. */
export function hasEverResumed({ interruptions }: Pick<Lifecycle, 'interruptions'>): boolean {
  return interruptions.some(({ liftedAt, resumed }) => liftedAt !== null || resumed.size > 0)
}

/** Returns the last lift, partial or full, of the current interruption; undefined if it has none. */
export const lastLift = memoize((incident: Incident): Write<PhaseMark> | undefined => {
  if (lifecycleOf(incident).current.lastLiftAt === null) return undefined
  return lastWriteWhere(incident, 'phase', ({ value }) => value.by === 'lift')
})

/** Returns the first lift, partial or full, of the current interruption; undefined if it has none. */
export function firstLift(incident: Incident): Write<PhaseMark> | undefined {
  const { order } = lifecycleOf(incident).current
  return registerOf(incident, 'phase').find(
    (write) => !write.undone && write.value.by === 'lift' && write.order > order,
  )
}

/** When an interruption began, and where in the fold that was recorded; null if it has not. */
export function beginningOfInterruption(
  incident: Incident,
  { number, startedAt, order, recorded }: Interruption,
): Recorded | null {
  if (startedAt === null) return null
  const begin = number > 1 ? order : (beginningOf(incident) as Write<PhaseMark>).order
  return { at: startedAt, recordedAt: (recorded.get('started') as Place).recordedAt, order: begin }
}

/** Returns the id of the type that the halt had when an interruption ended, or has if it has not. */
export function typeDuring(incident: Incident, { endOrder }: Interruption): string {
  return lastWriteWhere(incident, 'type', ({ order }) => order < endOrder)?.value ?? ''
}

/** Returns the types of all interruptions (`typeDuring`), in order, each once. */
export function typesByInterruption(incident: Incident): string[] {
  return [...new Set(lifecycleOf(incident).interruptions.map((one) => typeDuring(incident, one)))]
}

/** When something happened, and when and where in the fold that was recorded. */
type Moment = Place & Pick<Write<unknown>, 'at'>

function newInterruption(number: number, start: Moment | null, order: number): Growing {
  const endOrder = Number.POSITIVE_INFINITY
  const notResumed = { liftedAt: null, lastLiftAt: null, fullyResumedAt: null, resumed: new Map() }
  const recorded = new Map<string, Place>(start === null ? [] : [['started', start]])
  return { number, startedAt: start?.at ?? null, order, endOrder, ...notResumed, recorded }
}

/** Returns when it began as stated, else when the halt was declared or, if planned, begun (null before that). */
export function startedAtOf(incident: Incident): string | null {
  return startOf(incident)?.at ?? null
}

/** Whether somebody has said when the halt began; until then, its times count from the declaration. */
export function isStartStated(incident: Incident): boolean {
  return currentFactWithRole(incident, 'began')?.value.value != null
}

function startOf(incident: Incident): Moment | null {
  const begin = beginningOf(incident)
  if (begin === undefined) return null
  const fact = currentFactWithRole(incident, 'began')
  if (fact?.value.value != null) return { at: fact.value.value, recordedAt: fact.recordedAt, order: fact.order }
  const { at, recordedAt, order } = begin
  return { at: begin.value.by === 'declared' ? recordedAt : at, recordedAt, order }
}

/** The change of phase with which the halt began: by declaring or, if planned, by advancing. Undefined before that. */
export function beginningOf(incident: Incident): Write<PhaseMark> | undefined {
  return registerOf(incident, 'phase').find(({ undone, value }) => !undone && beginsHalt(value))
}

/** Whether a phase means that the halt has begun. A planned halt that is closed while `scheduled` was called off. */
function beginsHalt({ phase, by }: PhaseMark): boolean {
  return phase !== 'scheduled' && by !== 'close'
}

/** Returns the phase and scope writes that were not undone, in fold order. */
function changesOf(incident: Incident): Change[] {
  const phases = registerOf(incident, 'phase').map((write) => ({ ...write, phase: write.value }))
  const scope = scopeStatements(incident).flatMap(([target, writes]) =>
    writes.map((write) => ({ ...write, target, scope: write.value })),
  )
  return [...phases, ...scope].filter(({ undone }) => !undone).sort((a, b) => a.order - b.order || a.place - b.place)
}

/**
 * Whether a target was restricted and is opened. One that was never stated counts as restricted only if no scope at all was
 * stated before the lift. `stated` null removes the exception for an asset, which then is as open as its operation.
 */
function resumes(
  { states, isLiftOfUnstated }: { readonly states: States; readonly isLiftOfUnstated: boolean },
  target: string,
  stated: string | null,
): boolean {
  const general = states.get(target.replace(/:.*/, ''))
  const before = states.get(target) ?? general
  const wasRestricted = before === undefined ? isLiftOfUnstated : before !== 'open'
  return wasRestricted && (stated ?? general) === 'open'
}

/** Trading has fully resumed once the halt was lifted and every stated scope is open. */
function withFullResumption(current: Growing, { areOpen }: States, at: string): Growing {
  const isOpen = current.liftedAt !== null && areOpen
  if (isOpen === (current.fullyResumedAt !== null)) return current
  return { ...current, fullyResumedAt: isOpen ? at : null }
}
