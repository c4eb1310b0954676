import { INITIAL } from '../../domain/incident/incident.ts'
import { restricted, scopeOf, targetOf } from '../../domain/incident/scope.ts'
import { SCOPE_STATES } from '../../domain/log/scope-change.ts'
import { LANGUAGES, type Runbook } from '../../domain/runbook/runbook.ts'
import { SEVERITIES } from '../../domain/severity.ts'
import { callingOf } from '../../people/call-list.ts'
import type { World } from '../../world.ts'
import type { Candidate } from './candidates.ts'
import type { Position } from './cursor-position.ts'
import { actions, events, hypotheses, incidents, pieces, runs, steps } from './logged-values.ts'
import { bare, meant, named, open, runbookOf, titled } from './value-sources.ts'

/**
 * What stands at a placeholder now, in the workspace; it records nothing, and asks and says nothing. Somebody waits for it
 * at each Tab, so what reads YAML is loaded only where it is needed.
 */
type Values = (world: World, typed: string, position: Position) => Promise<readonly Candidate[]> | readonly Candidate[]

/** By placeholder; null where the words are the operator's own. */
export const LIVE: Readonly<Record<string, Values | null>> = {
  incident: incidents,
  step: (world, _, { command }) => steps(world, command.name()),
  event: (world, _, { command }) => events(world, command.name()),
  action: actions,
  run: runs,
  hypothesis: hypotheses,
  piece: (world, _, { command }) => pieces(world, command.name()),
  fact: async (world, typed) => facts(await runbookOf(world), typed, world),
  statement: scopeStatements,
  target: (world) => restricted(open(world).journal.incident).map((entry) => bare(targetOf(entry))),
  channel: async (world) => titled((await runbookOf(world)).channels, world),
  type: async (world, _, { command }) => titled((await runbookOf(world, command.name() === 'start')).types, world),
  severity: () => SEVERITIES.map(bare),
  department: departments,
  'department=name': async (world) =>
    (await departments(world)).map(({ value, description }) => ({ value: `${value}=`, description })),
  assignee: async (world) => [...(await departments(world)), ...(await people(world))],
  name: people,
  log: (world) => incidents(world).filter(({ value }) => value !== 'latest'),
  scenario: scenarios,
  person: async (world) => titled((await callingOf(world)).contacts.roster.people, world),
  level: async (world) => (await callingOf(world)).levels.map(({ level }) => named(level.id, level.title, world)),
  authority: async (world) => (await standings(world)).map(({ authority: { id, title } }) => named(id, title, world)),
  report: async (world, _, { before }) =>
    (await standings(world))
      .filter(({ authority }) => before.length === 0 || before.includes(authority.id))
      .flatMap(({ authority }) => authority.filings.map(({ id, title }) => named(id, title, world))),
  origin: async (world) =>
    (await standings(world)).flatMap(({ authority: { id, title, events } }) => [
      named(id, title, world),
      ...Object.entries(events).map(([event, words]) => named(`${id}:${event}`, words, world)),
    ]),
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
  number: null,
  head: null,
  'name=way': null,
  'name=id': null,
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

async function departments(world: World): Promise<Candidate[]> {
  return titled((await runbookOf(world)).departments, world)
}

/** The names of those on the contact list, as they stand in records; none where there is no list. */
async function people(world: World): Promise<Candidate[]> {
  try {
    const { people } = (await callingOf(world)).contacts.roster
    return Object.values(people).map((name) => bare(name[world.text.language]))
  } catch {
    return []
  }
}

async function scenarios(world: World): Promise<Candidate[]> {
  const { root, workspace, text } = world
  const { loadScenarios } = await import('../../drill/io/scenario-files.ts')
  const found = await loadScenarios(root, workspace.directory, await runbookOf(world, true), text.language)
  return found.map(({ id, title }) => named(id, title, world))
}

/** The authorities of the workspace, as far as an incident is meant with what its log has of them. */
async function standings(world: World) {
  const { authoritiesNow, standingsOf } = await import('../../authority/filing.ts')
  const { incident } = world.workspace.ids().length === 0 ? { incident: INITIAL } : meant(world).journal
  return standingsOf(await authoritiesNow(world), incident)
}
