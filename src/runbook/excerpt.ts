import { inert } from '../view/inert.ts'

/** No more of a line than this is shown. */
const MOST = 200

interface Place {
  readonly column: number
  readonly excerpt: string
}

/** The line that a finding stands in, with a caret under its column. */
export function excerpt({ column, excerpt: line }: Place): string {
  const shown = inert(line.slice(0, MOST))
  if (column > MOST || shown.length !== Math.min(line.length, MOST)) return `  ${shown}`
  const before = line
    .slice(0, column - 1)
    .replace(/[^\u0020-\u007e]/g, '  ')
    .replace(/[\u0020-\u007e]/g, ' ')
  return `  ${shown}\n  ${before}^`
}
