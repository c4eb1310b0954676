import type { Authority } from '../domain/authorities/authority.ts'
import {
  currencyOf,
  ENTITY_PREFIX,
  ENTITY_VALUES,
  EVENT_PREFIX,
  type FieldValue,
  FORM_PARTS,
  FORM_VALUES,
  type FormField,
  type FormValueName,
  fieldsOf,
  fieldValueOf,
  isFieldAsked,
} from '../domain/authorities/form.ts'
import {
  eventsIn,
  type LoggedValue,
  loggedAuthorityEvent,
  loggedFact,
  loggedValue,
  statedField,
  wordEvents,
} from '../domain/authorities/form-values.ts'
import { factOf } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { wentOut } from '../domain/incident/notices.ts'
import type { FactInPart, Report } from '../domain/report/report.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { customerChannels } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { factValueWords } from '../i18n/fact-value.ts'
import { type Block, list, paragraph, plainText } from '../view/blocks.ts'
import { factValueText } from '../view/time-format.ts'
import type { ReportContext } from './context.ts'
import type { DraftWords } from './draft-words.en.ts'
import { preventionBlocks } from './sections/follow-up.ts'
import { impactBlocks, milestoneBlocks, reportPartBlocks } from './sections/overview.ts'
import { scopeBlocks } from './sections/record.ts'
import { filingBlocks, publishedNoticeBlocks } from './sections/response.ts'
import { factName, publicWordsIn } from './wording.ts'

export interface DraftContext extends ReportContext {
  readonly incident: Incident
  readonly authority: Authority
  /** What the workspace's settings say of the company. */
  readonly company: Pick<Settings, 'organisation' | 'entity'>
  readonly said: DraftWords
  /** A command line as it can be pasted. */
  readonly command: (...words: readonly string[]) => string
}

/** What a draft has for a field of a form. */
export interface FieldAnswer {
  readonly field: FormField
  /** As the document of the form has it; null if it is not known or does not fit. */
  readonly value: FieldValue | null
  /** The same as recorded, or in words; null if nothing is known. */
  readonly text: string | null
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
}

export interface Gap {
  readonly name: string
  /** Whether somebody stated that it is not known. */
  readonly isUnknown: boolean
  readonly department: string | null
  /** A command, or a key of the settings. */
  readonly command: string
}

/** Something that fills a field, or a part of it. */
interface Source extends LoggedValue {
  readonly name: string
  /** In words, for fields of text; null if it is not known. */
  readonly text: string | null
  readonly blocks: readonly Block[]
  readonly isSetting: boolean
  /** The facts of a part of the report that nobody stated, or that are not known. */
  readonly unknownFacts: readonly string[]
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
    if (!isFieldAsked(field, valueIn)) return { ...answer, value: null, state: 'not-asked', gaps: [] }
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
  const sources = field.from.map((name) => sourceOf(name, field, report, context))
  const events = [...new Set(sources.flatMap((source) => source.events))]
  const isProse = field.kind === 'text' && field.pattern === null
  const known = sources.filter(({ value, text }) => (isProse ? text : value) !== null)
  const gaps = sources.flatMap((source) => [
    ...(known.includes(source) || source.unknownFacts.length > 0 ? [] : [gapOf(source.name, field, context)]),
    ...source.unknownFacts.map((fact) => gapOf(fact, field, context)),
  ])
  const [first] = known
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
  if (!isProse) {
    const origin = first.isSetting ? 'settings' : null
    return checked(field, first.value as string, { events: first.events, origin }, context)
  }
  const isAlone = sources.length === 1
  const said = known.map((source) => (isAlone ? (source.text ?? '') : labelled(source, context)))
  const blocks = known.flatMap((source, i): readonly Block[] => {
    if (source.blocks.length > 0) return source.blocks
    return [isAlone ? paragraph(said[i] ?? '') : list([said[i] ?? ''])]
  })
  const origin = known.some(({ isSetting }) => isSetting) ? 'settings' : null
  return { ...checked(field, said.join('\n'), { events, origin }, context), blocks: joinLists(blocks), gaps }
}

/** Joins lists that follow each other. */
function joinLists(blocks: readonly Block[]): Block[] {
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
  return { field, value, text, blocks: [], events: [], origin: null, state: 'answered', flaw: null, gaps: [] }
}

function unanswered(
  field: FormField,
  { flaw, events, text = null }: Pick<FieldAnswer, 'flaw' | 'events'> & { readonly text?: string | null },
  context: DraftContext,
): FieldAnswer {
  const state = field.optional && text === null ? 'blank' : 'missing'
  const gaps = [gapOfField(field, context)]
  return { field, value: null, text, blocks: [], events, origin: null, state, flaw, gaps }
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

function sourceOf(name: string, field: FormField, report: Report, context: DraftContext): Source {
  const { incident, authority, text } = context
  if (isOneOf(name, FORM_PARTS)) return partSource(name, report, context)
  if (isOneOf(name, FORM_VALUES)) return valueSource(name, loggedValue(incident, name), context)
  if (name.startsWith(ENTITY_PREFIX)) {
    const value = entityValue(name.slice(ENTITY_PREFIX.length), context)
    return { name, value, text: value, blocks: [], events: [], isSetting: true, unknownFacts: [] }
  }
  if (name.startsWith(EVENT_PREFIX))
    return valueSource(name, loggedAuthorityEvent(incident, authority, name.slice(EVENT_PREFIX.length)), context)
  const logged = { name, blocks: [], isSetting: false, unknownFacts: [] }
  const fact = loggedFact(incident, name)
  const { ja = null, en = null } = report.facts[name] ?? {}
  const stated = fact.value === null ? null : factValueWords(fact.value, context.runbook.facts[name], text.language)
  // Public words in the draft's language take precedence over what operators recorded, but for figures.
  const words = field.internal ? stated : publicWordsIn(text.language, { ja, en })
  const events = [...new Set([...fact.events, ...wordEvents(incident, name)])]
  return { ...logged, value: fact.value, text: words ?? stated, events }
}

function valueSource(name: string, { value, events }: LoggedValue, { text: { language } }: DraftContext): Source {
  const text = value === null ? null : factValueText(value, language)
  return { name, value, text, blocks: [], events, isSetting: false, unknownFacts: [] }
}

function isOneOf<T extends string>(name: string, names: readonly T[]): name is T {
  return (names as readonly string[]).includes(name)
}

/** What the settings say of the company at a key such as `contacts.1.name`; null if nothing. */
function entityValue(key: string, { company, text }: DraftContext): string | null {
  const { organisation, entity = {} } = company
  const inLanguage = ({ ja, en }: Settings['organisation']) => publicWordsIn(text.language, { ja, en })
  if (key === 'name') return inLanguage(entity.name ?? organisation)
  if (key === 'place') return entity.place === undefined ? null : inLanguage(entity.place)
  if (key === 'types') return entity.types?.join(',') ?? null
  const found = key.split('.').reduce<unknown>((inner, step) => {
    const at = /^\d+$/.test(step) ? Number(step) - 1 : step
    return (inner as Readonly<Record<string | number, unknown>> | undefined)?.[at]
  }, entity)
  return typeof found === 'string' ? found : null
}

type Part = (typeof FORM_PARTS)[number]

function partSource(name: Part, report: Report, context: DraftContext): Source {
  const { blocks, isKnown, events, facts = [] } = PARTS[name](report, context)
  const text = isKnown ? plainLines(blocks).join('\n') : null
  const ofFacts = facts.flatMap(({ fact }) => [
    ...loggedFact(context.incident, fact).events,
    ...wordEvents(context.incident, fact),
  ])
  const unknownFacts = facts.filter(({ view }) => !view.known).map(({ fact }) => fact)
  const isSetting = name === 'organisation'
  return { name, value: null, text, blocks, events: [...events, ...ofFacts], isSetting, unknownFacts }
}

/** A part of the report, whether it says anything, the events that it comes from, and the facts that it is about. */
interface PartContent {
  readonly blocks: readonly Block[]
  readonly isKnown: boolean
  readonly events: readonly string[]
  readonly facts?: readonly FactInPart[]
}

const PARTS: Readonly<Record<Part, (report: Report, context: DraftContext) => PartContent>> = {
  organisation: (_, context) => {
    const name = entityValue('name', context)
    return { blocks: name === null ? [] : [paragraph(name)], isKnown: name !== null, events: [] }
  },
  times: (report, context) => {
    const { incident } = context
    const times = [loggedValue(incident, 'started'), loggedValue(incident, 'fully-resumed')]
    const notices = report.notices.filter(wentOut).map(({ event }) => event)
    const phases = eventsIn(incident, (key) => key === 'phase')
    const detected = factWithRole(context.runbook, 'detected')
    const events = [
      ...times.flatMap((time) => time.events),
      ...(detected === null ? [] : loggedFact(incident, detected).events),
      ...phases,
      ...notices,
    ]
    return { blocks: milestoneBlocks(report, context), isKnown: report.milestones.length > 0, events }
  },
  scope: (report, context) => ({
    blocks: scopeBlocks(report, context),
    isKnown: report.scope.length > 0,
    events: eventsIn(context.incident, isScope),
  }),
  figures: (report, context) => ({
    blocks: impactBlocks(report, context),
    isKnown: report.impact.operations.length > 0 || report.parts.impact.some(({ view }) => view.known),
    events: eventsIn(context.incident, isScope),
    facts: report.parts.impact,
  }),
  notices: (report, context) => {
    const { runbook, said, labels } = context
    const channels = customerChannels(runbook)
    const published = report.notices.filter((notice) => wentOut(notice) && channels.includes(notice.channel))
    const none = list([`${said.parts.notices}: ${labels.nothing}`])
    const blocks = published.length === 0 ? [none] : publishedNoticeBlocks(report, context)
    return { blocks, isKnown: true, events: published.map(({ event }) => event) }
  },
  causes: factPart('causes'),
  compensation: factPart('compensation'),
  prevention: (report, context) => {
    const serving = report.actions.flatMap(({ id, serves }) => (serves === null ? [] : [id]))
    const facts = factPart('prevention')(report, context)
    const isKnown = facts.isKnown || serving.length > 0
    return { ...facts, blocks: preventionBlocks(report, context), isKnown, events: serving }
  },
  filings: ({ filings, ...rest }, context) => {
    // An authority is told of its own reports only.
    const own = filings.filter(({ authority }) => authority.id === context.authority.id)
    const events = own.flatMap(({ start, submissions }) => [
      ...(start === null ? [] : [start.event]),
      ...submissions.map(({ event }) => event),
    ])
    return { blocks: filingBlocks({ filings: own, ...rest }, context), isKnown: own.length > 0, events }
  },
}

function isScope(key: string): boolean {
  return key.startsWith('scope:')
}

function factPart(part: 'causes' | 'compensation' | 'prevention') {
  return (report: Report, context: DraftContext): PartContent => {
    const facts = report.parts[part]
    return {
      blocks: reportPartBlocks(part)(report, context),
      isKnown: facts.some(({ view }) => view.known),
      events: [],
      facts,
    }
  }
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

/** What of a source is missing, whom to ask, and how to state it. */
function gapOf(name: string, field: FormField, context: DraftContext): Gap {
  const { incident, authority, runbook, said, text, command } = context
  const gap = { name: sourceName(name, context), isUnknown: false, department: departmentOf(field, null, context) }
  if (name.startsWith(ENTITY_PREFIX) || name === 'organisation') {
    const key = name === 'organisation' ? 'name' : name.slice(ENTITY_PREFIX.length)
    return { ...gap, command: said.inSettings(key) }
  }
  if (name.startsWith(EVENT_PREFIX)) {
    const origin = `${authority.id}:${name.slice(EVENT_PREFIX.length)}`
    return {
      ...gap,
      command: command('clock', 'start', origin, '--at', text.language === 'ja' ? '時刻' : 'TIME'),
    }
  }
  if (Object.hasOwn(runbook.facts, name))
    return {
      ...gap,
      isUnknown: factOf(incident, name).at !== null,
      department: departmentOf(field, name, context),
      command: command('set', `${name}=${text.language === 'ja' ? '値' : 'VALUE'}`),
    }
  if (RESUMPTION_VALUES.includes(name)) return { ...gap, command: said.onceResumed }
  return { ...gapOfField(field, context), name: gap.name }
}

/** What of a form is known only once everything has resumed. */
const RESUMPTION_VALUES: readonly string[] = ['fully-resumed', 'duration', 'downtime'] satisfies FormValueName[]

function gapOfField(field: FormField, context: DraftContext): Gap {
  const { authority, text, command } = context
  const { id, title, fixed } = field
  const statement = `${id}=${exampleOf(field, context)}`
  return {
    name: title[text.language],
    isUnknown: false,
    department: fixed === null ? departmentOf(field, null, context) : null,
    command: command('report-to', authority.id, '--field', statement),
  }
}

/** The most options to spell out in a command. */
const MOST_OPTIONS = 4

function exampleOf({ kind, options }: FormField, { text: { language } }: DraftContext): string {
  const isJapanese = language === 'ja'
  switch (kind) {
    case 'boolean':
      return 'yes/no'
    case 'choice':
    case 'choices':
      return options.length <= MOST_OPTIONS ? options.join('/') : `${options.slice(0, MOST_OPTIONS).join('/')}/...`
    case 'time':
      return 'YYYY-MM-DDTHH:MM'
    case 'duration':
      return 'DDD:HH:MM'
    case 'text':
      return isJapanese ? '文言' : 'WORDS'
    default:
      return isJapanese ? '数値' : 'NUMBER'
  }
}

/** Whom to ask: the department whose step asks for the fact, else the one that the form names; null if there is none. */
function departmentOf({ department }: FormField, fact: string | null, { runbook, text }: DraftContext): string | null {
  const asking = fact === null ? undefined : runbook.steps.find(({ facts }) => facts.includes(fact))?.department
  const id = asking ?? department ?? undefined
  return id === undefined ? null : (runbook.departments[id]?.[text.language] ?? id)
}

function labelled({ name, text }: Source, context: DraftContext): string {
  return isOneOf(name, FORM_PARTS) ? (text ?? '') : `${sourceName(name, context)}: ${text ?? ''}`
}

function sourceName(name: string, context: DraftContext): string {
  const { said, authority, text } = context
  if (isOneOf(name, FORM_VALUES)) return said.values[name]
  if (isOneOf(name, FORM_PARTS)) return said.parts[name]
  const key = name.slice(ENTITY_PREFIX.length)
  if (name.startsWith(ENTITY_PREFIX) && isOneOf(key, ENTITY_VALUES)) return said.entity[key]
  if (name.startsWith(EVENT_PREFIX)) return authority.events[name.slice(EVENT_PREFIX.length)]?.[text.language] ?? name
  return factName(name, context)
}
