import { type Document, isAlias, isCollection, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type * as z from 'zod'
import type { Language } from '../domain/runbook/runbook.ts'
import { type FindingCode, type ValuePath, YamlSource } from './finding.ts'
import { onlyLanguage, withBothLanguages } from './one-language.ts'

/** Larger or deeper files are not parsed: they could exhaust stack or time. Callers read a byte more, to notice them. */
export const MAX_YAML_BYTES = 256 * 1024
const MAX_YAML_DEPTH = 64
/** The largest shipped chapter has about two thousand; every value takes time to check. */
const MAX_YAML_VALUES = 20_000
/** The most findings to report for a file: most of the rest would follow from the first ones. */
const MAX_FINDINGS = 100

interface ParsedYaml {
  readonly source: YamlSource
  /** The parsed YAML, not validated; null if it was not parsed, or uses what is not allowed in these files. */
  readonly raw: unknown
}

export interface ParsedFile<T> extends ParsedYaml {
  /** Null if there was any finding. */
  readonly value: T | null
}

export interface ParsedManualFile<T> extends ParsedFile<T> {
  /** The only language of the file's texts, which then stand in for those of the other; null if it has both. */
  readonly language: Language | null
}

/** Parses YAML 1.2 and validates it; adds findings, throws nothing. `file` is the path as the operator would type it. */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): ParsedFile<T> {
  return validated(parseYaml(file, text), schema)
}

/** Reads a file of a manual as `readYaml` does. Its texts may all be in one language. */
export function readManualFile<T>(file: string, text: string, schema: z.ZodType<T>): ParsedManualFile<T> {
  const { source, raw } = parseYaml(file, text)
  return { ...validated({ source, raw: withBothLanguages(raw) }, schema), language: onlyLanguage(raw) }
}

function validated<T>({ source, raw }: ParsedYaml, schema: z.ZodType<T>): ParsedFile<T> {
  if (source.findings.length > 0) return { source, raw, value: null }
  const checked = schema.safeParse(raw, { reportInput: true })
  if (checked.success) return { source, raw, value: checked.data }
  for (const issue of checked.error.issues.slice(0, MAX_FINDINGS)) reportIssue(source, issue)
  return { source, raw, value: null }
}

function parseYaml(file: string, text: string): ParsedYaml {
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_YAML_BYTES)
    return rejected(file, text, (s) => s.addFinding('too-large', { bytes, limit: MAX_YAML_BYTES }, 0))
  if (depthOf(text) > MAX_YAML_DEPTH)
    return rejected(file, text, (s) => s.addFinding('too-deep', { limit: MAX_YAML_DEPTH }, 0))
  const counter = new LineCounter()
  const doc = parse(text, counter)
  const source = new YamlSource(file, text, doc, counter)
  for (const error of [...doc.errors, ...doc.warnings].slice(0, MAX_FINDINGS))
    source.addFinding('yaml-syntax', { detail: error.message }, error.pos[0])
  reportFeatures(doc, text, source)
  const count = valuesIn(doc)
  if (count > MAX_YAML_VALUES) source.addFinding('too-many-values', { count, limit: MAX_YAML_VALUES }, 0)
  return { source, raw: source.findings.length > 0 ? null : (doc.toJS({ maxAliasCount: 0 }) ?? {}) }
}

/** Parses without stack traces: a file can give thousands of errors, and capturing their stacks takes most of the time. */
function parse(text: string, lineCounter: LineCounter): Document.Parsed {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return parseDocument(text, { lineCounter, uniqueKeys: true, prettyErrors: false })
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** For a file that is not parsed at all; `report` adds the finding that says why. */
function rejected(file: string, text: string, report: (source: YamlSource) => void): ParsedYaml {
  // The start is enough for the excerpt of the finding, which is at offset 0.
  const source = new YamlSource(file, text.slice(0, 200), null, null)
  report(source)
  return { source, raw: null }
}

/** An upper bound for the nesting of a text, from indentation, dashes, question marks and open brackets. */
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

/** Reports anchors, aliases, tags, directives and keys that are no names: no file needs them, and they obscure it. */
function reportFeatures(doc: Document.Parsed, text: string, source: YamlSource): void {
  const directive = text.search(/^%/m)
  if (directive >= 0) source.addFinding('yaml-feature', { feature: '%' }, directive)
  visit(doc, {
    Node: (_, node) => {
      if (source.findings.length >= MAX_FINDINGS) return visit.BREAK
      if (isAlias(node)) source.addFinding('yaml-feature', { feature: `*${node.source}` }, node.range?.[0] ?? 0)
      else if (node.anchor) source.addFinding('yaml-feature', { feature: `&${node.anchor}` }, node.range?.[0] ?? 0)
      else if (node.tag?.startsWith('!')) source.addFinding('yaml-feature', { feature: node.tag }, node.range?.[0] ?? 0)
    },
    Pair: (_, pair) => {
      if (isCollection(pair.key)) source.addFinding('yaml-feature', { feature: '?' }, pair.key.range?.[0] ?? 0)
      if (isScalar(pair.key) && pair.key.value === '__proto__')
        source.addFinding('yaml-feature', { feature: '__proto__' }, pair.key.range?.[0] ?? 0)
    },
  })
}

/** Reports an issue that zod found, as the finding that says it best. `within` leads to the value that zod looked at. */
function reportIssue(source: YamlSource, issue: z.core.$ZodIssue, within: ValuePath = []): void {
  const path = [...within, ...(issue.path as ValuePath)]
  const key = String(path.at(-1) ?? '')
  const given = textOf(issue.input)
  if (issue.code === 'unrecognized_keys') {
    const allowed = allowedKeys(issue)
    for (const unknown of issue.keys) source.addFinding('unknown-key', { key: unknown, allowed }, [...path, unknown])
  } else if (issue.code === 'invalid_type' && issue.input !== undefined)
    source.addFinding('wrong-type', { key, expected: issue.expected }, path)
  else if (issue.code === 'invalid_type' && (key === 'ja' || key === 'en'))
    source.addFinding('missing-language', { language: key, key: String(path.at(-2) ?? '') }, path)
  else if (issue.code === 'invalid_type') source.addFinding('missing-key', { key }, path)
  else if (issue.code === 'invalid_value' && issue.input === undefined) source.addFinding('missing-key', { key }, path)
  else if (issue.code === 'invalid_value')
    source.addFinding('bad-value', { key, given, allowed: issue.values.map(String) }, path)
  else if (issue.code === 'invalid_union') reportUnion(source, issue, path)
  else if (issue.code === 'invalid_format' && issue.format === 'date')
    source.addFinding('bad-date', { key, given }, path)
  else if (issue.code === 'invalid_format')
    source.addFinding('wrong-type', { key, expected: issue.pattern ?? issue.format }, path)
  else if (issue.code === 'too_small' && issue.origin === 'array') source.addFinding('empty-list', { key }, path)
  else if (issue.code === 'too_small') source.addFinding('empty-text', { key }, path)
  else if (issue.code === 'custom' && issue.params?.code !== undefined) {
    const { code, ...params } = issue.params as { code: FindingCode }
    // TypeScript does not relate a code to the type of its parameters.
    source.addFinding(code, { key, ...params } as never, path)
  } else source.addFinding('wrong-type', { key, expected: issue.message }, path)
}

/** Reports the issues of the alternative that the value comes closest to. */
function reportUnion(source: YamlSource, issue: z.core.$ZodIssueInvalidUnion, path: ValuePath): void {
  const key = String(path.at(-1) ?? '')
  const isMismatch = (inner: z.core.$ZodIssue) => inner.path.length === 0 && inner.code.startsWith('invalid_')
  const closest = issue.errors.find((issues) => !issues.some(isMismatch))
  if (closest !== undefined) for (const inner of closest) reportIssue(source, inner, path)
  else if (issue.discriminator !== undefined) {
    const given = (issue.input as Record<string, unknown>)[key]
    const { options = [] } = issue as { options?: readonly unknown[] }
    if (given === undefined) source.addFinding('missing-key', { key }, path)
    else source.addFinding('bad-value', { key, given: textOf(given), allowed: options.map(String) }, path)
  } else source.addFinding('wrong-type', { key, expected: typesOf(issue).join(' / ') }, path)
}

/** The names of the types that a value can have. */
function typesOf(issue: z.core.$ZodIssueInvalidUnion): string[] {
  return issue.errors.flatMap((issues) =>
    issues.flatMap((inner) =>
      inner.code === 'invalid_union' ? typesOf(inner) : inner.code === 'invalid_type' ? [inner.expected] : [],
    ),
  )
}

function textOf(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input)
}

/** The keys of the schema that an issue is about. zod has them, but not in its types. */
function allowedKeys(issue: z.core.$ZodIssue): readonly string[] {
  const shape = (issue as { inst?: { _zod?: { def?: { shape?: object } } } }).inst?._zod?.def?.shape
  return shape === undefined ? [] : Object.keys(shape)
}
