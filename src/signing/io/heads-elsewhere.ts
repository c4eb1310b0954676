import type { Head } from '../../domain/log/event.ts'
import { ProblemError } from '../../domain/problem.ts'
import type { Journal } from '../../store/journal.ts'
import type { Workspace } from '../../store/workspace.ts'
import { headFiles } from './anchor-files.ts'

/** Returns the incident of which a head is, given with the name of its file; null if none of the others has it. */
export type FindElsewhere = (file: string, heads: readonly Head[]) => string | null

/** Looks for heads among the other incidents of the workspace that have a file of that name. Each log is read only once. */
export function headsElsewhere(workspace: Workspace, own: Journal): FindElsewhere {
  const ownKey = own.incident.declaration?.incident
  const read = new Map<string, ReadonlySet<string>>()

  /** The events of a log that are not of this incident; none if it cannot be read. */
  function eventsOf(journal: Journal): ReadonlySet<string> {
    const known = read.get(journal.id)
    if (known !== undefined) return known
    const events = new Set<string>()
    try {
      for (const event of journal.everyEvent()) if (event.incident !== ownKey) events.add(textOf(event))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
    }
    read.set(journal.id, events)
    return events
  }

  const others = ownKey === undefined ? [] : workspace.ids().filter((id) => id !== own.id)
  return (file, heads) => {
    const found = others
      .map((id) => workspace.journal(id))
      .filter(({ directory }) => headFiles(directory, file).length > 0)
      .find((journal) => heads.every((head) => eventsOf(journal).has(textOf(head))))
    return found?.id ?? null
  }
}

function textOf({ writer, seq, hash }: Head): string {
  return `${writer}:${seq}:${hash}`
}
