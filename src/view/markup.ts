import { inert } from './inert.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const CHARACTERS = new Map(Object.entries(ENTITIES).map(([char, entity]) => [entity, char]))

/** Text as HTML and XML say it: no markup, and none of the controls that XML 1.0 cannot have. */
export function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}

/** What `escaped` was given. */
export function unescaped(markup: string): string {
  return markup.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS.get(entity) ?? entity)
}

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
