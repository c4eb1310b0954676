import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/domain/decide/decide.ts'
import { isProblem } from '../../../src/domain/decide/decision.ts'
import { declarationToCopy, nextCopies, notesToCopy } from '../../../src/domain/incident/copied-notes.ts'
import { EMPTY_INCIDENT, type Incident } from '../../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  attachedNote,
  confirmed,
  corrected,
  DECLARED,
  discarded,
  foldEvents,
  given,
  happened,
  history,
  incidentOf,
  iso,
  keptAs,
  MINUTE,
  noted,
  nth,
  SECOND,
  started,
  thought,
  undone,
  Writer,
} from '../../given.ts'

const ID = '20261124-221705-failure'
const fromEvent = (seq: number) => ({ incident: 'incident', id: ID, event: nth(seq), by: 'taro' })

const notesOf = (...drafts: readonly EventDraft[]) => {
  const events = history(started(), ...drafts)
  return notesToCopy(foldEvents(events), events, everybody)
}

/** The other incident, once the copies of these notes have been recorded to it, round by round. */
function withCopies(...drafts: readonly EventDraft[]): Incident {
  const notes = notesOf(...drafts)
  const recorded: EventDraft[] = [started(), noted('already here')]
  for (;;) {
    const target = incidentOf(...recorded)
    const copies = nextCopies(target, notes, everybody)
    if (copies.length === 0) return target
    for (const copy of copies) {
      const when = { by: 'hanako', now: DECLARED + MINUTE, recordedAt: iso(MINUTE), knows: everybody }
      const decision = decide(target, { kind: 'note', ...copy }, when)
      if (isProblem(decision)) throw new Error(decision.code)
      recorded.push(...decision.events)
    }
  }
}

const everybody = () => true

describe('notes to copy', () => {
  it('keep their time and say which event of which incident they come from, and who wrote it', () => {
    expect(notesOf(happened(-5 * MINUTE, noted('engine-3')))).toEqual([
      { event: nth(2), at: iso(-5 * MINUTE), copy: { text: 'engine-3', source: fromEvent(2) } },
    ])
  })

  it('are corrected, and leave out attached files, private notes and undone hypotheses', () => {
    const notes = notesOf(
      attachedNote('the queue', 'queue-1'),
      { type: 'note.private', data: { kept: keptAs('words-1') } },
      thought('the disk'),
      undone(nth(4)),
      corrected(nth(2), { text: 'the queues', at: iso(-MINUTE) }),
    )
    expect(notes).toEqual([{ event: nth(2), at: iso(-MINUTE), copy: { text: 'the queues', source: fromEvent(2) } }])
  })

  it('that are copies themselves name the first source', () => {
    const source = { incident: 'first', id: 'first-id', event: 'k:7', by: 'sato' }
    const [note] = notesOf({ type: 'note.added', data: { text: 'engine-3', source } })
    expect(note?.copy.source).toEqual(source)
  })

  it('are none before an incident is declared', () => {
    expect(notesToCopy(EMPTY_INCIDENT, history(noted('engine-3')), everybody)).toEqual([])
  })
})

describe('notes to copy of an incident in which a writer that is not known recorded', () => {
  const isTaro = (writer: string) => writer === 'aaaaaaaa'

  /** Events of a writer that is known, and then of one that is not, whose first comes before the others' second. */
  const notesBeside = (known: readonly EventDraft[], strange: readonly EventDraft[]) => {
    const stranger = new Writer('bbbbbbbb', 'hanako')
    const events = [...history(started(), ...known), ...strange.map((draft, i) => stranger.write(draft, i + 1))]
    return notesToCopy(foldEvents(events), events, isTaro)
  }

  const UNKNOWN = { incident: 'incident', id: ID, event: 'bbbbbbbb:1', by: 'hanako', unknown: true }

  it.each<[string, EventDraft]>([
    ['a key moment', { type: 'note.added', data: { text: 'its words', key: true } }],
    ['a possible cause', thought('its words')],
    ['the cause', confirmed(nth(2), 'its words')],
    ['no cause', discarded(nth(2), 'its words')],
    [
      'a copy of a note of somebody else',
      { type: 'note.added', data: { text: 'its words', source: { ...UNKNOWN, event: nth(2), by: 'taro' } } },
    ],
  ])('copy only its words, and say whose they are, where it calls them %s', (_, draft) => {
    const [first, second] = notesBeside([thought('the disk')], [draft])
    const [mine, its] = first?.event === nth(2) ? [first, second] : [second, first]
    expect(mine?.copy).toEqual({ text: 'the disk', hypothesis: true, source: fromEvent(2) })
    expect(its?.copy).toEqual({ text: 'its words', source: UNKNOWN })
  })

  it('copy what it corrected or undid as it was', () => {
    const drafts = [corrected(nth(2), { text: 'the network', at: iso(-MINUTE) }), undone(nth(2))]
    const [note, ...more] = notesBeside([thought('the disk')], drafts)
    expect(more).toEqual([])
    expect(note).toMatchObject({ at: iso(SECOND), copy: { text: 'the disk' } })
  })

  it('copy its own notes as it corrected them, but not those that it undid', () => {
    const its = [noted('one'), thought('two'), corrected('bbbbbbbb:1', { text: 'three' }), undone('bbbbbbbb:2')]
    expect(notesBeside([], its).map(({ copy }) => copy.text)).toEqual(['three'])
  })

  it('judge nothing by what a known writer says of a hypothesis of it', () => {
    const events = [new Writer('bbbbbbbb', 'hanako').write(thought('the disk'), 1)]
    const all = [...history(started(), discarded('bbbbbbbb:1', 'it has room')), ...events]
    const notes = notesToCopy(foldEvents(all), all, isTaro)
    const copies = nextCopies(incidentOf(started()), notes, everybody)
    expect(copies.map(({ text, discards }) => [text, discards])).toEqual([
      ['it has room', undefined],
      ['the disk', undefined],
    ])
  })
})

describe('copying notes', () => {
  it('leaves nothing to copy, so that copying again adds nothing', () => {
    const notes = [noted('engine-3'), noted('engine-4')]
    expect(nextCopies(withCopies(...notes), notesOf(...notes), everybody)).toEqual([])
    expect(withCopies(...notes).events).toBe(4)
    expect(nextCopies(withCopies(noted('engine-3')), notesOf(...notes), everybody).map((one) => one.text)).toEqual([
      'engine-4',
    ])
  })

  it('records nothing for a note that another process has just copied', () => {
    const copy: EventDraft = { type: 'note.added', data: { text: 'engine-3', source: fromEvent(2) } }
    given(started(), copy)
      .when({ kind: 'note', text: 'engine-3', source: fromEvent(2) })
      .already(`note ${ID} ${nth(2)}`)
  })

  it('copies again what only a writer that is not known has copied, and could have given other words to', () => {
    const copy: EventDraft = { type: 'note.added', data: { text: 'all is well', source: fromEvent(2) } }
    const target = foldEvents(history(started(), copy, copy))
    const notes = notesOf(noted('engine-3'))
    expect(nextCopies(target, notes, () => false).map(({ text }) => text)).toEqual(['engine-3'])
    expect(nextCopies(target, notes, everybody)).toEqual([])
  })

  it('discards the copy of a hypothesis, not an event of the other incident', () => {
    // Here nth(3) is the copy of nth(2), the hypothesis.
    const target = withCopies(thought('the disk'), discarded(nth(2), 'it has room'))
    expect(target.anomalies).toEqual([])
    expect(target.registers.get(`hypothesis:${nth(3)}`).map(({ value }) => value)).toEqual([
      { state: 'open', note: 'the disk' },
      { state: 'discarded', note: 'it has room' },
    ])
  })

  it('confirms the copy of a hypothesis as well', () => {
    const target = withCopies(thought('the disk'), confirmed(nth(2), 'it is full'))
    expect(target.registers.get(`hypothesis:${nth(3)}`).map(({ value }) => value)).toEqual([
      { state: 'open', note: 'the disk' },
      { state: 'confirmed', note: 'it is full' },
    ])
  })

  it('keep the step of a note if the runbook has it', () => {
    const on = (step: string): EventDraft => ({ type: 'note.added', data: { text: `on ${step}`, step } })
    const [known, unknown] = nextCopies(
      incidentOf(started()),
      notesOf(on('s-announce'), on('9.9-elsewhere')),
      everybody,
    )
    expect(known).toMatchObject({ text: 'on s-announce', step: 's-announce' })
    expect(unknown).not.toHaveProperty('step')
  })

  it('leave out notes that were redacted: the copy would say what the mark says', () => {
    expect(notesOf(noted('█████'), noted('two')).map(({ copy }) => copy.text)).toEqual(['two'])
  })

  it('copies as a plain note what discards a hypothesis that was undone', () => {
    const notes = notesOf(thought('the disk'), discarded(nth(2), 'it has room'), undone(nth(2)))
    expect(nextCopies(incidentOf(started()), notes, everybody)).toEqual([
      { text: 'it has room', at: iso(2 * SECOND), source: fromEvent(3) },
    ])
  })
})

describe('the declaration as a note', () => {
  const declarationOf = (draft: EventDraft) => declarationToCopy(incidentOf(draft), everybody)

  it('has the title of the incident, and when and by whom it was declared', () => {
    expect(declarationOf(started({ title: 'Engine down' }))).toEqual({
      ...{ event: nth(1), at: iso(0) },
      copy: { text: 'Engine down', source: fromEvent(1) },
    })
  })

  it('has its id where there is no title', () => {
    expect(declarationOf(started({ title: null }))?.copy.text).toBe(ID)
  })

  it('has its id where only a writer that is not known gave the title', () => {
    expect(declarationToCopy(incidentOf(started({ title: 'All is well' })), () => false)?.copy.text).toBe(ID)
  })

  it('has its id where the title was redacted', () => {
    expect(declarationOf(started({ title: '█████' }))?.copy.text).toBe(ID)
  })

  it('is nothing where nothing was declared', () => {
    expect(declarationToCopy(EMPTY_INCIDENT, everybody)).toBeNull()
  })
})
