import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Contacts } from '../../domain/contacts/contacts.ts'
import { isRecord } from '../../domain/guard.ts'
import { ProblemError } from '../../domain/problem.ts'
import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import type { Holiday, Settings } from '../../domain/settings.ts'
import { groupId, isGroupMember } from '../../platform/access.ts'
import { readBounded } from '../../platform/regular-files.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { checkContacts } from '../check-contacts.ts'
import { type ContactsFile, contactsSchema, normaliseContacts } from '../contacts-schema.ts'
import { checkReviewDate } from '../file-review.ts'
import type { YamlSource } from '../finding.ts'
import { parseHolidays } from '../holidays.ts'
import { normaliseSettings } from '../normalise-settings.ts'
import {
  checkSettings,
  type HasChannels,
  type SettingsFile,
  settingsSchema,
  unknownChannels,
} from '../settings-schema.ts'
import { throwOnErrors } from '../throw-on-errors.ts'
import { MAX_YAML_BYTES, type ParsedFile, readManualFile, readYaml } from '../yaml.ts'
import { type LoadedRunbook, loadRunbook } from './chapter-files.ts'

// Reads what a team writes in YAML: settings, contacts and runbooks. The `load` functions reject with the first error.

/**
 * The settings in a file; the defaults if it does not exist. `runbook` must have the channels that they name, or
 * `newerRunbook`, which is read only if it does not. Rejects with `bad-setting`.
 */
export async function loadSettings(
  path: string,
  language: Language,
  runbook: HasChannels,
  newerRunbook: () => Promise<HasChannels> = async () => runbook,
): Promise<Settings> {
  if (!existsSync(path)) return normaliseSettings({})
  const { source, value, holidays } = readSettings(path)
  if (value !== null && unknownChannels(value, runbook).length > 0)
    checkSettings(value, { channels: { ...(await newerRunbook()).channels, ...runbook.channels } }, source)
  await throwOnErrors('bad-setting', source.findings, language)
  return normaliseSettings(value ?? {}, holidays)
}

/** The contact list, checked against the runbook; `timezone` is that of the settings. Rejects with `bad-contacts`. */
export async function loadContacts(
  path: string,
  runbook: Runbook,
  timezone: string,
  language: Language,
): Promise<Contacts> {
  const { source, value } = readContacts(path, runbook)
  await throwOnErrors('bad-contacts', source.findings, language)
  return normaliseContacts(value as ContactsFile, timezone)
}

/** The contact list with its findings; if `today` is given, a later review date is one. */
export function readContacts(path: string, runbook: Runbook, today: string | null = null): ParsedFile<ContactsFile> {
  const read = readManualFile(shownPath(path), readBounded(path, MAX_YAML_BYTES + 1), contactsSchema)
  if (read.value !== null) checkContacts(read.value, runbook, read.source)
  if (read.value?.reviewed !== undefined && today !== null) checkReviewDate(read.value.reviewed, today, read.source)
  return read
}

/** The settings with their findings, but for what depends on the machine. */
export function parseSettings(path: string): ParsedSettings {
  const read = readYaml(shownPath(path), readBounded(path, MAX_YAML_BYTES + 1), settingsSchema)
  const calendar = read.value?.entity?.holidays
  const holidays = calendar === undefined ? null : readHolidays(resolve(dirname(path), calendar), calendar, read.source)
  return { ...read, holidays }
}

/** `holidays` are the days off in the calendar that the settings name; null if they name none, or if it cannot be read. */
type ParsedSettings = ParsedFile<SettingsFile> & { readonly holidays: readonly Holiday[] | null }

/** The settings with their findings, including one if this machine cannot give the logs to the group in `share`. */
export function readSettings(path: string): ParsedSettings {
  const read = parseSettings(path)
  if (read.value?.share !== undefined) checkGroup(read.value.share.group, read.source)
  return read
}

/** The most bytes of a calendar. */
const MAX_CALENDAR_BYTES = 1 << 20

/**
 * The days off in a calendar; null if it cannot be read. What is wrong with it is warned of, not refused: a halt can be
 * recorded without knowing the holidays.
 */
function readHolidays(path: string, given: string, source: YamlSource): readonly Holiday[] | null {
  const place = ['entity', 'holidays']
  try {
    const { holidays, notUnderstood } = parseHolidays(readBounded(path, MAX_CALENDAR_BYTES))
    for (const { line, text } of notUnderstood)
      source.addFinding('holiday-not-understood', { file: given, at: line, text }, place, 'warning')
    return holidays
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    source.addFinding('no-holidays', { given }, place, 'warning')
    return null
  }
}

/**
 * Whether the shipped runbook files count beside the workspace's own: unless the settings say no. Null if a mistake in them
 * leaves that open; one elsewhere in the file must not mix the shipped manual with another one.
 */
export function usesShippedRunbooks({ raw, source }: ParsedFile<SettingsFile>): boolean | null {
  if (raw === null) {
    if (source.hasLine(/^[^#]*\bshipped\s*:\s*false\b/)) return false
    return source.hasLine(/^[^#]*(?:runbook|ship)/i) ? null : true
  }
  const { success, data } = settingsSchema.shape.runbooks.safeParse(isRecord(raw) ? raw.runbooks : null)
  const isMistyped = source.findings.some(({ code, params }) => code === 'unknown-key' && params.meant === 'runbooks')
  return !success || isMistyped ? null : data?.shipped !== false
}

/** Reports a group that does not exist or that the operator is not in: its members would silently get no access. */
function checkGroup(given: string, source: YamlSource): void {
  const gid = groupId(given)
  const why = gid === null ? 'unknown' : isGroupMember(gid) ? null : 'not-a-member'
  if (why !== null) source.addFinding('bad-group', { given, why }, ['share', 'group'])
}

/** The runbook of the shipped chapters, if any, and the team's. Rejects with `no-chapters` or `bad-runbook`. */
export async function loadValidRunbook(
  shipped: string | null,
  team: string,
  language: Language,
): Promise<LoadedRunbook> {
  const loaded = loadRunbook(shipped, team)
  await throwOnErrors('bad-runbook', loaded.findings, language)
  return loaded
}
