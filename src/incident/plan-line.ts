import type { Incident } from '../domain/incident/incident.ts'
import { nextPlannedTurn } from '../domain/incident/planned-halt.ts'
import { formatWithOffsetOf } from '../domain/time.ts'
import type { Text } from '../i18n/text.ts'
import { durationText, shortTimeText } from '../view/time-format.ts'

/** When a planned halt is to begin or to end, in words, and whether that time has passed; null if there is none. */
export function planLine(
  incident: Incident,
  now: number,
  { said, words }: Text,
): { readonly line: string; readonly isPast: boolean } | null {
  const planned = nextPlannedTurn(incident)
  if (planned === null) return null
  const { turn, at } = planned
  const left = Date.parse(at) - now
  const isPast = left < 0
  const time = shortTimeText(at, formatWithOffsetOf(now, at))
  return { line: said.plannedTurn(turn, time, durationText(left, words), isPast), isPast }
}
