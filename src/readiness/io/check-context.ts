import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Contacts } from '../../domain/contacts/contacts.ts'
import { incidentTimeAt } from '../../domain/drill/clock.ts'
import { type ListEntry, listEntryOf } from '../../domain/incident/list-entry.ts'
import { behindMs } from '../../domain/log/hybrid-clock.ts'
import type { Problem } from '../../domain/problem.ts'
import type { ReviewIntervals } from '../../domain/readiness/review.ts'
import { type ClaimRule, EMPTY_RUNBOOK, type Runbook } from '../../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../domain/settings.ts'
import { latestToday } from '../../platform/clock.ts'
import { normaliseContacts } from '../../runbook/contacts-schema.ts'
import type { YamlSource } from '../../runbook/finding.ts'
import { type LoadedRunbook, loadRunbook } from '../../runbook/io/chapter-files.ts'
import { readContacts, readSettings, usesShippedRunbooks } from '../../runbook/io/user-config.ts'
import { intervalsOf, normaliseSettings } from '../../runbook/normalise-settings.ts'
import { checkSettings } from '../../runbook/settings-schema.ts'
import { CONTACTS_FILE, SETTINGS_FILE } from '../../store/workspace.ts'
import type { World } from '../../world.ts'
import { expectedProblem } from '../checks/check-result.ts'

/** A file of the team: parsed, with its positions and findings, or why it could not be read; null if there is none. */
export type TeamFile = { readonly source: YamlSource } | { readonly problem: Problem } | null

/** What the checks need of an incident. There can be many, so none is kept in memory as a whole. */
export interface LogSummary {
  readonly id: string
  readonly entry: ListEntry
  /** Whether it is a drill that the program played by itself (`drill --auto`). */
  readonly isAuto: boolean
  /** Milliseconds by which the incident's clock is behind the latest time in the log; 0 if it is not. */
  readonly lateMs: number
  /** The writer whose clock that is, if this machine does not know it; else null. */
  readonly ahead: string | null
}

/** What the checks look at, read once. A broken file is replaced by defaults here; its own check reports it. */
export interface CheckContext {
  readonly world: World
  /** Milliseconds since the epoch. */
  readonly now: number
  /** YYYY-MM-DD, in the time zone of the workspace. */
  readonly today: string
  readonly machineZone: string
  readonly offline: boolean
  readonly settingsFile: TeamFile
  readonly settings: Settings
  /** False if the settings file is broken, so that `settings` holds the defaults. */
  readonly areSettingsKnown: boolean
  readonly intervals: ReviewIntervals
  /** The folder of the shipped runbook files; null if the settings say that they do not count. */
  readonly shipped: string | null
  /** Null if a mistake in the settings leaves open which files count. */
  readonly loaded: LoadedRunbook | { readonly problem: Problem } | null
  readonly runbook: Runbook
  /** The claims of every manual. */
  readonly claims: readonly ClaimRule[]
  readonly contactsFile: TeamFile
  readonly contacts: (Contacts & { readonly source: YamlSource }) | null
  /** All incidents, oldest first; for one whose log could not be read, the reason. */
  readonly logs: readonly (LogSummary | { readonly id: string; readonly problem: Problem })[]
}

/** `machineZone` has to be taken before the workspace's clock is created, since that sets the zone of the process. */
export function createCheckContext(
  world: World,
  machineZone: string,
  offline: boolean,
  claims: readonly ClaimRule[],
): CheckContext {
  const { directory } = world.workspace
  const settingsFile = readIfPresent(join(directory, SETTINGS_FILE), readSettings)
  const file = settingsFile !== null && 'value' in settingsFile ? settingsFile.value : null
  const settings = file === null ? DEFAULT_SETTINGS : normaliseSettings(file)
  const isUsed = settingsFile === null || 'problem' in settingsFile || usesShippedRunbooks(settingsFile)
  const shipped = isUsed ? join(world.root, 'runbooks') : null
  const latest = latestToday(world.now())
  const loaded =
    isUsed === null ? null : orProblem(() => loadRunbook(shipped, join(directory, 'runbooks'), latest, claims))
  const runbook = runbookOf(loaded, shipped)
  if (settingsFile !== null && 'value' in settingsFile && settingsFile.value !== null && runbook !== EMPTY_RUNBOOK)
    checkSettings(settingsFile.value, runbook, settingsFile.source)
  const contactsFile = readIfPresent(join(directory, CONTACTS_FILE), (path) => readContacts(path, runbook, latest))
  const contacts =
    contactsFile !== null && 'value' in contactsFile && contactsFile.value !== null
      ? { ...normaliseContacts(contactsFile.value, settings.timezone), source: contactsFile.source }
      : null
  const clock = world.clock(settings.timezone)
  const now = clock.now()
  return {
    world,
    now,
    today: clock.stamp(now).slice(0, 10),
    machineZone,
    offline,
    settingsFile,
    settings,
    areSettingsKnown: settingsFile === null || file !== null,
    intervals: intervalsOf(file?.review),
    shipped,
    loaded,
    runbook,
    claims,
    contactsFile,
    contacts,
    logs: idsIn(world).map((id) => readLog(world, id, now)),
  }
}

/** Empty if the folder cannot be read: the check of the logs reports why. */
function idsIn({ workspace }: World): readonly string[] {
  const ids = orProblem(() => workspace.ids())
  return 'problem' in ids ? [] : ids
}

function hasRunbook(loaded: CheckContext['loaded']): loaded is LoadedRunbook {
  return loaded !== null && !('problem' in loaded)
}

/** The team's runbook; if it cannot be read, the shipped one if it counts, so that the other checks can still run. */
function runbookOf(loaded: CheckContext['loaded'], shipped: string | null): Runbook {
  if (hasRunbook(loaded)) return loaded.hasAllNames ? loaded.runbook : EMPTY_RUNBOOK
  if (shipped === null) return EMPTY_RUNBOOK
  const shippedRunbook = orProblem(() => loadRunbook(shipped, null))
  return 'problem' in shippedRunbook ? EMPTY_RUNBOOK : shippedRunbook.runbook
}

function readLog(world: World, id: string, now: number): CheckContext['logs'][number] {
  const read = orProblem(() => {
    const journal = world.workspace.journal(id)
    journal.readAfresh()
    const { incident } = journal
    // In an accelerated drill, the clock runs faster than the machine's.
    const time = incidentTimeAt(incident, now)
    const latest = journal.latestClock(time)
    const lateMs = behindMs(latest?.time ?? 0, time)
    const ahead = latest === null || lateMs === 0 || journal.knows(latest.writer) ? null : latest.writer
    return { id, entry: listEntryOf(incident), isAuto: incident.exercise?.auto ?? false, lateMs, ahead }
  })
  return 'problem' in read ? { id, ...read } : read
}

function readIfPresent<T extends object>(path: string, read: (path: string) => T) {
  return existsSync(path) ? orProblem(() => read(path)) : null
}

/** What `read` returns, or the problem that it throws. A bug is thrown on. */
function orProblem<T extends object>(read: () => T): T | { readonly problem: Problem } {
  try {
    return read()
  } catch (error) {
    const problem = expectedProblem(error)
    if (problem === null) throw error
    return { problem }
  }
}
