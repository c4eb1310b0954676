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
/** A text that can be read as a time. */
export const time: Guard<string> = (value): value is string => text(value) && !Number.isNaN(Date.parse(value))
export const number: Guard<number> = (value): value is number => Number.isSafeInteger(value)
export const boolean: Guard<boolean> = (value): value is boolean => typeof value === 'boolean'

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
  return (value): value is readonly T[] => Array.isArray(value) && value.every(guard)
}

/** An object that has these keys in these shapes; other keys are let be. */
export function shape<S extends Record<string, Guard<unknown>>>(keys: S): Guard<Flat<Shape<S>>> {
  const entries = Object.entries(keys)
  return (value): value is Flat<Shape<S>> => isRecord(value) && entries.every(([key, guard]) => guard(value[key]))
}
