import { filingDocument } from '../authority/view.ts'
import type { Report } from '../domain/report/report.ts'
import type { UpdatePromise } from '../domain/report/update-promises.ts'
import { type Stamp, stepDocument } from '../incident/status-document.ts'
import { joinPieces } from '../platform/pieces.ts'
import type { ReportContext } from './context.ts'

/** What is to be said of the log that the report is made from. */
type LogRemarks = Pick<ReportContext, 'damage' | 'unknownWriters'>

/** Writes the report as `JSON.stringify` with indent 2 would, to the byte, but item by item: the timeline may be long. */
export function* reportJson(report: Report, stamp: Stamp, log: LogRemarks): Generator<string> {
  const members = Object.entries(reportData(report, stamp, log)).filter(([, value]) => value !== undefined)
  const parts = members.map(([name, value]) => memberJson(name, value))
  yield '{'
  yield* joinPieces(parts, ',')
  yield '\n}'
}

function* memberJson(name: string, value: unknown): Generator<string> {
  yield `\n${INDENT}${JSON.stringify(name)}: `
  if (isIterable(value)) yield* listJson(value)
  else yield indentedJson(value, INDENT)
}

function* listJson(items: Iterable<unknown>): Generator<string> {
  let isEmpty = true
  for (const item of items) {
    yield `${isEmpty ? '[' : ','}\n${INDENT}${INDENT}${indentedJson(item ?? null, INDENT + INDENT)}`
    isEmpty = false
  }
  yield isEmpty ? '[]' : `\n${INDENT}]`
}

const INDENT = '  '

/** JSON with the lines after the first indented; JSON strings never contain a raw line feed. */
function indentedJson(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

/** The report as data, before serialization (schemas/report.schema.json). */
export function reportData(report: Report, stamp: Stamp, { damage, unknownWriters }: LogRemarks) {
  return {
    schemaVersion: 1,
    partial: damage.length > 0,
    damage,
    unknownWriters: unknownWriters?.map(({ writer, by, events }) => ({ writer, by, events })) ?? null,
    ...report,
    steps: report.steps.map((view) => stepDocument(view, stamp)),
    phases: report.phases.map(({ phase, from, to }) => ({ phase, from: stamp(from), to: stamp(to) })),
    filings: report.filings.map((view) => filingDocument(view, stamp)),
    scopeHistory: report.scopeHistory.map(({ target, spans }) => ({
      target,
      spans: spans.map(({ state, from, to }) => ({ state, from: stamp(from), to: stamp(to) })),
    })),
    promises: report.promises.map((promise) => stamped(promise, stamp)),
    lateUpdates: report.lateUpdates.map(({ kept: _, ...late }) => stamped(late, stamp)),
  }
}

function stamped<T extends Pick<UpdatePromise, 'dueAt' | 'at'>>(update: T, stamp: Stamp) {
  return { ...update, dueAt: stamp(update.dueAt), at: update.at === null ? null : stamp(update.at) }
}
