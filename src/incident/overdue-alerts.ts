import { clocksOf, type RunningClock } from '../domain/deadlines.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import type { Text } from '../i18n/text.ts'
import type { Clock } from '../platform/clock.ts'
import { inert } from '../view/inert.ts'
import { clockName } from './labels.ts'

/** Says of each clock once that it has fallen due; what was overdue when it began to look is known. */
export class OverdueAlerts {
  private readonly clock: Clock
  private readonly text: Text
  private known: Fallen

  constructor(incident: Incident, clock: Clock, text: Text) {
    this.clock = clock
    this.text = text
    this.known = fallenSince(new Set(), clocksOf(incident, lifecycleOf(incident), clock.now())).now
  }

  /** A line for each that has fallen due since it was asked last. */
  lines(incident: Incident): string[] {
    const at = this.clock.now()
    const { fallen, now } = fallenSince(this.known, clocksOf(incident, lifecycleOf(incident), at))
    this.known = now
    const time = this.clock.stamp(at).slice(11, 19)
    return fallen.map(({ id }) => inert(`${time}  ${this.text.words.nowDue(clockName(incident, id, this.text).name)}`))
  }
}

/** Clocks that were overdue at a time: each by its id and when it was due, so that one that is due anew is another. */
export type Fallen = ReadonlySet<string>

/** What is overdue now and was not before, with what is overdue now. */
export function fallenSince(
  before: Fallen,
  clocks: readonly RunningClock[],
): { readonly fallen: readonly RunningClock[]; readonly now: Fallen } {
  const overdue = clocks.filter((clock) => clock.overdue)
  return { fallen: overdue.filter((clock) => !before.has(keyOf(clock))), now: new Set(overdue.map(keyOf)) }
}

function keyOf({ id, dueAt }: RunningClock): string {
  return `${id} ${dueAt}`
}
