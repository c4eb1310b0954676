import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Keyboard } from '../../src/platform/keyboard.ts'

describe('Ctrl-C between two questions', () => {
  let keyboard: Keyboard
  afterEach(() => keyboard.close())

  it('is kept for the next question', () => {
    keyboard = new Keyboard()
    expect(keyboard.wasInterrupted).toBe(false)
    process.emit('SIGINT')
    expect(keyboard.wasInterrupted).toBe(true)
  })

  it('is that of a question while one is asked', async () => {
    keyboard = new Keyboard()
    const others = process.listeners('SIGINT')
    await keyboard.whileAsking(async () => {
      for (const listener of others) listener('SIGINT')
    })
    expect(keyboard.wasInterrupted).toBe(false)
  })

  it('is nobody’s once it is closed', () => {
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

  it('stays raw from question to question, so that it echoes no key, and is put back at the end', async () => {
    await asked()
    await keyboard.whileRunning(async () => {})
    await asked()
    expect(modes).not.toContain(false)
    keyboard.close()
    expect(modes.at(-1)).toBe(false)
  })

  it('is put back for another program that has it meanwhile', async () => {
    await keyboard.lendTerminal(async () => expect(modes.at(-1)).toBe(false))
    expect(modes.at(-1)).toBe(true)
  })

  it('is put back while a question is suspended by Ctrl-Z, and not after', async () => {
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

  it('gives Ctrl-C as a key between two questions, which is kept for the next one', async () => {
    await asked()
    stdin.emit('data', Buffer.from('\u0003'))
    expect(keyboard.wasInterrupted).toBe(true)
  })
})
