import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { foldInOrder } from '../../src/domain/incident/evolve.ts'
import { mergeInOrder } from '../../src/domain/log/hybrid-clock.ts'
import { LogFile } from '../../src/store/log-file.ts'

/** What a process took that read files of a log. */
export interface Taken {
  /** CPU time of what was measured. */
  readonly cpuMs: number
  /** The most memory that it had at once, with Node itself. */
  readonly peakBytes: number
  readonly events: number
}

const CHUNK = 256 * 1024
const LF = 0x0a

/** Each a process of its own: `node reading.mjs fold|whole|parse FILE…`. */
const WAYS: Readonly<Record<string, (paths: readonly string[]) => Pick<Taken, 'cpuMs' | 'events'>>> = {
  /** As the program reads a log: checked, chained, merged and folded. */
  fold(paths) {
    const began = cpuMs()
    const { events } = foldInOrder(mergeInOrder(paths.map((path) => new LogFile(path).events())))
    return { cpuMs: cpuMs() - began, events }
  },
  /** JSON.parse of the same lines, each file read whole: what one would write without thinking of memory. */
  whole(paths) {
    const began = cpuMs()
    let events = 0
    for (const path of paths)
      for (const line of readFileSync(path, 'utf8').trimEnd().split('\n')) {
        JSON.parse(line)
        events += 1
      }
    return { cpuMs: cpuMs() - began, events }
  },
  /** JSON.parse alone of the same lines, which were read and split before. */
  parse(paths) {
    let [taken, events] = [0, 0]
    for (const path of paths)
      for (const lines of chunksOf(path)) {
        const began = cpuMs()
        for (const line of lines) JSON.parse(line)
        taken += cpuMs() - began
        events += lines.length
      }
    return { cpuMs: taken, events }
  },
}

const [way = '', ...paths] = process.argv.slice(2)
const taken = WAYS[way]?.(paths)
const peakBytes = process.resourceUsage().maxRSS * 1024
process.stdout.write(JSON.stringify({ ...taken, peakBytes }))

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The lines of a file, some hundreds at a time. */
function* chunksOf(path: string): Generator<readonly string[]> {
  const fd = openSync(path, 'r')
  const chunk = Buffer.allocUnsafe(CHUNK)
  let rest = Buffer.alloc(0)
  for (let count = readSync(fd, chunk); count > 0; count = readSync(fd, chunk)) {
    const bytes = Buffer.concat([rest, chunk.subarray(0, count)])
    const end = bytes.lastIndexOf(LF) + 1
    if (end > 0) yield bytes.toString('utf8', 0, end - 1).split('\n')
    rest = bytes.subarray(end)
  }
  closeSync(fd)
}
