interface Place {
  readonly column: number
  readonly excerpt: string
}

/** The line that a finding stands in, with a caret under its column. */
export function excerpt({ column, excerpt: line }: Place): string {
  const before = line
    .slice(0, column - 1)
    .replace(/[^\u0020-\u007e]/g, '  ')
    .replace(/[\u0020-\u007e]/g, ' ')
  return `  ${line}\n  ${before}^`
}
