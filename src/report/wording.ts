import type { FactView } from '../domain/incident/facts.ts'
import type { Notice } from '../domain/incident/incident.ts'
import { type OwnTexts, wordsIn } from '../domain/incident/own-texts.ts'
import { memoize } from '../domain/memoize.ts'
import type { FactInPart, Report } from '../domain/report/report.ts'
import { type Language, type Stage, stepById } from '../domain/runbook/runbook.ts'
import { factValueWords } from '../i18n/fact-value.ts'
import { spanWords as spanOf } from '../i18n/span.ts'
import { actorWords } from '../incident/event-lines.ts'
import { partyTitle } from '../incident/labels.ts'
import { code, type Inline, type Item, reference } from '../view/blocks.ts'
import { LONGEST_TITLE, shortLine } from '../view/inert.ts'
import { factValueText } from '../view/time-format.ts'
import type { ReportContext } from './context.ts'

type Data = Readonly<Record<string, unknown>>

/** Fields that name another event. Some are of other things in some events; these are not in the timeline. */
const EVENT_FIELDS: ReadonlySet<string> = new Set([
  'event',
  'discards',
  'confirms',
  'command',
  'corrects',
  'settles',
  'retries',
  'page',
  'request',
  'approval',
  'action',
])

/** The data of an event with ids replaced by names, and times made readable; unchanged if the event's type is unknown. */
export function readableData(
  { event, type, data }: { readonly event: string; readonly type: string; readonly data: Data },
  report: Report,
  context: ReportContext,
): Data {
  const { runbook, text, labels } = context
  const { words, language } = text
  if (!Object.hasOwn(text.events, type)) return data
  const stage = words.stage as Data
  const ways = labels.ways as Data
  /** How the value of a field is put into words, by the name of the field. */
  const translators: Readonly<Record<string, (id: string) => string>> = {
    step: (id) => stepName(id, stepById(runbook, id)?.title[language]),
    channel: (id) => channelName(id, context),
    stage: (id) => String(stage[id] ?? id),
    way: (id) => String(ways[id] ?? id),
    person: (id) => personName(id, context),
    to: (id) => (type === 'phase.advanced' ? ((words.phase as Data)[id] as string) : shortLine(partyName(id, context))),
    owner: (id) => personName(id, context),
    level: (id) => partyName(id, context),
    department: (id) => partyName(id, context),
    fact: (id) => factName(id, context),
    value: valueText,
    next: valueText,
    due: valueText,
    serves: (id) => factName(id, context),
    notice: (event) => noticeName(event, report, context),
    // Of a page in a drill there are words of its own.
    why: (code) => (type === 'page.delivered' && code === 'drill' ? code : context.labels.failure(code)),
    type: (id) => typeName(id, context),
  }
  const translated = Object.entries(inLanguage(data)).map(([key, value]): [string, unknown] => {
    if (typeof value === 'string' && EVENT_FIELDS.has(key)) return [key, numberOf(value)]
    if (typeof value === 'string')
      return [key, Object.hasOwn(translators, key) ? (translators[key]?.(value) ?? value) : value]
    if (key === 'events' && Array.isArray(value)) return [key, value.map((name) => numberOf(String(name)))]
    const isScope = (key === 'changes' || key === 'scope') && Array.isArray(value)
    return [key, isScope ? value.map(readableScopeChange) : value]
  })
  return { ...Object.fromEntries(translated), ...stageAndNumber() }

  /** A note or follow-up in the language of the report if somebody wrote it in that; a title that still counts likewise. */
  function inLanguage({ ja, en, ...said }: Data): Data {
    if (type === 'note.added' || type === 'action.added')
      return { ...said, text: (language === 'ja' ? ja : en) ?? said.text }
    const isTitle = typeof said.title === 'string' && said.title === report.title
    return isTitle ? { ...data, title: report.titles[language] ?? said.title } : data
  }

  /** Another event by its number in the timeline if there is one, else by its name. */
  function numberOf(name: string): string {
    const number = context.references === 'numbers' ? timelineNumbers(report).get(name) : undefined
    return number === undefined ? name : `#${number}`
  }

  function valueText(value: string): string {
    return factValueText(value, language)
  }

  function stepName(id: string, title: string | undefined): string {
    return title === undefined ? id : words.marked(id, title)
  }

  /** Stage and number of a notice combined, in the word order of the language. */
  function stageAndNumber(): Data {
    const { stage, number } = data
    if (typeof stage !== 'string' || typeof number !== 'number') return {}
    const notice = noticesByEvent(report.notices).get(event)
    const said = notice === undefined ? words.notice(stage as Stage, number) : noticeStage(notice, context)
    return { stage: said, number: null }
  }

  function readableScopeChange(change: Data): Data {
    const { operation, asset, state } = change
    const target = asset === null ? String(operation) : `${operation}:${asset}`
    const stateName = (words.scopeState as Data)[String(state)] ?? state
    return { ...change, operation: targetNameIn(target, context), asset: null, state: stateName }
  }
}

/** The number of each event in the timeline, from 1, by its name. Many sections refer to events. */
export function timelineNumbers({ timeline }: Report): ReadonlyMap<string, number> {
  return numbersIn(timeline)
}

const numbersIn = memoize((timeline: Report['timeline']): ReadonlyMap<string, number> => {
  const numbers = new Map<string, number>()
  for (const { event } of timeline) numbers.set(event, numbers.size + 1)
  return numbers
})

/** Where the event with this number stands in the timeline. */
export function timelinePlace(number: number): string {
  return `event-${number}`
}

/** The number of an event as `#12`, which leads to its row in the timeline, or its name; nothing where events have neither. */
export function eventReference(event: string, report: Report, { references }: ReportContext): Inline {
  if (references === 'names') return code(event)
  const number = references === 'numbers' ? timelineNumbers(report).get(event) : undefined
  return number === undefined ? '' : reference(timelinePlace(number), `#${number}`)
}

/** The stage of a notice, and its number. */
export function noticeStage(notice: Notice, { text, stageOf }: ReportContext): string {
  return text.words.notice(stageOf(notice), notice.number)
}

/** The name of the notice that an event sent or tried to send. */
function noticeName(event: string, { notices }: Report, context: ReportContext): string {
  const notice = noticesByEvent(notices).get(event)
  return notice === undefined ? event : `${channelName(notice.channel, context)} ${noticeStage(notice, context)}`
}

/** The notices by the event that sent them, and by each further attempt. Every delivery looks one up. */
export const noticesByEvent = memoize((notices: Report['notices']): ReadonlyMap<string, Notice> => {
  const index = new Map<string, Notice>()
  for (const notice of notices)
    for (const event of [notice.event, ...(notice.sending?.attempts ?? [])])
      if (!index.has(event)) index.set(event, notice)
  return index
})

/** The name of a target such as `withdrawals:XEM`. */
export function targetNameIn(target: string, context: ReportContext): string {
  return context.targetName(target)
}

/** The name in the contact list, else the id as recorded. */
export function personName(id: string, { roster, text }: ReportContext): string {
  return shortLine(roster?.people[id]?.[text.language] ?? id)
}

/** The name of whoever an event is by, and through whom or what if they did not type it. */
export function actorName(entry: Parameters<typeof actorWords>[0], context: ReportContext): string {
  return actorWords(entry, context.text.words, (id) => personName(id, context))
}

/** The name of a department, a person or an escalation level. */
export function partyName(id: string, { runbook, roster, text }: ReportContext): string {
  return partyTitle(runbook, roster, id)?.[text.language] ?? id
}

export function channelName(id: string, { runbook, text }: ReportContext): string {
  return runbook.channels[id]?.[text.language] ?? id
}

export function factName(id: string, { runbook, text }: ReportContext): string {
  return runbook.facts[id]?.[text.language] ?? id
}

export function typeName(id: string, { runbook, text }: ReportContext): string {
  return runbook.types[id]?.[text.language] ?? id
}

/** The types that a halt had, for customers: one for each interruption. */
export function typeNames(types: Report['types'], context: ReportContext): string {
  return context.labels.listed(types.map(({ type }) => typeName(type, context)))
}

/** The facts of a part of the report for its readers: customers see only those that are known. */
export function factsToShow(facts: readonly FactInPart[], { audience }: ReportContext): readonly FactInPart[] {
  return audience === 'customer' ? facts.filter(({ view }) => view.known) : facts
}

/**
 * A fact's value for those who may see it, else its public words, else that nobody stated it, or that it is not known. Words for
 * reports come first; without them in the language of the report, what there is, said to be in the other language.
 */
export function factWords(id: string, view: FactView, context: ReportContext): string {
  const words = statedWords(id, view, context)
  return context.unknownFacts.has(id) ? markedFurther(words, context.text.words.ofUnknown, context) : words
}

function statedWords(id: string, view: FactView, context: ReportContext): string {
  const { runbook, text, labels } = context
  if (runbook.facts[id]?.words === 'reports' && view.known) {
    const stated = view[text.language] ?? view.value ?? publicWordsIn(text.language, view) ?? ''
    return inOwnLanguage(stated, context)
  }
  if (view.value !== null) return inOwnLanguage(factValueWords(view.value, runbook.facts[id], text.language), context)
  const words = publicWordsIn(text.language, view)
  if (words !== null) return inOwnLanguage(words, context)
  return view.at === null ? labels.notFilledIn : text.words.unknown
}

/** What somebody stated of a fact that each person states for themselves, with their name. */
export function personalWords(id: string, view: FactView, context: ReportContext): string {
  return markedFurther(factWords(id, view, context), personName(view.by ?? '', context), context)
}

/** Below what is shown of a fact, a value of the company's own: the words for customers, if there are others. */
export function customerWordsItems(fact: string, view: FactView, shown: Inline, context: ReportContext): Item[] {
  const { audience, runbook, text, labels } = context
  if (view.value === null || audience === 'customer' || runbook.facts[fact]?.words === 'reports') return []
  const words = publicWordsIn(text.language, view)
  if (words === null || words === shown) return []
  return [{ text: markedAs(labels.forCustomers(words), words, context) }]
}

/** What is needed to say in which language something is written. */
type Labelled = Pick<ReportContext, 'text' | 'labels'>

/** Words that somebody typed, said to be in the other language only if they are. */
export function inOwnLanguage(words: string, context: Labelled): string {
  return markedAs(words, words, context)
}

/** What quotes typed words, said to be in the other language only if these are. */
export function markedAs(quote: string, words: string, context: Labelled): string {
  const marks = languageMarks(words, context)
  return marks.length === 0 ? quote : context.text.words.marked(quote, context.labels.joined(marks))
}

/** Words with a mark in brackets, such as who said them: in those of the mark that they end with if it is one of the report's own. */
export function markedFurther(said: string, mark: string, { text, labels }: Labelled): string {
  const { marked, verify } = text.words
  const own = [labels.inOtherLanguage, verify].find((one) => said.endsWith(marked('', one)))
  if (own === undefined) return marked(said, mark)
  return marked(said.slice(0, -marked('', own).length), labels.joined([own, mark]))
}

/** The words for customers in the language of the report, beside what was typed in the other one, so that it does not stand alone. */
export function wordsBesideOther(
  typed: string,
  own: string | null | undefined,
  context: Labelled,
  isOver = false,
  isEarlier = false,
): string[] {
  if (own == null || languageMarks(typed, context).length === 0) return []
  const { forCustomersEarlier, forCustomersThen, forCustomers } = context.labels
  return [(isEarlier ? forCustomersEarlier : isOver ? forCustomersThen : forCustomers)(own)]
}

/** The words of an event in the language of the report if somebody wrote them in it, else as they are, so marked. */
export function ownWords(said: { readonly text: string; readonly texts: OwnTexts }, context: ReportContext): string {
  return wordsIn(context.text.language, said) ?? inOwnLanguage(said.text, context)
}

/** The mark of words that somebody typed in the other language; none for those in that of the report, and for names. */
export function languageMarks(words: string, { text, labels }: Labelled): string[] {
  const isOther = text.language === 'en' ? isJapanese(words) : !isJapanese(words) && hasEnglishSentence(words)
  return isOther ? [labels.inOtherLanguage] : []
}

/** Whether there are three words in a row that are no abbreviations: fewer may be a name. */
function hasEnglishSentence(words: string): boolean {
  const parts = words.split(/\s+/)
  const isWord = (part: string | undefined) => part !== undefined && /^\w+[,.:;]?$/.test(part) && /[a-z]/.test(part)
  return parts.some((part, i) => /^\w*[a-z]/.test(part) && isWord(parts[i - 2]) && isWord(parts[i - 1]))
}

/** The title as somebody wrote it in the language of the report, else as it was given; null without any. */
export function titleIn({ title, titles }: Report, { text }: ReportContext): string | null {
  const written = titles[text.language] ?? title
  return written === null ? null : shortLine(written, LONGEST_TITLE)
}

/** Whether there are kana or Chinese characters in a text. */
export function isJapanese(words: string): boolean {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(words)
}

/** A duration in words, by the one rule for all of them. */
export function spanWords(seconds: number, { text }: Pick<ReportContext, 'text'>): string {
  return spanOf(seconds, text.words)
}

/** The public words of a fact in the given language, else in the other one; null if none were stated. */
export function publicWordsIn(language: Language, { ja, en }: Pick<FactView, 'ja' | 'en'>): string | null {
  return language === 'ja' ? (ja ?? en) : (en ?? ja)
}

export function capitalised(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
