import { createHash } from 'node:crypto'
import type { Dice } from './dice.ts'

/** What happens in a long halt: an event without what its writer adds to it. */
export interface Said {
  readonly type: string
  /** In milliseconds; missing where it happened when it was recorded. */
  readonly at?: number
  readonly by: string
  readonly data: unknown
}

interface Given {
  readonly started: { readonly runbook: { readonly steps: readonly { readonly id: string }[] } }
  readonly clock: Readonly<Record<string, unknown>>
}

const PEOPLE = ['taro', 'hanako', 'sato', 'kato', 'ito', 'suzuki']
const CHANNELS = ['website', 'email', 'app-push', 'social', 'internal']
const OPERATIONS = ['trading', 'deposits', 'withdrawals']
const ASSETS = [null, 'BTC', 'ETH', 'XRP', 'XEM', 'JPY', 'SOL', 'ADA']
const STATES = ['stopped', 'cancel-only', 'post-only', 'open']
const FACTS = ['cause', 'impact', 'progress', 'expected-recovery', 'root-cause', 'losses', 'customer-request']
const NOTE =
  'The matching engine of the second site answers again, latency 340 ms; 注文の板を照合中、差異は見つかっていない。'
const NOTICE =
  '【重要】一部サービスの停止について\n\n平素よりご利用いただき、誠にありがとうございます。\n現在、システム障害のため暗号資産の売買を停止しております。原因は調査中です。再開の見込みは分かり次第お知らせいたします。次のお知らせは30分後を予定しております。ご迷惑をおかけし、深くお詫び申し上げます。'
const MINUTE = 60_000
/** Events that later ones speak of: so many of the latest of each kind are remembered. */
const REMEMBERED = 5000

/** Tells a halt event by event, in shares as a busy one has them; what later events need, it remembers. */
export class Story {
  private readonly given: Given
  private readonly dice: Dice
  private readonly steps: readonly string[]
  private readonly names = new Map<string, string[]>()
  private readonly waiting: ((by: string) => Said)[] = []
  private number = 1
  private lifted = false

  constructor(given: Given, dice: Dice) {
    this.given = given
    this.dice = dice
    this.steps = given.started.runbook.steps.map(({ id }) => id)
  }

  /** The event `n` of `all`. */
  next(now: number, n: number, all: number): Said {
    const by = this.dice.of(PEOPLE) ?? ''
    if (n === 0) return { type: 'incident.started', by, data: this.given.started }
    if (n === all - 1) return { type: 'incident.closed', by, data: { as: 'resolved', reason: null } }
    if (n === 5) return { type: 'phase.advanced', by, data: { to: 'during-halt' } }
    if (n % 1000 === 999) return this.turn(by)
    const due = this.dice.throw() < 0.3 ? this.waiting.shift() : undefined
    if (due !== undefined) return due(by)
    const share = this.dice.below(1000)
    const [, tell] = SHARES.find(([upTo]) => share < upTo) ?? [0, note]
    return tell({
      by,
      now,
      dice: this.dice,
      steps: this.steps,
      clock: this.given.clock,
      recall: this.recall,
      number: this.number++,
    })
  }

  /** An event has got its name. */
  took({ type }: Said, name: string): void {
    const kept = this.names.get(type) ?? []
    this.names.set(type, kept)
    if (kept.length < REMEMBERED) kept.push(name)
    else kept[this.dice.below(REMEMBERED)] = name
    const outcome = OUTCOMES[type]
    if (outcome !== undefined) this.waiting.push((by) => ({ by, ...outcome(name, this.dice) }))
  }

  /** Trading is lifted, and later stopped again. */
  private turn(by: string): Said {
    this.lifted = !this.lifted
    const change = (state: string) => [{ operation: 'trading', asset: null, state, words: null }]
    return this.lifted
      ? { type: 'scope.lifted', by, data: { changes: change('open'), open: [] } }
      : { type: 'incident.reopened', by, data: { reason: 'orders were rejected again', scope: change('stopped') } }
  }

  private readonly recall = (...types: readonly string[]): string | undefined =>
    this.dice.of(this.names.get(this.dice.of(types) ?? '') ?? [])
}

interface Moment {
  readonly by: string
  readonly now: number
  readonly dice: Dice
  readonly steps: readonly string[]
  readonly clock: Given['clock']
  readonly recall: (...types: readonly string[]) => string | undefined
  /** One more each time. */
  readonly number: number
}

type Telling = (moment: Moment) => Said

const note: Telling = ({ by, number }) => ({ type: 'note.added', by, data: { text: `${number}: ${NOTE}` } })
const begunStep: Telling = ({ by, dice, steps }) => ({ type: 'step.begun', by, data: { step: dice.of(steps) } })
const doneStep: Telling = ({ by, dice, steps, now }) => ({
  type: 'step.done',
  at: now - dice.below(10) * MINUTE,
  by,
  data: { step: dice.of(steps), note: 'engine-3, engine-4' },
})
const skippedStep: Telling = ({ by, dice, steps }) => ({
  type: 'step.skipped',
  by,
  data: { step: dice.of(steps), reason: 'the other site did it' },
})
const assigned: Telling = ({ by, dice, steps }) => ({
  type: 'step.assigned',
  by,
  data: { step: dice.of(steps), to: dice.of(PEOPLE) },
})
const fact: Telling = ({ by, dice, number }) => ({
  type: 'fact.set',
  by,
  data: { fact: dice.of(FACTS), value: `as of ${number}`, ja: '調査しています。', en: 'We are looking into it.' },
})
const scope: Telling = ({ by, dice }) => ({
  type: 'scope.changed',
  by,
  data: { changes: [{ operation: dice.of(OPERATIONS), asset: dice.of(ASSETS), state: dice.of(STATES), words: null }] },
})
const intended: Telling = ({ by, dice, now, number }) => {
  const texts = ['ja', 'en'].map((language) => ({ language, subject: null, text: NOTICE, digest: digest(NOTICE) }))
  const next = stamp(now + 30 * MINUTE)
  const said = { stage: 'update', number, retries: null, via: 'webhook', key: `key-${number}`, texts }
  const data = { channel: dice.of(CHANNELS), ...said, digest: digest(`${number}`), next, journal: null }
  return { type: 'notice.intended', by, data }
}
const posted: Telling = ({ by, dice, now, number }) => ({
  type: 'notice.posted',
  at: now - dice.below(10) * MINUTE,
  by,
  data: {
    channel: dice.of(CHANNELS),
    stage: 'update',
    number,
    link: `https://example.com/notices/${number}`,
    text: NOTICE,
    digest: digest(NOTICE),
    next: null,
  },
})
const promised: Telling = ({ by, dice, now }) => ({
  type: 'notice.promised',
  by,
  data: { channel: dice.of(CHANNELS), next: stamp(now + 60 * MINUTE) },
})
const called: Telling = ({ by, dice }) => ({
  type: dice.below(2) === 0 ? 'contact.tried' : 'contact.reached',
  by,
  data: { person: dice.of(PEOPLE), way: null },
})
const paged: Telling = ({ by, dice, number }) => {
  const text = { language: 'en', subject: null, text: 'Trading is stopped.', digest: digest('page') }
  const why = { way: 'phone', via: 'webhook', department: 'system', level: null }
  return {
    type: 'page.intended',
    by,
    data: { person: dice.of(PEOPLE), ...why, key: `page-${number}`, text, journal: null },
  }
}
const command: Telling = ({ by, number }) => ({
  type: 'command.started',
  by,
  data: {
    argv: ['systemctl', 'restart', 'matching-engine'],
    host: 'ops-1',
    directory: '/srv/exchange',
    step: null,
    stdout: `out-${number}`,
    stderr: `err-${number}`,
    timeout: MINUTE,
  },
})
const action: Telling = ({ by, dice, now, number }) => ({
  type: 'action.added',
  by,
  data: { text: `Follow-up ${number}`, owner: dice.of(PEOPLE), due: stamp(now + 14 * 24 * 60 * MINUTE) },
})
const offered: Telling = ({ by, dice }) => ({ type: 'handover.offered', by, data: { to: dice.of(PEOPLE) } })
const hypothesis: Telling = ({ by, number }) => ({
  type: 'note.added',
  by,
  data: { text: `A full disk on engine-${number}`, hypothesis: true },
})
const classified: Telling = ({ by, dice }) => ({
  type: 'incident.classified',
  by,
  data: { severity: dice.of(['sev1', 'sev2', 'sev3']), reason: 'as it looks now' },
})
const clock: Telling = ({ by, clock }) => ({ type: 'clock.started', by, data: clock })
const undone: Telling = (moment) => {
  const event = moment.recall('step.done', 'step.begun', 'fact.set', 'scope.changed', 'step.skipped')
  return event === undefined
    ? note(moment)
    : { type: 'event.undone', by: moment.by, data: { event, reason: 'mistaken' } }
}
const corrected: Telling = (moment) => {
  const event = moment.recall('note.added', 'step.done', 'notice.posted', 'scope.changed')
  if (event === undefined) return note(moment)
  const data = { event, at: stamp(moment.now - 5 * MINUTE), reason: 'it was earlier' }
  return { type: 'event.corrected', by: moment.by, data }
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** How many of a thousand events are of which kind, added up. */
const SHARES: readonly (readonly [upTo: number, tell: Telling])[] = (
  [
    [300, note],
    [60, begunStep],
    [110, doneStep],
    [10, skippedStep],
    [50, assigned],
    [100, fact],
    [50, scope],
    [90, intended],
    [20, posted],
    [10, promised],
    [50, called],
    [20, paged],
    [30, command],
    [20, action],
    [10, offered],
    [10, hypothesis],
    [6, classified],
    [4, clock],
    [25, undone],
    [25, corrected],
  ] as const
).map(([, tell], i, all) => [all.slice(0, i + 1).reduce((sum, [share]) => sum + share, 0), tell])

/** What comes of an event some time later. */
const OUTCOMES: Readonly<Record<string, (name: string, dice: Dice) => Omit<Said, 'by'>>> = {
  'notice.intended': (notice, dice) => {
    const outcome = dice.below(10) === 0 ? 'failed' : 'sent'
    const counts = { accepted: null, refused: null, unknown: null }
    const why = outcome === 'failed' ? 'timeout' : null
    return {
      type: 'notice.delivered',
      data: { notice, outcome, why, detail: null, link: null, ...counts, journal: null },
    }
  },
  'page.intended': (page) => ({
    type: 'page.delivered',
    data: { page, outcome: 'sent', why: null, detail: null, journal: null },
  }),
  'command.started': (command) => ({
    type: 'command.ended',
    data: { command, end: 'exited', code: 0, signal: null, why: null, duration: 900, stdout: null, stderr: null },
  }),
  'action.added': (action) => ({ type: 'action.done', data: { action } }),
  'handover.offered': (offer) => ({ type: 'handover.accepted', data: { offer, reason: null } }),
}

/** A time as the log has it, in Tokyo. */
export function stamp(ms: number): string {
  return new Date(ms + 9 * 3_600_000).toISOString().replace('Z', '+09:00')
}
