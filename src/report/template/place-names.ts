import type { Shape } from './shape.ts'
import { LAST, spoken } from './view.ts'

/** Names of the runbook in force that a template may use; null lets it name any. */
export interface Vocabulary {
  readonly facts: readonly string[]
  readonly channels: readonly string[]
}

/** What is open where a tag stands, outermost first; null is what nobody knows, so that every name is good there. */
export type Open = readonly (Shape | null)[]

const SPOKEN: Shape = { kind: 'value', path: '', isItem: false, isData: false }

/**
 * What a name means: the innermost thing that has it, as Mustache looks it up. Undefined where nothing has; null where
 * that cannot be known.
 */
export function meantBy(name: string, open: Open, vocabulary: Vocabulary | null): Shape | null | undefined {
  const innermost = open.at(-1)
  if (name === '.') return innermost
  if (name === LAST && innermost?.kind === 'value' && innermost.isItem) return undefined
  for (const outer of [...open].reverse()) {
    if (outer === null) return null
    const meant = name
      .split('.')
      .reduce<Shape | undefined>((at, part) => (at === undefined ? undefined : within(at, part, vocabulary)), outer)
    if (meant !== undefined) return meant
  }
  return undefined
}

/** Every name that is good here in the stead of one that is not: beside the last part of it that means something. */
export function namesIn(name: string, open: Open, vocabulary: Vocabulary | null): string[] {
  const dot = name.lastIndexOf('.')
  if (dot > 0) {
    const before = name.slice(0, dot)
    const outer = meantBy(before, open, vocabulary)
    if (outer === undefined) return namesIn(before, open, vocabulary)
    return outer === null ? [] : namesOf(outer, vocabulary).map((inner) => `${before}.${inner}`)
  }
  return [...new Set([...open].reverse().flatMap((shape) => (shape === null ? [] : namesOf(shape, vocabulary))))]
}

function within(shape: Shape, name: string, vocabulary: Vocabulary | null): Shape | undefined {
  if (shape.kind === 'fields') {
    if (Object.hasOwn(shape.fields, name)) return shape.fields[name]
    return namesOf(shape, vocabulary).includes(name) ? SPOKEN : undefined
  }
  if (shape.kind !== 'keyed') return undefined
  const keys = keysOf(shape, vocabulary)
  if (keys === null) return shape.said !== null && name.endsWith(spoken('')) ? SPOKEN : shape.of
  if (keys.includes(name)) return shape.of
  return namesOf(shape, vocabulary).includes(name) ? SPOKEN : undefined
}

function namesOf(shape: Shape, vocabulary: Vocabulary | null): string[] {
  if (shape.kind === 'fields') {
    const last = shape.isItem ? [LAST] : []
    return [...Object.keys(shape.fields), ...Object.keys(shape.said).map(spoken), ...last]
  }
  if (shape.kind !== 'keyed') return []
  const keys = keysOf(shape, vocabulary) ?? []
  return [...keys, ...(shape.said === null ? [] : keys.map(spoken))]
}

function keysOf({ keys, path }: Extract<Shape, { kind: 'keyed' }>, vocabulary: Vocabulary | null) {
  if (keys !== null || vocabulary === null) return keys
  return path === 'facts' ? vocabulary.facts : vocabulary.channels
}
