import { fail } from '../../domain/problem.ts'
import type { Language } from '../../domain/runbook/runbook.ts'
import { MAX_YAML_BYTES } from '../../runbook/yaml.ts'
import { type ChapterStyle, chapterYaml, clausesIn } from './chapter-yaml.ts'
import { readMarkdown } from './markdown-blocks.ts'
import { type Outline, outlineOf } from './outline.ts'

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

/** The chapters of an outline as YAML, by the names of their files. Throws `bad-outline` if one is too large. */
export function outlinedChapters(
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
