import type { Incident, Notice, Sending } from '../incident/incident.ts'
import { nextNumber, nextStage, noticesOf, unsafeBecause } from '../incident/notices.ts'
import { reachedBy, wentOut } from '../incident/sending.ts'
import type { Claim, Draft, EventData, Force, NoticeText } from '../log/event.ts'
import { type Problem, problem } from '../outcome.ts'
import type { Stage } from '../runbook/runbook.ts'
import { type At, accept, alreadySo, at, type Decision, type Situation, together, tooEarly } from './decision.ts'
import { completedBy } from './steps.ts'

/** A notice as it was composed, with the stage and number that its text states. */
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

/** What findings, an unsafe channel or an unknown outcome yield to; `open` are the codes of the findings. */
interface Yielding {
  readonly force?: string
  readonly open?: readonly string[]
  readonly claim?: Claim
}

/** A notice to be sent once more. */
interface Retry {
  readonly notice: string
  /** How it goes now. */
  readonly via: string
  /** Name for another journal; used where a mail has none that goes on. */
  readonly journal: string
}

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
    } & At &
      Yielding)
  | ({ readonly kind: 'promise'; readonly channels: readonly string[]; readonly next: string } & At)
  | ({ readonly kind: 'intend-notices'; readonly notices: readonly Composed[] } & Yielding)
  | {
      readonly kind: 'retry-notices'
      readonly notices: readonly Retry[]
      readonly force?: string
    }
  | { readonly kind: 'deliver-notice'; readonly data: EventData['notice.delivered'] }
  | {
      readonly kind: 'mark-channel'
      readonly channels: readonly string[]
      readonly safe: boolean
      readonly reason: string
    }

export function decideNotice(situation: Situation, intent: NoticeIntent): Decision {
  switch (intent.kind) {
    case 'posted':
      return post(situation, intent)
    case 'promise':
      return promise(situation, intent)
    case 'intend-notices':
      return intend(situation, intent)
    case 'retry-notices':
      return together(intent.notices.map((notice) => retry(situation, notice, intent.force)))
    case 'deliver-notice':
      return deliver(situation, intent.data)
    case 'mark-channel':
      return mark(situation, intent)
  }
}

function unknownChannel({ incident }: Situation, named: readonly string[]): Problem | null {
  const { channels } = incident.runbook
  const unknown = named.find((id) => !Object.hasOwn(channels, id))
  return unknown === undefined ? null : problem('unknown-channel', { given: unknown, allowed: Object.keys(channels) })
}

function promise(situation: Situation, intent: NoticeIntent & { kind: 'promise' }): Decision {
  const drafts = [...new Set(intent.channels)].map(
    (channel): Draft => ({ type: 'notice.promised', ...at(intent), data: { channel, next: intent.next } }),
  )
  return unknownChannel(situation, intent.channels) ?? accept(...drafts)
}

function post(situation: Situation, intent: NoticeIntent & { kind: 'posted' }): Decision {
  const refused =
    unknownChannel(situation, intent.channels) ?? (intent.stage === 'scheduled' ? null : tooEarly(situation, intent))
  if (refused !== null) return refused
  const { link, text, digest, next } = intent
  const kept = { link, text, digest, next, ...yielding(intent) }
  const notices = numberNotices(situation, intent.channels, intent.stage)
  return accept(
    ...notices.flatMap((notice): Draft[] => [
      { type: 'notice.posted', ...at(intent), data: { ...notice, ...kept } },
      ...completedBy(situation, notice.channel, notice.stage, intent),
    ]),
  )
}

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

function intend(situation: Situation, intent: NoticeIntent & { kind: 'intend-notices' }): Decision {
  const { notices } = intent
  const channels = notices.map((n) => n.channel)
  const unknown = unknownChannel(situation, channels)
  if (unknown !== null) return unknown
  const refused = notices.map(
    (notice) =>
      refusedNumber(situation, notice, notices) ?? refusedChannel(situation, notice) ?? refusedTwice(situation, notice),
  )
  const first = refused.find((p) => p !== null && !(yields(p) && intent.force !== undefined))
  if (first) return first
  const left = refused.flatMap((p) => (p === null ? [] : [p.code]))
  const forced = yielding({ ...intent, open: [...(intent.open ?? []), ...new Set(left)] })
  return accept(
    ...notices.map((notice): Draft => ({ type: 'notice.intended', data: { ...notice, retries: null, ...forced } })),
  )
}

/** What was composed states a number: if another notice took it meanwhile, the text has to be composed anew. */
function refusedNumber(situation: Situation, notice: Composed, together: readonly Composed[]): Problem | null {
  const { channel, stage, number } = notice
  const same = together.filter((n) => n.stage === stage).map((n) => n.channel)
  const now = numberNotices(situation, same, stage).find((n) => n.channel === channel)
  return now?.number === number ? null : problem('notice-outdated', { channel, number, now: now?.number ?? null })
}

function refusedChannel({ incident, course }: Situation, { channel }: { readonly channel: string }): Problem | null {
  const reason = unsafeBecause(incident, channel)
  if (reason !== null) return problem('channel-unsafe', { channel, reason })
  const since = noticesOf(incident, channel, course.current).at(-1)?.order ?? 0
  const open = incident.notices.find((n) => n.channel === channel && n.state === 'unknown' && n.order > since)
  return open === undefined ? null : problem('delivery-unknown', { channel, event: open.event })
}

/** What some have already goes out to the others as it was: written anew, it would reach those twice. */
function refusedTwice({ incident }: Situation, { channel, stage, number }: Composed): Problem | null {
  const last = unsent(incident, channel)
  if (last === null || last.stage !== stage || last.number !== number) return null
  const reached = reachedBy(last)
  return reached === 0 ? null : problem('partly-sent', { channel, event: last.event, reached, once: null })
}

function yields({ code }: Problem): boolean {
  return code === 'channel-unsafe' || code === 'delivery-unknown' || code === 'partly-sent'
}

function yielding({ force, open = [], claim }: Yielding): { readonly claim?: Claim; readonly forced?: Force } {
  const forced = force === undefined || open.length === 0 ? {} : { forced: { reason: force, open } }
  return { ...forced, ...(claim !== undefined && { claim }) }
}

/** Sends again what failed, as it was; what may have gone out only with a reason. */
function retry(situation: Situation, given: Retry, force: string | undefined): Decision {
  const { incident } = situation
  const notice = incident.notices.find((n) => n.event === given.notice)
  if (notice === undefined) return problem('unknown-event', { given: given.notice })
  const { sending, channel } = notice
  if (sending === null || wentOut(notice)) return problem('nothing-to-retry', { channel })
  const reason = unsafeBecause(incident, channel)
  const reached = reachedBy(notice)
  const refused = [
    reason === null ? [] : problem('channel-unsafe', { channel, reason }),
    notice.state === 'unknown' ? problem('delivery-unknown', { channel, event: notice.event }) : [],
    passed(situation, notice) ?? [],
    // Another way knows nothing of whom the first one reached.
    reached > 0 && given.via !== sending.intent.via
      ? problem('partly-sent', { channel, event: notice.event, reached, once: sending.intent.via })
      : [],
  ].flat()
  const [first] = refused
  if (first !== undefined && force === undefined) return first
  const left = refused.map(({ code }) => code)
  return accept({
    type: 'notice.intended',
    data: {
      ...onceMore(notice, sending, given),
      ...yielding({ ...(force !== undefined && { force }), open: left }),
    },
  })
}

/** By a stage, those after which its text is true no more. */
const ENDED_BY: Readonly<Record<Stage, readonly Stage[]>> = {
  scheduled: ['first', 'update', 'resumption', 'final'],
  first: ['resumption', 'final'],
  update: ['resumption', 'final'],
  resumption: ['first', 'update'],
  final: [],
}

function passed({ incident, course }: Situation, { channel, stage }: Notice): Problem | null {
  const now = nextStage(incident, course, channel)
  return ENDED_BY[stage].includes(now) ? problem('stage-passed', { channel, stage, now }) : null
}

/** The first intent once more, by the way that there is now. */
function onceMore(
  notice: Notice,
  sending: Sending,
  { via, journal: fresh }: { readonly via: string; readonly journal: string },
): EventData['notice.intended'] {
  const { forced: _, ...same } = sending.intent
  const journal = needsJournal(sending, via) ? fresh : (sending.journals.at(-1) ?? null)
  return { ...same, via, retries: notice.event, journal }
}

/** Whether a mail has no journal of its own that goes on: none, or one that was ended. */
export function needsJournal({ journals, ended }: Sending, via: string): boolean {
  return via === 'smtp' && (ended || journals.length === 0)
}

function deliver(situation: Situation, data: EventData['notice.delivered']): Decision {
  const notice = situation.incident.notices.find((n) => n.sending?.attempts.includes(data.notice))
  if (notice === undefined) return problem('unknown-event', { given: data.notice })
  if (notice.sending?.ended) return alreadySo(`notice ${data.notice}`)
  const done = data.outcome === 'sent' ? completedBy(situation, notice.channel, notice.stage, {}) : []
  return accept({ type: 'notice.delivered', data }, ...done)
}

function mark(situation: Situation, intent: NoticeIntent & { kind: 'mark-channel' }): Decision {
  const { channels, safe, reason } = intent
  const decisions = [...new Set(channels)].map((channel): Decision => {
    const marked = unsafeBecause(situation.incident, channel)
    const so = safe ? marked === null : marked === reason
    if (so) return alreadySo(`notice ${channel} --${safe ? 'safe' : 'unsafe'}`)
    return accept({ type: 'channel.marked', data: { channel, safe, reason } })
  })
  return unknownChannel(situation, channels) ?? together(decisions)
}

/** The latest notice of a channel that did not go out as it was meant to; null where there is none. */
export function unsent(incident: Incident, channel: string): Notice | null {
  const latest = incident.notices.findLast((n) => n.channel === channel)
  return latest === undefined || wentOut(latest) ? null : latest
}
