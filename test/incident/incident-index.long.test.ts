import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { playedDrillOf } from '../../src/domain/drill/played-drill.ts'
import { currentWrite, phaseOf } from '../../src/domain/incident/current-values.ts'
import type { Incident } from '../../src/domain/incident/incident.ts'
import { listEntryOf } from '../../src/domain/incident/list-entry.ts'
import type { EventDraft } from '../../src/domain/log/event.ts'
import { caseOf } from '../../src/domain/stats/stats.ts'
import { loadText } from '../../src/i18n/text.ts'
import { type IncidentQuery, openIncidents, queryIncidents } from '../../src/incident/incident-index.ts'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { newIncidentDigits } from '../../src/store/journal.ts'
import { logPaths } from '../../src/store/log-paths.ts'
import { openWorkspace } from '../../src/store/workspace.ts'
import type { World } from '../../src/world.ts'
import { closed, DECLARED, followUp, HOUR, iso, noted, posted, reopened, started, undone } from '../given.ts'
import { began } from '../small-scenario.ts'
import { silentWorld } from '../world.ts'

const realNow = Date.now
const text = await loadText('en')

/** Moves the clock a minute ahead, so that files a test has just written count as unchanged for a while. */
beforeEach(() => {
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + 60_000)
})

afterEach(() => {
  vi.restoreAllMocks()
})

const VIEW: IncidentQuery<object> = {
  fromIncident: (incident) => [listEntryOf(incident), caseOf(incident, DECLARED + 2 * HOUR), playedDrillOf(incident)],
  fromSummary: (digest) => [digest.entry, digest.case, digest.played],
}

/** A workspace of seven incidents, six of them closed and two of them drills. */
class Place {
  readonly directory = mkdtempSync(join(tmpdir(), 'halt-view-'))
  private readonly clock = clockOf('Asia/Tokyo', () => DECLARED + HOUR)
  private readonly env = {
    XDG_STATE_HOME: join(this.directory, 'state'),
    XDG_CACHE_HOME: join(this.directory, 'cache'),
  }
  private changes = 0

  constructor() {
    mkdirSync(join(this.directory, 'dist'))
    writeFileSync(join(this.directory, 'dist', 'main.cjs'), 'program')
    for (let n = 0; n < 7; n += 1) this.begin(n)
  }

  private begin(n: number): void {
    const id = `2026112${n}-221705-failure`
    const start = started({ id, title: `Halt ${n}`, drill: n < 2 })
    const exercise = n < 2 ? [began()] : []
    const journal = this.workspace.journal(id)
    const drafts = [start, ...exercise, followUp('Buy disks', null, iso(HOUR)), ...(n === 6 ? [] : [closed()])]
    journal.begin(this.clock, newIncidentDigits(), drafts, OWNER_ONLY)
  }

  get workspace() {
    return openWorkspace(this.directory, this.env, () => 'taro')
  }

  /** A world with or without a cache. */
  world(hasCache: boolean): World {
    return silentWorld({
      root: hasCache ? this.directory : '/nonexistent',
      env: this.env,
      text,
      workspace: this.workspace,
    })
  }

  /** Records an event, unless the log is damaged. */
  append(id: string, draft: EventDraft): void {
    try {
      this.workspace.journal(id).append(this.clock, () => ({ events: [draft], already: [] }))
    } catch {
      // A damaged log refuses every event.
    }
  }

  /** Undoes the last closing, if there is one. */
  undoClosing(id: string): void {
    const closing = currentWrite(this.read(id), 'phase')
    if (closing?.value.by === 'close') this.append(id, undone(closing.event))
  }

  private read(id: string): Incident {
    const journal = this.workspace.journal(id)
    journal.refresh()
    return journal.incident
  }

  /** Changes files behind the program's back, each time with a distinct mtime, even on a coarse clock. */
  touch(id: string, change: (file: string, folder: string) => void): void {
    const folder = join(this.directory, 'incidents', id)
    const [file] = logPaths(folder, id)
    if (file === undefined) return
    change(file, folder)
    this.changes += 1
    if (existsSync(file)) utimesSync(file, this.changes, this.changes)
  }
}

const FALSE_ALARM: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'a test alarm' } }

const CHANGES: Record<string, (place: Place, id: string) => void> = {
  note: (place, id) => place.append(id, noted('one more')),
  close: (place, id) => place.append(id, closed()),
  'close as a false alarm that customers were told of': (place, id) => {
    place.append(id, posted('website', 'first', 1))
    place.append(id, FALSE_ALARM)
  },
  'retract it': (place, id) => place.append(id, posted('website', 'retraction', 2)),
  'undo the closing': (place, id) => place.undoClosing(id),
  reopen: (place, id) => place.append(id, reopened('trading')),
  'alter a byte': (place, id) =>
    place.touch(id, (file) =>
      writeFileSync(file, readFileSync(file, 'latin1').replace('"title":"Halt', '"title":"Hold'), 'latin1'),
    ),
  'cut the end off': (place, id) => place.touch(id, (file) => truncateSync(file, statSync(file).size - 5)),
  'cut a line off': (place, id) =>
    place.touch(id, (file) => {
      const bytes = readFileSync(file)
      truncateSync(file, bytes.lastIndexOf('\n', -2) + 1)
    }),
  'add torn bytes': (place, id) => place.touch(id, (file) => appendFileSync(file, '{"v":1,')),
  'add another writer': (place, id) =>
    place.touch(id, (file, folder) => copyFileSync(file, join(folder, `${id}.zzzzzzzz.jsonl`))),
  'remove a file': (place, id) => place.touch(id, (file) => rmSync(file)),
  'rename a file': (place, id) =>
    place.touch(id, (file, folder) => renameSync(file, join(folder, `${id}.yyyyyyyy.jsonl`))),
  'rename the folder': (place, id) => place.touch(id, (_, folder) => renameSync(folder, folder.replace('-22', '-23'))),
  'copy it over the next one': (place, id) =>
    place.touch(id, (_, folder) => cpSync(folder, folder.replace('-22', '-21'), { recursive: true })),
}

async function mustAgree(place: Place): Promise<void> {
  const [cached, uncached] = [place.world(true), place.world(false)]
  const [found, expected] = [await queryIncidents(cached, VIEW), await queryIncidents(uncached, VIEW)]
  const withoutLog = (results: typeof found) => results.map(({ journal: _, ...result }) => result)
  expect(withoutLog(found)).toEqual(withoutLog(expected))
  const ids = (world: World) => {
    const { open, unretracted } = openIncidents(world)
    return { open: open.map(({ id }) => id), unretracted: unretracted.map(({ id }) => id) }
  }
  expect(ids(cached)).toEqual(ids(uncached))
}

const anyChange = fc.tuple(fc.constantFrom(...Object.keys(CHANGES)), fc.nat(), fc.boolean())

it('queryIncidents and openIncidents return the same with and without the cache, whatever changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyChange, { minLength: 1, maxLength: 20, size: 'max' }), async (changes) => {
      const place = new Place()
      await mustAgree(place)
      for (const [what, which, isLooked] of changes) {
        const ids = place.workspace.ids()
        const id = ids[which % Math.max(1, ids.length)]
        if (id !== undefined) CHANGES[what]?.(place, id)
        if (isLooked) await mustAgree(place)
      }
      await mustAgree(place)
    }),
    { numRuns: 15 },
  )
})

it('queryIncidents notices that a file is gone which another writer of this machine has added, whatever was cached', async () => {
  const place = new Place()
  const [behind, id] = ['20261120-221705-failure', '20261125-221705-failure']
  await mustAgree(place)
  const folder = join(place.directory, 'incidents', id)
  const [own] = logPaths(folder, id)
  CHANGES['cut a line off']?.(place, behind)
  place.workspace.journal(behind).continueLog(
    clockOf('Asia/Tokyo', () => DECLARED + HOUR),
    'restored',
  )
  place.append(id, noted('one more'))
  const added = logPaths(folder, id).filter((path) => path !== own)
  expect(added).toHaveLength(1)
  for (const path of added) rmSync(path)
  await mustAgree(place)
  const found = await queryIncidents(place.world(true), VIEW)
  expect(found.find((one) => one.id === id)?.flaw).toBe('incomplete')
})

it('queryIncidents and openIncidents read only the open log once the closed ones are cached', async () => {
  const place = new Place()
  expect(openIncidents(place.world(true)).open.map(({ id }) => id)).toEqual(['20261126-221705-failure'])
  await queryIncidents(place.world(true), VIEW)
  const world = place.world(true)
  const read: string[] = []
  const counting: World = {
    ...world,
    workspace: {
      ...place.workspace,
      journal(id) {
        read.push(id)
        return world.workspace.journal(id)
      },
    },
  }
  await queryIncidents(counting, VIEW)
  openIncidents(counting)
  expect(read).toEqual(['20261126-221705-failure', '20261126-221705-failure'])
})

it('openIncidents names a false alarm until it is retracted, whatever was cached', async () => {
  const place = new Place()
  const id = '20261124-221705-failure'
  const unretracted = () => openIncidents(place.world(true)).unretracted.map((journal) => journal.id)
  place.append('20261126-221705-failure', closed())
  place.undoClosing(id)
  place.append(id, posted('website', 'first', 1))
  place.append(id, FALSE_ALARM)
  await queryIncidents(place.world(true), VIEW)
  expect([unretracted(), unretracted()]).toEqual([[id], [id]])
  place.append(id, posted('website', 'retraction', 2))
  await queryIncidents(place.world(true), VIEW)
  expect(unretracted()).toEqual([])
})

it('queryIncidents creates no cache for a few incidents', async () => {
  const place = new Place()
  for (const id of place.workspace.ids().slice(0, 3))
    rmSync(join(place.directory, 'incidents', id), { recursive: true })
  const seen = await queryIncidents(place.world(true), { fromIncident: phaseOf, fromSummary: () => 'kept' })
  expect(seen.map((one) => one.seen)).toEqual(['closed', 'closed', 'closed', 'initial-response'])
  expect(existsSync(join(place.directory, 'cache'))).toBe(false)
})
