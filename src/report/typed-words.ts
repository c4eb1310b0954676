import { shortLine } from '../view/inert.ts'
import type { ReportContext } from './context.ts'
import { languageMarks } from './wording.ts'

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

/** A line of at most `columns` that says behind it of typed words in it that they are in the other language, if they are. */
export function markedLine(
  said: string,
  typed: readonly string[],
  columns: number,
  context: Pick<ReportContext, 'text' | 'labels'>,
): string {
  const inIt = typed.filter((words) => words !== '' && said.includes(words))
  const marks = [...new Set(inIt.flatMap((words) => languageMarks(words, context)))]
  const line = shortLine(said, columns)
  return marks.length === 0 ? line : context.text.words.marked(line, context.labels.joined(marks))
}
