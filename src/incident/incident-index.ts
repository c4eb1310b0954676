import { phaseOf } from '../domain/incident/current-values.ts'
import { INITIAL, type Incident } from '../domain/incident/incident.ts'
import type { FlawedFile } from '../domain/log/governing-files.ts'
import type { Digest } from '../domain/stats/stats.ts'
import type { Journal } from '../store/journal.ts'
import { closedIncidents } from '../store/snapshots.ts'
import type { World } from '../world.ts'

/** What is asked of each incident: of one that was read, and the same from the digest of one that is closed. */
export interface View<T> {
  of(incident: Incident): T
  from(digest: Digest): T
}

export interface Viewed<T> {
  readonly id: string
  /** False where the log cannot be believed. */
  readonly isIntact: boolean
  /** What governs it and is not beside the log; then nothing is seen of steps and facts. */
  readonly lacking: readonly FlawedFile[]
  readonly seen: T
}

/** Looks at every incident of the workspace, oldest first; of those read before and closed only from outside. */
export async function viewAll<T>(world: World, view: View<T>): Promise<Viewed<T>[]> {
  const ids = world.workspace.ids()
  const closed = closedIncidents(world, ids.length)
  const digestOf = closed === null ? () => null : (await import('../domain/stats/stats.ts')).digestOf
  const viewed = ids.map((id): Viewed<T> => {
    const look = closed?.look(id)
    const known = look?.digest() ?? null
    if (known !== null) return { id, isIntact: true, lacking: [], seen: view.from(known) }
    const { incident, isIntact, lacking } = readWhole(world, id)
    const digest = isIntact && lacking.length === 0 ? digestOf(incident) : null
    if (digest !== null) look?.keep(digest)
    return { id, isIntact, lacking, seen: view.of(incident) }
  })
  closed?.save(ids)
  return viewed
}

function readWhole(world: World, id: string) {
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

/** The incidents of a workspace, and the logs of those that are not closed. */
export interface Standing {
  /** Oldest first. */
  readonly ids: readonly string[]
  readonly open: readonly Journal[]
  /** The latest incident's, where it had to be read. */
  readonly latest: Journal | null
}

/** Finds the incidents that are open, beside one where that is given, without reading those that are known to be closed. */
export function standing(world: World, beside: string | null = null): Standing {
  const ids = world.workspace.ids().filter((id) => id !== beside)
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
