import { isRecord, type JsonSchema } from '../guard.ts'
import { dataSchema, type Envelope, type EventType, isKnown } from './event.ts'
import { isSaid } from './free-text.ts'

/** Whether events of this type may have a note or a reason, which a person gave. */
export function hasSaid(type: EventType): boolean {
  return saysAnything(dataSchema(type))
}

function saysAnything(schema: JsonSchema): boolean {
  return isSaid(schema) || Object.values(propertiesOf(schema)).some(saysAnything)
}

/**
 * Returns the data of an event with other words for its note or reason, whichever it has; null if it has neither. A missing
 * note is added. A reason is not: its lack says something too, such as that nothing was overridden.
 */
export function withSaid(event: Envelope, words: string): Record<string, unknown> | null {
  return isKnown(event) ? replaced(event.data, dataSchema(event.type), words) : null
}

function replaced(data: object, schema: JsonSchema, words: string): Record<string, unknown> | null {
  const original = data as Record<string, unknown>
  const changes = Object.entries(propertiesOf(schema)).flatMap(([key, property]): [string, unknown][] => {
    const value = original[key]
    if (isSaid(property)) return value === null ? [] : [[key, words]]
    const inner = isRecord(value) ? replaced(value, property, words) : null
    return inner === null ? [] : [[key, inner]]
  })
  return changes.length === 0 ? null : { ...original, ...Object.fromEntries(changes) }
}

function propertiesOf({ properties }: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return isRecord(properties) ? (properties as Record<string, JsonSchema>) : {}
}
