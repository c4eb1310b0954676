import { type Event, nameOf } from '../log/event.ts'
import { once } from '../once.ts'
import type { Stage } from '../runbook/runbook.ts'
import { phaseOf, standingIn } from './current-values.ts'
import type { Incident, Notice, Sending } from './incident.ts'
import type { Interruption, Lifecycle } from './lifecycle.ts'
import { between } from './register.ts'

/** Notices of a channel that went out during an interruption, by when they did; announcements beforehand apart. */
export function noticesOf(incident: Incident, channel: string, { order, endOrder }: Interruption): Notice[] {
  const sent = sentOn(incident).get(channel) ?? []
  return sent.filter((notice) => notice.order > order && notice.order < endOrder)
}

/** By channel, those that went out, by when they did. */
const sentOn = once(({ notices }: Incident): ReadonlyMap<string, readonly Notice[]> => {
  const sent = new Map<string, Notice[]>()
  const timed = notices
    .filter((notice) => notice.stage !== 'scheduled' && wentOut(notice))
    .map((notice) => ({ notice, at: Date.parse(notice.at) }))
  for (const { notice } of timed.sort((a, b) => a.at - b.at))
    sent.get(notice.channel)?.push(notice) ?? sent.set(notice.channel, [notice])
  return sent
})

function during({ notices }: Incident, channel: string, { order, endOrder }: Interruption): Notice[] {
  return between(notices, order, endOrder).filter((n) => n.channel === channel && n.stage !== 'scheduled')
}

/**
 * The stage that follows for a channel: its first is `first`, after the first lift `resumption` (contract). A notice that
 * some have is followed like one that all have.
 */
export function nextStage(incident: Incident, lifecycle: Lifecycle, channel: string): Stage {
  const phase = phaseOf(incident)
  if (phase === 'scheduled') return 'scheduled'
  if (phase === 'closed') return 'final'
  if (lifecycle.current.liftedAt !== null) return 'resumption'
  return during(incident, channel, lifecycle.current).some((n) => wentOut(n) || reachedBy(n) > 0) ? 'update' : 'first'
}

/**
 * The number (第N報) of a notice about to be sent: one series an incident. A `first` takes the current number; any
 * other opens the next round, or joins the round under way that its channel has not had yet.
 */
export function nextNumber(incident: Incident, lifecycle: Lifecycle, channel: string, stage: Stage): number | null {
  if (stage === 'scheduled') return null
  const round = roundOf(incident)
  if (round === null) return 1
  if (round.order <= lifecycle.current.order) return round.number + 1
  if (stage === 'first') return round.number
  return round.stage === stage && !round.channels.has(channel) ? round.number : round.number + 1
}

interface Round {
  readonly number: number
  readonly stage: Stage
  readonly order: number
  readonly channels: Set<string>
}

function roundOf(incident: Incident): Round | null {
  let round: Round | null = null
  for (const notice of incident.notices) {
    const { number, stage, order, channel, state } = notice
    if (number === null) continue
    if (round === null || number > round.number) round = { number, stage, order, channels: new Set() }
    if (number === round.number && (state !== 'failed' || reachedBy(notice) > 0)) round.channels.add(channel)
  }
  return round
}

/** Why a channel is not to be used; null where it may be. */
export function unsafeBecause(incident: Incident, channel: string): string | null {
  const mark = standingIn(incident, `channel:${channel}`)?.value
  return mark === undefined || mark.safe ? null : mark.reason
}

/** Notices whose outcome is not known: nothing was recorded after the intent, or the way itself could not say. */
export function unknownOutcomes(incident: Incident): Notice[] {
  return incident.notices.filter((n) => n.state === 'unknown')
}

/** Notices that failed, or of which nobody knows whether they went out, where none went out on the channel since. */
export function unsentOf({ notices }: Incident): Notice[] {
  const last = new Map(notices.filter(wentOut).map(({ channel, order }) => [channel, order]))
  return notices.filter((n) => !wentOut(n) && n.order > (last.get(n.channel) ?? 0))
}

/** How the fold follows a notice that leaves the machine: intent, attempts, outcomes. */

/** A notice about to be sent for the first time: until its outcome is recorded, it is not known whether it went out. */
export function intended(event: Event & { readonly type: 'notice.intended' }, order: number): Notice {
  const { channel, stage, number, texts, digest, next, journal, claim = null, forced = null } = event.data
  const name = nameOf(event)
  return {
    event: name,
    order,
    channel,
    stage,
    number,
    at: event.at,
    by: event.by,
    state: 'unknown',
    link: null,
    text: null,
    texts,
    digest,
    next,
    claim,
    forced,
    sending: {
      intent: event.data,
      attempts: [name],
      journals: journal === null ? [] : [journal],
      ended: false,
      ...NOTHING_KNOWN,
    },
  }
}

const NOTHING_KNOWN = { why: null, detail: null, accepted: null, refused: null, unknown: null }

/** One more attempt: what went out before stays so. */
export function retried(
  notice: Notice,
  sending: Sending,
  event: Event & { readonly type: 'notice.intended' },
): Pick<Notice, 'state' | 'sending'> {
  const state = notice.state === 'sent' ? 'sent' : 'unknown'
  const { journal } = event.data
  const attempts = [...sending.attempts, nameOf(event)]
  const journals = [...new Set([...sending.journals, ...(journal === null ? [] : [journal])])]
  return { state, sending: { ...sending, attempts, journals, ended: false, why: null } }
}

/** What an attempt came to: one that went out is not taken back by another; of the others the last one counts. */
export function delivered(
  notice: Notice,
  sending: Sending,
  event: Event & { readonly type: 'notice.delivered' },
): Partial<Notice> {
  const { outcome, why, detail, link, accepted, refused, unknown } = event.data
  const last = event.data.notice === sending.attempts.at(-1)
  if (notice.state === 'sent' || !(last || outcome === 'sent'))
    return { sending: { ...sending, ended: sending.ended || last } }
  const counts = accepted === null ? {} : { accepted, refused, unknown }
  const known = { ended: sending.ended || last, why, detail, ...counts }
  const went = outcome === 'sent' ? { at: event.at } : {}
  return { state: outcome, ...went, link: link ?? notice.link, sending: { ...sending, ...known } }
}

/** Whether customers may have it: posted by a person, or sent. */
export function wentOut({ state }: Pick<Notice, 'state'>): boolean {
  return state === 'posted' || state === 'sent'
}

/** How many may have a notice that did not go out to everybody. */
export function reachedBy({ state, sending }: Notice): number {
  return state === 'failed' ? (sending?.accepted ?? 0) + (sending?.unknown ?? 0) : 0
}
