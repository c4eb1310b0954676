import { COMPARED, type Comparison, comparisonOf, isComparable } from '../domain/stats/comparison.ts'
import { type Case, caseOf, isCounted } from '../domain/stats/stats.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { type IncidentReader, openIncidentReader, type QueryResult } from '../incident/incident-index.ts'
import { acquaintanceOf } from '../incident/known-elsewhere.ts'
import { strangersIn } from '../incident/strangers.ts'
import { openWriterState } from '../store/state.ts'
import type { World } from '../world.ts'

/**
 * So many of the incidents declared before one are read at most, and so many of those in which this machine has recorded, so
 * that its report does not wait for thousands of logs.
 */
const MOST_READ = 50

/**
 * Compares an incident with earlier ones of its type; what cannot be read in full is left out, and never fails. Those that
 * writers declared whom this machine knows come first, since others could declare any number.
 */
export async function compareWithEarlier(world: World, { journal, clock }: ChosenIncident): Promise<Comparison | null> {
  const now = clock.now()
  const own = caseOf(journal.incident, now)
  if (!isCounted(own)) return null
  const reader = await openIncidentReader<Case>(world, {
    fromIncident: (incident) => caseOf(incident, now),
    fromSummary: (summary) => summary.case,
  })
  const before = reader.ids.slice(0, Math.max(0, reader.ids.indexOf(journal.id))).reverse()
  const candidates = candidatesAmong(world, before)
  const all: Read[] = [{ id: journal.id, acquaintance: acquaintanceOf(journal) }]
  const comparable: QueryResult<Case>[] = []
  const leftOut: string[] = []
  for (const id of candidates) {
    if (comparable.filter((one) => isAcquainted(one, all)).length >= COMPARED) break
    try {
      const result = reader.read(id)
      all.push(result)
      if (!isComparable(result.seen, own)) continue
      if (result.flaw === null && result.lacking.length === 0) comparable.push(result)
      else leftOut.push(id)
    } catch {
      leftOut.push(id)
    }
  }
  const others = comparable.every((one) => isAcquainted(one, all)) ? [] : readable(reader, all)
  reader.save()
  const strangers = await strangersIn(world, [...all, ...others], comparable)
  const isOfStranger = ({ id }: Read) => strangers.declared.includes(id)
  const known = comparable.filter((one) => !isOfStranger(one))
  const compared = [...known, ...comparable.filter(isOfStranger)].slice(0, COMPARED)
  const earliest = Math.min(...compared.map(({ seen }) => Date.parse(seen.at)))
  const isPassedOver = (one: QueryResult<Case>) => !compared.includes(one) && Date.parse(one.seen.at) > earliest
  const isCompared = (id: string) => compared.some((one) => one.id === id)
  return comparisonOf(
    own,
    compared.map(({ id, seen }) => ({ ...seen, id })),
    {
      leftOut,
      passedOver: comparable.filter((one) => isOfStranger(one) && isPassedOver(one)).map(({ id }) => id),
      notRead: known.length < COMPARED ? before.length - candidates.length : 0,
      unknownWriters: strangers.recorded.filter(isCompared),
      declaredByUnknown: strangers.declared.filter(isCompared),
    },
  )
}

/** The latest of these incidents, and the latest of those in which this machine has recorded, in the order given. */
function candidatesAmong({ workspace, env }: World, before: readonly string[]): string[] {
  const ids = new Set(before)
  const recordedIn = new Set(
    openWriterState(workspace.directory, env)
      .heads((id) => ids.has(id))
      .map(({ incident }) => incident),
  )
  const own = before.filter((id) => recordedIn.has(id))
  const read = new Set([...before.slice(0, MOST_READ), ...own.slice(0, MOST_READ)])
  return before.filter((id) => read.has(id))
}

type Read = Pick<QueryResult<unknown>, 'id' | 'acquaintance'>

/** Whether this machine has recorded in an incident, or knows who declared it from one of those that were read. */
function isAcquainted({ acquaintance: { known, declarer } }: Read, read: readonly Read[]): boolean {
  const isKnown = (key: string) => read.some(({ acquaintance }) => acquaintance.known?.includes(key))
  return known !== null || declarer?.some(isKnown) === true
}

/** The incidents of the workspace besides those that were read: only all of them say whom this machine knows from none. */
function readable(reader: IncidentReader<Case>, read: readonly Read[]): Read[] {
  const isRead = new Set(read.map(({ id }) => id))
  return reader.ids
    .filter((id) => !isRead.has(id))
    .flatMap((id) => {
      try {
        return [reader.read(id)]
      } catch {
        return []
      }
    })
}
