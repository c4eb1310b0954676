import { type Guard, guard, type JsonSchema, text } from '../guard.ts'

const SAID = text.schema()
const FREE = text.schema()

/** What a person said of an event: a note or a reason, which can be corrected and redacted. Found by its schema. */
export const said: Guard<string> = withSchema(SAID)

/** Other words of people, or of a service that answered: they can be redacted. Found by its schema. */
export const freeText: Guard<string> = withSchema(FREE)

function withSchema(schema: JsonSchema): Guard<string> {
  return guard(
    (value): value is string => text(value),
    () => schema,
  )
}

/** Whether a property of a schema is what a person said of the event. */
export function isSaid(schema: JsonSchema): boolean {
  return allows(schema, SAID)
}

/** Whether a property of a schema is text that can be redacted. */
export function isFreeText(schema: JsonSchema): boolean {
  return isSaid(schema) || allows(schema, FREE)
}

function allows(schema: JsonSchema, kind: JsonSchema): boolean {
  return schema === kind || (Array.isArray(schema.anyOf) && schema.anyOf.includes(kind))
}
