import type { TimelineEntry } from '../domain/incident/timeline.ts'
import { type Event, isKnownType } from '../domain/log/event.ts'
import type { Text } from '../text/text.ts'
import { inert } from './inert.ts'

/** One event as it stands now, in a line: time of day, name, what, by whom, and what was corrected or taken back. */
export function timelineLine(entry: TimelineEntry, { events, words }: Text): string {
  const { at, event, type, data, by, undoneBy, correctedBy, original } = entry
  const sign = isKnownType(type) ? '' : ' ?'
  const was = original === null ? '' : words.was(timeOf(original.at, at), inert(say(type, original.data)))
  const marks = [
    correctedBy === null ? '' : `  (${words.corrected} ${correctedBy}: ${was})`,
    undoneBy === null ? '' : `  (${words.undone} ${undoneBy})`,
  ]
  return `${at.slice(11, 19)}  ${event}  ${inert(say(type, data))}  ${inert(by)}${sign}${marks.join('')}`

  function say(type: string, data: unknown): string {
    if (!isKnownType(type)) return `${type} ${JSON.stringify(data)}`
    return (events[type] as (data: Event['data']) => string)(data as Event['data'])
  }
}

/** The time that was recorded first: its time of day, with the date where it was another one. */
function timeOf(recorded: string, now: string): string {
  return recorded.slice(0, 10) === now.slice(0, 10) ? recorded.slice(11, 19) : recorded.slice(0, 19).replace('T', ' ')
}
