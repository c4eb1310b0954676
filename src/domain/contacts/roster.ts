import { arrayOf, type GuardedType, nullable, oneOf, optional, recordOf, shape, span, word } from '../guard.ts'
import { bilingual, SEVERITIES } from '../runbook/runbook.ts'

/** When an escalation level is due: once all conditions that are given hold. */
const condition = shape(() => ({
  /** This severity, or a worse one. */
  severity: optional(oneOf(SEVERITIES)),
  /** One of these halt types. */
  types: optional(arrayOf(word)),
  /** Milliseconds since the halt was declared or, after a reopening, since that. */
  after: optional(span),
  /** Milliseconds for which nobody in the level below, or for the lowest level in a department, has answered a call. */
  unanswered: optional(span),
}))
export type EscalationCondition = GuardedType<typeof condition>

const level = shape(() => ({
  id: word,
  title: bilingual,
  /** People and departments. */
  reach: arrayOf(word),
  /** Null if it is raised by hand only. */
  when: nullable(condition),
  /** Milliseconds after which it is due again while nobody has answered; null if it is raised only once. */
  again: nullable(span),
}))
export type EscalationLevel = GuardedType<typeof level>

/** Whom to contact (manual chapters 5 and 6), without phone numbers and addresses: it is stored with the log. */
export const isRoster = shape(() => ({
  people: recordOf(bilingual),
  /** The people of each department in calling order: the head, then the deputies. */
  departments: recordOf(arrayOf(word)),
  /** The contact flow: whom each notifier (`lead`, a department, a person) notifies. */
  flow: recordOf(arrayOf(word)),
  /** Milliseconds to wait for an answer before the next person is called. */
  answerWithin: span,
  /** Escalation levels, lowest first. */
  levels: arrayOf(level),
}))
export type Roster = GuardedType<typeof isRoster>

/** The incident lead, with whom the contact flow begins. */
export const LEAD = 'lead'

/** Returns the people that a name in the flow or in a level stands for, in calling order; none for an unknown name. */
export function peopleOf({ departments, people }: Roster, name: string): readonly string[] {
  if (Object.hasOwn(departments, name)) return departments[name] as readonly string[]
  return Object.hasOwn(people, name) ? [name] : []
}

/** Returns departments and people in the order in which the flow reaches them; departments not in the flow come last. */
export function notificationOrder({ flow, departments }: Roster): string[] {
  const reached: string[] = []
  const queue = [LEAD]
  for (let from = queue.shift(); from !== undefined; from = queue.shift())
    for (const to of Object.hasOwn(flow, from) ? (flow[from] as readonly string[]) : [])
      if (!reached.includes(to)) {
        reached.push(to)
        queue.push(to)
      }
  return [...reached, ...Object.keys(departments).filter((id) => !reached.includes(id))]
}

/**
 * Whether two names belong to the same person, however they are written: they are equal, or each is the id or a name of the
 * same contact.
 */
export function isSamePerson(roster: Pick<Roster, 'people'> | undefined, name: string, otherName: string): boolean {
  const [one, other] = [folded(name), folded(otherName)]
  if (one === other) return true
  return Object.entries(roster?.people ?? {}).some(([id, { ja, en }]) => {
    const names = [id, ja, en].map(folded)
    return names.includes(one) && names.includes(other)
  })
}

/** Returns a function whose results are equal for the names of the same person, for many names at once. */
export function personKeys(roster: Pick<Roster, 'people'> | undefined): (name: string) => string {
  const ids = new Map(
    Object.entries(roster?.people ?? {}).flatMap(([id, { ja, en }]) => [id, ja, en].map((one) => [folded(one), id])),
  )
  return (name) => {
    const key = folded(name)
    return ids.get(key) ?? key
  }
}

/** Spaces and characters that cannot be seen: U+2800 is a Braille pattern without dots. */
const UNSEEN = /[\s\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]+/gu

/** A name without differences of width and case, and without spaces and characters that cannot be seen. */
function folded(name: string): string {
  return name.replace(UNSEEN, '').normalize('NFKC').toLowerCase().replace(UNSEEN, '')
}
