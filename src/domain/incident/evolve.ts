import { isAbandoned, isMissingHead } from '../log/causal-heads.ts'
import { type Envelope, type Event, type Head, isNewer, nameOf } from '../log/event.ts'
import { compareEvents } from '../log/order.ts'
import { contradict, draftOf, type IncidentDraft, incidentOf } from './fold/draft.ts'
import { handlers } from './fold/handlers.ts'
import { headOf, INITIAL, type Incident } from './incident.ts'

/** Folds events, given in any order, to the state of the incident. Never throws: contradictions become anomalies. */
export function replay(events: Iterable<Event | Envelope>): Incident {
  return foldInOrder([...events].sort(compareEvents))
}

/** Folds events in log order (`log/order.ts`) one at a time. They must come after those that `incident` already has. */
export function foldInOrder(ordered: Iterable<Event | Envelope>, incident = INITIAL): Incident {
  const draft = draftOf(incident)
  for (const event of ordered) apply(draft, event)
  return incidentOf(draft)
}

/** Advances an incident by events in log order, which must come after those it has. */
export function evolve(incident: Incident, ...events: readonly (Event | Envelope)[]): Incident {
  return foldInOrder(events, incident)
}

function apply(draft: IncidentDraft, event: Event | Envelope): void {
  draft.events += 1
  draft.heads.set(event.writer, headOf(event))
  draft.clock = event.hlc
  if (draft.unmet.get(event.writer)?.head.hash === event.hash) draft.unmet.delete(event.writer)
  if (draft.declaration !== null && event.incident !== draft.declaration.incident)
    contradict(draft, event, 'foreign-incident')
  else {
    const handler = isNewer(event) ? undefined : HANDLERS.get(event.type)
    if (handler !== undefined) handler(draft, event as Event)
    else if (event.critical || isNewer(event)) draft.beyond ??= { event: nameOf(event), type: event.type }
    if (event.after !== undefined) noteUnmet(draft, event, event.after)
  }
}

/** Records the heads of other writers that an event's writer had seen and the log lacks. */
function noteUnmet(draft: IncidentDraft, event: Event | Envelope, after: readonly Head[]): void {
  for (const head of after) {
    if (!isMissingHead(head, event, draft.heads)) continue
    const { writer, seq } = head
    const givenUp = draft.givenUp.get(writer)
    if (givenUp !== undefined && isAbandoned(head, givenUp)) continue
    if (seq > (draft.unmet.get(writer)?.head.seq ?? 0)) draft.unmet.set(writer, { head, by: nameOf(event) })
  }
}

const HANDLERS = new Map(Object.entries(handlers) as [string, (draft: IncidentDraft, event: Event) => void][])
