import type { Contacts, Person } from '../domain/contacts/contacts.ts'
import { type Call, type Party, partiesOf } from '../domain/incident/calls.ts'
import { type LevelView, levelsOf } from '../domain/incident/escalation.ts'
import { EMPTY_INCIDENT, type Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { type ChosenIncident, chooseIncidentToRecord } from '../incident/choose.ts'
import { idNamed } from '../incident/names.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import type { Clock } from '../platform/clock.ts'
import { loadConfig } from '../runbook/io/config.ts'
import { loadCurrentContacts } from '../runbook/io/current-settings.ts'
import type { World } from '../world.ts'

/** Whom to call, by the current contact list and the calls in the log. `refreshCallList` brings it up to date. */
export interface CallList {
  /** Null if no incident is open: then nobody has been called. */
  readonly chosen: ChosenIncident | null
  readonly clock: Clock
  readonly incident: Incident
  readonly contacts: Contacts
  readonly parties: readonly Party[]
  readonly levels: readonly LevelView[]
}

/** Reads the contact list, for `preselected` or else any open incident. Rejects with `no-contacts` if there is no list. */
export async function loadCallList(world: World, preselected?: ChosenIncident): Promise<CallList> {
  const chosen = preselected ?? (await chooseOpenOrNull(world))
  const { directory } = world.workspace
  const incident = await withCurrentSettings(world, chosen)
  const { timezone } = incident.settings
  const contacts = await loadCurrentContacts(directory, incident.runbook, timezone, world.text.language)
  if (contacts === null) return fail('no-contacts', { workspace: directory })
  const clock = chosen?.clock ?? world.clock(timezone)
  return { chosen, clock, incident, contacts, ...partiesAndLevels(incident, clock) }
}

function partiesAndLevels(incident: Incident, clock: Clock): Pick<CallList, 'parties' | 'levels'> {
  const lifecycle = lifecycleOf(incident)
  const now = clock.now()
  return { parties: partiesOf(incident, lifecycle, now), levels: levelsOf(incident, lifecycle, now) }
}

/** Like `chooseIncidentToRecord`, but returns null if no incident is open. */
async function chooseOpenOrNull(world: World): Promise<ChosenIncident | null> {
  try {
    return await chooseIncidentToRecord(world)
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'no-incident') return null
    throw error
  }
}

/** The incident with the current settings; without one, an empty incident with the runbook and settings of the workspace. */
async function withCurrentSettings(world: World, chosen: ChosenIncident | null): Promise<Incident> {
  if (chosen !== null) return { ...chosen.journal.incident, settings: (await currentSettings(world, chosen)).settings }
  const { runbook, settings } = await loadConfig(world.root, world.workspace.directory, world.text.language)
  return { ...EMPTY_INCIDENT, runbook, settings }
}

/** Returns the call list as it is after the log has grown or time has passed. */
export function refreshCallList(callList: CallList): CallList {
  const { chosen, clock, incident: before } = callList
  if (chosen === null) return callList
  const incident = { ...chosen.journal.incident, settings: before.settings }
  return { ...callList, incident, ...partiesAndLevels(incident, clock) }
}

/** The same by what known writers have recorded alone: it does less harm to wake somebody twice than not to wake them. */
export function byKnownWriters(callList: CallList): CallList {
  const { chosen, clock, incident: shown } = callList
  if (chosen === null) return callList
  const incident = { ...chosen.journal.byKnownWriters(), settings: shown.settings }
  return { ...callList, incident, ...partiesAndLevels(incident, clock) }
}

/** How to reach a person; no way at all if the contact list does not have them. */
export function personIn({ contacts }: CallList, { person }: Pick<Call, 'person'>): Person {
  return contacts.people[person] ?? { languages: [], hours: [], reach: [] }
}

/** The id of a person given by id or by name. Throws `unknown-person`, or `unclear-name` if several have the name. */
export function resolvePerson({ roster }: Contacts, given: string): string {
  return idNamed(given, roster.people, 'unknown-person')
}
