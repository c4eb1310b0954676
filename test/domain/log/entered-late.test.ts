import { expect, it } from 'vitest'
import { enteredLateSeconds } from '../../../src/domain/log/entered-late.ts'

it.each([
  ['2026-11-24T22:05:00.000+09:00', '2026-11-24T22:07:00.000+09:00', null],
  ['2026-11-24T22:05:00.000+09:00', '2026-11-24T22:07:01.000+09:00', 121],
  ['2026-11-24T22:05:00.000+09:00', '2026-11-26T17:05:00.000+09:00', 43 * 3600],
  ['2026-11-24T22:05:00.000+09:00', '2026-11-24T13:05:00.000Z', null],
  ['2026-11-24T22:05:00.000+09:00', '2026-11-24T21:00:00.000+09:00', null],
])('what happened at %s and was recorded at %s was entered %s seconds later', (at, recordedAt, seconds) => {
  expect(enteredLateSeconds(at, recordedAt)).toBe(seconds)
})
