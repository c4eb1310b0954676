import type { Notice } from '../incident/incident.ts'
import { falseAlarmOf, isRetractable, nextNoticeStage } from '../incident/notices.ts'
import type { EventDraft } from '../log/event.ts'
import { changedSince } from '../notice/changes.ts'
import { type Problem, problem } from '../problem.ts'
import type { Stage } from '../runbook/runbook.ts'
import type { Situation } from './decision.ts'

/** Returns the event by which a notice of unknown outcome is known to have arrived, as it was sent and when it was. */
export function arrivalOf(notice: Notice, link: string | null = null): EventDraft & { readonly type: 'notice.posted' } {
  const { event: settles, channel, stage, number, at, digest, next, corrects } = notice
  const sent = { channel, stage, number, link, text: null, digest, next, ...(corrects !== null && { corrects }) }
  return { type: 'notice.posted', at, data: { ...sent, settles } }
}

/** Returns the problem of a notice on a channel where it is not known whether an earlier one, `unsettled`, went out. */
export function unsettledProblem(situation: Pick<Situation, 'incident' | 'lifecycle'>, unsettled: Notice): Problem {
  const { channel, event, stage, number } = unsettled
  const { incident } = situation
  const isNothingOwed = falseAlarmOf(incident) !== undefined && !isRetractable(incident, channel)
  const stillHolds = passedStageProblem(situation, unsettled) === null && changedSince(incident, unsettled).length === 0
  const otherwise = isNothingOwed ? 'nothing' : stillHolds ? 'retry' : 'new'
  return problem('delivery-unknown', { channel, event, stage, number, otherwise })
}

/** For each stage of a notice, the stages of the next notice in which its text is no longer true. */
const ENDED_BY: Readonly<Record<Stage, readonly Stage[]>> = {
  scheduled: ['first', 'update', 'resumption', 'final', 'retraction'],
  first: ['resumption', 'final', 'retraction'],
  update: ['resumption', 'final', 'retraction'],
  resumption: ['first', 'update', 'retraction'],
  final: ['retraction'],
  correction: ['retraction'],
  retraction: [],
}

/** Returns the problem of a notice of which the text is no longer true, since the halt has gone on; else null. */
export function passedStageProblem(
  { incident, lifecycle }: Pick<Situation, 'incident' | 'lifecycle'>,
  { channel, stage }: Notice,
): Problem | null {
  const now = nextNoticeStage(incident, lifecycle, channel)
  return ENDED_BY[stage].includes(now) ? problem('stage-passed', { channel, stage, now }) : null
}
