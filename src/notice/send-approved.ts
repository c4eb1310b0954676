import { approvalToUse } from '../domain/decide/approvals.ts'
import { isProblem } from '../domain/decide/decision.ts'
import type { Approval } from '../domain/incident/approvals.ts'
import { type Problem, ProblemError } from '../domain/problem.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { adoptSettings, currentSettings } from '../incident/settings-adoption.ts'
import { uniqueKey } from '../platform/random.ts'
import { mustBeOfAnotherPerson } from '../signing/approver.ts'
import { newEvidenceName } from '../store/evidence-files.ts'
import type { World } from '../world.ts'
import { viaOf } from './compose.ts'
import type { NoticeText } from './notice.ts'
import { type SendOptions, type SendResult, sendIntended } from './send-notices.ts'

/**
 * Sends the notices for which an event asked approval, as they were approved. Rejects with `not-approved`, `approval-void` or
 * `not-another-person`.
 */
export async function sendApproved(
  world: World,
  chosen: ChosenIncident,
  request: string,
  options: SendOptions,
): Promise<SendResult> {
  const { journal, clock } = chosen
  const now = await currentSettings(world, chosen)
  adoptSettings(world, chosen, now)
  const { incident } = journal
  const context = journal.decisionContext(clock)
  const approval = orThrow(approvalToUse({ incident, context }, request))
  await mustBeOfAnotherPerson(world, journal, approval)
  const { notices = [], claim } = approval.prepared
  const done = new Set(incident.notices.flatMap((n) => (approval.acts.includes(n.event) ? [n.channel] : [])))
  const fallback = incident.exercise === null ? 'by-hand' : 'drill'
  const left = notices
    .filter(({ channel }) => !done.has(channel))
    .map((notice) => ({ ...notice, via: viaOf(notice.channel, now.settings, fallback) }))
  const toSend = left.filter(({ via }) => via !== 'by-hand')
  const { force: despite } = options
  const prepared = left.find(({ forced }) => forced !== undefined)?.forced?.reason
  const reasons = [prepared, despite].filter((reason) => reason !== undefined)
  const force = reasons.length === 0 ? undefined : reasons.join(' / ')
  const intent = {
    notices: toSend.map(({ forced: _, ...notice }) => {
      const journal = notice.via === 'smtp' && fallback === 'by-hand' ? newEvidenceName() : null
      return { ...notice, key: uniqueKey(), journal }
    }),
    // Whoever approved it has seen what it says.
    news: toSend.map(({ channel }) => channel),
    open: new Map(toSend.map(({ channel, forced }) => [channel, forced?.open ?? []])),
    ...(force !== undefined && { force, again: force }),
    ...(despite !== undefined && { despite }),
    ...(claim !== undefined && { claim }),
    approval: request,
  }
  const sent = toSend.length === 0 ? [] : await sendIntended(world, chosen, intent, now.settings, options)
  return { sent, byHand: textsOf(left.filter(({ via }) => via === 'by-hand')), approval: request }
}

/** The texts that were prepared, one for each channel and language. */
export function textsOf(notices: NonNullable<Approval['prepared']['notices']>): NoticeText[] {
  return notices.flatMap(({ channel, stage, number, next, texts }) =>
    texts.map(({ language, subject, text }) => ({ channel, stage, number, language, subject, text, next })),
  )
}

function orThrow<T extends object>(outcome: T | Problem): T {
  if (isProblem(outcome)) throw new ProblemError(outcome)
  return outcome
}
