import { stagesOfForm } from '../../authority/authority-status.ts'
import type { KnownAuthority } from '../../domain/authorities/authority.ts'
import type { FieldValue } from '../../domain/authorities/form.ts'
import { formDocument } from '../../domain/authorities/form-document.ts'
import { matchesPattern } from '../../domain/authorities/text-pattern.ts'
import { grouped } from '../../domain/grouped.ts'
import { doubtfulStarts } from '../../domain/incident/filings.ts'
import { writerOf } from '../../domain/log/event.ts'
import type { Report } from '../../domain/report/report.ts'
import { namedWriters } from '../../incident/new-writers.ts'
import {
  type Block,
  code,
  faint,
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
import { wasNoHalt } from '../sections/overview.ts'
import type { DraftContext } from './context.ts'
import { type FieldAnswer, formAnswers, isProse, joinLists } from './form-answers.ts'
import { repairTimeLines } from './repair-times.ts'

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
      ...warningLines(drafts, report, context),
    ],
    reservation: null,
    sections: [missingSection(drafts, context), ...drafts.flatMap((draft) => fieldSections(draft, context))],
    annex: null,
  }
}

/** What to look at before a draft is submitted, a line each. */
export function warningLines(drafts: readonly Draft[], report: Report, context: DraftContext): string[] {
  const answers = drafts.flatMap((draft) => draft.answers)
  return [
    ...(wasNoHalt(report) ? [context.said.noHalt] : []),
    ...internalLines(drafts, context),
    ...strangerLines(drafts, context),
    ...repairTimeLines(answers, report, context),
    ...doubtLines(context),
  ]
}

/** A line that names the fields with what operators recorded for themselves; none if there are no such fields. */
function internalLines(drafts: readonly Draft[], { said }: DraftContext): string[] {
  const answers = drafts.flatMap((draft) => draft.answers)
  const fields = new Set(answers.flatMap(({ field, internal }) => (internal.length > 0 ? [field.id] : [])))
  return fields.size === 0 ? [] : [said.withInternal([...fields])]
}

/** A line that names the fields with what writers recorded that this machine does not know; none if there are no such fields. */
function strangerLines(drafts: readonly Draft[], { strangers, said }: DraftContext): string[] {
  const answers = drafts.flatMap((draft) => draft.answers)
  const told = answers.map(({ field, events }) => {
    return { field: field.id, writers: events.map(writerOf).filter((writer) => strangers.has(writer)) }
  })
  const writers = [...new Set(told.flatMap((one) => one.writers))]
  if (writers.length === 0) return []
  const { named, more } = namedWriters(writers)
  const fields = new Set(told.flatMap(({ field, writers: own }) => (own.length > 0 ? [field] : [])))
  return [said.ofStrangers([...fields], named, more)]
}

/** A line for each time in the draft that deadlines count from and that is likely to be mistyped. */
function doubtLines({ incident, authority, text, labels }: DraftContext): string[] {
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

/** What is missing, each once; with several drafts, beside the reports that lack it. */
function missingSection(drafts: readonly Draft[], context: DraftContext): Section {
  const { said } = context
  const names = drafts.map((draft) => stageName(draft, context))
  const [name = null] = names
  const isAlone = drafts.length === 1
  const lacking = drafts.flatMap((draft, i) =>
    missingRows(draft, context).map((row) => ({ row, report: names[i] ?? '' })),
  )
  const rows = grouped(lacking, ({ row }) => row).map((same) => {
    const [{ row }] = same
    const [id, field, ...rest] = row
    return [id, field, isAlone ? '' : context.labels.joined(same.map(({ report }) => report)), ...rest]
  })
  const head = [said.number, said.field, said.reports, said.ask, said.command]
  return {
    id: `missing-${isAlone ? (drafts[0]?.stage ?? 'all') : 'all'}`,
    title: said.missing(rows.length, isAlone ? name : null),
    blocks: [table(head, rows, said.complete)],
  }
}

type MissingRow = readonly [id: string, field: string, department: string, command: Inline]

function missingRows({ answers }: Draft, { said, text, labels }: DraftContext): MissingRow[] {
  return answers.filter(lacksSomething).flatMap(({ field, flaw, gaps, state }): MissingRow[] => {
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
  const { said, labels } = context
  const { field, blocks, events, origin, gaps, internal } = answer
  const isWhole = blocks.length > 0 || (isProse(field) && gaps.length > 1)
  const says = isWhole ? blocks : [paragraph(valueWords(answer, context))]
  // How to state it stands in the list of what is missing.
  const isTold = !isWhole || (blocks.length === 0 && gaps.length === 1)
  const items = blocks.flatMap((block) => (block.kind === 'list' ? block.items : [])).map(textOf)
  const lacking = lacksSomething(answer) && !isTold ? gaps : []
  const lines = (isUnknown: boolean) =>
    lacking
      .filter((gap) => gap.isUnknown === isUnknown && !items.some((item) => item.startsWith(`${gap.name}:`)))
      .map(({ name }) => labels.named(name, isUnknown ? said.notKnown : said.notStated))
  const stated = joinLists([...says, ...listIfAny(lines(true))])
  const told = eventsInRows(blocks)
  const origins = [...events.filter((event) => !told.has(event)), ...(origin === 'settings' ? [said.fromSettings] : [])]
  return [
    ...stated,
    ...(stated.length === 0 || origins.length === 0 ? [] : [paragraph(faint(said.sources(origins)))]),
    ...(internal.length === 0 ? [] : [paragraph(said.internal(internal))]),
    ...listIfAny(lines(false)),
  ]
}

function listIfAny(lines: readonly string[]): Block[] {
  return lines.length === 0 ? [] : [list(lines)]
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

/** A line for each field without an answer, with the reports that lack it, for standard error beside drafts as JSON. */
export function missingLines(drafts: readonly Draft[], context: DraftContext): string[] {
  const { said, text, labels } = context
  const lacking = drafts.flatMap((draft) => {
    const name = stageName(draft, context)
    return draft.answers
      .filter(({ state }) => state === 'missing')
      .map(({ field, gaps: [gap] }) => ({ field, gap, name }))
  })
  return grouped(lacking, ({ field, gap }) => [field.id, gap]).map((same) => {
    const [{ field, gap }] = same
    const reports = same.flatMap(({ name }) => name ?? [])
    const asked = `${field.id} ${field.title[text.language]}`
    const report = reports.length === 0 ? null : labels.joined(reports)
    return said.missingLine(report, asked, gap?.department ?? null, gap?.command ?? '')
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

function placeOf(field: FieldAnswer['field'], value: FieldValue | null): string | null {
  return matchesPattern(field, String(value)) ? field.path : field.otherPath
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
    fields: answers.map(({ field, value, origin, events, state, gaps, internal }) => ({
      id: field.id,
      title: field.title,
      state,
      value,
      origin,
      events,
      internal,
      gaps,
    })),
  }
}
