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

export interface Given {
  readonly started: object
  /** Ids of the steps of its runbook. */
  readonly steps: readonly string[]
  readonly clock: Readonly<Record<string, unknown>>
}

export const PEOPLE = ['taro', 'hanako', 'sato', 'kato', 'ito', 'suzuki']
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
export interface Moment {
  readonly by: string
  readonly now: number
  readonly dice: Dice
  readonly steps: readonly string[]
  readonly clock: Given['clock']
  readonly recall: (...types: readonly string[]) => string | undefined
  /** One more each time. */
  readonly number: number
}

export type Tell = (moment: Moment) => Said

export const note: Tell = ({ by, number }) => ({ type: 'note.added', by, data: { text: `${number}: ${NOTE}` } })
export const shortNote: Tell = ({ by, number }) => ({ type: 'note.added', by, data: { text: `latency ${number} ms` } })
export const shortFact: Tell = ({ by, dice, number }) => ({
  type: 'fact.set',
  by,
  data: { fact: dice.of(FACTS), value: `as of ${number}`, ja: null, en: null },
})
export const begunStep: Tell = ({ by, dice, steps }) => ({ type: 'step.begun', by, data: { step: dice.of(steps) } })
export const doneStep: Tell = ({ by, dice, steps, now }) => ({
  type: 'step.done',
  at: now - dice.below(10) * MINUTE,
  by,
  data: { step: dice.of(steps), note: 'engine-3, engine-4' },
})
export const skippedStep: Tell = ({ by, dice, steps }) => ({
  type: 'step.skipped',
  by,
  data: { step: dice.of(steps), reason: 'the other site did it' },
})
export const assigned: Tell = ({ by, dice, steps }) => ({
  type: 'step.assigned',
  by,
  data: { step: dice.of(steps), to: dice.of(PEOPLE) },
})
export const fact: Tell = ({ by, dice, number }) => ({
  type: 'fact.set',
  by,
  data: { fact: dice.of(FACTS), value: `as of ${number}`, ja: '調査しています。', en: 'We are looking into it.' },
})
export const scope: Tell = ({ by, dice }) => ({
  type: 'scope.changed',
  by,
  data: { changes: [{ operation: dice.of(OPERATIONS), asset: dice.of(ASSETS), state: dice.of(STATES), words: null }] },
})
export const intended: Tell = ({ by, dice, now, number }) => {
  const texts = ['ja', 'en'].map((language) => ({ language, subject: null, text: NOTICE, digest: digest(NOTICE) }))
  const next = stamp(now + 30 * MINUTE)
  const said = { stage: 'update', number, retries: null, via: 'webhook', key: `key-${number}`, texts }
  const data = { channel: dice.of(CHANNELS), ...said, digest: digest(`${number}`), next, journal: null }
  return { type: 'notice.intended', by, data }
}
export const posted: Tell = ({ by, dice, now, number }) => ({
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
export const promised: Tell = ({ by, dice, now }) => ({
  type: 'notice.promised',
  by,
  data: { channel: dice.of(CHANNELS), next: stamp(now + 60 * MINUTE) },
})
export const called: Tell = ({ by, dice }) => ({
  type: dice.below(2) === 0 ? 'contact.tried' : 'contact.reached',
  by,
  data: { person: dice.of(PEOPLE), way: null },
})
export const paged: Tell = ({ by, dice, number }) => {
  const text = { language: 'en', subject: null, text: 'Trading is stopped.', digest: digest('page') }
  const why = { way: 'phone', via: 'webhook', department: 'system', level: null }
  return {
    type: 'page.intended',
    by,
    data: { person: dice.of(PEOPLE), ...why, key: `page-${number}`, text, journal: null },
  }
}
export const command: Tell = ({ by, number }) => ({
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
export const action: Tell = ({ by, dice, now, number }) => ({
  type: 'action.added',
  by,
  data: { text: `Follow-up ${number}`, owner: dice.of(PEOPLE), due: stamp(now + 14 * 24 * 60 * MINUTE) },
})
export const offered: Tell = ({ by, dice }) => ({ type: 'handover.offered', by, data: { to: dice.of(PEOPLE) } })
export const hypothesis: Tell = ({ by, number }) => ({
  type: 'note.added',
  by,
  data: { text: `A full disk on engine-${number}`, hypothesis: true },
})
export const classified: Tell = ({ by, dice }) => ({
  type: 'incident.classified',
  by,
  data: { severity: dice.of(['sev1', 'sev2', 'sev3']), reason: 'as it looks now' },
})
export const clock: Tell = ({ by, clock }) => ({ type: 'clock.started', by, data: clock })
export const undone: Tell = (moment) => {
  const event = moment.recall('step.done', 'step.begun', 'fact.set', 'scope.changed', 'step.skipped')
  return event === undefined
    ? note(moment)
    : { type: 'event.undone', by: moment.by, data: { event, reason: 'mistaken' } }
}
export const corrected: Tell = (moment) => {
  const event = moment.recall('note.added', 'step.done', 'notice.posted', 'scope.changed')
  if (event === undefined) return note(moment)
  const data = { event, at: stamp(moment.now - 5 * MINUTE), reason: 'it was earlier' }
  return { type: 'event.corrected', by: moment.by, data }
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** What comes of an event some time later. */
export const OUTCOMES: Readonly<Record<string, (name: string, dice: Dice) => Omit<Said, 'by'>>> = {
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
