import type { ScopeChange } from '../log/event.ts'
import { memoize } from '../memoize.ts'
import { knownTo } from './approval-changes.ts'
import { rulesFor, writersEverKnown } from './approved-acts.ts'
import { phaseOf, registerOf, registersByName } from './current-values.ts'
import type { EventReference, Incident, ScopeMark } from './incident.ts'
import { exceptionsOpenedBy, openedBy, openedByUndoing } from './openings.ts'
import type { EventPosition, SeenEvent, Write } from './register.ts'
import { formatTarget, parseTarget } from './scope.ts'

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
  return [...statementsByEvent(incident)].flatMap(([event, [first, ...more]]): Opening[] => {
    const { at, by } = first.write
    const { forced, unapproved = false } = first.write.value
    if (others.has(event)) return []
    const statements = [first, ...more]
    const targets = unapproved
      ? (forced?.open ?? statements.map(({ target }) => target))
      : openedAsSeen(incident, { ...first.write, ...knownTo(first.write) }, (before) => {
          const changes = statements.map(({ target, write }) => changeOf(target, write.value))
          return [...openedBy(before, changes), ...exceptionsOpenedBy(before, changes)].map(formatTarget)
        })
    return targets.length === 0 ? [] : [{ event, at, by, targets }]
  })
}

interface Statement {
  readonly target: string
  readonly write: Write<ScopeMark>
}

/** The statements of the scope that are not taken back, by the event that made them. */
function statementsByEvent(incident: Incident): ReadonlyMap<string, readonly [Statement, ...Statement[]]> {
  const byEvent = new Map<string, [Statement, ...Statement[]]>()
  for (const [target, writes] of registersByName(incident, 'scope:'))
    for (const write of writes.filter(({ undone }) => !undone)) {
      const same = byEvent.get(write.event)
      if (same === undefined) byEvent.set(write.event, [{ target, write }])
      else same.push({ target, write })
    }
  return byEvent
}

function changeOf(target: string, { state, words }: ScopeMark): ScopeChange {
  return { ...parseTarget(target), state, words } as ScopeChange
}

function takenBack(incident: Incident): Opening[] {
  return incident.scopeUndoings.flatMap(({ undoes, unapproved, event, at, by, ...place }): Opening[] => {
    const opened = () => openedAsSeen(incident, place, (before) => openedByUndoing(before, undoes).map(formatTarget))
    const targets = unapproved ?? opened()
    return targets.length === 0 ? [] : [{ event, at, by, targets }]
  })
}

type Place = Omit<EventPosition, 'recordedAt'> & { readonly seen: readonly SeenEvent[] }

/**
 * What an event opened as far as whoever recorded it had seen, if an approval was needed. Whoever is not known in the log had
 * seen all that comes before: it is not for them to say.
 */
function openedAsSeen(incident: Incident, place: Place, openedIn: (before: Incident) => string[]): string[] {
  if (!rulesFor(incident, place)?.lift) return []
  const seen = writersEverKnown(incident).has(place.writer) ? place.seen : [...incident.heads.values()]
  const registers = incident.registers.asOf({ order: place.order, seen, until: null })
  const before = { ...incident, registers }
  return phaseOf(before) === 'scheduled' ? [] : openedIn(before)
}
