import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../src/domain/settings.ts'
import { cacaoPlaybook } from '../../src/readiness/export/cacao.ts'
import { EXTENSION_ID } from '../../src/readiness/export/cacao-extension.ts'
import type { ExportedRunbook } from '../../src/readiness/export/exported-runbook.ts'
import { loadWording } from '../../src/readiness/export/wording.ts'
import { LANGUAGE_CHOICES, type LanguageChoice } from '../../src/readiness/language-choice.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'
import { jsonDigest } from '../../src/store/digest.ts'
import { ROOT } from '../bench.ts'
import { SMALL_RUNBOOK, step } from '../small-runbook.ts'
import { branchesOf, keyOf, type Playbook, run, type WorkflowStep } from './cacao-workflow.ts'

const SCHEMAS = join(import.meta.dirname, 'cacao-schemas', 'schemas')
const PLAYBOOK = 'https://raw.githubusercontent.com/oasis-open/cacao-json-schemas/main/schemas/playbook.json'

const schemas = readdirSync(SCHEMAS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(SCHEMAS, name), 'utf8')) as { title: string })

/** The schemas as they are: of draft-07, which does not know `unevaluatedProperties`. */
const asPublished = new Ajv({ strict: false, schemas }).getSchema(PLAYBOOK)

/**
 * The schemas with `unevaluatedProperties` in force, as their authors meant it, so that a property that CACAO does not
 * have is an error. Only that of `command-data` is left out: with it, no command of any type would be valid.
 */
const strict = new Ajv2019({
  strict: false,
  validateSchema: false,
  schemas: schemas.map(withoutFaultOfCommandData),
}).getSchema(PLAYBOOK)

function withoutFaultOfCommandData(schema: { title: string; unevaluatedProperties?: unknown }) {
  const { unevaluatedProperties: _, ...rest } = schema
  return schema.title === 'command-data' ? rest : schema
}

const SMALL: ExportedRunbook = {
  runbook: SMALL_RUNBOOK,
  digest: jsonDigest(SMALL_RUNBOOK),
  chapters: [
    { file: '1.yaml', chapter: '1', title: { ja: '一', en: 'One' }, reviewed: '2026-05-06' },
    { file: '2.yaml', chapter: null, title: { ja: '二', en: 'Two' }, reviewed: '2025-01-31' },
  ],
  organisation: null,
  cadence: { ...DEFAULT_SETTINGS.cadence, channels: { email: { update: 'on-change' } } },
  type: null,
}

const { runbook: shippedRunbook, digest, chapters } = loadRunbook(join(ROOT, 'runbooks'), null)
const organisation = { ja: 'サンプル取引所', en: 'Sample Exchange' }
const SHIPPED = { ...SMALL, runbook: shippedRunbook, digest, chapters, organisation }

const exported = async (what: ExportedRunbook, language: LanguageChoice = 'en') =>
  cacaoPlaybook(what, language, await loadWording(language, what.runbook)) as Playbook

const small = await exported(SMALL)
const shipped = await exported(SHIPPED)
const types = Object.keys(shippedRunbook.types)

const actionsOf = ({ workflow }: Playbook) => Object.values(workflow).filter(({ type }) => type === 'action')
const actionOf = (playbook: Playbook, key: string) =>
  actionsOf(playbook).find((action) => keyOf(action) === key) as WorkflowStep
const before = { __planned__: 'true', __lifted__: 'false', __fully_resumed__: 'false', __closed__: 'false' }

describe('an exported playbook', () => {
  const cases = LANGUAGE_CHOICES.flatMap((language) =>
    [null, ...types].map(
      (type) => [`the shipped runbook for ${type ?? 'all types'}, ${language}`, type, language] as const,
    ),
  )

  it.each(cases)('is valid by the schemas of OASIS: %s', async (_, type, language) => {
    const playbook = await exported({ ...SHIPPED, type }, language)
    asPublished?.(playbook)
    expect(asPublished?.errors).toBeNull()
    strict?.(playbook)
    expect(strict?.errors).toBeNull()
  })

  it.each([null, ...Object.keys(SMALL_RUNBOOK.types)])('is valid for a small manual too: %s', async (type) => {
    const playbook = await exported({ ...SMALL, type })
    for (const validate of [asPublished, strict]) expect([validate?.(playbook), validate?.errors]).toEqual([true, null])
  })

  it('would not be valid with a property that CACAO does not have, or without a start', () => {
    expect(strict?.({ ...small, surprise: 1 })).toBe(false)
    const { workflow_start: _, ...headless } = small
    expect(asPublished?.(headless)).toBe(false)
  })

  it('has an extension whose data are valid by the schema that it carries', () => {
    for (const playbook of [small, shipped]) {
      const definition = playbook.extension_definitions[EXTENSION_ID]
      const validate = new Ajv2020({ strict: false }).compile(JSON.parse(definition?.schema ?? ''))
      const extensions = [
        playbook.playbook_extensions,
        ...actionsOf(playbook).map(({ step_extensions = {} }) => step_extensions),
        ...Object.values(playbook.agent_definitions).map(({ agent_target_extensions = {} }) => agent_target_extensions),
      ].flatMap((all) => all[EXTENSION_ID] ?? [])
      expect(extensions.length).toBeGreaterThan(10)
      for (const data of extensions) expect([validate(data), validate.errors]).toEqual([true, null])
      expect(validate({ step_key: 'a' })).toBe(false)
    }
  })
})

describe('the ids and dates of a playbook', () => {
  it('are the same each time', async () => {
    expect(JSON.stringify(await exported(SHIPPED))).toBe(JSON.stringify(shipped))
  })

  it('differ if the runbook, the type, the language or the organisation differs', async () => {
    const others = await Promise.all([
      exported({ ...SHIPPED, digest: jsonDigest({}) }),
      exported({ ...SHIPPED, type: types[0] ?? null }),
      exported(SHIPPED, 'ja'),
      exported({ ...SHIPPED, organisation: null }),
    ])
    expect(new Set([shipped, ...others].map(({ id }) => id)).size).toBe(5)
  })

  it('name the organisation as the creator, by one id in every language', async () => {
    expect((await exported(SHIPPED, 'ja')).created_by).toBe(shipped.created_by)
    expect(small.created_by).not.toBe(shipped.created_by)
  })

  it('are UUIDs of version 5 for the playbook and of version 4 for all else, none used twice', () => {
    const ids = [shipped.workflow, shipped.agent_definitions, shipped.target_definitions ?? {}].flatMap(Object.keys)
    const uuids = ids.map((id) => id.replace(/^[a-z-]+?--/, ''))
    expect(shipped.id).toMatch(/^playbook--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(uuids).size).toBe(ids.length)
  })

  it('say when the first and the last chapter was reviewed', () => {
    expect(small).toMatchObject({ created: '2025-01-31T00:00:00.000Z', modified: '2026-05-06T00:00:00.000Z' })
  })
})

describe('the workflow of a playbook', () => {
  it.each([
    ['small', small, SMALL_RUNBOOK],
    ['shipped', shipped, shippedRunbook],
  ] as const)('has each step of the %s runbook once, as a manual command', (_, playbook, { steps }) => {
    const keys = actionsOf(playbook).flatMap((action) => (action.step_extensions ? keyOf(action) : []))
    expect(keys.toSorted()).toEqual(steps.map(({ id }) => id).toSorted())
    for (const { id, title, instructions } of steps)
      expect(actionOf(playbook, id)).toMatchObject({
        name: title.en,
        commands: [{ type: 'manual', command: instructions.en }],
      })
  })

  it.each(types)('leads through the steps for %s and no others, the phases in order', (type) => {
    const done = run(shipped, { ...before, __halt_type__: type })
    const applying = shippedRunbook.steps.filter(({ applies }) => applies[type] !== undefined)
    const own = done.flatMap((key) => shippedRunbook.steps.find(({ id }) => id === key) ?? [])
    expect(own.map(({ id }) => id).toSorted()).toEqual(applying.map(({ id }) => id).toSorted())
    const once = own.filter(({ kind }) => kind === 'once').map(({ phase }) => phase)
    expect([...new Set(once)]).toEqual([...new Set(applying.map(({ phase }) => phase))])
    expect(once).toEqual(once.toSorted((a, b) => phaseOrder(a) - phaseOrder(b)))
  })

  it('leaves out the steps before a planned halt if it was not planned', () => {
    const planned = run(small, { ...before, __halt_type__: 'maintenance' })
    const unplanned = run(small, { ...before, __halt_type__: 'maintenance', __planned__: 'false' })
    expect(planned.filter((key) => !unplanned.includes(key))).toEqual(['s-announce'])
  })

  it('ends each branch with an end of its own, and reaches every step by one way', () => {
    for (const { workflow, workflow_start } of [small, shipped]) {
      const steps = Object.values(workflow)
      const next = steps.flatMap((one) => [...branchesOf(one), ...(one.on_completion ? [one.on_completion] : [])])
      expect(next.toSorted()).toEqual(
        Object.keys(workflow)
          .filter((id) => id !== workflow_start)
          .toSorted(),
      )
      const branches = steps.flatMap(branchesOf).length
      expect(steps.filter(({ type }) => type === 'end')).toHaveLength(branches + 1)
    }
  })

  it('lifts the halt after the gate, repeats what recurs until its end, and closes last', () => {
    const done = run(small, { ...before, __halt_type__: 'failure' })
    const at = (key: string) => done.indexOf(key)
    expect(at('Lift the halt: record what is open again')).toBeGreaterThan(at('c-criteria'))
    expect(at('d-cause')).toBeGreaterThan(at('Lift the halt: record what is open again'))
    expect(at('Close the incident')).toBeGreaterThan(at('d-cause'))
    const loops = Object.values(small.workflow).filter(({ type }) => type === 'while-condition')
    const loopOf = (key: string) =>
      loops.find(({ on_true }) => keyOf(small.workflow[on_true ?? ''] ?? { type: '' }) === key)
    expect(loopOf('c-watch')?.condition).toBe("__lifted__:value = 'false'")
    expect(loopOf('c-website')?.condition).toBe("__fully_resumed__:value = 'false'")
    expect(loopOf('d-monitor')?.condition).toBe("__closed__:value = 'false'")
    const pauseAfter = (key: string) => small.workflow[actionOf(small, key).on_completion ?? '']?.delay
    expect([pauseAfter('c-watch'), pauseAfter('c-website')]).toEqual([3_600_000, undefined])
  })

  it('puts what is most urgent for the type first, and what is only to be considered last', async () => {
    const urgent = step('a-last', { applies: { failure: 'first' } })
    const considered = step('a-0', { applies: { failure: 'first' }, modality: 'consider' })
    const runbook = { ...SMALL_RUNBOOK, steps: [considered, ...SMALL_RUNBOOK.steps, urgent] }
    const playbook = await exported({ ...SMALL, runbook, type: 'failure' })
    const first = run(playbook, before).filter((key) => key.startsWith('a-'))
    expect(first).toEqual(['a-last', 'a-look', 'a-0', 'a-ask'])
    expect(playbook.playbook_variables.__halt_type__?.value).toBe('failure')
  })

  it('gives each step to its department, what it asks for to variables, and its clauses as references', () => {
    const look = actionOf(small, 'a-look')
    expect(small.agent_definitions[look.agent ?? '']).toMatchObject({ type: 'group', name: 'desk' })
    expect(look.out_args).toEqual(['__scope__', '__fact_started-at__'])
    for (const name of look.out_args ?? []) expect(small.playbook_variables).toHaveProperty(name)
    expect(look.external_references?.map(({ external_id }) => external_id)).toEqual(['a-1'])
    expect(small.external_references).toEqual(expect.arrayContaining([...(look.external_references ?? [])]))
    expect(look.description).toBe('Binding: required')
  })

  it('targets every department for a step that notifies all', async () => {
    const runbook = { ...SMALL_RUNBOOK, steps: [step('a-tell', { tells: 'all' })] }
    const playbook = await exported({ ...SMALL, runbook })
    const targets = actionOf(playbook, 'a-tell').targets ?? []
    expect(targets.map((id) => playbook.target_definitions?.[id]?.name)).toEqual(['desk', 'law'])
  })

  it('targets the department that a step notifies, and never runs the commands that it offers', async () => {
    const command = { run: ['./restart.sh'], title: { ja: '再起動', en: 'Restart' }, dangerous: true, directory: '.' }
    const runbook = { ...SMALL_RUNBOOK, steps: [step('a-tell', { tells: 'law', commands: [command] })] }
    const playbook = await exported({ ...SMALL, runbook })
    const told = actionOf(playbook, 'a-tell')
    expect(playbook.target_definitions?.[told.targets?.[0] ?? '']).toMatchObject({ type: 'group', name: 'law' })
    expect(told.commands?.map(({ type }) => type)).toEqual(['manual'])
    expect(told.step_extensions?.[EXTENSION_ID]).toMatchObject({ offered_commands: [command] })
    expect([asPublished?.(playbook), strict?.(playbook)]).toEqual([true, true])
  })
})

describe('the extension of a playbook', () => {
  it('has the vocabulary with all its keys, those too that this version does not know', async () => {
    const website = { ...SMALL_RUNBOOK.channels.website, form: 'page' } as (typeof SMALL_RUNBOOK.channels)[string]
    const runbook = { ...SMALL_RUNBOOK, channels: { website } }
    expect((await exported({ ...SMALL, runbook })).playbook_extensions[EXTENSION_ID]).toMatchObject({
      runbook_digest: SMALL.digest,
      channels: [{ key: 'website', form: 'page', audience: 'customers' }],
      cadence: { first: 300_000, exceptions: [{ channel: 'email', severity: null, first: null, update: 'on-change' }] },
    })
  })

  it('has both languages, whatever the language of the playbook', async () => {
    const playbook = await exported(SHIPPED, 'ja')
    const { id, title, instructions } = shippedRunbook.steps[0] as (typeof shippedRunbook.steps)[number]
    const action = actionOf(playbook, id)
    expect(action.name).toBe(title.ja)
    expect(action.step_extensions?.[EXTENSION_ID]).toMatchObject({ title, instructions })
    expect(actionOf(await exported(SHIPPED, 'both'), id)).toMatchObject({
      name: `${title.ja} / ${title.en}`,
      commands: [{ command: `${instructions.ja}\n\n${instructions.en}` }],
    })
  })
})

function phaseOrder(phase: string): number {
  return ['scheduled', 'initial-response', 'during-halt', 'after-resumption', 'closed'].indexOf(phase)
}
