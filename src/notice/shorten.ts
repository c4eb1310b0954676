import type { FactRole } from '../domain/runbook/runbook.ts'
import type { LeftOut } from './notice.ts'
import type { Point } from './points.ts'
import type { NoticeValues } from './template-names.ts'

/** Returns values for a text that has room for as much as `fits` allows, the most important first, and what they lack. */
export function shortened(
  values: NoticeValues,
  points: readonly Point[],
  fits: (values: NoticeValues) => boolean,
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
  if (fits(withPoints(points))) return { values, leftOut: [] }
  const isTooLong = !fits(withPoints(points.filter(({ dropped }) => dropped === null)))
  const all = isTooLong ? points.map((point) => ({ ...point, line: point.shorter ?? point.line })) : points
  const byImportance = all
    .filter(({ dropped }) => dropped !== null)
    .sort((a, b) => Number(b.dropped) - Number(a.dropped))
  let kept = all.filter(({ dropped }) => dropped === null)
  for (const point of byImportance) {
    const more = all.filter((one) => one === point || kept.includes(one))
    if (fits(withPoints(more))) kept = more
  }
  const gone = all.filter((point) => !kept.includes(point) || (isTooLong && point.shorter !== null))
  return { values: withPoints(kept), leftOut: gone.map(({ label, role }) => ({ label, role })) }
}
