import { shortLine } from '../view/inert.ts'
import type { ReportContext } from './context.ts'
import { languageMarks, markedAs } from './wording.ts'

/** What people type in the data of events; words for customers, which are in both languages, are not among it. */
const TYPED: ReadonlySet<string> = new Set(['text', 'reason', 'note', 'title', 'value', 'words'])

/** What somebody typed that stands in the data of an event, also where it is part of something else there. */
export function typedIn(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([key, value]) => {
    if (typeof value !== 'string') return typedIn(value)
    return TYPED.has(key) ? [value] : []
  })
}

type Labelled = Pick<ReportContext, 'text' | 'labels'>

/** A line of at most `columns` that says behind it of typed words in it that they are in the other language, if they are. */
export function markedLine(said: string, typed: readonly string[], columns: number, context: Labelled): string {
  return markedAs(shortLine(said, columns), otherWords(said, typed, context), context)
}

/** What is said of an event, so marked; not if its data have words in the language of the report too. */
export function markedSaying(said: string, data: unknown, context: Labelled): string {
  const hasOwn = typeof (data as Readonly<Record<string, unknown>>)[context.text.language] === 'string'
  return hasOwn ? said : markedAs(said, otherWords(said, typedIn(data), context), context)
}

function otherWords(said: string, typed: readonly string[], context: Labelled): string {
  return typed.find((words) => said.includes(words) && languageMarks(words, context).length > 0) ?? ''
}
