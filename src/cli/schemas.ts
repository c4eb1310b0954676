import * as z from 'zod'
import { authoritySchema } from '../authority/authority-file-schema.ts'
import { clocks } from '../authority/schema.ts'
import { invitation, invitations, revoked, serve } from '../board/schema.ts'
import { statusDocumentSchema } from '../delivery/status-document.ts'
import { eventSchema } from '../domain/log/event.ts'
import { LANGUAGES } from '../domain/runbook/runbook.ts'
import { scenarioSchema } from '../drill/scenario-schema.ts'
import { drills, score } from '../drill/schema.ts'
import { anchor, evidence, verify } from '../evidence/schema.ts'
import { feed, feeds, feedsTold, feedTest } from '../feeds/schema.ts'
import {
  alarms,
  approvals,
  followUps,
  join,
  list,
  next,
  receipt,
  scope,
  similar,
  start,
  status,
} from '../incident/schema.ts'
import {
  assistantAct,
  assistantBrief,
  assistantList,
  assistantLog,
  assistantNotices,
  assistantRunbook,
  assistantSimilar,
  assistantStatus,
} from '../mcp/schema.ts'
import { notices, sent } from '../notice/schema.ts'
import { calls, handover } from '../people/schema.ts'
import { coverage, doctor, init, newManual, runbookInForce, templates, trust, uninstall } from '../readiness/schema.ts'
import { sync } from '../relay/schema.ts'
import { draft, report, stats } from '../report/schema.ts'
import { contactsSchema } from '../runbook/contacts-schema.ts'
import { chapterSchema } from '../runbook/runbook-schema.ts'
import { findings } from '../runbook/schema-parts.ts'
import { settingsSchema } from '../runbook/settings-schema.ts'

/** The files of a manual, by the name of their schema. */
const manualSchemas = {
  runbook: chapterSchema,
  authority: authoritySchema,
  scenario: scenarioSchema,
  contacts: contactsSchema,
}

/** The files that people write, by the name of their schema. */
export const fileSchemas = { ...manualSchemas, settings: settingsSchema }

/** What a failed command prints on standard error with `--json`. */
const failureDocument = z.object({
  schemaVersion: z.literal(1),
  error: z.object({
    code: z.string().describe('A stable word, listed in docs/errors.md.'),
    message: z.string(),
    mend: z.string().describe('What to do about it, maybe in several lines; empty if there is nothing to do.'),
    exit: z.number().int(),
  }),
  messages: z.array(z.string()).describe('What the command had to say before it failed, line by line.'),
})

/** The JSON documents that commands print, by the name of their schema. */
export const documentSchemas = {
  receipt,
  alarms,
  scope,
  coverage,
  'runbook-in-force': runbookInForce,
  clocks,
  handover,
  calls,
  status,
  approvals,
  next,
  report,
  draft,
  stats,
  evidence,
  doctor,
  uninstall,
  findings,
  notices,
  sent,
  anchor,
  verify,
  list,
  similar,
  'follow-ups': followUps,
  start,
  join,
  sync,
  serve,
  invitation,
  invitations,
  revoked,
  drills,
  score,
  init,
  'new-manual': newManual,
  templates,
  trust,
  feed,
  feeds,
  'feed-test': feedTest,
  'feeds-told': feedsTold,
  'assistant-list': assistantList,
  'assistant-similar': assistantSimilar,
  'assistant-status': assistantStatus,
  'assistant-log': assistantLog,
  'assistant-brief': assistantBrief,
  'assistant-runbook': assistantRunbook,
  'assistant-act': assistantAct,
  'assistant-notices': assistantNotices,
  failure: failureDocument,
}

/** The JSON Schemas that are shipped in `schemas/`, by name. */
export function jsonSchemas(): Readonly<Record<string, object>> {
  const generated = Object.entries({ ...fileSchemas, ...documentSchemas }).map(([name, schema]) => {
    const override = Object.hasOwn(manualSchemas, name) ? allowOneLanguage : namingRequired
    return [name, z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input', override })] as const
  })
  const all = [['event', eventSchema()] as const, ['status-page', statusDocumentSchema()] as const, ...generated]
  return Object.fromEntries(all.map(([name, schema]) => [name, { $id: `urn:halt-runbook:schema:${name}`, ...schema }]))
}

/** In a file of a manual, texts of one language stand in for those of the other before it is validated. */
function allowOneLanguage({ jsonSchema }: { readonly jsonSchema: { required?: string[] } }): void {
  const required = jsonSchema.required?.filter((key) => !(LANGUAGES as readonly string[]).includes(key)) ?? []
  if (required.length > 0) jsonSchema.required = required
  else delete jsonSchema.required
}

/** The keys that a map must have are declared too, as strict validators want it. */
function namingRequired({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { required, properties, additionalProperties } = jsonSchema
  if (required === undefined || properties !== undefined || typeof additionalProperties !== 'object') return
  jsonSchema.properties = Object.fromEntries(required.map((key) => [key, additionalProperties]))
}
