import type { EventDraft } from '../../../src/domain/log/event.ts'
import type { Stage } from '../../../src/domain/runbook/runbook.ts'
import {
  advanced,
  classified,
  DECLARED,
  iso,
  lifted,
  MINUTE,
  posted,
  reopened,
  scoped,
  stated,
  Writer,
} from '../../given.ts'
import { at, halt, unknown, words } from '../halts.ts'

import { toMinute } from './moments.ts'

// What a test tells the program of a halt, and so what its notices may say. All times are in milliseconds since the epoch.

export const CHANNELS = ['website', 'email', 'app-push', 'social', 'internal'] as const
export type Channel = (typeof CHANNELS)[number]
export const isShort = (channel: Channel) => channel === 'app-push' || channel === 'social'

export type Operation = 'trading' | 'deposits' | 'withdrawals'
export const OPERATIONS: readonly Operation[] = ['trading', 'deposits', 'withdrawals']
export type State = 'stopped' | 'cancel-only' | 'open'

/** One time, or from when to when. */
export type Estimate = readonly number[]

export type Step =
  | { readonly do: 'say'; readonly fact: string; readonly n: number }
  /** From how many minutes from now, and for how many more; from 0: from when it was expected before. */
  | { readonly do: 'expect' | 'move'; readonly minutes: number; readonly length: number }
  | { readonly do: 'expect-nothing' }
  | { readonly do: 'scope'; readonly operation: Operation; readonly state: State }
  | { readonly do: 'type'; readonly type: string }
  | { readonly do: 'lift'; readonly operation: Operation }
  | { readonly do: 'reopen'; readonly operation: Operation }
  | { readonly do: 'notify' | 'correct' | 'begin' | 'resolve' | 'false-alarm' }

/** A time without a break during which a service was stopped or restricted. */
export interface Period {
  readonly from: number
  readonly stoppedAt: number | null
  readonly to: number | null
}

export interface Known {
  type: string
  /** In which interruption the type was stated. */
  typeIn: number
  /** Words of facts, without what marks their language. */
  said: Record<string, string>
  saidAt: Record<string, number>
  saidIn: Record<string, number>
  /** Undefined: nobody said anything; null: it was stated not to be known. */
  estimate: Estimate | null | undefined
  estimateIn: number
  window: Estimate | null
  /** Null before a planned halt begins. */
  begunAt: number | null
  scope: Partial<Record<Operation, State>>
  periods: Partial<Record<Operation, readonly Period[]>>
  /** When services that were restricted were opened, since the halt began or was reopened. */
  resumedAt: Partial<Record<Operation, number>>
  interruption: number
  startedAt: number
  lastLift: number | null
  closed: 'resolved' | 'false-alarm' | null
}

/** What a channel was last told. */
export interface Told extends Known {
  readonly stage: Stage
  readonly at: number
  readonly number: number | null
}

const STOPPED: Known['scope'] = { trading: 'stopped', withdrawals: 'stopped' }

const isOpen = (state: State | undefined) => state === undefined || state === 'open'

export class Story {
  readonly writer = new Writer()
  private minute = 0
  readonly known: Known
  readonly isPlanned: boolean
  /** What was known when the halt was reopened. */
  readonly earlier: Known[] = []
  readonly told: Partial<Record<Channel, Told>> = {}
  /** The last notice of a channel, be it a correction. */
  readonly last: Partial<Record<Channel, Told>> = {}
  private toldNow = new Set<Channel>()
  readonly numbers: number[] = []
  /** When something was recorded. */
  readonly recordedAt: number[] = []

  constructor(type: string, isPlanned: boolean, initial: Known['scope'] = STOPPED) {
    this.isPlanned = isPlanned
    const startedAt = DECLARED - 12 * MINUTE
    const window = isPlanned ? [DECLARED + 60 * MINUTE, DECLARED + 180 * MINUTE] : null
    this.known = {
      type,
      typeIn: 1,
      said: {},
      saidAt: {},
      saidIn: {},
      estimate: undefined,
      estimateIn: 1,
      window,
      begunAt: isPlanned ? null : startedAt,
      scope: { ...initial },
      periods: isPlanned ? {} : begunAt(startedAt, initial),
      resumedAt: {},
      interruption: 1,
      startedAt,
      lastLift: null,
      closed: null,
    }
    const scope = Object.entries(initial).map(([operation, state]) => at(operation, state))
    const times = isPlanned ? { startedAt: null, planned: { from: iso(60 * MINUTE), to: iso(180 * MINUTE) } } : {}
    this.record(halt({ type, scope, ...times }))
  }

  get now(): number {
    return DECLARED + this.minute * MINUTE
  }

  get isOver(): boolean {
    return this.known.lastLift !== null && this.restricted().length === 0
  }

  get isCalledOff(): boolean {
    return this.known.closed !== null && this.known.begunAt === null
  }

  /** Whether the halt was reopened, and nobody has said since of what type it is. */
  get isTypeOpen(): boolean {
    return this.known.typeIn < this.known.interruption
  }

  restricted(): Operation[] {
    return OPERATIONS.filter((one) => !isOpen(this.known.scope[one]))
  }

  /** What a notice on the channel would be about now. */
  stageOn(channel: Channel): Stage {
    const { closed, begunAt, lastLift } = this.known
    if (closed !== null) return closed === 'resolved' ? 'final' : 'retraction'
    if (begunAt === null) return 'scheduled'
    if (lastLift !== null) return 'resumption'
    return this.toldNow.has(channel) ? 'update' : 'first'
  }

  numberOf(stage: Stage): number | null {
    const last = this.numbers.at(-1)
    if (stage === 'scheduled' || (stage === 'retraction' && last === undefined)) return null
    return (last ?? 0) + 1
  }

  /** What a notice mends: a correction, what had the error; a retraction, all. */
  mendedBy(stage: Stage, channel: Channel): Told | undefined {
    return stage === 'retraction' ? this.last[channel] : this.told[channel]
  }

  /** Records that notices of a round went out. */
  notify(stageOn: (channel: Channel) => Stage): void {
    const numbers = CHANNELS.map((channel) => {
      const stage = stageOn(channel)
      const number = this.numberOf(stage)
      this.record(posted(channel, stage, number))
      const told: Told = { ...structuredClone(this.known), stage, at: this.now, number }
      if (stage !== 'correction' && stage !== 'retraction') this.told[channel] = told
      this.last[channel] = told
      if (stage !== 'scheduled') this.toldNow.add(channel)
      return number
    })
    if (numbers[0] != null) this.numbers.push(numbers[0])
  }

  /** Lets a step of three minutes happen; returns false if it can't now. */
  take(step: Step): boolean {
    this.minute += 3
    const { known, now } = this
    if (known.closed !== null && !['say', 'notify', 'correct'].includes(step.do)) return false
    if (step.do === 'say') {
      const value = wordsOf(step.fact, step.n)
      known.said[step.fact] = value
      known.saidAt[step.fact] = now
      known.saidIn[step.fact] = known.interruption
      this.record(words(step.fact, `${value}ja`, `${value}en`))
    } else if (step.do === 'expect') {
      const before = step.minutes === 0 ? known.estimate?.[0] : undefined
      const from = before ?? toMinute(now) + step.minutes * MINUTE
      known.estimate = step.length === 0 ? [from] : [from, from + step.length * MINUTE]
      known.estimateIn = known.interruption
      const value = known.estimate.map((ms) => iso(ms - DECLARED)).join('/')
      this.record(stated('expected-recovery', { known: true, value }))
    } else if (step.do === 'expect-nothing') {
      known.estimate = null
      known.estimateIn = known.interruption
      this.record(unknown('expected-recovery'))
    } else if (step.do === 'scope') {
      const before = known.scope[step.operation]
      // What was stopped is opened by a lift.
      if (before === step.state || (step.state === 'open' && !isOpen(before) && known.begunAt !== null)) return false
      this.change(step.operation, step.state)
      this.record(scoped(step.operation, step.state))
    } else if (step.do === 'type') {
      known.type = step.type
      known.typeIn = known.interruption
      this.record(classified({ type: step.type, severity: 'sev2' }))
    } else if (step.do === 'move') {
      if (known.begunAt !== null || known.window === null) return false
      const from = toMinute(now) + step.minutes * MINUTE
      known.window = [from, from + step.length * MINUTE]
      this.record(stated('planned-start', { known: true, value: iso(from - DECLARED) }))
      this.record(stated('planned-end', { known: true, value: iso(from + step.length * MINUTE - DECLARED) }))
    } else if (step.do === 'begin') {
      if (known.begunAt !== null) return false
      known.begunAt = now
      known.startedAt = now
      known.periods = begunAt(now, known.scope)
      this.record(advanced('initial-response'))
    } else if (step.do === 'lift') {
      if (known.begunAt === null || isOpen(known.scope[step.operation])) return false
      this.change(step.operation, 'open')
      known.lastLift = now
      this.record(lifted(step.operation))
    } else if (step.do === 'reopen') {
      if (known.lastLift === null) return false
      this.earlier.push(structuredClone(known))
      known.interruption += 1
      known.resumedAt = {}
      this.change(step.operation, 'stopped')
      known.lastLift = null
      known.startedAt = now
      this.toldNow = new Set()
      this.record(reopened(step.operation))
    } else if (step.do === 'resolve') {
      for (const operation of this.restricted()) this.take({ do: 'lift', operation })
      if (!this.isOver) return false
      known.closed = 'resolved'
      this.record({ type: 'incident.closed', data: { as: 'resolved', reason: null } })
    } else if (step.do === 'false-alarm') {
      known.closed = 'false-alarm'
      this.record({ type: 'incident.closed', data: { as: 'false-alarm', reason: 'nothing' } })
    }
    return true
  }

  private record(draft: EventDraft): void {
    this.recordedAt.push(this.now)
    this.writer.write(draft, this.minute * MINUTE)
  }

  private change(operation: Operation, state: State): void {
    const { known, now } = this
    const before = known.scope[operation]
    known.scope[operation] = state
    if (known.begunAt === null) return
    const all = known.periods[operation] ?? []
    const last = all.at(-1)
    if (isOpen(before) && state !== 'open') {
      known.periods[operation] = [...all, { from: now, stoppedAt: state === 'stopped' ? now : null, to: null }]
    } else if (last !== undefined && !isOpen(before)) {
      const stoppedAt = last.stoppedAt ?? (state === 'stopped' ? now : null)
      known.periods[operation] = [...all.slice(0, -1), { ...last, stoppedAt, to: state === 'open' ? now : null }]
    }
    if (!isOpen(before) && state === 'open') known.resumedAt[operation] = now
  }
}

/** Words that are found nowhere else; a half of them are long. */
function wordsOf(fact: string, n: number): string {
  return `${fact}#${n}${'-'.repeat(n % 2 === 0 ? 0 : 30)}`
}

function begunAt(from: number, scope: Known['scope']): Known['periods'] {
  const begun = OPERATIONS.flatMap((operation): [Operation, readonly Period[]][] => {
    const state = scope[operation]
    return isOpen(state) ? [] : [[operation, [{ from, stoppedAt: state === 'stopped' ? from : null, to: null }]]]
  })
  return Object.fromEntries(begun)
}
