import { describe, expect, it } from 'vitest'
import { openDeadlines } from '../../../src/domain/deadlines.ts'
import { numberNotices } from '../../../src/domain/decide/decision.ts'
import { evolve } from '../../../src/domain/incident/evolve.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { stepsOf } from '../../../src/domain/incident/steps.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { redactReport } from '../../../src/domain/report/audience.ts'
import { reportOf } from '../../../src/domain/report/report.ts'
import { timelinePictureOf } from '../../../src/domain/report/timeline-picture.ts'
import {
  advanced,
  corrected,
  DECLARED,
  deliveredAs,
  done,
  foldEvents,
  HOUR,
  happened,
  incidentOf,
  intended,
  iso,
  MINUTE,
  nth,
  posted,
  scoped,
  started,
  undone,
  Writer,
} from '../../given.ts'

const NOW = DECLARED + 3 * HOUR

/** Everything that is counted or measured of notices. */
function counted(incident: Incident) {
  const lifecycle = lifecycleOf(incident)
  const report = reportOf(incident, [], NOW)
  return {
    deadlines: openDeadlines(incident, lifecycle, NOW),
    next: numberNotices({ incident, lifecycle }, ['website', 'email', 'internal']),
    steps: stepsOf(incident, NOW).map(({ step, state, dueAt, at }) => [step.id, state, dueAt, at]),
    picture: timelinePictureOf(incident, lifecycle, NOW, report.story),
    ...Object.fromEntries(
      (['milestones', 'metrics', 'impact', 'promises', 'clauses', 'deviations'] as const).map((key) => [
        key,
        report[key],
      ]),
    ),
    notices: report.notices.map(({ channel, stage, number }) => [channel, stage, number]),
  }
}

describe('a notice recorded as posted by mistake and undone', () => {
  const said = (channel: string, number: number, after: number, next: string | null = null) =>
    happened(after, posted(channel, number === 1 ? 'first' : 'update', number, next))
  const halt = [started(), scoped('trading', 'stopped'), advanced('during-halt')]

  it.each<[string, EventDraft[], EventDraft[]]>([
    ['the only one', [], [said('website', 1, MINUTE), done('b-website')]],
    ['one of a round', [said('website', 1, MINUTE)], [said('email', 1, MINUTE), done('b-email')]],
    [
      'an update that promised the next one',
      [said('website', 1, MINUTE)],
      [said('website', 2, 30 * MINUTE, iso(2 * HOUR)), done('c-website')],
    ],
  ])('counts for nothing: %s', (_, kept, mistaken) => {
    const from = halt.length + kept.length + 1
    const undoing = mistaken.map((__, i) => undone(nth(from + i)))
    const incident = incidentOf(...halt, ...kept, ...mistaken, ...undoing)
    expect(incident.anomalies).toEqual([])
    expect(counted(incident)).toEqual(counted(incidentOf(...halt, ...kept)))
    expect(incidentOf(...halt, ...kept, ...mistaken).notices).toHaveLength(kept.length + 1)
  })

  it('is kept with who undid it and why, also if its time is corrected afterwards', () => {
    const incident = incidentOf(
      started(),
      posted('website', 'first', 1),
      undone(nth(2)),
      corrected(nth(2), { at: iso(0) }),
    )
    expect(incident.undoneNotices).toMatchObject([
      { event: nth(2), channel: 'website', at: iso(0), undone: { event: nth(3), by: 'taro', reason: 'slip' } },
    ])
    expect(reportOf(incident, [], NOW).undoneNotices).toEqual(incident.undoneNotices)
    expect(redactReport('customer', reportOf(incident, [], NOW), incident).undoneNotices).toEqual([])
  })

  it('leaves the others where they were: those sent are still found by their attempts', () => {
    const incident = incidentOf(
      started(),
      posted('website', 'first', 1),
      intended('email', 'first', 1),
      posted('internal', 'first', 1),
      undone(nth(2)),
      deliveredAs(nth(3)),
      corrected(nth(4), { at: iso(0) }),
      undone(nth(4)),
    )
    expect(incident.anomalies).toEqual([])
    expect(incident.notices).toMatchObject([{ channel: 'email', state: 'sent' }])
    expect(incident.undoneNotices).toMatchObject([{ channel: 'website' }, { channel: 'internal', at: iso(0) }])
  })

  it('undone by two people at once is undone once, in whatever order their lines arrive', () => {
    const [taro, hanako] = [new Writer(), new Writer('bbbbbbbb', 'hanako')]
    taro.write(started())
    const notice = taro.write(posted('website', 'first', 1))
    const own = taro.write(undone(nth(2)), 5 * MINUTE)
    const other = hanako.write({ type: 'event.undone', data: { event: nth(2), reason: 'wrong page' } }, 4 * MINUTE, [
      notice,
    ])
    const incident = foldEvents([...taro.events, ...hanako.events])
    expect(foldEvents([own, other, ...taro.events.slice(0, 2)].reverse())).toEqual(incident)
    expect(evolve(foldEvents([...taro.events.slice(0, 2), other]), own)).toEqual(incident)
    expect(incident.anomalies).toEqual([])
    expect(incident.notices).toEqual([])
    expect(incident.undoneNotices.map((n) => n.undone.by)).toEqual(['taro'])
  })

  it('does not take along the same notice that somebody else posted', () => {
    const [taro, hanako] = [new Writer(), new Writer('bbbbbbbb', 'hanako')]
    taro.write(started())
    taro.write(posted('website', 'first', 1), MINUTE)
    taro.write(done('b-website'), MINUTE)
    hanako.write(posted('website', 'first', 1), 2 * MINUTE)
    hanako.write(done('b-website'), 2 * MINUTE)
    taro.write(undone(nth(2)), 3 * MINUTE)
    taro.write(undone(nth(3)), 3 * MINUTE)
    const incident = foldEvents([...taro.events, ...hanako.events])
    expect(incident.notices.map((n) => n.by)).toEqual(['hanako'])
    expect(stepsOf(incident, NOW).find(({ step }) => step.id === 'b-website')).toMatchObject({
      state: 'done',
      by: 'hanako',
    })
  })
})
