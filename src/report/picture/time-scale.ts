import { scaleTime } from 'd3-scale'
import type { TimeSpan } from '../../domain/incident/spans.ts'
import type { TimelinePicture } from '../../domain/report/timeline-picture.ts'
import { MINUTE } from '../../domain/time.ts'
import { longestSpans } from './mark-words.ts'

export interface Tick {
  /** The horizontal position, in the units of the scale. */
  readonly x: number
  /** `22:05` */
  readonly time: string
  /** `11-24`, the month and the day, on the first tick of a day; null on the others. */
  readonly day: string | null
}

/** A time in which nothing happened, drawn in less room than others of its length. */
export interface QuietStretch extends TimeSpan {
  readonly left: number
  readonly right: number
}

type Position = (ms: number) => number

/** Maps the times of a picture to horizontal positions. Between quiet stretches, equal times take equal room. */
export interface TimeScale {
  readonly width: number
  /** The position of a time in milliseconds. */
  readonly x: Position
  readonly ticks: readonly Tick[]
  readonly quiet: readonly QuietStretch[]
}

/** What a scale counts in, and how much room things need at least. */
export interface ScaleUnit {
  /** Positions are rounded to multiples of this. */
  readonly step: number
  /** Between two changes of what is restricted, and of the phase: a short one is drawn too, at any width. */
  readonly change: number
  readonly quiet: number
  /**
   * From one tick to the next, about; between their labels, at least; between the first two, if the first is at the edge; and how
   * much more if both name their day.
   */
  readonly tick: number
  readonly label: number
  readonly edge: number
  readonly day: number
}

export const PIXELS: ScaleUnit = { step: 0.1, change: 4, quiet: 64, tick: 80, label: 46, edge: 62, day: 14 }
/** Columns of a terminal. */
export const COLUMNS: ScaleUnit = { step: 1, change: 1, quiet: 2, tick: 10, label: 7, edge: 7, day: 0 }

/** The one scale of time for all pictures: `width` units for the span of the picture, which counts as a minute at least. */
export function timeScale(picture: TimelinePicture, width: number, unit: ScaleUnit): TimeScale {
  const { from } = picture
  const to = Math.max(picture.to, from + MINUTE)
  const within = (times: readonly number[]) => inOrder([from, ...times.filter((time) => time > from && time < to), to])
  const { stretches, worth } = quietStretches(within(momentsOf(picture)))
  const laidOut = (rooms: readonly number[]) => {
    const pieces = (edges: readonly number[]) =>
      piecesOf(within(edges), stretches, { worth, rooms, change: unit.change })
    const leastOf = (some: readonly Piece[]) => sumOf(some.map((piece) => piece.least))
    const candidates = changesOf(picture).map(pieces)
    // Too many changes for the width: those that matter less have no room of their own.
    return positions(candidates.find((some) => leastOf(some) <= width) ?? pieces([]), width, unit.step)
  }
  const most = MOST_QUIET * width
  const least = stretches.map(() => Math.min(unit.quiet, most / stretches.length))
  const x = withLabels(stretches, { laidOut, rooms: least, most, begin: from, end: to }, unit) ?? laidOut(least)
  const quiet = stretches.map((stretch) => ({ ...stretch, left: x(stretch.from), right: x(stretch.to) }))
  return { width, x, quiet, ticks: ticksOf({ from, to }, { x, quiet }, unit) }
}

/** Shorter times without events are never compressed. */
const LEAST_QUIET = 60 * MINUTE
/** Nor are those up to this share of all that is no longer than they. */
const USUAL_SHARE = 1 / 10
/** Nor are those that are short beside the longest. */
const QUIET_BESIDE_LONGEST = 1 / 6
/** How many are compressed at most. */
const MOST_STRETCHES = 5
/** What each of them takes, as a share of all other time; what is not more than twice as long is not compressed. */
const QUIET_SHARE = 1 / 12
/** The share of the width that quiet stretches need at most. */
const MOST_QUIET = 0.42
/** How often they are given more room for the labels of their ticks. */
const ROUNDS = 4

/** All times at which something happened. */
function momentsOf(picture: TimelinePicture): number[] {
  const { plan, moments, decisions, leads, filings, departments, notices, calls } = picture
  const work = departments.flatMap((one) => one.work)
  const planned = plan === null ? [] : [plan.from, plan.to ?? plan.from]
  const filed = filings.flatMap(({ submissions, dueAt }) => [
    ...submissions.map(({ at }) => at),
    ...(dueAt ? [dueAt] : []),
  ])
  const told = notices.flatMap(({ sent, promised }) => [
    ...sent.map(({ at }) => at),
    ...promised.map(({ dueAt }) => dueAt),
  ])
  const marks = [...moments, ...decisions, ...leads, ...calls].map(({ at }) => at)
  return [...(changesOf(picture)[0] ?? []), ...edgesOf(work), ...planned, ...filed, ...told, ...marks]
}

/** The times at which what is drawn as a bar changes: all of them, without phases, and those of interruptions alone. */
function changesOf({ phases, scope, interruptions }: TimelinePicture): number[][] {
  const [halts, restrictions] = [edgesOf(interruptions), edgesOf(scope.flatMap(({ spans }) => spans))]
  return [[...halts, ...restrictions, ...edgesOf(phases)], [...halts, ...restrictions], halts]
}

function edgesOf(spans: readonly TimeSpan[]): number[] {
  return spans.flatMap(({ from, to }) => [from, to])
}

function inOrder(times: readonly number[]): number[] {
  return [...new Set(times)].sort((a, b) => a - b)
}

/**
 * Returns the longest times between two moments that follow each other, and how many milliseconds each of them is drawn as.
 * What is long depends on how much time remains without them, so none is if there are only few moments, far apart.
 */
function quietStretches(moments: readonly number[]): { stretches: TimeSpan[]; worth: number } {
  const gaps = moments.slice(1).map((to, i) => ({ from: moments[i] as number, to }))
  const lengths = gaps.map(({ from, to }) => to - from).sort((a, b) => a - b)
  const worthOf = (sum: number) => Math.max(LEAST_QUIET / 4, sum * QUIET_SHARE)
  let [usual, sum] = [Number.POSITIVE_INFINITY, 0]
  for (const length of lengths) {
    sum += length
    if (length <= Math.max(LEAST_QUIET / 2, sum * USUAL_SHARE)) usual = sum * USUAL_SHARE
  }
  const least = Math.max(usual, LEAST_QUIET, (lengths.at(-1) ?? 0) * QUIET_BESIDE_LONGEST)
  const stretches = longestSpans(
    gaps.filter(({ from, to }) => to - from > least),
    MOST_STRETCHES,
  )
  const rest = stretches.reduce((all, { from, to }) => all - (to - from), sum)
  const worth = worthOf(rest)
  return { stretches: stretches.filter(({ from, to }) => to - from > 2 * worth), worth }
}

/** Positions by the least room of each quiet stretch, how much all of them may take, and where the picture begins and ends. */
interface Layout {
  readonly laidOut: (rooms: readonly number[]) => Position
  readonly rooms: readonly number[]
  readonly most: number
  readonly begin: number
  readonly end: number
}

/**
 * Widens quiet stretches until no tick after one is too near to the tick before it; null if they would take too much of the width.
 * What one is given, others lose, which a few rounds settle.
 */
function withLabels(
  stretches: readonly TimeSpan[],
  { laidOut, rooms, most, begin, end }: Layout,
  unit: ScaleUnit,
  rounds = ROUNDS,
): Position | null {
  const x = laidOut(rooms)
  const lacking = stretches.map(({ to }, i) => {
    // There is no tick at the end of the picture.
    if (to === end) return 0
    const before = i === 0 ? 0 : x((stretches[i - 1] as TimeSpan).to)
    return (before === 0 ? edgeRoom(begin, to, unit) : unit.label) - (x(to) - before)
  })
  if (lacking.every((one) => one <= 0)) return x
  const wider = stretches.map(({ from, to }, i) => {
    const more = lacking[i] as number
    return more > 0 ? x(to) - x(from) + more : (rooms[i] as number)
  })
  return rounds === 0 || sumOf(wider) > most
    ? null
    : withLabels(stretches, { laidOut, rooms: wider, most, begin, end }, unit, rounds - 1)
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}

/** A part of the scale within which equal times take equal room. */
interface Piece extends TimeSpan {
  /** How many milliseconds it is drawn as. */
  readonly weight: number
  readonly least: number
}

function piecesOf(
  edges: readonly number[],
  quiet: readonly TimeSpan[],
  { worth, rooms, change }: { readonly worth: number; readonly rooms: readonly number[]; readonly change: number },
): Piece[] {
  const ends = new Map(quiet.map(({ from, to }, i) => [from, { to, room: rooms[i] as number }]))
  const changes = new Set(edges)
  const cuts = inOrder([...edges, ...edgesOf(quiet)])
  return cuts.slice(1).map((to, i): Piece => {
    const from = cuts[i] as number
    const stretch = ends.get(from)
    if (stretch?.to === to) return { from, to, weight: worth, least: stretch.room }
    return { from, to, weight: to - from, least: changes.has(from) && changes.has(to) ? change : 0 }
  })
}

/** Gives each piece room by its weight, but no less than it needs, and returns the position of a time. */
function positions(pieces: readonly Piece[], width: number, step: number): Position {
  const widths = widthsOf(pieces, width)
  let end = 0
  const ends = widths.map((one) => {
    end += one
    return Math.round(end / step) * step
  })
  return (ms) => {
    const found = pieces.findIndex(({ to }) => ms < to)
    if (found < 0) return width
    const { from, to } = pieces[found] as Piece
    const left = ends[found - 1] ?? 0
    const share = Math.max(0, ms - from) / (to - from)
    return left + ((ends[found] as number) - left) * share
  }
}

function widthsOf(pieces: readonly Piece[], width: number): number[] {
  const needed = sumOf(pieces.map(({ least }) => least))
  const least = pieces.map((piece) => piece.least * Math.min(1, width / needed))
  const narrow = new Set<number>()
  for (;;) {
    const isFree = (i: number) => !narrow.has(i)
    const room = width - least.reduce((sum, one, i) => sum + (isFree(i) ? 0 : one), 0)
    const weight = pieces.reduce((sum, piece, i) => sum + (isFree(i) ? piece.weight : 0), 0)
    const widths = pieces.map((piece, i) => (isFree(i) ? (room * piece.weight) / weight : (least[i] as number)))
    const tooNarrow = pieces.flatMap((_, i) => (isFree(i) && (widths[i] as number) < (least[i] as number) ? [i] : []))
    if (tooNarrow.length === 0) return widths
    for (const i of tooNarrow) narrow.add(i)
  }
}

/** Ticks at the beginning, after each quiet stretch, and at round times of the process's zone, which is the incident's. */
function ticksOf({ from, to }: TimeSpan, { x, quiet }: Pick<TimeScale, 'x' | 'quiet'>, unit: ScaleUnit): Tick[] {
  const begins = [from, ...quiet.map((one) => one.to)].filter((time) => time < to)
  const ends = [...quiet.map((one) => one.from), to]
  const round = begins.flatMap((begin, i) => {
    const end = ends[i] as number
    const count = Math.floor((x(end) - x(begin)) / unit.tick)
    if (count < 1) return []
    const times = scaleTime()
      .domain([new Date(begin), new Date(end)])
      .ticks(count)
    return times.filter((date) => date.getSeconds() === 0 && date.getMilliseconds() === 0).map((date) => date.getTime())
  })
  const kept: number[] = []
  for (const time of [...begins, ...round]) {
    const isFree = (other: number) => {
      const [left, right] = x(time) < x(other) ? [x(time), x(other)] : [x(other), x(time)]
      return right - left >= (left === 0 ? edgeRoom(from, Math.max(time, other), unit) : unit.label)
    }
    if (kept.every(isFree)) kept.push(time)
  }
  const dates = kept.sort((a, b) => a - b).map((time) => new Date(time))
  return dates.map((date, i) => ({
    x: x(date.getTime()),
    time: `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`,
    day: dayOf(dates[i - 1]) === dayOf(date) ? null : dayOf(date),
  }))
}

/** From the label at the beginning to the next one, at a time. */
function edgeRoom(begin: number, time: number, { edge, day }: ScaleUnit): number {
  return dayOf(new Date(begin)) === dayOf(new Date(time)) ? edge : edge + day
}

/** `11-24`; empty for no date. */
function dayOf(date: Date | undefined): string {
  return date === undefined ? '' : `${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0')
}
