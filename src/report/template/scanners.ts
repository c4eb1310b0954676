/** Scans a template up to a tag to decide what is safe to insert there. Use a new one for each template. */
export interface Scanner {
  read(text: string): void
  /** Notes that a value is inserted here. */
  passValue(): void
  /** Whether an escaped value is inert here. */
  readonly holdsValue: boolean
  /** Whether blocks (marks, built-in sections, parts) may be inserted here. */
  readonly holdsBlocks: boolean
  /** The scanner's state; the same for places at which the same is safe. */
  readonly state: string
}

/** Where in HTML the scanner is. `value` is what an attribute holds so far; in `raw` text, escapes have no effect. */
type Place =
  | { readonly in: 'text' | 'comment' }
  | { readonly in: 'raw' | 'tag' | 'unquoted'; readonly element: string }
  | {
      readonly in: 'attribute'
      readonly element: string
      readonly name: string
      readonly quote: string
      readonly value: string
    }

const RAW_TEXT_ELEMENTS = ['script', 'style']
/** Attributes whose value acts even if it is escaped. */
const ACTIVE_ATTRIBUTES = /^(?:on.*|style|srcdoc|srcset)$/
/** URL attributes: a value may be part of the path, but not decide the scheme or host. */
const URL_ATTRIBUTES = /^(?:href|xlink:href|src|action|formaction|poster|cite|data|background|ping)$/
/** The beginning of a URL whose scheme and host are decided. */
const HAS_TARGET = /^(?:https?:\/\/[\w.:-]+\/|mailto:|#)/

/** Tokenizes HTML and SVG like a browser (HTML Living Standard, 13.2.5), as far as needed here. */
export class HtmlScanner implements Scanner {
  private place: Place = { in: 'text' }

  read(text: string): void {
    let rest = text
    while (rest !== '') rest = this.step(rest)
  }

  passValue(): void {
    // Any character stands for the value: what matters is that there is something.
    if (this.place.in === 'attribute') this.place = { ...this.place, value: `${this.place.value}x` }
  }

  get holdsValue(): boolean {
    if (this.place.in !== 'attribute') return this.place.in === 'text'
    const { name, value } = this.place
    return !ACTIVE_ATTRIBUTES.test(name) && (!URL_ATTRIBUTES.test(name) || HAS_TARGET.test(value))
  }

  get holdsBlocks(): boolean {
    return this.place.in === 'text'
  }

  get state(): string {
    const { place } = this
    return place.in === 'attribute'
      ? JSON.stringify({ ...place, value: HAS_TARGET.test(place.value) })
      : JSON.stringify(place)
  }

  /** Moves to the next state; returns the rest of the text. */
  private step(text: string): string {
    const { place } = this
    switch (place.in) {
      case 'text':
        return this.skipPast(text, /<(!--|[a-z/!?][^\s/>]*|$)/i, ([, name = '']) =>
          name === '!--' ? { in: 'comment' } : { in: 'tag', element: name.toLowerCase() },
        )
      case 'comment':
        return this.skipPast(text, /-->/, () => ({ in: 'text' }))
      case 'raw':
        return this.skipPast(text, new RegExp(`</${place.element}`, 'i'), () => ({
          in: 'tag',
          element: `/${place.element}`,
        }))
      case 'tag':
        return this.skipPast(text, /([^\s"'<>/=]*)\s*=\s*(["']?)|>/, ([found, name = '', quote = '']) => {
          if (found === '>')
            return RAW_TEXT_ELEMENTS.includes(place.element) ? { in: 'raw', element: place.element } : { in: 'text' }
          if (quote === '') return { in: 'unquoted', element: place.element }
          return { in: 'attribute', element: place.element, name: name.toLowerCase(), quote, value: '' }
        })
      case 'unquoted':
        return this.skipPast(text, /(?=[\s>])/, () => ({ in: 'tag', element: place.element }))
      case 'attribute': {
        const end = text.indexOf(place.quote)
        if (end === -1) {
          this.place = { ...place, value: place.value + text }
          return ''
        }
        this.place = { in: 'tag', element: place.element }
        return text.slice(end + 1)
      }
    }
  }

  /** Skips past the next match, if there is one, to the state that `next` gives. */
  private skipPast(text: string, pattern: RegExp, next: (found: RegExpExecArray) => Place): string {
    const found = pattern.exec(text)
    if (found === null) return ''
    this.place = next(found)
    return text.slice(found.index + found[0].length)
  }
}

/** Scans JSON (RFC 8259): a value becomes a literal between tokens, and text within a string. */
export class JsonScanner implements Scanner {
  private isInString = false
  private isEscaped = false

  read(text: string): void {
    for (const char of text) {
      if (this.isEscaped) this.isEscaped = false
      else if (char === '"') this.isInString = !this.isInString
      else this.isEscaped = this.isInString && char === '\\'
    }
  }

  passValue(): void {
    this.isEscaped = false
  }

  get holdsValue(): boolean {
    return !this.isEscaped
  }

  get holdsBlocks(): boolean {
    return !this.isInString
  }

  get state(): string {
    return `${this.isInString} ${this.isEscaped}`
  }
}

/** Raw HTML that is not Markdown until it is closed. */
const RAW_HTML = [
  ['<!--', '-->'],
  ['<script', '</script'],
  ['<style', '</style'],
] as const
/** Places where Markdown escapes have no effect: in an HTML tag, a link target, or a link reference definition. */
const RAW_MARKDOWN = [/<(?:[a-z/!?][^>]*)?$/i, /\]\([^)]*$/, /(?:^|\n)[ \t]*\[[^\]\n]*\]:[^\n]*$/]

/** Scans Markdown just enough to find the places where an escaped value would not be inert. */
export class MarkdownScanner implements Scanner {
  private soFar = ''

  read(text: string): void {
    this.soFar += text.toLowerCase()
  }

  passValue(): void {
    this.soFar += 'x'
  }

  get holdsValue(): boolean {
    const { soFar } = this
    const isRawHtml = RAW_HTML.some(([opening, closing]) => soFar.lastIndexOf(opening) > soFar.lastIndexOf(closing))
    const paragraph = soFar.slice(soFar.lastIndexOf('\n\n') + 1)
    return !isRawHtml && !RAW_MARKDOWN.some((raw) => raw.test(paragraph))
  }

  get holdsBlocks(): boolean {
    return this.holdsValue
  }

  get state(): string {
    return String(this.holdsValue)
  }
}
