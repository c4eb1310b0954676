import type { Reader } from './reader.ts'

/** What is no Markdown while it is open. */
const FOREIGN = [
  ['<!--', '-->'],
  ['<script', '</script'],
  ['<style', '</style'],
] as const
/** Within a tag of HTML; in the target of a link, or of one that is defined elsewhere: there an escape would not be one. */
const RAW = [/<(?:[a-z/!?][^>]*)?$/i, /\]\([^)]*$/, /(?:^|\n)[ \t]*\[[^\]\n]*\]:[^\n]*$/]

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
    return !isForeign && !RAW.some((raw) => raw.test(paragraph))
  }

  get holdsBlocks(): boolean {
    return this.holdsValue
  }

  get where(): string {
    return String(this.holdsValue)
  }
}
