import { type RunningClock, runningClocks } from '../domain/deadlines.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import type { Text } from '../i18n/text.ts'
import type { Clock } from '../platform/clock.ts'
import { inert } from '../view/inert.ts'
import { clockName } from './labels.ts'

/** Announces each clock once when it falls due, except those overdue at construction. */
export class OverdueAlerts {
  private readonly clock: Clock
  private readonly text: Text
  private announced: OverdueKeys

  constructor(incident: Incident, clock: Clock, text: Text) {
    this.clock = clock
    this.text = text
    this.announced = newlyOverdue(new Set(), runningClocks(incident, lifecycleOf(incident), clock.now())).now
  }

  /** Returns a line for each clock that has fallen due since the last call. */
  lines(incident: Incident): string[] {
    const at = this.clock.now()
    const { fallen, now } = newlyOverdue(this.announced, runningClocks(incident, lifecycleOf(incident), at))
    this.announced = now
    const time = this.clock.stamp(at).slice(11, 19)
    return fallen.map(({ id }) => inert(`${time}  ${this.text.words.nowDue(clockName(incident, id, this.text).name)}`))
  }
}

/** The keys of overdue clocks: id and due time, so that a clock with a new due time counts as another. */
export type OverdueKeys = ReadonlySet<string>

/** Returns the clocks that are overdue now and were not before, and the keys of all that are overdue now. */
export function newlyOverdue(
  before: OverdueKeys,
  clocks: readonly RunningClock[],
): { readonly fallen: readonly RunningClock[]; readonly now: OverdueKeys } {
  const overdue = clocks.filter((clock) => clock.overdue)
  return { fallen: overdue.filter((clock) => !before.has(keyOf(clock))), now: new Set(overdue.map(keyOf)) }
}

function keyOf({ id, dueAt }: RunningClock): string {
  return `${id} ${dueAt}`
}
