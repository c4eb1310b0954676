import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import type * as z from 'zod'
import { authoritySchema } from '../../src/authority/authority-file-schema.ts'
import { isRecord } from '../../src/domain/guard.ts'
import { scenarioSchema } from '../../src/drill/scenario-schema.ts'
import { contactsSchema } from '../../src/runbook/contacts-schema.ts'
import { chapterSchema } from '../../src/runbook/runbook-schema.ts'
import { settingsSchema } from '../../src/runbook/settings-schema.ts'
import { readManualFile } from '../../src/runbook/yaml.ts'

const SHIPPED = resolve(import.meta.dirname, '../../runbooks')

const SETTINGS = `organisation: { ja: 例示取引所, en: Example Exchange }
contact: { ja: 窓口, en: The desk }
timezone: Asia/Tokyo
language: ja
channels:
  website: { via: file, path: site, languages: [ja, en], baseUrl: https://w.example }
  email: { via: smtp, url: smtps://m.example, from: a@m.example, to: [b@m.example] }
  app-push: { via: webhook, url: https://p.example, secretEnv: TOKEN }
  social: { via: by-hand }
  internal: { via: command, run: [post] }
cadence: { first: 5m, update: 30m, email: on-change, sev1: { update: 15m } }
share: { group: oncall }
words: { assets: { ja: 資産, en: assets }, banned: [oops], preferred: { 停電: 障害 } }
review: { runbooks: 90d, drill: 30d }
runbooks: { shipped: true }
`

const CONTACTS = `reviewed: 2026-11-24
people:
  hanako: { name: 花子, phone: "+81 3 0000 0000", mail: h@example.com }
departments: { system: { head: hanako, deputies: [hanako] } }
escalation: [{ to: hanako, when: 全面停止, within: 5m }]
flow: [[system, legal]]
`

const REPLACEMENTS = [
  null,
  '',
  ' ',
  'x y',
  0,
  -1,
  1e9,
  true,
  [],
  [null],
  ['', ''],
  [[]],
  {},
  { '': null },
  { 'x y': {} },
]

/** A value with each of its parts replaced in turn by what the part can hardly be; a mapping also with each key. */
function* replaced(value: unknown): Generator<unknown> {
  yield* REPLACEMENTS
  if (Array.isArray(value))
    for (const [index, entry] of value.entries()) for (const one of replaced(entry)) yield value.with(index, one)
  if (!isRecord(value)) return
  for (const [key, entry] of Object.entries(value)) {
    for (const one of replaced(entry)) yield { ...value, [key]: one }
    const others = Object.fromEntries(Object.entries(value).filter(([other]) => other !== key))
    for (const name of ['', 'x y', `${key}：`]) yield { ...others, [name]: entry }
  }
}

/** Of each list the first entry, and of each long mapping the first ones: others of the same form add only time. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shortened)
  if (!isRecord(value)) return value
  const entries = Object.entries(value)
  const kept = entries.length > 20 ? entries.slice(0, 2) : entries
  return Object.fromEntries(kept.map(([key, entry]) => [key, shortened(entry)]))
}

it.each<[string, string, z.ZodType]>([
  ['halt.yaml', SETTINGS, settingsSchema],
  ['contacts.yaml', CONTACTS, contactsSchema],
  ...['5-departments.yaml', 'manual.yaml'].map((name) => shipped(name, chapterSchema)),
  ...first('authorities', authoritySchema),
  ...first('drills', scenarioSchema),
])('%s with any value or key replaced is accepted, or has findings', (name, text, schema) => {
  let rejected = 0
  for (const value of replaced(shortened(parse(text)))) {
    const made = stringify(value)
    const { source, value: accepted } = readManualFile(name, made, schema)
    expect(accepted === null, made).toBe(source.findings.length > 0)
    rejected += Number(accepted === null)
  }
  expect(rejected).toBeGreaterThan(100)
})

function shipped(name: string, schema: z.ZodType): [string, string, z.ZodType] {
  return [name, readFileSync(join(SHIPPED, name), 'utf8'), schema]
}

function first(folder: string, schema: z.ZodType): [string, string, z.ZodType][] {
  const [name = ''] = readdirSync(join(SHIPPED, folder)).sort()
  return [shipped(join(folder, name), schema)]
}
