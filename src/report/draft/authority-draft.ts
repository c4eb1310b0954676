import { stagesOfForm } from '../../authority/authority-status.ts'
import type { KnownAuthority } from '../../domain/authorities/authority.ts'
import type { FieldValue } from '../../domain/authorities/form.ts'
import { formDocument } from '../../domain/authorities/form-document.ts'
import { doubtfulStarts } from '../../domain/incident/filings.ts'
import type { Report } from '../../domain/report/report.ts'
import {
  type Block,
  code,
  type Inline,
  type Item,
  joinInline,
  list,
  paragraph,
  plainText,
  table,
} from '../../view/blocks.ts'
import { factValueText, timeText } from '../../view/time-format.ts'
import { edgesOf, type ReportDocument, type Section } from '../document.ts'
import type { DraftContext } from './context.ts'
import { type FieldAnswer, formAnswers, isProse } from './form-answers.ts'

/** The draft of one report to an authority. `stage` is its name in the file; null if the form is the same for every report. */
export interface Draft {
  readonly stage: string | null
  readonly answers: readonly FieldAnswer[]
}

/** The stages that a form has drafts for: each report that it differs for, else just one draft of them all. */
export function draftStages(file: KnownAuthority): (string | null)[] {
  const stages = stagesOfForm(file)
  return stages.length === 0 ? [null] : stages
}

/** Fills the form of an authority from the log, for each of the stages; a person checks and completes it. */
export function draftsOf(
  { form }: KnownAuthority,
  stages: readonly (string | null)[],
  report: Report,
  context: DraftContext,
): Draft[] {
  return stages.map((stage) => ({ stage, answers: formAnswers(form, stage, report, context) }))
}

/** The drafts as a document for people. */
export function authorityDraftDocument(
  { authority }: KnownAuthority,
  drafts: readonly Draft[],
  report: Report,
  context: DraftContext,
): ReportDocument {
  const { labels, text, damage } = context
  const { language } = text
  const { title, verify, reviewed } = authority
  const name = labels.draft(title[language])
  return {
    title: name,
    edges: edgesOf(name, report, context),
    language,
    partial: damage.length === 0 ? null : labels.partial(damage),
    marks: [
      ...(report.drill ? [labels.drill] : []),
      ...(verify ? [labels.checkForm(reviewed)] : []),
      ...doubtLines(context),
    ],
    reservation: null,
    sections: drafts.flatMap((draft) => [missingSection(draft, context), ...fieldSections(draft, context)]),
    annex: null,
  }
}

/** A line for each time in the draft that deadlines count from and that is likely to be mistyped. */
export function doubtLines({ incident, authority, text, labels }: DraftContext): string[] {
  return doubtfulStarts(incident, authority).map(({ of, at, event, doubt }) => {
    const name = authority.events[of]?.[text.language] ?? of
    return labels.named(text.words.marked(`${name} ${timeText(at)}`, event), labels.doubtfulStart[doubt.before])
  })
}

/** The name of a draft's report, in words; null if the form is the same for every report. */
function stageName({ stage }: Draft, { authority, text }: DraftContext): string | null {
  if (stage === null) return null
  return authority.filings.find(({ id }) => id === `${authority.id}-${stage}`)?.title[text.language] ?? stage
}

function missingSection(draft: Draft, context: DraftContext): Section {
  const { said, text, labels } = context
  const rows = draft.answers.filter(lacksSomething).flatMap(({ field, flaw, gaps, state }): Inline[][] => {
    const title = field.title[text.language]
    // Of the sources of a single value, any will do.
    const lacking = isProse(field) ? gaps : gaps.slice(0, 1)
    return lacking.map(({ name, isUnknown, department, command }) => {
      const isAll = (lacking.length === 1 && state === 'missing') || name === title
      const what = isAll ? title : labels.named(title, name)
      const why = isUnknown ? said.notKnown : flaw
      return [field.id, why === null ? what : text.words.marked(what, why), department ?? '', code(command)]
    })
  })
  const head = [said.number, said.field, said.ask, said.command]
  return {
    id: `missing-${draft.stage ?? 'all'}`,
    title: said.missing(rows.length, stageName(draft, context)),
    blocks: [table(head, rows, said.complete)],
  }
}

/** Whether a field has no answer, or, in a form for people, some of what it asks for is missing in it. */
function lacksSomething({ field, state, gaps }: FieldAnswer): boolean {
  return state === 'missing' || (state === 'answered' && field.path === null && gaps.length > 0)
}

/** The fields: those of a document in a table, others each as a section, since they may take whole parts of the report. */
function fieldSections(draft: Draft, context: DraftContext): Section[] {
  const { said, text } = context
  const { stage, answers } = draft
  if (answers.every(({ field }) => field.path === null))
    return answers.map((answer) => ({
      id: `field-${answer.field.id}`,
      title: `${answer.field.id}. ${answer.field.title[text.language]}`,
      blocks: proseBlocks(answer, context),
    }))
  const rows = answers.map((answer): Inline[] => [
    answer.field.id,
    answer.field.title[text.language],
    valueWords(answer, context),
    sourceWords(answer, context),
  ])
  const name = stageName(draft, context) ?? ''
  const head = [said.number, said.field, said.says, said.event]
  return [{ id: `fields-${stage ?? 'all'}`, title: said.fields(name), blocks: [table(head, rows, said.complete)] }]
}

function proseBlocks(answer: FieldAnswer, context: DraftContext): Block[] {
  const { said } = context
  const { blocks, events, origin, gaps } = answer
  const says = blocks.length > 0 ? blocks : [paragraph(valueWords(answer, context))]
  const told = eventsInRows(blocks)
  const origins = [...events.filter((event) => !told.has(event)), ...(origin === 'settings' ? [said.fromSettings] : [])]
  const sources = origins.length === 0 ? [] : [paragraph(said.sources(origins))]
  // How to state it stands in the list of what is missing.
  const isTold = blocks.length === 0 && gaps.length === 1
  const items = new Set(blocks.flatMap((block) => (block.kind === 'list' ? block.items : [])).map(textOf))
  const lacking =
    lacksSomething(answer) && !isTold
      ? gaps.map(({ name, isUnknown }) => said.gap(name, isUnknown)).filter((line) => !items.has(line))
      : []
  return [...says, ...sources, ...(lacking.length === 0 ? [] : [list(lacking)])]
}

function textOf({ text }: Item): string {
  return plainText(text)
}

/** The events that stand in the rows of tables, beside what says it. */
function eventsInRows(blocks: readonly Block[]): ReadonlySet<string> {
  const cells = blocks.flatMap((block) => (block.kind === 'table' ? [...block.rows].flat() : []))
  return new Set(cells.map(plainText))
}

/** What a field says, in words. */
function valueWords({ field, value, text, shown, state, flaw }: FieldAnswer, context: DraftContext): string {
  const { said } = context
  if (state === 'not-asked') return said.notAsked
  if (state === 'blank') return flaw ?? said.onlyIfItApplies
  if (value === null || text === null) return flaw ?? said.notStated
  if (typeof value === 'boolean') return value ? said.yes : said.no
  if (typeof value === 'object') return value.join(', ')
  return shown ?? (field.kind === 'text' ? text : factValueText(text, context.text.language))
}

function sourceWords({ state, origin, events }: FieldAnswer, { said }: DraftContext): Inline {
  if (state === 'not-asked') return ''
  const others = origin === null ? [] : [origin === 'settings' ? said.fromSettings : said.byForm]
  return joinInline([...events.map(code), ...others], ' ')
}

/** A line for each field without an answer, for standard error beside a draft as JSON. */
export function missingLines(draft: Draft, context: DraftContext): string[] {
  const { said, text } = context
  return draft.answers
    .filter(({ state }) => state === 'missing')
    .map(({ field, gaps: [gap] }) => {
      const name = `${field.id} ${field.title[text.language]}`
      return said.missingLine(stageName(draft, context), name, gap?.department ?? null, gap?.command ?? '')
    })
}

/** The document that the form itself is: what is known, in the order of the fields. Null if the form has no such document. */
export function documentOf(
  { form, constants }: KnownAuthority,
  { answers }: Draft,
): Readonly<Record<string, unknown>> | null {
  if (form.every(({ path }) => path === null)) return null
  const placed = answers.flatMap(({ field, value }) => {
    const path = placeOf(field, value)
    return value === null || path === null ? [] : [{ path, value }]
  })
  return formDocument(placed, constants)
}

function placeOf({ path, otherPath, pattern }: FieldAnswer['field'], value: FieldValue | null): string | null {
  const fits = pattern === null || new RegExp(pattern).test(String(value))
  return fits ? path : otherPath
}

/** The draft of a form that has no document of its own (schemas/draft.schema.json). */
export function draftDocument({ authority }: KnownAuthority, { stage, answers }: Draft, { incident }: Report) {
  const { id, title, verify, reviewed } = authority
  return {
    schemaVersion: 1 as const,
    incident,
    authority: { id, title, verify, reviewed },
    report: stage,
    complete: answers.every(({ state }) => state !== 'missing'),
    fields: answers.map(({ field, value, origin, events, state, gaps }) => ({
      id: field.id,
      title: field.title,
      state,
      value,
      origin,
      events,
      gaps,
    })),
  }
}
