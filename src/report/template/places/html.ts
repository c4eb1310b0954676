import type { Reader } from './reader.ts'

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
