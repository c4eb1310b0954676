import type { ScopeState } from '../domain/log/event.ts'

/** The names of each scope state: the one that is shown, and another that may be typed. */
export type ScopeStateNames = Readonly<Record<ScopeState, readonly [shown: string, typed: string]>>

export const SCOPE_STATE_NAMES: ScopeStateNames = {
  stopped: ['stopped', 'halted'],
  'cancel-only': ['cancel-only', 'cancels-only'],
  'post-only': ['post-only', 'posts-only'],
  limited: ['limited', 'partly-limited'],
  open: ['open', 'resumed'],
}
