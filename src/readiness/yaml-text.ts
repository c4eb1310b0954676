/** Brackets in pairs, none in another: no deeper than they look. */
const SHALLOW = /^[^[\]{}]*(?:[[{][^[\]{}]*[\]}][^[\]{}]*)*$/

/**
 * A text as a double-quoted scalar of YAML 1.2, on one line. Other brackets are escaped: whoever bounds the depth of a file
 * before it is parsed counts them wherever they stand.
 */
export function quoted(text: string): string {
  const scalar = JSON.stringify(text)
  return SHALLOW.test(text) ? scalar : scalar.replaceAll('[', '\\x5b').replaceAll('{', '\\x7b')
}

/** An id as it is where YAML reads that as a text, else quoted: `123` and `true` are none. */
export function yamlId(id: string): string {
  return /^[a-z][a-z0-9-]*$/i.test(id) && !/^(?:true|false|null)$/i.test(id) ? id : quoted(id)
}
