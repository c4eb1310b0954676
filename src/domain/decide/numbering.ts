import { nextNumber, nextStage } from '../incident/notices.ts'
import type { Stage } from '../runbook/runbook.ts'
import type { Situation } from './decision.ts'

export interface Numbered {
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
}

/**
 * Stage and number of the notices that come next on these channels. Those of one stage that go out together share a
 * number: the round that is newest for one of them.
 */
export function numberNotices(
  { incident, course }: Pick<Situation, 'incident' | 'course'>,
  channels: readonly string[],
  given?: Stage,
): Numbered[] {
  const single = [...new Set(channels)].map((channel) => {
    const stage = given ?? nextStage(incident, course, channel)
    return { channel, stage, number: nextNumber(incident, course, channel, stage) }
  })
  return single.map(({ channel, stage }) => {
    const numbers = single.filter((other) => other.stage === stage).map((other) => other.number)
    return { channel, stage, number: numbers.reduce((a, b) => ((b ?? 0) > (a ?? 0) ? b : a)) }
  })
}
