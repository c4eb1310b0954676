import { describe, expect, it } from 'vitest'
import { isCorrectable } from '../../../src/domain/decide/corrections.ts'
import type { Event, EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  assigned,
  begun,
  closed,
  corrected,
  done,
  followUp,
  given,
  HOUR,
  happened,
  history,
  iso,
  lifted,
  MINUTE,
  noted,
  nth,
  planned,
  posted,
  promised,
  reopened,
  scoped,
  skipped,
  started,
  stated,
  undone,
} from '../../given.ts'

/** The nth event of the history that `drafts` make. */
const event = (seq: number, ...drafts: readonly EventDraft[]) => history(...drafts)[seq - 1] as Event
const undo = (target: Event | null) => ({ kind: 'undo', target, reason: 'slip' }) as const

describe('undoing', () => {
  it.each<[string, EventDraft]>([
    ['a step', done('a-look')],
    ['an assignment', assigned('a-look', 'hanako')],
    ['a fact', stated('cause', { value: 'disk full' })],
    ['a scope', scoped('trading', 'stopped')],
    ['a phase', advanced('during-halt')],
    ['a lift', lifted('trading')],
  ])('takes back %s by an event of its own', (_, draft) => {
    given(started(), draft)
      .when(undo(event(2, started(), draft)))
      .then(undone(nth(2)))
  })

  it('takes back a reopening', () => {
    const again = [started(), lifted('trading'), reopened('trading')]
    given(...again)
      .when(undo(event(3, ...again)))
      .then(undone(nth(3)))
  })

  it.each<[string, EventDraft]>([
    ['a notice, which left the machine', posted('website', 'first', 1)],
    ['a note', noted('looking')],
    ['a follow-up', followUp('Add a test')],
    ['another undoing', undone(nth(1))],
    ['a correction', corrected(nth(1), { text: 'x' })],
  ])('does not take back %s', (_, draft) => {
    given(started(), draft)
      .when(undo(event(2, started(), draft)))
      .refused('not-undoable', { event: nth(2), type: draft.type })
  })

  it('does not take back the declaration', () => {
    given(started())
      .when(undo(event(1, started())))
      .refused('not-undoable', { event: nth(1), type: 'incident.started' })
  })

  it('takes nothing back twice', () => {
    const taken = [started(), done('a-look'), undone(nth(2))]
    given(...taken)
      .when(undo(event(2, ...taken)))
      .already(`undo ${nth(2)}`)
  })

  it('without an event takes back the latest of the acting operator that can be', () => {
    given(started(), begun('a-look'), done('a-look'), noted('done'), posted('website', 'first', 1))
      .when(undo(null))
      .then(undone(nth(3)))
    given(started(), begun('a-look'), scoped('trading', 'stopped'), done('a-look'))
      .when(undo(null))
      .then(undone(nth(4)))
    given(started(), done('a-look'), scoped('trading', 'stopped'), undone(nth(3)))
      .when(undo(null))
      .then(undone(nth(2)))
  })

  it('without an event never takes back what another did, the declaration or a notice', () => {
    given(started(), done('a-look')).when(undo(null), MINUTE, 'hanako').refused('nothing-to-undo', { by: 'hanako' })
    given(started(), posted('website', 'first', 1))
      .when(undo(null))
      .refused('nothing-to-undo', { by: 'taro' })
  })

  it('is over once the incident is closed', () => {
    given(started(), done('a-look'), closed()).when(undo(null)).refused('incident-closed')
  })

  it('leaves what stood before standing again', () => {
    given(started(), skipped('a-look'), done('a-look'), undone(nth(3)))
      .when({ kind: 'skip', steps: ['a-look'], reason: 'busy' })
      .already('skip a-look')
    given(planned(), advanced('initial-response'), undone(nth(2)))
      .when({ kind: 'lift', targets: 'all' })
      .refused('not-begun')
  })
})

describe('correcting', () => {
  const correct = (target: Event, change: { at?: string; text?: string }) =>
    ({ kind: 'correct', target, ...change, reason: 'slip' }) as const

  it('records the time or the words that should have been, linked to the event', () => {
    const log = [started(), done('a-look', 'engine-3')]
    given(...log)
      .when(correct(event(2, ...log), { at: iso(-MINUTE), text: 'engine-4' }))
      .then(corrected(nth(2), { at: iso(-MINUTE), text: 'engine-4' }))
    given(...log)
      .when(correct(event(2, ...log), { at: iso(-MINUTE) }))
      .then(corrected(nth(2), { at: iso(-MINUTE) }))
  })

  it.each<[EventDraft]>([
    [noted('x')],
    [begun('a-look')],
    [done('a-look')],
    [skipped('a-look')],
    [{ type: 'step.declined', data: { step: 'a-ask', reason: 'x' } }],
    [followUp('x')],
  ])('takes other words for $type', (draft) => {
    given(started(), draft)
      .when(correct(event(2, started(), draft), { text: 'y' }))
      .then(corrected(nth(2), { text: 'y' }))
  })

  it('takes no words for values, which are stated again', () => {
    const log = [started(), stated('cause', { value: 'x' })]
    given(...log)
      .when(correct(event(2, ...log), { text: 'y' }))
      .refused('not-correctable', { event: nth(2), type: 'fact.set', field: 'text' })
  })

  it('takes another time for a notice, but none for the declaration: the start is a fact', () => {
    const log = [started(), posted('website', 'first', 1), promised('website', iso(MINUTE))]
    given(...log)
      .when(correct(event(2, ...log), { at: iso(0) }))
      .then(corrected(nth(2), { at: iso(0) }))
    given(...log)
      .when(correct(event(1, ...log), { at: iso(0) }))
      .refused('not-correctable', { event: nth(1), type: 'incident.started', field: 'at' })
  })

  it('is not for the times of declaring, and of what is said of other events', () => {
    const types = ['incident.started', 'event.undone', 'event.corrected', 'log.continued', 'note.added', 'fact.set']
    expect(types.filter(isCorrectable)).toEqual(['note.added', 'fact.set'])
  })

  it('works after closing too', () => {
    const log = [started(), done('a-look'), closed()]
    given(...log)
      .when(correct(event(2, ...log), { text: 'y' }))
      .then(corrected(nth(2), { text: 'y' }))
  })
})

describe('times before the halt began', () => {
  it('are refused for its turns and its notices', () => {
    const past = [started(), scoped('trading', 'stopped'), happened(HOUR, lifted('trading'))]
    given(...past)
      .when({ kind: 'correct', target: event(3, ...past), at: iso(-HOUR), reason: 'x' }, 2 * HOUR)
      .refused('before-start')
    given(...past)
      .when(
        { kind: 'posted', channels: ['website'], link: null, text: null, digest: null, next: null, at: iso(-HOUR) },
        2 * HOUR,
      )
      .refused('before-start')
  })
})
