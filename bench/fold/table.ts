import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { LONG, madeLog } from '../log.ts'
import { middle } from '../middle.ts'
import { markdown } from '../page.ts'
import type { Taken } from './reading.ts'

export interface Folding {
  readonly table: string
  /** Of one writer's log, under the names of gates. */
  readonly figures: ReadonlyMap<string, number>
}

const READING = join(import.meta.dirname, 'reading.mjs')
const MIB = 1024 * 1024

/** So many events, of one writer and of three, checked and folded; and JSON.parse alone of the same lines. */
export function folding(events: number, runs: number): Folding {
  const rows: string[][] = []
  const figures = new Map<string, number>()
  for (const writers of [1, 3]) {
    const { folder, logBytes, remove } = madeLog(events, { ...LONG, writers })
    try {
      const [parsed, folded] = inTurn(['parse', 'fold'], filesIn(folder), runs)
      const size = [writersOf(writers), (logBytes / events).toFixed(0)]
      rows.push([...size, 'JSON.parse of each line', seconds(parsed.cpuMs), '1.00', ...restOf(parsed)])
      const times = folded.cpuMs / parsed.cpuMs
      rows.push([...size, 'checked and folded', seconds(folded.cpuMs), times.toFixed(2), ...restOf(folded)])
      if (writers === 1) figures.set('fold', times).set('fold memory', folded.peakBytes / MIB)
      process.stderr.write(`fold: ${writersOf(writers)}\n`)
    } finally {
      remove()
    }
  }
  const head = ['log of', 'bytes an event', 'what', 'CPU, s', 'times JSON.parse', 'with reading, s', 'peak memory, MiB']
  return { table: markdown(head, rows), figures }
}

function inTurn(ways: readonly [string, string], files: readonly string[], runs: number): readonly [Taken, Taken] {
  const all = Array.from({ length: runs }, () => ways.map((way) => read(way, files)))
  const of = (n: number): Taken => {
    const figure = (name: keyof Taken) => middle(all.map((run) => run[n]?.[name] ?? Number.NaN))
    return {
      cpuMs: figure('cpuMs'),
      wholeMs: figure('wholeMs'),
      peakBytes: figure('peakBytes'),
      events: figure('events'),
    }
  }
  return [of(0), of(1)]
}

function read(way: string, files: readonly string[]): Taken {
  return JSON.parse(execFileSync(process.execPath, [READING, way, ...files], { encoding: 'utf8' })) as Taken
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(folder, name))
}

function restOf({ wholeMs, peakBytes }: Taken): string[] {
  return [seconds(wholeMs), (peakBytes / MIB).toFixed(0)]
}

const seconds = (ms: number) => (ms / 1000).toFixed(2)
const writersOf = (writers: number) => (writers === 1 ? 'one writer' : `${writers} writers`)
