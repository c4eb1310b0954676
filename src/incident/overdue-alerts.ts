import { type OpenDeadline, openDeadlines } from '../domain/deadlines.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import type { Text } from '../i18n/text.ts'
import type { Clock } from '../platform/clock.ts'
import { inert } from '../view/inert.ts'
import { deadlineName } from './labels.ts'

/** Announces each deadline once when it passes, except those overdue at construction. */
export class OverdueAlerts {
  private readonly clock: Clock
  private readonly text: Text
  private announced: OverdueKeys

  constructor(incident: Incident, clock: Clock, text: Text) {
    this.clock = clock
    this.text = text
    this.announced = newlyOverdue(new Set(), openDeadlines(incident, lifecycleOf(incident), clock.now())).now
  }

  /** Returns a line for each deadline that has passed since the last call. */
  lines(incident: Incident): string[] {
    const at = this.clock.now()
    const { fallen, now } = newlyOverdue(this.announced, openDeadlines(incident, lifecycleOf(incident), at))
    this.announced = now
    const time = this.clock.stamp(at).slice(11, 19)
    return fallen.map(({ id }) =>
      inert(`${time}  ${this.text.words.nowDue(deadlineName(incident, id, this.text).name)}`),
    )
  }
}

/** The keys of overdue deadlines: id and due time, so that a deadline that moved counts as another. */
export type OverdueKeys = ReadonlySet<string>

/** Returns the deadlines that are overdue now and were not before, and the keys of all that are overdue now. */
export function newlyOverdue(
  before: OverdueKeys,
  deadlines: readonly OpenDeadline[],
): { readonly fallen: readonly OpenDeadline[]; readonly now: OverdueKeys } {
  const overdue = deadlines.filter(({ overdue }) => overdue)
  return { fallen: overdue.filter((deadline) => !before.has(keyOf(deadline))), now: new Set(overdue.map(keyOf)) }
}

function keyOf({ id, dueAt }: OpenDeadline): string {
  return `${id} ${dueAt}`
}
