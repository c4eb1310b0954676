import type { Intent } from '../domain/decide/decide.ts'
import type { FactIntent } from '../domain/decide/facts.ts'
import { factOf } from '../domain/incident/facts.ts'
import type { FactDefinition, Language } from '../domain/runbook/runbook.ts'
import { factValueWords } from '../i18n/fact-value.ts'
import { anyNameOf, type Names } from '../incident/names.ts'
import { isUnknownMark, parseFacts } from '../incident/statements.ts'
import { sayLateBeginning } from '../incident/warnings.ts'
import { wordingWarnings } from '../incident/wording-warnings.ts'
import { splitCommandLine } from '../platform/command-line.ts'
import type { LineOptions } from './questions.ts'
import type { Session } from './session.ts'
import type { Tense } from './timed-text.ts'

/** The answer that a fact is not known yet. */
export const UNKNOWN = '?'
/** How public words are asked for. */
export const PUBLIC = { isPublic: true, takesKey: UNKNOWN }

/** The question for the value of a fact; `?` states that it is not known yet. */
export function factQuestion(session: Session, name: string): string {
  const { incident, context } = session
  const { walk } = context
  return `${factLabel(session, name)}  ${walk.factExample[incident.runbook.facts[name]?.kind ?? 'text']}${walk.factHint}`
}

function factLabel({ incident, context }: Session, name: string): string {
  return context.walk.fact(incident.runbook.facts[name]?.[context.text.language] ?? name, name)
}

/** A fact in a list, with an example of its value if that needs one. */
export function factLabelAndExample(session: Session, name: string): string {
  const { incident, context } = session
  const example = context.walk.factExample[incident.runbook.facts[name]?.kind ?? 'text']
  return `${factLabel(session, name)}  ${example.replace(/[;。、]\s*$/, '')}`.trimEnd()
}

/** How the value of a fact is asked for. */
export function valueOptions({ incident }: Session, name: string): Pick<LineOptions, 'takesKey' | 'tense'> {
  return { takesKey: UNKNOWN, tense: TENSES[incident.runbook.facts[name]?.kind ?? 'text'] }
}

const TENSES: Readonly<{ [Kind in FactDefinition['kind']]?: Tense }> = {
  time: 'past',
  future: 'future',
  estimate: 'future',
}

export async function askFact(session: Session, name: string): Promise<void> {
  const append = (given: string) => appendFacts(session, [`${name}=${given}`])
  await session.ask.untilAccepted(factQuestion(session, name), append, '', valueOptions(session, name))
}

/** Languages in the order in which words are asked for: the operator's own first. */
export function ownLanguageFirst({ context }: Session, languages: Iterable<Language>): Language[] {
  const isOwn = (language: Language) => Number(language === context.text.language)
  return [...new Set(languages)].sort((a, b) => isOwn(b) - isOwn(a))
}

/** The question for the public words of a fact in one language; only public words reach customers. */
export function publicWordsQuestion(session: Session, name: string, language: Language): string {
  return `${publicWordsLabel(session, name, language)}  ${session.context.walk.factHint}`
}

export function publicWordsLabel({ incident, context }: Session, name: string, language: Language): string {
  const { walk, text } = context
  const label = incident.runbook.facts[name]?.[text.language] ?? name
  return walk.publicWords(label, `${name}.${language}`, language)
}

/** The statement of an answer to it. */
export function publicWordsStatement(name: string, language: Language, given: string): string {
  return isUnknownMark(given) ? `${name}=?` : `${name}.${language}=${given}`
}

/** Resolves to what was answered. */
export async function askPublicWords(session: Session, name: string, language: Language): Promise<string> {
  const append = (given: string) => appendFacts(session, [publicWordsStatement(name, language, given)])
  const given = await session.ask.untilAccepted(publicWordsQuestion(session, name, language), append, '', PUBLIC)
  if (given !== '') await warnOfWordingIn(session, [publicWordsStatement(name, language, given)])
  return given
}

/** What records `FACT=VALUE` statements as on the command line. Throws if they are mistyped. */
export function factsIntent({ incident, clock }: Session, ...statements: readonly string[]): FactIntent {
  return { kind: 'set', statements: parseFacts(statements, incident.runbook.facts, clock) }
}

/** Records them. Throws also if they are refused. */
export function appendFacts(session: Session, statements: readonly string[]): void {
  const intent = factsIntent(session, ...statements)
  session.append(intent)
  sayLateBeginning(session.world, session.incident, intent.statements, (line) => session.say(line))
}

/** Warns of the public words among what was recorded. */
export async function warnOfWording(session: Session, recorded: readonly Intent[]): Promise<void> {
  const statements = recorded.flatMap((intent) => (intent.kind === 'set' ? intent.statements : []))
  for (const line of await wordingWarnings(session.world, session.incident.runbook, statements)) session.say(line)
}

/** The same of statements as they were typed. */
function warnOfWordingIn(session: Session, statements: readonly string[]): Promise<void> {
  return warnOfWording(session, [factsIntent(session, ...statements)])
}

/** Shows all facts with their values, then asks for statements such as `FACT=VALUE`. */
export async function askFactStatement(session: Session): Promise<void> {
  const { context, incident } = session
  for (const line of factListLines(session)) session.say(line)
  const isPrivate = Object.values(incident.runbook.facts).some(({ personal }) => personal === true)
  for (let draft = ''; ; ) {
    const given = await session.ask.line(context.walk.factStatement, { draft, isPrivate })
    if (given === '') return
    const statements = splitFactStatements(given, incident.runbook.facts)
    if (statements.some(holdsAssignment) && !(await isMeant(session, statements))) draft = given
    else if (session.attempt(() => appendFacts(session, statements)) === null)
      return warnOfWordingIn(session, statements)
    else draft = given
  }
}

/**
 * Splits an answer into statements: as a shell does if that makes statements of all of it, else before each name of a fact,
 * so that a value needs no quotes.
 */
export function splitFactStatements(given: string, facts: Names): readonly string[] {
  const statement = `${anyNameOf(facts)}(?:[.．](?:ja|en))?[=＝]`
  const words = splitCommandLine(given)
  if (words?.every((word) => new RegExp(`^${statement}`, 'iu').test(word))) return words
  return given.split(new RegExp(`\\s+(?=${statement})`, 'iu'))
}

/** The same; null if one of them may have been meant as two. */
export function clearStatements(given: string, facts: Names): readonly string[] | null {
  const statements = splitFactStatements(given, facts)
  return statements.some(holdsAssignment) ? null : statements
}

/** Whether the value holds what may have been meant as another statement. */
function holdsAssignment(statement: string): boolean {
  return /\s[\p{L}\w.-]+[=＝]/u.test(statement.slice(statement.search(/[=＝]/) + 1))
}

async function isMeant(session: Session, statements: readonly string[]): Promise<boolean> {
  for (const statement of statements) session.say(`  ${statement}`)
  return session.ask.yes(session.context.walk.isMeant)
}

function factListLines({ incident, context }: Session): string[] {
  const { text, walk } = context
  return Object.entries(incident.runbook.facts).map(([name, fact]) => {
    const { at, value, ja, en } = factOf(incident, name)
    const stated = value ?? ja ?? en
    const shown =
      at === null ? walk.notStated : stated === null ? text.words.unknown : factValueWords(stated, fact, text.language)
    return `${name}  ${fact[text.language]}: ${shown}`
  })
}
