import { fail } from '../../domain/problem.ts'
import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import { MAX_YAML_BYTES } from '../../runbook/yaml.ts'
import { NAMES_FILE } from '../io/manual-files.ts'
import { yamlQuoted } from '../workspace-files.ts'
import { type ChapterStyle, chapterYaml, clausesIn } from './chapter-yaml.ts'
import { departmentsIn, type GuessedDepartment } from './department-guesses.ts'
import { keySteps } from './key-steps.ts'
import { readMarkdown } from './markdown-blocks.ts'
import { type Outline, outlineOf, stepsIn } from './outline.ts'
import type { OutlineSource } from './outline-summary.ts'

/** Longer or more deeply nested Markdown takes minutes to parse, and no manual is like that. */
const MAX_LINES = 5000
const MAX_MARKS = 40
const TOO_MANY_MARKS = new RegExp(`^(?:[ \\t]*[>*+-](?=[ \\t>])){${MAX_MARKS + 1}}`)
/** A file with more values would be refused when it is read. */
const MAX_CLAUSES = 350

/** Reads the Markdown of a file. `language` is that of the manual, if it is given. Throws `bad-outline`. */
export function readOutline(source: string, path: string, language: Language | undefined): Outline {
  const lines = source.split('\n')
  if (lines.length > MAX_LINES) fail('bad-outline', { path, why: 'too-long', line: MAX_LINES, limit: MAX_LINES })
  const deep = lines.findIndex((line) => TOO_MANY_MARKS.test(line))
  if (deep >= 0) fail('bad-outline', { path, why: 'too-deep', line: deep + 1, limit: MAX_MARKS })
  const outline = outlineOf(readMarkdown(source), language)
  if (outline === null) return fail('bad-outline', { path, why: 'no-headings', line: 1, limit: 0 })
  return outline
}

/** What a manual is made with besides the outline. */
export interface OutlineStyle extends Pick<ChapterStyle, 'file' | 'text'> {
  /** The path of the file with the outline, as the operator would type it. */
  readonly path: string
  /** The language of comments, which is the operator's. */
  readonly comments: Language
  /** The languages of the manual. */
  readonly languages: readonly Language[]
  /** The small manual that gives the names, and its files that are kept, by their names. */
  readonly runbook: Runbook
  readonly starter: Readonly<Record<string, string>>
}

/** The files of `runbooks/` by their names, and what they were made of. Throws `bad-outline` if a chapter is too large. */
export function manualOfOutline(
  outline: Outline,
  style: OutlineStyle,
): { readonly runbooks: Readonly<Record<string, string>>; readonly source: OutlineSource } {
  const { runbook, languages, starter, path, file, text } = style
  const { types, channels, departments } = runbook
  const named = stepsIn(outline).flatMap(({ department: one }) => one ?? [])
  const { ids, added } = departmentsIn(named, departments)
  const [department = ''] = Object.keys(departments)
  const keys = keySteps(outline)
  const { [NAMES_FILE]: names = '', ...others } = starter
  const chapters = outlinedChapters(outline, path, {
    file,
    text,
    keys,
    department,
    departments: ids,
    channel: Object.keys(channels).find((id) => channels[id]?.audience === 'customers') ?? '',
    plannedTypes: Object.keys(types).filter((id) => types[id]?.planned !== 'never'),
    missingLanguage: languages.find((language) => language !== outline.language) ?? null,
  })
  return {
    runbooks: { ...others, [NAMES_FILE]: withDepartments(names, added, style), ...chapters },
    source: { outline, keys, file, department: departments[department]?.[style.comments] ?? department },
  }
}

/** The file of names with further departments; a name is the same in each language until somebody translates it. */
function withDepartments(
  names: string,
  added: readonly GuessedDepartment[],
  { languages, text }: Pick<OutlineStyle, 'languages' | 'text'>,
): string {
  const lines = added.map(({ id, name }) => {
    const title = name.charAt(0).toUpperCase() + name.slice(1)
    const inAll = languages.map((language) => `${language}: ${yamlQuoted(title)}`).join(', ')
    return `  ${id}: { ${inAll} } # ${text.guessedFrom(name)}\n`
  })
  return names.replace(/^departments:\n(?: {2}.*\n)+/m, (section) => section + lines.join(''))
}

/** The chapters of an outline as YAML, by the names of their files. Throws `bad-outline` if one is too large. */
function outlinedChapters(
  { chapters, language }: Outline,
  path: string,
  style: Omit<ChapterStyle, 'language' | 'explains'>,
): Record<string, string> {
  const digits = String(Math.max(...chapters.map(({ number }) => number))).length
  const files = chapters.map((chapter, i) => {
    const yaml = chapterYaml(chapter, { ...style, language, explains: i === 0 })
    if (clausesIn(chapter) > MAX_CLAUSES || Buffer.byteLength(yaml) > MAX_YAML_BYTES)
      fail('bad-outline', { path, why: 'large-chapter', line: chapter.line, limit: MAX_CLAUSES })
    return [`${String(chapter.number).padStart(digits, '0')}-${fileNameOf(chapter.title)}.yaml`, yaml]
  })
  return Object.fromEntries(files)
}

/** The words of a title in Latin letters, for a file name; `chapter` if there are none. */
function fileNameOf(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return words.join('-').slice(0, 40).replace(/-$/, '') || 'chapter'
}
