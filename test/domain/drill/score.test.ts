import { describe, expect, it } from 'vitest'
import { type ScoreSectionName, scoreOf } from '../../../src/domain/drill/score.ts'
import { EMPTY_INCIDENT, type Incident } from '../../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import type { Runbook } from '../../../src/domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../src/domain/settings.ts'
import {
  advanced,
  answered,
  begun,
  classified,
  closed,
  DECLARED,
  deliveredAs,
  done,
  escalated,
  foldEvents,
  HOUR,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  marked,
  posted,
  reopened,
  scoped,
  skipped,
  started,
  stated,
  tried,
  Writer,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'
import { began, given, inject, scenario } from '../../small-scenario.ts'

type Timed = readonly [minutes: number, draft: EventDraft]

/** A drill of a scenario with the events recorded in it, each at its minute after the opening. */
function drilled(exercise: Parameters<typeof began>[0], ...later: readonly Timed[]) {
  return under({}, exercise, ...later)
}

interface Under {
  readonly settings?: Partial<Settings>
  readonly runbook?: Runbook
}

function under(
  { settings, runbook = SMALL_RUNBOOK }: Under,
  exercise: Parameters<typeof began>[0],
  ...later: readonly Timed[]
): Incident {
  const writer = new Writer()
  writer.write(started({ drill: true, runbook, settings: { ...DEFAULT_SETTINGS, ...settings } }), 0)
  writer.write(began(exercise), 0)
  for (const [minutes, draft] of [...later].sort(([a], [b]) => a - b)) writer.write(draft, minutes * MINUTE)
  return foldEvents(writer.events)
}

/** A section of the score after this many minutes: its points, and what lost some. */
function judged(incident: Incident, id: ScoreSectionName, minutes: number) {
  const section = scoreOf(incident, DECLARED + minutes * MINUTE)?.sections.find((s) => s.id === id)
  const lost = section?.lost.map(({ code, what, expected, dueAt, at, points }) => {
    const minute = (ms: number | null) => (ms === null ? '-' : Math.round((ms - DECLARED) / MINUTE))
    return `${code} ${what}${expected === null ? '' : ` ${expected.kind} ${expected.what}`} ${minute(dueAt)} ${minute(at)} -${points}`
  })
  return [section?.score, ...(lost ?? [])]
}

const TOLD: readonly Timed[] = [
  [2, posted('website', 'first', 1)],
  [3, posted('email', 'first', 1)],
]

describe('latency score', () => {
  it('gives full points for a first notice in time, half for a late one, none for a missing one', () => {
    expect(judged(drilled({}, ...TOLD), 'latency', 20)).toEqual([100])
    expect(
      judged(drilled({}, [4, posted('website', 'first', 1)], [9, posted('email', 'first', 1)]), 'latency', 20),
    ).toEqual([75, 'first-notice email 5 9 -25'])
    expect(judged(drilled({}), 'latency', 20)).toEqual([
      0,
      'first-notice website 5 - -50',
      'first-notice email 5 - -50',
    ])
  })

  it('ignores what is not due yet, except what closing left out', () => {
    expect(judged(drilled({}), 'latency', 4)).toEqual([null])
    expect(judged(drilled({}, [3, closed()]), 'latency', 4)[0]).toBe(0)
  })

  it('is measured again after each lift and after a reopening', () => {
    const incident = drilled(
      {},
      ...TOLD,
      [10, lifted('trading')],
      [12, posted('website', 'resumption', 2)],
      [18, posted('email', 'resumption', 2)],
      [30, reopened('trading')],
    )
    expect(judged(incident, 'latency', 60)).toEqual([
      58,
      'first-notice website 35 - -16.7',
      'resumption-notice email 15 18 -8.3',
      'first-notice email 35 - -16.7',
    ])
  })

  it('includes the last of several lifts', () => {
    const incident = drilled(
      {},
      [1, scoped('deposits', 'stopped')],
      ...TOLD,
      [10, lifted('trading')],
      [12, posted('website', 'resumption', 2)],
      [12, posted('email', 'resumption', 2)],
      [20, lifted('deposits')],
      [22, posted('website', 'resumption', 3)],
    )
    expect(judged(incident, 'latency', 60)).toEqual([83, 'resumption-notice email 25 - -16.7'])
  })

  it('extends the deadline of a failing channel, and ignores an unusable one', () => {
    const down = inject('down', 0, { until: 30 * MINUTE, fails: ['email'] })
    const mended = drilled({ injects: [down] }, [2, posted('website', 'first', 1)], [33, posted('email', 'first', 1)])
    expect(judged(mended, 'latency', 60)).toEqual([100])
    const gone = drilled({ injects: [{ ...down, until: null }] }, [2, posted('website', 'first', 1)])
    expect(judged(gone, 'latency', 60)).toEqual([100])
    const unsafe = drilled({}, [2, posted('website', 'first', 1)], [3, marked('email', false)])
    expect(judged(unsafe, 'latency', 60)).toEqual([100])
    const again = drilled(
      {},
      [2, posted('website', 'first', 1)],
      [3, marked('email', false)],
      [4, marked('email', true)],
    )
    expect(judged(again, 'latency', 60)[1]).toBe('first-notice email 5 - -50')
  })

  it('is measured from the planned start', () => {
    const planned = started({
      drill: true,
      type: 'maintenance',
      startedAt: null,
      planned: { from: '2026-11-24T22:47:05.000+09:00', to: '2026-11-24T23:47:05.000+09:00' },
    })
    expect(judged(incidentOf(planned, began()), 'latency', 120)).toEqual([null])
    const writer = new Writer()
    for (const draft of [planned, began()]) writer.write(draft, 0)
    writer.write(advanced('initial-response'), 30 * MINUTE)
    expect(judged(foldEvents(writer.events), 'latency', 60)[1]).toBe('first-notice website 35 - -50')
  })

  it('allows 15 minutes to tell the departments', () => {
    const runbook = {
      ...SMALL_RUNBOOK,
      steps: [
        step('a-internal', { channel: 'internal', stage: 'first' }),
        step('a-law', { tells: 'law' }),
        ...SMALL_RUNBOOK.steps,
      ],
    }
    const incident = under({ runbook }, {}, ...TOLD, [14, posted('internal', 'first', 1)], [20, done('a-law')])
    expect(judged(incident, 'latency', 60)).toEqual([88, 'told law 15 20 -12.5'])
    expect(judged(under({ runbook }, {}, ...TOLD), 'latency', 10)).toEqual([100])
    const heads = { ...runbook, steps: [...runbook.steps, step('a-heads', { tells: 'all' })] }
    const told = [...TOLD, [14, posted('internal', 'first', 1)], [14, done('a-law')]] as const
    expect(judged(under({ runbook: heads }, {}, ...told), 'latency', 60)).toEqual([100])
  })
})

describe('cadence score', () => {
  it('judges each update against the promised time or the cadence', () => {
    const incident = drilled({}, ...TOLD, [30, posted('website', 'update', 2)], [40, posted('email', 'update', 2)])
    expect(judged(incident, 'cadence', 65)).toEqual([50, 'promise website 60 - -33.3', 'promise email 33 40 -16.7'])
  })

  it('counts a promise as kept until its minute ends', () => {
    const told = [2, posted('website', 'first', 1, iso(10 * MINUTE))] as const
    const sent = (minutes: number) =>
      judged(drilled({}, told, [minutes, posted('website', 'update', 2)]), 'cadence', 30)
    expect(sent(10.9)).toEqual([100])
    expect(sent(11)).toEqual([50, 'promise website 10 11 -50'])
  })

  it('includes a channel without any notice, but not one updated on change', () => {
    expect(judged(drilled({}, [2, posted('website', 'first', 1)]), 'cadence', 36)).toEqual([
      0,
      'promise website 32 - -50',
      'promise email 35 - -50',
    ])
    const cadence = { ...DEFAULT_SETTINGS.cadence, channels: { email: { update: 'on-change' as const } } }
    const quiet = under({ settings: { cadence } }, {}, [2, posted('website', 'first', 1)])
    expect(judged(quiet, 'cadence', 36)).toEqual([0, 'promise website 32 - -100'])
    expect(judged(drilled({}), 'cadence', 34)).toEqual([null])
  })

  it('expects no update on a failing channel until it works again', () => {
    const down = inject('down', 20 * MINUTE, { until: 40 * MINUTE, fails: ['email'] })
    const incident = drilled({ injects: [down] }, ...TOLD, [30, posted('website', 'update', 2)])
    expect(judged(incident, 'cadence', 44)).toEqual([100])
    expect(judged(incident, 'cadence', 46)).toEqual([50, 'promise email 45 - -50'])
    const gone = drilled({ injects: [{ ...down, until: null }] }, ...TOLD, [30, posted('website', 'update', 2)])
    expect(judged(gone, 'cadence', 46)).toEqual([100])
    const never = drilled(
      { injects: [inject('dead', 0, { fails: ['email'] })] },
      [2, posted('website', 'first', 1)],
      [30, posted('website', 'update', 2)],
    )
    expect(judged(never, 'cadence', 46)).toEqual([100])
  })
})

const ALONE: Runbook = {
  ...SMALL_RUNBOOK,
  facts: {},
  steps: [
    step('a-one'),
    step('a-two'),
    step('a-three', { modality: 'effort' }),
    step('a-mail', { channel: 'email', stage: 'first' }),
  ],
}

describe('completeness score', () => {
  it('gives full points for a required step done, half for one begun, none for one skipped', () => {
    expect(
      judged(
        under({ runbook: ALONE }, {}, [1, done('a-one')], [2, done('a-two')], [3, done('a-mail')]),
        'completeness',
        5,
      ),
    ).toEqual([100])
    expect(
      judged(
        under({ runbook: ALONE }, {}, [1, done('a-one')], [2, begun('a-two')], [3, skipped('a-mail')]),
        'completeness',
        5,
      ),
    ).toEqual([50, 'step a-two - 2 -16.7', 'step a-mail - 3 -33.3'])
  })

  it('expects no notice on an unusable channel', () => {
    const incident = under({ runbook: ALONE }, {}, [1, done('a-one')], [2, done('a-two')], [3, marked('email', false)])
    expect(judged(incident, 'completeness', 5)).toEqual([100])
    const failing = { injects: [inject('down', 0, { within: HOUR, fails: ['email'] })] }
    expect(
      judged(under({ runbook: ALONE }, failing, [1, done('a-one')], [2, done('a-two')]), 'completeness', 5),
    ).toEqual([100])
  })

  it('expects the facts of notices before the last first notice', () => {
    const facts = {
      ...SMALL_RUNBOOK.facts,
      contact: {
        kind: 'text' as const,
        role: 'contact' as const,
        notice: true,
        words: true,
        ja: '窓口',
        en: 'contact',
      },
    }
    const runbook = { ...SMALL_RUNBOOK, facts, steps: [] }
    const settings = { contact: { ja: '窓口', en: null } }
    const incident = under({ runbook, settings }, {}, [1, stated('cause', { known: false })], ...TOLD, [
      9,
      stated('expected-recovery', { known: false }),
    ])
    expect(judged(incident, 'completeness', 10)).toEqual([88, 'fact expected-recovery 3 9 -12.5'])
    expect(judged(under({ runbook, settings }, {}), 'completeness', 10)).toEqual([null])
    const unstated = under({ runbook }, {}, ...TOLD)
    expect(judged(unstated, 'completeness', 10)).toEqual([
      25,
      'fact cause 3 - -25',
      'fact expected-recovery 3 - -25',
      'fact contact 3 - -25',
    ])
  })
})

const BARE: Runbook = { ...SMALL_RUNBOOK, facts: {}, steps: [] }

/** The completeness score of a drill with one inject after ten minutes, and these events. */
function answer(over: Parameters<typeof inject>[2], ...later: readonly Timed[]) {
  return judged(under({ runbook: BARE }, { injects: [inject('it', 10 * MINUTE, over)] }, ...later), 'completeness', 60)
}

describe('an inject in the completeness score', () => {
  const fact = { facts: [given('cause', { en: 'A fault' })] }

  it('is judged as answered in time, late or not at all', () => {
    expect(answer(fact, [12, stated('cause', { known: true, value: 'a fault' })])).toEqual([100])
    expect(answer(fact, [25, stated('cause', { ja: '故障' })])).toEqual([50, 'inject it fact cause 20 25 -50'])
    expect(answer(fact, [12, stated('cause', { known: false })])).toEqual([0, 'inject it fact cause 20 - -100'])
    expect(answer(fact, [5, stated('cause', { en: 'a fault' })])[0]).toBe(0)
  })

  it('is not judged before its time is up, nor if it comes after the drill is closed', () => {
    const injects = [inject('it', 10 * MINUTE, fact), inject('later', HOUR, fact)]
    expect(judged(under({ runbook: BARE }, { injects }), 'completeness', 15)).toEqual([null])
    expect(judged(under({ runbook: BARE }, { injects }, [15, closed()]), 'completeness', 90)).toEqual([
      0,
      'inject it fact cause 20 - -100',
    ])
  })

  it('expects a matching scope if it stops an operation', () => {
    const scope = [
      { operation: 'withdrawals', asset: 'XEM', state: 'stopped' as const, words: null },
      { operation: 'deposits', asset: 'XEM', state: null, words: null },
    ]
    expect(answer({ scope }, [12, scoped('withdrawals', 'stopped', 'XEM')])).toEqual([100])
    expect(answer({ scope }, [5, scoped('withdrawals', 'stopped', 'XEM')])).toEqual([100])
    expect(answer({ scope }, [12, scoped('withdrawals', 'open', 'XEM')])).toEqual([
      0,
      'inject it scope withdrawals:XEM 20 - -100',
    ])
  })

  it('expects a failing channel to be marked, and a damaged page to get a new notice', () => {
    expect(answer({ fails: ['email'] }, [12, marked('email', false)])).toEqual([100])
    expect(answer({ fails: ['email'] }, [5, marked('email', false)])).toEqual([100])
    expect(answer({ damaged: ['website'] }, [12, posted('website', 'update', 2)])).toEqual([100])
    expect(answer({ damaged: ['website'] }, [5, posted('website', 'first', 1)])).toEqual([
      0,
      'inject it channel website 20 - -100',
    ])
  })

  it('expects the notices, steps and lifts that it names', () => {
    const sent: Timed[] = [
      [12, intended('email', 'update', 2)],
      [13, deliveredAs('aaaaaaaa:3', 'failed')],
    ]
    expect(answer({ notices: ['email'] }, ...sent)[0]).toBe(0)
    expect(answer({ notices: ['email'] }, [12, posted('email', 'update', 2)])).toEqual([100])
    expect(answer({ steps: ['a-look'] }, [5, done('a-look')])).toEqual([100])
    expect(answer({ steps: ['a-look'] }, [12, begun('a-look')])).toEqual([100])
    expect(answer({ steps: ['a-look'] }, [12, skipped('a-look')])[0]).toBe(0)
    expect(answer({ resumes: ['trading:XEM'] }, [12, lifted('trading')])).toEqual([100])
    expect(answer({ resumes: ['trading'] })).toEqual([0, 'inject it resume trading 20 - -100'])
  })
})

const LISTED = { settings: { roster: ROSTER } }
const escalation = (incident: Incident, minutes: number) => judged(incident, 'escalation', minutes)

describe('escalation score', () => {
  it('expects somebody else to be reached if the head of a department is silent', () => {
    const injects = [inject('silent', 2 * MINUTE, { silent: ['desk'] })]
    expect(escalation(under(LISTED, { injects }, [4, tried('sato')], [10, answered('kato')]), 30)).toEqual([100])
    expect(escalation(under(LISTED, { injects }, [1, answered('kato')]), 30)).toEqual([100])
    expect(escalation(under(LISTED, { injects }), 30)).toEqual([0, 'inject silent call desk 12 - -100'])
  })

  it('without a roster, expects the steps that tell the department, if any', () => {
    const injects = [inject('silent', 2 * MINUTE, { silent: ['law'] })]
    const runbook = { ...BARE, steps: [step('a-law', { tells: 'law' })] }
    expect(escalation(under({ runbook }, { injects }, [5, done('a-law')]), 30)).toEqual([100])
    expect(escalation(under({ runbook }, { injects }), 30)).toEqual([0, 'inject silent call law 12 - -100'])
    expect(escalation(drilled({ injects }), 30)).toEqual([null])
  })

  it('expects the severity of an inject or a worse one', () => {
    const injects = [inject('worse', 10 * MINUTE, { severity: 'sev2' })]
    const over = { severity: 'sev3' as const }
    const mild = (...later: readonly Timed[]) =>
      under({}, { ...over, injects }, [1, classified({ severity: 'sev3' })], ...later)
    expect(escalation(mild([12, classified({ severity: 'sev1' })]), 30)).toEqual([100])
    expect(escalation(mild(), 30)).toEqual([0, 'inject worse severity sev2 20 - -100'])
    expect(escalation(under({}, { injects }), 30)).toEqual([100])
  })

  it('expects the next call once the time to answer is over', () => {
    const both: Timed[] = [
      [1, tried('sato')],
      [8, tried('kato')],
      [15, answered('sato')],
    ]
    const quiet = { settings: { roster: { ...ROSTER, levels: [] } } }
    expect(escalation(under(quiet, {}, ...both), 30)).toEqual([100])
    expect(escalation(under(quiet, {}, [1, tried('sato')], [20, answered('kato')]), 30)).toEqual([
      50,
      'call sato 11 20 -50',
    ])
    expect(escalation(under(quiet, {}, [1, tried('sato')]), 30)).toEqual([0, 'call sato 11 - -100'])
    expect(escalation(under(quiet, {}, [1, tried('sato')]), 9)).toEqual([null])
    expect(escalation(under(quiet, {}, [1, answered('kato')], [2, tried('sato')]), 30)).toEqual([null])
  })

  it('expects a level once the rules ask for it', () => {
    const [, board] = ROSTER.levels
    const settings = { roster: { ...ROSTER, levels: board === undefined ? [] : [board] } }
    const severe: Timed = [10, classified({ severity: 'sev1' })]
    expect(escalation(under({ settings }, {}, severe, [12, escalated('board')]), 30)).toEqual([100])
    expect(escalation(under({ settings }, {}, severe, [18, escalated('board')]), 30)).toEqual([
      50,
      'level board 15 18 -50',
    ])
    expect(escalation(under({ settings }, {}, severe), 30)).toEqual([0, 'level board 15 - -100'])
    expect(escalation(under({ settings }, {}, severe), 12)).toEqual([null])
    expect(escalation(under({ settings }, {}), 30)).toEqual([null])
    expect(escalation(under({ settings }, {}, [5, lifted('trading')], severe), 30)).toEqual([null])
  })
})

describe('scoreOf', () => {
  it('is the mean of the judged sections, compared with the pass mark', () => {
    const incident = under(
      { runbook: ALONE },
      { mark: 50 },
      [1, done('a-one')],
      [2, done('a-two')],
      [9, posted('website', 'first', 1)],
      [9, done('a-mail')],
      [9, posted('email', 'first', 1)],
    )
    expect(scoreOf(incident, DECLARED + 10 * MINUTE)).toMatchObject({ mark: 50, total: 75, passed: true })
    expect(scoreOf(drilled({ mark: 1 }), DECLARED + 10 * MINUTE)).toMatchObject({ total: 0, passed: false })
  })

  it('has no total if nothing was judged, and is null without a scenario', () => {
    expect(scoreOf(under({ runbook: BARE }, {}), DECLARED)).toMatchObject({ total: null, passed: false })
    expect(scoreOf(incidentOf(started()), DECLARED)).toBeNull()
    expect(scoreOf(EMPTY_INCIDENT, DECLARED)).toBeNull()
    expect(scenario().mark).toBe(80)
  })

  it('does not change after the drill is closed', () => {
    const incident = drilled({}, ...TOLD, [10, closed()])
    expect(scoreOf(incident, DECLARED + 100 * HOUR)).toEqual(scoreOf(incident, DECLARED + 10 * MINUTE))
  })
})
