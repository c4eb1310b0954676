import type { FilePosition, FindingLevel, ReadinessArea } from '../domain/readiness/finding.ts'
import { FINDING_LEVELS, READINESS_AREAS } from '../domain/readiness/finding.ts'
import { excerptWithCaret } from '../runbook/finding.ts'
import { alarm, type Block, code, faint, good, type Inline, type Item, lines, list, strong } from '../view/blocks.ts'
import type { DoctorFinding } from './checks/check-result.ts'
import type { DoctorText } from './words.en.ts'

/** The findings by area, in each the worst first; then how many there are, and the verdict. `me` is the program's name. */
export function doctorView(findings: readonly DoctorFinding[], said: DoctorText, me: string): Block[] {
  const count = (level: FindingLevel) => findings.filter((finding) => finding.level === level).length
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')]
  const worst = errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'info'
  const verdict = { error: alarm, warning: strong, info: good }[worst]
  return [
    list(READINESS_AREAS.map((area) => areaItem(area, findings, said, me))),
    lines(said.counts(errors, warnings, infos), verdict(said.verdict(worst))),
  ]
}

function areaItem(area: ReadinessArea, findings: readonly DoctorFinding[], said: DoctorText, me: string): Item {
  const here = findings.filter((finding) => finding.area === area)
  if (here.length === 0) return { text: [strong(said.areas[area]), '  ', good(said.fine)] }
  const byLevel = FINDING_LEVELS.flatMap((level) => here.filter((finding) => finding.level === level))
  const items = byLevel.map((finding, i) => ({
    text: messageWords(finding, said),
    items: hasSameMend(finding, byLevel[i + 1]) ? [] : mendItems(finding, me),
  }))
  return { text: strong(said.areas[area]), items }
}

/** Whether the next finding has the same level, place and remedy, so that place and remedy are shown only once, after it. */
function hasSameMend({ level, place, mend }: DoctorFinding, next: DoctorFinding | undefined): boolean {
  return next?.level === level && next.mend === mend && JSON.stringify(next.place) === JSON.stringify(place)
}

function messageWords({ level, message, code }: DoctorFinding, said: DoctorText): Inline {
  const style = { error: alarm, warning: strong, info: faint }[level]
  return [style(`${said.levels[level]}:`), ` ${message} (${code})`]
}

function mendItems({ level, mend, place }: DoctorFinding, me: string): Item[] {
  return [
    ...(place === null || level === 'info' ? [] : placeLines(place)).map((line) => ({ text: code(line) })),
    ...(mend === '' ? [] : mend.split('\n')).map((line) => ({ text: isCommandLine(line, me) ? code(line) : line })),
  ]
}

function placeLines(place: FilePosition): string[] {
  const at = `${place.file}:${place.line}:${place.column}`
  const lines = place.excerpt.trim() === '' ? [] : excerptWithCaret(place).split('\n')
  // The list indents by itself: without the indentation of `excerpt`.
  return [at, ...lines.map((line) => line.slice(2))]
}

/** Whether a line of a remedy has a command to type, and so must not be wrapped. */
function isCommandLine(line: string, me: string): boolean {
  return line.includes(`${me} `) || /: (?:chmod|npm|rm|timedatectl) /.test(line)
}
