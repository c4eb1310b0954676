import { describe, expect, it } from 'vitest'
import { currentWrite } from '../../../src/domain/incident/current-values.ts'
import { evolve } from '../../../src/domain/incident/evolve.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { leadTermsOf } from '../../../src/domain/incident/lead.ts'
import { unsafeReason } from '../../../src/domain/incident/notices.ts'
import { timelineEntryMaker } from '../../../src/domain/incident/timeline.ts'
import { type EventDraft, nameOf } from '../../../src/domain/log/event.ts'
import { reportOf } from '../../../src/domain/report/report.ts'
import {
  accepted,
  advanced,
  attachedNote,
  classified,
  closed,
  commandSettled,
  commandStarted,
  corrected,
  DECLARED,
  escalated,
  evidenceRemoved,
  HOUR,
  history,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  marked,
  nth,
  posted,
  reopened,
  skipped,
  started,
  undone,
} from '../../given.ts'

const NOW = DECLARED + 3 * HOUR

function forced(draft: EventDraft, reason = 'no time'): EventDraft {
  return { ...draft, data: { ...draft.data, forced: { reason, open: ['a-ask'] } } } as EventDraft
}

/** The reasons that the deviations of the report give. */
const deviations = (...drafts: readonly EventDraft[]) =>
  reportOf(incidentOf(...drafts), [], NOW).deviations.map(({ reason }) => reason)

const change = (event: number, text = 'ordered by the board') => corrected(nth(event), { text })

describe('a reason that was corrected', () => {
  it.each<[string, EventDraft]>([
    ['a skipped step', skipped('a-look')],
    ['a forced advance', forced(advanced('during-halt'))],
    ['a forced lift', forced(lifted('trading'))],
    ['a forced closing', forced(closed())],
    ['a notice posted in spite of a finding', forced(posted('website', 'first', 1))],
    ['a notice sent in spite of a finding', forced(intended('website', 'first', 1))],
  ])('stands in the deviations of the report: of %s', (_, draft) => {
    expect(deviations(started(), draft)).toEqual(['no time'])
    expect(deviations(started(), draft, change(2))).toEqual(['ordered by the board'])
  })

  it('leaves what was left open at a lift without one', () => {
    const leftOpen: EventDraft = { type: 'scope.lifted', data: { changes: [], open: ['a-ask'] } }
    expect(deviations(started(), leftOpen, change(2))).toEqual([null])
  })

  it.each<[string, EventDraft, (incident: Incident) => unknown]>([
    ['a channel marked unsafe', marked('website', false), (i) => unsafeReason(i, 'website')],
    ['a lead taken without an offer', accepted(null, 'no time'), (i) => leadTermsOf(i).at(-1)?.reason],
    ['an escalation', escalated('board', 'no time'), (i) => currentWrite(i, 'level:board')?.value.reason],
    ['a reopening', reopened('trading'), (i) => currentWrite(i, 'phase')?.value.reason],
    [
      'a closing as a false alarm',
      { type: 'incident.closed', data: { as: 'false-alarm', reason: 'no time' } },
      (i) => currentWrite(i, 'phase')?.value.reason,
    ],
  ])('counts from then on: of %s', (_, draft, reasonIn) => {
    expect(reasonIn(incidentOf(started(), draft))).toEqual(expect.any(String))
    expect(reasonIn(incidentOf(started(), draft, change(2)))).toBe('ordered by the board')
  })

  it('is not given where there was none: an escalation, a closing and a lead that needed none', () => {
    const log = [started(), escalated('board'), closed(), accepted(nth(1))]
    const incident = incidentOf(...log, change(2), change(3), change(4))
    expect(currentWrite(incident, 'level:board')?.value.reason).toBeNull()
    expect(currentWrite(incident, 'phase')?.value).toMatchObject({ reason: null, forced: null })
    expect(leadTermsOf(incident).at(-1)?.reason).toBeNull()
  })

  it('stands with what an undoing, a correction, a removal or a settled command was about', () => {
    const log = [
      started(),
      posted('website', 'first', 1),
      undone(nth(2)),
      skipped('a-look'),
      change(4, 'too late'),
      attachedNote('see file', 'graph-1'),
      evidenceRemoved('graph-1'),
      commandStarted('ls'),
      commandSettled(nth(8)),
      evidenceRemoved('stray-1'),
    ]
    const incident = incidentOf(...log, ...[3, 5, 7, 9, 10].map((event) => change(event, 'better words')))
    expect(incident.undoneNotices.map(({ undone }) => undone.reason)).toEqual(['better words'])
    expect(incident.corrections[0]).toMatchObject({ target: nth(4), text: 'too late', reason: 'better words' })
    expect(incident.evidence.map(({ removed }) => removed?.reason)).toEqual(['better words'])
    expect(incident.commands.map(({ settled }) => settled?.words)).toEqual(['better words'])
    expect(incident.discarded.get('stray-1')?.reason).toBe('better words')
    // What the correction corrected stays.
    expect(deviations(...log, change(5, 'better words'))).toEqual(['too late'])
  })

  it('leaves alone what other events were about, and a time that was not given', () => {
    const log = [
      started(),
      attachedNote('see files', 'graph-1', 'graph-2'),
      evidenceRemoved('graph-1'),
      evidenceRemoved('graph-2'),
      evidenceRemoved('stray-1'),
      commandStarted('ls'),
      commandSettled(nth(6)),
    ]
    const before = incidentOf(...log)
    const incident = incidentOf(...log, corrected(nth(3), { at: iso(-MINUTE) }), corrected(nth(7), { at: iso(0) }))
    const [first, second] = before.evidence.map(({ removed }) => removed)
    expect(incident.evidence.map(({ removed }) => removed)).toEqual([{ ...first, at: iso(-MINUTE) }, second])
    expect(incident.discarded).toEqual(before.discarded)
    expect(incident.commands[0]?.settled).toEqual({ ...before.commands[0]?.settled, at: iso(0) })
  })

  it('is what the timeline shows, with the reason that was recorded first', () => {
    const events = history(
      started(),
      classified({ severity: 'sev1' }),
      {
        type: 'incident.closed',
        data: { as: 'duplicate', reason: 'no time', forced: { reason: 'no time', open: [] } },
      },
      undone(nth(3)),
      corrected(nth(2), { text: 'a first try' }),
      corrected(nth(2), { text: 'known better since 22:10' }),
      change(3),
      change(4),
      change(5),
    )
    const entryOf = timelineEntryMaker(events.reduce((incident, event) => evolve(incident, event), incidentOf()))
    const shown = events.map((event) => entryOf(event, undefined))
    const said = 'ordered by the board'
    expect(shown[1]).toMatchObject({
      data: { severity: 'sev1', reason: 'known better since 22:10' },
      original: { data: { severity: 'sev1', reason: 'known better' } },
      correctedBy: nth(6),
    })
    expect(shown[2]?.data).toEqual({ as: 'duplicate', reason: said, forced: { reason: said, open: [] } })
    expect(shown[3]?.data).toEqual({ event: nth(3), reason: said })
    expect(shown[4]?.data).toEqual({ event: nth(2), text: 'a first try', reason: said })
    expect(shown[6]).toMatchObject({ correctedBy: null, original: null })
  })

  it('of an event without a place for it changes nothing that is shown', () => {
    const events = history(started(), advanced('during-halt'), change(2))
    const entryOf = timelineEntryMaker(incidentOf(started(), advanced('during-halt'), change(2)))
    const [, advance] = events.map((event) => entryOf(event, undefined))
    expect(advance?.event).toBe(nameOf({ writer: 'aaaaaaaa', seq: 2 }))
    expect(advance?.data).toEqual({ to: 'during-halt' })
  })
})
