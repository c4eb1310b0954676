import { describe, expect, it } from 'vitest'
import { decodeIncident, encodeIncident } from '../../../src/domain/incident/snapshot.ts'
import { type Event, LOG_VERSION, readEvent } from '../../../src/domain/log/event.ts'
import { governingFileName, governingFilesIn } from '../../../src/domain/log/governing-files.ts'
import { EMPTY_RUNBOOK } from '../../../src/domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import { foldEvents, noted, SECOND, started, Writer } from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const RUNBOOK = 'a'.repeat(64)
const SETTINGS = 'b'.repeat(64)

/** The declaration in version 2. */
function named(over: object = {}): Event {
  const event = new Writer().write(started())
  const { runbook: _, settings: __, ...data } = event.data as Record<string, unknown>
  return { ...event, v: 2, data: { ...data, runbookDigest: RUNBOOK, settingsDigest: SETTINGS, ...over } } as Event
}

describe('governing files (runbook and settings)', () => {
  it('are named by events of version 2, and contained in those of version 1', () => {
    expect(governingFilesIn(named())).toEqual([
      { kind: 'runbook', digest: RUNBOOK },
      { kind: 'settings', digest: SETTINGS },
    ])
    expect(governingFileName({ kind: 'settings', digest: SETTINGS })).toBe(`settings.${SETTINGS}.json`)
    const writer = new Writer()
    expect(governingFilesIn(writer.write(started()))).toEqual([])
    expect(governingFilesIn({ ...writer.write(noted('x')), v: 2 })).toEqual([])
    expect(governingFilesIn({ ...named(), data: 5 } as unknown as Event)).toEqual([])
  })

  it('are empty until attached, and their names are kept in order', () => {
    const first = named()
    const adopted = {
      ...first,
      seq: 2,
      hlc: [first.hlc[0] + SECOND, 0],
      type: 'settings.adopted',
      data: { settingsDigest: RUNBOOK },
    } as Event
    const incident = foldEvents([first, adopted])
    expect(incident).toMatchObject({ runbook: EMPTY_RUNBOOK, runbookDigest: RUNBOOK, settings: DEFAULT_SETTINGS })
    expect(incident).toMatchObject({ settingsDigest: RUNBOOK, declaration: { version: 2 } })
    expect(incident.named.map(({ kind }) => kind)).toEqual(['runbook', 'settings', 'settings'])
  })

  it('are omitted from an encoded incident if they are stored next to the log', () => {
    const incident = {
      ...foldEvents([named()]),
      runbook: SMALL_RUNBOOK,
      settings: { ...DEFAULT_SETTINGS, timezone: 'UTC' },
    }
    const again = decodeIncident(encodeIncident(incident))
    expect(again.runbook).toEqual(EMPTY_RUNBOOK)
    expect(again.settings).toEqual(DEFAULT_SETTINGS)
    expect(again.named).toEqual(incident.named)
  })

  it('make an event invalid if its version needs them and they are missing or malformed', () => {
    const carried = new Writer().write(started())
    const { runbook: _, ...lacking } = carried.data as Record<string, unknown>
    expect(readEvent(carried)).toEqual(carried)
    expect(readEvent({ ...carried, data: lacking })).toBeNull()
    expect(readEvent(named())).toEqual(named())
    for (const digest of ['runbook-1', `../${'a'.repeat(61)}`, 'A'.repeat(64)])
      expect(readEvent(named({ runbookDigest: digest }))).toBeNull()
    expect(readEvent(named({ runbook: { steps: 'none' } }))).toBeNull()
  })
})

describe('an event of a newer version', () => {
  it('is read whatever its data, and stops all decisions', () => {
    const writer = new Writer()
    writer.write(started())
    const later = { ...writer.write(noted('x')), v: LOG_VERSION + 1, data: { text: 5 } } as unknown as Event
    expect(readEvent(later)).toEqual(later)
    const incident = foldEvents([writer.events[0] as Event, later])
    expect(incident.beyond).toEqual({ event: 'aaaaaaaa:2', type: 'note.added' })
    expect(readEvent({ ...later, v: 0 })).toBeNull()
  })
})
