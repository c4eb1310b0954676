import { EMPTY_INCIDENT } from '../../domain/incident/incident.ts'
import { formatTarget, restrictedScope, scopeOf } from '../../domain/incident/scope.ts'
import { SCOPE_STATES } from '../../domain/log/scope-change.ts'
import { ProblemError } from '../../domain/problem.ts'
import { LANGUAGES, type Runbook, SEVERITIES } from '../../domain/runbook/runbook.ts'
import { type ChosenIncident, chooseIncidentToRead } from '../../incident/choose.ts'
import { loadCallList } from '../../people/call-list.ts'
import { exampleNames } from '../../readiness/io/manual-files.ts'
import { runbookInForce } from '../../runbook/io/config.ts'
import { feedSettings } from '../../runbook/io/feed-settings.ts'
import { Invitations } from '../../store/invitations.ts'
import type { World } from '../../world.ts'
import { type Candidate, named, titled, withoutDescription } from './candidates.ts'
import type { CursorPosition } from './cursor-position.ts'
import {
  actions,
  chosenIncident,
  events,
  fields,
  hypotheses,
  incidents,
  openIncident,
  pieces,
  runs,
  steps,
  unknownWriters,
} from './incident-values.ts'

/**
 * Gives the values for a placeholder in the current workspace, or throws. Records, asks and prints nothing. An operator
 * waits for it at each Tab, so code that reads YAML is loaded only when needed.
 */
type ValuesOf = (world: World, typed: string, position: CursorPosition) => Promise<Candidate[]> | Candidate[]

const FREE_TEXT = 'text words word time range duration size url key n number host:port head name=way name=id'.split(' ')

/** The values by placeholder; null for free text. */
export const VALUES_BY_PLACEHOLDER: Readonly<Record<string, ValuesOf | null>> = {
  incident: incidents,
  feed: async (world) =>
    (await feedSettings(world.workspace.directory)).feeds.map(({ name }) => withoutDescription(name)),
  step: (world, _, { command }) => steps(world, command.name()),
  event: (world, _, { command }) => events(world, command.name()),
  field: fields,
  action: actions,
  run: runs,
  hypothesis: hypotheses,
  writer: unknownWriters,
  piece: (world, _, { command }) => pieces(world, command.name()),
  fact: async (world, typed) => facts(await runbookOf(world), typed, world),
  statement: scopeStatements,
  target: (world) =>
    restrictedScope(openIncident(world).journal.incident).map((entry) => withoutDescription(formatTarget(entry))),
  channel: async (world) => titled((await runbookOf(world)).channels, world),
  type: async (world, _, { command }) =>
    titled((await runbookOf(world, ['start', 'export'].includes(command.name()))).types, world),
  severity: () => SEVERITIES.map(withoutDescription),
  department: departments,
  'department=name': async (world) =>
    (await departments(world)).map(({ value, description }) => ({ value: `${value}=`, description })),
  assignee: async (world) => [...(await departments(world)), ...(await people(world))],
  name: (world, _, { command }) => (command.name() === 'invite' ? invited(world) : people(world)),
  log: (world) => incidents(world).filter(({ value }) => value !== 'latest'),
  scenario: scenarios,
  person: async (world) => titled((await loadCallList(world)).contacts.roster.people, world),
  level: async (world) => (await loadCallList(world)).levels.map(({ level }) => named(level.id, level.title, world)),
  authority: async (world) =>
    (await authorityStatusesOf(world)).map(({ authority: { id, title } }) => named(id, title, world)),
  report: async (world, _, { argumentsBefore }) =>
    (await authorityStatusesOf(world))
      .filter(({ authority }) => argumentsBefore.length === 0 || argumentsBefore.includes(authority.id))
      .flatMap(({ authority }) => authority.filings.map(({ id, title }) => named(id, title, world))),
  origin: async (world) =>
    (await authorityStatusesOf(world)).flatMap(({ authority: { id, title, events } }) => [
      named(id, title, world),
      ...Object.entries(events).map(([event, words]) => named(`${id}:${event}`, words, world)),
    ]),
  answer: formFields,
  stage: draftStages,
  example: ({ root }) => exampleNames(root).map(withoutDescription),
  template: templates,
  zone: () => Intl.supportedValuesOf('timeZone').map(withoutDescription),
  ...Object.fromEntries(FREE_TEXT.map((placeholder) => [placeholder, null])),
}

/** The reports that forms differ for, by their names in the files of authorities. */
async function draftStages(world: World): Promise<Candidate[]> {
  const { loadCurrentAuthorities, stagesOfForm } = await import('../../authority/authority-status.ts')
  const stages = (await loadCurrentAuthorities(world)).flatMap(stagesOfForm)
  return [...new Set(stages)].map(withoutDescription)
}

/** `ID=` for the fields of the form of the authority typed before; after the `=`, what may be chosen. */
async function formFields(world: World, typed: string, { argumentsBefore }: CursorPosition): Promise<Candidate[]> {
  const { loadCurrentAuthorities } = await import('../../authority/authority-status.ts')
  const known = await loadCurrentAuthorities(world)
  const form = known.find(({ authority }) => argumentsBefore.includes(authority.id))?.form ?? []
  const equals = typed.indexOf('=')
  if (equals < 0) return form.flatMap(({ id, title, fixed }) => (fixed === null ? named(`${id}=`, title, world) : []))
  const field = form.find(({ id }) => id === typed.slice(0, equals))
  const values = field?.kind === 'boolean' ? ['yes', 'no'] : (field?.options ?? [])
  return [...values, '?'].map((value) => withoutDescription(`${typed.slice(0, equals)}=${value}`))
}

/** `FACT=`, and for facts with public words `FACT.ja=` and `FACT.en=`; after the `=`, a `?` for "not known yet". */
function facts({ facts }: Runbook, typed: string, world: World): Candidate[] {
  const equals = typed.indexOf('=')
  if (equals >= 0) return [withoutDescription(`${typed.slice(0, equals)}=?`)]
  return Object.entries(facts).flatMap(([id, fact]) => {
    const title = fact[world.text.language]
    const words =
      fact.words !== false ? LANGUAGES.map((of) => ({ value: `${id}.${of}=`, description: `${title} (${of})` })) : []
    return [{ value: `${id}=`, description: title }, ...words]
  })
}

/** `OPERATION=STATE` and `OPERATION:ASSET=STATE`, for the assets in the current scope. */
async function scopeStatements(world: World, typed: string, { command }: CursorPosition): Promise<Candidate[]> {
  const equals = typed.indexOf('=')
  if (equals >= 0) {
    const target = typed.slice(0, equals)
    return SCOPE_STATES.map((state) => withoutDescription(`${target}=${state}${state === 'limited' ? ':' : ''}`))
  }
  const isNew = command.name() === 'start'
  const { operations } = await runbookOf(world, isNew)
  const statedAssets = isNew ? [] : scopeOf(openIncident(world).journal.incident).filter(({ asset }) => asset !== null)
  return Object.entries(operations).flatMap(([id, title]) => {
    const assets = statedAssets.filter(({ operation }) => operation === id)
    const targets = [id, ...assets.map(formatTarget), ...(assets.length > 0 ? [`${id}:*`] : [])]
    return targets.map((target) => named(`${target}=`, title, world))
  })
}

/** The shipped templates by what they are for, and the channels. */
async function templates(world: World): Promise<Candidate[]> {
  const { readinessText } = await import('../../readiness/words.ts')
  const { template } = await readinessText(world.text.language)
  const shipped = Object.entries(template.uses).map(([value, description]) => ({ value, description }))
  return [...shipped, ...titled((await runbookOf(world, true)).channels, world)]
}

function invited(world: World): Candidate[] {
  const invitations = new Invitations(world.env, world.workspace.directory)
  return invitations.inForce(world.now()).map(({ invitation }) => withoutDescription(invitation.name))
}

async function departments(world: World): Promise<Candidate[]> {
  return titled((await runbookOf(world)).departments, world)
}

/** The names on the contact list, as recorded in events; empty if there is no list. */
async function people(world: World): Promise<Candidate[]> {
  try {
    const { people } = (await loadCallList(world)).contacts.roster
    return Object.values(people).map((name) => withoutDescription(name[world.text.language]))
  } catch {
    return []
  }
}

async function scenarios(world: World): Promise<Candidate[]> {
  const { isPlayable, loadScenarios } = await import('../../drill/io/scenario-files.ts')
  const entries = await loadScenarios(world, await runbookOf(world, true))
  return entries
    .filter(isPlayable)
    .flatMap(({ scenario }) => scenario ?? [])
    .map(({ id, title }) => named(id, title, world))
}

/** The authorities of the workspace, with their state in the chosen incident if there is one. */
async function authorityStatusesOf(world: World) {
  const { loadCurrentAuthorities, authorityStatuses } = await import('../../authority/authority-status.ts')
  const { incident } = world.workspace.ids().length === 0 ? { incident: EMPTY_INCIDENT } : chosenIncident(world).journal
  return authorityStatuses(await loadCurrentAuthorities(world), incident)
}

/** The runbook of the chosen incident; for a new incident, or if none is chosen, the one that would govern a new one. */
async function runbookOf(world: World, forNewIncident = false): Promise<Runbook> {
  const chosen = forNewIncident ? null : chosenOrNull(world)
  chosen?.journal.mustBeUsable()
  if (chosen !== null) return chosen.journal.incident.runbook
  return (await runbookInForce(world.root, world.workspace.directory, world.text.language)).runbook
}

/** The chosen incident; null if none can be chosen. */
function chosenOrNull(world: World): ChosenIncident | null {
  try {
    return chooseIncidentToRead(world)
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}
