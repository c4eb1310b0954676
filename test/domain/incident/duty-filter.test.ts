import { describe, expect, it } from 'vitest'
import { openDeadlines } from '../../../src/domain/deadlines.ts'
import { ALL_DUTIES, type DutyFilter, deadlinesFor, matchesFilter } from '../../../src/domain/incident/duty-filter.ts'
import { evolve } from '../../../src/domain/incident/evolve.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { stepsOf } from '../../../src/domain/incident/steps.ts'
import type { Event } from '../../../src/domain/log/event.ts'
import { withRedactions } from '../../../src/domain/log/redaction.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  advanced,
  assigned,
  DECLARED,
  foldEvents,
  followUp,
  HOUR,
  history,
  iso,
  nth,
  posted,
  scoped,
  started,
  tried,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

const steps = [
  ...SMALL_RUNBOOK.steps.filter(({ channel }) => channel !== 'email'),
  step('x-law', { department: 'law', phase: 'during-halt', kind: 'recurring', every: HOUR }),
  step('x-mail', { department: 'law', phase: 'during-halt', channel: 'email', stage: 'first' }),
]
const events = history(
  started({ runbook: { ...SMALL_RUNBOOK, steps }, settings: { ...DEFAULT_SETTINGS, roster: ROSTER } }),
  scoped('trading', 'stopped'),
  advanced('during-halt'),
  posted('website', 'first', 1),
  assigned('a-look', 'law'),
  assigned('a-ask', 'hanako'),
  tried('ito'),
  followUp('mend the alarm', 'hanako', iso(HOUR)),
  followUp('write it up', 'law', iso(HOUR)),
  followUp('look again', null, iso(HOUR)),
  { type: 'incident.closed', data: { as: 'false-alarm', reason: 'a test alarm' } },
)
const incident = foldEvents(events.slice(0, -1))
const closedAsFalseAlarm = events.at(-1) as Event
const now = DECLARED + 1000

/** The steps and deadlines that a filter selects. */
function selected(filter: DutyFilter) {
  const views = stepsOf(incident, now)
  const clocks = deadlinesFor(incident, openDeadlines(incident, lifecycleOf(incident), now), views, filter)
  return {
    steps: views.filter((view) => matchesFilter(view, filter)).map((view) => view.step.id),
    clocks: clocks.map(({ id }) => id).sort(),
  }
}

describe('a duty filter (--department, --assigned)', () => {
  it('selects everything if it names nobody', () => {
    expect(selected(ALL_DUTIES).steps).toHaveLength(steps.length)
    expect(selected(ALL_DUTIES).clocks).toContain(`action:${nth(10)}`)
  })

  it('selects a department’s steps by runbook or assignment, with their deadlines', () => {
    expect(selected({ department: 'law', assigned: null })).toEqual({
      steps: ['a-look', 'x-law', 'x-mail'],
      clocks: [`action:${nth(9)}`, 'answer:law', 'first-notice:email', 'step:x-law'],
    })
    expect(selected({ department: 'desk', assigned: null }).clocks).toEqual(['step:c-watch', 'update:website'])
  })

  it('gives the retraction of a false alarm to the department that gives first notices on the channel', () => {
    const alarm = evolve(incident, closedAsFalseAlarm)
    const own = (department: string) => {
      const deadlines = openDeadlines(alarm, lifecycleOf(alarm), now)
      const selected = deadlinesFor(alarm, deadlines, stepsOf(alarm, now), { department, assigned: null })
      return selected.map(({ id }) => id)
    }
    expect(own('desk')).toContain('retraction-notice:website')
    expect(own('law')).not.toContain('retraction-notice:website')
  })

  it('selects the steps assigned to a person, with their follow-ups', () => {
    expect(selected({ department: null, assigned: 'hanako' })).toEqual({
      steps: ['a-ask'],
      clocks: [`action:${nth(8)}`],
    })
    expect(selected({ department: 'law', assigned: 'hanako' }).steps).toEqual([])
  })

  it('selects for everybody what was given to somebody whose name is redacted', () => {
    const names = new Map([
      [nth(6), ['to']],
      [nth(8), ['owner']],
    ])
    const redacted = foldEvents(withRedactions(events.slice(0, -1).values(), names))
    const views = stepsOf(redacted, now)
    const deadlines = openDeadlines(redacted, lifecycleOf(redacted), now)
    for (const filter of [
      { department: null, assigned: 'hanako' },
      { department: null, assigned: 'taro' },
      { department: 'law', assigned: null },
    ]) {
      expect(views.filter((view) => matchesFilter(view, filter)).map(({ step }) => step.id)).toContain('a-ask')
      expect(deadlinesFor(redacted, deadlines, views, filter).map(({ id }) => id)).toContain(`action:${nth(8)}`)
    }
  })
})
