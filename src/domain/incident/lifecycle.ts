import { once } from '../once.ts'
import { register, standingIn } from './current-values.ts'
import type { Incident, PhaseMark, ScopeMark } from './incident.ts'
import type { Write } from './register.ts'

/** One time of the halt: from its start or reopening to its resumption. */
export interface Interruption {
  readonly number: number
  /** When this interruption began; null while a planned halt has not. */
  readonly startedAt: string | null
  /** Position in the fold of the event that began it. */
  readonly order: number
  /** Position of the event that reopened the halt after it; infinite for the current one. */
  readonly endOrder: number
  readonly liftedAt: string | null
  /** The last lift so far, whole or in part. */
  readonly lastLiftAt: string | null
  readonly fullyResumedAt: string | null
  /** When each operation or asset opened again. */
  readonly resumed: ReadonlyMap<string, string>
}

export interface Lifecycle {
  readonly startedAt: string | null
  readonly interruptions: readonly Interruption[]
  readonly current: Interruption
  /** When each phase was entered last. */
  readonly phaseAt: ReadonlyMap<string, string>
  readonly closedAt: string | null
  readonly closedAs: string | null
}

type Turn = Pick<Write<unknown>, 'order' | 'at'> &
  ({ readonly phase: PhaseMark } | { readonly target: string; readonly scope: ScopeMark })

/** How the incident went: its start, interruptions, lifts and end, from what stands in the registers. */
export const lifecycleOf = once((incident: Incident): Lifecycle => {
  const startedAt = startedAtOf(incident)
  const interruptions: Interruption[] = []
  const phaseAt = new Map<string, string>()
  const states = new Map<string, string>()
  let now = interruption(1, startedAt, 0)
  /** The lift under way found nothing stated. */
  let blind = false
  let closed: { at: string; as: string | null } | null = null
  for (const turn of turnsOf(incident)) {
    if ('phase' in turn) {
      phaseAt.set(turn.phase.phase, turn.at)
      if (turn.phase.by === 'reopen') {
        interruptions.push({ ...now, endOrder: turn.order })
        now = interruption(now.number + 1, turn.at, turn.order)
      }
      blind = turn.phase.by === 'lift' && states.size === 0
      if (turn.phase.by === 'lift')
        now = settled({ ...now, liftedAt: now.liftedAt ?? turn.at, lastLiftAt: turn.at }, states, turn.at)
      if (turn.phase.by === 'close') closed = { at: turn.at, as: turn.phase.closedAs }
    } else {
      now = resumed(now, { states, blind }, turn.target, turn.scope.state, turn.at)
      if (turn.scope.state === null) states.delete(turn.target)
      else states.set(turn.target, turn.scope.state)
      now = settled(now, states, turn.at)
    }
  }
  return {
    startedAt,
    interruptions: [...interruptions, now],
    current: now,
    phaseAt,
    closedAt: closed?.at ?? null,
    closedAs: closed?.as ?? null,
  }
})

function interruption(number: number, startedAt: string | null, order: number): Interruption {
  const endOrder = Number.POSITIVE_INFINITY
  return {
    number,
    startedAt,
    order,
    endOrder,
    liftedAt: null,
    lastLiftAt: null,
    fullyResumedAt: null,
    resumed: new Map(),
  }
}

/** The fact `started-at`; where nobody knows it, the time at which the halt was declared or begun. */
export function startedAtOf(incident: Incident): string | null {
  const first = register(incident, 'phase').find(({ undone, value }) => !undone && begins(value))
  if (first === undefined) return null
  const fact = standingIn(incident, 'fact:started-at')?.value
  return fact?.value ?? (first.value.by === 'declared' ? first.recordedAt : first.at)
}

/** A planned halt that was called off never began. */
function begins({ phase, by }: PhaseMark): boolean {
  return phase !== 'scheduled' && by !== 'close'
}

/** Phase and scope writes that stand, in the order in which they were written. */
function* turnsOf({ registers }: Incident): Generator<Turn> {
  for (const { key, write } of registers.inOrder((key) => key === 'phase' || key.startsWith(SCOPE))) {
    const { at, order, undone, value } = write
    if (undone) continue
    if (key === 'phase') yield { at, order, phase: value as PhaseMark }
    else yield { at, order, target: key.slice(SCOPE.length), scope: value as ScopeMark }
  }
}

const SCOPE = 'scope:'

/**
 * What was stated restricted is open again. What nobody had stated counts only where nothing at all was stated before
 * the lift: then the lift is all that is known. An exception that is taken back is open where its operation is.
 */
function resumed(
  now: Interruption,
  { states, blind }: { readonly states: ReadonlyMap<string, string>; readonly blind: boolean },
  target: string,
  stated: string | null,
  at: string,
): Interruption {
  const before = states.get(target)
  const after = stated ?? states.get(target.replace(/:.*/, ''))
  const wasRestricted = before === undefined ? blind : before !== 'open'
  if (!wasRestricted || after !== 'open') return now
  return { ...now, resumed: new Map([...now.resumed, [target, at]]) }
}

/** Fully resumed: lifted, and nothing stated is restricted any more. */
function settled(now: Interruption, states: ReadonlyMap<string, string>, at: string): Interruption {
  const open = now.liftedAt !== null && [...states.values()].every((state) => state === 'open')
  if (open === (now.fullyResumedAt !== null)) return now
  return { ...now, fullyResumedAt: open ? at : null }
}
