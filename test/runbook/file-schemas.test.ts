import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { fileSchemas, jsonSchemas } from '../../src/cli/schemas.ts'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { answersFromFlags, setupFrom } from '../../src/readiness/init-answers.ts'
import { initText } from '../../src/readiness/words.ts'
import { contactsYaml, settingsYaml } from '../../src/readiness/workspace-files.ts'

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

interface Schema {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
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

it.each(Object.keys(schemas))('schemas/%s.schema.json is what the build makes of the sources', (name) => {
  const shipped = JSON.parse(readFileSync(join(ROOT, 'schemas', `${name}.schema.json`), 'utf8'))
  expect(shipped).toEqual(JSON.parse(JSON.stringify(schemas[name])))
})

/** All YAML files of manuals: the shipped one, and those of tests. */
const files = ['runbooks', 'test/manuals'].flatMap((folder) => yamlFilesIn(join(ROOT, folder)))

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
})

it.each(LANGUAGES)('the files of a new workspace are valid by their schemas in %s', async (language) => {
  const departments = { desk: { ja: '窓口', en: 'Desk' } }
  const setup = setupFrom(answersFromFlags({ head: ['desk=Sato'], reach: ['Sato=110'] }, departments), language)
  const parts = { departments: ['desk'], channels: [{ id: 'screen', audience: 'customers' as const }] }
  const text = await initText(language)
  expect(errorsOf('settings', parse(settingsYaml(setup, parts, text)))).toEqual([])
  expect(errorsOf('contacts', parse(contactsYaml(setup, parts, text, '2026-11-25')))).toEqual([])
})
