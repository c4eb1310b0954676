import { escaped } from '../../view/html.ts'
import { inert } from '../../view/inert.ts'

/** Text as XML says it, inert as well. */
export function xml(text: string): string {
  return escaped(inert(text))
}

/** A shape with what it means, for those who point at it and those who hear it. */
export function said(shape: string, meaning: string): string {
  return `<g><title>${xml(meaning)}</title>${shape}</g>`
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function bar({ x, y, width, height }: Box, kind: string): string {
  return `<rect class="${kind}" x="${r(x)}" y="${r(y)}" width="${r(width)}" height="${r(height)}" rx="2"/>`
}

export function dot(x: number, y: number, radius: number, kind: string): string {
  return `<circle class="${kind}" cx="${r(x)}" cy="${r(y)}" r="${radius}"/>`
}

export function cross(x: number, y: number, kind: string): string {
  return `<path class="${kind}" d="M${r(x - 4)} ${r(y - 4)}l8 8m0 -8l-8 8"/>`
}

export function diamond(x: number, y: number, kind: string): string {
  return `<path class="${kind}" d="M${r(x)} ${r(y - 5)}l5 5l-5 5l-5 -5z"/>`
}

export function triangle(x: number, y: number, kind: string): string {
  return `<path class="${kind}" d="M${r(x)} ${r(y - 6)}l6 10h-12z"/>`
}

export function upright(x: number, y: number, height: number, kind: string): string {
  return `<path class="${kind}" d="M${r(x)} ${r(y)}v${height}"/>`
}

export function words(
  x: number,
  y: number,
  kind: string,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  const placed = anchor === 'start' ? '' : ` text-anchor="${anchor}"`
  return `<text class="${kind}" x="${r(x)}" y="${r(y)}"${placed}>${xml(text)}</text>`
}

function r(n: number): number {
  return Math.round(n * 10) / 10
}

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
