import { arrayOf, type Guarded, nullable, oneOf, optional, recordOf, shape, span, word } from '../guard.ts'
import { bilingual, SEVERITIES } from '../runbook/runbook.ts'

/** When an escalation level is called in: all that is stated has to hold. */
const condition = shape(() => ({
  /** This severity, or a worse one. */
  severity: optional(oneOf(SEVERITIES)),
  types: optional(arrayOf(word)),
  /** Milliseconds since the halt was declared. */
  after: optional(span),
  /** Milliseconds for which somebody has been called and has not answered. */
  unanswered: optional(span),
}))
export type Condition = Guarded<typeof condition>

const level = shape(() => ({
  id: word,
  title: bilingual,
  /** People and departments. */
  reach: arrayOf(word),
  /** Null where it is raised by hand only. */
  when: nullable(condition),
  /** Milliseconds after which it is due again while nobody has answered; null where it is raised once. */
  again: nullable(span),
}))
export type Level = Guarded<typeof level>

/**
 * Who leads each department, who tells whom, and when somebody higher is called (manual chapters 5 and 6), without any
 * number or address: it stands beside the log with the settings.
 */
export const isRoster = shape(() => ({
  /** Names of people by their ids. */
  people: recordOf(bilingual),
  /** By department, its people in the order in which they are called: the head, then the deputies. */
  departments: recordOf(arrayOf(word)),
  /** The contact flow: by who tells (`lead`, a department, a person), whom. */
  flow: recordOf(arrayOf(word)),
  /** Milliseconds that one waits for an answer before the next is called. */
  answerWithin: span,
  /** Escalation levels, lowest first. */
  levels: arrayOf(level),
}))
export type Roster = Guarded<typeof isRoster>

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
