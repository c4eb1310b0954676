import { lowerBound } from '../binary-search.ts'
import { type Envelope, type Event, eventPlace, isKnown, nameOf } from '../log/event.ts'
import type { SetAsideWriter } from '../log/set-aside.ts'
import { approverTest } from './approvals.ts'
import { unapprovedActs } from './approved-acts.ts'
import { registerOf } from './current-values.ts'
import { hasSeen, knownTo, type SeenEvent } from './horizon.ts'
import type { Incident, LostApproval } from './incident.ts'

/** A notice or lift that is recorded with an approval. */
interface ApprovedAct {
  readonly act: string
  readonly request: string
  /** The last event of each writer that whoever recorded it had seen. */
  readonly seen: readonly SeenEvent[]
}

/**
 * The approvals of writers that were set aside without whose words notices and lifts are unapproved: as far as whoever recorded
 * those had seen them, and not that their writer was set aside; of each such writer, the last one. `eventsOf` reads whatever
 * such a writer recorded, which takes long: once for all acts.
 */
export function lostApprovals(
  incident: Incident,
  setAside: ReadonlyMap<string, SetAsideWriter>,
  eventsOf: (writer: string) => Iterable<Event | Envelope>,
): LostApproval[] {
  const acts = actsWithoutApproval(incident)
  const requests = new Map(acts.map(({ request }) => [request, approverTest(incident, request)]))
  const read = new Map<string, ReturnType<typeof partsOf>>()
  const partsBy = (writer: string) => {
    const parts = read.get(writer) ?? partsOf(requests, eventsOf(writer))
    read.set(writer, parts)
    return parts
  }
  return acts.flatMap(({ act, request, seen }) =>
    seen.flatMap(({ writer, seq }): LostApproval[] => {
      const { event: word } = setAside.get(writer) ?? {}
      if (word === undefined || hasSeen(seen, eventPlace(word))) return []
      const { asked, granted } = partsBy(writer).get(request) ?? NO_PARTS
      const last = granted[lowerBound(granted.length, (i) => (granted[i] as Envelope).seq <= seq) - 1]
      const lost = [asked !== null && asked.seq <= seq ? asked : null, last ?? null].filter((event) => event !== null)
      return lost.map((event) => {
        return { act, event: nameOf(event), by: event.by, setAside: word, reason: reasonOf(incident, word) }
      })
    }),
  )
}

/** What a writer recorded of one request: the request itself, and what could have approved it, by number. */
interface RequestParts {
  asked: Event | Envelope | null
  readonly granted: (Event | Envelope)[]
}

const NO_PARTS: RequestParts = { asked: null, granted: [] }

function partsOf(
  requests: ReadonlyMap<string, ReturnType<typeof approverTest>>,
  events: Iterable<Event | Envelope>,
): ReadonlyMap<string, RequestParts> {
  const found = new Map<string, RequestParts>()
  const partsFor = (request: string) => {
    const parts = found.get(request) ?? { asked: null, granted: [] }
    found.set(request, parts)
    return parts
  }
  for (const event of events) {
    const name = nameOf(event)
    if (requests.has(name)) partsFor(name).asked = event
    if (!isKnown(event) || event.type !== 'approval.granted') continue
    const { request } = event.data
    if (requests.get(request)?.(event)) partsFor(request).granted.push(event)
  }
  return found
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

function reasonOf({ statements }: Incident, word: string): string {
  const said = statements.find(({ event }) => event === word)
  return (said?.says === 'set-aside' && said.words) || ''
}
