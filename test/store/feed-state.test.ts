import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FeedState } from '../../src/store/feed-state.ts'
import { stateFolder } from '../../src/store/state.ts'
import { folder } from './bench.ts'

const KEY = '0123456789abcdef'

/** Opens what is kept of a feed, again and again. */
function kept(): { open: () => FeedState; path: string } {
  const env = { XDG_STATE_HOME: folder() }
  return { open: () => new FeedState(env, KEY, 'room'), path: join(stateFolder(env, KEY).path, 'feed-room.json') }
}

describe('what is kept of the deadlines that a feed was told of', () => {
  it('is each of them, until it is too long ago to be told', () => {
    const { open } = kept()
    const state = open()
    expect(state.overdueSince).toBeNull()
    state.overdueSince = 1000
    state.finishOverdue('a', 2000)
    state.finishOverdue('b', 3000)
    state.save(() => true)
    const again = open()
    expect([again.overdueSince, again.hasFinishedOverdue('a'), again.hasFinishedOverdue('c')]).toEqual([
      1000,
      true,
      false,
    ])
    again.overdueSince = 2000
    expect([again.hasFinishedOverdue('a'), again.hasFinishedOverdue('b')]).toEqual([false, true])
  })

  it('is bounded: where it is more, the earliest count as too long ago, and are not told again', () => {
    const state = kept().open()
    state.overdueSince = 0
    for (let i = 1; i <= 1500; i += 1) state.finishOverdue(`key ${i}`, i)
    expect(state.overdueSince).toBe(500)
    expect([state.hasFinishedOverdue('key 500'), state.hasFinishedOverdue('key 501')]).toEqual([false, true])
  })

  it('is nothing where the file says nothing that can be read', () => {
    const { open, path } = kept()
    open().save(() => true)
    for (const text of ['', '{"overdue":3,"overdueSince":"x"}', '{"overdue":{"a":"b"}}']) {
      writeFileSync(path, text)
      const state = open()
      expect([state.overdueSince, state.hasFinishedOverdue('a')]).toEqual([null, false])
    }
  })
})
