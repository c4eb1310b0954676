import { said } from './marks.ts'

/** A shape in a lane; one of its kind that begins at the same place of the same row hides it. */
export interface Mark {
  readonly kind: string
  readonly x: number
  readonly row?: number
  readonly width?: number
  readonly draw: (width: number) => string
  /** Words beside it. */
  readonly label?: string
  readonly meaning: () => string
}

interface Place {
  readonly first: Mark
  width: number
  label: string
  readonly meanings: string[]
  count: number
}

/** How many pixels beside each other marks hide each other, and how many are told of one place. */
const SPARSE = { close: 1, told: 3 }
/** The same in a lane that has more marks than `MANY`. */
const CROWDED = { close: 4, told: 1 }
const MANY = 200

/**
 * Draws marks, those that would hide each other as one that says what stands there; beyond some, how many: so a picture
 * stays small however much happened.
 */
export function drawn(marks: readonly Mark[], more: (count: number) => string): string {
  const places = new Map<string, Place>()
  const { close, told } = marks.length > MANY ? CROWDED : SPARSE
  for (const mark of marks) {
    const { kind, x, row = 0, width = 0, label = '', meaning } = mark
    const key = `${kind} ${row} ${Math.round(x / close)}`
    const place = places.get(key) ?? { first: mark, width, label, meanings: [], count: 0 }
    places.set(key, place)
    place.width = Math.max(place.width, width)
    place.label ||= label
    place.count += 1
    if (place.count <= told) place.meanings.push(meaning())
  }
  return [...places.values()]
    .map(({ first, width, label, meanings, count }) => {
      const left = count > meanings.length ? [more(count - meanings.length)] : []
      return said(first.draw(width) + label, [...meanings, ...left].join('; '))
    })
    .join('')
}
