import { overturnedBy } from '../domain/incident/hypotheses.ts'
import { type Envelope, type Event, isKnown, nameOf } from '../domain/log/event.ts'
import { INVOCATION } from '../domain/problem.ts'
import type { Journal } from '../store/journal.ts'
import { quoteArg } from '../view/shell-quote.ts'
import type { World } from '../world.ts'

/** Says of notes that were just recorded which judgement of a hypothesis they overturned, each with the command that undoes it. */
export function overturnedLines(
  { text: { said } }: Pick<World, 'text'>,
  { incident }: Pick<Journal, 'incident'>,
  recorded: readonly (Event | Envelope)[],
): string[] {
  return recorded.flatMap((event) => {
    if (!isKnown(event) || event.type !== 'note.added') return []
    if (event.data.discards === undefined && event.data.confirms === undefined) return []
    const overturned = overturnedBy(incident, nameOf(event))
    if (overturned === null) return []
    const undo = `${INVOCATION} undo ${nameOf(event)} --reason ${quoteArg(said.byMistake)}`
    return [said.overturned(overturned), said.ifMistaken(undo)]
  })
}
