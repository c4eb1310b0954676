import type { ScopeStatement } from '../domain/decide/scope.ts'
import type { ScopeTarget } from '../domain/incident/scope.ts'
import type { EventData, ScopeState } from '../domain/log/event.ts'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { fail } from '../domain/problem.ts'
import { idsByName, idTyped } from '../domain/runbook/names.ts'
import { type FactDefinition, LANGUAGES, type Language, type Named, type Runbook } from '../domain/runbook/runbook.ts'
import { SCOPE_STATE_NAMES } from '../i18n/scope-state-names.ts'
import { type Clock, isSpan } from '../platform/clock.ts'
import { anyNameOf, GAP, GAP_SIGNS, idNamed, ownOrProgramNames, splitNames } from './names.ts'
import { parseAmount, parseCount } from './quantities.ts'

// Parsers for what an operator types: scope, links, facts, promised times and ranges.

/**
 * Reads `OPERATION[:ASSET]`, also in full-width letters, with an operation by any of its names. Throws `bad-assignment`, or
 * as `idNamed` does.
 */
function parseScopeTarget(given: string, operations: Operations): ScopeTarget {
  const [name = '', asset = null, ...rest] = given.normalize('NFKC').trim().split(':')
  if (name === '' || asset === '' || rest.length > 0)
    fail('bad-assignment', { given, example: exampleOf(operations, ['', ''], ['', '']) })
  return { operation: idNamed(name, operations, 'unknown-operation'), asset }
}

/**
 * Reads the targets of a lift, several in one answer too. `TARGET=open` is what the receipt of a lift shows, so it is read
 * as `TARGET`; another state is refused (`bad-assignment`).
 */
export function parseLiftTargets(answers: readonly string[], runbook: WithScopeNames): ScopeTarget[] {
  const { operations } = runbook
  return answers
    .flatMap((answer) => splitNames(answer, operations, `${ASSET}(?:[=＝]${TOKEN})?`))
    .map((given) => {
      const equals = given.search(EQUALS)
      if (equals < 1) return parseScopeTarget(given, operations)
      const { state, words, ...target } = parseScopeStatement(given, runbook)
      if (state !== 'open' || words !== null)
        fail('bad-assignment', { given, example: exampleOf(operations, ['', ''], ['', '']) })
      return target
    })
}

type Operations = Runbook['operations']

/** What to type instead, in each language: the first operation with each of the states, the second time for an asset. */
function exampleOf(
  operations: Operations,
  en: readonly [string, string],
  ja: readonly [string, string],
): Readonly<Record<Language, string>> {
  const [id = 'OPERATION'] = Object.keys(operations)
  const name = operations[id]?.ja ?? id
  return { en: `${id}${en[0]}, ${id}:ASSET${en[1]}`, ja: `${name}${ja[0]}、${name}:資産${ja[1]}` }
}

/**
 * Reads scope statements, each answer as `splitScopeAnswer` splits it. STATE is a state by its id or by a name in either
 * language; WORDS are kept as typed and may have colons. Throws `bad-assignment` or `unknown-scope-state`.
 */
export function parseScope(answers: readonly string[], runbook: WithScopeNames): ScopeStatement[] {
  return answers.flatMap((answer) => {
    const statements = splitScopeAnswer(answer, runbook)
    return (statements.length === 0 ? [answer] : statements).map((given) => parseScopeStatement(given, runbook))
  })
}

type WithScopeNames = Pick<Runbook, 'operations' | 'names'>

function parseScopeStatement(given: string, runbook: WithScopeNames): ScopeStatement {
  const { operations } = runbook
  const equals = given.search(EQUALS)
  if (equals < 1) {
    const { stopped, open } = SCOPE_STATE_NAMES
    const en = [`=${stopped.en[0]}`, `=${open.en[0]}`] as const
    const ja = [`=${stopped.ja[0]}`, `=${open.ja[0]}`] as const
    fail('bad-assignment', { given, example: exampleOf(operations, en, ja) })
  }
  const value = given.slice(equals + 1)
  const colon = value.search(COLON)
  const state = colon < 0 ? value : value.slice(0, colon)
  const words = colon < 0 ? '' : value.slice(colon + 1).trim()
  return {
    ...parseScopeTarget(given.slice(0, equals), operations),
    state: idNamed(state, scopeStates(runbook), 'unknown-scope-state') as ScopeState,
    words: words === '' ? null : words,
  }
}

/** The states with their names in both languages: those of the manual, and the program's. */
function scopeStates({ names }: WithScopeNames): Readonly<Record<string, Named>> {
  const program = SCOPE_STATES.map((state) => {
    const { en, ja } = SCOPE_STATE_NAMES[state]
    return [state, { ja: ja[0], en: en[0], also: [en[1], ja[1]] }]
  })
  return ownOrProgramNames(Object.fromEntries(program), names?.states)
}

const EQUALS = /[=＝]/
const COLON = /[:：]/

/**
 * Splits what was typed at once into statements `OPERATION[:ASSET]=STATE[:WORDS]`, as they were typed: at the signs of
 * `GAP`. WORDS end only where another statement begins, which has an operation or a state that is known.
 * What is no statement is split off as well, so that it is refused by itself.
 */
export function splitScopeAnswer(given: string, runbook: WithScopeNames): string[] {
  const known = anyNameOf(runbook.operations)
  const state = anyNameOf(scopeStates(runbook))
  const statement = new RegExp(`^(?:${known}|${TOKEN})${ASSET}[=＝](?:${state}(?=${GAP}|[:：]|$)|${TOKEN})?`, 'iu')
  const next = new RegExp(`${GAP}(?=${known}${ASSET}[=＝]|${TOKEN}${ASSET}[=＝]${state}(?:${GAP}|[:：]|$))`, 'iu')
  const statements: string[] = []
  for (let rest = withoutGap(given); rest !== ''; ) {
    const typed = statement.exec(rest)?.[0] ?? new RegExp(`^[^${GAP_SIGNS}]+`, 'u').exec(rest)?.[0] ?? rest
    const words = rest.slice(typed.length)
    const length = COLON.test(words[0] ?? '') ? (next.exec(words)?.index ?? words.length) : 0
    statements.push(rest.slice(0, typed.length + length))
    rest = withoutGap(words.slice(length))
  }
  return statements
}

/** A part of a statement without the signs between statements and those that separate its parts. */
const TOKEN = `(?:[^${GAP_SIGNS}=＝:：]+)`
const ASSET = `(?:[:：]${TOKEN})?`

function withoutGap(text: string): string {
  return text.replace(new RegExp(`^${GAP}`), '')
}

/** The URL of a posted notice (RFC 3986, so ASCII only), which later notices link to. Throws `bad-link`. */
export function parseLink(given: string): string {
  const url = /^https?:\/\/[!-~]+$/.test(given) && URL.canParse(given) ? new URL(given) : null
  return url === null || url.username !== '' || url.password !== '' ? fail('bad-link', { given }) : given
}

export type FactStatement = EventData['fact.set']

/**
 * Reads `FACT=VALUE`, `FACT.ja=WORDS`, `FACT.en=WORDS`, `FACT=?` (not known yet), and `FACT.ja=?`, which takes back the words
 * in that language. All on one fact make one statement; a `FACT=?` discards those before it. FACT is an id or a label in either language. Throws `bad-assignment`, `bad-flag`, or as
 * `idNamed` does, or the errors of `Clock`.
 */
export function parseFacts(
  args: readonly string[],
  definitions: Readonly<Record<string, FactDefinition>>,
  clock: Clock,
): FactStatement[] {
  const facts = new Map<string, FactStatement>()
  for (const given of args) {
    const equals = given.search(EQUALS)
    const value = given.slice(equals + 1).trim()
    if (equals < 1 || value === '') fail('bad-assignment', { given, example: FACT_EXAMPLE })
    const [name, language] = parseFactName(given.slice(0, equals), definitions)
    const definition = definitions[name] as FactDefinition
    const before = facts.get(name) ?? { fact: name }
    if (language !== null) facts.set(name, { ...before, [language]: isUnknownMark(value) ? null : value })
    else if (isUnknownMark(value)) facts.set(name, { fact: name, known: false, value: null, ja: null, en: null })
    else facts.set(name, { ...before, known: true, value: parseFactValue(value, definition, clock) })
  }
  return [...facts.values()]
}

const FACT_EXAMPLE = {
  en: 'cause=VALUE, cause.ja=WORDS, cause=?',
  ja: '原因=値、原因.ja=文言、原因=?',
}

/** Whether a value means "not known yet": `?`, also as a Japanese keyboard writes it. */
export function isUnknownMark(value: string): boolean {
  return value === '?' || value === '？'
}

/** Reads `FACT` or `FACT.LANGUAGE`. With an id they come before a label, which may be written like the latter. */
function parseFactName(
  given: string,
  definitions: Readonly<Record<string, FactDefinition>>,
): [name: string, language: Language | null] {
  const [, name = given, typed = null] = /^(.*?)[.．](.*)$/su.exec(given) ?? []
  const language = LANGUAGES.find((known) => known === typed?.normalize('NFKC').trim())
  const id = idTyped(definitions, given) === undefined ? idTyped(definitions, name) : undefined
  if (id !== undefined && language !== undefined) return [id, language]
  if (typed === null || idsByName(definitions, given).length > 0)
    return [idNamed(given, definitions, 'unknown-fact'), null]
  if (language === undefined) fail('bad-flag', { flag: given, given: typed, allowed: LANGUAGES })
  return [idNamed(name, definitions, 'unknown-fact'), language]
}

/** Of times of the future those with a role are moments; any other, such as the next drill, may be a day, until its end. */
function parseFactValue(value: string, { kind, role, unit }: FactDefinition, clock: Clock): string {
  switch (kind) {
    case 'text':
      return value
    case 'count':
      return parseCount(value, unit)
    case 'amount':
      return parseAmount(value)
    case 'time':
      return clock.stamp(clock.past(value))
    case 'future':
      return clock.stamp(role === undefined ? clock.deadline(value) : clock.future(value))
    case 'estimate':
      return splitRange(value).length > 1 ? parseRange(value, clock).join('/') : clock.stamp(clock.future(value))
  }
}

/** Reads a promised time, to the minute as notices state it; returns ISO 8601. Throws `past-time`, or the errors of `Clock`. */
export function parsePromise(given: string, clock: Clock): string {
  const ms = clock.promise(given)
  return ms < clock.now() ? fail('past-time', { given, at: clock.stamp(ms) }) : clock.stamp(ms)
}

/**
 * Reads `FROM/TO`, also as Japanese text writes it (`23:30〜24:10`); returns both as ISO 8601. A bare time of day in TO is the
 * next one after FROM. Throws `bad-range`.
 */
export function parseRange(given: string, clock: Clock): [from: string, to: string] {
  const [fromText = '', toText = '', ...rest] = splitRange(given)
  if (fromText === '' || toText === '' || rest.length > 0) fail('bad-range', { given })
  const from = clock.future(fromText)
  // Of two durations neither is a moment to count from: `30m/1h` is half an hour to an hour from now.
  const to = isSpan(fromText) && isSpan(toText) ? clock.future(toText) : clock.after(toText, from)
  if (to <= from) fail('bad-range', { given })
  return [clock.stamp(from), clock.stamp(to)]
}

const TIME_OF_DAY = '\\d{1,2}(?::\\d{2}(?::\\d{2})?|時(?:半|(?:\\d{1,2}分)?))'
/** Between two times of day a dash can't belong to a date; a Japanese keyboard gives a long vowel mark for it. */
const DASHED = new RegExp(`^(${TIME_OF_DAY}) ?[-‐–—−ー] ?(${TIME_OF_DAY})$`)
const DATE_WITH_SLASHES = /(?<![\d:.-])(?:\d{4}\/)?\d{1,2}\/\d{1,2}(?![\d:時])/g

/** Splits at the sign of a range: a wave dash, a slash that is in no date, or a dash between two times of day. */
function splitRange(given: string): string[] {
  const text = given.normalize('NFKC').trim()
  const [, from, to] = DASHED.exec(text) ?? []
  if (from !== undefined && to !== undefined) return [from, to]
  if (/[~〜]/.test(text)) return text.split(/[~〜]/)
  const withoutDates = text.replace(DATE_WITH_SLASHES, (date) => date.replaceAll('/', '\0'))
  return withoutDates.split('/').map((part) => part.replaceAll('\0', '/'))
}
