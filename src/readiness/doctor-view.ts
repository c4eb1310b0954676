import { AREAS, type Area, LEVELS, type Level, type Place } from '../domain/readiness/finding.ts'
import { excerpt } from '../runbook/excerpt.ts'
import { folded } from '../view/fold.ts'
import { inert, inertLines } from '../view/inert.ts'
import type { Paint } from '../view/paint.ts'
import type { DoctorText } from './words.en.ts'

interface Ailment {
  readonly area: Area
  readonly code: string
  readonly level: Level
  readonly message: string
  readonly mend: string
  readonly place: Place | null
}

export interface DoctorContext {
  readonly said: DoctorText
  readonly paint: Paint
  readonly columns: number
  /** How the program was called: lines with it are there to be copied. */
  readonly me: string
}

/** What was found, area by area, the worst first; then how much it is, and what it comes to. */
export function doctorView(ailments: readonly Ailment[], context: DoctorContext): string {
  const { said, paint } = context
  const count = (level: Level) => ailments.filter((ailment) => ailment.level === level).length
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')]
  const worst = errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'info'
  const verdict = { error: paint.alarm, warning: paint.strong, info: paint.good }[worst]
  return [
    ...AREAS.flatMap((area) => areaLines(area, ailments, context)),
    '',
    ...wrapped(said.counts(errors, warnings, infos), context),
    ...wrapped(said.verdict(worst), context).map(verdict),
  ].join('\n')
}

function areaLines(area: Area, ailments: readonly Ailment[], context: DoctorContext): string[] {
  const { said, paint } = context
  const here = ailments.filter((ailment) => ailment.area === area)
  if (here.length === 0) return [`${paint.strong(said.areas[area])}  ${paint.good(said.fine)}`]
  const byLevel = LEVELS.flatMap((level) => here.filter((ailment) => ailment.level === level))
  const lines = byLevel.flatMap((ailment, i) => [
    ...messageLines(ailment, context),
    ...(isSaidNext(ailment, byLevel[i + 1]) ? [] : mendLines(ailment, context)),
  ])
  return [paint.strong(said.areas[area]), ...lines]
}

/** Whether what follows is at the same place, and mended likewise: both are shown once then. */
function isSaidNext({ level, place, mend }: Ailment, next: Ailment | undefined): boolean {
  return next?.level === level && next.mend === mend && JSON.stringify(next.place) === JSON.stringify(place)
}

function messageLines({ level, message, code }: Ailment, context: DoctorContext): string[] {
  const { said, paint } = context
  const painted = { error: paint.alarm, warning: paint.strong, info: paint.faint }[level]
  const [first = '', ...rest] = wrapped(`  ${said.levels[level]}: ${inert(message)} (${code})`, context)
  const label = `  ${said.levels[level]}:`
  return [`${painted(label)}${first.slice(label.length)}`, ...rest]
}

function mendLines({ level, mend, place }: Ailment, context: DoctorContext): string[] {
  return [
    ...(place === null || level === 'info' ? [] : placeLines(place)),
    ...(mend === '' ? [] : inertLines(mend).flatMap((line) => mendLine(`    ${line}`, context))),
  ]
}

function placeLines(place: Place): string[] {
  const at = `    ${inert(place.file)}:${place.line}:${place.column}`
  if (place.excerpt.trim() === '') return [at]
  return [
    at,
    ...excerpt(place)
      .split('\n')
      .map((line) => `  ${line}`),
  ]
}

/** A line with something to be typed stands in one piece. */
function mendLine(line: string, context: DoctorContext): string[] {
  const isTyped = line.includes(`${context.me} `) || /: (?:chmod|npm|rm|timedatectl) /.test(line)
  return isTyped ? [line] : wrapped(line, context)
}

function wrapped(line: string, { columns }: DoctorContext): string[] {
  return folded(line, columns - 1)
}
