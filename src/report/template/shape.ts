import type { Schema } from './document-schema.ts'
import { type Saying, sayingOf } from './value-text.ts'

/** What templates may name: a value, and what holds values. `path` is where it stands in the report. */
export type Shape = Value | Fields | Keyed | List

/** `isData` where it is whatever an event says: it can be given whole only, and only as JSON. */
export interface Value {
  readonly kind: 'value'
  readonly path: string
  readonly isItem: boolean
  readonly isData: boolean
}

export interface Fields {
  readonly kind: 'fields'
  readonly path: string
  /** Whether it is an item of a list. */
  readonly isItem: boolean
  readonly fields: Readonly<Record<string, Shape>>
  /** By field, how people say it: `startedAt` has `startedAtText` beside it. */
  readonly said: Readonly<Record<string, Saying>>
}

/** Of one shape under names that differ from runbook to runbook; `keys` where they are always the same. */
export interface Keyed {
  readonly kind: 'keyed'
  readonly path: string
  readonly of: Shape
  readonly keys: readonly string[] | null
  readonly said: Saying | null
}

export interface List {
  readonly kind: 'list'
  readonly path: string
  readonly of: Shape
}

/** The shape of a document from its schema. */
export function shapeOf(schema: Schema, path = '', isItem = false): Shape {
  const { type, items, properties, additionalProperties, propertyNames } = present(schema)
  if (items !== undefined) return { kind: 'list', path, of: shapeOf(items, path, true) }
  if (properties !== undefined) {
    const within = Object.entries(properties).map(([name, inner]) => ({
      name,
      shape: shapeOf(inner, below(path, name)),
      saying: sayingOf(below(path, name), present(inner)),
    }))
    return {
      kind: 'fields',
      path,
      isItem,
      fields: Object.fromEntries(within.map(({ name, shape }) => [name, shape])),
      said: Object.fromEntries(within.flatMap(({ name, saying }) => (saying === null ? [] : [[name, saying]]))),
    }
  }
  if (additionalProperties !== undefined) {
    const under = below(path, '*')
    const said = sayingOf(under, present(additionalProperties))
    return { kind: 'keyed', path, of: shapeOf(additionalProperties, under), keys: propertyNames?.enum ?? null, said }
  }
  return { kind: 'value', path, isItem, isData: type === undefined }
}

/** What is there where it is not null. */
function present(schema: Schema): Schema {
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
