import type { Language, Phase } from '../../domain/runbook/runbook.ts'
import { departmentNamed, type GuessedDepartment, guessDepartment } from './department-guesses.ts'
import { type GuessedModality, guessLanguage, guessModality, guessPhase, isObligation } from './guesses.ts'
import { readHeading } from './heading.ts'
import type { ListItem, MarkdownBlock, SkippedKind, TextLine } from './markdown-blocks.ts'
import { type GuessedInterval, guessInterval } from './step-guesses.ts'

/** What a written manual asks for in one place: a step and a clause, and a further clause for each of its `details`. */
export interface OutlineStep extends TextLine {
  readonly id: string
  readonly modality: GuessedModality
  readonly details: readonly (TextLine & { readonly id: string })[]
  /** Who does it; null if nothing tells. */
  readonly department: GuessedDepartment | null
  /** How often it recurs; null if nothing tells. */
  readonly interval: GuessedInterval | null
}

/** `number` is such as `2.1`; items that stand directly below a chapter are in its section `.0`. */
export interface OutlineSection {
  readonly number: string
  readonly title: string
  readonly line: number
  readonly steps: readonly OutlineStep[]
}

export interface OutlineChapter {
  readonly number: number
  readonly title: string
  readonly line: number
  readonly phase: Phase
  /** Whether the phase is that of the chapter before, because the heading suggests none. */
  readonly isPhaseInherited: boolean
  readonly sections: readonly OutlineSection[]
}

/** Where nothing could be made of the text. `preface` is before the first chapter, `prose` asks for nothing. */
export interface SkippedText {
  readonly what: SkippedKind | 'preface' | 'prose'
  readonly line: number
}

export interface Outline {
  readonly language: Language
  readonly chapters: readonly OutlineChapter[]
  readonly skipped: readonly SkippedText[]
}

/** All steps of an outline, in order. */
export function stepsIn({ chapters }: Pick<Outline, 'chapters'>): OutlineStep[] {
  return chapters.flatMap(({ sections }) => sections.flatMap(({ steps }) => steps))
}

/** More details than this become steps of their own, since a step cites at most eight clauses. */
const MAX_DETAILS = 7

type Heading = Extract<MarkdownBlock, { kind: 'heading' }>
/** A heading with all that stands below it, up to the next heading. */
interface Part {
  readonly heading: Heading
  readonly blocks: readonly MarkdownBlock[]
}

/** Makes an outline of the blocks of a written manual; null if there is no heading. `given` is its language, if known. */
export function outlineOf(blocks: readonly MarkdownBlock[], given?: Language): Outline | null {
  const parts = partsOf(blocks)
  const first = blocks.findIndex(({ kind }) => kind === 'heading')
  const language = given ?? guessLanguage(blocks.map(textIn).join('\n'))
  const title = documentTitle(parts)
  const chapterDepth = Math.min(...parts.flatMap((part) => (part === title ? [] : [part.heading.depth])))
  const body = parts.filter((part) => part !== title)
  if (body.length === 0) return null
  const preface = [...blocks.slice(0, first), ...(title?.blocks ?? [])]
  const found = body.map((part) => ({ ...part, items: itemsIn(part.blocks, language) }))
  // Where nothing is listed at all, each heading without others below it says what is to be done.
  const isListed = found.some(({ items }) => items.length > 0)
  const withItems = isListed ? found : found.map((part, i) => ({ ...part, items: headingItem(part, found[i + 1]) }))
  const skipped = [
    ...preface.slice(0, 1).map((block) => ({ what: 'preface' as const, line: lineIn(block) })),
    ...body.flatMap((part) => skippedIn(part.blocks, language)),
  ]
  const chapters = withPhasesBetween(chaptersOf(withItems, chapterDepth, language))
  return { language, chapters, skipped }
}

function partsOf(blocks: readonly MarkdownBlock[]): Part[] {
  const parts: { heading: Heading; blocks: MarkdownBlock[] }[] = []
  for (const block of blocks)
    if (block.kind === 'heading') parts.push({ heading: block, blocks: [] })
    else parts.at(-1)?.blocks.push(block)
  return parts
}

/** The first heading if it is the only one of the highest level, has no number, and others follow. */
function documentTitle([first, ...others]: readonly Part[]): Part | null {
  if (first === undefined || others.length === 0) return null
  const isAlone = others.every(({ heading }) => heading.depth > first.heading.depth)
  return isAlone && readHeading(first.heading.text).number === null ? first : null
}

interface FoundPart extends Part {
  readonly items: readonly ListItem[]
}

function headingItem({ heading }: Part, next: Part | undefined): ListItem[] {
  const isLeaf = next === undefined || next.heading.depth <= heading.depth
  return isLeaf ? [{ text: readHeading(heading.text).title, line: heading.line, items: [] }] : []
}

/** The list items and the obligations of a part, in their order. */
function itemsIn(blocks: readonly MarkdownBlock[], language: Language): ListItem[] {
  return blocks.flatMap((block): ListItem[] => {
    if (block.kind === 'item') return [block]
    if (block.kind !== 'paragraph') return []
    const duties = sentencesOf(block.lines, language).filter(({ text }) => isObligation(text, language))
    return duties.map((sentence) => ({ ...sentence, items: [] }))
  })
}

function skippedIn(blocks: readonly MarkdownBlock[], language: Language): SkippedText[] {
  return blocks.flatMap((block): SkippedText[] => {
    if (block.kind === 'skipped') return [{ what: block.what, line: block.line }]
    if (block.kind !== 'paragraph') return []
    const others = sentencesOf(block.lines, language).filter(({ text }) => !isObligation(text, language))
    return [...new Set(others.map(({ line }) => line))].map((line) => ({ what: 'prose', line }))
  })
}

/** The sentences of a paragraph, each with the line that it begins in. */
function sentencesOf(lines: readonly TextLine[], language: Language): TextLine[] {
  let text = ''
  const starts = lines.map((each) => {
    if (text !== '' && language === 'en') text += ' '
    text += each.text
    return { at: text.length - each.text.length, line: each.line }
  })
  return [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)].map(({ segment, index }) => ({
    text: segment.trim(),
    line: starts.findLast(({ at }) => at <= index)?.line ?? 1,
  }))
}

function textIn(block: MarkdownBlock): string {
  if (block.kind === 'paragraph') return block.lines.map(({ text }) => text).join('\n')
  return block.kind === 'skipped' ? '' : block.text
}

function lineIn(block: MarkdownBlock): number {
  return block.kind === 'paragraph' ? (block.lines[0]?.line ?? 1) : block.line
}

interface DraftSection extends OutlineSection {
  readonly depth: number
}

interface DraftChapter extends OutlineChapter {
  readonly sections: DraftSection[]
}

/** Chapters with steps, numbered like their headings as far as these are numbered, each number once. */
function chaptersOf(parts: readonly FoundPart[], chapterDepth: number, language: Language): OutlineChapter[] {
  const numbers = parts.map(({ heading }) => ({ depth: heading.depth, number: readHeading(heading.text).number ?? '' }))
  const ofChapters = numbers.flatMap(({ depth, number }) => (depth <= chapterDepth ? [number] : []))
  const ofSections = numbers.flatMap(({ number }) => (number.includes('.') ? [number] : []))
  const chapters: DraftChapter[] = []
  for (const { heading, items } of parts) {
    const { number: written, title } = readHeading(heading.text)
    const { depth, line } = heading
    const last = chapters.at(-1)
    if (last === undefined || depth <= chapterDepth) {
      const taken = chapters.map((each) => String(each.number))
      const number = Number(freeNumber('', written, taken, ofChapters))
      const phase = guessPhase(title)
      const chapter = { number, title, line, phase: phase ?? last?.phase ?? 'initial-response' }
      const direct = {
        number: `${number}.0`,
        title,
        line,
        depth,
        steps: stepsOf(items, `${number}.0`, [title], language),
      }
      chapters.push({ ...chapter, isPhaseInherited: phase === null, sections: items.length > 0 ? [direct] : [] })
    } else {
      const above = last.sections.findLast((section) => section.depth < depth && section.depth > chapterDepth)
      const taken = last.sections.map((section) => section.number)
      const number = freeNumber(`${above?.number ?? last.number}.`, written, taken, ofSections)
      last.sections.push({ number, title, line, depth, steps: stepsOf(items, number, [title, last.title], language) })
    }
  }
  return chapters
    .map((chapter) => ({ ...chapter, sections: chapter.sections.filter(({ steps }) => steps.length > 0) }))
    .filter(({ sections }) => sections.length > 0)
}

/** The written number if it fits below `above` (such as `2.`) and is free, else the first one that nobody has written. */
function freeNumber(
  above: string,
  written: string | null,
  taken: readonly string[],
  allWritten: readonly string[],
): string {
  const whole = written?.startsWith(above) ? written : `${above}${written}`
  const isFitting = above === '' ? /^[1-9]\d*$/.test(whole) : whole === written || /^\d+$/.test(written ?? '')
  if (isFitting && !taken.includes(whole)) return whole
  let next = 1
  while (taken.includes(`${above}${next}`) || allWritten.includes(`${above}${next}`)) next += 1
  return `${above}${next}`
}

/** The steps of a section; `headings` are its own and that above it. */
function stepsOf(
  items: readonly ListItem[],
  section: string,
  headings: readonly string[],
  language: Language,
): OutlineStep[] {
  return items
    .flatMap((item) => modalItems(item, language))
    .map(({ details, ...step }, index) => {
      const id = `${section}-${letters(index)}`
      const interval = guessInterval(step.text, language)
      const numbered = details.map((detail, i) => ({ ...detail, id: `${id}${i + 1}` }))
      const named = headings.map((heading) => departmentNamed(heading, language)).find((one) => one !== null)
      const department = guessDepartment(step.text, language) ?? named ?? null
      return { ...step, id, details: numbered, department, interval }
    })
}

/** A chapter that says nothing of its phase, between the initial response and what follows the resumption, is between them. */
function withPhasesBetween(chapters: readonly OutlineChapter[]): OutlineChapter[] {
  return chapters.map((chapter, i) => {
    const next = chapters.slice(i + 1).find(({ isPhaseInherited }) => !isPhaseInherited)
    const isBetween = chapter.phase === 'initial-response' && next?.phase === 'after-resumption'
    return chapter.isPhaseInherited && i > 0 && isBetween ? { ...chapter, phase: 'during-halt' } : chapter
  })
}

/** `a` to `z`, then `aa`, `ab` and so on. */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26))
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last
}

interface ModalItem extends TextLine {
  readonly modality: GuessedModality
  readonly details: readonly TextLine[]
}

/** An item with those below it as its details, or each as one of its own if they are many or differ in modality. */
function modalItems(item: ListItem, language: Language, above?: GuessedModality): ModalItem[] {
  const { text, line } = item
  const modality = modalityBelow(text, language, above)
  const details = itemsBelow(item)
  const isOne = details.every((detail) => modalityBelow(detail.text, language, modality).modality === modality.modality)
  if (text !== '' && isOne && details.length <= MAX_DETAILS) return [{ text, line, modality, details }]
  const own = text === '' ? [] : [{ text, line, modality, details: [] }]
  return [...own, ...item.items.flatMap((each) => modalItems(each, language, modality))]
}

/** What no word tells of an item is as the item above it is. */
function modalityBelow(text: string, language: Language, above: GuessedModality | undefined): GuessedModality {
  const guess = guessModality(text, language)
  return guess.word === null && above !== undefined ? above : guess
}

function itemsBelow({ items }: ListItem): TextLine[] {
  return items.flatMap((item) => [
    ...(item.text === '' ? [] : [{ text: item.text, line: item.line }]),
    ...itemsBelow(item),
  ])
}
