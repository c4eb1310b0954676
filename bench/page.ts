import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import type { Figures } from './figures.ts'

/** What a command took on a log of so many events, or among so many incidents. */
export interface Measured extends Figures {
  readonly command: string
  readonly size: number
}

/** What was measured, as Markdown: a table for each figure, commands by sizes, and what one more of them takes. */
export function pageOf(measured: readonly Measured[], logs: ReadonlyMap<number, number>, what: What): string {
  const sizes = [...logs.keys()]
  const figure = (title: string, unit: number, digits: number, of: (one: Measured) => number) =>
    tableOf(measured, sizes, title, (one) => (of(one) / unit).toFixed(digits))
  const bytes = sizes.map((size) => `${count(size)} ${what.of} ${mebibytes(logs.get(size) ?? 0)} MiB`)
  return [
    `Medians of ${what.runs} runs on ${machine()}, ${new Date().toISOString().slice(0, 10)}. Bytes of the logs: ${bytes.join(', ')}.`,
    figure('CPU time, s', 1000, 2, ({ cpuMs }) => cpuMs),
    figure('elapsed, s', 1000, 2, ({ wallMs }) => wallMs),
    figure('peak memory, MiB', MIB, 0, ({ peakBytes }) => peakBytes),
    figure('written, MiB', MIB, 2, ({ outputBytes }) => outputBytes),
    growthOf(measured, sizes, `one more ${what.one}, µs of CPU`, (one) => one.cpuMs * 1000),
    growthOf(measured, sizes, `one more ${what.one}, bytes of memory`, ({ peakBytes }) => peakBytes),
  ].join('\n\n')
}

/** What grows from one size to the next. */
export interface What {
  readonly of: string
  readonly one: string
  readonly runs: number
}

/** Puts what was measured between two marks of a page. Throws where it has none. */
export function writeInto(path: string, page: string, what: string): void {
  const text = readFileSync(path, 'utf8')
  const mark = `<!-- ${what} -->`
  const [from, to] = [text.indexOf(mark), text.indexOf(`<!-- end of ${what} -->`)]
  if (from < 0 || to < from) throw new Error(`${path} has no ${mark}`)
  writeFileSync(path, `${text.slice(0, from + mark.length)}\n\n${page}\n\n${text.slice(to)}`)
}

function tableOf(
  measured: readonly Measured[],
  sizes: readonly number[],
  title: string,
  shown: (one: Measured) => string,
): string {
  const rows = commandsOf(measured).map((command) => [
    code(command),
    ...sizes.map((size) => {
      const one = measured.find((m) => m.command === command && m.size === size)
      return one === undefined ? '-' : shown(one)
    }),
  ])
  return markdown([title, ...sizes.map(count)], rows)
}

/** From each size to the next, by how much a figure grows with each event: the same throughout where it is linear. */
function growthOf(
  measured: readonly Measured[],
  sizes: readonly number[],
  title: string,
  of: (one: Measured) => number,
): string {
  const rows = commandsOf(measured).map((command) => {
    const figures = measured.filter((one) => one.command === command)
    const grown = figures.slice(1).map((one, i) => {
      const before = figures[i] ?? one
      return (of(one) - of(before)) / (one.size - before.size)
    })
    return [code(command), ...grown.map((each) => each.toFixed(0))]
  })
  return markdown([title, ...sizes.slice(1).map((size, i) => `${count(sizes[i] ?? 0)} to ${count(size)}`)], rows)
}

function commandsOf(measured: readonly Measured[]): string[] {
  return [...new Set(measured.map(({ command }) => command))]
}

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

export function machine(): string {
  const [first] = cpus()
  const memory = Math.round(totalmem() / 1024 ** 3)
  const [kernel, node] = [release(), process.versions.node].map((version) => version.split('.').slice(0, 2).join('.'))
  return `${type()} ${kernel}, Node ${node}, ${cpus().length} cores (${first?.model.trim()}), ${memory} GiB`
}

const MIB = 1024 * 1024
const mebibytes = (bytes: number) => (bytes / MIB).toFixed(1)
const count = (n: number) => n.toLocaleString('en')
const code = (command: string) => `\`${command}\``
