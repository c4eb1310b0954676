import * as z from 'zod'
import { isRecord } from '../domain/guard.ts'
import { LANGUAGES, type Language, URGENCIES } from '../domain/runbook/runbook.ts'
import { meantNames } from '../i18n/nearest-names.ts'
import type { FindingCode, ValuePath, YamlSource } from './finding.ts'
import type { Expected, ValueForm, WrongType } from './wrong-type.ts'

/** The most findings to report for a file: most of the rest would follow from the first ones. */
export const MAX_FINDINGS = 100

/** Validates the content of a file, whose texts may all be in one language. Adds findings; null if there is any. */
export function validated<T>(
  source: YamlSource,
  raw: unknown,
  schema: z.ZodType<T>,
  language: Language | null,
): T | null {
  const report = new IssueReport(source, language)
  const checked = schema.safeParse(raw, { reportInput: true, error: (issue) => report.noteSchema(issue) })
  if (checked.success) return checked.data
  report.add(checked.error.issues.slice(0, MAX_FINDINGS))
  return null
}

function isLanguage(key: string): key is Language {
  return (LANGUAGES as readonly string[]).includes(key)
}

/** The findings for what zod finds in a file. */
class IssueReport {
  private readonly source: YamlSource
  private readonly language: Language | null
  /** The keys that a mapping may have, by the list of those that it must not have. */
  private readonly allowedKeys = new WeakMap<readonly string[], readonly string[]>()

  constructor(source: YamlSource, language: Language | null) {
    this.source = source
    this.language = language
  }

  /** Keeps what is needed of the schema that raised an issue, since zod shows it only here. Returns the message. */
  noteSchema(issue: z.core.$ZodRawIssue): string | undefined {
    const schema = (issue.schema ?? issue.inst) as z.core.$ZodType
    if (issue.code === 'unrecognized_keys') this.allowedKeys.set(issue.keys as string[], keysOf(schema))
    if (issue.code !== 'invalid_type' && issue.code !== 'invalid_format') return undefined
    return JSON.stringify(expectedBy(schema, issue.input, this.language))
  }

  /** Adds the issues of a value, to which `within` leads. A mistyped key explains that the one meant is missing. */
  add(issues: readonly z.core.$ZodIssue[], within: ValuePath = []): void {
    const explained = new Set<string>()
    for (const issue of issues)
      if (issue.code === 'unrecognized_keys')
        for (const meant of this.addUnknownKeys(issue, within)) explained.add(pathText([...issue.path, meant]))
    for (const issue of issues)
      if (issue.code !== 'unrecognized_keys' && !(issue.input === undefined && explained.has(pathText(issue.path))))
        this.addIssue(issue, [...within, ...(issue.path as ValuePath)])
  }

  /** Returns the missing keys that seem to be meant. */
  private addUnknownKeys({ keys, path, input }: z.core.$ZodIssueUnrecognizedKeys, within: ValuePath): string[] {
    const allowed = this.allowedKeys.get(keys) ?? []
    const missing = allowed.filter((key) => !Object.hasOwn(input ?? {}, key))
    return keys.flatMap((key) => {
      // After a colon of a Japanese keyboard, the text is a part of the key.
      const written = missing.find((one) => key.startsWith(`${one}：`))
      if (written !== undefined) {
        const fault = { why: 'wide-colon', given: '', line: null } as const
        this.source.addFinding('yaml-syntax', fault, [...within, ...(path as ValuePath), key])
        return isLanguage(written) ? missing.filter(isLanguage) : [written]
      }
      const [meant = null] = meantNames(key, missing)
      this.source.addFinding('unknown-key', { key, allowed, meant }, [...within, ...(path as ValuePath), key])
      return meant ?? []
    })
  }

  /** Adds the finding that says best what is wrong with a value. */
  private addIssue(issue: z.core.$ZodIssue, path: ValuePath): void {
    const { source } = this
    const key = String(path.at(-1) ?? '')
    const given = textOf(issue.input)
    if (issue.input === undefined && issue.code.startsWith('invalid_')) this.addMissing(path)
    else if (issue.code === 'invalid_value')
      source.addFinding('bad-value', { key, given, allowed: issue.values.map(String) }, path)
    else if (issue.code === 'invalid_union') this.addUnion(issue, path)
    else if (issue.code === 'invalid_type' || issue.code === 'invalid_format')
      this.addWrongType(issue.input, [expectedIn(issue)], path)
    else if (issue.code === 'invalid_key') {
      const params = { key: String(path.at(-2) ?? ''), what: 'key', given, type: 'text' } as const
      const expected = issue.issues.map((inner) => (inner.code === 'too_small' ? 'text' : expectedIn(inner)))
      source.addFinding('wrong-type', { ...params, expected }, path)
    } else if (issue.code === 'too_small' && issue.origin === 'array') source.addFinding('empty-list', { key }, path)
    else if (issue.code === 'too_small') source.addFinding('empty-text', { key }, path)
    else {
      const { code, ...params } = (issue as z.core.$ZodIssueCustom).params as { code: FindingCode }
      // TypeScript does not relate a code to the type of its parameters.
      source.addFinding(code, { key, ...params } as never, path)
    }
  }

  private addMissing(path: ValuePath): void {
    const key = String(path.at(-1) ?? '')
    if (isLanguage(key))
      this.source.addFinding('missing-language', { language: key, key: String(path.at(-2) ?? '') }, path)
    else this.source.addFinding('missing-key', { key }, path)
  }

  /** Adds the issues of the alternative that the value comes closest to. */
  private addUnion(issue: z.core.$ZodIssueInvalidUnion, path: ValuePath): void {
    const isMismatch = (inner: z.core.$ZodIssue) => inner.path.length === 0 && inner.code.startsWith('invalid_')
    const closest = issue.errors.find((issues) => !issues.some(isMismatch))
    if (closest !== undefined) this.add(closest, path)
    else if (issue.discriminator !== undefined) {
      const key = issue.discriminator
      const given = (issue.input as Record<string, unknown>)[key]
      const { options = [] } = issue as { options?: readonly unknown[] }
      if (given === undefined) this.addMissing(path)
      else this.source.addFinding('bad-value', { key, given: textOf(given), allowed: options.map(String) }, path)
    } else this.addWrongType(issue.input, alternativesIn(issue), path)
  }

  private addWrongType(input: unknown, expected: readonly Expected[], path: ValuePath): void {
    const key = path.findLast((part) => typeof part === 'string') ?? ''
    const what = typeof path.at(-1) === 'number' ? 'entry' : 'value'
    const given = this.source.scalarText(path) ?? textOf(input)
    if (expected[0] === 'date') this.source.addFinding('bad-date', { key: String(key), given }, path)
    else this.source.addFinding('wrong-type', { key: String(key), what, given, type: typeOf(input), expected }, path)
  }
}

function pathText(path: readonly PropertyKey[]): string {
  return path.join('\n')
}

function textOf(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input)
}

/** The type of a value of a YAML file, in the terms of a finding. */
function typeOf(input: unknown): WrongType['type'] {
  if (input === null) return 'nothing'
  if (typeof input === 'number' || typeof input === 'boolean') return typeof input as 'number' | 'boolean'
  if (typeof input === 'string') return 'text'
  return Array.isArray(input) ? 'list' : 'mapping'
}

/** What a value can be, according to the alternatives of a union. */
function alternativesIn(issue: z.core.$ZodIssueInvalidUnion): Expected[] {
  return issue.errors.flatMap((issues) =>
    issues.flatMap((inner): Expected[] => {
      if (inner.code === 'invalid_union') return alternativesIn(inner)
      if (inner.code === 'invalid_value') return inner.values.map((value) => ({ example: String(value) }))
      return inner.code === 'invalid_type' ? [expectedIn(inner)] : []
    }),
  )
}

/** What was expected where an issue is: its message, from `noteSchema`. */
function expectedIn(issue: z.core.$ZodIssue): Expected {
  return JSON.parse(issue.message) as Expected
}

/** By the title or the format of a schema. */
const FORMS: Readonly<Record<string, ValueForm>> = {
  duration: 'duration',
  id: 'id',
  'lower-case id': 'lower-case-id',
  type: 'id',
  channel: 'id',
  feed: 'id',
  header: 'header',
  'HH:MM': 'time-of-day',
  asset: 'asset',
  'OPERATION[:ASSET]': 'operation',
  date: 'date',
  variable: 'variable',
  path: 'path',
}

/** By the type of a schema. */
const TYPES: Readonly<Record<string, ValueForm>> = {
  string: 'text',
  boolean: 'boolean',
  number: 'number',
  array: 'list',
  record: 'mapping',
  // Of mappings, told apart by one of their keys: any other union has alternatives to name.
  union: 'mapping',
}

/** What a schema expects; of a mapping, the keys that it must have. */
function expectedBy(schema: z.core.$ZodType, input: unknown, language: Language | null): Expected {
  const { type, format = '' } = schema._zod.def as { type: string; format?: string }
  const form = FORMS[z.globalRegistry.get(schema)?.title ?? format]
  if (form !== undefined) return form
  const isUrgency = type === 'record' && (URGENCIES as readonly unknown[]).includes(input)
  if (isUrgency) return { example: `{ all: ${input} }` }
  if (type !== 'object') return TYPES[type] as ValueForm
  const required = Object.entries(shapeOf(schema)).flatMap(([key, { _zod }]) =>
    _zod.optin === 'optional' ? [] : [key],
  )
  const isOther = (key: string) =>
    language !== null && key !== language && (LANGUAGES as readonly string[]).includes(key)
  const keys = (required.length > 0 ? required : keysOf(schema)).filter((key) => !isOther(key))
  return { example: `{ ${keys.map((key) => `${key}: ...`).join(', ')} }` }
}

function keysOf(schema: z.core.$ZodType): string[] {
  return Object.keys(shapeOf(schema))
}

/** The schemas of the keys of a mapping; empty if its keys are not fixed. */
function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  const { shape } = schema._zod.def as { shape?: Readonly<Record<string, z.core.$ZodType>> }
  return isRecord(shape) ? (shape as Readonly<Record<string, z.core.$ZodType>>) : {}
}
