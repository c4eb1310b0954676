import { personKeys } from '../contacts/roster.ts'
import type { KeptBytes } from '../log/event.ts'
import { isOfKind } from '../runbook/fact-kinds.ts'
import { factWithRole, kindOf, roleOf } from '../runbook/fact-roles.ts'
import { FACT_ROLES, type FactKind, type FactRole, type Language } from '../runbook/runbook.ts'
import { currentWrite, registerNames, registerOf } from './current-values.ts'
import type { FactMark, Incident } from './incident.ts'
import type { Register, Write } from './register.ts'

/** One fact: its internal value, and its public words, which are all that customers see. */
export interface FactView {
  /** Whether it has a value, or public words in some language. */
  readonly known: boolean
  readonly value: string | null
  readonly ja: string | null
  readonly en: string | null
  /** When and by whom its value or words were last stated, even if as "not known yet"; null if never. */
  readonly at: string | null
  readonly by: string | null
}

/** What stands for a personal value, which is kept as evidence: `evidence:` and the name of the piece. */
export function valueInEvidence({ file }: KeptBytes): string {
  return `evidence:${file}`
}

type RoleKey = `fact:@${FactRole}`

/**
 * The register of what events other than `fact.set` state about a fact, such as when the halt began. These have its role:
 * its name is in the runbook, which is not read until the whole log is.
 */
export function roleKey(role: FactRole): RoleKey {
  return `fact:@${role}`
}

/** The name of the fact that a register `fact:KEY` is about; null if the runbook has no fact of that role. */
function nameOfKey({ runbook }: Incident, key: string): string | null {
  const role = FACT_ROLES.find((known) => key === `@${known}`)
  return role === undefined ? key : factWithRole(runbook, role)
}

/** The register of a fact's role; null if it has none, or if no event wrote to it. */
export function roleRegister({ runbook, registers }: Incident, name: string): RoleKey | null {
  const role = roleOf(runbook, name)
  return role !== null && registers.has(roleKey(role)) ? roleKey(role) : null
}

/** Returns all writes of a fact's value, in fold order, including those undone. Each is known only if it is of its kind. */
export function factWrites(incident: Incident, name: string): Register<FactMark> {
  const key = roleRegister(incident, name)
  const own = statementsOf(incident, name)
  if (key === null) return own
  return [...roleWrites(incident, key), ...own].sort((a, b) => a.order - b.order)
}

/** Like `factWrites`, of the fact that has a role in the runbook. */
export function factWritesWithRole(incident: Incident, role: FactRole): Register<FactMark> {
  const name = factWithRole(incident.runbook, role)
  return name === null ? roleWrites(incident, roleKey(role)) : factWrites(incident, name)
}

/** What `fact.set` states of a fact. */
function statementsOf(incident: Incident, name: string): Register<FactMark> {
  const kind = kindOf(incident.runbook, name)
  return registerOf(incident, `fact:${name}`).map((write) => asKind(kind, write))
}

function currentStatement(incident: Incident, name: string): Write<FactMark> | undefined {
  const write = currentWrite(incident, `fact:${name}`)
  return write === undefined ? undefined : asKind(kindOf(incident.runbook, name), write)
}

/** The events' guards accept any text as a value: one that is no time, or that was redacted, says nothing of a time. */
function asKind(kind: FactKind, write: Write<FactMark>): Write<FactMark> {
  const { value } = write.value
  return value === null || isOfKind(value, kind) ? write : { ...write, value: { known: false, value: null } }
}

/** The writes of a role's register without what is overruled: of several beginnings of a planned halt the first counts. */
function roleWrites(incident: Incident, key: RoleKey): Register<FactMark> {
  const first = firstWrite(incident, key)
  return registerOf(incident, key).filter(({ undone, order }) => undone || order === first?.order)
}

function firstWrite(incident: Incident, key: RoleKey): Write<FactMark> | undefined {
  return registerOf(incident, key).find(({ undone }) => !undone)
}

/** Returns the write of a fact's value that counts now; undefined if there is none. */
function currentFact(incident: Incident, name: string): Write<FactMark> | undefined {
  const key = roleRegister(incident, name)
  const own = currentStatement(incident, name)
  const byRole = key === null ? undefined : firstWrite(incident, key)
  if (own === undefined || byRole === undefined) return own ?? byRole
  return own.order > byRole.order ? own : byRole
}

/** Like `currentFact`, of the fact that has a role in the runbook. */
export function currentFactWithRole(incident: Incident, role: FactRole): Write<FactMark> | undefined {
  const name = factWithRole(incident.runbook, role)
  return name === null ? firstWrite(incident, roleKey(role)) : currentFact(incident, name)
}

/** A fact as it stands now. Of one that each person states for themselves, what was stated last, if possible as known. */
export function factOf(incident: Incident, name: string): FactView {
  if (isByPerson(incident, name)) {
    const stated = factByPerson(incident, name)
    return stated.findLast(({ known }) => known) ?? stated.at(-1) ?? UNSTATED
  }
  return viewOf(...currentStatements(incident, name))
}

/** What was stated last of a fact, its value or its words in a language; undefined if nothing was. */
export function factRecord(incident: Incident, name: string): Write<unknown> | undefined {
  const own = isByPerson(incident, name)
    ? [...statedByPerson(incident, name).values()].flatMap(({ fact, ja, en }) => [fact, ja, en])
    : currentStatements(incident, name)
  return lastOf(own)
}

/** The same of the fact that has a role; if the runbook has none, of what the program itself recorded for it. */
export function roleRecord(incident: Incident, role: FactRole): Write<unknown> | undefined {
  const name = factWithRole(incident.runbook, role)
  return name === null ? currentFactWithRole(incident, role) : factRecord(incident, name)
}

/** Who has stated what counts of a fact now, with their writers; nobody of one that each person states for themselves. */
export function factSpeakers(incident: Incident, name: string): Pick<Write<unknown>, 'writer' | 'by'>[] {
  if (isByPerson(incident, name)) return []
  return currentStatements(incident, name).filter((write) => write !== undefined)
}

function currentStatements(incident: Incident, name: string) {
  const words = (language: Language) => currentWrite(incident, `words:${name}.${language}` as const)
  return [currentFact(incident, name), words('ja'), words('en')] as const
}

type Statement<T> = Write<T> | undefined

function viewOf(fact: Statement<FactMark>, ja: Statement<string | null>, en: Statement<string | null>): FactView {
  const latest = lastOf([fact, ja, en])
  const words = { ja: ja?.value ?? null, en: en?.value ?? null }
  const known = (fact?.value.known ?? false) || words.ja !== null || words.en !== null
  return { known, value: fact?.value.value ?? null, ...words, at: latest?.at ?? null, by: latest?.by ?? null }
}

function lastOf(writes: readonly Statement<unknown>[]): Statement<unknown> {
  return writes.filter((write) => write !== undefined).sort((a, b) => b.order - a.order)[0]
}

const UNSTATED: FactView = { known: false, value: null, ja: null, en: null, at: null, by: null }

/** Whether each person states a fact for themselves. */
export function isByPerson({ runbook }: Incident, name: string): boolean {
  return runbook.facts[name]?.byPerson === true
}

/** Whether the report asks for a fact that has one value for all, which stands in the log. */
export function isAskedForReport({ runbook }: Incident, name: string): boolean {
  const { report, byPerson = false, personal = false } = runbook.facts[name] ?? {}
  return report !== undefined && !byPerson && !personal
}

/** What each person says of a fact that everybody states for themselves, in the order in which they last stated it. */
export function factByPerson(incident: Incident, name: string): FactView[] {
  return [...statedByPerson(incident, name).values()].map(({ fact, ja, en }) => viewOf(fact, ja, en))
}

/** A fact as it stands now, once for each person who states it for themselves. */
export function factViews(incident: Incident, name: string): readonly FactView[] {
  return isByPerson(incident, name) ? factByPerson(incident, name) : [factOf(incident, name)]
}

/** What somebody stated last of a fact, and of its words. */
interface OwnStatement {
  readonly fact?: Write<FactMark>
  readonly ja?: Write<string | null>
  readonly en?: Write<string | null>
}

/** The same by `personKeys`. Anybody who can write to the folder may have stated it under any number of names. */
function statedByPerson(incident: Incident, name: string): ReadonlyMap<string, OwnStatement> {
  const keyOf = personKeys(incident.settings.roster)
  const statements = [
    ...statementsOf(incident, name).map((fact) => ({ write: fact, stated: { fact } })),
    ...registerOf(incident, `words:${name}.ja`).map((ja) => ({ write: ja, stated: { ja } })),
    ...registerOf(incident, `words:${name}.en`).map((en) => ({ write: en, stated: { en } })),
  ]
  const people = new Map<string, OwnStatement>()
  for (const { write, stated } of statements.sort((a, b) => a.write.order - b.write.order)) {
    if (write.undone) continue
    const key = keyOf(write.by)
    const before = people.get(key)
    people.delete(key)
    people.set(key, { ...before, ...stated })
  }
  return people
}

/** Every fact that each person states for themselves, by its name. */
export function factsByPerson(incident: Incident): Record<string, FactView[]> {
  const names = Object.keys(incident.runbook.facts).filter((name) => isByPerson(incident, name))
  return Object.fromEntries(names.map((name) => [name, factByPerson(incident, name)]))
}

/** A fact as somebody would state it anew: in their own words, if each person states it for themselves. */
export function factFor(incident: Incident, name: string, person: string): FactView {
  return isByPerson(incident, name) ? factStatedBy(incident, name, person) : factOf(incident, name)
}

function factStatedBy(incident: Incident, name: string, person: string): FactView {
  const own = statedByPerson(incident, name).get(personKeys(incident.settings.roster)(person))
  return viewOf(own?.fact, own?.ja, own?.en)
}

/** Returns the fact that has a role; if the runbook has none, the value that the program itself recorded for it. */
export function factOfRole(incident: Incident, role: FactRole): FactView {
  const name = factWithRole(incident.runbook, role)
  if (name !== null) return factOf(incident, name)
  const write = currentFactWithRole(incident, role)
  return write === undefined ? UNSTATED : { ...UNSTATED, ...write.value, at: write.at, by: write.by }
}

/** Returns the names of all facts that were stated with a value or as "not known yet". */
export function statedFactNames(incident: Incident): string[] {
  const names = registerNames(incident, 'fact:').flatMap((key) => nameOfKey(incident, key) ?? [])
  return [...new Set(names)]
}

/** Returns every fact that the runbook defines, and any other that was stated with a value or as "not known yet". */
export function factsOf(incident: Incident): Record<string, FactView> {
  const names = new Set([...Object.keys(incident.runbook.facts), ...statedFactNames(incident)])
  return Object.fromEntries([...names].map((name) => [name, factOf(incident, name)]))
}

/** Whether notices take a fact from the settings if nobody states it: the contact. */
export function isFactInSettings({ runbook, settings }: Incident, name: string): boolean {
  if (roleOf(runbook, name) !== 'contact') return false
  return settings.contact.ja !== null || settings.contact.en !== null
}

/** Whether a fact has neither a value nor public words, and notices cannot take it from the settings. */
export function isFactUnknown(incident: Incident, name: string): boolean {
  return !factOf(incident, name).known && !isFactInSettings(incident, name)
}

/** Returns those of the facts that nobody has stated: no value, no public words, and not as "not known yet". */
export function unstatedFacts(incident: Incident, names: readonly string[]): string[] {
  return names.filter((name) => factOf(incident, name).at === null)
}
