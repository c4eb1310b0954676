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

describe('live output of a command', () => {
  it('has control characters escaped on a terminal', () => {
    expect(shown('\u001b]0;owned\u0007\u001b[2J\n')).toBe('\\u001b]0;owned\\u0007\\u001b[2J\n')
  })

  it('is put together if a character or CR LF is split between two chunks', () => {
    const [first, second] = [Buffer.from('あ').subarray(0, 2), Buffer.from('あ').subarray(2)]
    expect(shown(first, second, '\r', '\nnext\n')).toBe('あ\r\nnext\n')
  })

  it('is flushed if it ends within a character or CR LF, and its last line is ended', () => {
    expect(shown(Buffer.from('あ').subarray(0, 2))).toBe('\ufffd\n')
    expect(shown('100%\r')).toBe('100%\\u000d\n')
  })

  it('passes unchanged to a pipe or file', () => {
    const stdout = outlet(false)
    const live = createLiveOutput({ stdout, stderr: outlet(true) })
    const bytes = Buffer.from([0x1b, 0x5b, 0xff, 0x0d])
    live.show('stdout', bytes)
    live.end()
    expect(stdout.written).toEqual([bytes])
  })
})
