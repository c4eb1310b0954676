import { inert } from '../inert.ts'
import { whenOf } from '../value.ts'

/** Text of others as Markdown that says just that: no markup, no HTML, no line of its own. */
export function md(text: string): string {
  return inert(text)
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('://', ':&#47;&#47;')
    .replace(/\b(www)\./gi, '$1&#46;')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
}

/** A table, or what stands for an empty one. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], none: string): string[] {
  if (rows.length === 0) return [none]
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

/** `2026-11-24 22:05:00` of a time with its offset; the offset stands once, in the summary. */
export function when(at: string | null, none: string): string {
  return at === null ? none : whenOf(at)
}
