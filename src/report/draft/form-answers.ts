import {
  currencyOf,
  type FieldValue,
  FORM_PARTS,
  type FormField,
  fieldsOf,
  fieldValueOf,
  isFieldAsked,
  isOneOf,
} from '../../domain/authorities/form.ts'
import { statedField } from '../../domain/authorities/form-values.ts'
import type { Report } from '../../domain/report/report.ts'
import { type Block, list, paragraph } from '../../view/blocks.ts'
import { factValueText } from '../../view/time-format.ts'
import { isMoot } from '../past.ts'
import { inOwnLanguage } from '../wording.ts'
import type { DraftContext } from './context.ts'
import { type Gap, gapOf, gapOfField, sourceName } from './form-gaps.ts'
import { type Source, sourceOf } from './form-sources.ts'

/** What a draft has for a field of a form. */
export interface FieldAnswer {
  readonly field: FormField
  /** As the document of the form has it; null if it is not known or does not fit. */
  readonly value: FieldValue | null
  /** The same as recorded, or in words; null if nothing is known. */
  readonly text: string | null
  /** The same for people, each line that is in the other language only marked; null where that says no more. */
  readonly shown: string | null
  /** Whole parts of the report, and facts, for a field of text. */
  readonly blocks: readonly Block[]
  /** The events that it comes from. */
  readonly events: readonly string[]
  /** Where else it comes from: what halt.yaml says of the company, or the form, which always says the same. */
  readonly origin: 'settings' | 'form' | null
  /** `blank` fields may stay empty; what is stated without fitting the field is `missing`. */
  readonly state: 'answered' | 'missing' | 'blank' | 'not-asked'
  /** Why what is there is no answer; null if nothing is there. */
  readonly flaw: string | null
  /** What of its sources is not known, and how to state it. */
  readonly gaps: readonly Gap[]
  /** The names of those that operators recorded for themselves, so that somebody goes through them first. */
  readonly internal: readonly string[]
}

/** Answers the fields of a form that a report asks for, in its order; `stage` is the report's name in the file. */
export function formAnswers(
  form: readonly FormField[],
  stage: string | null,
  report: Report,
  context: DraftContext,
): FieldAnswer[] {
  const answers = fieldsOf(form, stage).map((field) => answerTo(field, stage, report, context))
  const textOf = (id: string | null) => answers.find(({ field }) => field.id === id)?.text ?? null
  const valueIn = (id: string) => answers.find(({ field }) => field.id === id)?.value ?? null
  return answers.map((answer): FieldAnswer => {
    const { field, text } = answer
    if (!isFieldAsked(field, valueIn)) return { ...answer, value: null, state: 'not-asked', gaps: [], internal: [] }
    const [currency, own] = [textOf(field.currency), currencyOf(text ?? '')]
    if (answer.value === null || currency === null || own === null || own === currency) return answer
    const flaw = context.said.otherCurrency(text ?? '', currency)
    return { ...answer, value: null, state: 'missing', flaw, gaps: [gapOfField(field, context)] }
  })
}

function answerTo(field: FormField, stage: string | null, report: Report, context: DraftContext): FieldAnswer {
  const { incident, authority } = context
  const fixed = field.fixed?.[stage ?? '']
  if (fixed !== undefined) return { ...answered(field, fixed), origin: 'form' }
  const stated = statedField(incident, authority.id, field.id)
  if (stated !== undefined) {
    const { value, events } = stated
    const flaw = value === null ? context.said.notKnown : null
    return value === null ? unanswered(field, { flaw, events }, context) : checked(field, value, { events }, context)
  }
  const sources = namesFor(field, report, context).map((name) => sourceOf(name, field, report, context))
  const known = sources.filter(({ value, text }) => (isProse(field) ? text : value) !== null)
  const gaps = sources.flatMap((source) => [
    ...(known.includes(source) || source.unknownFacts.length > 0 ? [] : [gapOf(source.name, field, context)]),
    ...source.unknownFacts.map((fact) => gapOf(fact, field, context)),
  ])
  const [first] = known
  // A document has no lines for what is not known beside what it says.
  const origins = first === undefined || field.path === null ? sources : known
  const events = [...new Set(origins.flatMap((source) => source.events))]
  if (first === undefined)
    return {
      ...unanswered(
        field,
        { flaw: gaps.some(({ isUnknown }) => isUnknown) ? context.said.notKnown : null, events },
        context,
      ),
      ...(gaps.length > 0 && { gaps }),
    }
  // A text of a certain form is one of its sources alone, as a number is.
  if (!isProse(field)) {
    const origin = first.isSetting ? 'settings' : null
    // People read a number with its unit.
    const shown = field.kind === 'count' ? first.text : null
    return checked(field, first.value as string, { events: first.events, origin, shown }, context)
  }
  const isAlone = sources.length === 1
  const saidBy = (source: Source, words = source.text ?? '') => (isAlone ? words : labelled(source, words, context))
  const said = known.map((source) => saidBy(source))
  const shown = known.map((source) => saidBy(source, shownWords(source, context)))
  const blocks = known.flatMap((source, i): readonly Block[] => {
    if (source.blocks.length > 0) return source.blocks
    const [words, items] = [shown[i] ?? '', source.customerWords === undefined ? [] : [{ text: source.customerWords }]]
    if (!isAlone) return [list([{ text: words, items }])]
    return [paragraph(words), ...(items.length === 0 ? [] : [list(items)])]
  })
  const origin = known.some(({ isSetting }) => isSetting) ? 'settings' : null
  const answer = checked(field, said.join('\n'), { events, origin }, context)
  const internal = known.flatMap(({ name, isInternal }) => (isInternal ? [sourceName(name, context)] : []))
  return { ...answer, shown: shown.join('\n'), blocks: joinLists(blocks), gaps, internal }
}

/** The names of what fills a field. Once the halt is over, when services resumed stands for when that was expected. */
function namesFor({ from }: FormField, report: Report, context: DraftContext): string[] {
  const resumed = report.fullyResumedAt === null ? [] : ['fully-resumed']
  return [...new Set(from.flatMap((name) => (isMoot(name, report, context) ? resumed : [name])))]
}

/** Joins lists that follow each other. */
export function joinLists(blocks: readonly Block[]): Block[] {
  const joined: Block[] = []
  for (const block of blocks) {
    const last = joined.at(-1)
    if (last?.kind === 'list' && block.kind === 'list')
      joined[joined.length - 1] = { ...last, items: [...last.items, ...block.items] }
    else joined.push(block)
  }
  return joined
}

function answered(field: FormField, text: string): FieldAnswer {
  const value = fieldValueOf(field, text)
  const rest = { shown: null, blocks: [], events: [], origin: null, flaw: null, gaps: [], internal: [] }
  return { field, value, text, state: 'answered', ...rest }
}

function unanswered(
  field: FormField,
  { flaw, events, text = null }: Pick<FieldAnswer, 'flaw' | 'events'> & { readonly text?: string | null },
  context: DraftContext,
): FieldAnswer {
  const state = field.optional && text === null ? 'blank' : 'missing'
  const gaps = [gapOfField(field, context)]
  return { field, value: null, text, shown: null, blocks: [], events, origin: null, state, flaw, gaps, internal: [] }
}

/** The answer that a text is, unless it does not fit the field. */
function checked(
  field: FormField,
  text: string,
  parts: Pick<FieldAnswer, 'events'> & Partial<FieldAnswer>,
  context: DraftContext,
): FieldAnswer {
  if (fieldValueOf(field, text) !== null) return { ...answered(field, text), ...parts }
  const flaw = context.said.misfit(factValueText(text, context.text.language))
  return unanswered(field, { ...parts, flaw, text }, context)
}

/** The words of a source for people. Parts of the report mark what is in the other language themselves. */
function shownWords({ name, text }: Source, context: DraftContext): string {
  const words = text ?? ''
  return isOneOf(name, FORM_PARTS) ? words : inOwnLanguage(words, context)
}

function labelled({ name }: Source, words: string, context: DraftContext): string {
  return isOneOf(name, FORM_PARTS) ? words : `${sourceName(name, context)}: ${words}`
}

/** Whether a field is prose, which several sources fill together, and not a single value, which the first of them fills. */
export function isProse({ kind, pattern }: FormField): boolean {
  return kind === 'text' && pattern === null
}
