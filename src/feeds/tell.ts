import type { Deadlines } from '../command.ts'
import { realTiming } from '../delivery/io/timing.ts'
import type { SendingContext } from '../delivery/transport.ts'
import type { DeliveryReason } from '../domain/delivery-reasons.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { loadText } from '../i18n/text.ts'
import type { Feed } from '../runbook/feeds-schema.ts'
import { feedSettings } from '../runbook/io/feed-settings.ts'
import { FeedState, TOO_OLD } from '../store/feed-state.ts'
import type { Journal } from '../store/journal.ts'
import { type KeptHead, openWriterState, workspaceKey } from '../store/state.ts'
import type { World } from '../world.ts'
import { type FeedMessage, type MessageWords, messageOf, overdueMessage } from './message.ts'
import { type LateClock, OverdueSearch, overdueSince, type PendingClock, pendingClocks } from './overdue.ts'
import { type PendingIncident, pendingOf } from './pending.ts'
import type { FeedSender, Told } from './sender.ts'
import { feedSender } from './senders.ts'
import { feedWords } from './words.ts'

/** Chat rooms take one message a second (docs/feeds.md). */
const PAUSE_MS = 1000

/** What could not be told for so long is left out. */
const MAX_AGE_MS = 24 * 3_600_000
/** The first and the longest wait after a failure; it doubles from one to the next. */
const FIRST_WAIT_MS = 5_000
const MAX_WAIT_MS = 300_000
/** The longest time for which a server is left alone because it asks for that. */
const MAX_ASKED_WAIT_MS = 3_600_000

/** What came of telling one feed. */
export interface FeedTold {
  readonly feed: string
  /** How many messages it was told. */
  readonly count: number
  /** How many still wait. */
  readonly waiting: number
  /** Why the first of them was not told; null if nothing waits, or it is too early to try again. */
  readonly failure: Extract<Told, { outcome: 'failed' | 'refused' }> | null
  /** When it is tried again, in milliseconds since 1970; null if nothing waits, or this process cannot even try. */
  readonly nextAt: number | null
  /** What keeps the state folder from keeping what was told; null if it was kept. */
  readonly unkept: { readonly path: string; readonly why: string } | null
}

export interface Telling {
  /** What knows the deadlines that passed; null if feeds are not told of those. */
  readonly deadlines: Deadlines | null
  /** Whether feeds that failed are tried again before their time. */
  readonly isAsked: boolean
  readonly stop: AbortSignal
}

/** The words of the languages of a feed. */
export function messageWordsOf(languages: readonly Language[]): Promise<MessageWords[]> {
  return Promise.all(
    languages.map(async (language) => ({ text: await loadText(language), feeds: await feedWords(language) })),
  )
}

/** The last heads that this machine has recorded in incidents that are here. */
export function recordedHeads({ workspace, env }: World): KeptHead[] {
  const ids = new Set(workspace.ids())
  return openWriterState(workspace.directory, env).heads((id) => ids.has(id))
}

/**
 * Tells all feeds what they were not told of what this machine has recorded, and of deadlines that passed. One process at a time may do so
 * (`BackgroundTurn`). A feed that fails keeps no other one waiting.
 */
export async function tellFeeds(world: World, telling: Telling): Promise<FeedTold[]> {
  const { workspace, env } = world
  const { feeds } = await feedSettings(workspace.directory)
  const heads = recordedHeads(world)
  const journals = new Map<string, Journal>()
  const journalOf = (id: string) => {
    const journal = journals.get(id) ?? workspace.journal(id)
    journals.set(id, journal)
    return journal
  }
  const context = { workspace: workspace.directory, env, stop: telling.stop }
  const overdue = await findOverdue(world, feeds, telling)
  return Promise.all(feeds.map((feed) => new Teller(world, feed, heads, context).tell(journalOf, telling, overdue)))
}

/** The deadlines that passed, and what tells how things stand later. */
interface Overdue extends Deadlines {
  readonly search: OverdueSearch
  readonly late: readonly LateClock[]
}

/** Null if no feed is to be told of any. */
async function findOverdue(world: World, feeds: readonly Feed[], { deadlines }: Telling): Promise<Overdue | null> {
  if (deadlines === null || !feeds.some(isToldOfOverdue)) return null
  const search = new OverdueSearch(world, deadlines.incidentsWithDeadlines)
  return { ...deadlines, search, late: await search.find() }
}

/** Of which deadlines that passed feeds were not told yet: the keys of those that can be told now, with the feed. */
export async function untoldOverdue(world: World, search: OverdueSearch): Promise<string> {
  const { directory } = world.workspace
  const { feeds } = await feedSettings(directory)
  const key = workspaceKey(directory)
  const ready = feeds.flatMap((feed) => {
    const state = new FeedState(world.env, key, feed.name)
    return isToldOfOverdue(feed) && state.trouble === null ? [{ feed, state }] : []
  })
  if (ready.length === 0) return ''
  const late = await search.find()
  return ready
    .flatMap(({ feed, state }) =>
      pendingClocks(feed, state, late, world.now()).map(({ clock }) => `${feed.name} ${clock.key}`),
    )
    .join()
}

/** Whether it is time to try again to tell a feed that failed. */
export async function isRetryDue(world: World): Promise<boolean> {
  const { directory } = world.workspace
  const key = workspaceKey(directory)
  const { feeds } = await feedSettings(directory)
  return feeds.some(({ name }) => {
    const { trouble } = new FeedState(world.env, key, name)
    return trouble !== null && world.now() >= trouble.nextAt
  })
}

/** When to try again what failed: milliseconds since 1970; null if nothing is to be tried again here. */
export function earliestRetry(told: readonly FeedTold[]): number | null {
  const times = told.flatMap(({ nextAt }) => (nextAt === null ? [] : [nextAt]))
  return times.length === 0 ? null : Math.min(...times)
}

/** What a feed is still to be told. */
interface Pending {
  /** When it was recorded or due, in milliseconds since 1970. */
  readonly at: number
  isStillSo(): Promise<boolean>
  message(): FeedMessage
  /** Notes that it is done with. */
  finish(): void
}

function isToldOfOverdue({ filter }: Feed): boolean {
  return filter.on.includes('overdue')
}

class Teller {
  private readonly world: World
  private readonly feed: Feed
  private readonly heads: readonly KeptHead[]
  private readonly state: FeedState
  private readonly sender: FeedSender
  private readonly isThere: (incident: string) => boolean
  private unkept: FeedTold['unkept'] = null
  private count = 0

  constructor(world: World, feed: Feed, heads: readonly KeptHead[], context: SendingContext) {
    this.world = world
    this.feed = feed
    this.heads = heads
    this.state = new FeedState(world.env, workspaceKey(world.workspace.directory), feed.name)
    const { now, sleep } = world
    this.sender = feedSender(feed.destination, context, { ...realTiming, now, sleep })
    const ids = new Set(heads.map(({ incident }) => incident))
    this.isThere = (incident) => ids.has(incident)
  }

  async tell(
    journalOf: (id: string) => Journal,
    { isAsked, stop }: Telling,
    overdue: Overdue | null,
  ): Promise<FeedTold> {
    const { feed, state } = this
    const behind = this.heads.filter(({ incident, head }) => state.doneUpTo(incident, head.writer) < head.seq)
    const unready = this.sender.unreadiness()
    const incidents = behind.flatMap(({ incident }) => {
      const found = pendingOf(feed, state, journalOf(incident), this.world.now())
      return found === null ? [] : [found]
    })
    const clocks = overdue === null ? [] : pendingClocks(feed, state, overdue.late, this.world.now())
    let waiting = incidents.reduce((sum, { events }) => sum + events.length, clocks.length)
    if (waiting > 0 && !isAsked && this.isTooEarly(unready?.why ?? null)) return this.wait(waiting, unready !== null)
    const words = await messageWordsOf(feed.languages)
    const groups = [
      ...incidents.map((one) => ({ pending: this.recordedMessages(one, words), finish: () => one.finish() })),
      { pending: overdue === null ? [] : clocks.map((one) => this.overdueMessage(one, overdue, words)), finish() {} },
    ]
    for (const { pending, finish } of groups) {
      for (const one of pending) {
        if (stop.aborted) return this.result(waiting, null)
        const failure = await this.tellOne(one, unready)
        if (failure !== null) return this.fail(failure, waiting, unready !== null)
        waiting -= 1
      }
      finish()
    }
    const isNewlyTold = this.hasFinishedOverdue(overdue)
    // A process that knows of no deadlines does not know whether any of them waits.
    const isIdle = overdue !== null || !isToldOfOverdue(feed)
    if (behind.length > 0 || isNewlyTold || (state.trouble !== null && isIdle)) {
      if (isIdle) state.trouble = null
      this.save()
    }
    return this.result(0, null)
  }

  private recordedMessages({ id, incident, events }: PendingIncident, words: readonly MessageWords[]): Pending[] {
    return events.map((event) => ({
      at: Date.parse(event.source.recordedAt),
      isStillSo: async () => true,
      message: () => messageOf(this.feed, incident, event, words),
      finish: () => this.state.finish(id, event.source.writer, event.source.seq),
    }))
  }

  private overdueMessage(one: PendingClock, overdue: Overdue, words: readonly MessageWords[]): Pending {
    const { clock, incident } = one
    return {
      at: clock.dueAt,
      isStillSo: () => overdue.search.isStillOverdue(one),
      message: () => {
        const dueAt = this.world.clock(incident.settings.timezone).stamp(clock.dueAt)
        return overdueMessage(this.feed, one, dueAt, overdue.deadlineName, words)
      },
      finish: () => this.state.finishOverdue(clock.key, clock.dueAt),
    }
  }

  /** Notes that all deadlines are done with that passed so long ago that they are told no more; whether that is news. */
  private hasFinishedOverdue(overdue: Overdue | null): boolean {
    if (overdue === null || !isToldOfOverdue(this.feed)) return false
    const { state, world } = this
    const before = state.overdueSince
    state.overdueSince = Math.max(overdueSince(state, world.now()), world.now() - MAX_AGE_MS)
    return before === null
  }

  /** Notes how much waits by now, without trying. */
  private wait(waiting: number, isUnready: boolean): FeedTold {
    const { state } = this
    if (state.trouble !== null && state.trouble.waiting !== waiting) {
      state.trouble = { ...state.trouble, waiting }
      this.save()
    }
    return this.result(waiting, null, isUnready)
  }

  /** Whether to wait; what kept another process from trying does not concern this one if it is ready. */
  private isTooEarly(unready: string | null): boolean {
    const { trouble } = this.state
    if (trouble === null || this.world.now() >= trouble.nextAt) return false
    return unready !== null || !LOCAL.has(trouble.why)
  }

  /** Resolves to why it could not be told; null once it is done with. */
  private async tellOne(
    pending: Pending,
    unready: { readonly why: DeliveryReason; readonly detail: string } | null,
  ): Promise<FeedTold['failure']> {
    const { state, world } = this
    if (!(await pending.isStillSo())) return null
    if (world.now() - pending.at > MAX_AGE_MS) this.leaveOut(TOO_OLD, state.trouble?.detail ?? '')
    else if (unready !== null) return { outcome: 'failed', ...unready, retryAfterMs: 0 }
    else {
      const told = await this.send(pending.message())
      if (told.outcome === 'failed') return told
      if (told.outcome === 'refused') this.leaveOut(told.why, told.detail)
    }
    state.trouble = null
    pending.finish()
    this.save()
    return null
  }

  private async send(message: FeedMessage): Promise<Told> {
    if (this.count > 0 && isRoom(this.feed)) await this.world.sleep(PAUSE_MS, new AbortController().signal)
    const told = await this.sender.send(message)
    if (told.outcome !== 'told') return told
    this.count += 1
    this.state.lastAt = this.world.now()
    return told
  }

  private leaveOut(why: string, detail: string): void {
    const count = (this.state.leftOut?.count ?? 0) + 1
    this.state.leftOut = { count, at: this.world.now(), why, detail }
  }

  private fail(failure: NonNullable<FeedTold['failure']>, waiting: number, isUnready: boolean): FeedTold {
    const { state } = this
    const now = this.world.now()
    const { why, detail, retryAfterMs } = failure
    const { since = now, tries = 0 } = state.trouble ?? {}
    const backoff = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** tries)
    const nextAt = now + Math.max(backoff, Math.min(retryAfterMs, MAX_ASKED_WAIT_MS))
    state.trouble = { since, why, detail, tries: tries + 1, nextAt, waiting }
    this.save()
    return this.result(waiting, failure, isUnready)
  }

  private save(): void {
    this.unkept = this.state.save(this.isThere) ?? this.unkept
  }

  private result(waiting: number, failure: FeedTold['failure'], isUnready = false): FeedTold {
    const { feed, count, unkept, state } = this
    const nextAt = waiting === 0 || isUnready ? null : (state.trouble?.nextAt ?? this.world.now())
    return { feed: feed.name, count, waiting, failure, nextAt, unkept }
  }
}

/** What is wrong on this machine, or in the environment of a process. */
const LOCAL: ReadonlySet<string> = new Set<DeliveryReason>([
  'variable-missing',
  'file-missing',
  'bad-secret',
  'bad-url',
  'bad-template',
  'untrusted-workspace',
])

/** Whether a feed goes to people in a chat room, which take one message a second. */
function isRoom({ destination }: Feed): boolean {
  return destination.via === 'webhook' && destination.form !== 'pagerduty' && destination.form !== 'json'
}
