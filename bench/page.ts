import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import type { Figures } from './figures.ts'

/** What a command took on a log of so many events. */
export interface Measured extends Figures {
  readonly command: string
  readonly events: number
}

/** What was measured, as Markdown: a table for each figure, commands by sizes, and what one more event takes. */
export function pageOf(measured: readonly Measured[], logs: ReadonlyMap<number, number>, runs: number): string {
  const sizes = [...logs.keys()]
  const figure = (title: string, unit: number, digits: number, of: (one: Measured) => number) =>
    tableOf(measured, sizes, title, (one) => (of(one) / unit).toFixed(digits))
  return [
    `Medians of ${runs} runs on ${machine()}, ${new Date().toISOString().slice(0, 10)}. Bytes of the logs: ${sizes.map((size) => `${count(size)} events ${mebibytes(logs.get(size) ?? 0)} MiB`).join(', ')}.`,
    figure('CPU time, s', 1000, 2, ({ cpuMs }) => cpuMs),
    figure('elapsed, s', 1000, 2, ({ wallMs }) => wallMs),
    figure('peak memory, MiB', MIB, 0, ({ peakBytes }) => peakBytes),
    figure('written, MiB', MIB, 2, ({ outputBytes }) => outputBytes),
    growthOf(measured, sizes, 'one more event, µs of CPU', (one) => one.cpuMs * 1000),
    growthOf(measured, sizes, 'one more event, bytes of memory', ({ peakBytes }) => peakBytes),
  ].join('\n\n')
}

const MARKS = ['<!-- figures -->', '<!-- end of figures -->'] as const

/** Puts what was measured between the marks of a page. Throws where it has none. */
export function writeInto(path: string, page: string): void {
  const text = readFileSync(path, 'utf8')
  const [from, to] = MARKS.map((mark) => text.indexOf(mark)) as [number, number]
  if (from < 0 || to < from) throw new Error(`${path} has no ${MARKS.join(' … ')}`)
  writeFileSync(path, `${text.slice(0, from + MARKS[0].length)}\n\n${page}\n\n${text.slice(to)}`)
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
      const one = measured.find((m) => m.command === command && m.events === size)
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
      return (of(one) - of(before)) / (one.events - before.events)
    })
    return [code(command), ...grown.map((each) => each.toFixed(0))]
  })
  return markdown([title, ...sizes.slice(1).map((size, i) => `${count(sizes[i] ?? 0)} to ${count(size)}`)], rows)
}

function commandsOf(measured: readonly Measured[]): string[] {
  return [...new Set(measured.map(({ command }) => command))]
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

function machine(): string {
  const [first] = cpus()
  const memory = Math.round(totalmem() / 1024 ** 3)
  const [kernel, node] = [release(), process.versions.node].map((version) => version.split('.').slice(0, 2).join('.'))
  return `${type()} ${kernel}, Node ${node}, ${cpus().length} cores (${first?.model.trim()}), ${memory} GiB`
}

const MIB = 1024 * 1024
const mebibytes = (bytes: number) => (bytes / MIB).toFixed(1)
const count = (n: number) => n.toLocaleString('en')
const code = (command: string) => `\`${command}\``
