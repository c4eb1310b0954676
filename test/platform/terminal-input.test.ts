import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Stroke, TerminalInput } from '../../src/platform/terminal-input.ts'

const PASTE_START = '\u001b[200~'
const PASTE_END = '\u001b[201~'

const key = (sequence: string): Stroke => ({ kind: 'key', sequence })
const paste = (text: string): Stroke => ({ kind: 'paste', text })

/** The strokes of bytes that arrive in these chunks. */
function read(...chunks: readonly (string | Uint8Array)[]): Stroke[] {
  const input = new TerminalInput()
  return chunks.flatMap((chunk) => input.read(Buffer.from(chunk)))
}

/** What a person does, with what the terminal sends for it. */
const sent = fc.oneof(
  fc.constantFrom('a', 'é', '注', '🔥', '\r', '\u0003', '\u007f', '\t', '[', 'O', '~').map((sequence) => ({
    bytes: sequence,
    stroke: key(sequence),
  })),
  fc
    .constantFrom('\u001b[A', '\u001bOP', '\u001b[3~', '\u001b[1;5C', '\u001bb', '\u001b[<0;12;34M')
    .map((sequence) => ({ bytes: sequence, stroke: key(sequence) })),
  fc
    .string({ unit: fc.constantFrom('d', ' ', '\r', '\t', '\u0003', '\u001b', '[20', '再', '🔥'), maxLength: 8 })
    .map((text) => ({
      bytes: `${PASTE_START}${text}${PASTE_END}`,
      stroke: paste(text.replaceAll('\r', '\n')),
    })),
)

describe('input of a terminal', () => {
  it('is read into the same keys and pastes wherever the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(sent), fc.infiniteStream(fc.integer({ min: 1, max: 6 })), (all, sizes) => {
        const bytes = Buffer.from(all.map((one) => one.bytes).join(''))
        const input = new TerminalInput()
        const strokes: Stroke[] = []
        for (let at = 0; at < bytes.length; ) {
          const end = at + (sizes.next().value as number)
          strokes.push(...input.read(bytes.subarray(at, end)))
          at = end
        }
        expect(strokes).toEqual(all.map(({ stroke }) => stroke))
        expect(input.isWaiting).toBe(false)
      }),
    )
  })

  it('is a key for each character, also if several arrive at once', () => {
    expect(read('d\r注🔥')).toEqual([key('d'), key('\r'), key('注'), key('🔥')])
  })

  it.each(['/', 'n', 'a', '\r', '注', '<'])('keeps %j apart from an Esc just before it', (next) => {
    expect(read(`\u001b${next}`)).toEqual([key('\u001b'), key(next)])
    expect(read('\u001b', next)).toEqual([key('\u001b'), key(next)])
  })

  it.each(['b', 'd', 'f', 'y', '\u007f'])('takes an Esc and %j as Alt, which edits by words', (next) => {
    expect(read(`\u001b${next}`)).toEqual([key(`\u001b${next}`)])
  })

  it('has Ctrl-C as a key between two keys, but as a character in a paste', () => {
    expect(read('a\u0003b')).toEqual([key('a'), key('\u0003'), key('b')])
    expect(read(`${PASTE_START}a\u0003b${PASTE_END}`)).toEqual([paste('a\u0003b')])
  })

  it('has the line breaks of a paste as line feeds, whichever the terminal sends', () => {
    expect(read(`${PASTE_START}a\rb\nc\r\nd${PASTE_END}`)).toEqual([paste('a\nb\nc\nd')])
  })

  it('has a key right after a paste', () => {
    expect(read(`${PASTE_START}a${PASTE_END}\r`)).toEqual([paste('a'), key('\r')])
  })
})

describe('what has not arrived whole', () => {
  it('is the key Esc if nothing follows it', () => {
    const input = new TerminalInput()
    expect(input.read(Buffer.from('\u001b'))).toEqual([])
    expect(input.isWaiting).toBe(true)
    expect(input.flush()).toEqual([key('\u001b')])
    expect(input.isWaiting).toBe(false)
    expect(input.flush()).toEqual([])
  })

  it('is two keys Esc if Esc is pressed twice', () => {
    const input = new TerminalInput()
    expect(input.read(Buffer.from('\u001b\u001b'))).toEqual([key('\u001b')])
    expect(input.flush()).toEqual([key('\u001b')])
  })

  it('is a paste if its end does not come', () => {
    const input = new TerminalInput()
    expect(input.read(Buffer.from(`${PASTE_START}one\rtwo`))).toEqual([])
    expect(input.flush()).toEqual([paste('one\ntwo')])
    expect(input.read(Buffer.from('x'))).toEqual([key('x')])
  })

  it('is nothing in the middle of a character, which is read once the rest is there', () => {
    const input = new TerminalInput()
    const [first, ...rest] = Buffer.from('注')
    expect(input.read(Buffer.from([first as number]))).toEqual([])
    expect(input.read(Buffer.from(rest))).toEqual([key('注')])
  })
})
