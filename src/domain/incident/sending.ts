import { type Event, nameOf } from '../log/event.ts'
import type { Notice, Sending } from './incident.ts'

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
