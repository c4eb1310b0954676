import type { ReportContext } from '../context.ts'
import { formatterOf, type Schema, type ValueFormatter } from './value-text.ts'

/** What a template may name. `path` is its place in the report, such as `facts.*.value`; `isItem` marks items of a list. */
export type Shape = ValueShape | FieldsShape | MapShape | ListShape

/** A text, number or boolean. `isData` marks arbitrary event data, which can be inserted only into JSON, as a whole. */
export interface ValueShape {
  readonly kind: 'value'
  readonly path: string
  readonly isItem: boolean
  readonly isData: boolean
}

export interface FieldsShape {
  readonly kind: 'fields'
  readonly path: string
  readonly isItem: boolean
  readonly fields: Readonly<Record<string, Shape>>
  /** Formatters by field: a field that has one, such as `startedAt`, gets a sibling `startedAtText`. */
  readonly formatters: Readonly<Record<string, ValueFormatter>>
}

/** A map whose values all have the shape `of`; `keys` is null if they depend on the runbook. */
export interface MapShape {
  readonly kind: 'keyed'
  readonly path: string
  readonly of: Shape
  readonly keys: readonly string[] | null
  /** The formatter of its values; null if they need none. */
  readonly formatter: ValueFormatter | null
}

/** A list whose items all have the shape `of`. */
export interface ListShape {
  readonly kind: 'list'
  readonly path: string
  readonly of: Shape
}

/** Derives the shape of a document from its schema, or of what the schema has at `path`. */
export function shapeOf(schema: Schema, path = '', isItem = false): Shape {
  const { type, items, properties, additionalProperties, propertyNames } = nonNull(schema)
  if (items !== undefined) return { kind: 'list', path, of: shapeOf(items, path, true) }
  if (properties !== undefined) {
    const members = Object.entries(properties).map(([name, inner]) => ({
      name,
      shape: shapeOf(inner, childPath(path, name)),
      formatter: formatterOf(childPath(path, name), nonNull(inner)),
    }))
    return {
      kind: 'fields',
      path,
      isItem,
      fields: Object.fromEntries(members.map(({ name, shape }) => [name, shape])),
      formatters: Object.fromEntries(
        members.flatMap(({ name, formatter }) => (formatter === null ? [] : [[name, formatter]])),
      ),
    }
  }
  if (additionalProperties !== undefined) {
    const under = childPath(path, '*')
    const formatter = formatterOf(under, nonNull(additionalProperties))
    const keys = propertyNames?.enum ?? null
    return { kind: 'keyed', path, of: shapeOf(additionalProperties, under), keys, formatter }
  }
  return { kind: 'value', path, isItem, isData: type === undefined }
}

function nonNull(schema: Schema): Schema {
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema
}

function childPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

type Data = Readonly<Record<string, unknown>>

/** A report as templates see it: null for missing values. JSON omits its `…Text` siblings, which are not enumerable. */
export function templateViewOf(shape: Shape, data: unknown, context: ReportContext): unknown {
  if (data === null || data === undefined) return null
  switch (shape.kind) {
    case 'value':
      return data
    case 'list':
      return listOf(shape.of, data as readonly unknown[], context)
    case 'keyed': {
      const { of, formatter } = shape
      const view = Object.fromEntries(
        Object.entries(data as Data).map(([key, value]) => [key, templateViewOf(of, value, context)]),
      )
      if (formatter !== null)
        for (const key of Object.keys(data))
          defineHidden(view, textName(key), textOf(formatter, key, data as Data, context))
      return view
    }
    case 'fields':
      return fieldsOf(shape, data as Data, context)
  }
}

/** The name of the sibling that holds the formatted value. */
export function textName(name: string): string {
  return `${name}Text`
}

/** The name that tells a template whether an item is the last of its list, since JSON allows no trailing comma. */
export const IS_LAST = 'last'

function listOf(of: Shape, items: readonly unknown[], context: ReportContext): unknown[] {
  return items.map((item, i) => {
    const view = templateViewOf(of, item, context)
    if (of.kind === 'fields' && of.isItem) defineHidden(view as object, IS_LAST, i === items.length - 1)
    return view
  })
}

function fieldsOf({ fields, formatters }: FieldsShape, data: Data, context: ReportContext): object {
  const entries = Object.entries(fields).map(([name, inner]) => [name, templateViewOf(inner, data[name], context)])
  const view = Object.fromEntries(entries)
  for (const [name, formatter] of Object.entries(formatters))
    defineHidden(view, textName(name), textOf(formatter, name, data, context))
  return view
}

/** The value at `name` in words; null if there is none. */
function textOf(formatter: ValueFormatter, name: string, data: Data, context: ReportContext): string | null {
  const value = data[name]
  return value === null || value === undefined || value === '' ? null : formatter(value as never, context, data)
}

/** Defines a property that JSON and enumeration leave out. */
function defineHidden(view: object, name: string, value: unknown): void {
  Object.defineProperty(view, name, { value, enumerable: false })
}
