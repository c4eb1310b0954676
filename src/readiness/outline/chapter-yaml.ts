import type { Language } from '../../domain/runbook/runbook.ts'
import { charactersOf, columnsOf } from '../../view/columns.ts'
import { schemaLine } from '../io/file-schemas.ts'
import type { OutlineText } from '../words.en.ts'
import { yamlQuoted } from '../workspace-files.ts'
import type { OutlineChapter, OutlineStep } from './outline.ts'

/** What the chapters made of an outline are written with. */
export interface ChapterStyle {
  /** The language of the manual. */
  readonly language: Language
  /** The name of the file with the outline. */
  readonly file: string
  /** The department of each step, until somebody has said who does it. */
  readonly department: string
  /** Whether the chapter explains how to complete its steps. */
  readonly explains: boolean
  readonly text: OutlineText
}

/** Titles of steps and the gists of clauses are cut to this many columns. */
const TITLE_COLUMNS = 48

/** The YAML of a chapter: a step and a clause for each item, with its place in the outline. */
export function chapterYaml(chapter: OutlineChapter, style: ChapterStyle): string {
  const { text, language } = style
  const steps = chapter.sections.flatMap((section) => section.steps)
  const intro = [text.madeFrom(`${style.file}:${chapter.line}`), ...(style.explains ? text.toComplete : [])]
  return [
    schemaLine('chapter', '../'),
    ...intro.map((line) => `# ${line}`.trimEnd()),
    '',
    '# reviewed: YYYY-MM-DD',
    `chapter: "${chapter.number}"`,
    `title: { ${language}: ${yamlQuoted(chapter.title || String(chapter.number))} }`,
    `phase: ${chapter.phase} # ${chapter.isPhaseInherited ? text.phaseInherited : text.phaseGuessed}`,
    '',
    'clauses:',
    ...steps.flatMap((step) => clauseLines(step, style)),
    '',
    'steps:',
    ...chapter.sections.flatMap(({ number, title, line, steps: own }) => [
      `  # ${number} ${title} (${style.file}:${line})`,
      ...own.flatMap((step) => ['', ...stepLines(step, number, style)]).slice(1),
      '',
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n')
}

/** How many clauses a chapter has. */
export function clausesIn({ sections }: OutlineChapter): number {
  return sections.flatMap(({ steps }) => steps).reduce((sum, { details }) => sum + 1 + details.length, 0)
}

function clauseLines({ id, line, text, modality, details }: OutlineStep, { language, file }: ChapterStyle): string[] {
  return [{ id, line, text }, ...details].map(
    (each) =>
      `  - { id: ${each.id}, kind: procedure, modality: [${modality.modality}], gist: { ${language}: ${yamlQuoted(titleOf(each.text, language))} } } # ${file}:${each.line}`,
  )
}

function stepLines(step: OutlineStep, section: string, { language, file, department, text }: ChapterStyle): string[] {
  const { id, line, modality, details } = step
  return [
    `  # ${file}:${line}`,
    `  - id: ${id}`,
    `    section: "${section}"`,
    `    clauses: [${[id, ...details.map((detail) => detail.id)].join(', ')}]`,
    '    source: manual',
    `    department: ${department} # ${text.departmentGuessed}`,
    `    title: { ${language}: ${yamlQuoted(titleOf(step.text, language))} }`,
    '    instructions:',
    ...instructionLines([step.text, ...details.map((detail) => detail.text)].join('\n'), language),
    `    modality: ${modality.modality} # ${modality.word === null ? text.modalityAssumed : text.modalityGuessed(modality.word)}`,
    '    kind: once',
    '    applies: { all: normal }',
  ]
}

/** A block of lines, or a quoted text if it has brackets of which `readYaml` would count one alone. */
function instructionLines(text: string, language: Language): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  const quoted = yamlQuoted(lines.join('\n'))
  const isPlain = quoted === JSON.stringify(lines.join('\n'))
  return isPlain
    ? [`      ${language}: |`, ...lines.map((line) => `        ${line}`)]
    : [`      ${language}: ${quoted}`]
}

/** The first sentence of a text in one line, without its full stop, cut at a pause or with `…` if it is long. */
function titleOf(text: string, language: Language): string {
  const line = text.replaceAll(/\s*\n\s*/g, language === 'ja' ? '' : ' ')
  const [sentence = line] = line.split(/(?<=。)|(?<=\.)\s/)
  const title = sentence.replace(/[。.:：]$/, '')
  if (columnsOf(title) <= TITLE_COLUMNS) return title
  let cut = ''
  for (const character of charactersOf(title)) {
    if (columnsOf(cut + character) >= TITLE_COLUMNS) break
    cut += character
  }
  return `${language === 'en' ? cut.replace(/\s+\S*$/, '') : cut}…`
}
