/** Where a text is. */
export type Slot = number

/**
 * Many short texts without tabs, kept as UTF-8 outside the heap: there the collector would copy each of them twice, and set
 * more aside for new things because so many stay. They are only ever added to, so several may share them.
 */
export class Texts {
  /** All but the last are full, and have no more bytes than are used. */
  private readonly pages: Buffer[] = []
  private used = 0

  /** What `packed` gave: each text is where it was. */
  static from(packed: Iterable<Buffer>): Texts {
    const texts = new Texts()
    for (const page of packed) texts.used = page.copy(texts.open(page.length))
    return texts
  }

  add(text: string): Slot {
    // In UTF-8 a code unit takes three bytes at most.
    if (!this.hasRoom(3 * text.length + 1)) {
      const bytes = Buffer.byteLength(text) + 1
      if (!this.hasRoom(bytes)) this.open(bytes)
    }
    const page = this.pages.length - 1
    const bytes = this.pages[page] as Buffer
    const from = this.used
    const end = from + bytes.write(text, from)
    bytes[end] = END
    this.used = end + 1
    return page * MOST_BYTES + from
  }

  at(slot: Slot): string {
    const bytes = this.pages[Math.floor(slot / MOST_BYTES)] as Buffer
    const from = slot % MOST_BYTES
    return bytes.toString('utf8', from, bytes.indexOf(END, from))
  }

  /** All of them in a few long pieces of UTF-8, none with LF. */
  packed(): Buffer[] {
    return this.pages.map((page, i) => (i < this.pages.length - 1 ? page : page.subarray(0, this.used)))
  }

  private hasRoom(bytes: number): boolean {
    const page = this.pages.at(-1)
    return page !== undefined && this.used + bytes <= page.length
  }

  /** Begins a page that has room for so many bytes. */
  private open(bytes: number): Buffer {
    const last = this.pages.length - 1
    if (last >= 0) this.pages[last] = (this.pages[last] as Buffer).subarray(0, this.used)
    const usual = Math.min(FIRST_BYTES * 2 ** this.pages.length, MOST_BYTES)
    const page = Buffer.allocUnsafeSlow(Math.max(bytes, usual))
    this.pages.push(page)
    this.used = 0
    return page
  }
}

/** Of a page: the first is small, as most logs are short. A text that is longer has one of its own. */
const FIRST_BYTES = 8 * 1024
const MOST_BYTES = 64 * 1024
/** Behind each text. */
const END = 0x09
