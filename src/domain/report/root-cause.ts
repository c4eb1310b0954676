import type { FactView } from '../incident/facts.ts'
import type { Hypothesis } from '../incident/hypotheses.ts'

/** What is known of why it happened, from the surest to the least sure. */
export type RootCause =
  /** A fact that the runbook asks for as the cause. */
  | { readonly kind: 'stated'; readonly fact: string; readonly view: FactView }
  | { readonly kind: 'confirmed'; readonly hypothesis: Hypothesis }
  /** Neither ruled out nor confirmed: the latest of `open`. */
  | { readonly kind: 'hypothesis'; readonly hypothesis: Hypothesis; readonly open: number }

/**
 * Returns the root cause: the first of the facts that fill the report's part on causes, else the last hypothesis that stands;
 * null if nobody knows.
 */
export function rootCauseOf(
  [first]: readonly { readonly fact: string; readonly view: FactView }[],
  hypotheses: readonly Hypothesis[],
): RootCause | null {
  if (first?.view.known === true) return { kind: 'stated', ...first }
  const confirmed = hypotheses.findLast((one) => one.confirmed !== null)
  if (confirmed !== undefined) return { kind: 'confirmed', hypothesis: confirmed }
  const open = hypotheses.filter((one) => one.discarded === null)
  const latest = open.at(-1)
  return latest === undefined ? null : { kind: 'hypothesis', hypothesis: latest, open: open.length }
}

/**
 * Returns the confirmed hypothesis that stands for a fact on the causes which is not known; null without one. It stands for the
 * first of them.
 */
export function confirmedFor(
  fact: string,
  causes: readonly { readonly fact: string; readonly view: FactView }[],
  hypotheses: readonly Hypothesis[],
): Hypothesis | null {
  const cause = fact === causes[0]?.fact ? rootCauseOf(causes, hypotheses) : null
  return cause?.kind === 'confirmed' ? cause.hypothesis : null
}
