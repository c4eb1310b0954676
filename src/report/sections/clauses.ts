import type { ClauseState } from '../../domain/report/clause-states.ts'
import type { LateNotice } from '../../domain/report/late-notices.ts'
import type { Report } from '../../domain/report/report.ts'
import type { Clause } from '../../domain/runbook/runbook.ts'
import { type Block, code, type Inline, joinInline, list, tableIfAny } from '../../view/blocks.ts'
import type { ReportContext } from '../context.ts'
import { factName, inOwnLanguage, spanWords } from '../wording.ts'

/**
 * What became of each clause of the manual, and what the places are that carry clauses. One that was done, at least in part,
 * says so if the fact that it asks for is not known, how often it was done in time, if it recurs, and what else speaks
 * against it.
 */
export function clauseBlocks(report: Report, context: ReportContext): Block[] {
  const { runbook, text, labels } = context
  const clauses = new Map(runbook.clauses.map((clause) => [clause.id, clause]))
  const rows = report.clauses.map((c) => {
    const clause = clauses.get(c.id) as Clause
    return [
      code(c.id),
      clause.gist[text.language],
      withCode(stateWords(c, clause, report, context)),
      joinInline(c.by.map(code), ' '),
      reasonWords(c, clause, report, context),
    ]
  })
  const places = Object.entries(runbook.places).map(([name, place]) =>
    joinInline([code(`${PLACE}${name}`), withCode(place[text.language])], ' '),
  )
  return [
    ...tableIfAny([labels.clause, labels.what, labels.state, labels.carriers, labels.reason], rows),
    ...(places.length === 0 || rows.length === 0 ? [] : [list(places)]),
  ]
}

const PLACE = 'place:'

/** What stands between backticks becomes code. */
function withCode(words: string): Inline[] {
  return words.split('`').map((part, i) => (i % 2 === 0 ? part : code(part)))
}

/** Why a clause was not done, unless its state says so, and the reasons given, each with its step if they differ. */
function reasonWords(state: ClauseState, clause: Clause, report: Report, context: ReportContext): string {
  const { labels } = context
  const { why, followUps, reason, by } = state
  const views = report.steps.filter(({ step }) => by.includes(step.id))
  const each = views.flatMap((view) =>
    view.reason === null ? [] : [labels.reasonOf(view.step.id, inOwnLanguage(view.reason, context))],
  )
  const given = views.every((view) => view.reason === reason)
    ? [reason === null ? null : inOwnLanguage(reason, context)]
    : each
  const whyWords = why === null || isSaidByState(why, clause) ? null : labels.notDone[why]
  const followUpWords = followUps === null ? null : labels.notDone[followUps]
  const says = [whyWords, followUpWords].filter((words) => words !== null)
  const gives = reason === null ? [] : given.filter((words) => words !== null)
  return [says, gives].flatMap((words) => (words.length === 0 ? [] : labels.joined(words))).join(': ')
}

/** Whether the words for the state of a clause say why it is not done. */
function isSaidByState(why: NonNullable<ClauseState['why']>, { done }: Clause): boolean {
  return why === 'after-start' || why === 'not-in-text' || (why === 'no-follow-ups' && done !== undefined)
}

export type LateBy = Pick<LateNotice, 'from' | 'afterSeconds' | 'withinSeconds'>

/** How late a notice was, such as `2 h 59 min after declaring`; with `least`, that others were no less late than that. */
export function lateWords(
  { from, afterSeconds, withinSeconds }: LateBy,
  context: ReportContext,
  least = afterSeconds,
): string {
  const { labels } = context
  const words = (seconds: number) => spanWords(seconds, context)
  const after = least === afterSeconds ? words(least) : labels.fromTo(words(least), words(afterSeconds))
  return labels.lateBy(after, from, words(withinSeconds))
}

/** The state of a clause, and what there is to say of it; what stands between backticks in it is code. */
function stateWords(state: ClauseState, clause: Clause, report: Report, context: ReportContext): string {
  const { by, why, updates, intervals, goesOn, late, textNotKept, declined, afterResumption, alsoDone } = state
  const { text, labels } = context
  const isOfPlaces = by.every((carrier) => carrier.startsWith(PLACE))
  if (state.state === 'carried' && isOfPlaces) return labels.byDesign
  const unknown = unknownFactNote(state, report, context)
  // The words for what was done can include the fact.
  const doneWords = state.state === 'done' && unknown === null ? clause.done?.[text.language] : undefined
  /** The steps that are meant, or none if all are. */
  const named = (steps: readonly string[]) =>
    by.every((carrier) => carrier.startsWith(PLACE) || steps.includes(carrier)) ? [] : steps
  const doneBefore = by.filter((step) => alsoDone.includes(step))
  const isPartDone = alsoDone.length > doneBefore.length
  const notes = [
    doneWords ?? null,
    doneWords !== undefined && goesOn ? labels.soFar : null,
    why !== null && isSaidByState(why, clause) ? labels.notDone[why] : null,
    unknown,
    updates === null ? null : labels.updatesKept(updates.kept, updates.due),
    intervals === null ? null : labels.intervalsKept(intervals),
    afterResumption.length === 0 ? null : labels.afterResumption(named(afterResumption)),
    late === null ? null : labels.doneLate(lateWords(late, context)),
    textNotKept ? labels.textUnknown : null,
    ...declined.map(({ step, reason }) =>
      labels.declinedStep(step, reason === null ? null : inOwnLanguage(reason, context)),
    ),
    doneBefore.length === 0 ? null : labels.doneBefore(isPartDone ? doneBefore : named(doneBefore)),
  ].filter((note) => note !== null)
  if (doneWords !== undefined) return labels.joined(notes)
  const said = stateName(state, clause, report, context)
  return notes.length === 0 ? said : text.words.marked(said, labels.joined(notes))
}

/** Says that the fact that a clause asks for is not known, or that nobody stated it. */
function unknownFactNote(
  { id, unknownFact }: ClauseState,
  { facts, interruptions, metrics }: Report,
  context: ReportContext,
): string | null {
  const { runbook, labels } = context
  if (unknownFact === null) return null
  const isOfNotices = runbook.steps.some(({ clauses, channel }) => channel !== null && clauses.includes(id))
  const { notStated } = metrics.noticeFacts
  const isStated = isOfNotices ? !notStated.includes(unknownFact) : facts[unknownFact]?.at !== null
  const words = (isStated ? labels.notKnown : labels.nobodyStated)(factName(unknownFact, context))
  return isOfNotices && interruptions > 1 ? labels.ofLatestStop(words) : words
}

function stateName(
  { state, by, why, alsoDone, goesOn }: ClauseState,
  clause: Clause,
  { closedAt }: Report,
  { text, labels }: ReportContext,
): string {
  const names = text.words.clauseState
  // What was only begun can still be finished until the incident is closed.
  switch (why === 'unfinished' && closedAt !== null ? 'closed-without' : why) {
    case 'closed-without':
    case 'resumed-without':
    case 'after-start':
    case 'not-in-text':
    case 'news-untold':
      return alsoDone.length > 0 ? labels.doneInPart : labels.neverDone
    case 'stated-only':
      return alsoDone.length > 0 ? labels.doneInPart : labels.notOnRecord
    case 'follow-ups-open':
    case 'some-without-follow-ups':
      return labels.partlyOpen
    case 'no-follow-ups':
      return clause.done?.[text.language] ?? labels.notOnRecord
  }
  if (state === 'skipped' && alsoDone.length > 0) return labels.doneInPart
  if (alsoDone.some((step) => !by.includes(step))) return labels.partlyOpen
  // Where there was no need, nobody had to consider it.
  const isConsidered = clause.modality.includes('consider') && !clause.modality.includes('if-needed')
  if (state === 'declined' && isConsidered) return labels.consideredAndDeclined
  return state === 'done' && goesOn ? labels.doneSoFar : names[state]
}
