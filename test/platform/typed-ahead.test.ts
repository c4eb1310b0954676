import { describe, expect, it } from 'vitest'
import { TerminalInput } from '../../src/platform/terminal-input.ts'
import { TypedAhead } from '../../src/platform/typed-ahead.ts'

const PASTE = (text: string) => `\u001b[200~${text}\u001b[201~`

/** What was typed ahead, by what the terminal sent. */
function ahead(sent: string): TypedAhead {
  const typed = new TypedAhead()
  for (const stroke of new TerminalInput().read(Buffer.from(sent))) typed.add(stroke)
  return typed
}

describe('what is typed ahead', () => {
  it.each([
    ['characters and pastes, in their order', `see ${PASTE('engine-3\rdown')}, 注文`, 'see engine-3\ndown, 注文'],
    ['lines, one below the other', 'd\rwrong one\r', 'd\nwrong one\n'],
    ['without the character that Backspace takes back', 'dx\u007fone🔥\u007f\b', 'don'],
    ['without the line that Ctrl-U takes back', 'first\rsecond\u0015third', 'first\nthird'],
    ['without keys that are no text', 'a\u001b[A\u001b[3~\u001bOP\u0001\u0004b', 'ab'],
    ['with Enter alone', '\r\r', '\n\n'],
    ['with blanks around it', '  a b \r', '  a b \n'],
  ])('is a text: %s', (_, sent, text) => {
    expect(ahead(sent).take().text).toBe(text)
  })

  it('is forgotten once it is taken', () => {
    const typed = ahead('d\r')
    expect(typed.isEmpty).toBe(false)
    expect(typed.take().text).toBe('d\n')
    expect(typed.isEmpty).toBe(true)
    expect(typed.take().text).toBe('')
  })

  it('is in a line from its first character to its Enter', () => {
    expect(ahead('').isInLine).toBe(false)
    expect(ahead('d').isInLine).toBe(true)
    expect(ahead('d\r').isInLine).toBe(false)
    expect(ahead('d\rn').isInLine).toBe(true)
  })

  it('is pasted if a part of it is, until it is taken', () => {
    const typed = ahead(`see ${PASTE('engine-3')}`)
    expect(typed.take().hasPaste).toBe(true)
    expect(typed.take().hasPaste).toBe(false)
    expect(ahead('/scope trading=stopped\r').take().hasPaste).toBe(false)
  })
})
