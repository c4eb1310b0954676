import { callingOf } from '../calling.ts'
import { isCorrectable, undoables } from '../domain/decide/corrections.ts'
import { type Incident, outcomeUnknown, phaseOf, titleOf } from '../domain/incident/incident.ts'
import { restricted, scopeOf, targetOf } from '../domain/incident/scope.ts'
import { RESOLVED, stepsOf } from '../domain/incident/steps.ts'
import { timeline } from '../domain/incident/timeline.ts'
import { type Envelope, nameOf, SCOPE_STATES } from '../domain/log/event.ts'
import { Failed } from '../domain/outcome.ts'
import { plan } from '../domain/plan.ts'
import { type Bilingual, LANGUAGES, type Runbook } from '../domain/runbook/runbook.ts'
import { SEVERITIES } from '../domain/severity.ts'
import { runbookInForce } from '../edges/config.ts'
import { pathOf } from '../help.ts'
import { type Chosen, chooseAny } from '../incidents.ts'
import { timelineLine } from '../render/timeline.ts'
import type { World } from '../world.ts'
import type { Candidate } from './offer.ts'
import type { Position } from './position.ts'

/** What stands at a placeholder now, in the workspace; it records nothing, and asks and says nothing. */
type Values = (world: World, typed: string, position: Position) => Promise<readonly Candidate[]> | readonly Candidate[]

/** By placeholder; null where the words are the operator's own. */
export const LIVE: Readonly<Record<string, Values | null>> = {
  incident: incidents,
  step: (world, _, { command }) => steps(world, command.name()),
  fact: async (world, typed) => facts(await runbookOf(world), typed, world),
  statement: scopeStatements,
  target: (world) => restricted(open(world).journal.incident).map((entry) => bare(targetOf(entry))),
  channel: async (world) => titled((await runbookOf(world)).channels, world),
  type: async (world, _, { command }) => titled((await runbookOf(world, command.name() === 'start')).types, world),
  severity: () => SEVERITIES.map(bare),
  level: async (world) => (await callingOf(world)).levels.map(({ level }) => named(level.id, level.title, world)),
  person: async (world) => titled((await callingOf(world)).contacts.roster.people, world),
  assignee: async (world) => [...titled((await runbookOf(world)).departments, world), ...(await people(world))],
  name: people,
  'department=name': async (world) =>
    titled((await runbookOf(world)).departments, world).map(({ value, description }) => ({
      value: `${value}=`,
      description,
    })),
  event: (world, _, { command }) => events(world, command.name()),
  action: (world) =>
    meant(world)
      .journal.incident.actions.filter(({ doneAt }) => doneAt === null)
      .map(({ id, text }) => ({ value: id, description: text })),
  run: (world) =>
    open(world)
      .journal.incident.commands.filter(outcomeUnknown)
      .map(({ event, argv }) => ({ value: event, description: argv.join(' ') })),
  piece: (world, _, { command }) => pieces(meant(world).journal.incident, pathOf(command)),
  zone: () => Intl.supportedValuesOf('timeZone').map(bare),
  text: null,
  words: null,
  word: null,
  time: null,
  range: null,
  duration: null,
  size: null,
  url: null,
  n: null,
  head: null,
  'name=way': null,
  'name=id': null,
}

/** More than can be looked over is no help. */
const MOST_EVENTS = 40
const MOST_INCIDENTS = 40

const bare = (value: string): Candidate => ({ value, description: '' })
const named = (value: string, title: Bilingual, { text }: World): Candidate => ({
  value,
  description: title[text.language],
})

function titled(things: Readonly<Record<string, Bilingual>>, world: World): Candidate[] {
  return Object.entries(things).map(([id, title]) => named(id, title, world))
}

/** The incident that is meant, also a closed one. Throws where it is not clear, or where its log is damaged. */
function meant(world: World): Chosen {
  const chosen = chooseAny(world)
  chosen.journal.mustBeWhole()
  return chosen
}

/** The same, as long as something can be recorded in it. */
function open(world: World): Chosen {
  const chosen = meant(world)
  if (phaseOf(chosen.journal.incident) === 'closed') throw new Error('closed')
  return chosen
}

/** The runbook that governs the incident; where none is meant, the one that would govern a new one. */
async function runbookOf(world: World, anew = false): Promise<Runbook> {
  const chosen = anew ? null : meantOrNone(world)
  chosen?.journal.mustBeWhole()
  if (chosen !== null) return chosen.journal.incident.runbook
  return (await runbookInForce(world.root, world.workspace.directory, world.text.language)).runbook
}

function meantOrNone(world: World): Chosen | null {
  try {
    return chooseAny(world)
  } catch (error) {
    if (error instanceof Failed) return null
    throw error
  }
}

function incidents(world: World): Candidate[] {
  const ids = world.workspace.ids().reverse().slice(0, MOST_INCIDENTS)
  const found = ids.map((id) => {
    const journal = world.workspace.journal(id)
    try {
      journal.refresh()
      return { value: id, description: titleOf(journal.incident) ?? '' }
    } catch {
      return bare(id)
    }
  })
  return ids.length === 0 ? [] : [...found, bare('latest')]
}

/** What comes next comes first; a step that was begun is not begun again. */
function steps(world: World, command: string): Candidate[] {
  const { journal, clock } = open(world)
  const { incident } = journal
  const now = clock.now()
  const next = plan(incident, now)
  const rest = stepsOf(incident, now).filter(
    ({ state, step }) => !RESOLVED.has(state) && !next.some((v) => v.step === step),
  )
  return [...next, ...rest]
    .filter(({ state }) => command !== 'begin' || state === 'pending')
    .map(({ step }) => named(step.id, step.title, world))
}

/** `FACT=` and, where it has words for customers, `FACT.ja=` and `FACT.en=`; after it, that it is not known yet. */
function facts({ facts }: Runbook, typed: string, world: World): Candidate[] {
  const equals = typed.indexOf('=')
  if (equals >= 0) return [bare(`${typed.slice(0, equals)}=?`)]
  return Object.entries(facts).flatMap(([id, fact]) => {
    const title = fact[world.text.language]
    const words = fact.words ? LANGUAGES.map((of) => ({ value: `${id}.${of}=`, description: `${title} (${of})` })) : []
    return [{ value: `${id}=`, description: title }, ...words]
  })
}

/** `OPERATION=STATE`, with the assets that something is stated of. */
async function scopeStatements(world: World, typed: string, { command }: Position): Promise<Candidate[]> {
  const equals = typed.indexOf('=')
  if (equals >= 0) {
    const target = typed.slice(0, equals)
    return SCOPE_STATES.map((state) => bare(`${target}=${state}${state === 'limited' ? ':' : ''}`))
  }
  const isNew = command.name() === 'start'
  const { operations } = await runbookOf(world, isNew)
  const stated = isNew ? [] : scopeOf(open(world).journal.incident).filter(({ asset }) => asset !== null)
  return Object.entries(operations).flatMap(([id, title]) => {
    const assets = stated.filter(({ operation }) => operation === id)
    const targets = [id, ...assets.map(targetOf), ...(assets.length > 0 ? [`${id}:*`] : [])]
    return targets.map((target) => named(`${target}=`, title, world))
  })
}

/** The names of those on the contact list, as they stand in records. */
async function people(world: World): Promise<Candidate[]> {
  try {
    const { people } = (await callingOf(world)).contacts.roster
    return Object.values(people).map((name) => bare(name[world.text.language]))
  } catch {
    return []
  }
}

/** The latest first: those that can be taken back, or those whose time or words can be corrected. */
function events(world: World, command: string): Candidate[] {
  const { journal } = meant(world)
  const { incident } = journal
  const undoable = new Set(undoables(incident).flatMap(({ event, undone }) => (undone ? [] : [event])))
  const standing = timeline(incident)
  const latest: Envelope[] = []
  for (const event of journal.events()) {
    const isMeant = command === 'undo' ? undoable.has(nameOf(event)) : isCorrectable(event.type)
    if (isMeant) latest.push(event)
    if (latest.length > MOST_EVENTS) latest.shift()
  }
  return latest.reverse().map((event) => {
    const value = nameOf(event)
    return { value, description: timelineLine(standing(event, undefined), world.text).replace(`${value}  `, '') }
  })
}

function pieces({ evidence }: Incident, path: string): Candidate[] {
  return evidence
    .filter(({ removed }) => removed === null || path !== 'evidence remove')
    .map(({ file, kind, name }) => ({ value: file, description: name ?? kind }))
}
