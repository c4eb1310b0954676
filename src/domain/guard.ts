/**
 * The vocabulary in which the shapes of the log are declared, once: the guard checks a value, its TypeScript type and its
 * JSON Schema follow from it. Every event of every log is read through these, so no schema library is loaded here.
 */
export type Guard<T> = ((value: unknown) => value is T) & {
  /** JSON Schema (draft 2020-12) of what the guard takes. */
  readonly schema: () => JsonSchema
}
export type Guarded<G> = G extends (value: unknown) => value is infer T ? T : never

export type JsonSchema = Readonly<Record<string, unknown>>

declare const OPTIONAL: unique symbol
/** A key that may be missing. */
export type OptionalGuard<T> = Guard<T> & { readonly [OPTIONAL]: true }

type Keys<S, Want> = { [K in keyof S]: S[K] extends { readonly [OPTIONAL]: true } ? Want : never }
type Shape<S> = {
  readonly [K in keyof S as Keys<S, K>[K] extends never ? K : never]: Guarded<S[K]>
} & { readonly [K in keyof S as Keys<S, K>[K] extends never ? never : K]?: Guarded<S[K]> }
type Flat<T> = { [K in keyof T]: T[K] }

/** A guard of one's own, with its schema. */
export function guard<T>(check: (value: unknown) => value is T, schema: () => JsonSchema): Guard<T> {
  return Object.assign(check, { schema })
}

export const isRecord: Guard<Record<string, unknown>> = guard(
  (value): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value),
  () => ({ type: 'object' }),
)

export const text: Guard<string> = guard(
  (value): value is string => typeof value === 'string',
  () => ({ type: 'string' }),
)
/** A text without characters that act on a terminal, in one line or several. */
export const plain: Guard<string> = guard(
  (value): value is string => text(value) && !ACTIVE_IN_LINES.test(value),
  () => ({ type: 'string', not: { pattern: ACTIVE_IN_LINES.source } }),
)
/** The name of a file that the log speaks of: never a path. */
export const fileName: Guard<string> = pattern(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/)
export const WORD = /^[A-Za-z0-9*][\w.:*-]*$/
/** An id, a name of an event or a digest: ASCII, never translated, the same in a shell, a path and a page. */
export const word: Guard<string> = pattern(WORD)
/** An IANA time zone, by its form. */
export const zone: Guard<string> = pattern(/^[A-Za-z][\w+/-]*$/)
/** A time in ISO 8601 with its offset. */
export const time: Guard<string> = guard(
  (value): value is string => text(value) && isTime(value),
  () => ({ type: 'string', pattern: TIME.source }),
)
export const boolean: Guard<boolean> = guard(
  (value): value is boolean => typeof value === 'boolean',
  () => ({ type: 'boolean' }),
)
export const number: Guard<number> = guard(
  (value): value is number => Number.isSafeInteger(value),
  () => ({ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
)
/** Milliseconds of a span: none is negative, or longer than ten years. */
export const span: Guard<number> = integer(0, 10 * 366 * 86_400_000)

/** A whole number within these bounds. */
export function integer(minimum: number, maximum: number): Guard<number> {
  return guard(
    (value): value is number => number(value) && value >= minimum && value <= maximum,
    () => ({ type: 'integer', minimum, maximum }),
  )
}

/** A text that matches. */
export function pattern(expression: RegExp): Guard<string> {
  return guard(
    (value): value is string => text(value) && expression.test(value),
    () => ({ type: 'string', pattern: expression.source }),
  )
}

/** As many words as are remembered. */
const REMEMBERED = 64

/** The same as the guard, sooner for what it took a short while ago: the same few writers write all events. */
export function repeated(of: Guard<string>): Guard<string> {
  const known = new Set<unknown>()
  return guard((value): value is string => {
    if (known.has(value)) return true
    if (!of(value)) return false
    if (known.size === REMEMBERED) known.clear()
    known.add(value)
    return true
  }, of.schema)
}

export function nullable<T>(of: Guard<T>): Guard<T | null> {
  return guard(
    (value): value is T | null => value === null || of(value),
    () => ({ anyOf: [of.schema(), { type: 'null' }] }),
  )
}

export function optional<T>(of: Guard<T>): OptionalGuard<T> {
  return guard((value): value is T => value === undefined || of(value), of.schema) as OptionalGuard<T>
}

export function oneOf<const T extends readonly string[]>(words: T): Guard<T[number]> {
  return guard(
    (value): value is T[number] => words.includes(value as string),
    () => ({ enum: words }),
  )
}

export function arrayOf<T>(of: Guard<T>): Guard<readonly T[]> {
  return guard(
    (value): value is readonly T[] => {
      if (!Array.isArray(value)) return false
      for (const inner of value) if (!of(inner)) return false
      return true
    },
    () => ({ type: 'array', items: of.schema() }),
  )
}

export function either<A, B>(a: Guard<A>, b: Guard<B>): Guard<A | B> {
  return guard(
    (value): value is A | B => a(value) || b(value),
    () => ({ anyOf: [a.schema(), b.schema()] }),
  )
}

/** An object whose keys are ids. */
export function recordOf<T>(of: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return guard(
    (value): value is Readonly<Record<string, T>> => {
      if (!isRecord(value)) return false
      for (const key of Object.keys(value)) if (!word(key) || !of(value[key])) return false
      return true
    },
    () => ({ type: 'object', propertyNames: word.schema(), additionalProperties: of.schema() }),
  )
}

/**
 * An object that has these keys in these shapes; other keys are let be. They are made when the first is looked at: to make
 * those of all events takes longer than to check one.
 */
export function shape<S extends Record<string, Guard<unknown>>>(keys: () => S): Guard<Flat<Shape<S>>> {
  let names: readonly string[] | null = null
  let guards: readonly Guard<unknown>[] = []
  return guard(
    (value): value is Flat<Shape<S>> => {
      if (!isRecord(value)) return false
      if (names === null) {
        const made = keys()
        names = Object.keys(made)
        guards = Object.values(made)
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
    properties: Object.fromEntries(entries.map(([key, of]) => [key, of.schema()])),
    required: entries.flatMap(([key, of]) => (of(undefined) ? [] : [key])),
  }
}

/** C0 and C1 controls, bidirectional controls, line and paragraph separators, and the byte order mark: they act. */
export const ACTIVE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/
/** The same, without the line feed. */
export const ACTIVE_IN_LINES =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

/** A time in ISO 8601 with its offset, as every event has it, for the JSON Schema; whatever has this form can be parsed. */
export const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

const ZERO = 48

/** The same as `TIME`, by hand: to compile a pattern that long takes a command longer than to check all its times. */
export function isTime(text: string): boolean {
  const isDay = isIn(text, 0, 0, 99) && isIn(text, 2, 0, 99) && text[4] === '-' && isIn(text, 5, 1, 12)
  if (!isDay || text[7] !== '-' || !isIn(text, 8, 1, 31) || text[10] !== 'T') return false
  if (!isClock(text, 11) || text[16] !== ':' || !isIn(text, 17, 0, 59)) return false
  const at = text[19] === '.' ? fractionEnd(text, 20) : 19
  if (text[at] === 'Z') return text.length === at + 1
  return (text[at] === '+' || text[at] === '-') && isClock(text, at + 1) && text.length === at + 6
}

function isClock(text: string, at: number): boolean {
  return isIn(text, at, 0, 23) && text[at + 2] === ':' && isIn(text, at + 3, 0, 59)
}

/** Whether two digits stand there, and which they are. */
function isIn(text: string, at: number, least: number, most: number): boolean {
  if (!isDigit(text, at) || !isDigit(text, at + 1)) return false
  const number = (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
  return number >= least && number <= most
}

/** Behind one to nine digits; where there are none, or more, -1, where nothing stands. */
function fractionEnd(text: string, from: number): number {
  let at = from
  while (isDigit(text, at)) at += 1
  return at > from && at <= from + 9 ? at : -1
}

function isDigit(text: string, at: number): boolean {
  const digit = text.charCodeAt(at) - ZERO
  return digit >= 0 && digit <= 9
}
