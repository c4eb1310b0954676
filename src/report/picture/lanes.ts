import type { UnstatedScope } from '../../domain/incident/scope.ts'
import type { TimeSpan } from '../../domain/incident/spans.ts'
import type { PhasePart } from '../../domain/report/phase-parts.ts'
import type { StepWork, TimelinePicture } from '../../domain/report/timeline-picture.ts'
import type { Runbook } from '../../domain/runbook/runbook.ts'
import type { Text } from '../../i18n/text.ts'
import { columnsOf } from '../../view/columns.ts'
import { escapeHtml } from '../../view/html.ts'
import { inertLine } from '../../view/inert.ts'
import type { ReaderWords } from '../readers.ts'
import type { PictureText } from '../words.en.ts'

export interface PictureContext extends ReaderWords {
  readonly runbook: Runbook
  readonly said: PictureText
  /** Formats a time given in milliseconds. */
  readonly formatTime: (ms: number) => string
  /** The horizontal position of a time given in milliseconds, in pixels. */
  readonly x: (ms: number) => number
}

/** One row of the picture, `height` pixels high; `marks` takes the vertical position of its top edge. */
export interface SvgLane {
  readonly label: string
  readonly height: number
  readonly marks: (y: number) => readonly Mark[]
}

/** Height in pixels of a row of work on steps, and how many rows a department has at most. */
const ROW_HEIGHT = 10
const MAX_ROWS = 8

/** All lanes, top to bottom: phases, scope, departments, notices by channel, calls. */
export function svgLanes(picture: TimelinePicture, context: PictureContext): SvgLane[] {
  return [
    ...(picture.phases.length === 0 ? [] : [phasesLane(picture, context)]),
    ...picture.scope.map((target) => scopeLane(target, context)),
    ...picture.unstated.map((operation) => unstatedLane(operation, picture, context)),
    ...picture.departments.map((department) => departmentLane(department, context)),
    ...picture.notices.map((channel) => noticesLane(channel, context)),
    ...(picture.calls.length === 0 ? [] : [callsLane(picture, context)]),
  ]
}

/** The name of a phase, and whether something was restricted though it is the one after resumption. */
export function phaseName(
  { phase, restricted }: Pick<PhasePart, 'phase' | 'restricted'>,
  { words }: Text,
  said: PictureText,
): string {
  if (phase === null) return said.undeclared
  return restricted ? words.marked(words.phase[phase], said.someRestricted) : words.phase[phase]
}

function phasesLane({ phases }: TimelinePicture, context: PictureContext): SvgLane {
  const { text, said: own } = context
  return {
    label: own.phases,
    height: 24,
    marks: (y) =>
      phases.map(({ phase, restricted, ...span }): Mark => {
        const name = phaseName({ phase, restricted }, text, own)
        const { x, width } = extentOf(span, context)
        const kind = `phase-${phase ?? 'undeclared'}`
        // About 6.4 px for each column of text at 11 px, and a margin of 5 px on each side.
        const fits = columnsOf(name) * 6.4 + 10 < width
        const label = fits ? textElement(x + 5, y + 16, 'inside', name) : ''
        const meaning = () => `${name}: ${spanTimes(span, context)}`
        return { kind, x, width, draw: (wide) => bar({ x, y: y + 2, width: wide, height: 20 }, kind), label, meaning }
      }),
  }
}

function scopeLane({ target, spans }: TimelinePicture['scope'][number], context: PictureContext): SvgLane {
  const { text } = context
  const label = context.targetName(target)
  return {
    label,
    height: 16,
    marks: (y) =>
      spans.map(({ state, ...span }): Mark => {
        const { x, width } = extentOf(span, context)
        return {
          kind: state,
          x,
          width,
          draw: (wide) =>
            state === 'open'
              ? `<path class="scope-open" d="M${x} ${y + 8}h${wide}"/>`
              : bar({ x, y: y + 3, width: wide, height: 10 }, `scope-${state}`),
          meaning: () => `${label} ${text.words.scopeState[state]}: ${spanTimes(span, context)}`,
        }
      }),
  }
}

/** Where an operation would be drawn if anybody had stated whether it was restricted. */
function unstatedLane(unstated: UnstatedScope, { from }: TimelinePicture, context: PictureContext): SvgLane {
  const { said: own, x } = context
  const label = context.unstatedName(unstated)
  return {
    label,
    height: 16,
    marks: (y) => [
      {
        kind: 'unstated',
        x: x(from),
        draw: () => textElement(x(from), y + 12, 'faint', own.unstated),
        meaning: () => `${label}: ${own.unstated}`,
      },
    ],
  }
}

function departmentLane(
  { department, work }: TimelinePicture['departments'][number],
  context: PictureContext,
): SvgLane {
  const { runbook, text } = context
  const titles = new Map(runbook.steps.map(({ id, title }) => [id, title[text.language]]))
  const rows = rowsOf(work, context)
  const height = 6 + ROW_HEIGHT * rows.reduce((most, { row }) => Math.max(most, row + 1), 1)
  return {
    label: runbook.departments[department]?.[text.language] ?? department,
    height,
    marks: (y) =>
      rows.map(({ row, ...one }): Mark => {
        const { x, width } = extentOf(one, context)
        const top = y + 3 + row * ROW_HEIGHT
        const { step, state } = one
        const meaning = () =>
          `${text.words.marked(`${step} ${titles.get(step) ?? ''}`, text.words.stepState[state])}: ${spanTimes(one, context)}`
        const common = { kind: state, row, meaning }
        return state === 'skipped'
          ? { ...common, x: x + width, draw: () => cross(x + width, top + 4, 'step-skipped') }
          : { ...common, x, width, draw: (wide) => bar({ x, y: top, width: wide, height: 8 }, `step-${state}`) }
      }),
  }
}

/** Puts concurrent work in separate rows; once `MAX_ROWS` are used, the rest shares the last one. */
function rowsOf(work: readonly StepWork[], context: PictureContext): (StepWork & { readonly row: number })[] {
  const ends: number[] = []
  return work.map((one) => {
    const { x, width } = extentOf(one, context)
    const free = ends.findIndex((end) => end < x)
    const row = free >= 0 ? free : Math.min(ends.length, MAX_ROWS - 1)
    ends[row] = Math.max(ends[row] ?? 0, x + width + 1)
    return { ...one, row }
  })
}

function noticesLane(
  { channel, sent, promised }: TimelinePicture['notices'][number],
  context: PictureContext,
): SvgLane {
  const { runbook, text, said: own, x, formatTime } = context
  const name = runbook.channels[channel]?.[text.language] ?? channel
  const numbered = haveRoom(sent.map(({ at }) => x(at)))
  return {
    label: name,
    height: 28,
    marks: (y) => {
      const promiseMarks = promised.map(({ dueAt, kept }): Mark => {
        const kind = kept ? 'kept' : 'missed'
        const meaning = () => `${name} ${own.promise(kept)}: ${formatTime(dueAt)}`
        return { kind, x: x(dueAt), draw: () => verticalLine(x(dueAt), y + 2, 18, kind), meaning }
      })
      const noticeMarks = sent.map(({ at, stage, number, state }, i): Mark => {
        const kind = state === 'posted' ? 'sent' : state
        const label =
          numbered[i] && number !== null ? textElement(x(at), y + 26, 'faint', String(number), 'middle') : ''
        const meaning = () => `${name} ${text.words.notice(stage, number)}: ${formatTime(at)}`
        return { kind, x: x(at), draw: () => noticeMark(x(at), y + 11, kind), label, meaning }
      })
      return [...promiseMarks, ...noticeMarks]
    },
  }
}

/** For each position in pixels, whether a number fits there without touching the last one that did. */
function haveRoom(positions: readonly number[]): boolean[] {
  let last = Number.NEGATIVE_INFINITY
  return positions.map((position) => {
    const hasRoom = position - last >= 18
    if (hasRoom) last = position
    return hasRoom
  })
}

function callsLane({ calls }: TimelinePicture, context: PictureContext): SvgLane {
  const { said: own, x, formatTime } = context
  return {
    label: own.calls,
    height: 18,
    marks: (y) =>
      calls.map(({ at, kind, who }): Mark => {
        const shape = kind === 'raised' ? triangle : diamond
        const meaning = () => `${who} ${own.call[kind]}: ${formatTime(at)}`
        return { kind, x: x(at), draw: () => shape(x(at), y + 9, `call-${kind}`), meaning }
      }),
  }
}

/** Position and width of a span: at least 3 px, so that an instant is visible. */
function extentOf({ from, to }: TimeSpan, { x }: PictureContext): { readonly x: number; readonly width: number } {
  return { x: x(from), width: Math.max(3, x(to) - x(from)) }
}

/** A span by its two times, or by one if it is an instant. */
function spanTimes({ from, to }: TimeSpan, { formatTime }: PictureContext): string {
  return from === to ? formatTime(from) : `${formatTime(from)} - ${formatTime(to)}`
}

/** Escapes text for XML and makes it inert. */
export function xml(text: string): string {
  return escapeHtml(inertLine(text))
}

/** Groups a shape with a title that tooltips and screen readers show. */
export function titled(shape: string, meaning: string): string {
  return `<g><title>${xml(meaning)}</title>${shape}</g>`
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

/** A notice: a circle, or a cross if it failed. */
export function noticeMark(x: number, y: number, kind: 'sent' | 'unknown' | 'failed'): string {
  if (kind === 'failed') return cross(x, y, kind)
  return `<circle class="${kind}" cx="${rounded(x)}" cy="${rounded(y)}" r="4.5"/>`
}

export function cross(x: number, y: number, kind: string): string {
  return `<path class="${kind}" d="M${rounded(x - 4)} ${rounded(y - 4)}l8 8m0 -8l-8 8"/>`
}

export function diamond(x: number, y: number, kind: string): string {
  return `<path class="${kind}" d="M${rounded(x)} ${rounded(y - 5)}l5 5l-5 5l-5 -5z"/>`
}

export function triangle(x: number, y: number, kind: string): string {
  return `<path class="${kind}" d="M${rounded(x)} ${rounded(y - 6)}l6 10h-12z"/>`
}

export function verticalLine(x: number, y: number, height: number, kind: string): string {
  return `<path class="${kind}" d="M${rounded(x)} ${rounded(y)}v${height}"/>`
}

export function textElement(
  x: number,
  y: number,
  kind: string,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`
  return `<text class="${kind}" x="${rounded(x)}" y="${rounded(y)}"${anchored}>${xml(text)}</text>`
}

function rounded(n: number): number {
  return Math.round(n * 10) / 10
}

/** A shape in a lane. Marks of one kind that start at the same place in the same row are merged. */
export interface Mark {
  readonly kind: string
  readonly x: number
  /** The row within its lane, from 0 at the top. */
  readonly row?: number
  readonly width?: number
  readonly draw: (width: number) => string
  /** A text element to draw with it; none if undefined. */
  readonly label?: string
  readonly meaning: () => string
}

/** Marks that are drawn as one. */
interface MarkGroup {
  readonly first: Mark
  width: number
  label: string
  readonly meanings: string[]
  count: number
}

/** Marks within `grid` pixels are merged; the title of a merged mark lists up to `listed` of them. */
const SPARSE = { grid: 1, listed: 3 }
/** The same for a lane with more than `MANY_MARKS` marks. */
const CROWDED = { grid: 4, listed: 1 }
const MANY_MARKS = 200

/** Draws the marks of a lane; those that would hide each other become one, whose title lists a few and how many `more`. */
export function drawMarks(marks: readonly Mark[], more: (count: number) => string): string {
  const groups = new Map<string, MarkGroup>()
  const { grid, listed } = marks.length > MANY_MARKS ? CROWDED : SPARSE
  for (const mark of marks) {
    const { kind, x, row = 0, width = 0, label = '', meaning } = mark
    const key = `${kind} ${row} ${Math.round(x / grid)}`
    const group = groups.get(key) ?? { first: mark, width, label, meanings: [], count: 0 }
    groups.set(key, group)
    group.width = Math.max(group.width, width)
    group.label ||= label
    group.count += 1
    if (group.count <= listed) group.meanings.push(meaning())
  }
  return [...groups.values()]
    .map(({ first, width, label, meanings, count }) => {
      const rest = count > meanings.length ? [more(count - meanings.length)] : []
      return titled(first.draw(width) + label, [...meanings, ...rest].join('; '))
    })
    .join('')
}
