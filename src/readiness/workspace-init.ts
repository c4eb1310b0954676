import { LEAD } from '../domain/contacts/roster.ts'
import { plain } from '../domain/guard.ts'
import { fail } from '../domain/outcome.ts'
import { type Bilingual, LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import type { Ask } from '../i18n/ask.ts'
import { zone } from '../runbook/field-schemas.ts'
import { freeId, idOfName, isPersonId, isSameName, type Reach, reachOf } from './contact-entry.ts'
import type { InitText } from './words.en.ts'
import type { Founding } from './workspace-files.ts'

/** What a new workspace is told: by flags first, then by the answers to questions. */

export interface Flags {
  readonly organisationJa?: string
  readonly organisationEn?: string
  readonly contactJa?: string
  readonly contactEn?: string
  readonly timezone?: string
  readonly head?: readonly string[]
  readonly id?: readonly string[]
  readonly reach?: readonly string[]
}

const MOST = 200

/** A name or some words in one line; null where there are none. */
export function readLine(given: string): string | null {
  const line = given.trim()
  if (!plain(line) || line.includes('\n')) fail('bad-words', { given: line, why: 'no-line', limit: MOST })
  if (line.length > MOST) fail('bad-words', { given: line, why: 'too-long', limit: MOST })
  return line === '' ? null : line
}

export function readZone(given: string): string {
  const name = given.trim()
  if (zone.safeParse(name).success) return name
  return fail('bad-zone', { given: name, allowed: Intl.supportedValuesOf('timeZone') })
}

/** Ways to reach somebody, with commas between them, in the order in which they are tried. */
export function readWays(given: string): Reach[] {
  return given
    .split(/[,、，]/)
    .filter((way) => way.trim() !== '')
    .map((way) => {
      const to = readLine(way) ?? ''
      const reach = reachOf(to)
      return typeof reach === 'string' ? fail(reach, { given: to }) : reach
    })
}

interface Person {
  readonly name: string
  id: string
  readonly ways: Reach[]
}

/** The people named so far; ids of departments, and `lead`, are taken. */
export class People {
  readonly listed: Person[] = []
  private readonly taken: readonly string[]

  constructor(departments: readonly string[]) {
    this.taken = [LEAD, ...departments]
  }

  named(given: string): Person | undefined {
    return this.listed.find(({ name, id }) => isSameName(name, given) || id === given.trim())
  }

  add(name: string, id: string): Person {
    const person = { name, id, ways: [] }
    this.listed.push(person)
    return person
  }

  /** The id that stands for a name where none is given. */
  idFor(name: string, department: string): string {
    return freeId(idOfName(name) || `${department}-head`, this.ids())
  }

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

/** What is known so far; what nobody has been asked for is undefined. */
export interface Told {
  readonly organisation: Partial<Record<Language, string | null>>
  readonly contact: Partial<Record<Language, string | null>>
  timezone?: string
  readonly people: People
  readonly heads: Record<string, string>
}

export function toldByFlags(flags: Flags, departments: Readonly<Record<string, Bilingual>>): Told {
  const people = new People(Object.keys(departments))
  const heads: Record<string, string> = {}
  for (const given of flags.head ?? []) {
    const [department, words] = parted(given, '--head DEPARTMENT=NAME')
    if (!Object.hasOwn(departments, department))
      fail('unknown-department', { given: department, allowed: Object.keys(departments) })
    const name = readLine(words) ?? fail('bad-assignment', { given, example: '--head DEPARTMENT=NAME' })
    heads[department] = (people.named(name) ?? people.add(name, people.idFor(name, department))).name
  }
  for (const given of flags.id ?? []) {
    const [person, id] = ofPerson(people, given, '--id NAME=ID')
    person.id = person.id === id ? id : people.readId(id)
  }
  for (const given of flags.reach ?? []) {
    const [person, ways] = ofPerson(people, given, '--reach NAME=WAY')
    person.ways.push(...readWays(ways))
  }
  return {
    organisation: bilingual(flags.organisationJa, flags.organisationEn),
    contact: bilingual(flags.contactJa, flags.contactEn),
    ...(flags.timezone !== undefined && { timezone: readZone(flags.timezone) }),
    people,
    heads: Object.fromEntries(
      Object.entries(heads).map(([department, name]) => [department, people.named(name)?.id ?? '']),
    ),
  }
}

function bilingual(ja: string | undefined, en: string | undefined): Partial<Record<Language, string | null>> {
  return { ...(ja !== undefined && { ja: readLine(ja) }), ...(en !== undefined && { en: readLine(en) }) }
}

function parted(given: string, example: string, from = 0): [left: string, right: string] {
  const equals = given.indexOf('=', from)
  if (equals < 1 || given.slice(equals + 1).trim() === '') fail('bad-assignment', { given, example })
  return [given.slice(0, equals).trim(), given.slice(equals + 1)]
}

/** `NAME=VALUE` of somebody who was named; a name may hold `=` itself. */
function ofPerson(people: People, given: string, example: string): [person: Person, value: string] {
  const first = parted(given, example)
  for (let at = given.indexOf('='); at >= 0; at = given.indexOf('=', at + 1)) {
    const person = people.named(given.slice(0, at))
    if (person !== undefined) return [person, parted(given, example, at)[1]]
  }
  return fail('unknown-person', { given: first[0], allowed: people.listed.map(({ name }) => name) })
}

/** How questions are asked, and of what: of the settings, of the people of these departments. */
interface Questions {
  readonly ask: Ask
  readonly text: InitText
  readonly language: Language
  readonly settings: boolean
  readonly departments: Readonly<Record<string, Bilingual>>
  /** Hears each question with its answer. */
  readonly answered: (question: string, answer: string) => void
}

/** Asks for what the flags did not tell. */
export async function askRest(told: Told, questions: Questions): Promise<void> {
  if (questions.settings) await askSettings(told, questions)
  for (const person of told.people.listed) if (person.ways.length === 0) await askWays(person, questions)
  for (const department of Object.keys(questions.departments))
    if (!Object.hasOwn(told.heads, department)) await askHead(told, department, questions)
}

async function askSettings(told: Told, questions: Questions): Promise<void> {
  const { text } = questions
  for (const key of ['organisation', 'contact'] as const)
    for (const language of LANGUAGES)
      if (told[key][language] === undefined) told[key][language] = await askWords(text[key][language], questions)
  const { timezone } = DEFAULT_SETTINGS
  const read = (given: string) => readZone(given || timezone)
  told.timezone ??= await question(questions, text.timezone, [text.orElse(timezone)], read, String)
}

function askWords(words: string, questions: Questions): Promise<string | null> {
  const { later, orElse } = questions.text
  return question(questions, words, [orElse(later)], readLine, (line) => line ?? later)
}

async function askHead(told: Told, department: string, questions: Questions): Promise<void> {
  const { text, language, departments } = questions
  const name = await askWords(text.head(departments[department]?.[language] ?? department), questions)
  if (name === null) return
  const known = told.people.named(name)
  const person = known ?? told.people.add(name, await askId(told.people, name, department, questions))
  told.heads[department] = person.id
  if (known === undefined) await askWays(person, questions)
}

/** Asked where the name itself has none to offer. */
async function askId(people: People, name: string, department: string, questions: Questions): Promise<string> {
  const free = people.idFor(name, department)
  if (idOfName(name) !== '') return free
  const { text } = questions
  return question(questions, text.id(name), [text.orElse(free)], (given) => people.readId(given || free), String)
}

async function askWays(person: Person, questions: Questions): Promise<void> {
  const { text } = questions
  const shown = (ways: readonly Reach[]) => ways.map(({ to }) => to).join(', ') || text.later
  const hints = [text.severalWays, text.orElse(text.later)]
  person.ways.push(...(await question(questions, text.reach(person.name), hints, readWays, shown)))
}

async function question<T>(
  { ask, answered, text }: Questions,
  words: string,
  hints: readonly string[],
  read: (given: string) => T,
  shown: (value: T) => string,
): Promise<T> {
  const value = await ask(text.hinted(words, hints), read)
  answered(words, shown(value))
  return value
}

/** What the files are to say. Somebody without a way to be reached stands in none, and leads nothing yet. */
export function foundingOf(told: Told, language: Language): Founding {
  const people = told.people.listed.filter(({ ways }) => ways.length > 0)
  const reachable = Object.entries(told.heads).filter(([, head]) => people.some(({ id }) => id === head))
  const words = ({ ja = null, en = null }: Partial<Record<Language, string | null>>) => ({ ja, en })
  return {
    organisation: words(told.organisation),
    contact: words(told.contact),
    timezone: told.timezone ?? DEFAULT_SETTINGS.timezone,
    language,
    people,
    heads: Object.fromEntries(reachable),
  }
}

/** The flags that tell what is known, for the line that goes on. */
export function flagsOf({ organisation, contact, timezone, people, heads }: Told): string[] {
  const words = (key: string, said: Partial<Record<Language, string | null>>) =>
    Object.entries(said).map(([language, value]) => `--${key}-${language}=${value ?? ''}`)
  return [
    ...words('organisation', organisation),
    ...words('contact', contact),
    ...(timezone === undefined ? [] : [`--timezone=${timezone}`]),
    ...people.listed.flatMap(({ id, name, ways }) => [
      ...Object.keys(heads).flatMap((department) => (heads[department] === id ? [`--head=${department}=${name}`] : [])),
      ...(idOfName(name) === id ? [] : [`--id=${name}=${id}`]),
      ...(ways.length === 0 ? [] : [`--reach=${name}=${ways.map(({ to }) => to).join(',')}`]),
    ]),
  ]
}
