/** A part of a view in any format. Its texts are plain, even what people typed: the writer of each format escapes them. */
export type Block =
  /** The title of the blocks that follow, up to the next heading. One of level 2 is below one of level 1. */
  | { readonly kind: 'heading'; readonly text: Inline; readonly level: 1 | 2 }
  | { readonly kind: 'paragraph'; readonly text: Inline }
  /** Lines of one paragraph, with a line break between them. */
  | { readonly kind: 'lines'; readonly lines: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  /** A quotation, line by line, with a heading. */
  | { readonly kind: 'quoted'; readonly heading: string; readonly text: string }
  | Table

export interface Table {
  readonly kind: 'table'
  readonly head: readonly string[]
  /** Can be iterated more than once; may be lazy, since there may be very many rows. */
  readonly rows: Iterable<readonly Inline[]>
}

/** An item of a list, with the items below it. */
export interface Item {
  readonly text: Inline
  readonly items?: readonly Item[]
}

/** Text, or a sequence of parts. */
export type Inline = string | Code | Link | Place | Reference | Struck | Toned | readonly Inline[]

/** Ids, digests and other text to be copied exactly; a line that is all code is never wrapped. */
export interface Code {
  readonly code: string
}

/** An address as it was recorded. It is a link if it leads to the web (`webAddress`), else text. */
export interface Link {
  readonly link: string
  /** What is shown instead of the address, if it leads to the web. */
  readonly label?: string
}

/** Words that a `Reference` in the same document can lead to. */
export interface Place {
  readonly place: string
  readonly words: string
}

/** Words that lead to a `Place` in the same document. */
export interface Reference {
  readonly leadsTo: string
  readonly words: string
}

/** Urgent, good news, emphasized or unimportant. */
export type Tone = 'alarm' | 'good' | 'strong' | 'faint'

export interface Toned {
  readonly tone: Tone
  readonly text: Inline
}

/** Struck-out text, of something undone. */
export interface Struck {
  readonly struck: Inline
}

export const code = (text: string): Code => ({ code: text })
export const place = (id: string, words: string): Place => ({ place: id, words })
export const reference = (id: string, words: string): Reference => ({ leadsTo: id, words })
/** A link; empty if there is no address. */
export const link = (address: string | null): Inline => (address === null ? '' : { link: address })
export const heading = (text: Inline): Block => ({ kind: 'heading', text, level: 1 })
export const subheading = (text: Inline): Block => ({ kind: 'heading', text, level: 2 })
export const paragraph = (text: Inline): Block => ({ kind: 'paragraph', text })
export const lines = (...lines: readonly Inline[]): Block => ({ kind: 'lines', lines })

export const alarm = (text: Inline): Toned => ({ tone: 'alarm', text })
export const good = (text: Inline): Toned => ({ tone: 'good', text })
export const strong = (text: Inline): Toned => ({ tone: 'strong', text })
export const faint = (text: Inline): Toned => ({ tone: 'faint', text })

/** Strikes what was undone; what is empty stays empty. */
export const struck = (text: Inline): Inline => (text === '' ? '' : { struck: text })

/** A heading with a list. If there are no items, the list says `none`; if that is null, there is nothing at all. */
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

/** A table without the columns whose cells are all empty; nothing without rows. */
export function tableIfAny(head: readonly string[], rows: Iterable<readonly Inline[]>): Block[] {
  const block = table(head, rows, '')
  return block.kind === 'table' ? [block] : []
}

/** A table without the columns whose cells are all empty; without rows, a paragraph that says `none`. */
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
  return { kind: 'table', head: kept(head), rows: lazyMap(rows, kept) }
}

/** Maps items while they are iterated. The result can be iterated as often as `items`; `make` is called each time. */
function lazyMap<T, U>(items: Iterable<T>, make: (item: T) => U): Iterable<U> {
  return {
    *[Symbol.iterator]() {
      for (const item of items) yield make(item)
    },
  }
}

export function joinInline(parts: readonly Inline[], between: Inline): Inline {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [between, part]))
}

/** The text without any markup. */
export function plainText(text: Inline): string {
  if (typeof text === 'string') return text
  if ('code' in text) return text.code
  if ('link' in text) return text.label ?? text.link
  if ('place' in text || 'leadsTo' in text) return text.words
  if ('struck' in text) return plainText(text.struck)
  if ('tone' in text) return plainText(text.text)
  return text.map(plainText).join('')
}
