import type { TimelinePicture } from '../../domain/report/timeline-picture.ts'
import type { Language, Stage } from '../../domain/runbook/runbook.ts'
import { withForeignWords } from '../../view/foreign-words.ts'
import { escapeHtml } from '../../view/html.ts'
import { inertLine } from '../../view/inert.ts'
import type { DecisionKind } from './mark-words.ts'

/** Escapes text for XML and makes it inert. */
export function xml(text: string): string {
  return escapeHtml(inertLine(text))
}

/** Groups a shape with a title that tooltips and screen readers show; `kind` are its classes, if any. */
export function titled(shape: string, meaning: string, kind = ''): string {
  return `<g${kind === '' ? '' : ` class="${kind}"`}><title>${xml(meaning)}</title>${shape}</g>`
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A rectangle with rounded corners; `kind` is its CSS class, as in the other shapes. */
export function bar({ x, y, width, height }: Box, kind: string): string {
  return `<rect class="${kind}" x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}" rx="2"/>`
}

/** A phase in its colour and its pattern, with a strip at its foot if something was restricted though it is the last one. */
export function phaseBar({
  phase,
  restricted,
  ...box
}: Box & Pick<TimelinePicture['phases'][number], 'phase' | 'restricted'>): string {
  const name = phase ?? 'undeclared'
  const strip = { ...box, y: box.y + box.height * 0.75, height: box.height * 0.25 }
  return bar(box, `phase phase-${name}`) + bar(box, `over-${name}`) + (restricted ? bar(strip, 'phase-partial') : '')
}

export function path(kind: string, x: number, y: number, rest: string): string {
  return `<path class="${kind}" d="M${rounded(x)} ${rounded(y)}${rest}"/>`
}

export function cross(x: number, y: number, kind: string): string {
  return path(kind, x - 4, y - 4, 'l8 8m0 -8l-8 8')
}

export function textElement(
  x: number,
  y: number,
  kind: string,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  return textIn(null, { x, y, kind, anchor }, text)
}

interface Place {
  readonly x: number
  readonly y: number
  readonly kind: string
  readonly anchor?: 'start' | 'middle' | 'end'
}

/** The same for words that people wrote, in a picture in `language`: those in the other language say so. */
export function textIn(language: Language | null, { x, y, kind, anchor = 'start' }: Place, text: string): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`
  const words = language === null ? xml(text) : withForeignWords(inertLine(text), language, escapeHtml, 'tspan')
  return `<text class="${kind}" x="${rounded(x)}" y="${rounded(y)}"${anchored}>${words}</text>`
}

export function rounded(n: number): number {
  return Math.round(n * 10) / 10
}

/** Draws a shape around its middle, within 6 pixels to each side. */
export type Shape = (x: number, y: number) => string

function circle(x: number, y: number, radius: number, kind: string): string {
  return `<circle class="${kind}" cx="${rounded(x)}" cy="${rounded(y)}" r="${radius}"/>`
}

/** A bar around a middle. */
export function block(kind: string, width = 20): Shape {
  return (x, y) => bar({ x: x - width / 2, y: y - 5, width, height: 10 }, kind)
}

/** The outline of each stage of a notice. */
const STAGE_SHAPES: Readonly<Record<Stage, (x: number, y: number, kind: string) => string>> = {
  scheduled: (x, y, kind) => path(kind, x, y - 5.5, 'l5.5 5.5l-5.5 5.5l-5.5 -5.5z'),
  first: (x, y, kind) => circle(x, y, 5.5, kind),
  update: (x, y, kind) => circle(x, y, 3.5, kind),
  resumption: (x, y, kind) => path(kind, x - 4, y - 5.5, 'l9 5.5l-9 5.5z'),
  final: (x, y, kind) => path(kind, x - 4.5, y - 4.5, 'h9v9h-9z'),
  correction: (x, y, kind) => path(kind, x - 5.5, y - 4, 'h11l-5.5 9z'),
  retraction: (x, y, kind) => path(kind, x - 2.5, y - 5.5, 'h5l3 3v5l-3 3h-5l-3 -3v-5z'),
}

/** A notice in the shape of its stage: filled if it went out, hollow if nobody knows, crossed out if it failed. */
export function noticeShape(stage: Stage, outcome: 'sent' | 'unknown' | 'failed'): Shape {
  return (x, y) => {
    const outline = STAGE_SHAPES[stage](x, y, outcome)
    return outcome === 'failed' ? outline + cross(x, y, 'failed') : outline
  }
}

const flag: Shape = (x, y) => path('decision', x - 3.5, y + 6, 'v-12h9l-2.5 3.5l2.5 3.5h-7v5z')

const DECISION_SHAPES: Readonly<Record<DecisionKind, Shape>> = {
  declared: flag,
  planned: flag,
  begun: (x, y) => path('decision', x - 3.5, y + 6, 'v-12l9 4l-7 4v4z'),
  lifted: (x, y) => path('decision-good', x - 5, y + 1, 'l5 -6.5l5 6.5h-3v4.5h-4v-4.5z'),
  reopened: (x, y) => path('decision-bad', x - 5, y - 1, 'l5 6.5l5 -6.5h-3v-4.5h-4v4.5z'),
  closed: (x, y) => path('decision', x - 5, y - 5, 'h10v10h-10z'),
  severity: (x, y) => path('decision', x - 5.5, y + 4.5, 'l5.5 -10l5.5 10z'),
  type: (x, y) => path('decision-hollow', x - 4.5, y - 4.5, 'h9v9h-9z'),
  scope: (x, y) =>
    path('decision-hollow', x - 4.5, y - 4.5, 'h9v9h-9z') + path('decision', x - 4.5, y - 4.5, 'h4.5v9h-4.5z'),
}

export function decisionShape(kind: DecisionKind): Shape {
  return DECISION_SHAPES[kind]
}

type CallKind = TimelinePicture['calls'][number]['kind']

const DIAMOND = 'l5 5l-5 5l-5 -5z'

/** Shapes of which there is one each. */
export const SHAPES = {
  tick: (x, y) => path('tick', x, y - 8, 'v8'),
  moment: (x, y) => path('moment', x, y - 6, 'l1.7 4.3l4.3 1.7l-4.3 1.7l-1.7 4.3l-1.7 -4.3l-4.3 -1.7l4.3 -1.7z'),
  lead: (x, y) => circle(x, y - 3, 2.8, 'lead') + path('lead', x - 5, y + 5.5, 'c0 -7 10 -7 10 0z'),
  filed: (x, y) => path('filed', x - 4.5, y - 6, 'h6l3 3v9h-9z') + path('filed-lines', x - 2, y - 1, 'h4.5m-4.5 3h4.5'),
  kept: (x, y) => path('kept', x - 4.5, y, 'l3 4l6 -8'),
  missed: (x, y) => path('missed', x - 5, y - 4, 'h10l-5 8.5z'),
  open: (x, y) => path('due', x - 5, y - 4, 'h10l-5 8.5z'),
  skipped: (x, y) => cross(x, y, 'step-skipped'),
  tried: (x, y) => path('call-tried', x, y - 5, DIAMOND),
  reached: (x, y) => path('call-reached', x, y - 5, DIAMOND),
  raised: (x, y) => path('call-raised', x, y - 6, 'l6 10h-12z'),
} as const satisfies Readonly<Record<string, Shape> & Record<CallKind, Shape>>
