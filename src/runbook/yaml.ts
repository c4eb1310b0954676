import { type Document, isAlias, isCollection, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type * as z from 'zod'
import type { Language } from '../domain/runbook/runbook.ts'
import { YamlSource } from './finding.ts'
import { onlyLanguage, withBothLanguages } from './one-language.ts'
import { MAX_FINDINGS, validated } from './schema-issues.ts'
import { syntaxFault } from './yaml-syntax.ts'

/** Larger or deeper files are not parsed: they could exhaust stack or time. Callers read a byte more, to notice them. */
export const MAX_YAML_BYTES = 256 * 1024
const MAX_YAML_DEPTH = 64
/** The largest shipped chapter has about two thousand; every value takes time to check. */
const MAX_YAML_VALUES = 20_000

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
  const { source, raw } = parseYaml(file, text)
  return { source, raw, value: fittingValue(source, raw, schema, null) }
}

/** Reads a file of a manual as `readYaml` does. Its texts may all be in one language. */
export function readManualFile<T>(file: string, text: string, schema: z.ZodType<T>): ParsedManualFile<T> {
  const { source, raw } = parseYaml(file, text)
  const filled = withBothLanguages(raw)
  const language = onlyLanguage(raw)
  return { source, raw: filled, value: fittingValue(source, filled, schema, language), language }
}

/** The content of a file that could be parsed, if it fits the schema; else null, with findings. */
function fittingValue<T>(source: YamlSource, raw: unknown, schema: z.ZodType<T>, language: Language | null): T | null {
  return source.findings.length > 0 ? null : validated(source, raw, schema, language)
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
  if (doc.errors.length === 0) reportFeatures(doc, text, source)
  // Further errors mostly follow from the first.
  const [error] = [...doc.errors, ...doc.warnings]
  if (error !== undefined && source.findings.length === 0) {
    const { offset, ...fault } = syntaxFault(error, doc, text)
    source.addFinding('yaml-syntax', fault, offset)
  }
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
