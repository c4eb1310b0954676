import { describe, expect, it } from 'vitest'
import { openDeadlines } from '../../../src/domain/deadlines.ts'
import { decide, type Intent } from '../../../src/domain/decide/decide.ts'
import { isProblem } from '../../../src/domain/decide/decision.ts'
import { conflictsOf } from '../../../src/domain/incident/conflicts.ts'
import { phaseOf } from '../../../src/domain/incident/current-values.ts'
import { evolve } from '../../../src/domain/incident/evolve.ts'
import { followUpsOf } from '../../../src/domain/incident/follow-up-state.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { listEntryOf } from '../../../src/domain/incident/list-entry.ts'
import type { EventData, EventDraft } from '../../../src/domain/log/event.ts'
import { reportOf } from '../../../src/domain/report/report.ts'
import { summaryOf } from '../../../src/domain/stats/stats.ts'
import {
  advanced,
  closed,
  DECLARED,
  done,
  foldEvents,
  followUp,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  NO_WRITERS,
  nth,
  posted,
  promised,
  scoped,
  started,
  undone,
  Writer,
} from '../../given.ts'

const NOW = DECLARED + 3 * HOUR

const closedAs = (as: EventData['incident.closed']['as'], over: Partial<EventData['incident.closed']> = {}) =>
  ({ type: 'incident.closed', data: { as, reason: 'a test alarm', ...over } }) as const

const halted = [
  started(),
  scoped('trading', 'stopped'),
  advanced('during-halt'),
  posted('website', 'first', 1, iso(30 * MINUTE)),
]
const resumed = [...halted, lifted('trading'), posted('website', 'resumption', 2)]

/** What an incident counts, measures and asks for, but for what the log itself has. */
function counted(incident: Incident) {
  const { log, timeline, enteredLate, people, ...report } = reportOf(incident, [], NOW)
  return { report, entry: listEntryOf(incident), deadlines: openDeadlines(incident, lifecycleOf(incident), NOW) }
}

function codeOf(incident: Incident, intent: Intent): string | null {
  const decision = decide(incident, intent, { by: 'taro', now: NOW, recordedAt: iso(3 * HOUR), knows: () => true })
  return isProblem(decision) ? decision.code : null
}

describe('a closing that was undone', () => {
  it.each<[string, EventDraft[], EventDraft]>([
    ['of a resolved halt', resumed, closed()],
    ['that was forced', halted, closedAs('resolved', { forced: { reason: 'ordered', open: ['a-ask'] } })],
    ['as a false alarm, after a notice', halted, closedAs('false-alarm')],
    ['as the duplicate that it was joined to', halted, closedAs('duplicate', { duplicateOf: '20261124-2218-failure' })],
    ['with a promise for later', [...halted, promised('website', iso(5 * HOUR))], closed()],
    ['with an open follow-up', [...halted, followUp('Buy disks', 'taro', iso(HOUR))], closed()],
  ])('%s counts for nothing: all is as it was before', (_, before, closing) => {
    const log = [...before, closing]
    const incident = incidentOf(...log, undone(nth(log.length)))
    expect(incident.anomalies).toEqual([])
    expect(counted(incident)).toEqual(counted(incidentOf(...before)))
  })

  it('leaves no milestone, no summary and no time of closing', () => {
    const incident = incidentOf(...resumed, closed(), undone(nth(7)))
    expect(phaseOf(incident)).toBe('after-resumption')
    expect(lifecycleOf(incident)).toMatchObject({ closedAt: null, closedAs: null })
    expect(reportOf(incident, [], NOW).milestones.map(({ id }) => id)).not.toContain('closed')
    expect(reportOf(incident, [], NOW)).toMatchObject({ closedAt: null, closedAs: null, phase: 'after-resumption' })
    expect(summaryOf(incident, NO_WRITERS)).toBeNull()
  })

  it('lets deadlines and promises run on from where they were', () => {
    const log = [...halted, happened(5 * MINUTE, closed())]
    const due = { id: 'update:website', dueAt: DECLARED + 30 * MINUTE, overdue: true }
    expect(counted(incidentOf(...log)).deadlines.map(({ id }) => id)).not.toContain(due.id)
    const incident = incidentOf(...log, undone(nth(5)))
    expect(counted(incident).deadlines).toContainEqual(due)
    expect(counted(incident).report.promises).toContainEqual(
      expect.objectContaining({ channel: 'website', kept: false }),
    )
  })

  it('as a false alarm asks for no retraction any more; one that went out stays', () => {
    const alarm = [...halted, closedAs('false-alarm')]
    const ids = (incident: Incident) => counted(incident).deadlines.map(({ id }) => id)
    expect(ids(incidentOf(...alarm))).toContain('retraction-notice:website')
    expect(ids(incidentOf(...alarm, undone(nth(5))))).not.toContain('retraction-notice:website')
    const retracted = incidentOf(...alarm, posted('website', 'retraction', 2), undone(nth(5)))
    expect(retracted.notices.map(({ stage }) => stage)).toEqual(['first', 'retraction'])
    expect(ids(retracted)).toContain('update:website')
  })

  it('lets everything be recorded again, closing too', () => {
    const log = [...halted, closed()]
    const open = incidentOf(...log, undone(nth(5)))
    for (const intent of [
      { kind: 'done', steps: ['a-look'] },
      { kind: 'scope', statements: [{ operation: 'deposits', asset: null, state: 'stopped', words: null }] },
      { kind: 'close', as: 'false-alarm', reason: 'a test alarm', force: 'it is open' },
    ] as const) {
      expect(codeOf(incidentOf(...log), intent)).toBe(intent.kind === 'close' ? 'closed-otherwise' : 'incident-closed')
      expect(codeOf(open, intent)).toBeNull()
    }
    const again = incidentOf(...log, undone(nth(5)), happened(2 * HOUR, closedAs('false-alarm')))
    expect(lifecycleOf(again)).toMatchObject({ closedAt: iso(2 * HOUR), closedAs: 'false-alarm' })
  })

  it('keeps what was recorded after it', () => {
    const log = [...resumed, closed(), followUp('Buy disks'), done('a-look'), undone(nth(7))]
    expect(followUpsOf(incidentOf(...log))).toMatchObject([{ text: 'Buy disks' }])
  })
})

describe('a closing and its undoing on two machines', () => {
  /** Taro declares and closes; Hanako has seen it, and undoes it. */
  function both() {
    const taro = new Writer('aaaaaaaa', 'taro')
    const hanako = new Writer('bbbbbbbb', 'hanako')
    for (const draft of halted) taro.write(draft)
    const closing = taro.write(closed(), 10 * MINUTE)
    hanako.write(undone('aaaaaaaa:5'), 11 * MINUTE, [closing])
    return { taro, hanako }
  }

  it('leave the halt open in whatever order they arrive', () => {
    const { taro, hanako } = both()
    taro.write(done('a-look'), 12 * MINUTE)
    const all = [...taro.events, ...hanako.events]
    const incident = foldEvents(all)
    expect([phaseOf(incident), incident.anomalies]).toEqual(['during-halt', []])
    expect(foldEvents([...hanako.events, ...taro.events])).toEqual(incident)
    expect(foldEvents(all.toReversed())).toEqual(incident)
    expect(evolve(foldEvents(taro.events.slice(0, 5)), ...hanako.events, ...taro.events.slice(5))).toEqual(incident)
  })

  it('leave it closed where the other machine had closed it as well, until that is undone too', () => {
    const { taro, hanako } = both()
    const jiro = new Writer('cccccccc', 'jiro')
    const own = jiro.write(closed(), 10 * MINUTE + 1, taro.events.slice(3, 4))
    const incident = foldEvents([...taro.events, ...jiro.events, ...hanako.events])
    expect(lifecycleOf(incident).closedAt).toBe(own.at)
    expect(phaseOf(incident)).toBe('closed')
    jiro.write(undone('cccccccc:1'), 20 * MINUTE)
    expect(phaseOf(foldEvents([...taro.events, ...jiro.events, ...hanako.events]))).toBe('during-halt')
  })

  it('are no conflict: who undid a closing had seen it', () => {
    const { taro, hanako } = both()
    expect(conflictsOf(foldEvents([...taro.events, ...hanako.events]))).toEqual([])
  })

  it('count once where both undo it', () => {
    const { taro, hanako } = both()
    taro.write(undone('aaaaaaaa:5'), 11 * MINUTE)
    const incident = foldEvents([...taro.events, ...hanako.events])
    expect([phaseOf(incident), incident.anomalies]).toEqual(['during-halt', []])
  })
})
