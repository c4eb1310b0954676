import { phaseOf } from '../domain/incident/current-values.ts'
import { INITIAL, type Incident } from '../domain/incident/incident.ts'
import type { FlawedFile } from '../domain/log/governing-files.ts'
import type { IncidentSummary } from '../domain/stats/stats.ts'
import type { Journal } from '../store/journal.ts'
import { closedIncidents } from '../store/snapshots.ts'
import type { World } from '../world.ts'

/** A value computed for each incident: `of` from its log, `from` the stored digest of a closed one. */
export interface IncidentQuery<T> {
  of(incident: Incident): T
  from(digest: IncidentSummary): T
}

export interface QueryResult<T> {
  readonly id: string
  /** False if the log is damaged. */
  readonly isIntact: boolean
  /** Runbook and settings files in force that are missing; if there are any, steps and facts are unknown and left out. */
  readonly lacking: readonly FlawedFile[]
  readonly seen: T
}

/**
 * Computes a value for every incident of the workspace, oldest first. A closed incident that was read before is not read
 * again while its files look unchanged.
 */
export async function queryIncidents<T>(world: World, view: IncidentQuery<T>): Promise<QueryResult<T>[]> {
  const ids = world.workspace.ids()
  const closed = closedIncidents(world, ids.length)
  const digestOf = closed === null ? () => null : (await import('../domain/stats/stats.ts')).summaryOf
  const viewed = ids.map((id): QueryResult<T> => {
    const look = closed?.look(id)
    const stored = look?.digest() ?? null
    if (stored !== null) return { id, isIntact: true, lacking: [], seen: view.from(stored) }
    const { incident, isIntact, lacking } = readLog(world, id)
    const digest = isIntact && lacking.length === 0 ? digestOf(incident) : null
    if (digest !== null) look?.keep(digest)
    return { id, isIntact, lacking, seen: view.of(incident) }
  })
  closed?.save(ids)
  return viewed
}

function readLog(world: World, id: string) {
  const journal = world.workspace.journal(id)
  journal.refresh()
  const { incident } = journal
  const lacking = journal.lackingFiles()
  const { runbook, settings } = INITIAL
  return {
    incident: lacking.length === 0 ? incident : { ...incident, runbook, settings },
    isIntact: journal.findings().length === 0,
    lacking,
  }
}

/** The incidents of a workspace, with the logs of those that are open. */
export interface IncidentIndex {
  /** Oldest first. */
  readonly ids: readonly string[]
  readonly open: readonly Journal[]
  /** The log of the latest incident, if it had to be read. */
  readonly latest: Journal | null
}

/** Finds the open incidents, except one if given, without reading those that are known to be closed. */
export function openIncidents(world: World, except: string | null = null): IncidentIndex {
  const ids = world.workspace.ids().filter((id) => id !== except)
  const closed = closedIncidents(world, ids.length)
  const open: Journal[] = []
  let latest: Journal | null = null
  for (const id of ids) {
    latest = null
    const look = closed?.look(id)
    if (look?.isClosed) continue
    latest = world.workspace.journal(id)
    latest.refresh()
    if (phaseOf(latest.incident) !== 'closed') open.push(latest)
    else if (latest.findings().length === 0) look?.keep(null)
  }
  closed?.save(ids)
  return { ids, open, latest }
}
