import type { FactRole } from '../domain/runbook/runbook.ts'
import type { LeftOut } from './notice.ts'
import { DROPPED_LAST, type Point } from './points.ts'
import type { NoticeValues } from './template-names.ts'

/** What a text has room for: `shown` before it is cut where people see it first, `sent` before it cannot go out at all. */
export interface Room {
  readonly shown: (values: NoticeValues) => boolean
  readonly sent: (values: NoticeValues) => boolean
}

/** Returns values for a text that has as much as there is room for, the most important first, and what they lack. */
export function shortened(
  values: NoticeValues,
  points: readonly Point[],
  room: Room,
): { readonly values: NoticeValues; readonly leftOut: readonly LeftOut[] } {
  const withPoints = (kept: readonly Point[]): NoticeValues => {
    const has = (role: FactRole) => kept.some((point) => point.role === role) || !points.some((p) => p.role === role)
    const { contactBrief, causeBrief } = values
    return {
      ...values,
      points: kept,
      // Templates may set these by themselves.
      contactBrief: has('contact') ? contactBrief : null,
      causeBrief: has('cause') ? causeBrief : null,
    }
  }
  if (room.shown(withPoints(points))) return { values, leftOut: [] }
  const isTooLong = !room.shown(withPoints(points.filter(({ dropped }) => dropped === null || dropped >= DROPPED_LAST)))
  const all = isTooLong ? points.map((point) => ({ ...point, line: point.shorter ?? point.line })) : points
  const fill = (base: readonly Point[], more: readonly Point[], fits: Room['shown']) =>
    more
      .toSorted((a, b) => Number(b.dropped) - Number(a.dropped))
      .reduce((kept, point) => {
        const longer = all.filter((one) => one === point || kept.includes(one))
        return fits(withPoints(longer)) ? longer : kept
      }, base)
  const fixed = all.filter(({ dropped }) => dropped === null)
  const last = all.filter(({ dropped }) => dropped !== null && dropped >= DROPPED_LAST)
  const others = all.filter(({ dropped }) => dropped !== null && dropped < DROPPED_LAST)
  const kept = fill(fill(fixed, last, room.sent), others, room.shown)
  const gone = all.filter((point) => !kept.includes(point) || (isTooLong && point.shorter !== null))
  return { values: withPoints(kept), leftOut: gone.map(({ label, role }) => ({ label, role })) }
}
