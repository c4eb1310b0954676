import { setTimeout as sleep } from 'node:timers/promises'

/** Clock, sleep and randomness; tests replace them so that they need not wait. */
export interface Timing {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Returns early once `stop` is aborted. */
  readonly sleep: (ms: number, stop: AbortSignal) => Promise<void>
  /** From 0 to below 1. */
  readonly random: () => number
}

export const realTiming: Timing = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
  random: Math.random,
}
