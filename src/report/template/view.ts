import type { ReportContext } from '../context.ts'
import type { Fields, Shape } from './shape.ts'

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
