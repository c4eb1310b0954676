import { describe, expect, it } from 'vitest'
import { REPORT_SHAPE } from '../../src/report/io/template-files.ts'
import type { Shape } from '../../src/report/template/shape.ts'
import { IS_LAST, textName } from '../../src/report/template/shape.ts'
import { FORMATTERS } from '../../src/report/template/value-text.ts'

function* shapesIn(shape: Shape): Generator<Shape> {
  yield shape
  if (shape.kind === 'fields') for (const inner of Object.values(shape.fields)) yield* shapesIn(inner)
  else if (shape.kind !== 'value') yield* shapesIn(shape.of)
}

describe('the values of a report template', () => {
  const shapes = [...shapesIn(REPORT_SHAPE)]

  it('have a formatter only if they exist', () => {
    const paths = new Set(shapes.map(({ path }) => path))
    expect(Object.keys(FORMATTERS).filter((path) => !paths.has(path))).toEqual([])
    expect(paths.size).toBeGreaterThan(200)
  })

  it('are never ambiguous', () => {
    const fields = shapes.flatMap((shape) => (shape.kind === 'fields' ? [shape] : []))
    for (const { path, fields: own, formatters: said } of fields)
      for (const name of [IS_LAST, ...Object.keys(said).map(textName)]) expect(own, path).not.toHaveProperty(name)
  })

  it('have every time and duration in words', () => {
    const silent = shapes.flatMap((shape) =>
      shape.kind === 'fields'
        ? Object.keys(shape.fields)
            .filter((name) => /(At|Seconds)$|^at$/.test(name) && !(name in shape.formatters))
            .map((name) => `${shape.path}.${name}`)
        : [],
    )
    expect(silent).toEqual([])
  })
})
