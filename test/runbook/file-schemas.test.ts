import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { fileSchemas, jsonSchemas } from '../../src/cli/schemas.ts'
import { EMPTY_RUNBOOK, LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { normaliseScenario } from '../../src/drill/scenario-schema.ts'
import { answersFromFlags, setupFrom } from '../../src/readiness/init-answers.ts'
import { readinessText } from '../../src/readiness/words.ts'
import { contactsYaml, settingsYaml } from '../../src/readiness/workspace-files.ts'
import { normaliseContacts } from '../../src/runbook/contacts-schema.ts'
import { intervalsOf, normaliseSettings } from '../../src/runbook/normalise-settings.ts'
import type { SettingsFile } from '../../src/runbook/settings-schema.ts'
import type { Schema } from './key-reference.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const KINDS = Object.keys(fileSchemas) as (keyof typeof fileSchemas)[]
type Kind = (typeof KINDS)[number]

const schemas = jsonSchemas()
const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { date: true } })
const validators = Object.fromEntries(KINDS.map((kind) => [kind, ajv.compile(schemas[kind] as object)]))

function errorsOf(kind: Kind, value: unknown): string[] {
  const validate = validators[kind]
  return validate?.(value) ? [] : (validate?.errors ?? []).map((e) => `${e.instancePath} ${e.message}`)
}

/** The paths of all keys that a schema does not describe. */
function undescribedKeys(schema: Schema, path = ''): string[] {
  const { properties = {}, additionalProperties, items, anyOf = [], oneOf = [] } = schema
  const keys = Object.entries(properties).flatMap(([key, inner]) => [
    ...(inner.description === undefined ? [`${path}.${key}`] : []),
    ...undescribedKeys(inner, `${path}.${key}`),
  ])
  const values = typeof additionalProperties === 'object' ? undescribedKeys(additionalProperties, `${path}.*`) : []
  const alternatives = [...anyOf, ...oneOf].flatMap((inner) => undescribedKeys(inner, path))
  return [...keys, ...values, ...(items === undefined ? [] : undescribedKeys(items, `${path}[]`)), ...alternatives]
}

describe.each(KINDS)('the JSON Schema of a file: %s', (kind) => {
  it('has an id, a draft, a title, and a description of every key', () => {
    expect(schemas[kind]).toMatchObject({
      $id: `urn:halt-runbook:schema:${kind}`,
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: expect.any(String),
      description: expect.any(String),
    })
    expect(undescribedKeys(schemas[kind] as Schema)).toEqual([])
  })

  it('refuses an unknown key', () => {
    expect(errorsOf(kind, { unknown: 1 })).toContainEqual(expect.stringContaining('additional properties'))
  })
})

/** All YAML files of manuals: the shipped one, the one that new ones start from, and those of tests. */
const files = ['runbooks', 'starter', 'test/manuals'].flatMap((folder) => yamlFilesIn(join(ROOT, folder)))

function yamlFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'))
  return paths.map((path) => relative(ROOT, join(folder, path))).sort()
}

function kindOf(file: string): Kind {
  if (basename(file) === 'halt.yaml') return 'settings'
  if (basename(file) === 'contacts.yaml') return 'contacts'
  const folder = basename(dirname(file))
  return folder === 'authorities' ? 'authority' : folder === 'drills' ? 'scenario' : 'runbook'
}

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(ROOT, file), 'utf8')

  it('names its schema in its first line', () => {
    const schema = relative(dirname(file), join('schemas', `${kindOf(file)}.schema.json`))
    expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${schema}`)
  })

  it('is valid by its schema', () => {
    expect(errorsOf(kindOf(file), parse(text))).toEqual([])
  })

  it.runIf(['runbook', 'authority', 'scenario'].includes(kindOf(file)))('is valid in one language as well', () => {
    const japanese = parse(text, (key, value) => (key === 'en' ? undefined : value))
    expect(errorsOf(kindOf(file), japanese)).toEqual([])
  })
})

it.each(LANGUAGES)('the files of a new workspace are valid by their schemas in %s', async (language) => {
  const departments = { desk: { ja: '窓口', en: 'Desk' } }
  const setup = setupFrom(answersFromFlags({ head: ['desk=Sato'], reach: ['Sato=110'] }, departments), language)
  const parts = {
    departments: ['desk'],
    assets: undefined,
    channels: [{ id: 'screen', audience: 'customers' as const }],
    languages: LANGUAGES,
    manualLanguages: LANGUAGES,
    isOwn: true,
  }
  const { init: text } = await readinessText(language)
  expect(errorsOf('settings', parse(settingsYaml(setup, parts, text)))).toEqual([])
  expect(errorsOf('contacts', parse(contactsYaml(setup, parts, text, '2026-11-25')))).toEqual([])
})

describe('a default that a schema states is what counts without the key', () => {
  it('in the settings', () => {
    const defaults = defaultsOf(schemas.settings as Schema) as SettingsFile
    expect(defaults).toMatchObject({ timezone: expect.any(String), cadence: { first: expect.any(String) } })
    expect(normaliseSettings(defaults)).toEqual(normaliseSettings({}))
    expect(intervalsOf(defaults.review)).toEqual(intervalsOf())
    expect(defaults.runbooks).toEqual({ shipped: true })
  })

  it('in the contacts', () => {
    const { properties = {} } = schemas.contacts as Schema
    const person = { name: 'Sato', reach: [{ by: 'phone' as const, to: '110' }] }
    const contacts = { people: { sato: person }, departments: {} }
    const { answerWithin } = defaultsOf(schemas.contacts as Schema) as { answerWithin: string }
    const { languages } = defaultsOf(properties.people?.additionalProperties as Schema) as { languages: ['ja'] }
    const stated = { ...contacts, answerWithin, people: { sato: { ...person, languages } } }
    expect(normaliseContacts(stated, 'UTC')).toEqual(normaliseContacts(contacts, 'UTC'))
  })

  it('in a scenario', () => {
    const { properties = {} } = schemas.scenario as Schema
    const both = { ja: '障害', en: 'A failure' }
    const scenario = { id: 'a', reviewed: '2026-11-25', type: 'failure', title: both, briefing: both, lasts: '2h' }
    const inject = { id: 'b', at: '1m', words: both }
    const { mark } = defaultsOf(schemas.scenario as Schema) as { mark: number }
    const { within } = defaultsOf(properties.injects?.items as Schema) as { within: string }
    expect(normaliseScenario({ ...scenario, mark, injects: [{ ...inject, within }] }, EMPTY_RUNBOOK)).toEqual(
      normaliseScenario({ ...scenario, injects: [inject] }, EMPTY_RUNBOOK),
    )
  })
})

/** An object with all defaults that a schema states for its keys, and for those of objects in it. */
function defaultsOf({ properties = {} }: Schema): object {
  const stated = Object.entries(properties).flatMap(([key, inner]) => {
    const value = inner.default ?? (inner.type === 'object' ? defaultsOf(inner) : undefined)
    return value === undefined || (typeof value === 'object' && Object.keys(value as object).length === 0)
      ? []
      : [[key, value]]
  })
  return Object.fromEntries(stated)
}
