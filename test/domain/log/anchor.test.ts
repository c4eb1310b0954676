import { expect, it } from 'vitest'
import type { Event } from '../../../src/domain/log/event.ts'
import { compareEvents } from '../../../src/domain/log/hybrid-clock.ts'
import { headDigest } from '../../../src/domain/log/line.ts'
import { anchorOf } from '../../../src/domain/log/verification.ts'
import { noted, SECOND, started, Writer } from '../../given.ts'

/** Taro's log was copied after two events. Hanako continued in the copy while he continued in his own. */
function diverged() {
  const taro = new Writer('ttttaaaa')
  const hanako = new Writer('hhhhaaaa', 'hanako')
  taro.write(started(), 0)
  taro.write(noted('before'), SECOND)
  const copied = [...taro.events]
  taro.write(noted('his'), 2 * SECOND)
  hanako.write(noted('hers'), 3 * SECOND, copied)
  taro.write(noted('his, later'), 4 * SECOND)
  const all = [...taro.events, ...hanako.events].sort(compareEvents)
  return { taro: taro.events as Event[], hanako: hanako.events as Event[], all }
}

it('anchorOf finds a head that the log had before or after copies were merged', () => {
  const { taro, hanako, all } = diverged()
  const cases = [
    [[taro[2]], 'ttttaaaa:3'],
    [[taro[3]], 'ttttaaaa:4'],
    [[taro[1], hanako[0]], 'hhhhaaaa:1'],
    [[taro[3], hanako[0]], 'ttttaaaa:4'],
  ] as const
  for (const [heads, name] of cases) expect(anchorOf(all, headDigest(heads as readonly Event[]))).toBe(name)
  expect(anchorOf(all, headDigest([taro[2] as Event]).slice(0, 20))).toBe('ttttaaaa:3')
})

it('anchorOf does not find a head that the log never had', () => {
  const { taro, hanako, all } = diverged()
  expect(anchorOf(all, headDigest([taro[0] as Event, hanako[0] as Event]))).toBeNull()
  expect(anchorOf(all, 'f'.repeat(64))).toBeNull()
})

it('anchorOf compares only heads of all writers together if there are more than eight', () => {
  const writers = [...'abcdefghi'].map((letter) => new Writer(letter.repeat(8)))
  for (const [i, writer] of writers.entries()) writer.write(i === 0 ? started() : noted('x'), i * SECOND)
  const all = writers.flatMap(({ events }) => events).sort(compareEvents)
  expect(anchorOf(all, headDigest(all))).toBe('iiiiiiii:1')
  expect(anchorOf(all, headDigest([all[3] as Event, all[8] as Event]))).toBeNull()
  expect(anchorOf(all, headDigest([all[3] as Event, all[7] as Event]))).toBe('hhhhhhhh:1')
})
