import type { Roster } from '../contacts/roster.ts'
import { callOf, type Party, partiesOf } from '../incident/calls.ts'
import { levelsOf } from '../incident/escalation.ts'
import type { EventData } from '../log/event.ts'
import { problem } from '../outcome.ts'
import { accept, alreadySo, type Decision, type Situation, together } from './decision.ts'

export type PageIntent =
  | { readonly kind: 'page'; readonly pages: readonly Paging[] }
  | { readonly kind: 'deliver-page'; readonly data: EventData['page.delivered'] }

/** A page about to leave; `ifNext` where only whoever is to be called next is paged. */
export interface Paging {
  readonly data: EventData['page.intended']
  readonly ifNext: boolean
}

export function decidePage(situation: Situation, intent: PageIntent): Decision {
  if (intent.kind === 'deliver-page') return deliver(situation, intent.data)
  const { roster } = situation.incident.settings
  if (roster === undefined) return problem('no-contacts', { workspace: null })
  return together(intent.pages.map((paging) => intend(situation, roster, paging)))
}

/** Who has answered meanwhile, or is not the next any more, is not paged. */
function intend(situation: Situation, roster: Roster, { data, ifNext }: Paging): Decision {
  const { incident, course, when } = situation
  const { person } = data
  if (!Object.hasOwn(roster.people, person))
    return problem('unknown-person', { given: person, allowed: Object.keys(roster.people) })
  const party = partyFor(situation, data)
  const call =
    party?.calls.find((one) => one.person === person) ??
    callOf(incident, roster, person, { since: course.current.order, now: when.now })
  const isNext = party === undefined || party.next === person
  if (call.state === 'reached' || (ifNext && !isNext)) return alreadySo(`contacts page ${person}`)
  return accept({ type: 'page.intended', data })
}

function partyFor(
  { incident, course, when }: Situation,
  { person, level, department }: EventData['page.intended'],
): Party | undefined {
  if (level !== null) return levelsOf(incident, course, when.now).find((view) => view.level.id === level)?.party
  return partiesOf(incident, course, when.now).find(({ id }) => id === (department ?? person))
}

function deliver({ incident }: Situation, data: EventData['page.delivered']): Decision {
  const page = incident.pages.find(({ event }) => event === data.page)
  if (page === undefined) return problem('unknown-event', { given: data.page })
  return page.ended ? alreadySo(`page ${data.page}`) : accept({ type: 'page.delivered', data })
}
