import type { RunningClock } from './deadlines.ts'

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
