/** The report as a document, whatever its form: what people typed is plain text in it, and each form makes that inert. */
export interface ReportDocument {
  readonly title: string
  readonly language: 'ja' | 'en'
  /** What is missing of it, to be seen wherever one looks; null where it is whole. */
  readonly partial: string | null
  /** What has to be seen first: a drill, an incident that is still open. */
  readonly marks: readonly string[]
  readonly sections: readonly Section[]
}

export interface Section {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Inline }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  /** Words of others, line by line, under a heading of their own. */
  | { readonly kind: 'quoted'; readonly heading: string; readonly text: string }
  | Table

export interface Table {
  readonly kind: 'table'
  readonly head: readonly string[]
  /** Where there may be very many, each is made when it is asked for. */
  readonly rows: Iterable<readonly Inline[]>
}

export interface Item {
  readonly text: Inline
  readonly items?: readonly Item[]
}

/** Text, or several parts of it one after the other. */
export type Inline = string | Code | Struck | readonly Inline[]

/** Names, digests and other words to be copied exactly. */
export interface Code {
  readonly code: string
}

/** What was taken back. */
export interface Struck {
  readonly struck: Inline
}

export function code(text: string): Code {
  return { code: text }
}

export function paragraph(text: Inline): Block {
  return { kind: 'paragraph', text }
}

export function list(items: readonly (Inline | Item)[]): Block {
  return { kind: 'list', items: items.map((item) => (isItem(item) ? item : { text: item })) }
}

function isItem(item: Inline | Item): item is Item {
  return typeof item === 'object' && 'text' in item
}

/** A table without the columns that are empty in every row, or the words that stand for an empty one. */
export function table(head: readonly string[], rows: Iterable<readonly Inline[]>, none: string): Block {
  const empty = new Set(head.keys())
  let isEmpty = true
  for (const row of rows) {
    isEmpty = false
    for (const i of empty) if (row[i] !== '') empty.delete(i)
    if (empty.size === 0) return { kind: 'table', head, rows }
  }
  if (isEmpty) return paragraph(none)
  const kept = <T>(cells: readonly T[]) => cells.filter((_, i) => !empty.has(i))
  return { kind: 'table', head: kept(head), rows: each(rows, kept) }
}

/** What is made of each of them, when it is asked for, as often as it is. */
export function each<T, U>(these: Iterable<T>, make: (one: T) => U): Iterable<U> {
  return {
    *[Symbol.iterator]() {
      for (const one of these) yield make(one)
    },
  }
}

/** Several parts, with something between them. */
export function joined(parts: readonly Inline[], between: Inline): Inline {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [between, part]))
}

/** The words alone. */
export function plainText(text: Inline): string {
  if (typeof text === 'string') return text
  if ('code' in text) return text.code
  if ('struck' in text) return plainText(text.struck)
  return text.map(plainText).join('')
}
