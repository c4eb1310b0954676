import { factOf } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { countDone, hasEnded, intervalsKept, isDoneBeforeReopening } from '../incident/recurring-steps.ts'
import { NOT_APPLICABLE, notApplicableBecause, type StepView } from '../incident/steps.ts'
import { type Clause, clauseCoverage, MODALITIES } from '../runbook/runbook.ts'
import {
  followUpsLacking,
  hasNews,
  isDoneAfterResumption,
  isTextNotKept,
  lackingBy,
  UNMET,
  type Unmet,
  unknownFactOf,
} from './clause-demands.ts'
import { type LateNotice, lateNotices } from './late-notices.ts'
import { updatesOwedOn } from './update-promises.ts'

/** What became of a clause of the manual in an incident. */
export interface ClauseState {
  readonly id: string
  /** `carried` if there was nothing to do: only places carry it, or it only describes something. */
  readonly state: 'done' | 'declined' | 'skipped' | 'open' | 'not-applicable' | 'carried'
  /**
   * The steps that give it this state (if it is open, those that were skipped too), or all if it is carried, and `place:NAME`
   * for what else carries it.
   */
  readonly by: readonly string[]
  /**
   * If it is open or skipped: the steps that were done, so that it is done in part. One that is in `by` too was done only
   * before a reopening.
   */
  readonly alsoDone: readonly string[]
  /** What somebody gave as the reason, or noted of it. */
  readonly reason: string | null
  /** If it is open or not applicable: why, as far as that follows from the log. */
  readonly why: NotDone | null
  /** If it is open or skipped because of its steps: what its follow-ups lack beside that. */
  readonly followUps: Unmet | null
  // What follows is said of what is done, at least in part.
  /** The fact that it asks for, if that is not known all the same. */
  readonly unknownFact: string | null
  /** If updates belong to it, how many of them fell due and how many of those came in time; null if none fell due. */
  readonly updates: TimesKept | null
  /** If it is done by steps with an interval of their own: how often, and how many of the times that they fell due were kept. */
  readonly intervals: (TimesKept & { readonly done: number }) | null
  /** Whether it is done by a step that still recurs. */
  readonly goesOn: boolean
  /** The steps that belong before the resumption, and were done only after it. */
  readonly afterResumption: readonly string[]
  /** If it asks for promptness: the notice that was latest, if one came after it was due. */
  readonly late: Pick<LateNotice, 'step' | 'from' | 'afterSeconds' | 'withinSeconds'> | null
  /** Whether it asks for a text that is not kept, so that nobody can tell what it states. */
  readonly textNotKept: boolean
  /** The steps that carry it too and were declined, with the reason. */
  readonly declined: readonly { readonly step: string; readonly reason: string | null }[]
}

interface TimesKept {
  readonly due: number
  readonly kept: number
}

/**
 * Why something was not done: the halt was closed, or had resumed, without it; it was closed without the step, but with the
 * fact that is asked for; it was begun only; it is not done although its steps are; nobody had to do it.
 */
export const NOT_DONE = [
  'closed-without',
  'resumed-without',
  'stated-only',
  'unfinished',
  ...UNMET,
  ...NOT_APPLICABLE,
] as const
type NotDone = (typeof NOT_DONE)[number]

const NOTHING_TO_SAY = {
  alsoDone: [],
  reason: null,
  why: null,
  followUps: null,
  unknownFact: null,
  updates: null,
  intervals: null,
  goesOn: false,
  afterResumption: [],
  late: null,
  textNotKept: false,
  declined: [],
}

/** Returns the state at `now` (ms) of each clause of the manual, which is the worst state of its steps. */
export function clauseStates(incident: Incident, steps: readonly StepView[], now: number): ClauseState[] {
  const stepsById = new Map(steps.map((v) => [v.step.id, v]))
  const clauses = new Map(incident.runbook.clauses.map((c) => [c.id, c]))
  const late = lateNotices(incident, lifecycleOf(incident))
  return clauseCoverage(incident.runbook).map(({ id, by }) => {
    const clause = clauses.get(id) as Clause
    const own = by.flatMap((carrier) => stepsById.get(carrier) ?? [])
    const isCarried = by.length > 0 && (own.length === 0 || isDescription(clause))
    if (isCarried) return { ...NOTHING_TO_SAY, id, state: 'carried', by }
    const state = stateOf(incident, clause, stepsJudged(clause, own), late, now)
    return { ...state, by: [...state.by, ...by.filter((carrier) => !stepsById.has(carrier))] }
  })
}

/** The steps that decide: of a clause that asks for a text, the notices, whatever was prepared for them. */
function stepsJudged({ asks }: Clause, own: readonly StepView[]): readonly StepView[] {
  const notices = own.filter(({ step }) => step.channel !== null)
  return asks === 'text' && notices.length > 0 ? notices : own
}

function stateOf(
  incident: Incident,
  clause: Clause,
  own: readonly StepView[],
  late: readonly LateNotice[],
  now: number,
): ClauseState {
  const done = own.filter(({ state }) => state === 'done')
  const lacking = lackingBy(incident, clause, done)
  const met = done.filter((view) => lacking?.views.includes(view) !== true)
  const stateIn = (view: StepView) => (lacking?.views.includes(view) === true ? 'open' : stateForClause(view))
  const worst = worstOf(own.map(stateIn))
  const giving = own.filter((view) => stateIn(view) === worst || (worst === 'open' && stateIn(view) === 'skipped'))
  const isMissing = worst === 'open' || worst === 'skipped'
  const followUps = isMissing || worst === 'done' ? followUpsLacking(incident, clause) : null
  const unmet = worst === 'done' ? followUps : newsUntold(incident, clause, own, worst)
  const doneBefore = giving.filter(({ step }) => isMissing && isDoneBeforeReopening(incident, step))
  // On a channel that needed no update by its cadence, a promise may have been kept by a page.
  const notNeeded = own.filter(({ state }) => state === 'not-applicable')
  const undone = own.filter((view) => view.state !== 'done' && stateForClause(view) === worst)
  return {
    ...{ ...NOTHING_TO_SAY, id: clause.id, state: unmet === null ? worst : 'open', by: idsOf(giving) },
    reason: giving.find(({ reason }) => reason !== null)?.reason ?? null,
    alsoDone: isMissing ? idsOf([...met, ...doneBefore]) : [],
    why: unmet ?? (undone.length === 0 ? (lacking?.why ?? null) : whyUndone(incident, clause, undone)),
    followUps: isMissing && !(followUps === 'no-follow-ups' && met.length === 0) ? followUps : null,
    ...(met.length > 0 && {
      unknownFact: unknownFactOf(incident, clause, met),
      updates: updatesOf(incident, isMissing ? [...met, ...giving] : [...met, ...notNeeded], now),
      intervals: intervalsOf(incident, met, now),
      goesOn: met.some(({ step }) => step.kind === 'recurring' && !hasEnded(incident, step)),
      afterResumption: idsOf(met.filter(({ step }) => isDoneAfterResumption(incident, step))),
      late: clause.asks === 'prompt-notice' ? latestOf(late, met) : null,
      textNotKept: clause.asks === 'text' && met.some(({ step }) => isTextNotKept(incident, step)),
      declined: own.flatMap(({ step, state, reason }) => (state === 'declined' ? [{ step: step.id, reason }] : [])),
    }),
  }
}

/** Why steps of a clause are not done; a halt can be closed without the step that asks for a fact, but with the fact. */
function whyUndone(incident: Incident, { fact }: Clause, undone: readonly StepView[]): NotDone | null {
  const why = whyNotDone(incident, undone)
  const isStated =
    fact !== undefined && undone.every(({ step }) => step.facts.includes(fact)) && factOf(incident, fact).known
  return why === 'closed-without' && isStated ? 'stated-only' : why
}

/** What a clause lacks whose updates were not due, if it asks for one on news all the same, and there was some. */
function newsUntold(
  incident: Incident,
  { asks }: Clause,
  own: readonly StepView[],
  worst: ClauseState['state'],
): Unmet | null {
  const isOwed = asks === 'news' && worst === 'not-applicable' && whyNotDone(incident, own) === 'not-due'
  return isOwed && hasNews(incident) ? 'news-untold' : null
}

function idsOf(views: readonly StepView[]): string[] {
  return views.map(({ step }) => step.id)
}

/** The latest of the late notices by which these steps were done. */
function latestOf(late: readonly LateNotice[], done: readonly StepView[]): ClauseState['late'] {
  const own = late.filter((notice) => done.some(({ step }) => step.id === notice.step))
  const [latest] = own.sort((a, b) => b.afterSeconds - a.afterSeconds)
  if (latest === undefined) return null
  const { step, from, afterSeconds, withinSeconds } = latest
  return { step, from, afterSeconds, withinSeconds }
}

/** The kinds of clauses that say what something is, or when. That does not happen just because a step was done. */
const DESCRIPTIONS: ReadonlySet<string> = new Set(['definition', 'trigger', 'context'])

/** Whether a clause describes something, such as a kind of halt, and asks for nothing. */
function isDescription({ kind, modality }: Clause): boolean {
  return DESCRIPTIONS.has(kind) && !MODALITIES.some((asked) => modality.includes(asked))
}

function stateForClause({ state }: StepView): ClauseState['state'] {
  return state === 'pending' || state === 'in-progress' ? 'open' : state
}

/** Why steps of one state are open or not applicable; null while they can still be done, and of other states. */
function whyNotDone(incident: Incident, steps: readonly StepView[]): NotDone | null {
  const [first] = steps
  if (first === undefined || first.state === 'declined' || first.state === 'skipped') return null
  if (first.state === 'not-applicable') return notApplicableBecause(incident, first.step)
  const isClosed = lifecycleOf(incident).closedAt !== null
  if (!isClosed && !steps.every(({ step }) => hasEnded(incident, step))) return null
  if (steps.every(({ state }) => state === 'in-progress')) return 'unfinished'
  return isClosed ? 'closed-without' : 'resumed-without'
}

/** The worst state; what nothing carries is open. */
function worstOf(states: readonly ClauseState['state'][]): ClauseState['state'] {
  if (states.length === 0) return 'open'
  return (['open', 'skipped', 'done', 'declined'] as const).find((state) => states.includes(state)) ?? 'not-applicable'
}

function updatesOf(incident: Incident, steps: readonly StepView[], now: number): TimesKept | null {
  const lifecycle = lifecycleOf(incident)
  const kept = steps.flatMap(({ step: { every, channel } }) =>
    // A step that recurs by a cadence always has a channel.
    every === 'cadence' ? updatesOwedOn(incident, lifecycle, channel as string, now).map((update) => update.kept) : [],
  )
  return kept.length === 0 ? null : countKept(kept)
}

function intervalsOf(incident: Incident, views: readonly StepView[], now: number): ClauseState['intervals'] {
  const steps = views.map(({ step }) => step).filter(({ kind, every }) => kind === 'recurring' && every !== 'cadence')
  if (steps.length === 0) return null
  const done = steps.reduce((total, step) => total + countDone(incident, step), 0)
  return { done, ...countKept(steps.flatMap((step) => intervalsKept(incident, step, now))) }
}

function countKept(kept: readonly boolean[]): TimesKept {
  return { due: kept.length, kept: kept.filter(Boolean).length }
}
