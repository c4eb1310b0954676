/**
 * What a view says, whatever its form: blocks one after the other. What people typed is plain text in them, and each writer
 * (terminal, Markdown, HTML) makes it inert.
 */
export type Block =
  /** The title of what follows, up to the next one. */
  | { readonly kind: 'heading'; readonly text: Inline }
  | { readonly kind: 'paragraph'; readonly text: Inline }
  /** Lines that belong together, each on its own. */
  | { readonly kind: 'lines'; readonly lines: readonly Inline[] }
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
export type Inline = string | Code | Struck | Toned | readonly Inline[]

/** Names, digests and other words to be copied exactly; a line of nothing else is never broken. */
export interface Code {
  readonly code: string
}

export const TONES = ['alarm', 'good', 'strong', 'faint'] as const
export type Tone = (typeof TONES)[number]

/** What cannot wait, what is well, what leads, what matters least. */
export interface Toned {
  readonly tone: Tone
  readonly text: Inline
}

/** What was taken back. */
export interface Struck {
  readonly struck: Inline
}

export function code(text: string): Code {
  return { code: text }
}

export function heading(text: Inline): Block {
  return { kind: 'heading', text }
}

export function paragraph(text: Inline): Block {
  return { kind: 'paragraph', text }
}

export function lines(...lines: readonly Inline[]): Block {
  return { kind: 'lines', lines }
}

export function alarm(text: Inline): Toned {
  return { tone: 'alarm', text }
}

export function good(text: Inline): Toned {
  return { tone: 'good', text }
}

export function strong(text: Inline): Toned {
  return { tone: 'strong', text }
}

export function faint(text: Inline): Toned {
  return { tone: 'faint', text }
}

/** A heading and a list under it; `none` is said where there are none, and nothing at all where that is null. */
export function section(title: Inline, items: readonly (Inline | Item)[], none: string | null = null): Block[] {
  if (items.length === 0 && none === null) return []
  return [heading(title), list(items.length === 0 ? [none ?? ''] : items)]
}

export function list(items: readonly (Inline | Item)[]): Block {
  return { kind: 'list', items: items.map((item) => (isItem(item) ? item : { text: item })) }
}

function isItem(item: Inline | Item): item is Item {
  return typeof item === 'object' && 'text' in item && !('tone' in item)
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
  if ('tone' in text) return plainText(text.text)
  return text.map(plainText).join('')
}
