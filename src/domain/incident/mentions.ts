import type { IncidentDraft } from './draft.ts'
import type { EventReference } from './incident.ts'

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
export function correctMentions(draft: IncidentDraft, change: Change): void {
  const { target, text } = change
  const { undoneNotices, corrections, evidence, commands, discarded } = draft
  replaceIn(undoneNotices, (n) => (n.undone.event === target ? { ...n, undone: corrected(n.undone, change) } : n))
  replaceIn(corrections, (c) => (c.event === target && text !== null ? { ...c, reason: text } : c))
  replaceIn(evidence, (e) => (e.removed?.event === target ? { ...e, removed: corrected(e.removed, change) } : e))
  for (const [file, removed] of discarded) if (removed.event === target) discarded.set(file, corrected(removed, change))
  replaceIn(commands, (c) =>
    c.settled?.event === target
      ? { ...c, settled: { ...c.settled, at: change.at ?? c.settled.at, words: text ?? c.settled.words } }
      : c,
  )
}

function corrected<T extends EventReference & { readonly reason: string }>(mention: T, { at, text }: Change): T {
  return { ...mention, at: at ?? mention.at, reason: text ?? mention.reason }
}

function replaceIn<T>(items: T[], replace: (item: T) => T): void {
  for (const [i, item] of items.entries()) items[i] = replace(item)
}
