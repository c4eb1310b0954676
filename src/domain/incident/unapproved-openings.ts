import type { ScopeChange } from '../log/event.ts'
import { memoize } from '../memoize.ts'
import { targetsOf } from './approval-acts.ts'
import { rulesFor, writersEverKnown } from './approved-acts.ts'
import { registerOf, registersByName } from './current-values.ts'
import { type EventPosition, knownTo, type SeenEvent } from './horizon.ts'
import type { EventReference, Incident, ScopeMark } from './incident.ts'
import { exceptionsOpenedBy, openedBy, openedByUndoing } from './openings.ts'
import type { Write } from './register.ts'
import { formatTarget, parseTarget } from './scope.ts'
import { type ScopeStates, StatesInOrder, scopeStates } from './scope-states.ts'

/** What an event opened without a lift, where another person has to approve lifts. */
export interface Opening extends EventReference {
  readonly targets: readonly string[]
}

/**
 * What was stated as open, or opened by taking a statement back, without a lift and the approval that it needed: by the word of
 * the event itself, or as the log shows, whatever the event says.
 */
export const unapprovedOpenings = memoize((incident: Incident): readonly Opening[] => [
  ...stated(incident),
  ...takenBack(incident),
])

function stated(incident: Incident): Opening[] {
  const phases = registerOf(incident, 'phase').map(({ event }) => event)
  const others = new Set([...phases, incident.declaration?.event])
  const statesBefore = statesAsSeen(incident)
  return statementsInOrder(incident).flatMap(([event, [first, ...more]]): Opening[] => {
    const { at, by } = first.write
    const { forced, unapproved = false } = first.write.value
    if (others.has(event)) return []
    const statements = [first, ...more]
    const opened = () => {
      const before = statesBefore({ ...first.write, ...knownTo(first.write) })
      if (before === null || before.isScheduled) return []
      const changes = statements.map(({ target, write }) => changeOf(target, write.value))
      const all = [...openedBy(before, incident.runbook, changes), ...exceptionsOpenedBy(before, changes)]
      return all.map(formatTarget)
    }
    const targets = unapproved ? (forced?.open ?? statements.map(({ target }) => target)) : opened()
    return targets.length === 0 ? [] : [{ event, at, by, targets }]
  })
}

interface Statement {
  readonly target: string
  readonly write: Write<ScopeMark>
}

/** The statements of the scope that are not taken back, by the event that made them, in log order. */
function statementsInOrder(incident: Incident): [string, readonly [Statement, ...Statement[]]][] {
  const byEvent = new Map<string, [Statement, ...Statement[]]>()
  for (const [target, writes] of registersByName(incident, 'scope:'))
    for (const write of writes.filter(({ undone }) => !undone)) {
      const same = byEvent.get(write.event)
      if (same === undefined) byEvent.set(write.event, [{ target, write }])
      else same.push({ target, write })
    }
  return [...byEvent].sort(([, [a]], [, [b]]) => a.write.order - b.write.order)
}

function changeOf(target: string, { state, words }: ScopeMark): ScopeChange {
  return { ...parseTarget(target), state, words } as ScopeChange
}

function takenBack(incident: Incident): Opening[] {
  const statesBefore = statesAsSeen(incident)
  return incident.scopeUndoings.flatMap(({ undoes, unapproved, event, at, by, ...place }): Opening[] => {
    const opened = () => {
      const before = statesBefore(place)
      return before === null ? [] : openedByUndoing(before, undoes, targetsOf(incident, undoes)).map(formatTarget)
    }
    const targets = unapproved ?? opened()
    return targets.length === 0 ? [] : [{ event, at, by, targets }]
  })
}

type Place = Omit<EventPosition, 'recordedAt'> & { readonly seen: readonly SeenEvent[] }

/**
 * Returns, for events in log order, what was stated as far as whoever recorded them had seen; null if no approval was needed.
 * Whoever is not known in the log had seen all that comes before: it is not for them to say.
 */
function statesAsSeen(incident: Incident): (place: Place) => ScopeStates | null {
  const states = new StatesInOrder(incident)
  return (place) => {
    const { writer, order, seen } = place
    if (!rulesFor(incident, place)?.lift) return null
    if (!writersEverKnown(incident).has(writer)) return states.before(order)
    return scopeStates({ ...incident, registers: incident.registers.asOf({ order, seen, until: null }) })
  }
}
