import type { ReportContext } from '../context.ts'
import { type Saying, type Schema, sayingOf } from './value-text.ts'

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

type Data = Readonly<Record<string, unknown>>

/**
 * A report as templates see it: of its data what the shape has, null where something is not there, and beside it how
 * people say it. What is beside is not enumerable, so that JSON of the whole is the report's own.
 */
export function viewOf(shape: Shape, data: unknown, context: ReportContext): unknown {
  if (data === null || data === undefined) return null
  switch (shape.kind) {
    case 'value':
      return data
    case 'list':
      return listOf(shape.of, data as readonly unknown[], context)
    case 'keyed': {
      const { of, said } = shape
      const view = Object.fromEntries(
        Object.entries(data as Data).map(([key, value]) => [key, viewOf(of, value, context)]),
      )
      if (said !== null)
        for (const key of Object.keys(data)) beside(view, spoken(key), say(said, key, data as Data, context))
      return view
    }
    case 'fields':
      return fieldsOf(shape, data as Data, context)
  }
}

/** The name beside a value under which people's words for it stand. */
export function spoken(name: string): string {
  return `${name}Text`
}

/** Whether an item ends its list; JSON wants no comma after that one. */
export const LAST = 'last'

function listOf(of: Shape, items: readonly unknown[], context: ReportContext): unknown[] {
  return items.map((item, i) => {
    const view = viewOf(of, item, context)
    if (of.kind === 'fields' && of.isItem) beside(view as object, LAST, i === items.length - 1)
    return view
  })
}

function fieldsOf({ fields, said }: Fields, data: Data, context: ReportContext): object {
  const view = Object.fromEntries(
    Object.entries(fields).map(([name, inner]) => [name, viewOf(inner, data[name], context)]),
  )
  for (const [name, saying] of Object.entries(said)) beside(view, spoken(name), say(saying, name, data, context))
  return view
}

function say(
  saying: NonNullable<Fields['said'][string]>,
  name: string,
  data: Data,
  context: ReportContext,
): string | null {
  const value = data[name]
  return value === null || value === undefined || value === '' ? null : saying(value as never, context, data)
}

function beside(view: object, name: string, value: unknown): void {
  Object.defineProperty(view, name, { value, enumerable: false })
}
