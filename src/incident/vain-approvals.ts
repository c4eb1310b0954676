import { openApprovals } from '../domain/incident/approvals.ts'
import { writerOf } from '../domain/log/event.ts'
import { INVOCATION } from '../domain/problem.ts'
import { notAnotherPerson } from '../signing/approver.ts'
import type { World } from '../world.ts'
import type { ChosenIncident } from './choose.ts'
import { knownFirst } from './known-first.ts'

/**
 * Says of what was approved (of lifts alone with `onlyLifts`), and is not carried out yet, if that does not count as far as keys
 * tell, and what to do.
 */
export async function warnAboutVainApprovals(
  world: World,
  { journal, clock }: ChosenIncident,
  onlyLifts = false,
): Promise<void> {
  const { shown } = knownFirst(openApprovals(journal.withPeopleOfKnown(), clock.now()), ({ event }) =>
    journal.knows(writerOf(event)),
  )
  for (const approval of shown) {
    if (onlyLifts && approval.prepared.lift === undefined) continue
    const problem = await notAnotherPerson(world, journal, approval)
    if (problem === null) continue
    const { describeProblem } = await import('../i18n/problems.ts')
    for (const line of await describeProblem(problem, world.text, INVOCATION)) world.say(line)
  }
}
