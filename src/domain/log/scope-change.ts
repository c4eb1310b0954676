import { type Guarded, nullable, oneOf, shape, text, word } from '../guard.ts'

/** States of one operation, for all assets or one (manual 1.1). */
export const SCOPE_STATES = ['stopped', 'cancel-only', 'post-only', 'limited', 'open'] as const

export type ScopeState = (typeof SCOPE_STATES)[number]

/** One entry of the scope table; `state` null takes an exception for one asset back. */
export const scopeChange = shape(() => ({
  operation: word,
  asset: nullable(word),
  state: nullable(oneOf(SCOPE_STATES)),
  words: nullable(text),
}))

export type ScopeChange = Guarded<typeof scopeChange>
