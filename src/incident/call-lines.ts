import { type Party, partiesOf } from '../domain/incident/calls.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import type { Incident, Page } from '../domain/incident/incident.ts'
import type { Lifecycle } from '../domain/incident/lifecycle.ts'
import type { Text } from '../i18n/text.ts'
import { alarm, type Inline, strong } from '../view/blocks.ts'
import { whenOf } from '../view/format.ts'
import { partyTitle } from './labels.ts'
import type { StatusLabels } from './words.en.ts'

interface Context {
  readonly text: Text
  readonly labels: StatusLabels
  readonly now: number
}

/** Whom to call, whose answer is awaited and who was reached, a line for each party: without numbers, from the log alone. */
export function callLines(
  incident: Incident,
  lifecycle: Lifecycle,
  context: Context,
  only: string | null = null,
): Inline[] {
  if (phaseOf(incident) === 'closed') return []
  return partiesOf(incident, lifecycle, context.now)
    .filter(({ id }) => only === null || id === only)
    .map((party) => [`${named(incident, party.id, context)}  `, stateOf(incident, party, context)])
}

function named({ runbook, settings }: Incident, id: string, { text }: Context): string {
  return partyTitle(runbook, settings.roster, id)?.[text.language] ?? id
}

function stateOf(incident: Incident, { calls, reached, next }: Party, context: Context): Inline {
  const { labels } = context
  const amiss = calls.flatMap(({ page, state }) => (page === null || state === 'reached' ? [] : amissWords(page)))
  const after = amiss.length === 0 ? [] : ['  ', alarm(amiss.join(', '))]
  if (reached !== null) return labels.reached(named(incident, reached.person, context), timeOf(reached.at))
  if (next !== null) return [strong(labels.callNow(named(incident, next, context))), ...after]
  const waiting = calls.find(({ state }) => state === 'waiting')
  return waiting === undefined
    ? labels.nobodyThere
    : [labels.waiting(named(incident, waiting.person, context), timeOf(waiting.at)), ...after]

  function amissWords({ person, state, why, at }: Page): string[] {
    if (state === 'sent') return []
    const words = state === 'failed' ? labels.pageFailed : labels.pageUnknown
    return [`${words(named(incident, person, context), timeOf(at))}${why === null ? '' : ` (${why})`}`]
  }
}

function timeOf(at: string | null): string {
  return at === null ? '' : whenOf(at).slice(11, 16)
}
