import { StringDecoder } from 'node:string_decoder'

/** What a terminal sent: a key, as the characters that stand for it, or a text that was pasted. */
export type Stroke =
  | { readonly kind: 'key'; readonly sequence: string }
  | { readonly kind: 'paste'; readonly text: string }

/** Bracketed paste (xterm, DEC private mode 2004): a terminal that has it puts these around what is pasted. */
const PASTE_START = '\u001b[200~'
const PASTE_END = '\u001b[201~'
export const BRACKETED_PASTE_ON = '\u001b[?2004h'
export const BRACKETED_PASTE_OFF = '\u001b[?2004l'

/**
 * An escape sequence (ECMA-48: CSI, SS3), Esc with a key that edits by words with Alt, or one character. Any other character
 * just after an Esc was typed after it: over a slow line both may arrive at once.
 */
const KEY = /^(?:\u001b(?:\[[0-?]*[ -/]*[@-~]|O[A-Za-z]|[bdfyBDFY\b\u007f])?|[\s\S])/u
/** The beginning of an escape sequence whose rest has not arrived. */
const UNFINISHED = /^\u001b(?:\[[0-?]*[ -/]*|O)?$/

/** Reads what a terminal sends into keys and pastes, wherever the bytes are cut into chunks. */
export class TerminalInput {
  private readonly decoder = new StringDecoder('utf8')
  private unread = ''

  /** The strokes that are complete with this chunk. */
  read(chunk: Uint8Array): Stroke[] {
    this.unread += this.decoder.write(Buffer.from(chunk))
    const strokes: Stroke[] = []
    for (let stroke = this.next(); stroke !== null; stroke = this.next()) strokes.push(stroke)
    return strokes
  }

  /** Whether the rest of an escape sequence or paste has not arrived. */
  get isWaiting(): boolean {
    return this.unread !== ''
  }

  /** Takes what has arrived as it is: a lone Esc is the key Esc, a paste without its end is a paste. */
  flush(): Stroke[] {
    const { unread } = this
    this.unread = ''
    if (unread === '') return []
    if (unread.startsWith(PASTE_START))
      return [{ kind: 'paste', text: withPlainBreaks(unread.slice(PASTE_START.length)) }]
    return [{ kind: 'key', sequence: unread }]
  }

  private next(): Stroke | null {
    const { unread } = this
    if (unread.startsWith(PASTE_START)) {
      const end = unread.indexOf(PASTE_END)
      if (end < 0) return null
      this.unread = unread.slice(end + PASTE_END.length)
      return { kind: 'paste', text: withPlainBreaks(unread.slice(PASTE_START.length, end)) }
    }
    if (unread === '' || UNFINISHED.test(unread)) return null
    const sequence = KEY.exec(unread)?.[0] ?? ''
    this.unread = unread.slice(sequence.length)
    return { kind: 'key', sequence }
  }
}

/** Terminals paste a line break as CR. */
function withPlainBreaks(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n')
}
