import { describe, expect, it } from 'vitest'
import { factOf } from '../../../src/domain/incident/facts.ts'
import { incidentAsOf, lastNoticeBefore } from '../../../src/domain/incident/incident-as-of.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { changedSince } from '../../../src/domain/notice/changes.ts'
import {
  foldEvents,
  happened,
  incidentOf,
  iso,
  MINUTE,
  posted,
  SECOND,
  scoped,
  stated,
  undone,
  Writer,
} from '../../given.ts'
import { FIRST, halt, STOPPED, unknown, words } from '../../notice/halts.ts'

const begin = [halt({ scope: STOPPED }), ...FIRST]
const told = posted('website', 'first', 1)

/** What has changed since the first notice on the website. */
function changedAfter(...drafts: readonly EventDraft[]): string[] {
  const incident = incidentOf(...begin, told, ...drafts)
  return changedSince(incident, incident.notices[0] as never)
}

describe('what has changed since a notice', () => {
  it('is nothing right after it', () => {
    expect(changedAfter()).toEqual([])
  })

  it('is a fact with another value or other public words', () => {
    expect(changedAfter(stated('expected-recovery', { known: true, value: iso(60 * MINUTE) }))).toEqual([
      'expected-recovery',
    ])
    expect(changedAfter(words('cause', '装置の不具合', 'A fault'))).toEqual(['cause'])
    expect(changedAfter(stated('started-at', { known: true, value: iso(-5 * MINUTE) }))).toEqual(['started-at'])
  })

  it('is the scope, or the type of the halt', () => {
    expect(changedAfter(scoped('trading', 'cancel-only'))).toEqual(['scope'])
    expect(
      changedAfter({ type: 'incident.classified', data: { type: 'security-incident', reason: 'traces' } }),
    ).toEqual(['type'])
  })

  it('is nothing if the same was stated again, or what was unstated is stated to be unknown', () => {
    expect(changedAfter(scoped('trading', 'stopped'), unknown('open-orders'), ...FIRST)).toEqual([])
  })

  it('is nothing if what was changed is as it was again', () => {
    expect(changedAfter(scoped('trading', 'open'), scoped('trading', 'stopped'))).toEqual([])
  })

  it('is nothing that no notice states', () => {
    expect(
      changedAfter(
        stated('root-cause', { known: true, value: 'a bad disk' }),
        stated('detected-at', { known: true, value: iso(0) }),
      ),
    ).toEqual([])
  })

  it('is what a fact said before it was undone', () => {
    const incident = incidentOf(...begin, words('cause', '装置の不具合', 'A fault'), told)
    const undo = incidentOf(...begin, words('cause', '装置の不具合', 'A fault'), told, undone('aaaaaaaa:5'))
    expect(changedSince(incident, incident.notices[0] as never)).toEqual([])
    expect(changedSince(undo, undo.notices[0] as never)).toEqual(['cause'])
    expect(factOf(incidentAsOf(undo, undo.notices[0] as never), 'cause').en).toBe('A fault')
  })

  it('is what another machine had recorded before the notice, if it was not known where the notice was made', () => {
    const [one, two] = [new Writer('aaaaaaaa'), new Writer('bbbbbbbb', 'hanako')]
    const start = [...begin.map((draft) => one.write(draft))]
    const elsewhere = two.write(words('cause', '装置の不具合', 'A fault'), 10 * SECOND, start)
    const notice = one.write(told, 20 * SECOND)
    const incident = foldEvents([...start, elsewhere, notice])
    expect(changedSince(incident, incident.notices[0] as never)).toEqual(['cause'])
    const seen = new Writer('cccccccc')
    const later = seen.write(told, 30 * SECOND, [...start, elsewhere, notice])
    const both = foldEvents([...start, elsewhere, notice, later])
    expect(changedSince(both, both.notices[1] as never)).toEqual([])
  })

  it('is what was recorded between posting a notice by hand and recording that', () => {
    const writer = new Writer()
    for (const draft of begin) writer.write(draft)
    writer.write(words('cause', '装置の不具合', 'A fault'), 5 * MINUTE)
    writer.write(happened(4 * MINUTE, told), 6 * MINUTE)
    const incident = foldEvents(writer.events)
    expect(changedSince(incident, incident.notices[0] as never)).toEqual(['cause'])
  })
})

describe('the last notice before another one', () => {
  it('is none on a channel that has no notice as far as somebody knows', () => {
    const [first] = incidentOf(...begin, told).notices
    expect(lastNoticeBefore(incidentOf(...begin), first as never, () => true)).toBeUndefined()
  })
})
