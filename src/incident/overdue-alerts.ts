import { type OpenDeadline, openDeadlines } from '../domain/deadlines.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import type { Text } from '../i18n/text.ts'
import type { Clock } from '../platform/clock.ts'
import { inertLine } from '../view/inert.ts'
import { deadlineName } from './labels.ts'

/** Makes a line for each deadline that passes, once. Those already overdue at construction get none. */
export class OverdueAlerts {
  private readonly clock: Clock
  private readonly text: Text
  private knownOverdue: OverdueKeys

  constructor(incident: Incident, clock: Clock, text: Text) {
    this.clock = clock
    this.text = text
    this.knownOverdue = newlyOverdue(new Set(), openDeadlines(incident, lifecycleOf(incident), clock.now())).now
  }

  /** Returns a line for each deadline that has passed since the last call, or since construction. */
  takeNewLines(incident: Incident): string[] {
    const at = this.clock.now()
    const { fallen, now } = newlyOverdue(this.knownOverdue, openDeadlines(incident, lifecycleOf(incident), at))
    this.knownOverdue = now
    const time = this.clock.stamp(at).slice(11, 19)
    const names = fallen.map(({ id }) => deadlineName(incident, id, this.text).name)
    return names.map((name) => inertLine(`${time}  ${this.text.words.nowDue(name)}`))
  }
}

/** The keys of overdue deadlines: id and due time, so that a deadline that has moved counts as another one. */
export type OverdueKeys = ReadonlySet<string>

/** The open deadlines that have become overdue (`fallen`), and the keys of all that are overdue `now`. */
export function newlyOverdue(before: OverdueKeys, deadlines: readonly OpenDeadline[]) {
  const overdue = deadlines.filter(({ overdue }) => overdue)
  const now: OverdueKeys = new Set(overdue.map(keyOf))
  return { fallen: overdue.filter((deadline) => !before.has(keyOf(deadline))), now }
}

function keyOf({ id, dueAt }: OpenDeadline): string {
  return `${id} ${dueAt}`
}
