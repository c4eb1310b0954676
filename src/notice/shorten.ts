import type { FactRole } from '../domain/runbook/runbook.ts'
import type { CustomerWords } from '../i18n/customer-words.en.ts'
import type { LeftOut } from './notice.ts'
import type { Point, PointForm } from './points.ts'
import type { NoticeValues, TemplateLine } from './template-names.ts'

type ChangeWords = Pick<CustomerWords, 'updated'>

/** The form in which a text has each point, in order; null if it does not. */
type Choice = readonly (PointForm | null)[]

/** Returns values for a text that has as much as there is room for, the most important first, and what they lack. */
export function shortened(
  values: NoticeValues,
  points: readonly Point[],
  hasRoom: (values: NoticeValues, isDue: boolean) => boolean,
  words: ChangeWords,
): { readonly values: NoticeValues; readonly leftOut: readonly LeftOut[] } {
  const withChoice = (choice: Choice): NoticeValues => {
    const has = (role: FactRole) =>
      points.every((point, i) => point.role !== role || typeof choice[i]?.line === 'string')
    const { contactBrief, causeBrief } = values
    return {
      ...values,
      points: linesOf(points, choice, words),
      // Templates may set these by themselves.
      contactBrief: has('contact') ? contactBrief : null,
      causeBrief: has('cause') ? causeBrief : null,
    }
  }
  const full = points.map(({ forms }) => forms.at(-1) as PointForm)
  if (hasRoom(withChoice(full), false)) return { values: withChoice(full), leftOut: [] }
  const least = points.map(({ forms }) => forms.find(({ rank }) => rank === null) ?? null)
  const isCut = !hasRoom(withChoice(least), false)
  const steps = points.flatMap(({ forms }, i) => forms.flatMap((form) => (form.rank === null ? [] : { form, i })))
  const isMoreImportantUnnamed = ({ rank }: PointForm, choice: Choice) =>
    steps.some(({ form, i }) => form.line === null && Number(form.rank) < Number(rank) && choice[i] === null)
  const chosen = steps
    .toSorted((a, b) => Number(a.form.rank) - Number(b.form.rank))
    .reduce<Choice>((choice, { form, i }) => {
      if (form.line === null && isMoreImportantUnnamed(form, choice)) return choice
      const more = choice.with(i, form)
      // Where the text is cut in any case, it names one change rather than to say that there is one.
      const isOnlyNamed = isCut && form.line === null && choice.every((one) => one?.line !== null)
      return hasRoom(withChoice(more), isOnlyNamed || form.isDue === true) ? more : choice
    }, least)
  const leftOut = points.filter((_, i) => chosen[i] !== full[i]).map(({ label, role }) => ({ label, role }))
  return { values: withChoice(chosen), leftOut }
}

/**
 * Points that are only named stand together, the most important first, where the first of them stands; so does that there are
 * further changes, if some are not even named. If none is named, that stands after the changes.
 */
function linesOf(points: readonly Point[], choice: Choice, words: ChangeWords): TemplateLine[] {
  const isHidden = (point: Point, i: number) => point.isChange && choice[i] === null
  const named = points.filter((_, i) => choice[i]?.line === null)
  const hidden = points.filter(isHidden)
  const rank = (point: Point) => Number(choice[points.indexOf(point)]?.rank)
  const labels = named.toSorted((a, b) => rank(a) - rank(b)).map(({ label }) => label)
  const lastChange = hidden.length === 0 ? undefined : points.findLast(({ isChange }) => isChange)
  const place = points.findIndex((point) => point === (named[0] ?? lastChange))
  const isFirst = choice.slice(0, place + 1).every((form) => typeof form?.line !== 'string')
  return choice.flatMap((form, i): TemplateLine[] => [
    ...(typeof form?.line === 'string' ? [{ line: form.line }] : []),
    ...(i === place ? [{ line: words.updated(labels, hidden.length > 0, isFirst) }] : []),
  ])
}
