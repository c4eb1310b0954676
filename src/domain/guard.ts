/**
 * A check of log data at run time, from which its TypeScript type and JSON Schema are derived. Every event of every log
 * passes through guards, so no schema library is loaded here.
 */
export type Guard<T> = ((value: unknown) => value is T) & {
  /** JSON Schema (draft 2020-12) of what the guard accepts. */
  readonly schema: () => JsonSchema
}
export type GuardedType<G> = G extends (value: unknown) => value is infer T ? T : never

export type JsonSchema = Readonly<Record<string, unknown>>

declare const OPTIONAL: unique symbol
/** Guards a key that may be missing. */
export type OptionalGuard<T> = Guard<T> & { readonly [OPTIONAL]: true }

type IfOptional<G, Then, Else> = G extends { readonly [OPTIONAL]: true } ? Then : Else
type ObjectOf<S> = {
  readonly [K in keyof S as IfOptional<S[K], never, K>]: GuardedType<S[K]>
} & { readonly [K in keyof S as IfOptional<S[K], K, never>]?: GuardedType<S[K]> }
/** Shows an intersection of object types as one object type. */
type Flat<T> = { [K in keyof T]: T[K] }

export function guard<T>(check: (value: unknown) => value is T, schema: () => JsonSchema): Guard<T> {
  return Object.assign(check, { schema })
}

/** The value of a JSON text; null if the text is none, or the value is not of this shape. */
export function parsedAs<T>(isOne: (value: unknown) => value is T, json: string): T | null {
  try {
    const value: unknown = JSON.parse(json)
    return isOne(value) ? value : null
  } catch {
    return null
  }
}

export const isRecord: Guard<Record<string, unknown>> = guard(
  (value): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value),
  () => ({ type: 'object' }),
)

export const text: Guard<string> = guard(
  (value): value is string => typeof value === 'string',
  () => ({ type: 'string' }),
)
/** Text without characters that act on a terminal. It may have several lines. */
export const plainText: Guard<string> = guard(
  (value): value is string => text(value) && !TERMINAL_CONTROLS_EXCEPT_LF.test(value),
  () => ({ type: 'string', not: { pattern: TERMINAL_CONTROLS_EXCEPT_LF.source } }),
)
/** The name of a file that the log refers to, never a path. */
export const fileName: Guard<string> = pattern(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/)
export const WORD = /^[A-Za-z0-9*][\w.:*-]*$/
/** An id, an event name or a digest: ASCII without spaces, never translated. */
export const word: Guard<string> = pattern(WORD)
/** An asset or a market, such as `XEM` or `BTC/JPY`: a word that may have slashes. */
export const assetName: Guard<string> = pattern(/^[A-Za-z0-9*][\w.:*/-]*$/)
/** An IANA time zone. Only the form is checked. */
export const zone: Guard<string> = pattern(/^[A-Za-z][\w+/-]*$/)
/** An ISO 8601 time with offset. */
export const time: Guard<string> = guard(
  (value): value is string => text(value) && isTime(value),
  () => ({ type: 'string', pattern: TIME.source }),
)
export const boolean: Guard<boolean> = guard(
  (value): value is boolean => typeof value === 'boolean',
  () => ({ type: 'boolean' }),
)
export const safeInteger: Guard<number> = guard(
  (value): value is number => Number.isSafeInteger(value),
  () => ({ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
)
/** A duration in milliseconds, from zero to ten years. */
export const span: Guard<number> = integer(0, 10 * 366 * 86_400_000)

export function integer(minimum: number, maximum: number): Guard<number> {
  return guard(
    (value): value is number => safeInteger(value) && value >= minimum && value <= maximum,
    () => ({ type: 'integer', minimum, maximum }),
  )
}

export function pattern(expression: RegExp): Guard<string> {
  return guard(
    (value): value is string => text(value) && expression.test(value),
    () => ({ type: 'string', pattern: expression.source }),
  )
}

/** How many accepted texts `cached` remembers before it forgets them all. */
const CACHE_LIMIT = 64

/** Caches what a guard accepted recently: a log repeats the same few writers, incident ids and types. */
export function cached(inner: Guard<string>): Guard<string> {
  const accepted = new Set<unknown>()
  return guard((value): value is string => {
    if (accepted.has(value)) return true
    if (!inner(value)) return false
    if (accepted.size === CACHE_LIMIT) accepted.clear()
    accepted.add(value)
    return true
  }, inner.schema)
}

export function nullable<T>(inner: Guard<T>): Guard<T | null> {
  return guard(
    (value): value is T | null => value === null || inner(value),
    () => ({ anyOf: [inner.schema(), { type: 'null' }] }),
  )
}

/** Accepts undefined too, so that a key with this guard may be missing. */
export function optional<T>(inner: Guard<T>): OptionalGuard<T> {
  return guard((value): value is T => value === undefined || inner(value), inner.schema) as OptionalGuard<T>
}

export function oneOf<const T extends readonly string[]>(words: T): Guard<T[number]> {
  return guard(
    (value): value is T[number] => words.includes(value as string),
    () => ({ enum: words }),
  )
}

export function arrayOf<T>(inner: Guard<T>): Guard<readonly T[]> {
  return guard(
    (value): value is readonly T[] => {
      if (!Array.isArray(value)) return false
      for (const item of value) if (!inner(item)) return false
      return true
    },
    () => ({ type: 'array', items: inner.schema() }),
  )
}

export function either<A, B>(a: Guard<A>, b: Guard<B>): Guard<A | B> {
  return guard(
    (value): value is A | B => a(value) || b(value),
    () => ({ anyOf: [a.schema(), b.schema()] }),
  )
}

/** An object whose keys are ids. */
export function recordOf<T>(inner: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return guard(
    (value): value is Readonly<Record<string, T>> => {
      if (!isRecord(value)) return false
      for (const key of Object.keys(value)) if (!word(key) || !inner(value[key])) return false
      return true
    },
    () => ({ type: 'object', propertyNames: word.schema(), additionalProperties: inner.schema() }),
  )
}

/** An object that has at least these keys. `keys` is called on first use: creating all guards takes long. */
export function shape<S extends Record<string, Guard<unknown>>>(keys: () => S): Guard<Flat<ObjectOf<S>>> {
  let names: readonly string[] | null = null
  let guards: readonly Guard<unknown>[] = []
  return guard(
    (value): value is Flat<ObjectOf<S>> => {
      if (!isRecord(value)) return false
      if (names === null) {
        const guardsByName = keys()
        names = Object.keys(guardsByName)
        guards = Object.values(guardsByName)
      }
      for (let i = 0; i < names.length; i += 1) if (!guards[i]?.(value[names[i] as string])) return false
      return true
    },
    () => schemaOf(keys()),
  )
}

function schemaOf(keys: Readonly<Record<string, Guard<unknown>>>): JsonSchema {
  const entries = Object.entries(keys)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, inner]) => [key, inner.schema()])),
    required: entries.flatMap(([key, inner]) => (inner(undefined) ? [] : [key])),
  }
}

/** What acts on a terminal: C0, C1, DEL, bidirectional controls, line and paragraph separators, BOM. */
export const TERMINAL_CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/
export const TERMINAL_CONTROLS_EXCEPT_LF =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

/** An ISO 8601 time with offset, for the JSON Schema of events. `Date.parse` can parse whatever matches. */
export const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

const ZERO = '0'.charCodeAt(0)

/** Checks by hand what `TIME` matches: compiling that long pattern takes longer than checking every time in a log. */
export function isTime(text: string): boolean {
  const isYear = isTwoDigits(text, 0, 0, 99) && isTwoDigits(text, 2, 0, 99)
  if (!isYear || text[4] !== '-' || !isTwoDigits(text, 5, 1, 12)) return false
  if (text[7] !== '-' || !isTwoDigits(text, 8, 1, 31) || text[10] !== 'T') return false
  if (!isHourAndMinute(text, 11) || text[16] !== ':' || !isTwoDigits(text, 17, 0, 59)) return false
  const at = text[19] === '.' ? fractionEnd(text, 20) : 19
  if (text[at] === 'Z') return text.length === at + 1
  return (text[at] === '+' || text[at] === '-') && isHourAndMinute(text, at + 1) && text.length === at + 6
}

function isHourAndMinute(text: string, at: number): boolean {
  return isTwoDigits(text, at, 0, 23) && text[at + 2] === ':' && isTwoDigits(text, at + 3, 0, 59)
}

/** Whether the two characters at an index are digits that give a number from `least` to `most`. */
function isTwoDigits(text: string, at: number, least: number, most: number): boolean {
  if (!isDigit(text, at) || !isDigit(text, at + 1)) return false
  const number = (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
  return number >= least && number <= most
}

/** Returns the index after one to nine digits; -1 if there are none or more, an index with no character. */
function fractionEnd(text: string, from: number): number {
  let at = from
  while (isDigit(text, at)) at += 1
  return at > from && at <= from + 9 ? at : -1
}

function isDigit(text: string, at: number): boolean {
  const digit = text.charCodeAt(at) - ZERO
  return digit >= 0 && digit <= 9
}
