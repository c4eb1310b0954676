import { expect, test } from 'vitest'
import { lastNumberOn } from '../../../src/domain/incident/notices.ts'
import { announced, incidentOf, posted, started } from '../../given.ts'

test('lastNumberOn is the number that readers of a channel had last, and 0 before they had one', () => {
  const incident = incidentOf(
    started(),
    announced('email'),
    posted('website', 'first', 1),
    posted('website', 'update', 2),
    posted('social', 'first', 1),
  )
  expect(['website', 'social', 'email'].map((channel) => lastNumberOn(incident, channel))).toEqual([2, 1, 0])
})
