/** The position of a text: the index of its page times MAX_PAGE_BYTES, plus its offset in the page. */
export type Slot = number

/** Stores short texts without tabs, append-only, outside V8's heap, where the garbage collector would copy each twice. */
export class TextStore {
  /** All but the last are trimmed to the bytes in use. */
  private readonly pages: Buffer[] = []
  private used = 0

  /** Restores the result of `packed`. Every text keeps its slot. */
  static from(packed: Iterable<Buffer>): TextStore {
    const texts = new TextStore()
    for (const page of packed) texts.used = page.copy(texts.open(page.length))
    return texts
  }

  add(text: string): Slot {
    // A UTF-16 code unit takes at most three bytes in UTF-8: the exact length matters only if that is too much.
    if (!this.hasRoom(3 * text.length + 1)) {
      const bytes = Buffer.byteLength(text) + 1
      if (!this.hasRoom(bytes)) this.open(bytes)
    }
    const page = this.pages.length - 1
    const bytes = this.pages[page] as Buffer
    const from = this.used
    const end = from + bytes.write(text, from)
    bytes[end] = TERMINATOR
    this.used = end + 1
    return page * MAX_PAGE_BYTES + from
  }

  at(slot: Slot): string {
    const bytes = this.pages[Math.floor(slot / MAX_PAGE_BYTES)] as Buffer
    const from = slot % MAX_PAGE_BYTES
    return bytes.toString('utf8', from, bytes.indexOf(TERMINATOR, from))
  }

  /** Returns all texts as a few long UTF-8 buffers, which contain no LF if no text does. */
  packed(): Buffer[] {
    return this.pages.map((page, i) => (i < this.pages.length - 1 ? page : page.subarray(0, this.used)))
  }

  private hasRoom(bytes: number): boolean {
    const page = this.pages.at(-1)
    return page !== undefined && this.used + bytes <= page.length
  }

  /** Starts a page with room for at least this many bytes. */
  private open(bytes: number): Buffer {
    const last = this.pages.length - 1
    if (last >= 0) this.pages[last] = (this.pages[last] as Buffer).subarray(0, this.used)
    const usual = Math.min(FIRST_PAGE_BYTES * 2 ** this.pages.length, MAX_PAGE_BYTES)
    const page = Buffer.allocUnsafeSlow(Math.max(bytes, usual))
    this.pages.push(page)
    this.used = 0
    return page
  }
}

/** Sizes of pages, which double from the first to the largest: most logs are short. A longer text gets a page of its own. */
const FIRST_PAGE_BYTES = 8 * 1024
const MAX_PAGE_BYTES = 64 * 1024
/** A tab ends each text. */
const TERMINATOR = 0x09
