import { type Envelope, type EventData, type Head, nameOf, writerOf } from '../../log/event.ts'
import { isAbandoned, SET_ASIDE } from '../../log/missing-heads.ts'
import type { Handlers, IncidentDraft } from '../draft.ts'
import { wordsOfHeads } from './last-seen.ts'
import type { Acceptance } from './unseen-acceptances.ts'

// What writers say of each other.

export const writerHandlers = {
  'writer.accepted': (draft, event) => {
    const { writer, key } = event.data
    draft.statements.push({ says: 'known', by: event.writer, writer, event: nameOf(event), key })
  },
  'log.continued': (draft, event) => {
    if (event.data.reason === SET_ASIDE) {
      const { writer: by, data } = event
      draft.statements.push({
        says: 'set-aside',
        by,
        writer: data.writer,
        event: nameOf(event),
        ...newlySeen(draft, event),
        ...(data.words !== undefined && { words: data.words }),
      })
    } else giveUp(draft, event, event.data)
  },
} satisfies Partial<Handlers>

function giveUp(
  draft: IncidentDraft,
  event: Envelope,
  { writer, found, kept, reason, frozen, words = frozen?.words }: EventData['log.continued'],
): void {
  const frozenAfter = frozen === undefined ? null : (found?.seq ?? 0)
  const said = words === undefined ? {} : { words }
  draft.statements.push({ says: 'given-up', by: event.writer, writer, event: nameOf(event), frozenAfter, ...said })
  if (draft.ignored.has(nameOf(event))) return
  const settles = !draft.onlyFreezing.has(nameOf(event))
  const givenUp = { event: nameOf(event), found, kept, reason, frozen: frozen ?? null, settles }
  const unmet = draft.unmet.get(writer)
  const earlier = draft.givenUp.get(writer) ?? []
  draft.givenUp.set(writer, earlier)
  earlier.push(givenUp)
  if (unmet !== undefined && isAbandoned(unmet.head, givenUp)) draft.unmet.delete(writer)
}

/** What the writer of an event had seen of others, unless it is what it had seen when it last set one aside. */
function newlySeen({ lastSeen }: IncidentDraft, { writer, after = [] }: Envelope): { readonly seen?: readonly Head[] } {
  const seen = wordsOfHeads(after)
  if (lastSeen.get(writer) === seen) return {}
  lastSeen.set(writer, seen)
  return { seen: after }
}

/** Records that the lead which an event offered was accepted. */
export function acceptOffer(draft: IncidentDraft, { writer, seq }: Envelope, offer: string): void {
  const by = writerOf(offer)
  const index =
    draft.statements.push({ says: 'known', by, writer, event: offer, acceptance: { seq, isSeen: false } }) - 1
  const unseen = draft.unseen.get(by)
  if (unseen === undefined) draft.unseen.set(by, new Set([index]))
  else unseen.add(index)
}

/** Marks the acceptances of its offers that the writer of an event is the first known to have seen. */
export function noteSeenAcceptances(draft: IncidentDraft, { writer: by }: Envelope, after: readonly Head[]): void {
  const unseen = draft.unseen.get(by)
  if (unseen === undefined || unseen.size === 0) return
  const seen = new Map(after.map(({ writer, seq }) => [writer, seq]))
  const settled = new Set<string>()
  for (const index of unseen) {
    const statement = draft.statements[index] as Acceptance
    const { event, writer, acceptance } = statement
    if ((seen.get(writer) ?? 0) < acceptance.seq) continue
    draft.statements[index] = { ...statement, acceptance: { ...acceptance, isSeen: true } }
    settled.add(event)
  }
  for (const index of unseen) if (settled.has((draft.statements[index] as Acceptance).event)) unseen.delete(index)
}
