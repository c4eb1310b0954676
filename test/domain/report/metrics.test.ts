import { describe, expect, it } from 'vitest'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { metricsOf } from '../../../src/domain/report/metrics.ts'
import { milestonesOf } from '../../../src/domain/report/milestones.ts'
import { updatePromisesOf } from '../../../src/domain/report/update-promises.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  closed,
  DECLARED,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  posted,
  promised,
  reopened,
  SECOND,
  scoped,
  started,
  stated,
  withRunbook,
  withSettings,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

function metrics(after: number, ...drafts: readonly EventDraft[]) {
  const incident = incidentOf(...drafts)
  const lifecycle = lifecycleOf(incident)
  return metricsOf(incident, lifecycle, milestonesOf(incident, lifecycle), DECLARED + after)
}

const at = (minutes: number, stage: 'first' | 'update' | 'resumption' = 'update', next: string | null = null) =>
  happened(minutes * MINUTE, posted('website', stage, 1, next))

/** The number of updates due on the website, and of those kept. */
function updates(after: number, ...drafts: readonly EventDraft[]): [due: number, kept: number] {
  const { updatesDue, updatesKept } = metrics(after, ...drafts)
  return [updatesDue, updatesKept]
}

describe('time metrics', () => {
  it('count detection and resumption from the start of the halt', () => {
    const log = [started(), stated('detected-at', { value: iso(-2 * MINUTE) }), happened(48 * MINUTE, lifted())]
    expect(metrics(HOUR, ...log)).toMatchObject({ timeToDetectSeconds: 600, timeToResumeSeconds: 3600 })
  })

  it('are null while the end of the period is missing', () => {
    expect(metrics(HOUR, started(), scoped('deposits', 'stopped'), lifted('trading'))).toMatchObject({
      timeToDetectSeconds: null,
      timeToNotifySeconds: null,
      timeToResumeSeconds: null,
    })
  })

  it('are null if the end is before the start, as after a clock was set back', () => {
    const log = [
      started({ startedAt: iso(0) }),
      stated('detected-at', { value: iso(-HOUR) }),
      happened(-2 * HOUR, posted('website', 'first', 1)),
      happened(-2 * HOUR, lifted('trading')),
    ]
    expect(metrics(HOUR, ...log)).toMatchObject({
      timeToDetectSeconds: null,
      timeToNotifySecondsByChannel: { website: null },
      timeToResumeSeconds: null,
    })
  })

  it('count to the last resumption if the halt was reopened', () => {
    const again = [started(), lifted('trading'), happened(HOUR, reopened('trading'))] as const
    expect(metrics(HOUR, ...again).timeToResumeSeconds).toBeNull()
    expect(metrics(HOUR, ...again, happened(108 * MINUTE, lifted('trading'))).timeToResumeSeconds).toBe(7200)
  })

  it('have no time to notify on a channel that heard of the resumption only', () => {
    const log = [
      started(),
      happened(3 * MINUTE, posted('website', 'first', 1)),
      happened(30 * MINUTE, lifted('trading')),
      happened(31 * MINUTE, posted('email', 'resumption', 2)),
    ]
    expect(metrics(HOUR, ...log)).toMatchObject({
      timeToNotifySeconds: null,
      timeToNotifySecondsByChannel: { email: null },
      timeFromDeclaringSecondsByChannel: { email: null },
    })
  })

  it('count to the first notice on the last customer channel, and are null while one is missing', () => {
    const first = happened(3 * MINUTE, posted('website', 'first', 1))
    expect(metrics(HOUR, started(), first)).toMatchObject({
      timeToNotifySeconds: null,
      timeToNotifySecondsByChannel: { website: 900, email: null },
    })
    expect(metrics(HOUR, started(), first, happened(8 * MINUTE, posted('email', 'first', 1)))).toMatchObject({
      timeToNotifySeconds: 1200,
      timeToNotifySecondsByChannel: { website: 900, email: 1200 },
    })
  })

  it('have no time to notify if the runbook has no customer channel', () => {
    expect(metrics(HOUR, withRunbook({ ...SMALL_RUNBOOK, channels: {} }))).toMatchObject({
      timeToNotifySeconds: null,
      timeToNotifySecondsByChannel: {},
    })
  })
})

describe('updates due and kept', () => {
  it('are due as promised by each notice, and kept by the next one in time', () => {
    const first = at(0, 'first', iso(30 * MINUTE))
    expect(updates(20 * MINUTE, started(), first)).toEqual([0, 0])
    expect(updates(31 * MINUTE, started(), first, at(15))).toEqual([1, 1])
    expect(updates(31 * MINUTE, started(), first)).toEqual([1, 0])
    expect(updates(40 * MINUTE, started(), first, at(35))).toEqual([1, 0])
  })

  it('are not due before the promised time, even if a notice came before that', () => {
    const promise = at(0, 'first', iso(30 * MINUTE))
    expect(updates(20 * MINUTE, started(), promise, at(15))).toEqual([0, 0])
    const early = [started(), promise, at(15), happened(20 * MINUTE, closed())] as const
    expect(updates(10 * HOUR, ...early)).toEqual([0, 0])
  })

  it('are not due after a notice that promised none', () => {
    expect(updates(HOUR, started(), at(0, 'first'))).toEqual([0, 0])
    expect(updates(HOUR, started(), at(0, 'first'), at(15))).toEqual([0, 0])
  })

  it('are kept until the promised minute ends', () => {
    // 22:34:00, as customers read it.
    const promise = at(0, 'first', iso(16 * MINUTE + 55 * SECOND))
    const sent = (second: number) => happened(16 * MINUTE + 55 * SECOND + second, posted('website', 'update', 2))
    for (const late of [0, 40 * SECOND, MINUTE - 1])
      expect(updates(HOUR, started(), promise, sent(late))).toEqual([1, 1])
    expect(updates(HOUR, started(), promise, sent(MINUTE))).toEqual([1, 0])
    expect(updates(17 * MINUTE + 54 * SECOND, started(), promise)).toEqual([0, 0])
    expect(updates(17 * MINUTE + 55 * SECOND, started(), promise)).toEqual([1, 0])
  })

  it('are due as the notice told, whatever was planned without one', () => {
    const told = at(0, 'first', iso(10 * MINUTE))
    expect(updates(20 * MINUTE, started(), told)).toEqual([1, 0])
    const later = [told, promised('website', iso(50 * MINUTE))]
    expect(updates(20 * MINUTE, started(), ...later)).toEqual([1, 0])
    expect(updates(HOUR, started(), ...later, at(45))).toEqual([1, 0])
    // An update in time gave the new one.
    expect(updates(45 * MINUTE, started(), ...later, at(9, 'update', iso(50 * MINUTE)))).toEqual([1, 1])
    const sooner = [told, promised('website', iso(8 * MINUTE))]
    expect(updates(20 * MINUTE, started(), ...sooner, at(9))).toEqual([1, 1])
  })

  it('are not due by what only the log knows, if the notice told no time', () => {
    const promise = [at(0, 'first'), promised('website', iso(50 * MINUTE))]
    expect(updates(20 * MINUTE, started(), ...promise)).toEqual([0, 0])
    expect(updates(HOUR, started(), ...promise, at(45))).toEqual([0, 0])
  })

  it('are not kept by the notice that told the time first', () => {
    const told = [at(0, 'first'), promised('website', iso(50 * MINUTE)), at(10, 'update', iso(50 * MINUTE))]
    expect(updates(HOUR, started(), ...told)).toEqual([1, 0])
    expect(updates(HOUR, started(), ...told, at(50))).toEqual([1, 1])
  })

  it('are kept by the page where a mail named it for them, if that had a later report in time', () => {
    const cadence = { ...DEFAULT_SETTINGS.cadence, channels: { email: { update: 'on-change' as const } } }
    const mailed = happened(MINUTE, posted('email', 'first', 1, iso(30 * MINUTE)))
    const round = [withSettings({ cadence }), mailed, happened(2 * MINUTE, posted('website', 'first', 1))]
    const page = (minutes: number) => happened(minutes * MINUTE, posted('website', 'update', 2))
    expect(updates(HOUR, ...round)).toEqual([1, 0])
    expect(updates(HOUR, ...round, page(30))).toEqual([1, 1])
    expect(updates(HOUR, ...round, page(32))).toEqual([1, 0])
    expect(updates(HOUR, ...round, happened(20 * MINUTE, posted('email', 'update', 2)))).toEqual([1, 1])
    // The report's time is that of the mail, if one would have kept the promise or none did.
    const timesOf = (...drafts: readonly EventDraft[]) => {
      const incident = incidentOf(...round, ...drafts)
      return updatePromisesOf(incident, lifecycleOf(incident), DECLARED + HOUR).map(({ at, onPage, kept }) => [
        (Number(at) - DECLARED) / MINUTE,
        onPage,
        kept,
      ])
    }
    const mail = (minutes: number) => happened(minutes * MINUTE, posted('email', 'update', 3))
    expect(timesOf(page(20))).toEqual([[20, true, true]])
    expect(timesOf(page(20), mail(40))).toEqual([[20, true, true]])
    expect(timesOf(page(20), mail(25))).toEqual([[25, false, true]])
    expect(timesOf(page(35), mail(40))).toEqual([[40, false, false]])
    expect(timesOf(page(35))).toEqual([[35, true, false]])
    // Where each channel has all reports, each keeps its own promises.
    expect(updates(HOUR, started(), ...round.slice(1), page(30))).toEqual([1, 0])
  })

  it('are no longer due once everything is resumed', () => {
    const resumed = [
      started(),
      at(0, 'first', iso(30 * MINUTE)),
      happened(20 * MINUTE, lifted()),
      at(25, 'resumption'),
    ] as const
    expect(updates(10 * HOUR, ...resumed)).toEqual([0, 0])
    expect(updates(10 * HOUR, started(), at(0, 'first', iso(30 * MINUTE)), happened(20 * MINUTE, lifted()))).toEqual([
      0, 0,
    ])
  })

  it('are no longer due once the incident is closed', () => {
    expect(updates(10 * HOUR, started(), at(0, 'first', iso(30 * MINUTE)), happened(20 * MINUTE, closed()))).toEqual([
      0, 0,
    ])
  })

  it('are no longer due for an interruption once the halt was reopened', () => {
    const partly = [
      started(),
      scoped('deposits', 'stopped'),
      at(0, 'first', iso(30 * MINUTE)),
      happened(10 * MINUTE, lifted('trading')),
    ]
    const again = [...partly, happened(20 * MINUTE, reopened('trading'))]
    expect(updates(10 * HOUR, ...again)).toEqual([0, 0])
    expect(updates(10 * HOUR, ...again, at(25, 'first', iso(55 * MINUTE)))).toEqual([1, 0])
  })
})
