import { describe, expect, it } from 'vitest'
import { createLiveOutput } from '../../src/evidence/io/live-output.ts'

function outlet(isTTY: boolean) {
  const written: (string | Uint8Array)[] = []
  return { isTTY, written, write: (text: string | Uint8Array) => written.push(text) > 0 }
}

function shown(...pieces: readonly (string | Uint8Array)[]): string {
  const stdout = outlet(true)
  const live = createLiveOutput({ stdout, stderr: outlet(true) })
  for (const piece of pieces) live.show('stdout', Buffer.from(piece))
  live.end()
  return stdout.written.join('')
}

describe('createLiveOutput', () => {
  it('escapes control characters on a terminal', () => {
    expect(shown('\u001b]0;owned\u0007\u001b[2J\n')).toBe('\\u001b]0;owned\\u0007\\u001b[2J\n')
  })

  it('joins a character or CR LF that is split between chunks', () => {
    const [first, second] = [Buffer.from('あ').subarray(0, 2), Buffer.from('あ').subarray(2)]
    expect(shown(first, second, '\r', '\nnext\n')).toBe('あ\r\nnext\n')
  })

  it('flushes an incomplete character or CR LF, and ends the last line', () => {
    expect(shown(Buffer.from('あ').subarray(0, 2))).toBe('\ufffd\n')
    expect(shown('100%\r')).toBe('100%\\u000d\n')
  })

  it('passes bytes unchanged to a pipe or file', () => {
    const stdout = outlet(false)
    const live = createLiveOutput({ stdout, stderr: outlet(true) })
    const bytes = Buffer.from([0x1b, 0x5b, 0xff, 0x0d])
    live.show('stdout', bytes)
    live.end()
    expect(stdout.written).toEqual([bytes])
  })
})
