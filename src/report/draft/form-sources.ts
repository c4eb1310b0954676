import {
  ENTITY_PREFIX,
  EVENT_PREFIX,
  FORM_PARTS,
  FORM_VALUES,
  type FormField,
  isOneOf,
} from '../../domain/authorities/form.ts'
import {
  type LoggedValue,
  loggedAuthorityEvent,
  loggedFact,
  loggedValue,
  wordEvents,
} from '../../domain/authorities/form-values.ts'
import { currentWrite } from '../../domain/incident/current-values.ts'
import type { FactView } from '../../domain/incident/facts.ts'
import { hypothesesOf } from '../../domain/incident/hypotheses.ts'
import { wordsIn } from '../../domain/incident/own-texts.ts'
import type { Report } from '../../domain/report/report.ts'
import { confirmedFor } from '../../domain/report/root-cause.ts'
import { factValueWords } from '../../i18n/fact-value.ts'
import { type Block, plainText } from '../../view/blocks.ts'
import { factValueText } from '../../view/time-format.ts'
import { heldThen, inItsTime } from '../past.ts'
import { markedAs, publicWordsIn, titleIn } from '../wording.ts'
import type { DraftContext } from './context.ts'
import { entityValue } from './entity-value.ts'
import { PARTS, type Part } from './form-parts.ts'

/** Something that fills a field, or a part of it. */
export interface Source extends LoggedValue {
  readonly name: string
  /** In words, for fields of text; null if it is not known. */
  readonly text: string | null
  readonly blocks: readonly Block[]
  readonly isSetting: boolean
  /** The facts of a part of the report that nobody stated, or that are not known. */
  readonly unknownFacts: readonly string[]
  /** Whether it is what operators recorded for themselves, neither for customers nor for reports. */
  readonly isInternal?: boolean
  /** The words for customers, beside what is internal. */
  readonly customerWords?: string
}

/** What fills a field: a fact, a part of the report, a value of the log, a setting or an event. */
export function sourceOf(name: string, field: FormField, report: Report, context: DraftContext): Source {
  const { incident, authority, text } = context
  if (isOneOf(name, FORM_PARTS)) return partSource(name, report, context)
  if (name === 'title') return titleSource(report, context)
  if (isOneOf(name, FORM_VALUES)) return valueSource(name, loggedValue(incident, name, authority), context)
  if (name.startsWith(ENTITY_PREFIX)) {
    const value = entityValue(name.slice(ENTITY_PREFIX.length), context)
    return { name, value, text: value, blocks: [], events: [], isSetting: true, unknownFacts: [] }
  }
  if (name.startsWith(EVENT_PREFIX))
    return valueSource(name, loggedAuthorityEvent(incident, authority, name.slice(EVENT_PREFIX.length)), context)
  const logged = { name, blocks: [], isSetting: false, unknownFacts: [] }
  const confirmed = confirmedFor(name, report.parts.causes, hypothesesOf(incident))
  if (confirmed !== null) {
    const words = wordsIn(text.language, confirmed) ?? confirmed.text
    return { ...logged, value: words, text: words, events: [confirmed.event] }
  }
  const fact = loggedFact(incident, name)
  const events = [...new Set([...fact.events, ...wordEvents(incident, name)])]
  return { ...logged, value: fact.value, ...factSource(name, fact.value, field, report, context), events }
}

/**
 * What a fact says in a field. Authorities are told what operators recorded, with the words for customers below, where the form
 * asks for it (`internal`). Elsewhere public words in the draft's language take precedence, but over figures. Those in the
 * other language stand only for what was not recorded otherwise.
 */
function factSource(
  name: string,
  value: string | null,
  { internal }: FormField,
  report: Report,
  context: DraftContext,
) {
  const { runbook, text } = context
  const definition = runbook.facts[name]
  const view = report.facts[name]
  const stated = value === null ? null : factValueWords(value, definition, text.language)
  const own = view === undefined ? null : view[text.language]
  const any = view === undefined ? null : publicWordsIn(text.language, view)
  const told = stated === null ? any : internal ? null : own
  if (told !== null && view !== undefined) return { text: inItsTime(name, told, view, report, context) }
  const isInternal = stated !== null && definition?.kind === 'text' && definition.words !== 'reports'
  const beside =
    isInternal && any !== null && view !== undefined ? customerWords(name, any, view, report, context) : null
  return { text: stated, isInternal, ...(beside !== null && { customerWords: beside }) }
}

function customerWords(name: string, words: string, view: FactView, report: Report, context: DraftContext): string {
  const { labels } = context
  const quoted = heldThen(name, view, report, context) ? labels.forCustomersThen(words) : labels.forCustomers(words)
  return markedAs(quoted, words, context)
}

function valueSource(name: string, { value, events }: LoggedValue, { text: { language } }: DraftContext): Source {
  const text = value === null ? null : factValueText(value, language)
  return { name, value, text, blocks: [], events, isSetting: false, unknownFacts: [] }
}

/** The title in the language of the draft, if somebody wrote it in that. */
function titleSource(report: Report, context: DraftContext): Source {
  const { incident, text } = context
  const isWritten = report.titles[text.language] !== null
  const write = currentWrite(incident, isWritten ? `title:${text.language}` : 'title')
  return valueSource(
    'title',
    { value: titleIn(report, context), events: write === undefined ? [] : [write.event] },
    context,
  )
}

function partSource(name: Part, report: Report, context: DraftContext): Source {
  const { blocks, lines = [], isKnown, events, facts = [] } = PARTS[name](report, context)
  const text = isKnown ? (lines.length > 0 ? lines : plainLines(blocks)).join('\n') : null
  const ofFacts = facts.flatMap(({ fact }) => [
    ...loggedFact(context.incident, fact).events,
    ...wordEvents(context.incident, fact),
  ])
  const unknownFacts = facts.filter(({ view }) => !view.known).map(({ fact }) => fact)
  const isSetting = name === 'organisation'
  return { name, value: null, text, blocks, events: [...events, ...ofFacts], isSetting, unknownFacts }
}

/** Blocks as lines of plain text, for the document of a form. */
function plainLines(blocks: readonly Block[]): string[] {
  return blocks.flatMap(linesOf)
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [plainText(block.text)]
    case 'lines':
      return block.lines.map(plainText)
    case 'list':
      return block.items.flatMap(({ text, items = [] }) => [text, ...items.map((item) => item.text)].map(plainText))
    case 'quoted':
      return [block.heading, block.text]
    case 'table':
      return Array.from(block.rows, (row) => {
        const cells = row.map(plainText)
        return cells.filter((cell) => cell !== '').join(' | ')
      })
  }
}
