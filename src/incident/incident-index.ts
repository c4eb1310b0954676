import { currentWrite, isConfidential, phaseOf } from '../domain/incident/current-values.ts'
import { EMPTY_INCIDENT, type Incident } from '../domain/incident/incident.ts'
import { owesRetractions } from '../domain/incident/notice-deadlines.ts'
import { falseAlarmOf } from '../domain/incident/notices.ts'
import type { FlawedFile } from '../domain/log/governing-files.ts'
import type { Acquaintance } from '../domain/log/known-writers.ts'
import type { IncidentSummary } from '../domain/stats/stats.ts'
import { closedIncidents } from '../store/closed-incidents.ts'
import type { Journal } from '../store/journal.ts'
import type { LogFlaw } from '../store/log-integrity.ts'
import type { World } from '../world.ts'
import { acquaintanceOf } from './known-elsewhere.ts'

/** Computes a value of an incident. */
export interface IncidentQuery<T> {
  /** From its log. */
  fromIncident(incident: Incident): T
  /** From the stored summary of a closed incident, with the same result. */
  fromSummary(summary: IncidentSummary): T
}

export interface QueryResult<T> {
  readonly id: string
  /** What speaks against the log as a whole; null if nothing does. */
  readonly flaw: LogFlaw | null
  /** Runbook and settings files in force that are missing; if there are any, `seen` was computed without steps and facts. */
  readonly lacking: readonly FlawedFile[]
  /** The log of an open incident, or of a closed one that only unknown writers say is so, or not confidential; else null. */
  readonly journal: Journal | null
  readonly acquaintance: Acquaintance
  readonly seen: T
}

/** Computes a value for every incident, oldest first. Does not reread a closed one while its files look unchanged. */
export async function queryIncidents<T>(world: World, query: IncidentQuery<T>): Promise<QueryResult<T>[]> {
  const reader = await openIncidentReader(world, query)
  const results = reader.ids.map((id) => reader.read(id))
  reader.save()
  return results
}

export interface IncidentReader<T> {
  /** Oldest first. */
  readonly ids: readonly string[]
  read(id: string): QueryResult<T>
  /** Keeps what was read of closed incidents for the next time. */
  save(): void
}

/** Computes a value for the incidents of which it is asked for. */
export async function openIncidentReader<T>(world: World, query: IncidentQuery<T>): Promise<IncidentReader<T>> {
  const ids = world.workspace.ids()
  const closed = closedIncidents(world, ids.length)
  const summaryOf = closed === null ? () => null : (await import('../domain/stats/stats.ts')).summaryOf
  return {
    ids,
    read(id) {
      const entry = closed?.look(id)
      const stored = entry?.digest() ?? null
      if (stored !== null) {
        const { acquaintance } = stored
        return { id, flaw: null, lacking: [], journal: null, acquaintance, seen: query.fromSummary(stored) }
      }
      const { incident, flaw, lacking, isSilenced, isExposed, journal } = readLog(world, id)
      const acquaintance = acquaintanceOf(journal)
      const isSettled = flaw === null && lacking.length === 0 && !owesRetractions(incident) && !isSilenced && !isExposed
      const summary = isSettled ? summaryOf(incident, acquaintance) : null
      if (summary !== null) entry?.keep(summary)
      const isCurrent = phaseOf(incident) !== 'closed' || isSilenced || isExposed
      return {
        id,
        flaw,
        lacking,
        journal: isCurrent ? journal : null,
        acquaintance,
        seen: query.fromIncident(incident),
      }
    },
    save: () => closed?.save(ids),
  }
}

function readLog(world: World, id: string) {
  const journal = world.workspace.journal(id)
  journal.refresh()
  const { incident } = journal
  const lacking = journal.flawedFilesInForce()
  // Reading a runbook or settings that are missing would throw.
  const { runbook, settings } = EMPTY_INCIDENT
  return {
    incident: lacking.length === 0 ? incident : { ...incident, runbook, settings },
    flaw: journal.flaw(),
    isSilenced: isJustSilenced(journal, world.now()),
    /** Whether only unknown writers say that it is not confidential. */
    isExposed: lacking.length === 0 && !isConfidential(incident) && journal.isConfidential(),
    journal,
    lacking,
  }
}

/** The incidents of a workspace, with the logs of those that are open. */
export interface IncidentIndex {
  /** Oldest first. */
  readonly ids: readonly string[]
  readonly open: readonly Journal[]
  /** Those closed as a false alarm where customers have not been told on every channel, as far as that is known. */
  readonly unretracted: readonly Journal[]
  /** Those that a writer closed within the last day whom this machine does not know. */
  readonly silenced: readonly Journal[]
  /** Those closed otherwise, if the log is to be believed, but for a flaw that may hide that they are not. */
  readonly flawed: readonly Journal[]
  /** The log of the latest incident; null if that was not read, since it is known to be closed, or if there is none. */
  readonly latest: Journal | null
}

/** Finds the open incidents, without reading those known to be closed for good; leaves out the incident `except`. */
export function openIncidents(world: World, except: string | null = null): IncidentIndex {
  const ids = world.workspace.ids().filter((id) => id !== except)
  const closed = closedIncidents(world, ids.length)
  const open: Journal[] = []
  const unretracted: Journal[] = []
  const silenced: Journal[] = []
  const flawed: Journal[] = []
  let latest: Journal | null = null
  for (const id of ids) {
    latest = null
    const entry = closed?.look(id)
    if (entry?.isClosed) continue
    latest = world.workspace.journal(id)
    latest.refresh()
    if (phaseOf(latest.incident) !== 'closed') open.push(latest)
    else if (mayOweRetractions(latest)) unretracted.push(latest)
    else if (isJustSilenced(latest, world.now())) silenced.push(latest)
    else if (latest.flaw() !== null) flawed.push(latest)
    // Null: closed, but no summary has been computed.
    else entry?.keep(null)
  }
  closed?.save(ids)
  return { ids, open, unretracted, silenced, flawed, latest }
}

/** The ids of all incidents in which anything may be due, by what is recorded or by what writers have recorded that are known. */
export function incidentsWithDeadlines(world: World): string[] {
  const { open, unretracted, silenced, flawed } = openIncidents(world)
  return [...open, ...unretracted, ...silenced, ...flawed].map(({ id }) => id)
}

const DAY_MS = 86_400_000

/** Whether a writer whom this machine does not know closed the incident, or may have, not more than a day ago. */
export function isJustSilenced(journal: Journal, now: number): boolean {
  if (!isClosedByUnknown(journal)) return false
  const recorded = Date.parse(currentWrite(journal.incident, 'phase')?.recordedAt ?? '')
  // What the line says of its time may be false, too.
  return Math.max(recorded, journal.changedAt()) > now - DAY_MS
}

function isClosedByUnknown(journal: Journal): boolean {
  const closing = currentWrite(journal.incident, 'phase')
  return closing?.value.phase === 'closed' && !journal.knows(closing.writer)
}

/** Whether customers may still have to be told of a false alarm: without runbook and settings, that is not known. */
function mayOweRetractions(journal: Journal): boolean {
  const { incident } = journal
  const isFalseAlarm = falseAlarmOf(incident) !== undefined
  return isFalseAlarm && (journal.flawedFilesInForce(true).length > 0 || owesRetractions(incident))
}
