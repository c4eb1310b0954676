import type { ScopeStatement } from '../domain/decide/scope.ts'
import type { EventData, ScopeState } from '../domain/log/event.ts'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { fail } from '../domain/problem.ts'
import { type FactDefinition, LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import type { Clock } from '../platform/clock.ts'

// Parsers for what an operator types: scope, links, facts, promised times and ranges.

/** Reads `OPERATION[:ASSET]`. Throws `bad-assignment`. */
export function parseScopeTarget(given: string): { readonly operation: string; readonly asset: string | null } {
  const [operation = '', asset = null, ...rest] = given.split(':')
  if (operation === '' || asset === '' || rest.length > 0)
    fail('bad-assignment', { given, example: 'withdrawals, withdrawals:XEM' })
  return { operation, asset }
}

/** Reads `OPERATION[:ASSET]=STATE[:WORDS]`; WORDS may have colons. Throws `bad-assignment` or `unknown-scope-state`. */
export function parseScope(statements: readonly string[]): ScopeStatement[] {
  return statements.map((given) => {
    const equals = given.indexOf('=')
    if (equals < 1) fail('bad-assignment', { given, example: 'trading=stopped, withdrawals:XEM=open' })
    const [state = '', ...words] = given.slice(equals + 1).split(':')
    if (!SCOPE_STATES.includes(state as ScopeState))
      fail('unknown-scope-state', { given: state, allowed: SCOPE_STATES })
    const text = words.join(':').trim()
    return { ...parseScopeTarget(given.slice(0, equals)), state: state as ScopeState, words: text === '' ? null : text }
  })
}

/** The URL of a posted notice, which later notices link to. Throws `bad-link`. */
export function parseLink(given: string): string {
  const url = /^https?:\/\/\S+$/.test(given) && URL.canParse(given) ? new URL(given) : null
  return url === null || url.username !== '' || url.password !== '' ? fail('bad-link', { given }) : given
}

type FactStatement = EventData['fact.set']

/**
 * Reads `FACT=VALUE`, `FACT.ja=WORDS`, `FACT.en=WORDS` and `FACT=?` (not known yet). All on one fact make one statement; a
 * `FACT=?` discards those before it. Throws `bad-assignment`, `unknown-fact`, `bad-flag`, or the errors of `Clock`.
 */
export function parseFacts(
  args: readonly string[],
  definitions: Readonly<Record<string, FactDefinition>>,
  clock: Clock,
): FactStatement[] {
  const facts = new Map<string, FactStatement>()
  for (const given of args) {
    const equals = given.indexOf('=')
    const value = given.slice(equals + 1).trim()
    if (equals < 1 || value === '') fail('bad-assignment', { given, example: 'cause=VALUE, cause.ja=WORDS, cause=?' })
    const [name, language] = parseFactName(given.slice(0, equals))
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined
    if (definition === undefined) return fail('unknown-fact', { given: name, allowed: Object.keys(definitions) })
    const before = facts.get(name) ?? { fact: name }
    if (language !== null) facts.set(name, { ...before, [language]: value })
    else if (isUnknownMark(value)) facts.set(name, { fact: name, known: false, value: null, ja: null, en: null })
    else facts.set(name, { ...before, known: true, value: parseFactValue(value, definition, clock) })
  }
  return [...facts.values()]
}

/** Whether a value means "not known yet": `?`, also as a Japanese keyboard writes it. */
function isUnknownMark(value: string): boolean {
  return value === '?' || value === '？'
}

/** Reads `FACT` or `FACT.LANGUAGE`. */
function parseFactName(given: string): [name: string, language: Language | null] {
  const dot = given.indexOf('.')
  if (dot < 0) return [given, null]
  const language = given.slice(dot + 1)
  if (!LANGUAGES.includes(language as Language)) fail('bad-flag', { flag: given, given: language, allowed: LANGUAGES })
  return [given.slice(0, dot), language as Language]
}

function parseFactValue(value: string, { kind }: FactDefinition, clock: Clock): string {
  switch (kind) {
    case 'text':
      return value
    case 'time':
      return clock.stamp(clock.past(value))
    case 'future':
      return clock.stamp(clock.future(value))
    case 'estimate':
      return value.includes('/') ? parseRange(value, clock).join('/') : clock.stamp(clock.future(value))
  }
}

/** Reads a promised time; returns ISO 8601. Throws `past-time`, or the errors of `Clock`. */
export function parsePromise(given: string, clock: Clock): string {
  const ms = clock.future(given)
  return ms < clock.now() ? fail('past-time', { given, at: clock.stamp(ms) }) : clock.stamp(ms)
}

/** Reads `FROM/TO`; returns both as ISO 8601. A bare time of day in TO is the next one after FROM. Throws `bad-range`. */
export function parseRange(given: string, clock: Clock): [from: string, to: string] {
  const [fromText = '', toText = '', ...rest] = given.split('/')
  if (fromText === '' || toText === '' || rest.length > 0) fail('bad-range', { given })
  const from = clock.future(fromText)
  const to = clock.after(toText, from)
  if (to <= from) fail('bad-range', { given })
  return [clock.stamp(from), clock.stamp(to)]
}
