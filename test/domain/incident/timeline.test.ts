import { expect, it } from 'vitest'
import { foldEvents } from '../../../src/domain/incident/evolve.ts'
import { timelineEntryMaker } from '../../../src/domain/incident/timeline.ts'
import { noted, started, Writer } from '../../given.ts'

it('timelineEntryMaker gives the version with the type of an event newer than this program', () => {
  const writer = new Writer()
  const declared = writer.write(started())
  const note = writer.write(noted('checked'))
  const entry = timelineEntryMaker(foldEvents(writer.events))
  expect(entry(note, declared).type).toBe('note.added')
  expect(entry({ ...note, v: 3 }, declared).type).toBe('note.added (v3)')
})
