import { isCorrectable, undoableWrites } from '../../domain/decide/corrections.ts'
import { fieldsToRedact } from '../../domain/decide/redactions.ts'
import { phaseOf, titleOf } from '../../domain/incident/current-values.ts'
import { openHypotheses } from '../../domain/incident/hypotheses.ts'
import { EMPTY_INCIDENT, isOutcomeUnknown } from '../../domain/incident/incident.ts'
import { formatTarget, restrictedScope, scopeOf } from '../../domain/incident/scope.ts'
import { RESOLVED_STATES, stepsOf } from '../../domain/incident/steps.ts'
import { timelineEntryMaker } from '../../domain/incident/timeline.ts'
import { type Envelope, nameOf } from '../../domain/log/event.ts'
import { redactableFields } from '../../domain/log/redaction.ts'
import { SCOPE_STATES } from '../../domain/log/scope-change.ts'
import { plan } from '../../domain/plan.ts'
import { ProblemError } from '../../domain/problem.ts'
import { type Bilingual, LANGUAGES, type Runbook, SEVERITIES } from '../../domain/runbook/runbook.ts'
import { type ChosenIncident, chooseIncidentToRead } from '../../incident/choose.ts'
import { timelineLine } from '../../incident/event-lines.ts'
import { eventNamed } from '../../incident/event-name.ts'
import { eventsWithNamesInForce } from '../../incident/names-in-force.ts'
import { loadCallList } from '../../people/call-list.ts'
import { exampleNames } from '../../readiness/io/manual-files.ts'
import { runbookInForce } from '../../runbook/io/config.ts'
import { feedSettings } from '../../runbook/io/feed-settings.ts'
import { Invitations } from '../../store/invitations.ts'
import { closedIncidents } from '../../store/snapshots.ts'
import type { World } from '../../world.ts'
import { type Candidate, withoutDescription } from './candidates.ts'
import type { CursorPosition } from './cursor-position.ts'

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

/** The chosen incident, open or closed. Throws if it is ambiguous or its log is damaged; nothing is offered then. */
function chosenIncident(world: World): ChosenIncident {
  const chosen = chooseIncidentToRead(world)
  chosen.journal.mustBeUsable()
  return chosen
}

/** The same, but throws if the incident is closed; nothing is offered then either. */
function openIncident(world: World): ChosenIncident {
  const chosen = chosenIncident(world)
  if (phaseOf(chosen.journal.incident) === 'closed') throw new Error('closed')
  return chosen
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

function named(value: string, title: Bilingual, { text }: World): Candidate {
  return { value, description: title[text.language] }
}

/** Ids, each with its title as the description. */
function titled(things: Readonly<Record<string, Bilingual>>, world: World): Candidate[] {
  return Object.entries(things).map(([id, title]) => named(id, title, world))
}

/** The most incidents or events to offer: nobody can scan more. */
const MAX_CANDIDATES = 40

/** The latest incidents with their titles, and the word `latest`; empty if there is no incident. */
function incidents(world: World): Candidate[] {
  const all = world.workspace.ids()
  const closed = closedIncidents(world, all.length)
  const ids = all.reverse().slice(0, MAX_CANDIDATES)
  const found = ids.map((id) => {
    try {
      const digest = closed?.look(id).digest()
      return { value: id, description: (digest ? digest.entry.title : readTitle(world, id)) ?? '' }
    } catch {
      return withoutDescription(id)
    }
  })
  return ids.length === 0 ? [] : [...found, withoutDescription('latest')]
}

function readTitle(world: World, id: string): string | null {
  const journal = world.workspace.journal(id)
  journal.refresh()
  return titleOf(journal.incident)
}

/** The steps not resolved yet, the next ones first; for `begin` only those not begun yet. */
function steps(world: World, command: string): Candidate[] {
  const { journal, clock } = openIncident(world)
  const now = clock.now()
  const next = plan(journal.incident, now)
  const rest = stepsOf(journal.incident, now).filter(
    ({ state, step }) => !RESOLVED_STATES.has(state) && !next.some((view) => view.step === step),
  )
  return [...next, ...rest]
    .filter(({ state }) => command !== 'begin' || state === 'pending')
    .map(({ step }) => named(step.id, step.title, world))
}

/** The latest events that can be undone, for `undo`, redacted, for `redact`, corrected, or, for `key`, marked; latest first. */
function events(world: World, command: string): Candidate[] {
  const { journal } = chosenIncident(world)
  const undoable = new Set(undoableWrites(journal.incident).flatMap(({ write }) => (write.undone ? [] : [write.event])))
  const fits: Readonly<Record<string, (event: Envelope) => boolean>> = {
    undo: (event) => undoable.has(nameOf(event)),
    redact: (event) => fieldsToRedact(journal, event).length > 0,
    key: ({ type }) => type !== 'moment.marked',
  }
  const isOffered = fits[command] ?? (({ type }: Envelope) => isCorrectable(type))
  const latest: Envelope[] = []
  for (const event of journal.events()) {
    if (isOffered(event)) latest.push(event)
    if (latest.length > MAX_CANDIDATES) latest.shift()
  }
  const entryFor = timelineEntryMaker(journal.incident, [])
  const text = { ...world.text, events: eventsWithNamesInForce(world.text, journal) }
  return latest.reverse().map((event) => {
    const value = nameOf(event)
    return { value, description: timelineLine(entryFor(event), text).replace(`${value}  `, '') }
  })
}

/** The fields of the event typed before that can be redacted, with their text. */
function fields(world: World, _: string, { argumentsBefore }: CursorPosition): Candidate[] {
  const { journal } = chosenIncident(world)
  const event = eventNamed(journal, argumentsBefore[0] ?? '')
  const allowed = fieldsToRedact(journal, event)
  return [...redactableFields(event)].flatMap(([value, description]) =>
    allowed.includes(value) ? { value, description } : [],
  )
}

/** The open follow-ups. */
function actions(world: World): Candidate[] {
  return chosenIncident(world)
    .journal.incident.actions.filter(({ doneAt }) => doneAt === null)
    .map(({ id, text }) => ({ value: id, description: text }))
}

/** Commands whose outcome is unknown. */
function runs(world: World): Candidate[] {
  return openIncident(world)
    .journal.confirmed()
    .commands.filter(isOutcomeUnknown)
    .map(({ event, argv }) => ({ value: event, description: argv.join(' ') }))
}

/** The writers of the chosen incident that this machine does not know, with who recorded. */
function unknownWriters(world: World): Candidate[] {
  return chosenIncident(world)
    .journal.unknownWriters()
    .map(({ writer, by }) => ({ value: writer, description: by }))
}

/** The hypotheses that are neither ruled out nor confirmed. */
function hypotheses(world: World): Candidate[] {
  return openHypotheses(openIncident(world).journal.incident).map(({ event, text }) => ({
    value: event,
    description: text,
  }))
}

/** The pieces of evidence; for `remove` only those not removed yet. */
function pieces(world: World, command: string): Candidate[] {
  return chosenIncident(world)
    .journal.confirmed()
    .evidence.filter(({ removed }) => removed === null || command !== 'remove')
    .map(({ file, kind, name }) => ({ value: file, description: name ?? kind }))
}
