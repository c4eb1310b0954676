import { nextNumber, nextStage } from '../incident/notices.ts'
import type { Draft } from '../log/event.ts'
import { problem } from '../outcome.ts'
import type { Stage } from '../runbook/runbook.ts'
import { type At, accept, at, type Decision, type Situation } from './decision.ts'
import { completedBy } from './steps.ts'

export type NoticeIntent =
  | ({
      readonly kind: 'posted'
      readonly channels: readonly string[]
      readonly stage?: Stage
      readonly link: string | null
      readonly text: string | null
      readonly digest: string | null
      /** When the next report is promised; ISO 8601. */
      readonly next: string | null
    } & At)
  | ({ readonly kind: 'promise'; readonly channels: readonly string[]; readonly next: string } & At)

export function decideNotice(situation: Situation, intent: NoticeIntent): Decision {
  const { channels } = situation.incident.runbook
  const unknown = intent.channels.find((id) => channels[id] === undefined)
  if (unknown !== undefined) return problem('unknown-channel', { given: unknown, allowed: Object.keys(channels) })
  const named = [...new Set(intent.channels)]
  if (intent.kind === 'promise')
    return accept(
      ...named.map(
        (channel): Draft => ({ type: 'notice.promised', ...at(intent), data: { channel, next: intent.next } }),
      ),
    )
  return accept(...named.flatMap((channel) => posted(situation, intent, channel)))
}

/** Channels posted together share a number: each that a new round begins with gets the same one. */
function posted(situation: Situation, intent: NoticeIntent & { kind: 'posted' }, channel: string): Draft[] {
  const { incident, course } = situation
  const stage = intent.stage ?? nextStage(incident, course, channel)
  const number = nextNumber(incident, course, channel, stage)
  const { link, text, digest, next } = intent
  const notice: Draft = {
    type: 'notice.posted',
    ...at(intent),
    data: { channel, stage, number, link, text, digest, next },
  }
  return [notice, ...completedBy(situation, channel, stage, intent)]
}
