import { type Envelope, type Event, nameOf } from '../../log/event.ts'
import { addAnomaly, addEvidence, type Handlers, type IncidentDraft, referenceTo, writeRegister } from '../draft.ts'
import type { SeenEvent } from '../horizon.ts'
import type { Notice, Sending } from '../incident.ts'

/** Folds notices, and the channels they are sent on. */
export const noticeHandlers = {
  'notice.posted': (draft, event) => {
    const { corrects = null, settles, claim = null, forced = null, ...rest } = event.data
    const origin = {
      event: nameOf(event),
      by: event.by,
      ...timeOf(draft, event),
      order: draft.events,
      seen: seenBy(event),
    }
    writeRegister(draft, event, `posted:${origin.event}`, true)
    const [sent] = settles === undefined ? [] : draft.found.sendings.find(settles)
    if (sent !== undefined)
      return draft.found.notices.change(sent.event, (n) => withArrival(n, event, timeOf(draft, event)))
    if (settles !== undefined) addAnomaly(draft, event, 'unknown-target')
    draft.notices.push({ ...rest, ...origin, state: 'posted', texts: [], corrects, claim, forced, sending: null })
  },
  'notice.intended': (draft, event) => {
    const { data } = event
    if (data.retries === null) {
      draft.notices.push(noticeFromIntent(event, timeOf(draft, event)))
      return
    }
    const { sendings } = draft.found
    // `sendings` finds a notice by any of its attempts, but `retries` must name the first.
    const first = sendings.find(data.retries).find((n) => n.event === data.retries)
    if (first === undefined) addAnomaly(draft, event, 'unknown-target')
    else
      sendings.change(first.event, (n) => ({
        ...n,
        ...(n.sending && withRetry(n, n.sending, event, timeOf(draft, event))),
      }))
  },
  'notice.delivered': (draft, event) => {
    const { notice, journal } = event.data
    const { sendings } = draft.found
    if (sendings.find(notice).length === 0) addAnomaly(draft, event, 'unknown-target')
    sendings.change(notice, (n) => ({ ...n, ...(n.sending && withOutcome(n, n.sending, event, timeOf(draft, event))) }))
    if (journal !== null) addEvidence(draft, event, 'journal', journal)
  },
  'channel.marked': (draft, event) => {
    const { channel, safe, reason } = event.data
    writeRegister(draft, event, `channel:${channel}`, { safe, reason })
  },
  'notice.promised': (draft, event) => writeRegister(draft, event, `promise:${event.data.channel}`, event.data.next),
} satisfies Partial<Handlers>

type NoticeTime = Pick<Notice, 'at' | 'recordedAt' | 'timeOrder'>

function timeOf({ events }: IncidentDraft, { at, recordedAt }: Envelope): NoticeTime {
  return { at, recordedAt, timeOrder: events }
}

/** Folds the first intent to send a notice. Until an outcome is recorded, it is unknown whether the notice went out. */
function noticeFromIntent(event: Event & { readonly type: 'notice.intended' }, time: NoticeTime): Notice {
  const { channel, stage, number, texts, digest, next, journal } = event.data
  const { corrects = null, claim = null, forced = null, approval } = event.data
  const name = nameOf(event)
  const journals = journal === null ? [] : [journal]
  const sending = { intent: event.data, attempts: [name], journals, ended: false, ...NO_OUTCOME }
  const origin = {
    event: name,
    order: time.timeOrder,
    channel,
    stage,
    number,
    ...time,
    by: event.by,
    seen: seenBy(event),
  }
  const content = { link: null, text: null, texts, digest, next, corrects, claim, forced, sending }
  return { ...origin, state: 'unknown', ...content, ...(approval !== undefined && { approval }) }
}

/** The last event of each writer that the writer of an event had seen when it recorded it. */
export function seenBy({ writer, seq, after = [] }: Envelope): SeenEvent[] {
  return [{ writer, seq: seq - 1 }, ...after.map((head) => ({ writer: head.writer, seq: head.seq }))]
}

const NO_OUTCOME = { why: null, detail: null, accepted: null, refused: null, unknown: null }

/** Folds another attempt to send a notice. A notice that went out stays `sent`. */
function withRetry(
  notice: Notice,
  sending: Sending,
  event: Event & { readonly type: 'notice.intended' },
  time: NoticeTime,
): Partial<Notice> {
  const { journal, forced, turn } = event.data
  const attempts = [...sending.attempts, nameOf(event)]
  const retry = { event: nameOf(event), seen: seenBy(event), ...(turn !== undefined && { turn }) }
  const retries = [...(sending.retries ?? []), retry]
  const journals = [...new Set([...sending.journals, ...(journal === null ? [] : [journal])])]
  const forcedRetries = [
    ...(notice.forcedRetries ?? []),
    ...(forced === undefined ? [] : [{ ...referenceTo(event), forced }]),
  ]
  const tried = {
    sending: { ...sending, attempts, retries, journals, ended: false, why: null },
    ...(forcedRetries.length > 0 && { forcedRetries }),
  }
  return notice.state === 'sent' ? tried : { ...tried, state: 'unknown', ...time }
}

/** Folds the outcome of an attempt. A `sent` attempt is final; otherwise the last attempt counts. */
function withOutcome(
  notice: Notice,
  sending: Sending,
  event: Event & { readonly type: 'notice.delivered' },
  time: NoticeTime,
): Partial<Notice> {
  const { outcome, why, detail, link, links, accepted, refused, unknown } = event.data
  const isLast = event.data.notice === sending.attempts.at(-1)
  if (notice.state === 'sent' || !(isLast || outcome === 'sent'))
    return { sending: { ...sending, ended: sending.ended || isLast } }
  const counts = accepted === null ? {} : { accepted, refused, unknown }
  const result = { ended: sending.ended || isLast, why, detail, ...counts }
  const sentAt = outcome === 'sent' ? time : {}
  const read = { link: link ?? notice.link, ...(links !== undefined && { links }) }
  return { state: outcome, ...sentAt, ...read, sending: { ...sending, ...result } }
}

/** Folds what a person found out: a notice arrived, as it had been sent. Nothing changes once its outcome is known. */
function withArrival(notice: Notice, event: Event & { readonly type: 'notice.posted' }, time: NoticeTime): Notice {
  if (notice.state !== 'unknown') return notice
  const { at, recordedAt, timeOrder } = notice
  const settled = { event: nameOf(event), before: { at, recordedAt, timeOrder } }
  return { ...notice, state: 'sent', ...time, link: event.data.link, settled }
}

/** Takes back what `withArrival` folded of this event. */
export function withoutArrival(notice: Notice, event: string): Notice {
  const { settled, ...rest } = notice
  return settled?.event === event ? { ...rest, ...settled.before, state: 'unknown', link: null } : notice
}
