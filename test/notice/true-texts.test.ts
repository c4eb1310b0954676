import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldEvents } from '../../src/domain/incident/evolve.ts'
import type { Incident } from '../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { DECLARED, iso, lifted, MINUTE, posted, reopened, scoped, stated, Writer } from '../given.ts'
import { at, halt, requestOf, textOf, words } from './halts.ts'

// Reads texts as a customer would, with no code of what writes them: times, states, numbers and names are searched for, and
// each must be one that the events give.

/** Words of facts, of which each is found nowhere else: the fact, `#`, a number. */
const token = (fact: string, n: number) => `${fact}#${n}`
const FACTS = [
  'cause',
  'cause',
  'impact',
  'contact',
  'progress',
  'customer-request',
  'asset-safety',
  'open-orders',
  'in-flight',
  'contact',
]

type Step =
  | { readonly do: 'say'; readonly fact: string; readonly n: number }
  | { readonly do: 'expect'; readonly minutes: number }
  | { readonly do: 'scope'; readonly operation: string; readonly state: 'stopped' | 'cancel-only' | 'open' }
  | { readonly do: 'notify' }
  | { readonly do: 'lift'; readonly operation: string }
  | { readonly do: 'reopen' }

const CUSTOMERS = ['website', 'email', 'app-push', 'social'] as const
const OPERATIONS = ['trading', 'deposits', 'withdrawals'] as const
const operation = fc.constantFrom(...OPERATIONS)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say'), fact: fc.constantFrom(...FACTS), n: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expect'), minutes: fc.integer({ min: 100, max: 3000 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('scope'),
      operation,
      state: fc.constantFrom('stopped', 'cancel-only', 'open'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('notify') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lift'), operation }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen') }) },
) as fc.Arbitrary<Step>

/** What has been said so far. Times are in milliseconds. */
interface Known {
  readonly said: Readonly<Record<string, string>>
  readonly expected: number | null
  readonly scope: Readonly<Record<string, string>>
}

interface Told extends Known {
  readonly stage: Stage
  readonly at: number
  readonly number: number
  readonly interruption: number
  /** The facts that the notice stated as they were said. */
  readonly stated: readonly string[]
}

/** A halt as a list of events, and what is known of it at the end. */
class Story {
  readonly writer = new Writer()
  private minute = 0
  said: Record<string, string> = {}
  saidAt: Record<string, number> = {}
  expected: number | null = null
  scope: Record<string, string> = { trading: 'stopped', withdrawals: 'stopped' }
  resumedAt: Record<string, number> = {}
  /** When services that are, or last were, restricted became so, and were stopped if that was later. */
  beganAt: Record<string, number[]> = {}
  started = DECLARED - 12 * MINUTE
  interruption = 1
  /** What was the cause, as last said, when the halt was reopened. */
  earlierCauses: (string | undefined)[] = []
  /** What was stopped since it was last open. */
  wasStopped = new Set(['trading', 'withdrawals'])
  lastLift: number | null = null
  told: Record<string, Told> = {}
  toldNow = new Set<string>()
  number = 0

  constructor() {
    this.beganAt = { trading: [this.started], withdrawals: [this.started] }
    const scope = [at('trading', 'stopped'), at('withdrawals', 'stopped')]
    this.writer.write(halt({ scope }), 0)
  }

  get now(): number {
    return DECLARED + this.minute * MINUTE
  }

  get isOver(): boolean {
    return this.lastLift !== null && Object.values(this.scope).every((state) => state === 'open')
  }

  stageOn(channel: string): Stage {
    if (this.lastLift !== null) return 'resumption'
    return this.toldNow.has(channel) ? 'update' : 'first'
  }

  private record(draft: EventDraft): void {
    this.writer.write(draft, this.minute * MINUTE)
  }

  private change(operation: string, state: string): void {
    const before = this.scope[operation] ?? 'open'
    if (before !== 'open' && state === 'open') this.resumedAt[operation] = this.now
    if (before === 'open' && state !== 'open') this.beganAt[operation] = []
    const began = this.beganAt[operation]
    const isBeginning =
      began?.length === 0 || (began?.length === 1 && state === 'stopped' && !this.wasStopped.has(operation))
    if (isBeginning && state !== 'open') began?.push(this.now)
    if (state === 'stopped') this.wasStopped.add(operation)
    if (state === 'open') this.wasStopped.delete(operation)
    this.scope[operation] = state
  }

  private notify(channel: string): void {
    const stage = this.stageOn(channel)
    this.record(posted(channel, stage, this.number))
    this.toldNow.add(channel)
    const { said, expected, scope, now, number, interruption } = this
    const stated = Object.keys(said).filter((fact) => isStated(this, fact, stage))
    const then = { said: { ...said }, scope: { ...scope }, stated }
    this.told[channel] = { stage, at: now, number, interruption, expected, ...then }
  }

  take(step: Step): void {
    this.minute += 3
    if (step.do === 'say') {
      const value = token(step.fact, step.n)
      this.said[step.fact] = value
      this.saidAt[step.fact] = this.now
      this.record(words(step.fact, value, value))
    } else if (step.do === 'expect') {
      this.expected = DECLARED + step.minutes * MINUTE
      this.record(stated('expected-recovery', { known: true, value: iso(step.minutes * MINUTE) }))
    } else if (step.do === 'scope') {
      this.change(step.operation, step.state)
      this.record(scoped(step.operation, step.state))
    } else if (step.do === 'lift' && (this.scope[step.operation] ?? 'open') !== 'open') {
      this.change(step.operation, 'open')
      this.lastLift = this.now
      this.record(lifted(step.operation))
    } else if (step.do === 'reopen' && this.lastLift !== null) {
      this.change('trading', 'stopped')
      this.lastLift = null
      this.resumedAt = {}
      this.interruption += 1
      this.earlierCauses.push(this.said.cause)
      this.started = this.now
      this.toldNow = new Set()
      this.record(reopened('trading'))
    } else if (step.do === 'notify') {
      this.number += 1
      for (const channel of CUSTOMERS) this.notify(channel)
    }
  }
}

const ABOUT_HALT: readonly Stage[] = ['first', 'update', 'resumption']
/** The stages of the notices that state a fact (manual 2.2, and the runbook's own facts). */
const STAGES_OF: Readonly<Record<string, readonly Stage[]>> = { impact: ['first', 'update'] }
/** Facts that hold only until the next resumption or reopening. */
const RENEWED = ['progress', 'customer-request']

/** Whether a notice of a stage states what was said of a fact. */
function isStated(story: Story, fact: string, stage: Stage): boolean {
  const turn = stage === 'resumption' ? story.lastLift : story.interruption > 1 ? story.started : null
  const isOf = (from: number | null) => from === null || (story.saidAt[fact] ?? 0) >= from
  // What was said of the halt before it was reopened is not said of this one, but for whom to ask.
  const isOfEarlierHalt = fact !== 'contact' && story.interruption > 1 && !isOf(story.started)
  const isOutdated = isOfEarlierHalt || (RENEWED.includes(fact) && !isOf(turn))
  return (STAGES_OF[fact] ?? ABOUT_HALT).includes(stage) && !isOutdated
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** All times in a text, each as `MM-DD HH:MM`. A time without its date is not read, and makes the test fail. */
function timesIn(text: string, language: Language): string[] {
  const two = (n: string | number) => String(n).padStart(2, '0')
  const dated =
    language === 'ja'
      ? [...text.matchAll(/(\d+)月(\d+)日\(.\)(\d\d)時(\d\d)分/g)].map(([, m, d, h, min]) => [m, d, h, min])
      : [...text.matchAll(/(\d\d):(\d\d) JST(?: \(UTC\+9\))?, (?:\w+day )?(\d+) ([A-Z][a-z]{2})/g)].map(
          ([, h, min, d, name]) => [MONTHS.indexOf(name ?? '') + 1, d, h, min],
        )
  const all = text.match(language === 'ja' ? /\d\d?時\d\d分/g : /\d\d:\d\d/g) ?? []
  expect(dated, text).toHaveLength(all.length)
  return dated.map(([m, d, h, min]) => `${two(m as string)}-${two(d as string)} ${h}:${min}`)
}

const minuteOf = (ms: number) => new Date(ms + 9 * 60 * MINUTE).toISOString().slice(5, 16).replace('T', ' ')

const SERVICES: Readonly<Record<string, readonly string[]>> = {
  売買: ['trading'],
  日本円の入金: ['deposits'],
  暗号資産の預入: ['deposits'],
  日本円の出金: ['withdrawals'],
  暗号資産の送付: ['withdrawals'],
  日本円の入出金: ['deposits', 'withdrawals'],
  '暗号資産の預入・送付': ['deposits', 'withdrawals'],
}
const operationsIn = (services: string) =>
  [...new Set(services.split('、').flatMap((name) => SERVICES[name] ?? [`unknown: ${name}`]))].sort()
const inState = (story: Story, ...states: readonly string[]) =>
  Object.keys(story.scope)
    .filter((operation) => states.includes(story.scope[operation] as string))
    .sort()

/** Checks the rows of a Japanese page that list services by their state. */
function checkStates(story: Story, text: string): void {
  const rows = (label: string) =>
    [...text.matchAll(new RegExp(`^・${label}：(.*)$`, 'gm'))].map(([, value]) => value as string)
  for (const row of [...rows('対象サービス'), ...rows('引き続き(?:停止・制限|停止|制限)しているサービス')]) {
    // What is still stopped is called so by its label.
    const [, services = row, state = '停止'] = /^(.*)（(.*)）$/.exec(row) ?? []
    if (row === '確認中') expect(Object.values(story.scope)).not.toContain('stopped')
    else
      expect(operationsIn(services), text).toEqual(inState(story, state.endsWith('停止') ? 'stopped' : 'cancel-only'))
  }
  for (const row of rows('ご利用いただけるサービス')) expect(operationsIn(row), text).toEqual(inState(story, 'open'))
  const resumed = [...rows('再開したサービス'), ...rows('制限を解除したサービス')].flatMap((row) =>
    operationsIn(row.replace(/（(?:いずれも)?\d.*）$/, '')),
  )
  if (resumed.length > 0) {
    const open = inState(story, 'open').filter((operation) => story.resumedAt[operation] !== undefined)
    expect([...new Set(resumed)].sort(), text).toEqual(open)
  }
}

/** Checks the rows of a Japanese page that say when services were stopped or restricted: each at its own time. */
function checkBeginnings(story: Story, text: string): void {
  const rows = [...text.matchAll(/^・(?:直近の)?(?:停止開始|制限開始|再停止|再制限)日時：(.*?)(?:（([^（）]*)）)?$/gm)]
  for (const [row, time = '', services] of rows) {
    const operations = services === undefined ? inState(story, 'stopped', 'cancel-only') : operationsIn(services)
    const [at] = timesIn(time, 'ja')
    for (const operation of operations) {
      const began = [...(story.beganAt[operation] ?? []), ...(rows.length > 1 ? [] : [story.started])]
      expect(began.map(minuteOf), `${operation} in ${row}\n${text}`).toContain(at)
    }
  }
}

/** What a full text must say that has changed since the last notice on its channel. */
function checkChanges(story: Story, told: Told, stage: Stage, text: string): void {
  for (const [fact, value] of Object.entries(story.said)) {
    const before = told.stated.includes(fact) ? told.said[fact] : undefined
    const wasLeftOut = told.said[fact] !== undefined && before === undefined
    if (before === value || wasLeftOut || !isStated(story, fact, stage)) continue
    if (!(STAGES_OF[fact] ?? ABOUT_HALT).includes(told.stage)) continue
    expect(text, `${fact} has changed`).toContain(value)
    const lines = text.split('\n').filter((line) => line.includes(value))
    const isOldToo = before === undefined || lines.some((line) => line.includes(before))
    expect(isOldToo, `${fact}, ${before} => ${value}:\n${text}`).toBe(true)
  }
}

/** The cause of the stop before the halt was reopened, which is called so. */
const EARLIER_CAUSE = /^(?:・先の(?:停止|制限)の原因：|- Cause \(earlier (?:suspension|restriction)\): )(.*)$/gm

function checkText(story: Story, incident: Incident, channel: string, language: Language): void {
  const stage = story.stageOn(channel)
  const told = story.told[channel]
  const number = story.number + 1
  const request = requestOf(incident, { now: story.now })
  const notice = textOf(request, channel, stage, language, number)
  const { subject, text, next, leftOut = [] } = notice
  const isOpen = Object.keys(story.resumedAt).some((operation) => story.scope[operation] === 'open')
  // Stopped again without a word that it was reopened: what it says of a resumption is not sent.
  if (stage === 'resumption' && !isOpen) {
    expect(checkNotices(request, [notice]).map(({ code }) => code)).toContain('resumption-contradicted')
    return
  }
  const whole = `${subject ?? ''}\n${text}`
  const context = `${channel} ${stage} ${language}\n${whole}`
  // Names: each is what was said last, or what the notice before said.
  const found = whole.replace(EARLIER_CAUSE, '').match(/[a-z-]+#\d/g) ?? []
  for (const one of found) {
    const fact = one.replace(/#.*/, '')
    expect([story.said[fact], told?.said[fact]], context).toContain(one)
    expect(isStated(story, fact, stage) || channel === 'internal', `${fact} is outdated: ${context}`).toBe(true)
  }
  for (const [, said] of whole.matchAll(EARLIER_CAUSE)) {
    expect(story.earlierCauses, context).toContain(said)
  }
  // Times.
  const { expected, resumedAt, started, beganAt } = story
  const known = [
    started,
    story.now,
    ...Object.values(beganAt).flat(),
    expected,
    told?.expected,
    told?.at,
    next === null ? null : Date.parse(next),
  ]
  const times = [...known, ...Object.values(resumedAt)].flatMap((ms) => (ms == null ? [] : minuteOf(ms)))
  for (const one of timesIn(whole, language)) expect(times, `${one} in ${context}`).toContain(one)
  // Numbers of notices.
  const numbers = [...whole.matchAll(/第(\d+)報|\b(?:notice|no\.) (\d+)/g)].map(([, ja, en]) => Number(ja ?? en))
  for (const one of numbers) expect([number, told?.number], context).toContain(one)
  // What must be there.
  const isShort = channel === 'app-push' || channel === 'social'
  for (const [fact, value] of Object.entries(story.said)) {
    if (!isStated(story, fact, stage)) continue
    if (!isShort) expect(text, `${fact} is missing: ${context}`).toContain(value)
    const isRequired = ['cause', 'contact', ...(stage === 'resumption' ? [] : ['impact'])].includes(fact)
    if (isShort && isRequired && !text.includes(value))
      expect(
        leftOut.map(({ role }) => role),
        `${fact} is neither stated nor left out: ${context}`,
      ).toContain(fact)
  }
  if (isShort) return
  if (told?.interruption === story.interruption) checkChanges(story, told, stage, text)
  if (language === 'ja') checkStates(story, text)
  if (language === 'ja') checkBeginnings(story, text)
}

describe('the texts of a halt', () => {
  it('state what the events give at that moment, and all that has changed since the last notice', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 16 }), (steps) => {
        const story = new Story()
        for (const one of steps) story.take(one)
        const incident = foldEvents(story.writer.events)
        for (const channel of CUSTOMERS)
          for (const language of ['ja', 'en'] as const) checkText(story, incident, channel, language)
      }),
      { numRuns: 60 },
    )
  })
})
