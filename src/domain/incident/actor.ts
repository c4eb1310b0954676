import { isSamePerson, type Roster } from '../contacts/roster.ts'

/** Whoever did something, and who let them do it through a program of theirs. */
export interface Actor {
  readonly by: string
  readonly invitedBy?: string
}

/** Who let somebody act, as a field; none for whoever used the machine itself. */
export function inviterOf({ invitedBy }: Pick<Actor, 'invitedBy'>): Pick<Actor, 'invitedBy'> {
  return invitedBy === undefined ? {} : { invitedBy }
}

/** Whether one of two let the other act, or somebody both: whoever makes a link can use it as well. */
export function isLinked(roster: Pick<Roster, 'people'> | undefined, one: Actor, other: Actor): boolean {
  const pairs = [
    [one.invitedBy, other.by],
    [one.by, other.invitedBy],
    [one.invitedBy, other.invitedBy],
  ] as const
  return pairs.some(([a, b]) => a !== undefined && b !== undefined && isSamePerson(roster, a, b))
}
