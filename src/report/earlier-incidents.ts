import { COMPARED, type Comparison, comparisonOf, isComparable } from '../domain/stats/comparison.ts'
import { type Case, caseOf, isCounted } from '../domain/stats/stats.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { openIncidentReader } from '../incident/incident-index.ts'
import type { World } from '../world.ts'

/** So many of the incidents declared before one are read at most, so that its report does not wait for thousands of logs. */
const MOST_READ = 50

/** Compares an incident with earlier ones of its type; what cannot be read in full is left out, and never fails. */
export async function compareWithEarlier(world: World, { journal, clock }: ChosenIncident): Promise<Comparison | null> {
  const now = clock.now()
  const own = caseOf(journal.incident, now)
  if (!isCounted(own)) return null
  const reader = await openIncidentReader<Case>(world, {
    fromIncident: (incident) => caseOf(incident, now),
    fromSummary: (summary) => summary.case,
  })
  const before = reader.ids.slice(0, Math.max(0, reader.ids.indexOf(journal.id))).reverse()
  const earlier: Case[] = []
  const leftOut: string[] = []
  for (const id of before.slice(0, MOST_READ)) {
    if (earlier.length === COMPARED) break
    try {
      const { flaw, lacking, seen } = reader.read(id)
      if (!isComparable(seen, own)) continue
      if (flaw === null && lacking.length === 0) earlier.push({ ...seen, id })
      else leftOut.push(id)
    } catch {
      leftOut.push(id)
    }
  }
  reader.save()
  return comparisonOf(own, earlier, leftOut)
}
