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
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const file = { name: 'queue-1.csv', ...keptAs('queue-1') }

describe('decide: notes with evidence', () => {
  it('names the attached files in a note', () => {
    given(started())
      .when({ kind: 'note', text: 'the queue', attached: [file] })
      .then(attachedNote('the queue', 'queue-1'))
    given(started()).when({ kind: 'note', text: 'the queue', attached: [] }).then(noted('the queue'))
  })

  it('names the step that a note is about, if it is in the runbook', () => {
    const [known] = SMALL_RUNBOOK.steps
    const step = known?.id ?? ''
    given(started())
      .when({ kind: 'note', text: 'out of memory', step })
      .then({ type: 'note.added', data: { text: 'out of memory', step } })
    given(started())
      .when({ kind: 'note', text: 'out of memory', step: 'nowhere' })
      .refused('unknown-step', {
        given: 'nowhere',
        allowed: SMALL_RUNBOOK.steps.map(({ id }) => id).filter((id) => id !== 's-announce'),
      })
  })

  it('records only size and digest of a private note, also after closing', () => {
    const kept = keptAs('words-1')
    given(started(), closed())
      .when({ kind: 'private-note', kept, at: iso(0) })
      .then({ type: 'note.private', at: iso(0), data: { kept } })
    given(started())
      .when({ kind: 'private-note', kept, attached: [file] })
      .then({ type: 'note.private', data: { kept, attached: [file] } })
  })
})

describe('decide: exec', () => {
  const run = commandStarted('uptime')

  it('records start and end; after closing only the end', () => {
    given(started()).when({ kind: 'start-command', data: run.data }).then(run)
    const end = commandEnded(nth(2))
    given(started(), run, closed()).when({ kind: 'end-command', data: end.data }).then(end)
    given(started(), closed()).when({ kind: 'start-command', data: run.data }).refused('incident-closed')
  })

  it('records one end per command, and none for a command that never started', () => {
    const end = commandEnded(nth(2))
    given(started(), run, end)
      .when({ kind: 'end-command', data: end.data })
      .already(`exec ${nth(2)}`)
    given(started())
      .when({ kind: 'end-command', data: end.data })
      .refused('unknown-event', { given: nth(2) })
  })
})

describe('decide: settling a command', () => {
  const run = commandStarted('uptime')
  const intent = { kind: 'settle-command', command: nth(2), words: 'it worked' } as const

  it('records the outcome in words once, also after closing', () => {
    given(started(), run, closed())
      .when(intent)
      .then(commandSettled(nth(2)))
    given(started(), run, commandSettled(nth(2)))
      .when(intent)
      .already(`exec ${nth(2)}`)
  })

  it('does nothing for a command that ended, and rejects one that never started', () => {
    given(started(), run, commandEnded(nth(2)))
      .when(intent)
      .already(`exec ${nth(2)}`)
    given(started())
      .when(intent)
      .refused('not-a-run', { event: nth(2) })
  })

  it('still accepts the recorded end of the command afterwards', () => {
    const end = commandEnded(nth(2))
    given(started(), run, commandSettled(nth(2)))
      .when({ kind: 'end-command', data: end.data })
      .then(end)
  })
})

describe('decide: removing evidence', () => {
  const kept = [started(), attachedNote('x', 'queue-1', 'queue-2')]

  it('records the removal with its reason once, also after closing', () => {
    given(...kept, closed())
      .when({ kind: 'remove-evidence', removals: [{ file: 'queue-1' }, { file: 'queue-1' }], reason: 'names' })
      .then(evidenceRemoved('queue-1'))
    given(...kept, evidenceRemoved('queue-1'))
      .when({ kind: 'remove-evidence', removals: [{ file: 'queue-1' }], reason: 'names' })
      .already('evidence remove queue-1')
  })

  it('records the state of a file that was not intact', () => {
    const { type, data } = evidenceRemoved('queue-1') as EventDraft & { type: 'evidence.removed' }
    given(...kept)
      .when({ kind: 'remove-evidence', removals: [{ file: 'queue-1', standing: 'altered' }], reason: 'names' })
      .then({ type, data: { ...data, standing: 'altered' } })
  })

  it('removes a leftover that no event owns, once', () => {
    const removals = [{ file: 'left-1', leftover: true }]
    const gone: EventDraft = { type: 'evidence.removed', data: { file: 'left-1', reason: 'names', leftover: true } }
    given(...kept)
      .when({ kind: 'remove-evidence', removals, reason: 'names' })
      .then(gone)
    given(...kept, gone)
      .when({ kind: 'remove-evidence', removals, reason: 'names' })
      .already('evidence remove left-1')
  })

  it('rejects all removals if one file is not evidence', () => {
    given(...kept)
      .when({ kind: 'remove-evidence', removals: [{ file: 'queue-1' }, { file: 'queue-9' }], reason: 'names' })
      .refused('unknown-evidence', { given: 'queue-9', allowed: ['queue-1', 'queue-2'] })
  })
})
