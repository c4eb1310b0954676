import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { documentSchemas } from './documents.ts'
import { eventSchema } from './event.ts'
import { chapterSchema } from './runbook.ts'
import { settingsSchema } from './settings.ts'

/** Writes the JSON Schemas that ship with the program; run by the build, so they are never older than the code. */
const SCHEMAS = { runbook: chapterSchema, settings: settingsSchema, event: eventSchema, ...documentSchemas }

const directory = join(__dirname, '..', 'schemas')
mkdirSync(directory, { recursive: true })
for (const [name, schema] of Object.entries(SCHEMAS)) {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
  writeFileSync(join(directory, `${name}.schema.json`), `${JSON.stringify(json, null, 2)}\n`)
}
