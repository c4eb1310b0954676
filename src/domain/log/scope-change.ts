import { assetName, type GuardedType, nullable, oneOf, shape, word } from '../guard.ts'
import { freeText } from './free-text.ts'

/** The states that an operation can be in, for all assets or for one (manual 1.1). */
export const SCOPE_STATES = ['stopped', 'cancel-only', 'post-only', 'limited', 'open'] as const
export type ScopeState = (typeof SCOPE_STATES)[number]

/** The form of an asset or market, as a regular expression: `XEM`, `JPY`, `BTC/JPY`. */
export const ASSET_FORM = '[A-Z0-9][A-Z0-9./-]{0,23}'

/** One operation, for all assets (`asset` null) or one. */
export const scopeTarget = shape(() => ({ operation: word, asset: nullable(assetName) }))

/** `asset` null: all assets; `state` null withdraws what was stated about one asset; `limited` requires `words`. */
export const scopeChange = shape(() => ({
  operation: word,
  asset: nullable(assetName),
  state: nullable(oneOf(SCOPE_STATES)),
  words: nullable(freeText),
}))
export type ScopeChange = GuardedType<typeof scopeChange>
