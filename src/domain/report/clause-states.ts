import type { Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import {
  countDone,
  hasEnded,
  intervalsKept,
  NOT_APPLICABLE,
  notApplicableBecause,
  type StepView,
} from '../incident/steps.ts'
import { type Clause, clauseCoverage, MODALITIES } from '../runbook/runbook.ts'
import { isDoneAfterResumption, isTextNotKept, UNMET, unknownFactOf, unmetBy } from './clause-demands.ts'
import { type LateNotice, lateNotices } from './late-notices.ts'
import { updatesOwedOn } from './update-promises.ts'

/** What became of a clause of the manual in an incident. */
export interface ClauseState {
  readonly id: string
  /** `carried` if there was nothing to do: only places carry it, or it only describes something. */
  readonly state: 'done' | 'declined' | 'skipped' | 'open' | 'not-applicable' | 'carried'
  /** The steps that give it this state, or all if it is carried, and `place:NAME` for what else carries it. */
  readonly by: readonly string[]
  /** What somebody gave as the reason, or noted of it. */
  readonly reason: string | null
  /** If it is open or not applicable: why, as far as that follows from the log. */
  readonly why: NotDone | null
  /** If it is done: the fact that it asks for, if that is not known all the same. */
  readonly unknownFact: string | null
  /** If it is done by updates, how many of them fell due and how many of those came in time; null if none fell due. */
  readonly updates: TimesKept | null
  /** If it is done by steps with an interval of their own: how often, and how many of the times that they fell due were kept. */
  readonly intervals: (TimesKept & { readonly done: number }) | null
  /** Whether it is done by a step that still recurs. */
  readonly goesOn: boolean
  /** If it is done: the steps that belong before the resumption, and were done only after it. */
  readonly afterResumption: readonly string[]
  /** If it is done and asks for promptness: the notice that was latest, if one came after it was due. */
  readonly late: Pick<LateNotice, 'step' | 'from' | 'afterSeconds' | 'withinSeconds'> | null
  /** Whether it asks for a text that is not kept, so that nobody can tell what it states. */
  readonly textNotKept: boolean
  /** If it is done: the steps that carry it too and were declined, with the reason. */
  readonly declined: readonly { readonly step: string; readonly reason: string | null }[]
}

interface TimesKept {
  readonly due: number
  readonly kept: number
}

/**
 * Why something was not done: the halt was closed, or had resumed, without it; it was begun only; it is not done although its
 * steps are; nobody had to do it.
 */
export const NOT_DONE = ['closed-without', 'resumed-without', 'unfinished', ...UNMET, ...NOT_APPLICABLE] as const
type NotDone = (typeof NOT_DONE)[number]

const NOTHING_TO_SAY = {
  reason: null,
  why: null,
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
    const state = worstState(own)
    const inState = own.filter((view) => stateForClause(view) === state)
    const places = by.filter((carrier) => !stepsById.has(carrier))
    const carriers = (views: readonly StepView[]) => [...views.map(({ step }) => step.id), ...places]
    const reason = inState.find((view) => view.reason !== null)?.reason ?? null
    if (state !== 'done') {
      const why = state === 'open' || state === 'not-applicable' ? whyNotDone(incident, inState) : null
      return { ...NOTHING_TO_SAY, id, state, by: carriers(inState), reason, why }
    }
    const unmet = unmetBy(incident, clause, inState)
    if (unmet !== null)
      return { ...NOTHING_TO_SAY, id, state: 'open', by: carriers(unmet.views), reason, why: unmet.why }
    return {
      ...{ id, state, by: carriers(inState), reason, why: null },
      unknownFact: unknownFactOf(incident, clause, inState),
      updates: updatesOf(incident, inState, now),
      intervals: intervalsOf(incident, inState, now),
      goesOn: inState.some(({ step }) => step.kind === 'recurring' && !hasEnded(incident, step)),
      afterResumption: inState.flatMap(({ step }) => (isDoneAfterResumption(incident, step) ? [step.id] : [])),
      late: clause.asks === 'prompt-notice' ? latestOf(late, inState) : null,
      textNotKept: clause.asks === 'text' && inState.some(({ step }) => isTextNotKept(incident, step)),
      declined: own.flatMap(({ step, state, reason }) => (state === 'declined' ? [{ step: step.id, reason }] : [])),
    }
  })
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

/** Why steps are open or not applicable; null while they can still be done. */
function whyNotDone(incident: Incident, steps: readonly StepView[]): NotDone | null {
  const [first] = steps
  if (first === undefined) return null
  if (first.state === 'not-applicable') return notApplicableBecause(incident, first.step)
  const isClosed = lifecycleOf(incident).closedAt !== null
  if (!isClosed && !steps.every(({ step }) => hasEnded(incident, step))) return null
  if (steps.every(({ state }) => state === 'in-progress')) return 'unfinished'
  return isClosed ? 'closed-without' : 'resumed-without'
}

/** A clause that nothing carries is open. */
function worstState(steps: readonly StepView[]): ClauseState['state'] {
  if (steps.length === 0) return 'open'
  const states = new Set(steps.map(stateForClause))
  return (['open', 'skipped', 'done', 'declined'] as const).find((state) => states.has(state)) ?? 'not-applicable'
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
