import { readingWrittenTimes } from '../src/incident/written-times.ts'
import { clockOf } from '../src/platform/clock.ts'
import type { Output } from '../src/platform/output.ts'
import type { World } from '../src/world.ts'
import { refusing } from './script.ts'

/** A world for code that only reads: printing and asking fail. */
export function silentWorld(given: Pick<World, 'root' | 'env' | 'text' | 'workspace'>): World {
  const refuse = () => {
    throw new Error('prints')
  }
  const output: Output = { write: refuse, stream: process.stdout, takesMore: async () => true, flush: async () => null }
  return {
    invocation: 'haltctl',
    argv: [],
    options: { input: false },
    operator: 'sato',
    terminal: {
      isInteractive: false,
      isOutputTerminal: false,
      columns: 80,
      rows: 24,
      hasColor: false,
      hasHyperlinks: async () => false,
    },
    clock: (zone, read) => readingWrittenTimes(clockOf(zone, read)),
    now: Date.now,
    sleep: async () => {},
    output,
    errorOutput: output,
    input: (async function* () {})(),
    eachSecond: () => () => {},
    inBackground: async () => {},
    usePager: async () => {},
    prompter: async () => refusing(),
    print: refuse,
    say: refuse,
    inform: refuse,
    raw: { print: refuse, say: refuse, ring: refuse },
    ...given,
  }
}
