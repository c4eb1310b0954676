import { describe, expect, it } from 'vitest'
import type { EscalationCondition, EscalationLevel } from '../../../src/domain/contacts/roster.ts'
import { escalationDeadlines, levelsOf } from '../../../src/domain/incident/escalation.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  answered,
  classified,
  closed,
  DECLARED,
  escalated,
  happened,
  incidentOf,
  lifted,
  MINUTE,
  nth,
  planned,
  reopened,
  scoped,
  started,
  tried,
  undone,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'

const both = (text: string) => ({ ja: text, en: text })
const level = (id: string, when: EscalationCondition | null, again: number | null = null): EscalationLevel => ({
  id,
  title: both(id),
  reach: ['mori'],
  when,
  again,
})

const under = (...levels: readonly EscalationLevel[]) => ({ ...DEFAULT_SETTINGS, roster: { ...ROSTER, levels } })

/** When the level, or the last of several, is due, in minutes after the declaration. */
function due(levels: EscalationLevel | readonly EscalationLevel[], ...drafts: readonly EventDraft[]): number | null {
  const settings = under(...[levels].flat())
  const incident = incidentOf(started({ severity: null, settings }), ...drafts)
  const view = levelsOf(incident, lifecycleOf(incident), DECLARED + 60 * MINUTE).at(-1)
  return view?.dueAt == null ? null : (view.dueAt - DECLARED) / MINUTE
}

const later = (minutes: number, draft: EventDraft): EventDraft => happened(minutes * MINUTE, draft)

describe('an escalation level', () => {
  it('is not due before the declaration', () => {
    const settings = under(level('board', { after: MINUTE }))
    const incident = { ...EMPTY_INCIDENT, settings }
    expect(levelsOf(incident, lifecycleOf(incident), DECLARED)).toMatchObject([{ dueAt: null, raised: null }])
  })

  it('does not exist without a roster', () => {
    const incident = incidentOf(started())
    expect(levelsOf(incident, lifecycleOf(incident), DECLARED)).toEqual([])
  })

  it('that is raised only by hand is never due', () => {
    expect(due(level('board', null))).toBeNull()
  })

  it('is due once the halt has lasted long enough, and from then on', () => {
    expect(due(level('board', { after: 30 * MINUTE }))).toBe(30)
    expect(due(level('board', { after: 90 * MINUTE }))).toBe(90)
  })

  it('counts from the reopening after a halt was reopened', () => {
    const again = [scoped('trading', 'stopped'), lifted('trading'), later(40, reopened('trading'))]
    expect(due(level('board', { after: 10 * MINUTE }), ...again)).toBe(50)
  })

  it('is due once the halt is severe enough, and not if it becomes less severe', () => {
    const severe = level('board', { severity: 'sev2' })
    expect(due(severe)).toBeNull()
    const worse = later(4, classified({ severity: 'sev1' }))
    expect(due(severe, later(2, classified({ severity: 'sev3' })), worse)).toBe(4)
    expect(due(severe, worse, later(6, classified({ severity: 'sev2' })))).toBe(4)
    expect(due(severe, worse, later(6, classified({ severity: 'sev4' })))).toBeNull()
    expect(due(severe, worse, later(6, classified({ severity: 'sev4' })), undone(nth(3)))).toBe(4)
  })

  it('is due once the halt is of one of its types', () => {
    const typed = level('board', { types: ['order', 'failure'] })
    expect(due(typed)).toBe(0)
    expect(due(typed, classified({ type: 'maintenance' }))).toBeNull()
    expect(due(typed, classified({ type: 'maintenance' }), later(9, classified({ type: 'order' })))).toBe(9)
  })

  it('is due when a department has not answered since its first call', () => {
    const silent = level('board', { unanswered: 5 * MINUTE })
    expect(due(silent)).toBeNull()
    const calls = [later(1, tried('sato')), later(3, tried('kato')), later(2, tried('ito'))]
    expect(due(silent, ...calls)).toBe(6)
    expect(due(silent, ...calls, later(8, answered('kato')))).toBe(7)
    expect(due(silent, ...calls, later(8, answered('kato')), later(9, answered('ito')))).toBeNull()
  })

  it('above another is due if nobody of the lower level has answered a call', () => {
    const levels = [level('manager', null), level('board', { unanswered: 5 * MINUTE })]
    expect(due(levels, tried('sato'))).toBeNull()
    expect(due(levels, later(2, tried('mori')))).toBe(7)
  })

  it('is due only when all of its conditions hold', () => {
    const strict = level('board', { severity: 'sev1', after: 10 * MINUTE })
    expect(due(strict)).toBeNull()
    expect(due(strict, later(4, classified({ severity: 'sev1' })))).toBe(10)
    expect(due(strict, later(15, classified({ severity: 'sev1' })))).toBe(15)
  })

  it('once raised is due again while nobody answers, if the rules say so', () => {
    const raised = later(12, escalated('board'))
    expect(due(level('board', { after: 10 * MINUTE }), raised)).toBeNull()
    const again = level('board', { after: 10 * MINUTE }, 10 * MINUTE)
    expect(due(again, raised)).toBe(22)
    expect(due(again, raised, later(25, escalated('board')))).toBe(35)
    expect(due(again, raised, later(13, answered('mori')))).toBeNull()
    expect(due(again, raised, undone(nth(2)))).toBe(10)
    expect(due(again, later(2, answered('mori')))).toBe(10)
    expect(due(again, later(2, answered('mori')), raised)).toBe(22)
  })

  it('is not due before a planned halt begins, after full resumption, or after closing', () => {
    const always = level('board', { after: 0 })
    const settings = under(always)
    const clocks = (...drafts: readonly EventDraft[]) => {
      const incident = incidentOf(...drafts)
      return escalationDeadlines(incident, lifecycleOf(incident), DECLARED)
    }
    expect(clocks(planned({ settings }))).toEqual([])
    expect(clocks(started({ settings }))).toEqual([{ id: 'escalation:board', dueAt: DECLARED }])
    expect(clocks(started({ settings }), scoped('trading', 'stopped'), lifted('trading'))).toEqual([])
    expect(clocks(started({ settings }), closed())).toEqual([])
  })
})
