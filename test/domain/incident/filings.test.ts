import { describe, expect, it } from 'vitest'
import type { Authority, DeadlineRule, Filing } from '../../../src/domain/authorities/authority.ts'
import { doubtfulDeadlines, openDeadlines, overdueDeadlines } from '../../../src/domain/deadlines.ts'
import { authoritiesIn, doubtfulStarts, filingIn, filingsOf } from '../../../src/domain/incident/filings.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import type { Settings } from '../../../src/domain/settings.ts'
import {
  AUTHORITY,
  clockStarted,
  closed,
  corrected,
  DECLARED,
  HOUR,
  happened,
  incidentOf,
  iso,
  MINUTE,
  nth,
  oneRule,
  reportedTo,
  started,
  stated,
  undone,
  withSettings,
} from '../../given.ts'

const DAY = 24 * HOUR
const later = (hours: number, draft: EventDraft) => happened(hours * HOUR, draft)

/** The state of each report, and when it is due in hours after the declaration. */
function statesOf(...drafts: readonly EventDraft[]) {
  return filingsOf(incidentOf(started(), ...drafts)).map(({ filing, state, dueAt }) => [
    filing.id.replace('dora-', ''),
    state,
    dueAt === null ? null : (dueAt - DECLARED) / HOUR,
  ])
}

/** The only report of an authority with a single rule. */
function underRule(rule: Partial<DeadlineRule>, ...drafts: readonly EventDraft[]) {
  const [view] = filingsOf(incidentOf(started(), later(0, clockStarted('awareness', oneRule(rule))), ...drafts))
  return { due: view?.dueAt == null ? null : (view.dueAt - DECLARED) / HOUR, ...view }
}

describe('a filing', () => {
  it('does not exist before the log names the authority', () => {
    expect(statesOf()).toEqual([])
    expect(filingIn(incidentOf(started()), 'dora-initial')).toBeNull()
  })

  it('waits for the event that its deadline counts from', () => {
    expect(statesOf(later(0, clockStarted('awareness')))).toEqual([
      ['initial', 'running', 24],
      ['intermediate', 'waiting', null],
      ['final', 'waiting', null],
    ])
  })

  it('is due by the earlier of two deadlines, once that one runs', () => {
    const known = later(0, clockStarted('awareness'))
    expect(statesOf(known, later(1, clockStarted('classification')))[0]).toEqual(['initial', 'running', 5])
    expect(statesOf(known, later(23, clockStarted('classification')))[0]).toEqual(['initial', 'running', 24])
    expect(statesOf(later(1, clockStarted('classification')))[0]).toEqual(['initial', 'running', 5])
  })

  it('is due by the event that replaces a deadline, if that one had passed before it occurred', () => {
    const [first] = AUTHORITY.filings as [Filing]
    const due = first.due.map((rule) => (rule.from === 'awareness' ? { ...rule, unlessLater: 'classification' } : rule))
    const replaced = { ...AUTHORITY, filings: [{ ...first, due }] }
    const known = later(0, clockStarted('awareness', replaced))
    const dueAfter = (hours: number) => statesOf(known, later(hours, clockStarted('classification', replaced)))[0]?.[2]
    expect(statesOf(known)[0]?.[2]).toBe(24)
    expect(dueAfter(1)).toBe(5)
    expect(dueAfter(23)).toBe(24)
    expect(dueAfter(24)).toBe(24)
    expect(dueAfter(30)).toBe(34)
  })

  it('is started alone by an event that names it', () => {
    const only = later(0, clockStarted('awareness', AUTHORITY, 'dora-initial'))
    expect(statesOf(only)[0]).toEqual(['initial', 'running', 24])
    expect(statesOf(later(0, clockStarted('awareness', AUTHORITY, 'dora-final')))[0]).toEqual([
      'initial',
      'waiting',
      null,
    ])
  })

  it('stops running when filed, and starts the filing that follows it', () => {
    const made = later(2, reportedTo('dora-initial', 'R-1'))
    expect(statesOf(later(0, clockStarted('awareness')), made)).toEqual([
      ['initial', 'reported', 24],
      ['intermediate', 'running', 74],
      ['final', 'waiting', null],
    ])
  })

  it('counts from the latest time at which the previous one was filed', () => {
    const [view] = filingsOf(
      incidentOf(
        started(),
        later(10, reportedTo('dora-initial', 'late')),
        later(5, reportedTo('dora-initial', 'early')),
      ),
    ).slice(1)
    expect(view).toMatchObject({ dueAt: DECLARED + 82 * HOUR, start: { event: nth(2), of: 'dora-initial' } })
  })

  it('can be filed without a running clock, and then has no deadline to keep', () => {
    const [view] = filingsOf(incidentOf(started(), reportedTo('dora-initial', 'R-1')))
    expect(view).toMatchObject({ state: 'reported', dueAt: null, kept: null, submissions: [{ ref: 'R-1' }] })
  })

  it('is in time or late depending on when it was first filed', () => {
    const keptAt = (...hours: readonly number[]) =>
      filingsOf(
        incidentOf(
          started(),
          later(0, clockStarted('awareness')),
          ...hours.map((hour) => later(hour, reportedTo('dora-initial'))),
        ),
      )[0]?.kept
    expect(keptAt()).toBeNull()
    expect(keptAt(24)).toBe(true)
    expect(keptAt(25)).toBe(false)
    expect(keptAt(30, 20)).toBe(true)
  })

  it('moves with the time of the event that it counts from, and stops if that is undone', () => {
    const known = later(0, clockStarted('awareness'))
    expect(statesOf(known, corrected(nth(2), { at: iso(-2 * HOUR) }))[0]).toEqual(['initial', 'running', 22])
    expect(statesOf(known, undone(nth(2)))).toEqual([])
    const made = later(1, reportedTo('dora-initial'))
    expect(statesOf(known, made, undone(nth(3)))[0]).toEqual(['initial', 'running', 24])
  })

  it('has the corrected text of its note', () => {
    const noted = {
      ...reportedTo('dora-initial'),
      data: { ...reportedTo('dora-initial').data, note: 'by phone' },
    } as EventDraft
    const [view] = filingsOf(incidentOf(started(), noted, corrected(nth(2), { text: 'by post' })))
    expect(view?.submissions).toMatchObject([{ note: 'by post' }])
  })

  it('uses the authority’s rules as the log last described them', () => {
    const longer = { ...AUTHORITY, title: { ja: '新', en: 'new' } }
    expect(
      authoritiesIn(incidentOf(started(), clockStarted('awareness'), clockStarted('classification', longer))),
    ).toEqual([longer])
    expect(filingIn(incidentOf(started(), clockStarted('awareness')), 'dora-final')?.authority).toEqual(AUTHORITY)
    expect(filingIn(incidentOf(started(), clockStarted('awareness')), 'nothing')).toBeNull()
  })
})

describe('a time that was mistyped', () => {
  const known = later(0, clockStarted('awareness'))
  const initial = (...drafts: readonly EventDraft[]) => filingsOf(incidentOf(started(), known, ...drafts))[0]

  it('of a report before its clock started says nothing about being in time', () => {
    expect(initial(later(-2, reportedTo('dora-initial')))).toMatchObject({
      state: 'reported',
      kept: null,
      submissions: [{ isMisdated: true }],
    })
    expect(initial(later(1, reportedTo('dora-initial')))?.submissions).toMatchObject([{ isMisdated: false }])
  })

  it('of a report is none where nothing says what the deadline counts from', () => {
    const rule = oneRule({ from: null, after: null })
    const reported = later(-2, reportedTo('dora-initial', null, rule))
    const [view] = filingsOf(incidentOf(started(), later(0, clockStarted('awareness', rule)), reported))
    expect(view?.submissions).toMatchObject([{ isMisdated: false }])
  })

  it('of a report after one of two starts is no mistake', () => {
    const classified = later(3, clockStarted('classification'))
    expect(initial(classified, later(2, reportedTo('dora-initial')))).toMatchObject({ kept: true })
  })

  it('of a report does not make the next one seem late', () => {
    const wrong = later(-200, reportedTo('dora-initial'))
    const [, next] = filingsOf(incidentOf(started(), known, wrong))
    expect(next).toMatchObject({ start: { at: iso(2000), of: 'dora-initial' }, dueAt: DECLARED + 72 * HOUR + 2000 })
    const mended = corrected(nth(3), { at: iso(HOUR) })
    expect(filingsOf(incidentOf(started(), known, wrong, mended))[1]?.dueAt).toBe(DECLARED + 73 * HOUR)
  })

  it('of a report before the one that it follows is a mistake, too', () => {
    const [, intermediate, final] = filingsOf(
      incidentOf(started(), known, later(5, reportedTo('dora-initial')), later(4, reportedTo('dora-intermediate'))),
    )
    expect(intermediate).toMatchObject({ kept: null, submissions: [{ isMisdated: true }] })
    expect(final?.start?.at).toBe(iso(3000))
  })

  it('of a clock shows no breach once it is corrected', () => {
    const made = later(1, reportedTo('dora-initial'))
    const early = later(-48, clockStarted('awareness'))
    expect(filingsOf(incidentOf(started(), early, made))[0]).toMatchObject({
      kept: null,
      start: { doubt: { before: 'began' } },
    })
    expect(filingsOf(incidentOf(started(), early, made, corrected(nth(2), { at: iso(0) })))[0]?.kept).toBe(true)
  })

  it('of a clock is one before the halt was detected, else before it began, else a day before it was declared', () => {
    const clock = clockStarted('awareness')
    const doubtAfter = (...drafts: readonly EventDraft[]) => {
      const incident = incidentOf(started({ startedAt: null }), ...drafts)
      const [first] = filingsOf(incident)
      expect(doubtfulStarts(incident, AUTHORITY).map(({ doubt }) => doubt)).toEqual(
        first?.start?.doubt == null ? [] : [first.start.doubt],
      )
      return first?.start?.doubt?.before ?? null
    }
    expect(doubtAfter(later(-23, clock))).toBeNull()
    expect(doubtAfter(later(-24, clock))).toBe('declared')
    const began = stated('started-at', { known: true, value: iso(-HOUR) })
    expect(doubtAfter(began, later(-1, clock))).toBeNull()
    expect(doubtAfter(began, later(-2, clock))).toBe('began')
    const detected = stated('detected-at', { known: true, value: iso(-HOUR / 2) })
    expect(doubtAfter(began, detected, later(-1, clock))).toBe('detected')
    expect(doubtAfter(began, detected, happened(-HOUR / 2, clock))).toBeNull()
    expect(doubtfulStarts(incidentOf(started()), AUTHORITY)).toEqual([])
    // Of an incident whose declaration is missing, nothing can be said.
    expect(filingsOf(incidentOf(clock))[0]?.start?.doubt).toBeNull()
  })

  it('of a clock makes nothing overdue, but something to check while the incident is open', () => {
    const early = later(-48, clockStarted('awareness'))
    const at = DECLARED + 100 * HOUR
    const open = incidentOf(started(), early)
    expect(overdueDeadlines(open, at).map(({ id }) => id)).not.toContain('authority:dora-initial')
    expect(doubtfulDeadlines(open, at)).toMatchObject([{ id: 'authority:dora-initial', overdue: false, inDoubt: true }])
    expect(doubtfulDeadlines(incidentOf(started(), early, closed()), at)).toEqual([])
  })

  it('of a report that follows one of another authority counts as it is', () => {
    const rule = { from: null, after: 'elsewhere', within: { unit: 'hours', count: 72 } } as const
    const other = oneRule(rule)
    const [view] = filingsOf(
      incidentOf(started(), later(1, clockStarted('awareness', other)), later(1, reportedTo('elsewhere', null, other))),
    )
    expect(view).toMatchObject({ start: { at: iso(HOUR) } })
  })
})

describe('a deadline on a day off', () => {
  const authority = { ...AUTHORITY, dayOff: { at: '12:00', unless: 'systemic' } } as const
  // Wednesday, 22:17.
  const saturday = { date: '2026-11-25', yearly: false }
  const under = (settings: Partial<Settings>, rules: Authority = authority) =>
    filingsOf(incidentOf(withSettings(settings), later(0, clockStarted('awareness', rules))))[0]
  const noon = Date.parse('2026-11-26T12:00:00+09:00')

  it('moves to the next working day, and says from when', () => {
    expect(under({ entity: { holidays: [saturday] } })).toMatchObject({ dueAt: noon, movedFrom: DECLARED + DAY })
    expect(under({})).toMatchObject({ dueAt: DECLARED + DAY, movedFrom: null })
  })

  it('stays for a company that the rule is not for, and where there is no such rule', () => {
    const holidays = [saturday]
    expect(under({ entity: { holidays, systemic: true } })).toMatchObject({ dueAt: DECLARED + DAY })
    expect(under({ entity: { holidays, systemic: false } })?.dueAt).toBe(noon)
    expect(under({ entity: { holidays } }, AUTHORITY)).toMatchObject({ dueAt: DECLARED + DAY })
    const forAll = { ...AUTHORITY, dayOff: { at: '12:00', unless: null } }
    expect(under({ entity: { holidays, systemic: true } }, forAll)?.dueAt).toBe(noon)
  })

  it('stays for such a company only for the reports that the exception names', () => {
    const named = { ...AUTHORITY, dayOff: { at: '12:00', unless: 'systemic', unlessFor: ['dora-final'] } } as const
    expect(under({ entity: { holidays: [saturday], systemic: true } }, named)?.dueAt).toBe(noon)
    const first = { ...named, dayOff: { ...named.dayOff, unlessFor: ['dora-initial'] } }
    expect(under({ entity: { holidays: [saturday], systemic: true } }, first)?.dueAt).toBe(DECLARED + DAY)
  })

  it('moves the later end of a range as well', () => {
    const days = (count: number) => ({ unit: 'days', count }) as const
    const range = { ...oneRule({ within: days(1), latest: days(4) }), dayOff: { at: '12:00', unless: null } }
    // Four days later is a Saturday.
    expect(under({}, range)).toMatchObject({
      dueAt: DECLARED + DAY,
      latestAt: Date.parse('2026-11-30T12:00:00+09:00'),
    })
  })
})

describe('a deadline that depends on a time zone that is unknown', () => {
  const authority: Authority = {
    ...AUTHORITY,
    timezones: ['Europe/Lisbon', 'Europe/Helsinki'],
    dayOff: { at: '12:00', unless: null },
  }
  // Saturday, so that the report is due at noon on Monday: at 10:00 UTC in Helsinki, at 12:00 in Lisbon.
  const known = clockStarted('awareness', authority)
  const under = (...reported: readonly EventDraft[]) =>
    filingsOf(incidentOf(started(), { ...later(0, known), at: '2026-11-27T21:00:00+09:00' }, ...reported))[0]
  const at = (time: string) => ({ ...later(1, reportedTo('dora-initial', null, authority)), at: time })

  it('is the earliest, and is kept or missed only where both agree', () => {
    const [earliest, latest] = ['2026-11-30T10:00:00Z', '2026-11-30T12:00:00Z']
    expect(under()).toMatchObject({ dueAt: Date.parse(earliest), otherZoneAt: Date.parse(latest), state: 'running' })
    expect(under(at('2026-11-30T19:00:00+09:00'))?.kept).toBe(true)
    expect(under(at('2026-11-30T20:00:00+09:00'))?.kept).toBeNull()
    expect(under(at('2026-11-30T21:00:01+09:00'))?.kept).toBe(false)
  })
})

describe('a deadline rule', () => {
  it('with no period is due when it starts, and is neither kept nor missed', () => {
    expect(underRule({ within: null })).toMatchObject({ due: 0, state: 'running' })
    expect(
      underRule({ within: null }, later(1, reportedTo('dora-initial', null, oneRule({ within: null })))).kept,
    ).toBeNull()
  })

  it('with two periods is due at the earlier end and shows the later, in either order', () => {
    const days = (count: number) => ({ unit: 'days', count }) as const
    const range = { due: 72, latestAt: DECLARED + 5 * DAY }
    expect(underRule({ within: days(3), latest: days(5) })).toMatchObject(range)
    expect(underRule({ within: days(5), latest: days(3) })).toMatchObject(range)
    expect(underRule({ within: days(3) })).toMatchObject({ due: 72, latestAt: null })
  })

  it('with a deadline only in words runs without a due time', () => {
    const before = { ja: '申し出る前', en: 'before any offer' }
    const view = underRule({ within: null, before })
    expect(view).toMatchObject({ state: 'running', due: null, rule: { before } })
    const clocks = openDeadlines(
      incidentOf(started(), clockStarted('awareness', oneRule({ within: null, before }))),
      lifecycleOf(incidentOf(started())),
      DECLARED,
    )
    expect(clocks.filter(({ id }) => id.startsWith('authority:'))).toEqual([])
  })

  it('in words yields to a rule with a time, in either order', () => {
    const timed = oneRule({}).filings[0]?.due[0] as DeadlineRule
    const worded = { ...timed, within: null, before: { ja: '前', en: 'before' } }
    for (const due of [
      [worded, timed],
      [timed, worded],
    ]) {
      const authority = { ...AUTHORITY, filings: [{ id: 'dora-initial', title: AUTHORITY.title, due }] }
      const [view] = filingsOf(incidentOf(started(), later(0, clockStarted('awareness', authority))))
      expect(view).toMatchObject({ rule: timed, dueAt: DECLARED + DAY })
    }
  })

  it('with "when" or "unless" applies only after, or only until, another event has occurred', () => {
    const came = later(1, clockStarted('classification', oneRule({ unless: 'classification' })))
    expect(underRule({ unless: 'classification' })).toMatchObject({ due: 24 })
    expect(underRule({ unless: 'classification' }, came)).toMatchObject({ due: null, state: 'waiting' })
    const second = later(1, clockStarted('classification', oneRule({ when: 'classification' })))
    expect(underRule({ when: 'classification' })).toMatchObject({ due: null, state: 'waiting' })
    expect(underRule({ when: 'classification' }, second)).toMatchObject({ due: 24 })
  })

  it('without a starting point is never due', () => {
    expect(underRule({ from: null, after: null }).state).toBe('waiting')
  })
})

describe('openDeadlines of authorities', () => {
  const ids = (...drafts: readonly EventDraft[]) => {
    const incident = incidentOf(started(), ...drafts)
    return openDeadlines(incident, lifecycleOf(incident), DECLARED + 25 * HOUR).filter(({ id }) =>
      id.startsWith('authority:'),
    )
  }

  it('include a filing until it is filed, even after closing', () => {
    const known = later(0, clockStarted('awareness'))
    const due = { id: 'authority:dora-initial', dueAt: DECLARED + DAY, overdue: true }
    expect(ids(known)).toEqual([due])
    expect(ids(known, closed())).toEqual([due])
    expect(ids(known, later(MINUTE / HOUR, reportedTo('dora-initial'))).map(({ id }) => id)).toEqual([
      'authority:dora-intermediate',
    ])
  })
})
