/**
 * `{{! reviewed: 2026-11-24 }}` as the first line of a template says when somebody last went through it. It is taken out
 * before anything is rendered, so that it never reaches a customer.
 */
const MARK = /^(\{\{!\s*reviewed:[ \t]*)(.*?)[ \t]*\}\}[ \t]*(?:\r?\n|$)/

/** What stands there as the date, whether it is one or not, and its column, which counts from 1; null where nothing does. */
export function reviewedIn(source: string): { readonly date: string; readonly column: number } | null {
  const [, before = '', date = ''] = MARK.exec(source) ?? []
  return before === '' ? null : { date, column: before.length + 1 }
}

export function withoutReview(source: string): string {
  return source.replace(MARK, '')
}
