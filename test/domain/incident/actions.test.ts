import { describe, expect, it } from 'vitest'
import { isPastDue } from '../../../src/domain/incident/actions.ts'
import { DECLARED, finished, followUp, HOUR, incidentOf, iso, MINUTE, nth, started } from '../../given.ts'

describe('a follow-up', () => {
  it('is past due while it is open after its due date', () => {
    const due = iso(HOUR)
    const { actions } = incidentOf(
      started(),
      followUp('open', 'jiro', due),
      followUp('done', 'jiro', due),
      followUp('some day'),
      finished(nth(3)),
    )
    const late = (after: number) => actions.filter((a) => isPastDue(a, DECLARED + after)).map(({ text }) => text)
    expect(late(HOUR)).toEqual([])
    expect(late(HOUR + MINUTE)).toEqual(['open'])
  })
})
