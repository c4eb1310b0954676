import { type Document, isMap, isNode, isPair, isScalar, type LineCounter } from 'yaml'
import { isRecord } from '../domain/guard.ts'
import type { FilePosition } from '../domain/readiness/finding.ts'
import { inertLine } from '../view/inert.ts'
import type { findings } from './words.en.ts'

/** What can be wrong with a YAML file or template, by code; the words are in `words.en.ts` and `words.ja.ts`. */
export type FindingParams = { readonly [C in keyof typeof findings]: Parameters<(typeof findings)[C]>[0] }

export type FindingCode = keyof FindingParams

export type Finding = {
  [C in FindingCode]: FilePosition & {
    readonly code: C
    readonly level: 'error' | 'warning'
    readonly params: FindingParams[C]
  }
}[FindingCode]

/** Strikes out the name and password of a URL, also of one that is not written as it has to be. */
function withoutCredentials(text: string): string {
  return text
    .split(/([\s"']+)/)
    .map(hideCredentials)
    .join('')
}

/** Hides them in a word. Takes time in proportion to its length, as a pattern that has to find both ends would not. */
function hideCredentials(word: string): string {
  const [at, scheme, colon] = [word.lastIndexOf('@'), word.indexOf('://'), word.indexOf(':')]
  if (scheme >= 0 && scheme < at) return `${hideCredentials(word.slice(0, scheme))}://***${word.slice(at)}`
  if (colon < 1 || colon >= at) return word
  let name = colon
  while (name > 0 && /[\w.-]/.test(word[name - 1] as string)) name -= 1
  return name === colon ? word : `${word.slice(0, name)}***${word.slice(at)}`
}

/** Replaces each text in a value. */
function mapTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, replace))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, replace)]))
}

/** The keys and indexes that lead to a value of a file. */
export type ValuePath = readonly (string | number)[]

/** The text of a YAML file, to find positions in it, and the findings reported in it so far. */
export class YamlSource {
  readonly file: string
  readonly findings: Finding[] = []
  private readonly lines: readonly string[]
  /** By number, lines without credentials: all of a file may stand in one, with every finding. */
  private readonly excerpts = new Map<number, string>()
  private readonly doc: Document.Parsed | null
  private readonly counter: LineCounter | null

  constructor(file: string, text: string, doc: Document.Parsed | null, counter: LineCounter | null) {
    this.file = file
    this.lines = text.split('\n')
    this.doc = doc
    this.counter = counter
  }

  hasLine(pattern: RegExp): boolean {
    return this.lines.some((line) => pattern.test(line))
  }

  /** Adds a finding at a value, or at an offset of the text. */
  addFinding<C extends FindingCode>(
    code: C,
    params: FindingParams[C],
    where: ValuePath | number,
    level: 'error' | 'warning' = 'error',
  ): void {
    const place = typeof where === 'number' ? this.at(where) : this.locate(where, code === 'unknown-key')
    this.findings.push({ code, level, params: mapTexts(params, withoutCredentials), ...this.placeAt(place) } as Finding)
  }

  /** A value as it is written, without quotes; null if it is a list or a mapping, or there is none. */
  scalarText(path: ValuePath): string | null {
    const node = this.doc?.getIn(path, true)
    return isScalar(node) ? (node.source ?? String(node.value)) : null
  }

  placeOf(path: ValuePath): FilePosition {
    return this.placeAt(this.locate(path, false))
  }

  private placeAt({ line, column }: { line: number; column: number }): FilePosition {
    const excerpt = this.excerpts.get(line) ?? withoutCredentials(this.lines[line - 1] ?? '')
    this.excerpts.set(line, excerpt)
    return { file: this.file, line, column, excerpt }
  }

  /**
   * The position of a value; of its key, if `toKey` is set, if the key has no value, or if that is a map. Without such a
   * key, the position of the innermost value around it.
   */
  private locate(path: ValuePath, toKey: boolean): { line: number; column: number } {
    let node: unknown = this.doc?.contents
    let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
    for (const [depth, key] of path.entries()) {
      const pair = isMap(node) ? node.items.find((item) => String(item.key) === String(key)) : undefined
      if (isPair(pair)) {
        if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset
        node = pair.value
      } else
        node =
          isNode(node) && 'get' in node ? (node as { get(k: unknown, keep: true): unknown }).get(key, true) : undefined
      if (!isNode(node) || (toKey && depth === path.length - 1)) break
      // A map starts where its first key does, so the key that leads to it is the better position.
      offset = pair !== undefined && isMap(node) ? offset : (node.range?.[0] ?? offset)
    }
    return this.at(offset)
  }

  private at(offset: number): { line: number; column: number } {
    const { line, col } = this.counter?.linePos(offset) ?? { line: 1, col: 1 }
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
}

/** The most characters of a line to show. */
const MAX_EXCERPT = 200

/** The line of a finding, indented, with a caret under its column; without the caret if it would not be exact. */
export function excerptWithCaret({ column, excerpt: line }: Pick<FilePosition, 'column' | 'excerpt'>): string {
  const shown = inertLine(line.slice(0, MAX_EXCERPT))
  if (column > MAX_EXCERPT || shown.length !== Math.min(line.length, MAX_EXCERPT)) return `  ${shown}`
  // Japanese characters are two columns wide.
  const before = line
    .slice(0, column - 1)
    .replace(/[^\u0020-\u007e]/g, '  ')
    .replace(/[\u0020-\u007e]/g, ' ')
  return `  ${shown}\n  ${before}^`
}
