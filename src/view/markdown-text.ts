import { inert } from './inert.ts'

/** Text of others as Markdown that says just that: no markup, no HTML, no line of its own. */
export function md(text: string): string {
  return mdWithin(text)
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
}

/** The same within a line, as in a heading or in a cell of a table, where nothing begins a list or a rule. */
export function mdWithin(text: string): string {
  return inert(text)
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('://', ':&#47;&#47;')
    .replace(/\b(www)\./gi, '$1&#46;')
}

/** Words to be copied exactly, in a code span that they cannot leave (CommonMark 6.1), or as inert text. */
export function codeSpan(text: string): string {
  const said = inert(text)
  return /[`|<>&]/.test(said) || said.trim() !== said ? md(text) : `\`${said}\``
}
