import { describe, expect, it } from 'vitest'
import { hasCorrectableText, isCorrectable, undoableBy } from '../../../src/domain/decide/corrections.ts'
import { decide } from '../../../src/domain/decide/decide.ts'
import { EVENT_TYPES, type Event, type EventDraft } from '../../../src/domain/log/event.ts'
import {
  accepted,
  advanced,
  assigned,
  begun,
  classified,
  closed,
  commandSettled,
  continued,
  corrected,
  DECLARED,
  deliveredAs,
  done,
  escalated,
  evidenceRemoved,
  foldEvents,
  followUp,
  given,
  HOUR,
  history,
  intended,
  iso,
  lifted,
  MINUTE,
  marked,
  noted,
  nth,
  paged,
  pageEnded,
  planned,
  posted,
  promised,
  reopened,
  scoped,
  skipped,
  started,
  stated,
  undone,
  Writer,
} from '../../given.ts'

/** The nth event of the history that `drafts` make. */
const event = (seq: number, ...drafts: readonly EventDraft[]) => history(...drafts)[seq - 1] as Event
const undo = (target: Event | null) => ({ kind: 'undo', target, reason: 'slip' }) as const

describe('decide: undo', () => {
  it.each<[string, EventDraft]>([
    ['a step', done('a-look')],
    ['an assignment', assigned('a-look', 'hanako')],
    ['a fact', stated('cause', { value: 'disk full' })],
    ['a scope', scoped('trading', 'stopped')],
    ['a phase', advanced('during-halt')],
    ['a lift', lifted('trading')],
    ['a notice that a person posted', posted('website', 'first', 1)],
  ])('undoes %s with an event of its own', (_, draft) => {
    given(started(), draft)
      .when(undo(event(2, started(), draft)))
      .then(undone(nth(2)))
  })

  it('undoes a reopening', () => {
    const again = [started(), lifted('trading'), reopened('trading')]
    given(...again)
      .when(undo(event(3, ...again)))
      .then(undone(nth(3)))
  })

  it.each<[string, EventDraft]>([
    ['a note', noted('looking')],
    ['a follow-up', followUp('Add a test')],
    ['an undo', undone(nth(1))],
    ['a correction', corrected(nth(1), { text: 'x' })],
  ])('refuses to undo %s', (_, draft) => {
    given(started(), draft)
      .when(undo(event(2, started(), draft)))
      .refused('not-undoable', { event: nth(2), type: draft.type, channel: null })
  })

  it('undoes a posted notice and the steps that it completed together, whichever of them is named', () => {
    const log = [started(), posted('website', 'first', 1), done('b-website')]
    for (const target of [event(2, ...log), event(3, ...log), null])
      given(...log)
        .when(undo(target))
        .then(undone(nth(2)), undone(nth(3)))
  })

  it('undoes a posted notice without a step that something else completed', () => {
    const before = [started(), done('b-website'), posted('website', 'first', 1), done('a-look')]
    given(...before)
      .when(undo(event(3, ...before)))
      .then(undone(nth(3)))
    const after = [started(), posted('website', 'first', 1), noted('posted'), done('b-website')]
    given(...after)
      .when(undo(event(2, ...after)))
      .then(undone(nth(2)))
    const taken = [started(), posted('website', 'first', 1), done('b-website'), undone(nth(3))]
    for (const log of [taken, [...taken, done('b-website')]])
      given(...log)
        .when(undo(event(2, ...log)))
        .then(undone(nth(2)))
  })

  it('undoes the step alone once its notice is undone, and the other way round', () => {
    const log = [started(), posted('website', 'first', 1), done('b-website'), undone(nth(2))]
    given(...log)
      .when(undo(event(3, ...log)))
      .then(undone(nth(3)))
  })

  it('undoes a final notice after the closing as well', () => {
    const log = [started(), closed(), posted('website', 'final', 1)]
    given(...log)
      .when(undo(event(3, ...log)))
      .then(undone(nth(3)))
  })

  it('refuses to undo what the program itself sent, and names the channel to correct it on', () => {
    const sent = [started(), intended('website', 'first', 1), deliveredAs(nth(2), 'failed')]
    const again = [...sent, intended('website', 'first', 1, { retries: nth(2) }), deliveredAs(nth(4))]
    for (const seq of [2, 3, 4, 5])
      given(...again)
        .when(undo(event(seq, ...again)))
        .refused('not-undoable', { channel: 'website' })
  })

  it.each<[string, EventDraft]>([
    ['a page', paged('sato')],
    ['the outcome of a page', pageEnded('aaaaaaaa:9')],
  ])('refuses to undo %s', (_, draft) => {
    given(started(), draft)
      .when(undo(event(2, started(), draft)))
      .refused('not-undoable', { event: nth(2), type: draft.type, channel: null })
  })

  it('refuses to undo an event of a type that it does not know', () => {
    const log = [started()]
    const unknown = { ...event(1, ...log), seq: 2, type: 'moon.eclipsed' }
    given(...log)
      .when(undo(unknown as unknown as Event))
      .refused('not-undoable', { type: 'moon.eclipsed', channel: null })
  })

  it('refuses to undo the declaration', () => {
    given(started())
      .when(undo(event(1, started())))
      .refused('not-undoable', { event: nth(1), type: 'incident.started' })
  })

  it('reports an event that was undone before as already undone', () => {
    const taken = [started(), done('a-look'), undone(nth(2))]
    given(...taken)
      .when(undo(event(2, ...taken)))
      .already(`undo ${nth(2)}`)
  })

  it('without an event, undoes the latest undoable event of the same operator', () => {
    given(started(), begun('a-look'), done('a-look'), noted('done'), posted('website', 'first', 1))
      .when(undo(null))
      .then(undone(nth(5)))
    given(started(), begun('a-look'), scoped('trading', 'stopped'), done('a-look'))
      .when(undo(null))
      .then(undone(nth(4)))
    given(started(), done('a-look'), scoped('trading', 'stopped'), undone(nth(3)))
      .when(undo(null))
      .then(undone(nth(2)))
  })

  it('without an event, never undoes the event of another operator, the declaration or a notice that was sent', () => {
    given(started(), done('a-look')).when(undo(null), MINUTE, 'hanako').refused('nothing-to-undo', { by: 'hanako' })
    const sent = [started(), intended('website', 'first', 1), deliveredAs(nth(2))]
    given(...sent)
      .when(undo(null))
      .refused('nothing-to-undo', { by: 'taro' })
    given(...sent, done('b-website'))
      .when(undo(null))
      .then(undone(nth(4)))
  })

  it('takes back a closing, named or as the latest event of the operator', () => {
    const over = [started(), done('a-look'), closed()]
    for (const target of [event(3, ...over), null])
      given(...over)
        .when(undo(target))
        .then(undone(nth(3)))
  })

  it('takes back what was recorded after the closing before the closing itself', () => {
    const after = [started(), closed(), posted('website', 'final', 1)]
    given(...after)
      .when(undo(null))
      .then(undone(nth(3)))
    given(...after, undone(nth(3)))
      .when(undo(null))
      .then(undone(nth(2)))
  })

  it('takes back a closing of somebody else only by its name', () => {
    const over = [started(), closed()]
    given(...over)
      .when(undo(null), MINUTE, 'hanako')
      .refused('nothing-to-undo', { by: 'hanako' })
    given(...over)
      .when(undo(event(2, ...over)), MINUTE, 'hanako')
      .then(undone(nth(2)))
  })

  it('takes back nothing else that came before the closing', () => {
    const hers = new Writer('bbbbbbbb', 'hanako')
    const step = hers.write(done('a-look'), MINUTE)
    const his = new Writer()
    his.write(started(), 0)
    his.write(closed(), 2 * MINUTE, [step])
    const incident = foldEvents([...his.events, ...hers.events])
    for (const target of [step, null])
      expect(
        decide(incident, undo(target), {
          by: 'hanako',
          now: DECLARED + HOUR,
          recordedAt: iso(HOUR),
          knows: () => true,
        }),
      ).toEqual({
        code: 'incident-closed',
        params: { id: '20261124-221705-failure' },
      })
  })

  it('takes back a closing once: again it says so, and the closing of another time stays', () => {
    const log = [started(), closed(), undone(nth(2))]
    given(...log)
      .when(undo(event(2, ...log)))
      .already(`undo ${nth(2)}`)
    given(...log)
      .when(undo(null))
      .refused('nothing-to-undo')
    given(...log, closed())
      .when(undo(event(2, ...log)))
      .already(`undo ${nth(2)}`)
  })

  it('restores the state before the undone event', () => {
    given(started(), skipped('a-look'), done('a-look'), undone(nth(3)))
      .when({ kind: 'skip', steps: ['a-look'], reason: 'busy' })
      .already('skip a-look')
    given(planned(), advanced('initial-response'), undone(nth(2)))
      .when({ kind: 'lift', targets: 'all' })
      .refused('not-begun')
  })
})

/** The same event, with something overridden. */
const forced = (draft: EventDraft) =>
  ({ ...draft, data: { ...draft.data, forced: { reason: 'x', open: ['a-ask'] } } }) as EventDraft

describe('what can be taken back', () => {
  it('is each event of a person once, the latest first, without what is undone or cannot be', () => {
    const drafts = [
      started(),
      scoped('trading', 'stopped'),
      done('a-look'),
      noted('looking'),
      begun('a-ask'),
      undone(nth(3)),
    ]
    const incident = foldEvents(history(...drafts))
    expect(undoableBy(incident, 'taro')).toEqual([nth(5), nth(2)])
    expect(undoableBy(incident, 'hanako')).toEqual([])
  })
})

it('the words of an event can be corrected if it has a note or a reason, or may get one', () => {
  const [, note, scope, step] = history(started(), noted('looking'), scoped('trading', 'stopped'), done('a-look'))
  expect([note, scope, step].map((e) => hasCorrectableText(e as Event))).toEqual([true, false, true])
})

describe('decide: correct', () => {
  it.each(['', ' ', '\u3000'])('refuses blank words %j, which would erase the reason', (text) => {
    const log = [started(), skipped('a-ask', 'no time'), noted('engine-3')]
    for (const seq of [2, 3])
      given(...log)
        .when({ kind: 'correct', target: event(seq, ...log), text, reason: 'slip' })
        .refused('missing-answer', { what: '--text' })
  })

  const correct = (target: Event, change: { at?: string; text?: string }) =>
    ({ kind: 'correct', target, ...change, reason: 'slip' }) as const

  it('records the corrected time or text, linked to the event', () => {
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
  ])('corrects the text of $type', (draft) => {
    given(started(), draft)
      .when(correct(event(2, started(), draft), { text: 'y' }))
      .then(corrected(nth(2), { text: 'y' }))
  })

  it('refuses to correct the text of a fact', () => {
    const log = [started(), stated('cause', { value: 'x' })]
    given(...log)
      .when(correct(event(2, ...log), { text: 'y' }))
      .refused('not-correctable', { event: nth(2), type: 'fact.set', field: 'text' })
  })

  it('corrects the time of a notice, but not of the declaration', () => {
    const log = [started(), posted('website', 'first', 1), promised('website', iso(MINUTE))]
    given(...log)
      .when(correct(event(2, ...log), { at: iso(0) }))
      .then(corrected(nth(2), { at: iso(0) }))
    given(...log)
      .when(correct(event(1, ...log), { at: iso(0) }))
      .refused('not-correctable', { event: nth(1), type: 'incident.started', field: 'at' })
  })

  it('is impossible for declarations, log.recovered and log.continued (isCorrectable)', () => {
    expect(EVENT_TYPES.filter((type) => !isCorrectable(type))).toEqual([
      'incident.started',
      'log.recovered',
      'log.continued',
    ])
    expect(isCorrectable('moon.eclipsed')).toBe(true)
  })

  it.each<[string, EventDraft]>([
    ['a classification', classified({ severity: 'sev1' })],
    ['a forced advance', forced(advanced('during-halt'))],
    ['a forced lift', forced(lifted('trading'))],
    ['a forced closing', forced(closed())],
    ['a closing as a false alarm', { type: 'incident.closed', data: { as: 'false-alarm', reason: 'x' } }],
    ['a reopening', reopened('trading')],
    ['a channel marked unsafe', marked('website', false)],
    ['an escalation that no rule asked for', escalated('board', 'x')],
    ['a lead taken without an offer', accepted(null, 'x')],
    ['an undo', undone(nth(1))],
    ['a correction', corrected(nth(1), { text: 'x' })],
    ['a removal of evidence', evidenceRemoved('out-1')],
    ['a settled command', commandSettled(nth(1))],
    ['a new runbook', { type: 'runbook.adopted', data: { runbookDigest: 'runbook-2', reason: 'x' } }],
    ['a notice posted in spite of a finding', forced(posted('website', 'first', 1))],
    ['a notice sent in spite of a finding', forced(intended('website', 'first', 1))],
    ['a follow-up that is done', { type: 'action.done', data: { action: nth(1) } }],
  ])('corrects the reason of %s', (_, draft) => {
    given(started(), draft)
      .when(correct(event(2, started(), draft), { text: 'y' }))
      .then(corrected(nth(2), { text: 'y' }))
  })

  it.each<[string, EventDraft]>([
    ['an advance that was not forced', advanced('during-halt')],
    ['a lift that was not forced', lifted('trading')],
    ['a closing without a reason', closed()],
    ['a notice posted without findings, whose text customers have read', posted('website', 'first', 1)],
    ['an escalation that the rules asked for', escalated('board')],
    ['a lead that was offered', accepted(nth(1))],
    ['a continued log', continued('bbbbbbbb')],
  ])('refuses to give a reason to %s', (_, draft) => {
    given(started(), draft)
      .when(correct(event(2, started(), draft), { text: 'y' }))
      .refused('not-correctable', { event: nth(2), type: draft.type, field: 'text' })
  })

  it('refuses the text of an event of a type that it does not know', () => {
    const unknown = { ...event(1, started()), seq: 2, type: 'moon.eclipsed' } as unknown as Event
    given(started())
      .when(correct(unknown, { text: 'y' }))
      .refused('not-correctable', { type: 'moon.eclipsed', field: 'text' })
  })

  it('works after closing', () => {
    const log = [started(), done('a-look'), closed()]
    given(...log)
      .when(correct(event(2, ...log), { text: 'y' }))
      .then(corrected(nth(2), { text: 'y' }))
  })
})
