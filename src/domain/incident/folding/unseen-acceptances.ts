import type { WriterStatement } from '../../log/known-writers.ts'

/** The word that a writer accepted the lead which another had offered. */
export type Acceptance = WriterStatement & { readonly says: 'known' } & Required<Pick<KnownStatement, 'acceptance'>>

type KnownStatement = Extract<WriterStatement, { says: 'known' }>

/** By the writer of an offer, the acceptances of it, by index, of which none is known to have been seen. */
export function unseenAcceptances(statements: readonly WriterStatement[]): Map<string, Set<number>> {
  const settled = new Set(statements.flatMap((one) => (isAcceptance(one) && one.acceptance.isSeen ? [one.event] : [])))
  const unseen = new Map<string, Set<number>>()
  for (const [index, one] of statements.entries())
    if (isAcceptance(one) && !settled.has(one.event)) unseen.set(one.by, (unseen.get(one.by) ?? new Set()).add(index))
  return unseen
}

function isAcceptance(one: WriterStatement): one is Acceptance {
  return one.says === 'known' && one.acceptance !== undefined
}
