import { isRecord, type JsonSchema, word } from '../guard.ts'
import { isOfKind } from '../runbook/fact-kinds.ts'
import { dataSchema, type Envelope, type Event, isKnown, nameOf } from './event.ts'
import { isFreeText } from './free-text.ts'

/** What is shown in place of redacted text, the same in every language and format. */
export const REDACTED = '█████'

/** By the name of an event, its redacted fields: paths such as `text` or `texts.0.text`; `texts` stands for all in it. */
export type Redactions = ReadonlyMap<string, readonly string[]>

/** The fields of an event that can be redacted, by their paths, with their text. Blank ones are left out. */
export function redactableFields(event: Envelope): Map<string, string> {
  const found = new Map<string, string>()
  mapText(event.data, schemaOf(event), '', (text, field) => {
    if (word(field) && text.trim() !== '' && !isStatedTime(event, field, text)) found.set(field, text)
    return text
  })
  return found
}

/** Whether a redaction of `redacted`, the path of a field or of what holds it, covers the field. */
export function covers(redacted: string, field: string): boolean {
  return field === redacted || field.startsWith(`${redacted}.`)
}

/** Yields the events with their redacted fields crossed out. Only `data` differs: hashes are those of the lines. */
export function withRedactions<E extends Event | Envelope>(
  events: IterableIterator<E>,
  redactions: Redactions,
): IterableIterator<E> {
  return redactions.size === 0 ? events : crossedOut(events, redactions)
}

function* crossedOut<E extends Event | Envelope>(events: Iterable<E>, redactions: Redactions): Generator<E> {
  for (const event of events) {
    const fields = [...(redactions.get(nameOf(event)) ?? []), ...laterWords(event, redactions)]
    yield fields.length === 0 ? event : redact(event, fields)
  }
}

/** The fields that say in another language what is redacted of an earlier event, as a translation that was given later does. */
function laterWords(event: Event | Envelope, redactions: Redactions): readonly string[] {
  const target = translatedEvent(event)
  return target !== null && redactions.get(target)?.includes('text') ? TRANSLATIONS : []
}

/** The event to whose words this one only adds the same in another language; null if it does not. */
function translatedEvent(event: Event | Envelope): string | null {
  if (!isKnown(event)) return null
  const { type, data } = event
  if (type === 'action.changed') return data.action
  return type === 'event.corrected' && data.text === undefined ? data.event : null
}

const TRANSLATIONS = ['ja', 'en']

function redact<E extends Event | Envelope>(event: E, fields: readonly string[]): E {
  const data = mapText(event.data, schemaOf(event), '', (text, field) =>
    fields.some((redacted) => covers(redacted, field) || isSameText(event, redacted, field)) &&
    !isStatedTime(event, field, text)
      ? REDACTED
      : text,
  )
  return { ...event, data }
}

/** Whether a field has the redacted words in another language. */
function isSameText({ type }: Event | Envelope, redacted: string, field: string): boolean {
  const isTranslated = type === 'note.added' || type === 'action.added' || type === 'event.corrected'
  return isTranslated && redacted === 'text' && (field === 'ja' || field === 'en')
}

/** Whether a field states a time, on which deadlines can depend: nobody can cross that out, whatever a line says. */
function isStatedTime({ type }: Event | Envelope, field: string, text: string): boolean {
  return type === 'fact.set' && field === 'value' && isTimeOrRange(text)
}

/** Whether a text is nothing but a time or a range of times. */
export function isTimeOrRange(text: string): boolean {
  return isOfKind(text, 'estimate')
}

/** The schema of the data of an event; null if this version does not know it. */
function schemaOf(event: Event | Envelope): JsonSchema | null {
  return isKnown(event) ? dataSchema(event.type) : null
}

/** Replaces the free text in a value, by its schema. Of a type that this version does not know (null), all text is free. */
function mapText(
  value: unknown,
  schema: JsonSchema | null,
  path: string,
  replace: (text: string, field: string) => string,
): unknown {
  if (typeof value === 'string') return schema === null || isFreeText(schema) ? replace(value, path) : value
  const inner = (item: unknown, key: string | number) =>
    mapText(item, schema === null ? null : innerSchema(schema, key), path === '' ? `${key}` : `${path}.${key}`, replace)
  if (Array.isArray(value)) return value.map(inner)
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item, key)]))
}

/** The schema of what is in an array or object; an empty one, of no free text, if there is none. */
function innerSchema(schema: JsonSchema, key: string | number): JsonSchema {
  const alternatives = (schema.anyOf ?? [schema]) as readonly JsonSchema[]
  const { items, properties, additionalProperties } = Object.assign({}, ...alternatives) as InnerSchemas
  return items ?? properties?.[key] ?? additionalProperties ?? {}
}

interface InnerSchemas {
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string | number, JsonSchema>>
  readonly additionalProperties?: JsonSchema
}
