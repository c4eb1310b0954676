import { expect, it } from 'vitest'
import { timelineEntryMaker } from '../../../src/domain/incident/timeline.ts'
import { foldEvents, iso, MINUTE, noted, started, Writer } from '../../given.ts'

it('timelineEntryMaker puts the declaration at its own time, not at that of the start which it states', () => {
  const writer = new Writer()
  const declared = writer.write({ ...started({ startedAt: iso(-17 * MINUTE) }), at: iso(-17 * MINUTE) })
  expect(declared.at).toBe(iso(-17 * MINUTE))
  expect(timelineEntryMaker(foldEvents(writer.events))(declared, undefined)).toMatchObject({
    at: declared.recordedAt,
    enteredLateSeconds: null,
  })
})

it('timelineEntryMaker gives the version with the type of an event newer than this program', () => {
  const writer = new Writer()
  const declared = writer.write(started())
  const note = writer.write(noted('checked'))
  const entry = timelineEntryMaker(foldEvents(writer.events))
  expect(entry(note, declared).type).toBe('note.added')
  expect(entry({ ...note, v: 3 }, declared).type).toBe('note.added (v3)')
})
