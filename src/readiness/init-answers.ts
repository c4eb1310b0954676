import { LEAD } from '../domain/contacts/roster.ts'
import { plainText } from '../domain/guard.ts'
import { fail } from '../domain/problem.ts'
import { idByName } from '../domain/runbook/names.ts'
import { type Bilingual, LANGUAGES, type Language, type Named } from '../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import type { Ask } from '../i18n/ask.ts'
import { timezone } from '../runbook/field-schemas.ts'
import { type ContactWay, freeId, idOfName, isPersonId, isSameName, parseContactWay } from './contact-entry.ts'
import type { InitText } from './words.en.ts'
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
function readZone(given: string): string {
  const name = given.trim()
  if (timezone.safeParse(name).success) return name
  return fail('bad-zone', { given: name, allowed: Intl.supportedValuesOf('timeZone') })
}

/** Reads ways to reach a person, comma-separated, first one first. Throws `bad-words`, `bad-address` or `bad-number`. */
function readWays(given: string): ContactWay[] {
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

interface Person {
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

interface Questions {
  readonly ask: Ask
  readonly text: InitText
  readonly language: Language
  readonly asksSettings: boolean
  readonly departments: Readonly<Record<string, Bilingual>>
  /** Called after each question with its words and the answer, as to be shown. */
  readonly onAnswer: (question: string, answer: string) => void
}

/** Asks for whatever the flags did not give, and adds it to the answers. */
export async function askMissing(answers: InitAnswers, questions: Questions): Promise<void> {
  if (questions.asksSettings) await askSettings(answers, questions)
  for (const person of answers.people.listed) if (person.ways.length === 0) await askWays(person, questions)
  for (const department of Object.keys(questions.departments))
    if (!Object.hasOwn(answers.heads, department)) await askHead(answers, department, questions)
}

async function askSettings(answers: InitAnswers, questions: Questions): Promise<void> {
  const { text } = questions
  for (const key of ['organisation', 'contact'] as const)
    for (const language of LANGUAGES)
      if (answers[key][language] === undefined) answers[key][language] = await askWords(text[key][language], questions)
  const { timezone } = DEFAULT_SETTINGS
  const read = (given: string) => readZone(given || timezone)
  answers.timezone ??= await askQuestion(questions, text.timezone, [text.orElse(timezone)], read, String)
}

function askWords(words: string, questions: Questions): Promise<string | null> {
  const { later, orElse } = questions.text
  return askQuestion(questions, words, [orElse(later)], parseTextLine, (line) => line ?? later)
}

async function askHead(answers: InitAnswers, department: string, questions: Questions): Promise<void> {
  const { text, language, departments } = questions
  const name = await askWords(text.head(departments[department]?.[language] ?? department), questions)
  if (name === null) return
  const known = answers.people.find(name)
  const person = known ?? answers.people.add(name, await askId(answers.people, name, department, questions))
  answers.heads[department] = person.id
  if (known === undefined) await askWays(person, questions)
}

/** The id for a new person: made of the name, or asked for if the name has no Latin letters. */
async function askId(people: NamedPeople, name: string, department: string, questions: Questions): Promise<string> {
  const free = people.defaultIdFor(name, department)
  if (idOfName(name) !== '') return free
  const { text } = questions
  return askQuestion(questions, text.id(name), [text.orElse(free)], (given) => people.readId(given || free), String)
}

async function askWays(person: Person, questions: Questions): Promise<void> {
  const { text } = questions
  const shown = (ways: readonly ContactWay[]) => ways.map(({ to }) => to).join(', ') || text.later
  const hints = [text.severalWays, text.orElse(text.later)]
  person.ways.push(...(await askQuestion(questions, text.reach(person.name), hints, readWays, shown)))
}

async function askQuestion<T>(
  { ask, onAnswer, text }: Questions,
  words: string,
  hints: readonly string[],
  read: (given: string) => T,
  shown: (value: T) => string,
): Promise<T> {
  const value = await ask(text.hinted(words, hints), read)
  onAnswer(words, shown(value))
  return value
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
