import { type Kind, LONG, madeLog, OPEN } from '../log.ts'
import { markdown } from '../page.ts'
import { Ground } from './ground.ts'
import type { Line } from './lines.ts'
import { beside } from './pairs.ts'
import { stopwatch } from './stopwatch.ts'

/** The commands of every minute. */
const LINES: readonly Line[] = [
  { words: 'status' },
  { words: 'next' },
  { words: 'done 2.1-logs' },
  { words: 'note checked' },
]

interface Log {
  readonly name: string
  readonly events: number
  readonly kind: Kind
  /** Whether the gates are of this one. */
  readonly isGate?: true
}

const LOGS: readonly Log[] = [
  { name: '20 events', events: 20, kind: LONG },
  { name: '1,000 short events', events: 1000, kind: LONG, isGate: true },
  { name: '1,000 events of a busy halt', events: 1000, kind: OPEN },
]

/** By how many times the CPU time of the commands of every minute exceeds that of bare Node, by the log that they find. */
export function minute(pairs: number): { readonly table: string; readonly times: ReadonlyMap<string, number> } {
  const watch = stopwatch()
  const times = new Map<string, number>()
  const columns = LOGS.map(({ name, events, kind, isGate }) => {
    const made = madeLog(events, kind)
    try {
      const ground = new Ground(made, LINES)
      const ratios = LINES.map((line) => {
        const { ratio } = beside(watch, { cwd: made.directory, env: made.env }, pairs, ground.subject(watch, line))
        if (isGate) times.set(line.words.split(' ')[0] ?? '', ratio)
        return ratio.toFixed(2)
      })
      process.stderr.write(`${name}\n`)
      return [`${name}, ${Math.round(made.logBytes / events)} bytes each`, ...ratios]
    } finally {
      made.remove()
    }
  })
  const rows = LINES.map(({ words }, i) => [`\`${words}\``, ...columns.map((column) => column[i + 1] ?? '')])
  return { table: markdown(['times bare Node', ...columns.map(([name = '']) => name)], rows), times }
}
