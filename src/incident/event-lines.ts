import type { Incident } from '../domain/incident/incident.ts'
import type { TimelineEntry } from '../domain/incident/timeline.ts'
import { type Envelope, type Event, isKnown, isKnownType, nameOf } from '../domain/log/event.ts'
import type { EventDescriptions } from '../i18n/events.en.ts'
import { spanWords } from '../i18n/span.ts'
import type { Text } from '../i18n/text.ts'
import type { Words } from '../i18n/words.en.ts'
import { inertLine, LONGEST_LINE, shortLine } from '../view/inert.ts'

/** The mark before each line about a drill, such as `[DRILL] `; empty for a real incident. */
export function drillPrefix({ declaration }: Incident, { words }: Text): string {
  return declaration?.drill ? `[${words.drill}] ` : ''
}

/** One recorded event as a line: time of day, name, description, author. */
export function receipt(event: Event | Envelope, words: EventDescriptions): string {
  return `${event.at.slice(11, 19)}  ${nameOf(event)}  ${describeEvent(event, words)}  ${shortLine(event.by)}`
}

/** The description of an event, without its time, name and author; for an unknown type, its type and its data as JSON. */
export function describeEvent(event: Event | Envelope, words: EventDescriptions): string {
  if (!isKnown(event)) return shortLine(`${event.type} ${JSON.stringify(event.data)}`, LONGEST_LINE)
  // TypeScript does not relate the type of an event to that of its data.
  const describeData = words[event.type] as (data: unknown) => string
  return shortLine(describeData(event.data), LONGEST_LINE)
}

/**
 * An event in its current state. Marks at its end: unknown to this version (`?`), undone, corrected, entered
 * late, the last of steps recorded in bulk, clock behind the event before. What was written is cut at `longest` columns; null keeps it whole.
 */
export function timelineLine(
  entry: TimelineEntry,
  { events, words }: Text,
  longest: number | null = LONGEST_LINE,
): string {
  const { at, event, type, data, undoneBy, correctedBy, original, setBackSeconds } = entry
  const { enteredLateSeconds: late, stepsInBulk: bulk } = entry
  const marks = [
    isKnownType(type) ? '' : '?',
    undoneBy === null ? '' : words.undone(undoneBy),
    correctedBy === null || original === null ? '' : correctionMark(correctedBy, original),
    late === null ? '' : words.aside(words.enteredLate(spanWords(late, words))),
    bulk === null ? '' : words.aside(words.stepsInBulk(bulk.steps, bulk.seconds)),
    setBackSeconds === null ? '' : words.behindBefore(words.seconds(setBackSeconds)),
  ]
  return [at.slice(11, 19), event, describe(data), actorWords(entry, words), ...marks.filter(Boolean)].join('  ')

  function correctionMark(correction: string, { at: recorded, data }: NonNullable<TimelineEntry['original']>): string {
    return words.corrected(correction, timeBeforeCorrection(recorded, at), describe(data))
  }

  function describe(data: unknown): string {
    const described = isKnownType(type)
      ? (events[type] as (data: Event['data']) => string)(data as Event['data'])
      : `${type} ${JSON.stringify(data)}`
    return longest === null ? inertLine(described) : shortLine(described, longest)
  }
}

/** Who acted, and through whom or what if they did not type it. */
export function actorWords(
  { by, via, invitedBy }: Pick<TimelineEntry, 'by' | 'via' | 'invitedBy'>,
  words: Words,
  nameOf: (id: string) => string = shortLine,
): string {
  if (invitedBy !== null) return words.invited(nameOf(by), nameOf(invitedBy))
  return via === null ? nameOf(by) : words.through(nameOf(by), inertLine(via))
}

/** The time first recorded: the time of day, after its date if that is not the date of the corrected time. */
function timeBeforeCorrection(recorded: string, corrected: string): string {
  const isSameDay = recorded.slice(0, 10) === corrected.slice(0, 10)
  return isSameDay ? recorded.slice(11, 19) : recorded.slice(0, 19).replace('T', ' ')
}
