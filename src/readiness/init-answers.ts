import { LEAD } from '../domain/contacts/roster.ts'
import { plainText } from '../domain/guard.ts'
import { fail } from '../domain/problem.ts'
import { idByName } from '../domain/runbook/names.ts'
import type { Language, Named } from '../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import { timezone } from '../runbook/field-schemas.ts'
import { type ContactWay, freeId, idOfName, isPersonId, isSameName, parseContactWay } from './contact-entry.ts'
import type { WorkspaceSetup } from './workspace-files.ts'

/** Gathers what `init` writes: from flags first, then from the answers to questions. */

export interface InitFlags {
  readonly organisationJa?: string
  readonly organisationEn?: string
  readonly contactJa?: string
  readonly contactEn?: string
  readonly timezone?: string
  readonly head?: readonly string[]
  readonly id?: readonly string[]
  readonly reach?: readonly string[]
}

/** The most characters of an answer. */
const MAX_LENGTH = 200

/** Reads one line of text, trimmed; null if it is empty. Throws `bad-words`. */
export function parseTextLine(given: string): string | null {
  const line = given.trim()
  if (!plainText(line) || line.includes('\n')) fail('bad-words', { given: line, why: 'no-line', limit: MAX_LENGTH })
  if (line.length > MAX_LENGTH) fail('bad-words', { given: line, why: 'too-long', limit: MAX_LENGTH })
  return line === '' ? null : line
}

/** Reads an IANA time zone. Throws `bad-zone`. */
export function readZone(given: string): string {
  const name = given.trim()
  if (timezone.safeParse(name).success) return name
  return fail('bad-zone', { given: name, allowed: Intl.supportedValuesOf('timeZone') })
}

/** Reads ways to reach a person, comma-separated, first one first. Throws `bad-words`, `bad-address` or `bad-number`. */
export function readWays(given: string): ContactWay[] {
  return given
    .split(/[,、，]/)
    .filter((way) => way.trim() !== '')
    .map((way) => {
      // Not null: blank ways were filtered out.
      const to = parseTextLine(way) ?? ''
      const reach = parseContactWay(to)
      return typeof reach === 'string' ? fail(reach, { given: to }) : reach
    })
}

export interface Person {
  readonly name: string
  id: string
  readonly ways: ContactWay[]
}

/** The people named so far. Their ids cannot be those of departments, nor `lead`, which the contact flow uses. */
export class NamedPeople {
  readonly listed: Person[] = []
  private readonly taken: readonly string[]

  constructor(departments: readonly string[]) {
    this.taken = [LEAD, ...departments]
  }

  find(given: string): Person | undefined {
    return this.listed.find(({ name, id }) => isSameName(name, given) || id === given.trim())
  }

  add(name: string, id: string): Person {
    const person = { name, id, ways: [] }
    this.listed.push(person)
    return person
  }

  /** The default id for a name: made of its Latin letters, else of the department, and not taken yet. */
  defaultIdFor(name: string, department: string): string {
    return freeId(idOfName(name) || `${department}-head`, this.ids())
  }

  /** Reads a new id. Throws `bad-person-id` if it has another form than ids have, or is taken. */
  readId(given: string): string {
    const id = given.trim()
    if (!isPersonId(id)) fail('bad-person-id', { given: id, why: 'form' })
    if (this.ids().includes(id)) fail('bad-person-id', { given: id, why: 'taken' })
    return id
  }

  private ids(): string[] {
    return [...this.taken, ...this.listed.map(({ id }) => id)]
  }
}

/** The answers so far: undefined if not asked yet, null if left for later. */
export interface InitAnswers {
  readonly organisation: Partial<Record<Language, string | null>>
  readonly contact: Partial<Record<Language, string | null>>
  timezone?: string
  readonly people: NamedPeople
  /** By department, the id of its head. */
  readonly heads: Record<string, string>
}

/** The answers that the flags give. Throws `ProblemError` if one of them is not valid. */
export function answersFromFlags(flags: InitFlags, departments: Readonly<Record<string, Named>>): InitAnswers {
  const people = new NamedPeople(Object.keys(departments))
  // Names at first: `--id` may still change the ids.
  const headNames: Record<string, string> = {}
  for (const given of flags.head ?? []) {
    const [named, value] = splitAssignment(given, '--head DEPARTMENT=NAME')
    const department =
      idByName(departments, named) ??
      fail('unknown-department', { given: named, allowed: Object.keys(departments), names: departments })
    const name = parseTextLine(value) ?? fail('bad-assignment', { given, example: '--head DEPARTMENT=NAME' })
    headNames[department] = (people.find(name) ?? people.add(name, people.defaultIdFor(name, department))).name
  }
  for (const given of flags.id ?? []) {
    const [person, id] = personAssignment(people, given, '--id NAME=ID')
    if (person.id !== id) person.id = people.readId(id)
  }
  for (const given of flags.reach ?? []) {
    const [person, ways] = personAssignment(people, given, '--reach NAME=WAY')
    person.ways.push(...readWays(ways))
  }
  return {
    organisation: bilingual(flags.organisationJa, flags.organisationEn),
    contact: bilingual(flags.contactJa, flags.contactEn),
    ...(flags.timezone !== undefined && { timezone: readZone(flags.timezone) }),
    people,
    heads: Object.fromEntries(Object.entries(headNames).map(([id, name]) => [id, people.find(name)?.id ?? ''])),
  }
}

function bilingual(ja: string | undefined, en: string | undefined): Partial<Record<Language, string | null>> {
  return { ...(ja !== undefined && { ja: parseTextLine(ja) }), ...(en !== undefined && { en: parseTextLine(en) }) }
}

/** Splits `LEFT=RIGHT` at the first `=` from `from` on. Throws `bad-assignment` if a side is empty. */
function splitAssignment(given: string, example: string, from = 0): [left: string, right: string] {
  const equals = given.indexOf('=', from)
  if (equals < 1 || given.slice(equals + 1).trim() === '') fail('bad-assignment', { given, example })
  return [given.slice(0, equals).trim(), given.slice(equals + 1)]
}

/** Reads `NAME=VALUE` for a person named before; NAME can contain `=`. Throws `bad-assignment` or `unknown-person`. */
function personAssignment(people: NamedPeople, given: string, example: string): [person: Person, value: string] {
  const [name] = splitAssignment(given, example)
  for (let at = given.indexOf('='); at >= 0; at = given.indexOf('=', at + 1)) {
    const person = people.find(given.slice(0, at))
    if (person !== undefined) return [person, splitAssignment(given, example, at)[1]]
  }
  return fail('unknown-person', { given: name, allowed: people.listed.map((person) => person.name) })
}

/** What to write to the files. Leaves out people without a way to be reached, also as heads. */
export function setupFrom(answers: InitAnswers, language: Language): WorkspaceSetup {
  const people = answers.people.listed.filter(({ ways }) => ways.length > 0)
  const reachable = Object.entries(answers.heads).filter(([, head]) => people.some(({ id }) => id === head))
  const bothLanguages = ({ ja = null, en = null }: Partial<Record<Language, string | null>>) => ({ ja, en })
  return {
    organisation: bothLanguages(answers.organisation),
    contact: bothLanguages(answers.contact),
    timezone: answers.timezone ?? DEFAULT_SETTINGS.timezone,
    language,
    people,
    heads: Object.fromEntries(reachable),
  }
}

/** The answers as flags, for the command line that continues an interrupted `init`. */
export function flagsOf({ organisation, contact, timezone, people, heads }: InitAnswers): string[] {
  const bilingualFlags = (key: string, values: Partial<Record<Language, string | null>>) =>
    Object.entries(values).map(([language, value]) => `--${key}-${language}=${value ?? ''}`)
  return [
    ...bilingualFlags('organisation', organisation),
    ...bilingualFlags('contact', contact),
    ...(timezone === undefined ? [] : [`--timezone=${timezone}`]),
    ...people.listed.flatMap(({ id, name, ways }) => [
      ...Object.keys(heads).flatMap((department) => (heads[department] === id ? [`--head=${department}=${name}`] : [])),
      ...(idOfName(name) === id ? [] : [`--id=${name}=${id}`]),
      ...(ways.length === 0 ? [] : [`--reach=${name}=${ways.map(({ to }) => to).join(',')}`]),
    ]),
  ]
}
