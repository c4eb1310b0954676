import { type Bilingual, LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import type { Ask } from '../i18n/ask.ts'
import { type ContactWay, idOfName } from './contact-entry.ts'
import { type InitAnswers, type NamedPeople, type Person, parseTextLine, readWays, readZone } from './init-answers.ts'
import type { InitText } from './words.en.ts'

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
