import { hasApproval } from '../incident/approved-acts.ts'
import { factOf } from '../incident/facts.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import { incidentAsOf } from '../incident/incident-as-of.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { reachedSomebody } from '../incident/notice-reach.ts'
import { memoize } from '../memoize.ts'
import { LANGUAGES, mendsAnother } from '../runbook/runbook.ts'
import { sentencesOf } from './claims.ts'

/**
 * The sentences of notices that went out with evidence and an approver for what they claim; where another person has to
 * approve claims, only of those that one has approved. What a later notice stated in other words does not count any more, and
 * none of them once a notice was corrected or retracted, or the halt was reopened: nobody knows then what still holds.
 */
export const approvedSentences = memoize((incident: Incident): ReadonlySet<string> => {
  const told = incident.notices.filter(reachedSomebody)
  const mended = told.findLast(({ stage }) => mendsAnother(stage))?.order ?? 0
  const since = Math.max(mended, lifecycleOf(incident).current.order)
  const needsApproval = incident.settings.approval?.claims ?? false
  const approved = told
    .filter(({ claim, order }) => claim !== null && order > since)
    .filter((notice) => !needsApproval || hasApproval(incident, notice))
    .flatMap((notice) => {
      const replaced = wordsReplaced(incident, notice, told)
      return sentencesIn(notice).filter((sentence) => !replaced.some((words) => sentence.includes(words)))
    })
  return new Set(approved)
})

function sentencesIn({ text, texts }: Notice): string[] {
  return [text ?? '', ...texts.flatMap((one) => [one.subject ?? '', one.text])].flatMap(sentencesOf)
}

/** The sentences that were the public words of facts when a notice was made, and were others when a later one was. */
function wordsReplaced(incident: Incident, notice: Notice, told: readonly Notice[]): string[] {
  const before = incidentAsOf(incident, notice)
  const later = told.filter(({ order }) => order > notice.order).map((one) => incidentAsOf(incident, one))
  return Object.keys(incident.runbook.facts).flatMap((name) =>
    LANGUAGES.flatMap((language) => {
      const words = factOf(before, name)[language]
      const isReplaced = words !== null && later.some((then) => factOf(then, name)[language] !== words)
      return isReplaced ? sentencesOf(words) : []
    }),
  )
}
