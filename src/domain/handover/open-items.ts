import { callOf } from '../incident/calls.ts'
import { conflictsOf } from '../incident/conflicts.ts'
import { phaseOf } from '../incident/current-values.ts'
import { type LevelView, levelsOf } from '../incident/escalation.ts'
import { type CommandRun, type Incident, type Notice, outcomeUnknown, type Page } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { unsafeBecause, unsentOf } from '../incident/notices.ts'
import { type StepView, stepsOf } from '../incident/steps.ts'

/** Something that needs a decision. */
export type OpenItem =
  /** A step that the manual leaves to judgement (検討, 必要に応じて: consider, as needed), not decided yet. */
  | { readonly kind: 'step'; readonly view: StepView }
  | { readonly kind: 'conflict'; readonly target: string; readonly events: readonly string[] }
  /** A raised level from which nobody has answered yet. */
  | { readonly kind: 'escalation'; readonly view: LevelView }
  | { readonly kind: 'channel'; readonly channel: string; readonly reason: string }
  | { readonly kind: 'delivery'; readonly notice: Notice }
  /** A page that failed or has an unknown outcome, to a person who has not answered. */
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'command'; readonly command: CommandRun }

export function openItemsOf(incident: Incident, lifecycle: Lifecycle, now: number): OpenItem[] {
  const phase = phaseOf(incident)
  return [
    ...conflictsOf(incident).map((conflict): OpenItem => ({ kind: 'conflict', ...conflict })),
    ...levelsOf(incident, lifecycle, now).flatMap((view): OpenItem[] =>
      view.raised === null || view.party.reached !== null ? [] : [{ kind: 'escalation', view }],
    ),
    ...Object.keys(incident.runbook.channels).flatMap((channel): OpenItem[] => {
      const reason = unsafeBecause(incident, channel)
      return reason === null ? [] : [{ kind: 'channel', channel, reason }]
    }),
    ...unsentOf(incident).map((notice): OpenItem => ({ kind: 'delivery', notice })),
    ...lostPages(incident, lifecycle, now).map((page): OpenItem => ({ kind: 'page', page })),
    ...incident.commands.filter(outcomeUnknown).map((command): OpenItem => ({ kind: 'command', command })),
    ...stepsOf(incident, now)
      .filter(({ step, state }) => step.phase === phase && state === 'pending' && LEFT_TO_DECIDE.has(step.modality))
      .map((view): OpenItem => ({ kind: 'step', view })),
  ]
}

/** Returns the last page to each person who has not answered, if it did not go out. */
function lostPages(incident: Incident, { current }: Lifecycle, now: number): Page[] {
  const { roster } = incident.settings
  if (roster === undefined) return []
  return Object.keys(roster.people).flatMap((person) => {
    const { page, state } = callOf(incident, roster, person, { since: current.order, now })
    return page === null || page.state === 'sent' || state === 'reached' ? [] : [page]
  })
}

const LEFT_TO_DECIDE: ReadonlySet<string> = new Set(['consider', 'if-needed'])
