import type { Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { reachedSomebody } from '../incident/notices.ts'
import { memoize } from '../memoize.ts'
import { mendsAnother } from '../runbook/runbook.ts'
import { sentencesOf } from './claims.ts'

/**
 * The sentences of notices that went out with evidence and an approver for what they claim. None of them count any more once
 * a notice was corrected or retracted, or the halt was reopened: nobody knows then what still holds.
 */
export const approvedSentences = memoize((incident: Incident): ReadonlySet<string> => {
  const told = incident.notices.filter(reachedSomebody)
  const mended = told.findLast(({ stage }) => mendsAnother(stage))?.order ?? 0
  const since = Math.max(mended, lifecycleOf(incident).current.order)
  const texts = told
    .filter(({ claim, order }) => claim !== null && order > since)
    .flatMap(({ text, texts: sent }) => [text ?? '', ...sent.flatMap((one) => [one.subject ?? '', one.text])])
  return new Set(texts.flatMap(sentencesOf))
})
