import { describe, it } from 'vitest'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  attachedNote,
  closed,
  commandEnded,
  commandSettled,
  commandStarted,
  evidenceRemoved,
  given,
  iso,
  keptAs,
  noted,
  nth,
  started,
} from '../../given.ts'

const file = { name: 'queue-1.csv', ...keptAs('queue-1') }

describe('keeping evidence', () => {
  it('a note names the files that were attached to it', () => {
    given(started())
      .when({ kind: 'note', text: 'the queue', attached: [file] })
      .then(attachedNote('the queue', 'queue-1'))
    given(started()).when({ kind: 'note', text: 'the queue', attached: [] }).then(noted('the queue'))
  })

  it('a private note says nothing but size and digest, also after closing', () => {
    const kept = keptAs('words-1')
    given(started(), closed())
      .when({ kind: 'private-note', kept, at: iso(0) })
      .then({ type: 'note.private', at: iso(0), data: { kept } })
    given(started())
      .when({ kind: 'private-note', kept, attached: [file] })
      .then({ type: 'note.private', data: { kept, attached: [file] } })
  })
})

describe('running commands', () => {
  const run = commandStarted('uptime')

  it('is recorded before and after; one that was running when the incident was closed still ends', () => {
    given(started()).when({ kind: 'start-command', data: run.data }).then(run)
    const end = commandEnded(nth(2))
    given(started(), run, closed()).when({ kind: 'end-command', data: end.data }).then(end)
    given(started(), closed()).when({ kind: 'start-command', data: run.data }).refused('incident-closed')
  })

  it('ends once, and only what was begun ends', () => {
    const end = commandEnded(nth(2))
    given(started(), run, end)
      .when({ kind: 'end-command', data: end.data })
      .already(`exec ${nth(2)}`)
    given(started())
      .when({ kind: 'end-command', data: end.data })
      .refused('unknown-event', { given: nth(2) })
  })
})

describe('settling how a command ended', () => {
  const run = commandStarted('uptime')
  const intent = { kind: 'settle-command', command: nth(2), words: 'it worked' } as const

  it('is recorded once, in words, also after closing', () => {
    given(started(), run, closed())
      .when(intent)
      .then(commandSettled(nth(2)))
    given(started(), run, commandSettled(nth(2)))
      .when(intent)
      .already(`exec ${nth(2)}`)
  })

  it('is for a command whose outcome is unknown', () => {
    given(started(), run, commandEnded(nth(2)))
      .when(intent)
      .already(`exec ${nth(2)}`)
    given(started())
      .when(intent)
      .refused('unknown-event', { given: nth(2) })
  })

  it('does not keep the command from saying itself how it ended', () => {
    const end = commandEnded(nth(2))
    given(started(), run, commandSettled(nth(2)))
      .when({ kind: 'end-command', data: end.data })
      .then(end)
  })
})

describe('removing evidence', () => {
  const kept = [started(), attachedNote('x', 'queue-1', 'queue-2')]

  it('is recorded with the reason, once, also after closing', () => {
    given(...kept, closed())
      .when({ kind: 'remove-evidence', removals: [{ file: 'queue-1' }, { file: 'queue-1' }], reason: 'names' })
      .then(evidenceRemoved('queue-1'))
    given(...kept, evidenceRemoved('queue-1'))
      .when({ kind: 'remove-evidence', removals: [{ file: 'queue-1' }], reason: 'names' })
      .already('evidence remove queue-1')
  })

  it('says what was found of it where that was not what had been kept', () => {
    const { type, data } = evidenceRemoved('queue-1') as EventDraft & { type: 'evidence.removed' }
    given(...kept)
      .when({ kind: 'remove-evidence', removals: [{ file: 'queue-1', standing: 'altered' }], reason: 'names' })
      .then({ type, data: { ...data, standing: 'altered' } })
  })

  it('takes what no event owns as well, once', () => {
    const removals = [{ file: 'left-1', leftover: true }]
    const gone: EventDraft = { type: 'evidence.removed', data: { file: 'left-1', reason: 'names', leftover: true } }
    given(...kept)
      .when({ kind: 'remove-evidence', removals, reason: 'names' })
      .then(gone)
    given(...kept, gone)
      .when({ kind: 'remove-evidence', removals, reason: 'names' })
      .already('evidence remove left-1')
  })

  it('names only what was kept, all or none', () => {
    given(...kept)
      .when({ kind: 'remove-evidence', removals: [{ file: 'queue-1' }, { file: 'queue-9' }], reason: 'names' })
      .refused('unknown-evidence', { given: 'queue-9', allowed: ['queue-1', 'queue-2'] })
  })
})
