import type { EventData, EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  answered,
  begun,
  closed,
  deliveredAs,
  done,
  escalated,
  happened,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  posted,
  reopened,
  scoped,
  skipped,
  tried,
} from '../../given.ts'
import { halt, RUNBOOK, SETTINGS } from '../../notice/halts.ts'
import { ROSTER } from '../../small-roster.ts'

/** A plausible log of a halt of `hours`, with about `count` events in chronological order. */
export function eventful(
  hours: number,
  count: number,
  over: Partial<EventData['incident.started']> = {},
): EventDraft[] {
  const whole = hours * 60 * MINUTE
  const at = (part: number, draft: EventDraft) => happened(Math.round(whole * part), draft)
  /** Posted with the promise of a next report half an hour later. */
  const promising = (part: number, channel: string, stage: 'first' | 'update' | 'resumption', number: number) =>
    at(part, posted(channel, stage, number, iso(Math.round(whole * part) + 30 * MINUTE)))
  const begin = halt({ settings: { ...SETTINGS, roster: ROSTER }, startedAt: iso(-12 * MINUTE), ...over })
  const few = [begin, at(0.05, scoped('trading', 'stopped')), at(0.1, begun('2.1-logs'))]
  const end = at(1, closed())
  const told = promising(0.2, 'website', 'first', 1)
  if (count <= few.length + 2) return [...few, told, end]
  const lifecycle = [
    told,
    at(0.21, intended('email', 'first', 1)),
    at(0.21, deliveredAs(nth(few.length + 2), 'failed')),
    at(0.22, tried('sato')),
    at(0.23, answered('kato')),
    at(0.24, escalated('manager')),
    at(0.25, advanced('during-halt')),
    at(0.25, scoped('withdrawals', 'cancel-only', 'XEM')),
    at(0.3, skipped('2.1-monitoring')),
    at(0.35, scoped('deposits', 'limited')),
  ]
  const rest = [
    at(0.6, done('2.1-logs')),
    at(0.7, lifted('trading', 'deposits')),
    promising(0.71, 'website', 'resumption', 99),
    at(0.8, reopened('trading')),
    at(0.95, lifted('trading')),
    promising(0.96, 'website', 'resumption', 100),
    end,
  ]
  const left = Math.max(0, count - few.length - lifecycle.length - rest.length)
  const steps = RUNBOOK.steps.filter(({ kind }) => kind === 'recurring').map(({ id }) => id)
  const channels = ['website', 'social', 'email', 'app-push', 'internal']
  const many = Array.from({ length: left }, (_, i) => {
    const part = 0.36 + (0.23 * i) / left
    const step = steps[i % steps.length] ?? ''
    if (i % 2 === 1) return at(part, done(step))
    return promising(part, channels[(i / 2) % 5] ?? '', 'update', 2 + Math.floor(i / 10))
  })
  return [...few, ...lifecycle, ...many, ...rest]
}
