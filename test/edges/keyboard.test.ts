import { afterEach, describe, expect, it } from 'vitest'
import { Keyboard } from '../../src/edges/keyboard.ts'

describe('Ctrl-C between two questions', () => {
  let keyboard: Keyboard
  afterEach(() => keyboard.close())

  it('is kept for the next question', () => {
    keyboard = new Keyboard()
    expect(keyboard.isLeft).toBe(false)
    process.emit('SIGINT')
    expect(keyboard.isLeft).toBe(true)
  })

  it('is that of a question while one is asked', async () => {
    keyboard = new Keyboard()
    const others = process.listeners('SIGINT')
    await keyboard.during(async () => {
      for (const listener of others) listener('SIGINT')
    })
    expect(keyboard.isLeft).toBe(false)
  })

  it('is nobody’s once it is closed', () => {
    const before = process.listenerCount('SIGINT')
    keyboard = new Keyboard()
    keyboard.close()
    expect(process.listenerCount('SIGINT')).toBe(before)
  })
})
