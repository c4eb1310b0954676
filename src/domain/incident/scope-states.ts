import type { ScopeState } from '../log/event.ts'
import { lastWriteWhere, phaseOf } from './current-values.ts'
import type { Incident, PhaseMark, ScopeMark } from './incident.ts'
import type { Lifetime, Write } from './register.ts'
import { isHaltPhase, wasNothing } from './scope-statements.ts'

/** What is stated of the scope at some point of the log. Looks only at the targets that are asked about. */
export interface ScopeStates {
  /** Whether the halt is planned, and has not begun. */
  readonly isScheduled: boolean
  /** What is stated of just this `OPERATION` or `OPERATION:ASSET`, if need be but for what one event says; null for nothing. */
  stateOf(target: string, except?: string): ScopeState | null
}

/** What is stated now. */
export function scopeStates(incident: Incident): ScopeStates {
  return {
    isScheduled: phaseOf(incident) === 'scheduled',
    stateOf(target, except) {
      const write = lastWriteWhere(incident, `scope:${target}`, ({ event }) => event !== except)
      return asItCounts(write?.value.state ?? null, () => wasNothing(incident))
    },
  }
}

/** What was restricted when a halt was closed as a false alarm is open. */
function asItCounts(state: ScopeState | null, wasNothing: () => boolean): ScopeState | null {
  return state !== null && state !== 'open' && wasNothing() ? 'open' : state
}

/** What is stated before positions in the fold that only grow: however many are asked for, each statement is read once. */
export class StatesInOrder {
  private readonly incident: Incident
  private readonly scope = new Map<string, LastInOrder<ScopeMark>>()
  private readonly phases: LastInOrder<PhaseMark>
  private readonly phasesOfHalt: LastInOrder<PhaseMark>
  private readonly resumptions: LastInOrder<PhaseMark>

  constructor(incident: Incident) {
    this.incident = incident
    const phases = this.lifetimesOf<PhaseMark>('phase')
    this.phases = new LastInOrder(phases)
    this.phasesOfHalt = new LastInOrder(phases.filter(({ write }) => isHaltPhase(write.value.phase)))
    this.resumptions = new LastInOrder(phases.filter(({ write }) => write.value.phase === 'after-resumption'))
  }

  before(order: number): ScopeStates {
    const phase = this.phases.before(order)?.value
    return {
      isScheduled: phase?.phase === 'scheduled',
      stateOf: (target, except) => {
        const write = this.writesOf(target).before(order, except)
        return asItCounts(write?.value.state ?? null, () => {
          const hasBegun = this.phasesOfHalt.before(order) !== undefined
          return phase?.closedAs === 'false-alarm' && hasBegun && this.resumptions.before(order) === undefined
        })
      },
    }
  }

  private writesOf(target: string): LastInOrder<ScopeMark> {
    const known = this.scope.get(target) ?? new LastInOrder(this.lifetimesOf<ScopeMark>(`scope:${target}`))
    this.scope.set(target, known)
    return known
  }

  /** The form of the key determines the type of the values. */
  private lifetimesOf<T>(key: 'phase' | `scope:${string}`): Lifetime<Write<T>>[] {
    return this.incident.registers.lifetimes(key) as Lifetime<Write<T>>[]
  }
}

/** The last write of a register that counts before positions in the fold that only grow. */
class LastInOrder<T> {
  private readonly all: readonly Lifetime<Write<T>>[]
  /** How many of them come before the last position, and those of them that may count from now on. */
  private passed = 0
  private readonly counting: Lifetime<Write<T>>[] = []

  constructor(all: readonly Lifetime<Write<T>>[]) {
    this.all = all
  }

  before(order: number, except?: string): Write<T> | undefined {
    const { all, counting } = this
    for (let next = all[this.passed]; next !== undefined && next.write.order < order; next = all[this.passed]) {
      counting.push(next)
      this.passed += 1
    }
    while ((counting.at(-1)?.until ?? order) < order) counting.pop()
    return counting.findLast(({ write, until }) => until >= order && write.event !== except)?.write
  }
}
