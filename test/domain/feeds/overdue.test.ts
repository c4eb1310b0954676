import { describe, expect, it } from 'vitest'
import { highestSeverity, standingOf } from '../../../src/domain/feeds/feed-event.ts'
import { byUrgency, isForOverdue, type OverdueClock, overdueClocks } from '../../../src/domain/feeds/overdue.ts'
import { EMPTY_INCIDENT, type Incident } from '../../../src/domain/incident/incident.ts'
import type { Event, EventDraft } from '../../../src/domain/log/event.ts'
import type { Runbook, Severity } from '../../../src/domain/runbook/runbook.ts'
import { DECLARED, followUp, incidentOf, iso, MINUTE, posted, started, Writer } from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const { failure } = SMALL_RUNBOOK.types
const SECRET: Runbook = {
  ...SMALL_RUNBOOK,
  types: { ...SMALL_RUNBOOK.types, failure: { ...(failure as NonNullable<typeof failure>), confidential: true } },
}
const halted = started()
const told = posted('website', 'first', 1)

/** What is overdue, where some only know of `known`. */
function clocksAt(after: number, recorded: Incident, known = recorded, vouched = known): OverdueClock[] {
  return overdueClocks({ recorded, unsilenced: known, vouched }, DECLARED + after)
}

/** What feeds are told of, if some only know of `known`. */
function named(after: number, recorded: readonly EventDraft[], known = recorded): string[] {
  return clocksAt(after, incidentOf(...recorded), incidentOf(...known)).map(({ id }) => id)
}

describe('the deadlines that feeds are told of', () => {
  it('are those that passed, and have one key each, whoever tells them', () => {
    expect(named(5 * MINUTE, [halted])).toEqual([])
    const incident = incidentOf(halted)
    const [first, second, ...others] = clocksAt(6 * MINUTE, incident)
    expect(others).toEqual([])
    expect(first).toEqual({
      id: 'first-notice:website',
      dueAt: DECLARED + 5 * MINUTE,
      key: 'incident-overdue:first-notice:website:2026-11-24T13:22:05.000Z',
      seenIn: incident,
      isSecret: false,
      isVouchedFor: true,
    })
    expect(second?.id).toBe('first-notice:email')
  })

  it('are overdue by all that is recorded, or by what known writers have recorded', () => {
    expect(named(6 * MINUTE, [halted, told])).toEqual(['first-notice:email'])
    expect(named(6 * MINUTE, [halted, told], [halted])).toEqual(['first-notice:website', 'first-notice:email'])
    expect(named(6 * MINUTE, [halted], [halted, told])).toEqual(['first-notice:email', 'first-notice:website'])
  })

  it('come soonest first', () => {
    const action = followUp('call the bank', 'taro', iso(2 * MINUTE))
    expect(named(6 * MINUTE, [halted], [halted, action])[0]).toMatch(/^action:/)
  })

  it('are none of an incident that is confidential, or was before a stranger said otherwise', () => {
    const secret = started({ runbook: SECRET })
    expect(named(6 * MINUTE, [secret])).toEqual([])
    expect(named(6 * MINUTE, [halted], [secret])).toEqual([])
    expect(clocksAt(0, EMPTY_INCIDENT)).toEqual([])
  })

  it('are vouched for by what known writers alone have recorded, and those come first, follow-ups last', () => {
    const action = followUp('call the bank', 'taro', iso(2 * MINUTE))
    const [all, known] = [incidentOf(halted, action), incidentOf(halted)]
    const kinds = (vouched: Incident) =>
      clocksAt(6 * MINUTE, all, all, vouched)
        .sort(byUrgency)
        .map(({ id, isVouchedFor }) => `${id.split(':')[0]} ${isVouchedFor}`)
    expect(kinds(all)).toEqual(['first-notice true', 'first-notice true', 'action true'])
    expect(kinds(known)).toEqual(['first-notice true', 'first-notice true', 'action false'])
    expect(kinds(EMPTY_INCIDENT)).toEqual(['first-notice false', 'first-notice false', 'action false'])
  })

  it('are secret where only a stranger says that the incident is confidential: also in their keys', () => {
    const secret = started({ runbook: SECRET })
    const clocks = clocksAt(6 * MINUTE, incidentOf(secret), incidentOf(halted))
    expect(clocks.map(({ isSecret }) => isSecret)).toEqual([true, true])
    expect(new Set(clocks.map(({ key }) => key)).size).toBe(2)
    for (const { key } of clocks) expect(key).toMatch(/^incident-overdue:[0-9a-f]{64}$/)
  })
})

describe('a deadline that passed', () => {
  const standing = standingOf(incidentOf(halted))
  const filter = { on: ['overdue'], severity: null, drills: false } as const
  const isTold = (highest: Severity | null, severity: Severity | null, isDrill = false) =>
    isForOverdue(standing, highest, { ...filter, severity, drills: false }, isDrill)

  it('is told to feeds that ask for it, of halts that have been as severe', () => {
    expect(isTold('sev2', null)).toBe(true)
    expect(isTold('sev2', 'sev2')).toBe(true)
    expect(isTold('sev2', 'sev1')).toBe(false)
    expect(isForOverdue(standing, 'sev2', { ...filter, on: ['declared'] }, false)).toBe(false)
    expect(isForOverdue({ ...standing, severity: null }, null, { ...filter, severity: 'sev1' }, false)).toBe(true)
  })

  it('is told of drills only to feeds that hear of drills', () => {
    expect(isTold('sev2', null, true)).toBe(false)
    expect(isForOverdue(standing, 'sev2', { ...filter, drills: true }, true)).toBe(true)
  })

  it('counts in the highest severity that anybody had stated', () => {
    const writer = new Writer()
    expect(highestSeverity(writer.events)).toBeNull()
    writer.write(halted)
    for (const severity of ['sev1', 'sev3'] as const)
      writer.write({ type: 'incident.classified', data: { severity, reason: 'looked again' } })
    writer.write(told)
    expect(highestSeverity([...writer.events, { ...(writer.events[0] as Event), type: 'tomorrow' }])).toBe('sev1')
  })
})
