import { type Envelope, type Event, isKnown, nameOf } from '../domain/log/event.ts'
import type { EventWords } from '../i18n/events.en.ts'
import { inert } from '../view/inert.ts'

/** One recorded event in a line: time of day, name, what, by whom. */
export function receipt(event: Event | Envelope, words: EventWords): string {
  return `${event.at.slice(11, 19)}  ${nameOf(event)}  ${describe(event, words)}  ${inert(event.by)}`
}

/** What an event says, without its time, name and author. */
export function describe(event: Event | Envelope, words: EventWords): string {
  if (!isKnown(event)) return inert(`${event.type} ${JSON.stringify(event.data)}`)
  const word = words[event.type] as (data: unknown) => string
  return inert(word(event.data))
}
