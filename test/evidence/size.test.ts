import { describe, expect, it } from 'vitest'
import { parseSize } from '../../src/evidence/commands/exec.ts'

describe('parseSize', () => {
  it.each([
    ['0', 0],
    ['500', 500],
    ['64k', 65_536],
    ['16M', 16_777_216],
    ['1g', 1_073_741_824],
    [' 2mib ', 2_097_152],
    ['3kb', 3072],
  ])('%j is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  it.each([[''], ['-1'], ['1.5m'], ['many'], ['1t'], ['99999999999999999999']])('%j is not a size', (text) => {
    expect(parseSize(text)).toBeNull()
  })
})
