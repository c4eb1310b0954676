import { setTimeout as sleep } from 'node:timers/promises'

/** What waiting needs; tests bring their own and wait for nothing. */
export interface Means {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Ends early where it is stopped. */
  readonly sleep: (ms: number, stop: AbortSignal) => Promise<void>
  /** From 0 to below 1. */
  readonly random: () => number
}

export const REAL: Means = {
  now: Date.now,
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal }).catch(() => {})
  },
  random: Math.random,
}
