import { type Document, isAlias, isCollection, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type * as z from 'zod'
import { ACTIVE } from '../domain/guard.ts'
import { type FindingCode, type Path, Source } from './finding.ts'

/** A file beyond these is refused before it is parsed: nesting can exhaust the stack, size the time. */
export const MAX_YAML_BYTES = 256 * 1024
export const MAX_YAML_DEPTH = 64
/** The largest shipped chapter has some two thousand; checking each takes its time. */
export const MAX_YAML_VALUES = 20_000
/** Of more in one file, the rest is not told: most follow from the first. */
const MAX_FINDINGS = 100

export interface Read<T> {
  readonly source: Source
  /** Null where anything was wrong. */
  readonly value: T | null
  /** What stood there, unchecked; null where it was no YAML that is read here. */
  readonly raw: unknown
}

/** Parses YAML 1.2 and checks it against a schema; every problem with its place, none thrown. */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): Read<T> {
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_YAML_BYTES)
    return refused(file, text, (s) => s.report('too-large', { bytes, limit: MAX_YAML_BYTES }, 0))
  if (depthOf(text) > MAX_YAML_DEPTH)
    return refused(file, text, (s) => s.report('too-deep', { limit: MAX_YAML_DEPTH }, 0))
  const counter = new LineCounter()
  const doc = parsed(text, counter)
  const source = new Source(file, text, doc, counter)
  for (const error of [...doc.errors, ...doc.warnings].slice(0, MAX_FINDINGS))
    source.report('yaml-syntax', { detail: error.message }, error.pos[0])
  refuseFeatures(doc, text, source)
  const count = valuesIn(doc)
  if (count > MAX_YAML_VALUES) source.report('too-many-values', { count, limit: MAX_YAML_VALUES }, 0)
  if (source.findings.length > 0) return { source, value: null, raw: null }
  const raw: unknown = doc.toJS({ maxAliasCount: 0 }) ?? {}
  const checked = schema.safeParse(raw, { reportInput: true })
  if (checked.success) return { source, value: checked.data, raw }
  for (const issue of checked.error.issues.slice(0, MAX_FINDINGS)) reportIssue(source, issue)
  return { source, value: null, raw }
}

/** Thousands of errors may come of one file: where in the program each was made is not asked for, and takes most time. */
function parsed(text: string, lineCounter: LineCounter): Document.Parsed {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return parseDocument(text, { lineCounter, uniqueKeys: true, prettyErrors: false })
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function refused<T>(file: string, text: string, say: (source: Source) => void): Read<T> {
  const source = new Source(file, text.slice(0, 200), null, null)
  say(source)
  return { source, value: null, raw: null }
}

/** How deep the text may nest, at most: by indentation, dashes, question marks and open brackets. */
function depthOf(text: string): number {
  let brackets = 0
  let deepest = 0
  for (const line of text.split('\n')) {
    const lead = /^[\s?:-]*/.exec(line)?.[0] ?? ''
    for (const char of line) {
      if (char === '[' || char === '{') brackets += 1
      if (char === ']' || char === '}') brackets = Math.max(0, brackets - 1)
      deepest = Math.max(deepest, brackets)
    }
    deepest = Math.max(deepest, Math.ceil(lead.length / 2))
  }
  return deepest
}

function valuesIn(doc: Document.Parsed): number {
  let count = 0
  visit(doc, {
    Node: () => {
      count += 1
    },
  })
  return count
}

/** Anchors, aliases, tags and directives say nothing that these files need, and hide what they say. */
function refuseFeatures(doc: Document.Parsed, text: string, source: Source): void {
  if (/^%/m.test(text)) source.report('yaml-feature', { feature: '%' }, Math.max(0, text.search(/^%/m)))
  visit(doc, {
    Node: (_, node) => {
      if (source.findings.length >= MAX_FINDINGS) return visit.BREAK
      if (isAlias(node)) source.report('yaml-feature', { feature: `*${node.source}` }, node.range?.[0] ?? 0)
      else if (node.anchor) source.report('yaml-feature', { feature: `&${node.anchor}` }, node.range?.[0] ?? 0)
      else if (node.tag?.startsWith('!')) source.report('yaml-feature', { feature: node.tag }, node.range?.[0] ?? 0)
    },
    Pair: (_, pair) => {
      if (isCollection(pair.key)) source.report('yaml-feature', { feature: '?' }, pair.key.range?.[0] ?? 0)
      if (isScalar(pair.key) && pair.key.value === '__proto__')
        source.report('yaml-feature', { feature: '__proto__' }, pair.key.range?.[0] ?? 0)
    },
  })
}

function reportIssue(source: Source, issue: z.core.$ZodIssue, within: Path = []): void {
  const path = [...within, ...(issue.path as Path)]
  const key = String(path.at(-1) ?? '')
  const given = shown(issue.input)
  if (issue.code === 'unrecognized_keys') {
    const allowed = allowedKeys(issue)
    for (const unknown of issue.keys) source.report('unknown-key', { key: unknown, allowed }, [...path, unknown])
  } else if (issue.code === 'invalid_type' && issue.input !== undefined)
    source.report('wrong-type', { key, expected: issue.expected }, path)
  else if (issue.code === 'invalid_type' && (key === 'ja' || key === 'en'))
    source.report('missing-language', { language: key, key: String(path.at(-2) ?? '') }, path)
  else if (issue.code === 'invalid_type') source.report('missing-key', { key }, path)
  else if (issue.code === 'invalid_value' && issue.input === undefined) source.report('missing-key', { key }, path)
  else if (issue.code === 'invalid_value')
    source.report('bad-value', { key, given, allowed: issue.values.map(String) }, path)
  else if (issue.code === 'invalid_union') reportUnion(source, issue, path)
  else if (issue.code === 'invalid_format' && issue.format === 'date') source.report('bad-date', { key, given }, path)
  else if (issue.code === 'invalid_format')
    source.report('wrong-type', { key, expected: issue.pattern ?? issue.format }, path)
  else if (issue.code === 'too_small' && issue.origin === 'array') source.report('empty-list', { key }, path)
  else if (issue.code === 'too_small') source.report('empty-text', { key }, path)
  else if (issue.code === 'custom' && issue.params?.code === 'bad-duration')
    source.report('bad-duration', { key, given }, path)
  else if (issue.code === 'custom' && issue.params?.code === 'bad-cadence') {
    const { least, most } = issue.params as { least: string; most: string }
    source.report('bad-cadence', { given, least, most }, path)
  } else if (issue.code === 'custom' && issue.params?.code === 'bad-zone') source.report('bad-zone', { given }, path)
  else if (issue.code === 'custom' && issue.params?.code === 'bad-character' && issue.params.character === undefined)
    source.report('bad-character', { key, character: codePoint(given) }, path)
  else if (issue.code === 'custom' && issue.params?.code !== undefined) {
    const { code, ...params } = issue.params as { code: FindingCode }
    source.report(code, params as never, path)
  } else source.report('wrong-type', { key, expected: issue.message }, path)
}

/** Of several forms a value may have, the one it comes nearest to says what is wrong with it. */
function reportUnion(source: Source, issue: z.core.$ZodIssueInvalidUnion, path: Path): void {
  const key = String(path.at(-1) ?? '')
  const near = issue.errors.find((issues) => !issues.some((i) => i.path.length === 0 && i.code.startsWith('invalid_')))
  if (near !== undefined) for (const inner of near) reportIssue(source, inner, path)
  else if (issue.discriminator !== undefined) {
    const given = (issue.input as Record<string, unknown>)[key]
    const { options = [] } = issue as { options?: readonly unknown[] }
    if (given === undefined) source.report('missing-key', { key }, path)
    else source.report('bad-value', { key, given: shown(given), allowed: options.map(String) }, path)
  } else source.report('wrong-type', { key, expected: formsOf(issue).join(' / ') }, path)
}

/** Names of the types a value may have. */
function formsOf(issue: z.core.$ZodIssueInvalidUnion): string[] {
  return issue.errors.flatMap((issues) =>
    issues.flatMap((inner) =>
      inner.code === 'invalid_union' ? formsOf(inner) : inner.code === 'invalid_type' ? [inner.expected] : [],
    ),
  )
}

/** The first character that acts, as `U+001B`. */
function codePoint(text: string): string {
  const [active = ''] = ACTIVE.exec(text.replaceAll('\n', '')) ?? []
  return `U+${active.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

function shown(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input)
}

function allowedKeys(issue: z.core.$ZodIssue): readonly string[] {
  const shape = (issue as { inst?: { _zod?: { def?: { shape?: object } } } }).inst?._zod?.def?.shape
  return shape === undefined ? [] : Object.keys(shape)
}
