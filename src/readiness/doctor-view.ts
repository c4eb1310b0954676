import { AREAS, type Area, LEVELS, type Level, type Place } from '../domain/readiness/finding.ts'
import { excerpt } from '../runbook/finding.ts'
import { alarm, type Block, code, faint, good, type Inline, type Item, lines, list, strong } from '../view/blocks.ts'
import type { DoctorText } from './words.en.ts'

interface Ailment {
  readonly area: Area
  readonly code: string
  readonly level: Level
  readonly message: string
  readonly mend: string
  readonly place: Place | null
}

/** What was found, area by area, the worst first; then how much it is, and what it comes to. */
export function doctorView(ailments: readonly Ailment[], said: DoctorText, me: string): Block[] {
  const count = (level: Level) => ailments.filter((ailment) => ailment.level === level).length
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')]
  const worst = errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'info'
  const verdict = { error: alarm, warning: strong, info: good }[worst]
  return [
    list(AREAS.map((area) => areaItem(area, ailments, said, me))),
    lines(said.counts(errors, warnings, infos), verdict(said.verdict(worst))),
  ]
}

function areaItem(area: Area, ailments: readonly Ailment[], said: DoctorText, me: string): Item {
  const here = ailments.filter((ailment) => ailment.area === area)
  if (here.length === 0) return { text: [strong(said.areas[area]), '  ', good(said.fine)] }
  const byLevel = LEVELS.flatMap((level) => here.filter((ailment) => ailment.level === level))
  const items = byLevel.map((ailment, i) => ({
    text: messageWords(ailment, said),
    items: isSaidNext(ailment, byLevel[i + 1]) ? [] : mendItems(ailment, me),
  }))
  return { text: strong(said.areas[area]), items }
}

/** Whether what follows is at the same place, and mended likewise: both are shown once then. */
function isSaidNext({ level, place, mend }: Ailment, next: Ailment | undefined): boolean {
  return next?.level === level && next.mend === mend && JSON.stringify(next.place) === JSON.stringify(place)
}

function messageWords({ level, message, code }: Ailment, said: DoctorText): Inline {
  const toned = { error: alarm, warning: strong, info: faint }[level]
  return [toned(`${said.levels[level]}:`), ` ${message} (${code})`]
}

function mendItems({ level, mend, place }: Ailment, me: string): Item[] {
  return [
    ...(place === null || level === 'info' ? [] : placeLines(place)).map((line) => ({ text: code(line) })),
    ...(mend === '' ? [] : mend.split('\n')).map((line) => ({ text: isTyped(line, me) ? code(line) : line })),
  ]
}

function placeLines(place: Place): string[] {
  const at = `${place.file}:${place.line}:${place.column}`
  return place.excerpt.trim() === ''
    ? [at]
    : [
        at,
        ...excerpt(place)
          .split('\n')
          .map((line) => line.slice(2)),
      ]
}

/** A line with something to be typed stands in one piece. */
function isTyped(line: string, me: string): boolean {
  return line.includes(`${me} `) || /: (?:chmod|npm|rm|timedatectl) /.test(line)
}
