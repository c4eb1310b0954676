import { inert } from '../../view/inert.ts'
import { escaped } from '../../view/markup.ts'

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
