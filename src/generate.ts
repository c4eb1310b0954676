import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { COMPILED_RUNBOOK, sourcesDigest } from './edges/compiled.ts'
import { loadRunbook } from './edges/runbooks.ts'
import { authoritySchema } from './schema/authority.ts'
import { contactsSchema } from './schema/contacts.ts'
import { documentSchemas } from './schema/documents.ts'
import { eventSchema } from './schema/event.ts'
import { chapterSchema } from './schema/runbook.ts'
import { scenarioSchema } from './schema/scenario.ts'
import { settingsSchema } from './schema/settings.ts'

/**
 * What the build derives from the sources, in the folder where it is run: the JSON Schemas that ship, and the shipped
 * runbook, already read.
 */

const root = process.cwd()
const SCHEMAS = {
  runbook: chapterSchema,
  settings: settingsSchema,
  contacts: contactsSchema,
  scenario: scenarioSchema,
  authority: authoritySchema,
  event: eventSchema,
  ...documentSchemas,
}

mkdirSync(join(root, 'schemas'), { recursive: true })
for (const [name, schema] of Object.entries(SCHEMAS)) {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
  writeFileSync(join(root, 'schemas', `${name}.schema.json`), `${JSON.stringify(json, null, 2)}\n`)
}

const { runbook, digest, findings } = loadRunbook(join(root, 'runbooks'), null)
if (findings.length > 0) throw new Error(`the shipped runbooks have ${findings.length} findings: run 'runbook check'`)
writeFileSync(
  join(root, COMPILED_RUNBOOK),
  JSON.stringify({ sources: sourcesDigest(join(root, 'runbooks')), digest, runbook }),
)
