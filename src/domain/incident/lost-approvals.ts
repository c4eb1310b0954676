import { type Envelope, type Event, eventPlace, isKnown, nameOf } from '../log/event.ts'
import type { SetAsideWriter } from '../log/set-aside.ts'
import { knownTo } from './approval-changes.ts'
import { couldApprove } from './approvals.ts'
import { unapprovedActs } from './approved-acts.ts'
import { registerOf } from './current-values.ts'
import type { Incident, LostApproval } from './incident.ts'
import { hasSeen, type SeenEvent } from './register.ts'

/** A notice or lift that is recorded with an approval. */
interface ApprovedAct {
  readonly act: string
  readonly request: string
  /** The last event of each writer that whoever recorded it had seen. */
  readonly seen: readonly SeenEvent[]
}

/**
 * The approvals of writers that were set aside without whose words notices and lifts are unapproved: as far as whoever recorded
 * those had seen them, and not that their writer was set aside. `eventsOf` reads whatever such a writer recorded.
 */
export function lostApprovals(
  incident: Incident,
  setAside: ReadonlyMap<string, SetAsideWriter>,
  eventsOf: (writer: string) => Iterable<Event | Envelope>,
): LostApproval[] {
  return actsWithoutApproval(incident).flatMap(({ act, request, seen }) =>
    seen.flatMap(({ writer, seq }): LostApproval[] => {
      const { event: word } = setAside.get(writer) ?? {}
      if (word === undefined || hasSeen(seen, eventPlace(word))) return []
      const lost = [...eventsOf(writer)].filter((event) => event.seq <= seq && isPartOf(incident, request, event))
      return lost.map((event) => {
        return { act, event: nameOf(event), by: event.by, setAside: word, reason: reasonOf(incident, word) }
      })
    }),
  )
}

function actsWithoutApproval(incident: Incident): ApprovedAct[] {
  const unapproved = unapprovedActs(incident)
  const lifts = registerOf(incident, 'phase').map((write) => {
    return { event: write.event, approval: write.value.approval, seen: knownTo(write).seen }
  })
  return [...incident.notices, ...lifts].flatMap(({ event: act, approval: request, seen }) =>
    request !== undefined && unapproved.has(act) ? [{ act, request, seen }] : [],
  )
}

/** Whether an event is what was prepared under a name, or could have approved that. */
function isPartOf(incident: Incident, request: string, event: Event | Envelope): boolean {
  if (nameOf(event) === request) return true
  return isKnown(event) && event.type === 'approval.granted' && couldApprove(incident, request, event)
}

function reasonOf({ statements }: Incident, word: string): string {
  const said = statements.find(({ event }) => event === word)
  return (said?.says === 'set-aside' && said.words) || ''
}
