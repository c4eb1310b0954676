import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Kind, LONG, madeLog } from '../log.ts'
import { middle } from '../middle.ts'
import { NOTES } from '../mix.ts'
import { markdown } from '../page.ts'
import type { Taken } from './reading.ts'

export interface Folding {
  readonly table: string
  /** Of one writer's log, under the names of gates. */
  readonly figures: ReadonlyMap<string, number>
}

const WAYS = {
  'read whole, split, JSON.parse': 'whole',
  'JSON.parse alone of lines split before': 'parse',
  'read in chunks, checked and folded': 'fold',
} as const

type Way = (typeof WAYS)[keyof typeof WAYS]

const READING = join(import.meta.dirname, 'reading.mjs')
const MIB = 1024 * 1024

/** By what they are called; the gates are of the first. */
const LOGS: Readonly<Record<string, Kind>> = {
  'one writer': { ...LONG, writers: 1 },
  '3 writers': LONG,
  'one writer, notes alone': { ...LONG, writers: 1, mix: NOTES },
}

/** So many events of each log, checked and folded; and JSON.parse of the same lines. */
export function folding(events: number, runs: number): Folding {
  const rows: string[][] = []
  const figures = new Map<string, number>()
  for (const [name, kind] of Object.entries(LOGS)) {
    const { folder, logBytes, remove } = madeLog(events, kind)
    try {
      const taken = inTurn(filesIn(folder), runs)
      const size = [name, (logBytes / events).toFixed(0)]
      for (const [what, way] of Object.entries(WAYS)) {
        const { cpuMs, peakBytes } = taken[way]
        const times = (cpuMs / taken.whole.cpuMs).toFixed(2)
        rows.push([...size, what, (cpuMs / 1000).toFixed(2), times, (peakBytes / MIB).toFixed(0)])
      }
      const { fold, whole } = taken
      if (figures.size === 0) figures.set('fold', fold.cpuMs / whole.cpuMs).set('fold memory', fold.peakBytes / MIB)
      process.stderr.write(`fold: ${name}\n`)
    } finally {
      remove()
    }
  }
  const head = ['log of', 'bytes an event', 'what', 'CPU, s', 'times the first', 'peak memory, MiB']
  return { table: markdown(head, rows), figures }
}

function inTurn(files: readonly string[], runs: number): Readonly<Record<Way, Taken>> {
  const all = Array.from({ length: runs }, () => Object.values(WAYS).map((way) => [way, read(way, files)] as const))
  const of = (way: Way): Taken => {
    const runsOf = all.flatMap((run) => run.flatMap(([name, taken]) => (name === way ? taken : [])))
    const figure = (name: keyof Taken) => middle(runsOf.map((taken) => taken[name]))
    return { cpuMs: figure('cpuMs'), peakBytes: figure('peakBytes'), events: figure('events') }
  }
  return { whole: of('whole'), parse: of('parse'), fold: of('fold') }
}

function read(way: Way, files: readonly string[]): Taken {
  return JSON.parse(execFileSync(process.execPath, [READING, way, ...files], { encoding: 'utf8' })) as Taken
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(folder, name))
}
