import { expect, it } from 'vitest'
import { RelayState } from '../../src/store/relay-state.ts'
import { folder } from './bench.ts'

it('what one process has told is not told again since another one has saved what it knew before', () => {
  const env = { XDG_STATE_HOME: folder() }
  const [one, other] = [RelayState.open(env, 'key'), RelayState.open(env, 'key')]
  one.told.add('incident writer')
  one.save()
  other.save()
  expect([...RelayState.open(env, 'key').told]).toEqual(['incident writer'])
})

it('however much junk was looked at, what is kept can be read again, with what was said of forks and writers that are here', () => {
  const env = { XDG_STATE_HOME: folder() }
  const state = RelayState.open(env, 'key')
  const fork = { writer: 'hanako11', base: 0, last: 1, lastElsewhere: 1, counts: true, isOtherKey: true, isOwn: false }
  const refused = (count: number) => Array.from({ length: count }, (_, n) => n.toString(16).padStart(16, '0'))
  const look = { of: 'both', since: 'then', place: null, hasInvalid: true, hasOtherKey: false }
  const looks = state.lookedAt('incident')
  for (let n = 0; n < 20_000; n += 1) {
    const writer = String(n).padStart(8, 'a')
    looks.set(writer, { ...look, isHere: false, refused: refused(45) })
    state.told.add(`incident ${writer}`)
  }
  looks.set('hanako11', { ...look, isHere: true, refused: refused(2_000) })
  state.told.add('incident hanako11:0 forked')
  state.keepForks('incident', [fork])
  state.keepForks(
    'incident',
    Array.from({ length: 300 }, (_, n) => ({ ...fork, base: n + 1 })),
  )
  state.succeed(1)
  state.save()
  const again = RelayState.open(env, 'key')
  expect([again.lastAt, again.forks('incident')[0], again.forks('incident').length]).toEqual([1, fork, 200])
  expect(again.moreForks('incident')).toBe(101)
  expect(again.told.has('incident hanako11:0 forked')).toBe(true)
  expect(again.lookedAt('incident').get('hanako11')?.refused).toHaveLength(2_000)
  expect(again.lookedAt('incident').size).toBe(10_000)
})
