import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One line of a log, as returned by `JSON.parse`. */
export interface Line {
  readonly name: string
  readonly writer: string
  readonly seq: number
  readonly hlc: readonly [number, number]
  readonly hash: string
  readonly type: string
  /** When it happened, after the last correction. */
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  // biome-ignore lint/suspicious/noExplicitAny: event data is read without a schema
  readonly data: any
}

export interface Log {
  /** Every line of every writer, in the order of docs/log.md. */
  readonly all: readonly Line[]
  /** The effective lines: without undone ones, and with corrected times. */
  readonly standing: readonly Line[]
}

export function logIn(folder: string): Log {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const read = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'))
  const all = read
    .map((text) => JSON.parse(text))
    .map((line): Line => ({ ...line, data: governing(folder, line.data), name: `${line.writer}:${line.seq}` }))
    .sort((a, b) => a.hlc[0] - b.hlc[0] || a.hlc[1] - b.hlc[1] || (a.writer < b.writer ? -1 : 1) || a.seq - b.seq)
  const undone = new Set(all.filter(({ type }) => type === 'event.undone').map(({ data }) => data.event))
  const moved = new Map<string, string>()
  for (const { type, data } of all) if (type === 'event.corrected' && data.at) moved.set(data.event, data.at)
  const standing = all
    .filter(({ name }) => !undone.has(name))
    .map((line) => ({ ...line, at: moved.get(line.name) ?? line.at }))
  return { all, standing }
}

/** The data of an event together with the runbook and settings it refers to, which are stored next to the log. */
function governing(folder: string, data: Line['data']): Line['data'] {
  const named = ['runbook', 'settings'].filter((kind) => `${kind}Digest` in data)
  const read = (kind: string) => JSON.parse(readFileSync(join(folder, `${kind}.${data[`${kind}Digest`]}.json`), 'utf8'))
  return { ...data, ...Object.fromEntries(named.map((kind) => [kind, read(kind)])) }
}

/** The second that people read of a time, since the epoch. */
export const second = (at: string | number): number => Math.floor((typeof at === 'string' ? ms(at) : at) / 1000)
export const ms = (at: string): number => Date.parse(at)

/** Null if an end is unknown or the span would be negative. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  const seconds = from === null || to === null ? null : second(to) - second(from)
  return seconds === null || seconds < 0 ? null : seconds
}

/** The last stated value of a fact; null if it is not known. */
export function stated(lines: readonly Line[], fact: string): string | null {
  const said = lines.findLast(({ type, data }) => type === 'fact.set' && data.fact === fact && 'value' in data)
  return said?.data.value ?? null
}
