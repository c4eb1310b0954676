import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import type { Exactness } from '../i18n/customer-words.en.ts'
import { customerWordsFor, labelOf } from '../i18n/customer-words.ts'
import { isRestriction } from './halt-names.ts'
import { factLabel, type NoticeRow, plainRow, type RowContext } from './notice-rows.ts'
import { beginningExactness, haltStart } from './notice-times.ts'
import { timeSaid } from './role-values.ts'
import { ownNameOf } from './scope-words.ts'
import { type ServiceBeginning, serviceBeginnings, servicePeriods } from './service-times.ts'

/** When services were stopped: as the fact says, or each at its own time; in a final notice, from when to when. */
export function beginningRows(context: RowContext, row: NoticeRow): NoticeRow[] {
  const isFinal = context.stage === 'final'
  const periods = isFinal ? periodRows(context, row) : []
  if (periods.length > 0) return periods
  const beginnings = isFinal ? [] : serviceBeginnings(context)
  return beginnings.length === 0
    ? [row]
    : beginnings.map((one) => beginningRow(context, row, one, beginnings.length > 1))
}

function beginningRow(context: RowContext, row: NoticeRow, one: ServiceBeginning, isNamed: boolean): NoticeRow {
  const { at, services } = one
  const { unknown, list, labelFor, timeOf } = customerWordsFor(context.language)
  const named = (time: string) => (isNamed ? timeOf(time, list(services)) : time)
  const known = at !== null
  const [value, brief] = known ? [at.long, at.brief] : [unknown.began, unknown.began]
  const label = beginningLabel(context, one)
  const said = { ...row, label, value: named(value), brief: named(brief), known }
  return isNamed ? { ...said, aloud: { label: labelFor(list(services), label), value } } : said
}

/** What a notice calls the beginning of services that were stopped or restricted, for the first time or again. */
export function beginningLabel(
  context: Pick<RowContext, 'incident' | 'language' | 'stage'>,
  { isRestriction, isAgain }: Pick<ServiceBeginning, 'isRestriction' | 'isAgain'>,
): string {
  const { incident, language, stage } = context
  const name = factWithRole(incident.runbook, 'began') as string
  const label = labelOf(incident.runbook.facts, name, language)
  return customerWordsFor(language).labelOf({ role: 'began', stage, isRestriction, isAgain, isReason: false, label })
}

/**
 * The same in one line: when services were last stopped again, else when the first of them were, or restricted if none was;
 * in stages, if others followed in the same way, and nothing was reopened meanwhile. Otherwise the line names the services,
 * if others began at another time.
 */
export function briefBeginning(context: RowContext, row: NoticeRow): NoticeRow {
  const beginnings = serviceBeginnings(context)
  const again = beginnings.findLast(({ isAgain }) => isAgain)
  const [first] = beginnings
  const isFirst = ({ at }: ServiceBeginning) => at?.brief === first?.at?.brief
  const shown = again ?? beginnings.find((one) => isFirst(one) && !one.isRestriction) ?? first
  if (shown === undefined) return row
  const { inStages } = customerWordsFor(context.language)
  const ofKind = beginnings.filter(({ isRestriction: is }) => is === shown.isRestriction)
  const isOneHalt = lifecycleOf(context.incident).interruptions.length === 1
  const isInStages = again === undefined && isOneHalt && shown.at !== null && !ofKind.every(isFirst)
  const one = beginningRow(context, row, shown, !beginnings.every(isFirst) && !isInStages)
  return isInStages ? { ...one, brief: inStages(one.brief) } : one
}

/** From when to when services were stopped, in rows of a fact or of none; none if no scope was stated. */
export function periodRows(context: RowContext, row = plainRow('', '')): NoticeRow[] {
  const all = servicePeriods(context)
  const { list, labelFor, periodLabel, timeOf, rows: words } = customerWordsFor(context.language)
  return all.flatMap(({ kind, services, periods }): NoticeRow[] => {
    const names = list(services)
    const value = all.length === 1 ? periods : timeOf(periods, names)
    const label = periodLabel(kind, ownNameOf('stopped', context))
    const aloud = { label: labelFor(names, label), value: periods }
    const said = { ...row, label, value, brief: value, known: true, aloud }
    return all.length === 1 ? [plainRow(words.scope, names), said] : [said]
  })
}

/** When the interruptions before the current one began, and when services last resumed in them, in full or in part. */
export function earlierRows(context: RowContext): NoticeRow[] {
  const { incident, language } = context
  const { resumption, unknown } = customerWordsFor(language)
  const labels = resumption(isRestriction(context))
  const began = factWithRole(incident.runbook, 'began')
  const row = (label: string, at: string | null, how: Exactness): NoticeRow => {
    return { ...plainRow(label, ''), ...timeSaid(context, at, how, unknown.resumed) }
  }
  return lifecycleOf(incident)
    .interruptions.slice(0, -1)
    .flatMap((one) => [
      ...(began === null
        ? []
        : [row(factLabel(context, began, one), haltStart(incident, one), beginningExactness(incident, one))]),
      row(one.fullyResumedAt === null ? labels.partlyAt : labels.at, one.fullyResumedAt ?? one.lastLiftAt, 'about'),
    ])
}
