import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BURST_MS } from '../../src/platform/keyboard.ts'
import { lineReader } from '../../src/platform/line-reader.ts'

let reader: ReturnType<typeof lineReader>
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  reader = lineReader()
})
afterEach(() => {
  reader.close()
  vi.useRealTimers()
})

const type = (line: string) => void process.stdin.emit('data', Buffer.from(`${line}\n`))

describe('lines that come at once', () => {
  it.each([
    ['with a short pause', BURST_MS - 1],
    ['while the process was busy', BURST_MS],
  ])('are one text: %s', async (_, milliseconds) => {
    const text = reader.next()
    type('engine-3 is down')
    vi.advanceTimersByTime(milliseconds)
    type('d')
    await setImmediate()
    await setImmediate()
    vi.advanceTimersByTime(BURST_MS)
    expect(await text).toEqual({ text: 'engine-3 is down\nd', isPasted: false })
  })
})
