import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Contacts } from '../../domain/contacts/contacts.ts'
import { timeIn } from '../../domain/drill/clock.ts'
import { type Entry, entryOf } from '../../domain/incident/entry.ts'
import { behind } from '../../domain/log/chain.ts'
import type { Problem } from '../../domain/outcome.ts'
import type { Intervals } from '../../domain/readiness/review.ts'
import { EMPTY_RUNBOOK, type Runbook } from '../../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../domain/settings.ts'
import { latestToday } from '../../platform/clock.ts'
import { normaliseContacts } from '../../runbook/contacts-schema.ts'
import type { Source } from '../../runbook/finding.ts'
import { type LoadedRunbook, loadRunbook } from '../../runbook/io/chapter-files.ts'
import { readContacts, readSettings } from '../../runbook/io/user-config.ts'
import { intervalsOf, normaliseSettings } from '../../runbook/settings-schema.ts'
import { CONTACTS_FILE, SETTINGS_FILE } from '../../store/workspace.ts'
import type { World } from '../../world.ts'
import { problemIn } from '../checks/check-result.ts'

/** A file of the team's: null where there is none; with its places, or why it could not be read. */
export type Read = { readonly source: Source } | { readonly problem: Problem } | null

/** What the checks want to know of an incident: there may be many, so none is kept whole. */
export interface ReadLog {
  readonly id: string
  readonly entry: Entry
  /** A drill that the program played. */
  readonly isAuto: boolean
  /** How far the machine's clock is behind what the log has seen, in milliseconds; that of a drill may go faster. */
  readonly lateMs: number
}

/** What all checks look at, read once. What is broken stands with its defaults here; its own check tells of it. */
export interface Examination {
  readonly world: World
  /** Milliseconds since the epoch. */
  readonly now: number
  /** In the zone of the workspace, YYYY-MM-DD. */
  readonly today: string
  readonly machineZone: string
  readonly offline: boolean
  readonly settingsFile: Read
  readonly settings: Settings
  /** False where the file is broken, and only the defaults are known. */
  readonly areSettingsKnown: boolean
  readonly intervals: Intervals
  readonly loaded: LoadedRunbook | { readonly problem: Problem }
  readonly runbook: Runbook
  readonly contactsFile: Read
  readonly contacts: (Contacts & { readonly source: Source }) | null
  /** The incidents whose log could be read, oldest first; why not, of the others. */
  readonly logs: readonly (ReadLog | { readonly id: string; readonly problem: Problem })[]
}

/** Reads what there is; `machineZone` has to be taken before a clock of the workspace is made. */
export function examine(world: World, machineZone: string, offline: boolean): Examination {
  const { directory } = world.workspace
  const stated = readAt(join(directory, SETTINGS_FILE), readSettings)
  const file = stated !== null && 'value' in stated ? stated.value : null
  const settings = file === null ? DEFAULT_SETTINGS : normaliseSettings(file)
  const loaded = attempt(() =>
    loadRunbook(join(world.root, 'runbooks'), join(directory, 'runbooks'), latestToday(world.now())),
  )
  const runbook = runbookOf(loaded, join(world.root, 'runbooks'))
  const listed = readAt(join(directory, CONTACTS_FILE), (path) => readContacts(path, runbook, latestToday(world.now())))
  const list = listed !== null && 'value' in listed && listed.value !== null ? listed : null
  const clock = world.clock(settings.timezone)
  const now = clock.now()
  return {
    world,
    now,
    today: clock.stamp(now).slice(0, 10),
    machineZone,
    offline,
    settingsFile: stated,
    settings,
    areSettingsKnown: stated === null || file !== null,
    intervals: intervalsOf(file?.review),
    loaded,
    runbook,
    contactsFile: listed,
    contacts: list?.value == null ? null : { ...normaliseContacts(list.value, settings.timezone), source: list.source },
    logs: idsIn(world).map((id) => readLog(world, id, now)),
  }
}

/** None where the folder cannot be read: the check of the logs says why. */
function idsIn({ workspace }: World): readonly string[] {
  const ids = attempt(() => workspace.ids())
  return 'problem' in ids ? [] : ids
}

/** That of the team; where a file of it cannot be read, the shipped one, so that the other checks can go on. */
function runbookOf(loaded: Examination['loaded'], shipped: string): Runbook {
  if (!('problem' in loaded)) return loaded.runbook
  const whole = attempt(() => loadRunbook(shipped, null))
  return 'problem' in whole ? EMPTY_RUNBOOK : whole.runbook
}

function readLog(world: World, id: string, now: number): Examination['logs'][number] {
  const read = attempt(() => {
    const journal = world.workspace.journal(id)
    journal.readAfresh()
    const { incident } = journal
    const time = timeIn(incident, now)
    const lateMs = behind(journal.latestTime(time), time)
    return { id, entry: entryOf(incident), isAuto: incident.exercise?.auto ?? false, lateMs }
  })
  return 'problem' in read ? { id, ...read } : read
}

function readAt<T extends object>(path: string, read: (path: string) => T): T | { readonly problem: Problem } | null {
  return existsSync(path) ? attempt(() => read(path)) : null
}

function attempt<T extends object>(act: () => T): T | { readonly problem: Problem } {
  try {
    return act()
  } catch (error) {
    const problem = problemIn(error)
    if (problem === null) throw error
    return { problem }
  }
}
