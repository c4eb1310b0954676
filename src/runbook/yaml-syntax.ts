import { type Document, isNode, type Pair, visit, type YAMLError } from 'yaml'

/** What is wrong with the syntax of a YAML file, where it can be said in plain words; `other` is in those of the parser. */
export interface SyntaxFault {
  readonly why:
    | 'tab'
    | 'wide-space'
    | 'wide-colon'
    | 'indentation'
    | 'colon'
    | 'comma'
    | 'unclosed'
    | 'extra-bracket'
    | 'after-value'
    | 'reserved'
    | 'duplicate-key'
    | 'no-key'
    | 'escape'
    | 'documents'
    | 'other'
  /** The characters at fault, or the text. */
  readonly given: string
  /** Another line that matters; null if there is none. */
  readonly line: number | null
  /** Where it is in the text. */
  readonly offset: number
}

/** What an error of the parser says of a file: most name what the parser did not expect, not what the writer did. */
export function syntaxFault(
  { code, message, pos: [offset] }: YAMLError,
  doc: Document.Parsed,
  text: string,
): SyntaxFault {
  const lines = new Lines(text)
  const at = (why: SyntaxFault['why'], given = '', line: number | null = null, place = offset): SyntaxFault => {
    return { why, given, line, offset: place }
  }
  const index = lines.indexAt(offset)
  const spaces = [index, index - 1].map((line) => /^ *([\t\u3000])/.exec(lines.text(line)) ?? null)
  const blank = spaces.findIndex((found) => found !== null)
  if (blank >= 0) {
    const [lead, sign] = spaces[blank] as RegExpExecArray
    return at(sign === '\t' ? 'tab' : 'wide-space', '', null, lines.start(index - blank) + lead.length - 1)
  }
  switch (code) {
    case 'TAB_AS_INDENT':
      return at('tab')
    case 'DUPLICATE_KEY': {
      const first = firstOfDuplicate(doc, offset)
      return first === null ? at('other', message) : at('duplicate-key', first.key, lines.indexAt(first.offset) + 1)
    }
    case 'BAD_SCALAR_START':
      return at('reserved', text[offset])
    case 'BAD_DQ_ESCAPE':
      return at('escape')
    case 'MULTIPLE_DOCS':
      return at('documents')
    case 'BLOCK_IN_FLOW':
      return colonFault(/^[^,}\]\n]*/.exec(text.slice(offset))?.[0].trim() ?? '')
    case 'BAD_INDENT': {
      const [, bracket = null] = /end with a ([}\]])$/.exec(message) ?? []
      return bracket === null ? indentation(index) : at('unclosed', bracket, null, openingOf(bracket, text, offset))
    }
    case 'MISSING_CHAR': {
      const [, quote = null] = /^Missing closing (['"])/.exec(message) ?? []
      if (quote !== null) return at('unclosed', quote, null, startOfScalar(doc, offset) ?? offset)
      return message.includes('Sequence item') ? indentation(index) : noKey()
    }
    case 'BLOCK_AS_IMPLICIT_KEY': {
      const value = lines.from(offset)
      if (message.includes('block sequence')) return indentation(index)
      if (/^[^"'{[-].*:(?:\s|$)/.test(value)) return colonFault(value.replace(/\s+#.*$/, '').trim())
      return indentation(lines.columnOf(index + 1) > lines.columnOf(index) ? index + 1 : index)
    }
    case 'MULTILINE_IMPLICIT_KEY':
      return noKey()
    case 'UNEXPECTED_TOKEN': {
      const [, kind = ''] = /^Unexpected flow-(?:map|seq)-(end) token/.exec(message) ?? []
      if (kind !== '') return at('extra-bracket', text[offset])
      if (message !== 'Unexpected scalar at node end') return at('other', message)
      const start = startOfScalar(doc, offset)
      const isOverLines = start !== null && lines.indexAt(start) < index
      return isOverLines ? at('unclosed', text[start], null, start) : at('after-value')
    }
    default:
      return at('other', message)
  }

  /** A colon in a text, or a comma that is missing before the next key. */
  function colonFault(value: string): SyntaxFault {
    const [, next = null] = /\s(ja|en):(?:\s|$)/.exec(value) ?? []
    return next === null ? at('colon', quoted(value)) : at('comma', next)
  }

  /** A line that fits none above it: the one that it misses by the least is the one that it should line up with. */
  function indentation(line: number): SyntaxFault {
    const place = lines.start(line) + lines.columnOf(line)
    return at('indentation', '', lines.nearestAbove(line), place)
  }

  function noKey(): SyntaxFault {
    const [before = null] = /^[^:"']*(?=：)/.exec(lines.text(index)) ?? []
    if (before !== null) return at('wide-colon', '', null, lines.start(index) + before.length)
    const isItem = /^\s*-/.test(lines.text(index)) && lines.nearestAbove(index) !== null
    return isItem ? indentation(index) : at('no-key')
  }
}

/** A text as a YAML scalar in quotes. */
function quoted(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`
}

/** The lines of a text, counted from 0. */
class Lines {
  private readonly lines: readonly string[]
  private readonly starts: readonly number[]

  constructor(text: string) {
    this.lines = text.split('\n')
    let next = 0
    this.starts = this.lines.map((line) => {
      const start = next
      next += line.length + 1
      return start
    })
  }

  indexAt(offset: number): number {
    return this.starts.findLastIndex((start) => start <= offset)
  }

  text(index: number): string {
    return this.lines[index] ?? ''
  }

  start(index: number): number {
    return this.starts[index] ?? 0
  }

  /** The rest of the line from an offset. */
  from(offset: number): string {
    const index = this.indexAt(offset)
    return this.text(index).slice(offset - this.start(index))
  }

  /** The column, from 0, at which the content of a line begins. */
  columnOf(index: number): number {
    return this.text(index).search(/\S|$/)
  }

  /**
   * The number, from 1, of the line above whose key or item begins the nearest to the column at which this line begins,
   * but not at it; null if there is none.
   */
  nearestAbove(index: number): number | null {
    const column = this.columnOf(index)
    const isItem = /^\s*-(?:\s|$)/.test(this.text(index))
    const columns = this.lines.slice(0, index).map((line) => {
      const [lead = '', dash = ''] = /^(\s*)(- +)?/.exec(line)?.slice(1) ?? []
      if (/^\s*(?:#|$)/.test(line) || (isItem && dash === '')) return Infinity
      return lead.length + (isItem ? 0 : dash.length)
    })
    const misses = columns.map((other) => (other === column ? Infinity : Math.abs(other - column)))
    const least = Math.min(...misses)
    return least === Infinity ? null : misses.lastIndexOf(least) + 1
  }
}

/** The first of two equal keys of a mapping, the second of which begins at an offset. */
function firstOfDuplicate(
  doc: Document.Parsed,
  offset: number,
): { readonly key: string; readonly offset: number } | null {
  const startOf = ({ key }: Pair) => (isNode(key) ? (key.range?.[0] ?? -1) : -1)
  let found: { readonly key: string; readonly offset: number } | null = null
  visit(doc, {
    Map: (_, map) => {
      const second = map.items.find((pair) => startOf(pair) === offset)
      if (second === undefined) return undefined
      const key = String(second.key)
      const first = map.items.find((pair) => String(pair.key) === key) as Pair
      found = { key, offset: startOf(first) }
      return visit.BREAK
    },
  })
  return found
}

/** Where the quoted text begins that ends last before an offset; null if there is none. */
function startOfScalar(doc: Document.Parsed, offset: number): number | null {
  let start: number | null = null
  visit(doc, {
    Scalar: (_, { range, type }) => {
      if (type?.startsWith('QUOTE') && range != null && range[0] < offset && range[0] > (start ?? -1)) start = range[0]
    },
  })
  return start
}

/** Where the bracket was opened that is not closed before an offset. */
function openingOf(closing: string, text: string, offset: number): number {
  const opening = closing === '}' ? '{' : '['
  let closed = 0
  for (let i = offset - 1; i >= 0; i--) {
    if (text[i] === closing) closed += 1
    if (text[i] === opening && closed-- === 0) return i
  }
  return offset
}
