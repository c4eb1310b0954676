import type { Incident, Notice, Sending } from '../incident/incident.ts'
import { nextStage, noticesOf, reachedBy, unsafeBecause, wentOut } from '../incident/notices.ts'
import type { Draft, EventData, NoticeText } from '../log/event.ts'
import { type Problem, problem } from '../outcome.ts'
import type { Stage } from '../runbook/runbook.ts'
import {
  accept,
  allOrNone,
  type Decision,
  numberNotices,
  type Override,
  overrideFields,
  type Situation,
  unchanged,
} from './decision.ts'
import { unknownChannel } from './notices.ts'
import { completedBy } from './steps.ts'

/** A composed notice, with the stage and number that its text states. */
export interface Composed {
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
  readonly via: string
  readonly key: string
  readonly texts: readonly NoticeText[]
  readonly digest: string
  /** When the next report is promised; ISO 8601. */
  readonly next: string | null
  readonly journal: string | null
}

/** A notice to send again. */
interface Retry {
  readonly notice: string
  /** The transport to use now. */
  readonly via: string
  /** Name for a new delivery journal; used if a mail has none that can be continued. */
  readonly journal: string
}

export type SendingIntent =
  | ({ readonly kind: 'intend-notices'; readonly notices: readonly Composed[] } & Override)
  | {
      readonly kind: 'retry-notices'
      readonly notices: readonly Retry[]
      readonly force?: string
    }
  | { readonly kind: 'deliver-notice'; readonly data: EventData['notice.delivered'] }

export const sending = {
  'intend-notices': intendNotices,
  'retry-notices': (situation: Situation, { notices, force }: SendingIntent & { kind: 'retry-notices' }) =>
    allOrNone(notices.map((notice) => retry(situation, notice, force))),
  'deliver-notice': deliver,
}

function intendNotices(situation: Situation, intent: SendingIntent & { kind: 'intend-notices' }): Decision {
  const { notices } = intent
  const channels = notices.map((n) => n.channel)
  const unknown = unknownChannel(situation, channels)
  if (unknown !== null) return unknown
  const refusals = notices.map(
    (notice) =>
      outdated(situation, notice, notices) ?? unusableChannel(situation, notice) ?? partlySent(situation, notice),
  )
  const first = refusals.find((p) => p !== null && !(isOverridable(p) && intent.force !== undefined))
  if (first) return first
  const overridden = refusals.flatMap((p) => (p === null ? [] : [p.code]))
  const forced = overrideFields({ ...intent, open: [...(intent.open ?? []), ...new Set(overridden)] })
  return accept(
    ...notices.map((notice): Draft => ({ type: 'notice.intended', data: { ...notice, retries: null, ...forced } })),
  )
}

/** The text states a number: if another notice has taken it meanwhile, the text must be composed again. */
function outdated(situation: Situation, notice: Composed, batch: readonly Composed[]): Problem | null {
  const { channel, stage, number } = notice
  const same = batch.filter((n) => n.stage === stage).map((n) => n.channel)
  const now = numberNotices(situation, same, stage).find((n) => n.channel === channel)
  return now?.number === number ? null : problem('notice-outdated', { channel, number, now: now?.number ?? null })
}

function unusableChannel(
  { incident, lifecycle }: Situation,
  { channel }: { readonly channel: string },
): Problem | null {
  const reason = unsafeBecause(incident, channel)
  if (reason !== null) return problem('channel-unsafe', { channel, reason })
  const since = noticesOf(incident, channel, lifecycle.current).at(-1)?.order ?? 0
  const open = incident.notices.find((n) => n.channel === channel && n.state === 'unknown' && n.order > since)
  return open === undefined ? null : problem('delivery-unknown', { channel, event: open.event })
}

/** A partly sent notice is resent unchanged: a new one would reach the first recipients twice. */
function partlySent({ incident }: Situation, { channel, stage, number }: Composed): Problem | null {
  const last = unsent(incident, channel)
  if (last === null || last.stage !== stage || last.number !== number) return null
  const reached = reachedBy(last)
  return reached === 0 ? null : problem('partly-sent', { channel, event: last.event, reached, once: null })
}

function isOverridable({ code }: Problem): boolean {
  return code === 'channel-unsafe' || code === 'delivery-unknown' || code === 'partly-sent'
}

/** Resends a failed notice unchanged; one that may have gone out needs a reason. */
function retry(situation: Situation, given: Retry, force: string | undefined): Decision {
  const { incident } = situation
  const notice = incident.notices.find((n) => n.event === given.notice)
  if (notice === undefined) return problem('unknown-event', { given: given.notice })
  const { sending, channel } = notice
  if (sending === null || wentOut(notice)) return problem('nothing-to-retry', { channel })
  const reason = unsafeBecause(incident, channel)
  const reached = reachedBy(notice)
  const refusals = [
    reason === null ? [] : problem('channel-unsafe', { channel, reason }),
    notice.state === 'unknown' ? problem('delivery-unknown', { channel, event: notice.event }) : [],
    passedStage(situation, notice) ?? [],
    // Another transport does not know which recipients the first one reached.
    reached > 0 && given.via !== sending.intent.via
      ? problem('partly-sent', { channel, event: notice.event, reached, once: sending.intent.via })
      : [],
  ].flat()
  const [first] = refusals
  if (first !== undefined && force === undefined) return first
  const overridden = refusals.map(({ code }) => code)
  return accept({
    type: 'notice.intended',
    data: {
      ...retryOf(notice, sending, given),
      ...overrideFields({ ...(force !== undefined && { force }), open: overridden }),
    },
  })
}

/** For each stage, the next stages at which its text is no longer true. */
const ENDED_BY: Readonly<Record<Stage, readonly Stage[]>> = {
  scheduled: ['first', 'update', 'resumption', 'final'],
  first: ['resumption', 'final'],
  update: ['resumption', 'final'],
  resumption: ['first', 'update'],
  final: [],
}

function passedStage({ incident, lifecycle }: Situation, { channel, stage }: Notice): Problem | null {
  const now = nextStage(incident, lifecycle, channel)
  return ENDED_BY[stage].includes(now) ? problem('stage-passed', { channel, stage, now }) : null
}

/** Repeats the first intent, over the transport in use now. */
function retryOf(
  notice: Notice,
  sending: Sending,
  { via, journal: fresh }: { readonly via: string; readonly journal: string },
): EventData['notice.intended'] {
  const { forced: _, ...same } = sending.intent
  const journal = needsJournal(sending, via) ? fresh : (sending.journals.at(-1) ?? null)
  return { ...same, via, retries: notice.event, journal }
}

/** Returns whether a mail has no delivery journal to continue: it has none, or an ended one. */
export function needsJournal({ journals, ended }: Sending, via: string): boolean {
  return via === 'smtp' && (ended || journals.length === 0)
}

function deliver(situation: Situation, { data }: SendingIntent & { kind: 'deliver-notice' }): Decision {
  const notice = situation.incident.notices.find((n) => n.sending?.attempts.includes(data.notice))
  if (notice === undefined) return problem('unknown-event', { given: data.notice })
  if (notice.sending?.ended) return unchanged(`notice ${data.notice}`)
  const done = data.outcome === 'sent' ? completedBy(situation, notice.channel, notice.stage, {}) : []
  return accept({ type: 'notice.delivered', data }, ...done)
}

/** Returns the latest notice of a channel if it did not go out as intended, else null. */
export function unsent(incident: Incident, channel: string): Notice | null {
  const latest = incident.notices.findLast((n) => n.channel === channel)
  return latest === undefined || wentOut(latest) ? null : latest
}
