import type { ContactMethodName } from '../contacts/contacts.ts'
import { peopleOf, type Roster } from '../contacts/roster.ts'
import { attemptsOf, callOf, type Party, partiesOf, partyOf } from '../incident/calls.ts'
import { levelsOf } from '../incident/escalation.ts'
import type { EventData, EventDraft } from '../log/event.ts'
import { problem } from '../problem.ts'
import { departmentsTold } from '../runbook/runbook.ts'
import {
  accept,
  allOrNone,
  type Decision,
  type GivenTime,
  givenTime,
  isProblem,
  type Situation,
  unchanged,
} from './decision.ts'
import { stepsDoneWhere } from './steps.ts'

export type CallIntent =
  | ({
      readonly kind: 'call'
      readonly people: readonly string[]
      readonly state: 'tried' | 'reached'
      readonly way: ContactMethodName | null
      readonly note?: string
    } & GivenTime)
  | ({ readonly kind: 'escalate'; readonly levels: readonly string[]; readonly reason: string | null } & GivenTime)

export function decideCall(situation: Situation, intent: CallIntent): Decision {
  const { roster } = situation.incident.settings
  if (roster === undefined) return problem('no-contacts', { workspace: null })
  return intent.kind === 'call' ? recordCalls(situation, intent, roster) : escalate(situation, intent)
}

/** To record again that somebody answered changes nothing, unless a level raised since then waits for them. */
function recordCalls(situation: Situation, intent: CallIntent & { kind: 'call' }, roster: Roster): Decision {
  const { incident, lifecycle, context } = situation
  const open = levelsOf(incident, lifecycle, context.now).filter((v) => v.raised !== null && v.party.reached === null)
  const { state, way, note } = intent
  const calls = [...new Set(intent.people)].map((person): Decision => {
    if (!Object.hasOwn(roster.people, person))
      return problem('unknown-person', { given: person, allowed: Object.keys(roster.people), names: roster.people })
    const isReached = attemptsOf(incident, person, lifecycle.current.order).at(-1)?.state === 'reached'
    const isAwaited = open.some(({ party }) => party.calls.some((call) => call.person === person))
    if (state === 'reached' && isReached && !isAwaited) return unchanged(`contacts reached ${person}`)
    const data = { person, way, ...(note !== undefined && { note }) }
    return accept({ type: state === 'reached' ? 'contact.reached' : 'contact.tried', ...givenTime(intent), data })
  })
  const done = state === 'reached' ? notifyStepsDone(situation, roster, intent) : []
  const decision = allOrNone(calls)
  return isProblem(decision) || decision.events.length === 0
    ? decision
    : { ...decision, events: [...decision.events, ...done] }
}

/** Returns the `step.done` events of the open steps whose departments are reached once these people are (manual 2.3, 6). */
function notifyStepsDone(situation: Situation, roster: Roster, intent: CallIntent & { kind: 'call' }): EventDraft[] {
  const { incident, lifecycle, context } = situation
  const span = { since: lifecycle.current.order, now: context.now }
  const isReachedNow = (id: string) => peopleOf(roster, id).some((person) => intent.people.includes(person))
  const isReached = (id: string) => isReachedNow(id) || partyOf(incident, roster, id, [id], span).reached !== null
  return stepsDoneWhere(situation, intent, ({ step, state }) => {
    const isOpen = state === 'pending' || state === 'in-progress'
    const told = departmentsTold(incident.runbook, step)
    return isOpen && told.some(isReachedNow) && told.every(isReached)
  })
}

/** Raises levels, which completes the steps that decide on it. A level that is not due by the rules needs a reason. */
function escalate(situation: Situation, intent: CallIntent & { kind: 'escalate' }): Decision {
  const { incident, lifecycle, context } = situation
  const views = levelsOf(incident, lifecycle, context.now)
  const decision = allOrNone(
    [...new Set(intent.levels)].map((id) => {
      const view = views.find(({ level }) => level.id === id)
      if (view === undefined) return problem('unknown-level', { given: id, allowed: views.map((v) => v.level.id) })
      const isDue = view.dueAt !== null && view.dueAt <= context.now
      const dueAt = view.dueAt === null ? null : new Date(view.dueAt).toISOString()
      if (!isDue && intent.reason === null) return problem('not-due', { level: id, dueAt })
      return accept({ type: 'escalation.raised', ...givenTime(intent), data: { level: id, reason: intent.reason } })
    }),
  )
  if (isProblem(decision)) return decision
  const done = stepsDoneWhere(situation, intent, ({ step, state }) => step.escalates === true && state !== 'done')
  return { ...decision, events: [...decision.events, ...done] }
}

export type PageIntent =
  | { readonly kind: 'page'; readonly pages: readonly PageRequest[] }
  | { readonly kind: 'deliver-page'; readonly data: EventData['page.delivered'] }

export interface PageRequest {
  readonly data: EventData['page.intended']
  /** Whether it is sent only if the person is still the next to call. */
  readonly ifNext: boolean
}

export const pageDeciders = {
  page(situation: Situation, { pages }: PageIntent & { kind: 'page' }): Decision {
    const { roster } = situation.incident.settings
    if (roster === undefined) return problem('no-contacts', { workspace: null })
    return allOrNone(pages.map((request) => intendPage(situation, roster, request)))
  },
  'deliver-page'({ incident }: Situation, { data }: PageIntent & { kind: 'deliver-page' }): Decision {
    const page = incident.pages.find(({ event }) => event === data.page)
    if (page === undefined) return problem('unknown-event', { given: data.page })
    return page.ended ? unchanged(`page ${data.page}`) : accept({ type: 'page.delivered', data })
  },
}

/** Changes nothing if the person has answered meanwhile or, with `ifNext`, is no longer the next to call. */
function intendPage(situation: Situation, roster: Roster, { data, ifNext }: PageRequest): Decision {
  const { incident, lifecycle, context } = situation
  const { person } = data
  if (!Object.hasOwn(roster.people, person))
    return problem('unknown-person', { given: person, allowed: Object.keys(roster.people), names: roster.people })
  const party = partyFor(situation, data)
  const call =
    party?.calls.find((candidate) => candidate.person === person) ??
    callOf(incident, roster, person, { since: lifecycle.current.order, now: context.now })
  // Somebody outside the contact flow has no party, so nobody comes before them.
  const isNext = party === undefined || party.next === person
  if (call.state === 'reached' || (ifNext && !isNext)) return unchanged(`contacts page ${person}`)
  return accept({ type: 'page.intended', data })
}

/** Returns the level or department that somebody is paged for, or the person themselves if they are in the contact flow. */
function partyFor(
  { incident, lifecycle, context }: Situation,
  { person, level, department }: EventData['page.intended'],
): Party | undefined {
  if (level !== null) return levelsOf(incident, lifecycle, context.now).find((view) => view.level.id === level)?.party
  return partiesOf(incident, lifecycle, context.now).find(({ id }) => id === (department ?? person))
}
