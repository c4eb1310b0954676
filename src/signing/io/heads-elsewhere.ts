import type { Head } from '../../domain/log/event.ts'
import { ProblemError } from '../../domain/problem.ts'
import type { Journal } from '../../store/journal.ts'
import type { Workspace } from '../../store/workspace.ts'
import { headNames } from './anchor-files.ts'

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
  let named: readonly { readonly journal: Journal; readonly names: ReadonlySet<string> }[] | null = null
  return (file, heads) => {
    named ??= others.map((id) => {
      const journal = workspace.journal(id)
      return { journal, names: new Set(headNames(journal.directory)) }
    })
    const found = named.find(
      ({ journal, names }) => names.has(file) && heads.every((head) => eventsOf(journal).has(textOf(head))),
    )
    return found?.journal.id ?? null
  }
}

function textOf({ writer, seq, hash }: Head): string {
  return `${writer}:${seq}:${hash}`
}
