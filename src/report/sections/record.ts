import { personKeys } from '../../domain/contacts/roster.ts'
import type { FactView } from '../../domain/incident/facts.ts'
import { formatTarget, unstatedScope } from '../../domain/incident/scope.ts'
import type { TimelineEntry } from '../../domain/incident/timeline.ts'
import { firstTold } from '../../domain/report/audience.ts'
import type { FactChange } from '../../domain/report/history.ts'
import type { Report } from '../../domain/report/report.ts'
import { roleOf } from '../../domain/runbook/fact-roles.ts'
import { requiredFacts } from '../../domain/runbook/notice-facts.ts'
import type { FactDefinition } from '../../domain/runbook/runbook.ts'
import { claimText, evidenceStateText } from '../../evidence/view.ts'
import { limitedWords, unknownFactWords } from '../../i18n/customer-words.ts'
import { factValueWords } from '../../i18n/fact-value.ts'
import type { Text } from '../../i18n/text.ts'
import type { Words } from '../../i18n/words.en.ts'
import {
  type Block,
  code,
  type Inline,
  joinInline,
  list,
  paragraph,
  place,
  struck,
  table,
  tableIfAny,
} from '../../view/blocks.ts'
import { quoteArgv } from '../../view/shell-quote.ts'
import { timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { inItsTime, isMoot } from '../past.ts'
import { markedSaying } from '../typed-words.ts'
import { unknownWriterWords } from '../unknown-writers.ts'
import {
  actorName,
  capitalised,
  eventReference,
  factName,
  inOwnLanguage,
  markedAs,
  personName,
  publicWordsIn,
  readableData,
  spanWords,
  timelinePlace,
} from '../wording.ts'
import { milestonesShown, milestoneText, nothingRestricted, wasNoHalt } from './overview.ts'
import { toldCauses } from './told-causes.ts'

export function timelineBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = { [Symbol.iterator]: () => timelineRows(report, context) }
  return tableIfAny([labels.number, labels.time, labels.what, labels.by, labels.event], rows)
}

/**
 * The events as they happened, by number, and among them the start of the halt, which one of them states. Steps done in bulk
 * stand in one row, at the last of them: when each was done, nobody knows.
 */
function* timelineRows(report: Report, context: ReportContext): Generator<Inline[]> {
  const start = milestonesShown(report).find(({ id }) => id === 'started')
  let beginning = start === undefined ? [] : [['', timeText(start.at), milestoneText(start, context), '', '']]
  const bulks = bulksIn(report)
  const waiting = new Map<Bulk, Numbered[]>()
  let number = 0
  for (const entry of report.timeline) {
    number += 1
    if (start !== undefined && Date.parse(start.at) <= Date.parse(entry.at)) {
      yield* beginning
      beginning = []
    }
    const bulk = bulks.get(entry.event)
    const together = [...(bulk === undefined ? [] : (waiting.get(bulk) ?? [])), { entry, number }]
    if (bulk !== undefined) waiting.set(bulk, together)
    if (bulk === undefined || entry.event === bulk.last) yield timelineRow(together, bulk, report, context)
  }
  yield* beginning
}

interface Numbered {
  readonly entry: TimelineEntry
  readonly number: number
}

/** Steps recorded as done within so many seconds, and the event of the last one that states no time of its own. */
export interface Bulk {
  readonly seconds: number
  last: string
}

/** The bulk that an event belongs to, for each event that stands as it was recorded. */
export function bulksIn({ stepsInBulk, timeline }: Report): ReadonlyMap<string, Bulk> {
  const all = new Map<string, Bulk>()
  for (const { seconds, events, event: last } of stepsInBulk) {
    const bulk = { seconds, last }
    for (const event of events) all.set(event, bulk)
  }
  if (all.size === 0) return all
  const plain = new Map<string, Bulk>()
  for (const { event, at, recordedAt, correctedBy, setBackSeconds } of timeline) {
    const bulk = all.get(event)
    if (bulk === undefined || at !== recordedAt || correctedBy !== null || setBackSeconds !== null) continue
    bulk.last = event
    plain.set(event, bulk)
  }
  return plain
}

function timelineRow(
  together: readonly Numbered[],
  bulk: Bulk | undefined,
  report: Report,
  context: ReportContext,
): Inline[] {
  const { labels } = context
  const { entry } = together.at(-1) as Numbered
  const said = together.map(({ entry }) => entryText(entry, report, context))
  const isBulk = bulk !== undefined && together.length > 1
  return [
    joinInline(
      together.map(({ number }) => place(timelinePlace(number), String(number))),
      ' ',
    ),
    timeText(entry.at),
    isBulk ? [labels.doneInBulk(together.length, bulk.seconds), joinInline(said, '; ')] : said,
    actorName(entry, context),
    joinInline(
      together.map(({ entry }) => code(entry.event)),
      ' ',
    ),
  ]
}

/** An event in words; one of an unknown type as the type and its data in JSON. */
export function eventWords({ type, data }: Pick<TimelineEntry, 'type' | 'data'>, text: Text): string {
  const toText = (text.events as Readonly<Record<string, ((data: never) => string) | undefined>>)[type]
  return toText === undefined ? `${type} ${JSON.stringify(data)}` : toText(data as never)
}

/** What an event says, with names for its ids. */
export function saidIn(
  { event, type, data: own }: Pick<TimelineEntry, 'event' | 'type' | 'data'>,
  report: Report,
  context: ReportContext,
): string {
  const data = readableData({ event, type, data: own as Readonly<Record<string, unknown>> }, report, context)
  return eventWords({ type, data }, context.text)
}

function entryText(entry: TimelineEntry, report: Report, context: ReportContext): Inline {
  const { text, labels } = context
  const { words } = text
  const { undoneBy, correctedBy, setBackSeconds, enteredLateSeconds: late } = entry
  const said = markedSaying(saidIn(entry, report, context), entry.data, context)
  return [
    undoneBy === null ? said : struck(said),
    undoneBy === null ? '' : [` ${labels.undone} `, eventReference(undoneBy, report, context)],
    correctedBy === null
      ? ''
      : [` ${labels.corrected} `, eventReference(correctedBy, report, context), recordedFirst()],
    late === null ? '' : words.marked('', words.enteredLate(spanWords(late, context))),
    setBackSeconds === null ? '' : ` ${words.behindBefore(words.seconds(setBackSeconds))}`,
  ]

  /** The time and the words before the correction, as far as they differ. */
  function recordedFirst(): string {
    const { original } = entry
    if (original === null) return ''
    const before = markedSaying(saidIn({ ...entry, data: original.data }, report, context), original.data, context)
    const first = [original.at === entry.at ? '' : timeText(original.at), before === said ? '' : before]
    const shown = first.filter(Boolean).join(' ')
    return shown === '' ? '' : words.marked('', labels.recordedFirst(shown))
  }
}

export function scopeBlocks(report: Report, context: ReportContext): Block[] {
  if (wasNoHalt(report) && isRetracted(report, context)) return []
  const { runbook, text, labels, stamp, now: asOf, unstatedName, nameAmong } = context
  const end = report.closedAt === null ? asOf : Date.parse(report.closedAt)
  const { scopeState } = text.words
  const targets = report.scopeHistory.map(({ target }) => target)
  const history = report.scopeHistory.flatMap(({ target, spans }) =>
    spans.map(({ state, from, to }) => [
      nameAmong(target, targets),
      scopeState[state],
      timeText(stamp(from)),
      to < end ? timeText(stamp(to)) : '',
    ]),
  )
  const unstated = targets.length === 0 ? [] : unstatedScope(Object.keys(runbook.operations), targets)
  const current = report.scope.map((entry) => formatTarget(entry))
  const now = report.scope.map((e) => {
    const limits = limitsOf(e, context)
    const state = limits === null ? scopeState[e.state] : text.words.marked(scopeState[e.state], limits)
    return [nameAmong(formatTarget(e), current), state, e.since === null ? '' : timeText(e.since)]
  })
  return [
    table(
      [labels.operation, labels.state, labels.from, labels.to],
      // From when something counts as open that was stated to be restricted, nobody said.
      wasNoHalt(report) ? [] : history,
      nothingRestricted(report, labels),
    ),
    ...(unstated.length === 0 ? [] : [paragraph(capitalised(text.words.unstated(unstated.map(unstatedName))))]),
    ...(report.scope.every(({ state }) => state === 'open') || isRetracted(report, context)
      ? []
      : [paragraph(labels.scopeNow), table([labels.operation, labels.state, labels.since], now, '')]),
  ]
}

/** What can still be done, or else was noted of a state; customers read the former in their language, as in the notices. */
function limitsOf({ state, words }: Report['scope'][number], { audience, text }: ReportContext): string | null {
  if (audience !== 'customer') return words
  return state === 'limited' ? limitedWords(words, text.language) : null
}

/** Whether customers must not read what was stated as facts: the halt was a false alarm. */
export function isRetracted({ closedAs }: Report, { audience }: ReportContext): boolean {
  return audience === 'customer' && closedAs === 'false-alarm'
}

/** The facts with their public words, and the history of those that changed; customers see only how each stands. */
export function factBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  if (context.audience === 'customer') return publicFacts(report, context)
  const rows = Object.entries(report.facts).flatMap(([fact, view]) => {
    // What belongs to a part of the report stands there.
    if (view.at === null || context.runbook.facts[fact]?.report != null) return []
    if (!view.known && isMoot(fact, report, context)) return []
    if (wasNoHalt(report) && roleOf(context.runbook, fact) === 'began') return []
    return [
      [factName(fact, context), currentValue(fact, view, context), publicWordsOf(view, context), timeText(view.at)],
    ]
  })
  const viewFor = currentViews(report, context)
  const earlier = report.factHistory.filter((change) => !isCurrent(change, viewFor(change)))
  const changes = earlier.map((change): Inline[] => {
    const { at, fact, undone, by, event } = change
    const stated = [
      timeText(at),
      factName(fact, context),
      factValue(fact, change, context),
      publicWordsOf(change, context),
    ]
    return [...(undone ? stated.map(struck) : stated), personName(by, context), eventReference(event, report, context)]
  })
  const head = [labels.stated, labels.fact, labels.value, labels.publicWords, labels.by, labels.number]
  return [
    ...tableIfAny([labels.fact, labels.value, labels.publicWords, labels.stated], rows),
    ...(changes.length === 0 ? [] : [paragraph(labels.factChanges), table(head, changes, '')]),
  ]
}

/** What a statement has to agree with to stand: what the same person says now, if each states the fact for themselves. */
function currentViews({ facts, factsByPerson }: Report, { roster }: ReportContext) {
  const keyOf = personKeys(roster)
  const own = new Map(
    Object.entries(factsByPerson).map(([fact, views]) => [
      fact,
      new Map(views.map((view) => [keyOf(view.by ?? ''), view])),
    ]),
  )
  return ({ fact, by }: FactChange) => (own.has(fact) ? own.get(fact)?.get(keyOf(by)) : facts[fact])
}

/** Whether all that was stated still stands. */
function isCurrent({ undone, known, value, ja, en }: FactChange, now: FactView | undefined): boolean {
  if (undone || now === undefined) return false
  const isSame = known === null || (known === now.known && value === now.value)
  return (
    isSame &&
    [
      [ja, now.ja],
      [en, now.en],
    ].every(([stated, current]) => stated === null || stated === current)
  )
}

/**
 * The facts as customers may read them: in their public words, as in the notices, else their value, such as a time, with the
 * time at which customers were first told. Once all has resumed, what was expected of that is left out, and what was said of
 * the work until then. When services were stopped or restricted stands in other sections, for each of them. Each
 * interruption has a cause of its own.
 */
function publicFacts(report: Report, context: ReportContext): Block[] {
  if (isRetracted(report, context)) return []
  const { labels } = context
  const head = [labels.fact, labels.statement, labels.toldAt]
  const told = tableIfAny(head, publicFactRows(report, context))
  return told.length === 0 ? [] : [paragraph(labels.asTold), ...told]
}

/** Each fact as customers may read it, with its name before it and the time at which they were first told after it. */
export function publicFactRows(report: Report, context: ReportContext): string[][] {
  if (isRetracted(report, context)) return []
  const { facts, notices } = report
  const { runbook, contact } = context
  const { language } = context.text
  const required = requiredFacts(runbook, 'first')
  return Object.keys(runbook.facts).flatMap((fact) => {
    const view = facts[fact]
    const role = roleOf(runbook, fact)
    if (role === 'cause')
      return toldCauses(report, context).map(({ label, words, toldAt }) => [label, words, timeText(toldAt)])
    if (view === undefined) return []
    // What belongs to a part of the report stands there.
    if (role === 'began' || isMoot(fact, report, context) || runbook.facts[fact]?.report != null) return []
    const isFromSettings = view.at === null && role === 'contact' && contact[language] !== null
    // Every notice names it.
    const [first] = notices
    if (isFromSettings)
      return first === undefined ? [] : [[factName(fact, context), contact[language] as string, timeText(first.at)]]
    if (view.at === null || isOver(view.at, runbook.facts[fact], report)) return []
    const unknown = view.known ? null : unknownFactWords(runbook, fact, language)
    const words = publicWordsIn(language, view)
    const record = context.factRecords.get(fact) ?? null
    const toldAt = firstTold({ words, stated: record, isRequired: required.includes(fact) }, notices)
    const stated = words === null ? null : markedAs(inItsTime(fact, words, view, report, context), words, context)
    const said = stated ?? unknown ?? currentValue(fact, view, context)
    return [[factName(fact, context), said, toldAt === null ? '' : timeText(toldAt)]]
  })
}

/** Whether a fact is one that has to be stated anew after the resumption, and was not. */
function isOver(at: string, fact: FactDefinition | undefined, { fullyResumedAt }: Report): boolean {
  return fact?.renew === true && fullyResumedAt !== null && Date.parse(at) < Date.parse(fullyResumedAt)
}

/** The current value. A fact that has only public words counts as known, even if its value was stated as not known. */
function currentValue(fact: string, view: FactView, context: ReportContext): string {
  return factValue(fact, { ...view, known: null }, context)
}

/** The value as stated; empty if only public words were stated. */
function factValue(
  fact: string,
  { known, value, ja, en }: Pick<FactChange, 'known' | 'value' | 'ja' | 'en'>,
  context: ReportContext,
): string {
  const { runbook, text } = context
  if (value !== null) return inOwnLanguage(factValueWords(value, runbook.facts[fact], text.language), context)
  return known === false || (ja === null && en === null) ? text.words.unknown : ''
}

/** The public words in both languages; those in the other one are marked if they stand alone. */
function publicWordsOf(stated: Pick<FactChange, 'ja' | 'en'>, context: ReportContext): string {
  const words = [stated.ja, stated.en].filter((one) => one !== null).join(' / ')
  return stated[context.text.language] === null ? inOwnLanguage(words, context) : words
}

/** Decisions on the same subject that differ and were made without knowing of each other, by their events. */
export function conflictBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = report.conflicts.map((c) => [
    code(c.target),
    joinInline(
      c.events.map((event) => eventReference(event, report, context)),
      ' ',
    ),
  ])
  return tableIfAny([labels.what, labels.timeline], rows)
}

/** What was corrected, and to what; and what was undone, struck. By the time of recording. */
export function correctionBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const mended = report.corrections.flatMap((c) => {
    const [time, words] = [c.at === null ? '' : timeText(c.at), inOwnLanguage(c.text ?? '', context)]
    if (!c.passedOver) return [{ ...c, state: labels.corrected, value: [time, words].filter(Boolean).join(' ') }]
    const passedOver = { ...c, state: labels.wordsPassedOver, value: words }
    return [...(c.at === null ? [] : [{ ...c, state: labels.corrected, value: time }]), passedOver]
  })
  const undone = report.undone.map(({ target, ...u }) => ({
    ...u,
    target: target.event,
    state: labels.undone,
    value: struck(markedSaying(saidIn(target, report, context), target.data, context)),
  }))
  const rows = [...mended, ...undone]
    .sort((a, b) => Date.parse(a.recordedAt) - Date.parse(b.recordedAt))
    .map(({ recordedAt, target, state, value, reason, by }) => [
      timeText(recordedAt),
      eventReference(target, report, context),
      state,
      value,
      inOwnLanguage(reason, context),
      personName(by, context),
    ])
  const head = [labels.recorded, labels.number, labels.state, labels.value, labels.reason, labels.by]
  return tableIfAny(head, rows)
}

/** Files kept with the log, by name and digest. Commands whose outcome is, or was at first, unknown come before them. */
export function evidenceBlocks(report: Report, context: ReportContext): Block[] {
  const { text, labels } = context
  const unknown = report.commands.flatMap(({ event, argv, end, settled }): Inline[] => {
    const command = [eventReference(event, report, context), ` ${quoteArgv(argv)}`]
    if (end !== null) return []
    if (settled === null) return [[`${labels.outcomeUnknown}: `, command]]
    const outcome = ` ${text.words.marked(settled.words, personName(settled.by, context))} `
    return [[`${labels.outcomeSettled}: `, command, outcome, eventReference(settled.event, report, context)]]
  })
  const rows = report.evidence.map((e) => [
    timeText(e.at),
    [text.words.evidence[e.kind], e.name ?? ''].filter(Boolean).join(' '),
    text.words.bytes(e.bytes),
    code(e.digest.slice(0, 20)),
    evidenceState(e, text.words),
    eventReference(e.event, report, context),
  ])
  const head = [labels.time, labels.what, labels.size, labels.digest, labels.state, labels.number]
  return [...(unknown.length === 0 ? [] : [list(unknown)]), ...tableIfAny(head, rows)]
}

/** Whether the file is present and intact, if that was checked, and why it was removed, if it was. */
function evidenceState(e: Report['evidence'][number], words: Words): string {
  const state =
    'standing' in e
      ? `${evidenceStateText(e, words)}${claimText(e.claimed, words)}`
      : e.removed === null
        ? ''
        : words.standing.removed
  return e.removed === null ? state : `${state}: ${e.removed.reason}`
}

export function logBlocks(report: Report, context: ReportContext): Block[] {
  const { labels, damage } = context
  const { log, chain, enteredLate, stepsInBulk } = report
  const { events: late, mostSeconds, correctedTimes } = enteredLate
  const strangers = unknownWriterWords(context)
  return [
    paragraph([labels.logState(log.events), code(log.head)]),
    list([
      ...(damage.length === 0 ? [labels.chainWhole] : []),
      ...labels.chain(chain),
      ...(strangers === null ? [] : [strangers]),
      labels.enteredLate(late, late === 0 ? '' : spanWords(mostSeconds, context), correctedTimes),
      ...stepsInBulk.map(({ steps, seconds, recordedAt }) =>
        labels.stepsInBulk(timeText(recordedAt), steps.length, seconds),
      ),
    ]),
  ]
}
