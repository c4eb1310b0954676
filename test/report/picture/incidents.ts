import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  accepted,
  advanced,
  announced,
  answered,
  begun,
  classified,
  clockStarted,
  closed,
  declined,
  deliveredAs,
  done,
  escalated,
  HOUR,
  happened,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  offered,
  posted,
  reopened,
  reportedTo,
  scoped,
  skipped,
  stated,
  tried,
} from '../../given.ts'
import { halt, SETTINGS } from '../../notice/halts.ts'
import { ROSTER } from '../../small-roster.ts'

export interface PicturedIncident {
  readonly name: string
  /** How long after its declaration it is looked at. */
  readonly hours: number
  readonly log: readonly EventDraft[]
}

const settings = { ...SETTINGS, roster: ROSTER }
const min = (minutes: number, draft: EventDraft) => happened(minutes * MINUTE, draft)
const hour = (hours: number, draft: EventDraft) => happened(hours * HOUR, draft)
const told = (at: number, channel: string, stage: 'first' | 'update' | 'resumption', number: number, next?: number) =>
  min(at, posted(channel, stage, number, next === undefined ? null : iso(next * MINUTE)))

/** A failure of ninety minutes: a failed mail, a missed update, a hand-over, trading opened in two steps. */
const ninetyMinutes: PicturedIncident = {
  name: 'ninety-minutes',
  hours: 2,
  log: [
    halt({ settings, startedAt: iso(-7 * MINUTE), title: 'Order entry rejects every order' }),
    min(0.5, scoped('trading', 'stopped')),
    min(1, begun('2.1-logs')),
    told(4, 'website', 'first', 1, 30),
    told(4.5, 'social', 'first', 1, 30),
    min(4.6, intended('email', 'first', 1)),
    min(4.7, deliveredAs(nth(6), 'failed')),
    min(5, tried('sato')),
    min(6, answered('kato')),
    min(8, scoped('withdrawals', 'limited')),
    min(12, classified({ severity: 'sev1' })),
    min(13, escalated('manager')),
    min(15, advanced('during-halt')),
    min(22, done('2.1-logs')),
    min(23, { type: 'note.added', data: { text: 'engine-3 ran out of memory; failing over to engine-4', key: true } }),
    min(24, stated('affected-customers', { known: true, value: '12400' })),
    told(29, 'website', 'update', 2, 60),
    told(29, 'social', 'update', 2, 60),
    min(31, offered('kato')),
    min(33, accepted(nth(19))),
    min(40, declined('2.1-monitoring')),
    min(52, scoped('trading', 'cancel-only')),
    min(55, stated('affected-customers', { known: true, value: '3100' })),
    told(66, 'website', 'update', 3, 90),
    min(75, lifted('trading')),
    told(77, 'website', 'resumption', 4),
    min(80, lifted('withdrawals')),
    min(81, skipped('2.3-legal')),
    told(82, 'website', 'resumption', 5),
    min(83, closed()),
  ],
}

/** A confidential theft of two days, with nights in which nothing happened, and a reopening of ten minutes. */
const twoDaysConfidential: PicturedIncident = {
  name: 'two-days-confidential',
  hours: 49,
  log: [
    halt({
      settings,
      type: 'security-incident',
      severity: 'sev1',
      startedAt: iso(-20 * MINUTE),
      title: 'Theft from a hot wallet',
    }),
    min(1, scoped('withdrawals', 'stopped')),
    min(3, scoped('deposits', 'stopped', 'XEM')),
    told(9, 'website', 'first', 1, 60),
    min(10, clockStarted('awareness')),
    min(14, escalated('board')),
    min(15, answered('ito')),
    min(20, scoped('trading', 'stopped')),
    min(25, advanced('during-halt')),
    told(55, 'website', 'update', 2, 12 * 60),
    hour(1.2, reportedTo('dora-initial', 'R-1')),
    hour(11.9, posted('website', 'update', 3, iso(18 * HOUR))),
    hour(12.2, offered('kato')),
    hour(12.3, accepted(nth(13))),
    hour(14, begun('3.4-progress')),
    hour(17.5, posted('website', 'update', 4, iso(36 * HOUR))),
    hour(36.1, posted('website', 'update', 5, iso(44 * HOUR))),
    hour(38, lifted('trading')),
    hour(38.2, posted('website', 'resumption', 6)),
    hour(39, reopened('trading')),
    hour(39 + 1 / 6, lifted('trading')),
    hour(39.3, posted('website', 'correction', 7)),
    hour(44, lifted('withdrawals')),
    hour(44.1, {
      type: 'scope.lifted',
      data: { changes: [{ operation: 'deposits', asset: 'XEM', state: 'open', words: null }], open: [] },
    }),
    hour(44.3, posted('website', 'resumption', 8)),
    hour(48, posted('website', 'final', 9)),
    hour(48.5, closed()),
  ],
}

/** A maintenance that was to take two hours and took five. */
const overrun: PicturedIncident = {
  name: 'overrun',
  hours: 31,
  log: [
    halt({
      settings,
      type: 'maintenance',
      severity: 'sev4',
      startedAt: null,
      planned: { from: iso(24 * HOUR), to: iso(26 * HOUR) },
      title: 'Upgrade of the matching engine',
    }),
    min(3, scoped('trading', 'stopped')),
    min(4, scoped('withdrawals', 'stopped')),
    min(20, announced('website')),
    min(25, announced('social')),
    hour(24, advanced('initial-response')),
    hour(24.05, posted('website', 'first', 1, iso(26 * HOUR))),
    hour(24.1, advanced('during-halt')),
    hour(25.8, posted('website', 'update', 2, iso(27.5 * HOUR))),
    hour(27.6, posted('website', 'update', 3, iso(29 * HOUR))),
    hour(28.5, lifted('trading')),
    hour(28.6, posted('website', 'resumption', 4)),
    hour(29, lifted('withdrawals')),
    hour(29.2, posted('website', 'resumption', 5)),
    hour(30, closed()),
  ],
}

export const PICTURED: readonly PicturedIncident[] = [ninetyMinutes, twoDaysConfidential, overrun]
