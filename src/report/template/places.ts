/** Reads the text of a template up to a tag, to know what may stand there. One is made for each reading. */
export interface Reader {
  read(text: string): void
  /** A value stands here. */
  pass(): void
  /** Whether a value would say here only what it says. */
  readonly holdsValue: boolean
  /** Whether whole blocks may stand here: marks, built-in sections, parts. */
  readonly holdsBlocks: boolean
  /** Where this is, for comparing. */
  readonly where: string
}

type Place =
  | { readonly in: 'text' | 'comment' }
  /** What is no markup, and where no escape counts. */
  | { readonly in: 'raw'; readonly element: string }
  | { readonly in: 'tag'; readonly element: string }
  | { readonly in: 'bare'; readonly element: string }
  | {
      readonly in: 'attribute'
      readonly element: string
      readonly name: string
      readonly quote: string
      readonly so: string
    }

const RAW = ['script', 'style']
/** Attributes whose words act, however they are escaped. */
const ACTING = /^(?:on.*|style|srcdoc|srcset)$/
/** Attributes that name an address; a value may stand in its path, not say where it leads. */
const ADDRESS = /^(?:href|xlink:href|src|action|formaction|poster|cite|data|background|ping)$/
const LEADS = /^(?:https?:\/\/[\w.:-]+\/|mailto:|#)/

/** Reads HTML and SVG as a browser splits them into tags and text (HTML Living Standard, 13.2.5), as far as is needed here. */
export class HtmlReader implements Reader {
  private place: Place = { in: 'text' }

  read(text: string): void {
    let rest = text
    while (rest !== '') rest = this.step(rest)
  }

  pass(): void {
    if (this.place.in === 'attribute') this.place = { ...this.place, so: `${this.place.so}x` }
  }

  get holdsValue(): boolean {
    if (this.place.in !== 'attribute') return this.place.in === 'text'
    const { name, so } = this.place
    return !ACTING.test(name) && (!ADDRESS.test(name) || LEADS.test(so))
  }

  get holdsBlocks(): boolean {
    return this.place.in === 'text'
  }

  get where(): string {
    const { place } = this
    return place.in === 'attribute' ? JSON.stringify({ ...place, so: LEADS.test(place.so) }) : JSON.stringify(place)
  }

  /** Goes on to the next place; what is left of the text. */
  private step(text: string): string {
    const { place } = this
    switch (place.in) {
      case 'text':
        return this.after(text, /<(!--|[a-z/!?][^\s/>]*|$)/i, ([, name = '']) =>
          name === '!--' ? { in: 'comment' } : { in: 'tag', element: name.toLowerCase() },
        )
      case 'comment':
        return this.after(text, /-->/, () => ({ in: 'text' }))
      case 'raw':
        return this.after(text, new RegExp(`</${place.element}`, 'i'), () => ({
          in: 'tag',
          element: `/${place.element}`,
        }))
      case 'tag':
        return this.after(text, /([^\s"'<>/=]*)\s*=\s*(["']?)|>/, ([found, name = '', quote = '']) => {
          if (found === '>') return RAW.includes(place.element) ? { in: 'raw', element: place.element } : { in: 'text' }
          if (quote === '') return { in: 'bare', element: place.element }
          return { in: 'attribute', element: place.element, name: name.toLowerCase(), quote, so: '' }
        })
      case 'bare':
        return this.after(text, /(?=[\s>])/, () => ({ in: 'tag', element: place.element }))
      case 'attribute': {
        const end = text.indexOf(place.quote)
        if (end === -1) {
          this.place = { ...place, so: place.so + text }
          return ''
        }
        this.place = { in: 'tag', element: place.element }
        return text.slice(end + 1)
      }
    }
  }

  private after(text: string, sign: RegExp, then: (found: RegExpExecArray) => Place): string {
    const found = sign.exec(text)
    if (found === null) return ''
    this.place = then(found)
    return text.slice(found.index + found[0].length)
  }
}

/** Reads JSON (RFC 8259): a value is a literal between its tokens, and words within a string. */
export class JsonReader implements Reader {
  private inString = false
  private isEscaped = false

  read(text: string): void {
    for (const char of text) {
      if (this.isEscaped) this.isEscaped = false
      else if (char === '"') this.inString = !this.inString
      else this.isEscaped = this.inString && char === '\\'
    }
  }

  pass(): void {
    this.isEscaped = false
  }

  get isInString(): boolean {
    return this.inString
  }

  get holdsValue(): boolean {
    return !this.isEscaped
  }

  get holdsBlocks(): boolean {
    return !this.inString
  }

  get where(): string {
    return `${this.inString} ${this.isEscaped}`
  }
}

/** What is no Markdown while it is open. */
const FOREIGN = [
  ['<!--', '-->'],
  ['<script', '</script'],
  ['<style', '</style'],
] as const
/** Within a tag of HTML; in the target of a link, or of one that is defined elsewhere: there an escape would not be one. */
const RAW_MARKDOWN = [/<(?:[a-z/!?][^>]*)?$/i, /\]\([^)]*$/, /(?:^|\n)[ \t]*\[[^\]\n]*\]:[^\n]*$/]

/** Reads Markdown, as far as that says where a value would be more than words. */
export class MarkdownReader implements Reader {
  private soFar = ''

  read(text: string): void {
    this.soFar += text.toLowerCase()
  }

  pass(): void {
    this.soFar += 'x'
  }

  get holdsValue(): boolean {
    const { soFar } = this
    const isForeign = FOREIGN.some(([opening, closing]) => soFar.lastIndexOf(opening) > soFar.lastIndexOf(closing))
    const paragraph = soFar.slice(soFar.lastIndexOf('\n\n') + 1)
    return !isForeign && !RAW_MARKDOWN.some((raw) => raw.test(paragraph))
  }

  get holdsBlocks(): boolean {
    return this.holdsValue
  }

  get where(): string {
    return String(this.holdsValue)
  }
}
