import { setTimeout as sleep } from 'node:timers/promises'

/** What waiting needs; tests bring their own and wait for nothing. */
export interface Means {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
  /** From 0 to below 1. */
  readonly random: () => number
}

export const REAL: Means = {
  now: Date.now,
  sleep: async (ms) => {
    await sleep(ms)
  },
  random: Math.random,
}
