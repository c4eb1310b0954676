import { ACTIVE_IN_LINES } from '../active.ts'
import { isTime } from './time-format.ts'

/** Hand-written guards: the hot path reads every event of every log through them, so no schema library here. */
export type Guard<T> = (value: unknown) => value is T
export type Guarded<G> = G extends Guard<infer T> ? T : never

declare const OPTIONAL: unique symbol
/** A key that may be missing. */
export type OptionalGuard<T> = Guard<T> & { readonly [OPTIONAL]: true }

type Keys<S, Want> = { [K in keyof S]: S[K] extends { readonly [OPTIONAL]: true } ? Want : never }
type Shape<S> = {
  readonly [K in keyof S as Keys<S, K>[K] extends never ? K : never]: Guarded<S[K]>
} & { readonly [K in keyof S as Keys<S, K>[K] extends never ? never : K]?: Guarded<S[K]> }
type Flat<T> = { [K in keyof T]: T[K] }

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export const text: Guard<string> = (value): value is string => typeof value === 'string'
/** A text that acts on nothing, in one line or several. */
export const plain: Guard<string> = (value): value is string => text(value) && !ACTIVE_IN_LINES.test(value)
/** The name of a file that the log speaks of: never a path. */
export const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/
export const fileName: Guard<string> = (value): value is string => text(value) && FILE_NAME.test(value)
/** An id, a name of an event or a digest: ASCII, never translated, the same in a shell, a path and a page. */
export const word: Guard<string> = (value): value is string => text(value) && WORD.test(value)
export const WORD = /^[A-Za-z0-9*][\w.:*-]*$/
/** An IANA time zone, by its form. */
export const zone: Guard<string> = (value): value is string => text(value) && ZONE.test(value)
export const ZONE = /^[A-Za-z][\w+/-]*$/
export const time: Guard<string> = (value): value is string => text(value) && isTime(value)
export const number: Guard<number> = (value): value is number => Number.isSafeInteger(value)
export const boolean: Guard<boolean> = (value): value is boolean => typeof value === 'boolean'

/** As many words as are remembered. */
const REMEMBERED = 32

/** The same as the guard, sooner for what it took a short while ago: the same few writers write all events. */
export function repeated(guard: Guard<string>): Guard<string> {
  const known = new Set<unknown>()
  return (value): value is string => {
    if (known.has(value)) return true
    if (!guard(value)) return false
    if (known.size === REMEMBERED) known.clear()
    known.add(value)
    return true
  }
}

export function nullable<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value)
}

export function optional<T>(guard: Guard<T>): OptionalGuard<T> {
  return ((value: unknown): value is T => value === undefined || guard(value)) as OptionalGuard<T>
}

export function oneOf<const T extends readonly string[]>(words: T): Guard<T[number]> {
  return (value): value is T[number] => words.includes(value as string)
}

export function arrayOf<T>(guard: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => {
    if (!Array.isArray(value)) return false
    for (const inner of value) if (!guard(inner)) return false
    return true
  }
}

/** Milliseconds of a span: none is negative, or longer than ten years. */
export const span: Guard<number> = (value): value is number => number(value) && value >= 0 && value <= MAX_SPAN_MS
export const MAX_SPAN_MS = 10 * 366 * 86_400_000

export function either<A, B>(a: Guard<A>, b: Guard<B>): Guard<A | B> {
  return (value): value is A | B => a(value) || b(value)
}

/** An object whose keys are ids. */
export function recordOf<T>(guard: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> => {
    if (!isRecord(value)) return false
    for (const key of Object.keys(value)) if (!word(key) || !guard(value[key])) return false
    return true
  }
}

/**
 * An object that has these keys in these shapes; other keys are let be. They are made when the first is looked at: to make
 * those of all events takes longer than to check one.
 */
export function shape<S extends Record<string, Guard<unknown>>>(keys: () => S): Guard<Flat<Shape<S>>> {
  let names: readonly string[] | null = null
  let guards: readonly Guard<unknown>[] = []
  return (value): value is Flat<Shape<S>> => {
    if (!isRecord(value)) return false
    if (names === null) {
      const made = keys()
      names = Object.keys(made)
      guards = Object.values(made)
    }
    for (let i = 0; i < names.length; i += 1) if (!guards[i]?.(value[names[i] as string])) return false
    return true
  }
}
