import { describe, expect, it } from 'vitest'
import { factHistory } from '../../../src/domain/report/history.ts'
import { incidentOf, nth, started, stated, undone } from '../../given.ts'

describe('factHistory', () => {
  it('lists every statement with the public words of the same event', () => {
    const incident = incidentOf(
      started(),
      stated('cause', { known: false }),
      stated('cause', { value: 'engine-3 out of memory', ja: 'システム障害' }),
      stated('cause', { en: 'A system failure' }),
    )
    expect(factHistory(incident)).toMatchObject([
      { fact: 'started-at', event: nth(1), by: 'taro', known: true },
      { fact: 'cause', event: nth(2), known: false, value: null, ja: null, en: null },
      { fact: 'cause', event: nth(3), known: true, value: 'engine-3 out of memory', ja: 'システム障害', en: null },
      { fact: 'cause', event: nth(4), known: null, value: null, ja: null, en: 'A system failure' },
    ])
  })

  it('keeps undone statements, marked as undone', () => {
    const incident = incidentOf(started(), stated('cause', { value: 'a guess' }), undone(nth(2)))
    expect(factHistory(incident).at(-1)).toMatchObject({ fact: 'cause', value: 'a guess', undone: true })
  })
})
