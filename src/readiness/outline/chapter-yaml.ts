import type { Language, Phase, Stage } from '../../domain/runbook/runbook.ts'
import { charactersOf, columnsOf } from '../../view/columns.ts'
import { schemaLine } from '../io/file-schemas.ts'
import type { OutlineText } from '../words.en.ts'
import { yamlQuoted } from '../workspace-files.ts'
import { keyOf } from './department-guesses.ts'
import type { KeySteps } from './key-steps.ts'
import type { OutlineChapter, OutlineStep } from './outline.ts'
import type { GuessedInterval } from './step-guesses.ts'

/** What the chapters made of an outline are written with. */
export interface ChapterStyle {
  /** The language of the manual. */
  readonly language: Language
  /** The name of the file with the outline. */
  readonly file: string
  /** The department of a step of which nothing tells who does it. */
  readonly department: string
  /** The ids of departments by their names in lower case. */
  readonly departments: ReadonlyMap<string, string>
  /** The channel of notices to customers. */
  readonly channel: string
  /** The types of halts that are planned. */
  readonly plannedTypes: readonly string[]
  /** The other language of the manual, which these chapters do not have; null if it has one only. */
  readonly missingLanguage: Language | null
  readonly keys: KeySteps
  /** Whether the chapter explains how to complete its steps. */
  readonly explains: boolean
  readonly text: OutlineText
}

/** Titles of steps have at most this many columns. */
const TITLE_COLUMNS = 48
/** A title that would be shorter goes on to the next boundary of words. */
const LEAST_COLUMNS = 16

/** The YAML of a chapter: a step and a clause for each item, with its place in the outline. */
export function chapterYaml(chapter: OutlineChapter, style: ChapterStyle): string {
  const { text, language } = style
  const steps = chapter.sections.flatMap((section) => section.steps)
  const intro = [
    text.madeFrom(`${style.file}:${chapter.line}`),
    ...(style.missingLanguage === null ? [] : [text.inOneLanguage(style.missingLanguage)]),
    ...(style.explains ? text.toComplete : []),
  ]
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
      ...own.flatMap((step) => ['', ...stepLines(step, number, chapter.phase, style)]).slice(1),
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
      `  - { id: ${each.id}, kind: procedure, modality: [${modality.modality}], gist: { ${language}: ${yamlQuoted(sentenceOf(each.text, language))} } } # ${file}:${each.line}`,
  )
}

function stepLines(step: OutlineStep, section: string, phase: Phase, style: ChapterStyle): string[] {
  const { language, file, text, keys } = style
  const { id, line, modality, details, interval } = step
  const title = shortTitle(sentenceOf(step.text, language), language)
  const gate = keys.gates.get(id)
  const notice = keys.notices.get(id)
  return [
    `  # ${file}:${line}`,
    `  - id: ${id}`,
    `    section: "${section}"`,
    `    clauses: [${[id, ...details.map((detail) => detail.id)].join(', ')}]`,
    '    source: manual',
    `    department: ${departmentOf(step, style)}`,
    `    title: { ${language}: ${yamlQuoted(title.text)} }${title.isCut ? ` # ${text.titleCut}` : ''}`,
    '    instructions:',
    ...instructionLines([step.text, ...details.map((detail) => detail.text)].join('\n'), language),
    `    modality: ${modality.modality} # ${modality.word === null ? text.modalityAssumed : text.guessedFrom(modality.word)}`,
    `    kind: ${interval === null ? 'once' : 'recurring'}`,
    ...(interval === null ? [] : intervalLines(interval, phase, text)),
    `    applies: { ${appliesTo(phase, style)} } # ${text.appliesGuessed}`,
    ...(gate === undefined ? [] : [`    gate: lift # ${text.guessedFrom(gate)}`]),
    ...(notice === undefined ? [] : noticeLines(notice, style)),
  ]
}

function departmentOf({ department }: OutlineStep, { departments, department: orElse, text }: ChapterStyle): string {
  const id = department === null ? undefined : departments.get(keyOf(department))
  return id === undefined || department === null
    ? `${orElse} # ${text.departmentGuessed}`
    : `${id} # ${text.guessedFrom(department.name)}`
}

function intervalLines({ every, word }: GuessedInterval, phase: Phase, text: OutlineText): string[] {
  const until = phase === 'after-resumption' ? 'closed' : 'fully-resumed'
  return [`    every: ${every} # ${text.guessedFrom(word)}`, `    until: ${until} # ${text.untilGuessed}`]
}

/** What comes before a planned halt is for planned types only. */
function appliesTo(phase: Phase, { plannedTypes }: ChapterStyle): string {
  const types = phase === 'scheduled' && plannedTypes.length > 0 ? plannedTypes : ['all']
  return types.map((type) => `${type}: normal`).join(', ')
}

function noticeLines({ stage, word }: { stage: Stage; word: string }, { channel, text }: ChapterStyle): string[] {
  return [`    channel: ${channel} # ${text.guessedFrom(word)}`, `    stage: ${stage}`]
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

/** The first sentence of a text in one line, without its full stop. */
function sentenceOf(text: string, language: Language): string {
  const line = text.replaceAll(/\s*\n\s*/g, language === 'ja' ? '' : ' ')
  const [sentence = line] = line.split(/(?<=。)|(?<=\.)\s/)
  return sentence.replace(/[。.:：]$/, '')
}

/** Where a clause ends. */
const CLAUSE_ENDS: Readonly<Record<Language, RegExp>> = {
  ja: /[、，；：（]/g,
  en: /[,;:(–—]| (?=(?:and|or|but|if|when|while|until|unless|so|because|that|which|before|after|by|in order to)\b)/g,
}

/** Words that no title ends with. */
const DANGLING = /(?: (?:for|an?|the|of|to|in|on|at|with|from|will|is|are|as|per|their|its|our))+$/i

/** A sentence as a title: cut where a clause ends, else between two words, if it is long. */
function shortTitle(sentence: string, language: Language): { readonly text: string; readonly isCut: boolean } {
  if (columnsOf(sentence) <= TITLE_COLUMNS) return { text: sentence, isCut: false }
  const upTo = (end: number) => sentence.slice(0, end).trim().replace(DANGLING, '')
  const fits = (end: number) => columnsOf(upTo(end)) <= TITLE_COLUMNS
  const clauses = [...sentence.matchAll(CLAUSE_ENDS[language])].map(({ index }) => index)
  const words = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(sentence)].map(({ index }) => index)
  const clause = clauses.findLast((end) => fits(end) && columnsOf(upTo(end)) >= LEAST_COLUMNS)
  const end = clause ?? words.findLast(fits) ?? 0
  return {
    text:
      end > 0
        ? upTo(end)
        : charactersOf(sentence)
            .slice(0, TITLE_COLUMNS / 2)
            .join(''),
    isCut: true,
  }
}
