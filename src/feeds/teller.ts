import type { Deadlines } from '../command.ts'
import { realTiming } from '../delivery/io/timing.ts'
import type { SendingContext } from '../delivery/transport.ts'
import type { DeliveryReason } from '../domain/delivery-reasons.ts'
import type { OnceAmongMachines } from '../relay/io/once-among-machines.ts'
import type { OnceTask } from '../relay/once.ts'
import type { Feed } from '../runbook/feeds-schema.ts'
import { FeedState, TOO_OLD } from '../store/feed-state.ts'
import type { Journal } from '../store/journal.ts'
import { type KeptHead, workspaceKey } from '../store/state.ts'
import type { World } from '../world.ts'
import { type FeedMessage, messageOf, messageWordsOf, overdueMessage } from './message.ts'
import type { MessageWords } from './message-lines.ts'
import { isToldOfOverdue, type Overdue, overdueSince, type PendingClock, pendingClocks, shareOf } from './overdue.ts'
import { type PendingIncident, pendingOf } from './pending.ts'
import type { FeedSender, Told } from './sender.ts'
import { feedSender } from './senders.ts'

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

/** What a feed is still to be told. */
interface Pending {
  /** When it was recorded or due, in milliseconds since 1970. */
  readonly at: number
  /** What the machines that share it agree on who tells; null if that is known. */
  readonly task: OnceTask | null
  isStillSo(): Promise<boolean>
  message(): FeedMessage
  /** Notes that it is done with. */
  finish(): void
}

/** Tells one feed what it was not told yet. */
export class Teller {
  private readonly world: World
  private readonly feed: Feed
  private readonly heads: readonly KeptHead[]
  private readonly state: FeedState
  private readonly sender: FeedSender
  private readonly once: OnceAmongMachines
  private readonly isThere: (incident: string) => boolean
  private unkept: FeedTold['unkept'] = null
  private count = 0

  constructor(world: World, feed: Feed, heads: readonly KeptHead[], context: SendingContext, once: OnceAmongMachines) {
    this.once = once
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
    const isFirstLook = this.finishOldOverdue(overdue)
    // A process that knows of no deadlines does not know whether any of them waits.
    const isIdle = overdue !== null || !isToldOfOverdue(feed)
    if (behind.length > 0 || isFirstLook || (state.trouble !== null && isIdle)) {
      if (isIdle) state.trouble = null
      this.save()
    }
    return this.result(0, null)
  }

  private recordedMessages({ id, incident, events }: PendingIncident, words: readonly MessageWords[]): Pending[] {
    return events.map((event) => ({
      at: Date.parse(event.source.recordedAt),
      task: null,
      isStillSo: async () => true,
      message: () => messageOf(this.feed, incident, event, words),
      finish: () => this.state.finish(id, event.source.writer, event.source.seq),
    }))
  }

  private overdueMessage(one: PendingClock, overdue: Overdue, words: readonly MessageWords[]): Pending {
    const { clock, incident, pausesUntil } = one
    const stamp = (ms: number) => this.world.clock(incident.settings.timezone).stamp(ms)
    return {
      at: clock.dueAt,
      task: this.overdueTask(one),
      isStillSo: () => overdue.search.isStillOverdue(one),
      message: () => {
        const times = { dueAt: stamp(clock.dueAt), pausesUntil: pausesUntil === null ? null : stamp(pausesUntil) }
        return overdueMessage(this.feed, one, times, overdue.deadlineName, words)
      },
      finish: () => {
        this.state.finishOverdue(clock.key, clock.dueAt)
        this.state.countOverdue(shareOf(one), this.world.now())
      },
    }
  }

  /** A pager makes one alert of what several machines tell it, so that none needs to rely on another. */
  private overdueTask({ clock: { key }, incident: { declaration } }: PendingClock): OnceTask | null {
    const { destination, name } = this.feed
    const isPager = destination.via === 'webhook' && destination.form === 'pagerduty'
    if (declaration === null || isPager) return null
    return { incident: declaration.incident, name: `${name} ${this.sender.mark()} ${key}` }
  }

  /** Notes that deadlines are done with that passed so long ago that they are no longer told. Whether it is the first time. */
  private finishOldOverdue(overdue: Overdue | null): boolean {
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

  /** Resolves to why it could not be told; null once it is done with, or where it is another machine's to tell for now. */
  private async tellOne(
    pending: Pending,
    unready: { readonly why: DeliveryReason; readonly detail: string } | null,
  ): Promise<FeedTold['failure']> {
    const { state, world } = this
    if (!(await pending.isStillSo())) return null
    if (world.now() - pending.at > MAX_AGE_MS) this.leaveOut(TOO_OLD, state.trouble?.detail ?? '')
    else if (unready !== null) return { outcome: 'failed', ...unready, retryAfterMs: 0 }
    else {
      const told = await this.tellOnce(pending)
      if (told === null) return null
      if (told.outcome === 'failed') return told
      if (told.outcome === 'refused') this.leaveOut(told.why, told.detail)
    }
    state.trouble = null
    pending.finish()
    this.save()
    return null
  }

  /** Tells it unless another machine has; null where one is about to. */
  private async tellOnce({ task, message }: Pending): Promise<Told | null> {
    if (task === null) return this.send(message())
    const claim = await this.once.claim(task)
    if (claim === 'elsewhere') return null
    if (claim === 'done') return { outcome: 'told' }
    const told = await this.send(message())
    await (told.outcome === 'told' ? this.once.finish(task) : this.once.giveBack(task))
    return told
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
