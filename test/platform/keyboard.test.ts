import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Keyboard } from '../../src/platform/keyboard.ts'

describe('Ctrl-C', () => {
  let keyboard: Keyboard
  afterEach(() => keyboard.close())

  it('between two questions is kept for the next one', () => {
    keyboard = new Keyboard()
    expect(keyboard.wasInterrupted).toBe(false)
    process.emit('SIGINT')
    expect(keyboard.wasInterrupted).toBe(true)
  })

  it('during a question is left to that question', async () => {
    keyboard = new Keyboard()
    const others = process.listeners('SIGINT')
    await keyboard.whileAsking(async () => {
      for (const listener of others) listener('SIGINT')
    })
    expect(keyboard.wasInterrupted).toBe(false)
  })

  it('is not handled after the keyboard is closed', () => {
    const before = process.listenerCount('SIGINT')
    keyboard = new Keyboard()
    keyboard.close()
    expect(process.listenerCount('SIGINT')).toBe(before)
  })
})

describe('the terminal', () => {
  const { stdin } = process
  const kept = { isTTY: stdin.isTTY, setRawMode: stdin.setRawMode }
  let modes: boolean[] = []
  let keyboard: Keyboard

  beforeEach(() => {
    modes = []
    const setRawMode = (raw: boolean) => {
      modes.push(raw)
      return stdin
    }
    Object.assign(stdin, { isTTY: true, setRawMode })
    keyboard = new Keyboard()
  })
  afterEach(() => {
    keyboard.close()
    Object.assign(stdin, kept)
  })

  /** One question, as readline asks it. */
  const asked = () =>
    keyboard.whileAsking(async () => {
      keyboard.input.setRawMode(true)
      keyboard.input.setRawMode(false)
    })

  it('stays in raw mode from question to question, and is restored at the end', async () => {
    await asked()
    await keyboard.whileRunning(async () => {})
    await asked()
    expect(modes).not.toContain(false)
    keyboard.close()
    expect(modes.at(-1)).toBe(false)
  })

  it('is restored while another program has it', async () => {
    await keyboard.lendTerminal(async () => expect(modes.at(-1)).toBe(false))
    expect(modes.at(-1)).toBe(true)
  })

  it('is restored while a question is suspended by Ctrl-Z, and raw again afterwards', async () => {
    await keyboard.whileAsking(async () => {
      stdin.emit('data', Buffer.from('\u001a'))
      await new Promise((resolve) => keyboard.input.once('data', resolve))
      keyboard.input.setRawMode(false)
      expect(modes.at(-1)).toBe(false)
      process.emit('SIGCONT')
      keyboard.input.setRawMode(false)
      expect(modes.at(-1)).toBe(true)
    })
  })

  it('in raw mode keeps Ctrl-C between two questions for the next one', async () => {
    await asked()
    stdin.emit('data', Buffer.from('\u0003'))
    expect(keyboard.wasInterrupted).toBe(true)
  })
})
