import { nextNumber, nextStage } from '../incident/notices.ts'
import type { Draft } from '../log/event.ts'
import { problem } from '../outcome.ts'
import type { Stage } from '../runbook/runbook.ts'
import { type At, accept, at, type Decision, type Situation, tooEarly } from './decision.ts'
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
  const unknown = intent.channels.find((id) => !Object.hasOwn(channels, id))
  if (unknown !== undefined) return problem('unknown-channel', { given: unknown, allowed: Object.keys(channels) })
  const named = [...new Set(intent.channels)]
  if (intent.kind === 'promise')
    return accept(
      ...named.map(
        (channel): Draft => ({ type: 'notice.promised', ...at(intent), data: { channel, next: intent.next } }),
      ),
    )
  const early = intent.stage === 'scheduled' ? null : tooEarly(situation, intent)
  if (early !== null) return early
  const { incident, course } = situation
  const notices = named.map((channel) => {
    const stage = intent.stage ?? nextStage(incident, course, channel)
    return { channel, stage, number: nextNumber(incident, course, channel, stage) }
  })
  return accept(...notices.flatMap((notice) => posted(situation, intent, notice, notices)))
}

interface Numbered {
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
}

/** Channels posted together at one stage share a number: the round that is newest for one of them. */
function posted(
  situation: Situation,
  intent: NoticeIntent & { kind: 'posted' },
  { channel, stage }: Numbered,
  together: readonly Numbered[],
): Draft[] {
  const number = together
    .filter((other) => other.stage === stage)
    .map((other) => other.number)
    .reduce((a, b) => ((b ?? 0) > (a ?? 0) ? b : a))
  const { link, text, digest, next } = intent
  const notice: Draft = {
    type: 'notice.posted',
    ...at(intent),
    data: { channel, stage, number, link, text, digest, next },
  }
  return [notice, ...completedBy(situation, channel, stage, intent)]
}
