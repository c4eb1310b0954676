import { describe, it } from 'vitest'
import { begun, declined, done, given, posted, skipped, started } from '../given.ts'

describe('doing steps', () => {
  it('records a step as done, with what was found', () => {
    given(started())
      .when({ kind: 'done', steps: ['a-look'], note: 'engine-3 is down' })
      .then(done('a-look', 'engine-3 is down'))
  })

  it('records a notice as posted, its text not kept, when a notice step is done', () => {
    given(started())
      .when({ kind: 'done', steps: ['b-website'] })
      .then(posted('website', 'first', 1), done('b-website'))
  })

  it('takes several steps together or none of them', () => {
    given(started())
      .when({ kind: 'done', steps: ['a-look', 'a-loook'] })
      .refused('unknown-step', { given: 'a-loook' })
  })

  it('does not decline what is required: that can only be skipped', () => {
    given(started())
      .when({ kind: 'decline', steps: ['a-look'], reason: 'busy' })
      .refused('required-step')
    given(started())
      .when({ kind: 'skip', steps: ['a-look'], reason: 'busy' })
      .then(skipped('a-look', 'busy'))
    given(started())
      .when({ kind: 'decline', steps: ['a-ask'], reason: 'clear' })
      .then(declined('a-ask', 'clear'))
  })

  it('records nothing for what is so already', () => {
    given(started(), done('a-look'))
      .when({ kind: 'done', steps: ['a-look'] })
      .already('done a-look')
    given(started(), begun('a-look'))
      .when({ kind: 'begin', steps: ['a-look'] })
      .already('begin a-look')
  })
})
