import type { Group } from '../../domain/grouped.ts'
import type { Deviation } from '../../domain/report/deviations.ts'
import { TOGETHER_MS } from '../../domain/report/notice-rounds.ts'
import type { Report } from '../../domain/report/report.ts'
import { PHASES, type Phase, stepById } from '../../domain/runbook/runbook.ts'
import { lostApprovalWords } from '../../incident/approval-lines.ts'
import { type Block, code, type Inline, joinInline, tableIfAny } from '../../view/blocks.ts'
import { timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { inOwnLanguage, personName } from '../wording.ts'
import { type LateBy, lateWords } from './clauses.ts'

/** Departures from the manual, and why. What was skipped at once for one reason, or was late after one event, is one row. */
export function deviationBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const isRepeated = repetitionFinder()
  const rows = occasionsOf(report.deviations).map((same) => {
    const [deviation] = same
    const { at, kind } = deviation
    const by = labels.listed([...new Set(same.map((one) => personName(one.by, context)))])
    const first = isRepeated(deviation)
    const [what, none] =
      first === null
        ? [deviatingWords(same, context), reasonless(kind, context)]
        : [labels.sameAs(timeText(first.at)), '']
    return [timeText(at), labels.deviation[kind], what, deviationReason(same, context) || none, by]
  })
  return tableIfAny([labels.time, labels.what, labels.concerns, labels.reason, labels.by], rows)
}

/** What each deviation is of, by id and name: its steps phase by phase, then what is no step. */
export function deviatingStepBlocks(report: Report, context: ReportContext): Block[] {
  const { labels, text } = context
  const isRepeated = repetitionFinder()
  const rows = occasionsOf(report.deviations).flatMap((same): Inline[][] => {
    const [deviation] = same
    if (isRepeated(deviation) !== null) return []
    return groupsIn(same, context).map(({ phase, ids }): Inline[] => {
      const named = ids.map((id): Inline => {
        const title = deviatingTitle(id, context)
        return title === null ? code(id) : [code(id), ` ${title}`]
      })
      const of = phase === null ? '' : text.words.phase[phase]
      return [timeText(deviation.at), labels.deviation[deviation.kind], of, joinInline(named, '; ')]
    })
  })
  return tableIfAny([labels.time, labels.what, labels.phase, labels.concerns], rows)
}

/** Returns a function that says which earlier deviation had the same steps, several of them; null if none did. */
function repetitionFinder(): (deviation: Deviation) => Deviation | null {
  const firsts = new Map<string, Deviation>()
  return (deviation) => {
    const key = stepsKey(deviation)
    const first = firsts.get(key)
    if (first === undefined) firsts.set(key, deviation)
    return first !== undefined && deviation.what.length > 1 ? first : null
  }
}

/** The names of what a deviation is of if they are few, else how many steps of which phase, and what besides. */
function deviatingWords(same: Group<Deviation>, context: ReportContext): string {
  const { labels, text } = context
  const ids = same.flatMap((one) => one.what)
  if (ids.length <= NAMED_STEPS) return labels.itemized(ids.map((id) => deviatingTitle(id, context) ?? id))
  const groups = groupsIn(same, context)
  const phases = groups.flatMap(({ phase, ids }) =>
    phase === null ? [] : [{ count: ids.length, name: text.words.phase[phase] }],
  )
  const steps = phases.reduce((sum, { count }) => sum + count, 0)
  const [first] = phases
  const where =
    phases.length === 1 && first !== undefined
      ? first.name
      : labels.listed(phases.map(({ count, name }) => labels.stepsOfPhase(count, name)))
  const others = ids.filter((id) => phaseOfStep(id, context) === null)
  const facts = others.filter((id) => Object.hasOwn(context.runbook.facts, id)).length
  return labels.listed([
    ...(steps === 0 ? [] : [text.words.marked(labels.countOf.steps(steps), where)]),
    ...(facts === 0 ? [] : [labels.countOf.facts(facts)]),
    ...(others.length === facts ? [] : [labels.countOf.others(others.length - facts)]),
  ])
}

/** What deviations are of, by the phase of the step; null is for what is no step, which comes last. */
function groupsIn(same: Group<Deviation>, context: ReportContext) {
  const ids = same.flatMap((one) => one.what)
  return [...PHASES, null].flatMap((phase) => {
    const own = ids.filter((id) => phaseOfStep(id, context) === phase)
    return own.length === 0 ? [] : [{ phase, ids: own }]
  })
}

function phaseOfStep(id: string, { runbook }: ReportContext): Phase | null {
  return stepById(runbook, id)?.phase ?? null
}

/** Deviations as they stand in the report: those of one occasion, what they are of, and why, or how late; in words. */
export function deviationsInWords(deviations: readonly Deviation[], context: ReportContext) {
  return occasionsOf(deviations).map((same) => {
    const what = same
      .flatMap((one) => one.what)
      .map((id) => [id, deviatingTitle(id, context)].filter(Boolean).join(' '))
    return { same, what: context.labels.itemized(what), reason: deviationReason(same, context) }
  })
}

/** Why, or why what was approved is so no longer, or how late; empty if nobody said so. */
function deviationReason(same: Group<Deviation>, context: ReportContext): string {
  const [{ late, reason, lost = [] }] = same
  if (late !== undefined) return lateSpanWords(same, context)
  return reason !== null
    ? inOwnLanguage(reason, context)
    : lost.map((one) => lostApprovalWords(one, context.text)).join('; ')
}

/** Why nobody gave a reason; empty if they could have, or if the reader is told none. */
function reasonless(kind: Deviation['kind'], { audience, labels }: ReportContext): string {
  return kind === 'open-at-lift' && audience !== 'regulator' ? labels.liftAsksForNoReason : ''
}

/** The name of what a deviation is of; null if it has none but its id. */
function deviatingTitle(id: string, { runbook, text }: ReportContext): string | null {
  const named = stepById(runbook, id)?.title ?? runbook.facts[id] ?? runbook.operations[id] ?? runbook.channels[id]
  const title = named?.[text.language]
  return title === undefined || title === id ? null : title
}

/** So many steps are named in the body of the report. */
const NAMED_STEPS = 3

/** Deviations that stand in one row: of one kind, for one reason or after one event, and within a round of notices. */
function occasionsOf(deviations: readonly Deviation[]): Group<Deviation>[] {
  const occasions: { readonly key: string; readonly until: number; readonly same: [Deviation, ...Deviation[]] }[] = []
  for (const deviation of deviations) {
    const { kind, at, by, reason, late, what } = deviation
    const ms = Date.parse(at)
    const since = late === undefined ? at : Math.floor(ms / 1000) - late.afterSeconds
    const key = JSON.stringify([kind, since, late?.from, late?.withinSeconds, late ? null : by, reason])
    const isAlone = kind !== 'late' && kind !== 'skipped' && what.length > 0
    const open = isAlone ? undefined : occasions.findLast((one) => one.key === key && ms <= one.until)
    if (open === undefined) occasions.push({ key, until: ms + TOGETHER_MS, same: [deviation] })
    else open.same.push(deviation)
  }
  return occasions.map(({ same }) => same)
}

/** How late notices were that were timed from one event: if they differ, the first and the last of them. */
function lateSpanWords(same: readonly Deviation[], context: ReportContext): string {
  const all = same.flatMap(({ late }) => late ?? []).sort((a, b) => a.afterSeconds - b.afterSeconds)
  const [least, most] = [all[0], all.at(-1)] as [LateBy, LateBy]
  return lateWords(most, context, least.afterSeconds)
}

/** The same for deviations of one kind with the same steps: steps open at one lift are often still open at the next. */
function stepsKey({ kind, what }: Deviation): string {
  return `${kind}:${what.join()}`
}
