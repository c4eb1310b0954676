import { describe, expect, it } from 'vitest'
import { parseDuration } from '../../src/domain/time.ts'
import { HOUR, MINUTE } from '../given.ts'

describe('parseDuration', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 10 * MINUTE],
    ['1h30m', 90 * MINUTE],
    ['1h 30m', 90 * MINUTE],
    ['2d', 48 * HOUR],
  ])('parses %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each(['', '10', 'm', '10 minutes', '-5m', '1.5h', '5m!'])('rejects %j', (text) => {
    expect(parseDuration(text)).toBeNull()
  })
})
