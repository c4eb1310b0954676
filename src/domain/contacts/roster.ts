import type { Bilingual } from '../runbook/runbook.ts'
import type { Severity } from '../severity.ts'

/**
 * Who leads each department, who tells whom, and when somebody higher is called (manual chapters 5 and 6), without any
 * number or address: it goes into the log with the settings.
 */
export interface Roster {
  /** Names of people by their ids. */
  readonly people: Readonly<Record<string, Bilingual>>
  /** By department, its people in the order in which they are called: the head, then the deputies. */
  readonly departments: Readonly<Record<string, readonly string[]>>
  /** The contact flow: by who tells (`lead`, a department, a person), whom. */
  readonly flow: Readonly<Record<string, readonly string[]>>
  /** Milliseconds that one waits for an answer before the next is called. */
  readonly answerWithin: number
  /** Escalation levels, lowest first. */
  readonly levels: readonly Level[]
}

export interface Level {
  readonly id: string
  readonly title: Bilingual
  /** People and departments. */
  readonly reach: readonly string[]
  /** Null where it is raised by hand only. */
  readonly when: Condition | null
  /** Milliseconds after which it is due again while nobody has answered; null where it is raised once. */
  readonly again: number | null
}

/** All that is stated has to hold. */
export interface Condition {
  /** This severity, or a worse one. */
  readonly severity?: Severity
  readonly types?: readonly string[]
  /** Milliseconds since the halt was declared. */
  readonly after?: number
  /** Milliseconds for which somebody has been called and has not answered. */
  readonly unanswered?: number
}

/** Whoever leads the incident, at the head of the flow. */
export const LEAD = 'lead'

/** The people behind a name in the flow or in a level, in the order in which they are called. */
export function peopleOf({ departments, people }: Roster, name: string): readonly string[] {
  if (Object.hasOwn(departments, name)) return departments[name] as readonly string[]
  return Object.hasOwn(people, name) ? [name] : []
}

/** Departments and people in the order in which the flow reaches them; departments that it leaves out come last. */
export function toldInOrder({ flow, departments }: Roster): string[] {
  const reached: string[] = []
  const open = [LEAD]
  for (let from = open.shift(); from !== undefined; from = open.shift())
    for (const to of Object.hasOwn(flow, from) ? (flow[from] as readonly string[]) : [])
      if (!reached.includes(to)) {
        reached.push(to)
        open.push(to)
      }
  return [...reached, ...Object.keys(departments).filter((id) => !reached.includes(id))]
}
