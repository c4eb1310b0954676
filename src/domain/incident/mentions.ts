import type { IncidentDraft } from './draft.ts'
import type { EventReference, Removal } from './incident.ts'

/** A correction of an event; null for what stays as it was. */
interface Change {
  readonly target: string
  readonly at: string | null
  readonly text: string | null
}

/**
 * Corrects an event that undid a notice, corrected another event, removed evidence or settled a command: the time and words
 * that what it was about has of it.
 */
export function correctMentions({ found, discarded }: IncidentDraft, change: Change): void {
  const { target, text } = change
  found.undoneNotices.change(target, (n) =>
    n.undone.event === target ? { ...n, undone: corrected(n.undone, change) } : n,
  )
  if (text !== null) found.corrections.change(target, (c) => ({ ...c, reason: text }))
  found.files.change(target, (e) => (e.removed?.event === target ? { ...e, removed: corrected(e.removed, change) } : e))
  const file = found.discarded.get(target)
  if (file !== undefined) discarded.set(file, corrected(discarded.get(file) as Removal, change))
  found.commands.change(target, (c) =>
    c.settled?.event === target
      ? { ...c, settled: { ...c.settled, at: change.at ?? c.settled.at, words: text ?? c.settled.words } }
      : c,
  )
}

function corrected<T extends EventReference & { readonly reason: string }>(mention: T, { at, text }: Change): T {
  return { ...mention, at: at ?? mention.at, reason: text ?? mention.reason }
}
