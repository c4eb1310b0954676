import { typeOf } from '../domain/incident/current-values.ts'
import { factOf } from '../domain/incident/facts.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { restrictedScope } from '../domain/incident/scope.ts'
import { restrictionsOf } from '../domain/incident/scope-history.ts'
import { awaitedFacts } from '../domain/notice/awaited-facts.ts'
import {
  factsOfNotice,
  isOfEarlierHalt,
  isSaidUnknown,
  isStale,
  preventionFacts,
  unknownWords,
} from '../domain/notice/stated-facts.ts'
import { factWithRole, roleOf } from '../domain/runbook/fact-roles.ts'
import { optionalFacts } from '../domain/runbook/notice-facts.ts'
import { type FactDefinition, type FactRole, isTimeKind, mendsAnother } from '../domain/runbook/runbook.ts'
import type { Exactness } from '../i18n/customer-words.en.ts'
import { customerWordsFor, labelOf, oneLine, publicWords } from '../i18n/customer-words.ts'
import { quantityWords } from '../i18n/fact-value.ts'
import { isRestriction } from './halt-names.ts'
import type { NoticeRequest } from './notice.ts'
import { beginningExactness, haltStart, isCalledOff, isTypeOfEarlierHalt } from './notice-times.ts'
import { givesNoResult } from './open-results.ts'
import { type RoleValues, type Said, type SaidContext, timeSaid, wordsSaid } from './role-values.ts'
import { ownNameOf, type Resumed, unstatedServices } from './scope-words.ts'
import { type ServiceBeginning, serviceBeginnings, servicePeriods } from './service-times.ts'

/** What a notice says of a fact. */
export interface NoticeRow extends Pick<Said, 'value' | 'brief'> {
  readonly label: string
  /** Whether the value is words of a person, which may be whole sentences. */
  readonly isWords: boolean
  /** Whether the value is more than that it is not known yet. */
  readonly known: boolean
  /** Null if the row is about something else. */
  readonly fact: string | null
  readonly role: FactRole | null
  /** The same to read aloud, if it is not said in this way. */
  readonly aloud?: Pick<NoticeRow, 'label' | 'value'>
}

export type RowContext = SaidContext & Pick<NoticeRequest, 'stage' | 'channel' | 'now'>

/** Returns the rows of the facts that a notice must state, in the runbook's order. */
export function requiredRows(context: RowContext, roles: RoleValues): NoticeRow[] {
  const rows = factsOfNotice(context.incident, context.stage).flatMap((name) => factRow(context, name, roles) ?? [])
  return rows.map((row) => (row.role === 'began' ? briefBeginning(context, row) : row))
}

/**
 * Returns these facts, those that notices also state while they are not known, and those for which readers of the channel
 * wait since a notice said that they are being checked; in the runbook's order.
 */
export function constantFacts({ incident, channel, stage }: RowContext): string[] {
  const { runbook } = incident
  const always = optionalFacts(runbook, stage).filter((name) => isSaidUnknown(incident, name, stage))
  const awaited = mendsAnother(stage) ? [] : awaitedFacts(incident, channel)
  const stated = new Set([...factsOfNotice(incident, stage), ...always, ...awaited])
  return Object.keys(runbook.facts).filter((name) => stated.has(name))
}

/** Returns the rows of these facts, and of those that a notice states only once somebody has stated them. */
export function factRows(context: RowContext, roles: RoleValues): NoticeRow[] {
  const { incident, stage } = context
  const constant = constantFacts(context)
  const known = optionalFacts(incident.runbook, stage).filter((name) => factSaid(context, name, roles)?.known === true)
  return Object.keys(incident.runbook.facts)
    .filter((name) => constant.includes(name) || known.includes(name))
    .flatMap((name) => withInterruption(context, factRow(context, name, roles)))
}

/** In the final notice of a halt that was reopened, what was last said of the cause before is that of the first stop. */
function withInterruption(context: RowContext, row: NoticeRow | null): NoticeRow[] {
  if (row === null) return []
  const { incident, language, stage } = context
  if (stage !== 'final' || row.role !== 'cause' || !row.known) return [row]
  const fact = factOf(incident, row.fact as string)
  const isOfFirst = fact.at === null ? isTypeOfEarlierHalt(incident) : isOfEarlierHalt(incident, fact)
  if (!isOfFirst) return [row]
  const { ofFirst, ofAgain, unknown } = customerWordsFor(language)
  const again = { ...row, ...wordsSaid(null, isReason(context) ? unknown.fact : unknown.cause), isWords: false }
  return [
    { ...row, label: ofFirst(row.label) },
    { ...again, label: ofAgain(row.label) },
  ]
}

/** Returns the row of a fact; null if a notice says nothing of it. */
function factRow(context: RowContext, name: string, roles: RoleValues): NoticeRow | null {
  const { incident } = context
  const said = factSaid(context, name, roles)
  const role = roleOf(incident.runbook, name)
  if (said === null) return null
  const isWords = said.known && incident.runbook.facts[name]?.words === true
  return { label: factLabel(context, name), ...said, isWords, fact: name, role }
}

/** Whether the halt has a reason rather than a cause: it was planned, or is of a type that gives one. */
function isReason({ incident, stage }: RowContext): boolean {
  const isPlanned = stage === 'scheduled' || incident.declaration?.planned != null
  return isPlanned || incident.runbook.types[typeOf(incident)]?.cause !== undefined
}

/** What a notice of a stage calls a fact; of the beginning, that of an interruption. */
export function factLabel(
  context: RowContext,
  name: string,
  { number } = lifecycleOf(context.incident).current,
): string {
  const { incident, language, stage } = context
  return customerWordsFor(language).labelOf({
    role: roleOf(incident.runbook, name),
    stage,
    isRestriction: isRestriction(context),
    isAgain: number > 1,
    isReason: isReason(context),
    label: labelOf(incident.runbook.facts, name, language),
  })
}

/** Returns what notices say of a fact: its public words, or a time in words, or that it is not known. Null: nothing. */
export function factSaid(context: RowContext, name: string, roles: RoleValues): Said | null {
  const { incident, language, stage } = context
  const role = roleOf(incident.runbook, name)
  if (role !== null && role in roles) return roles[role as keyof RoleValues]
  const definition = incident.runbook.facts[name] as FactDefinition
  const unknown = unknownWords(incident, name)?.[language] ?? customerWordsFor(language).unknown.fact
  const said = isStale(incident, name, stage) ? wordsSaid(null, unknown) : statedWords(context, name, unknown)
  // Another fact may answer what is not known of this one.
  return said.known || definition.unknown === undefined || unknownWords(incident, name) !== null ? said : null
}

function statedWords(context: RowContext, name: string, unknown: string): Said {
  const { incident, language } = context
  const definition = incident.runbook.facts[name] as FactDefinition
  if (definition.words) return wordsSaid(publicWords(incident, name, language), unknown)
  const { value } = factOf(incident, name)
  if (value !== null && isTimeKind(definition.kind))
    return timeSaid(context, value, definition.kind === 'future' ? 'exact' : 'about', unknown)
  return wordsSaid(value === null ? null : (quantityWords(value, definition, language) ?? oneLine(value)), unknown)
}

/** Whether it is the role of the time with which the list of a notice begins. */
function isTime(role: FactRole | null): boolean {
  return role === 'began' || role === 'planned-begin'
}

/** What a notice lists besides facts; lines of the scope, and texts that are null if there is nothing to say. */
interface Listed {
  readonly scope: readonly { readonly line: string }[]
  readonly available: string | null
  readonly resumed: readonly Resumed[]
  readonly next: string | null
}

/** Returns the list of a notice about the halt, in order: when, what, the facts, the next report, the contact. */
export function listRows(context: RowContext, roles: RoleValues, listed: Listed): NoticeRow[] {
  const { stage, language } = context
  const { rows: words, remaining: remainingLabel, resumption, resumedThen } = customerWordsFor(language)
  const labelsOf = (ofServices: boolean) => resumption(ofServices || isRestriction(context))
  const row = (label: string, value: string | null): NoticeRow[] =>
    value === null ? [] : [{ label, value, brief: value, isWords: false, known: true, fact: null, role: null }]
  const rows = factRows(context, roles)
  const began = rows.filter(({ role }) => role === 'began')
  const times = [
    ...rows.filter(({ role }) => role === 'planned-begin'),
    ...began.flatMap((one) => beginningRows(context, one)),
  ]
  const contact = rows.filter(({ role }) => role === 'contact')
  const facts = rows.filter((one) => !isTime(one.role) && !contact.includes(one))
  const remaining = remainingLabel(restrictedScope(context.incident).map(({ state }) => state))
  const scopeLabel = stage === 'resumption' || stage === 'retraction' ? remaining : words.scope
  const scope = listed.scope.flatMap(({ line }) => row(scopeLabel, line))
  const isUnknown = scope.length === 0 && (listed.available === null || stage === 'scheduled')
  const stated = isUnknown ? row(scopeLabel, customerWordsFor(language).unknown.fact) : scope
  const next = row(stage === 'scheduled' ? words.nextNotice : words.next, listed.next)
  if (isCalledOff(context.incident)) return contact
  const ending = [...next, ...contact]
  const resumptions = listed.resumed.length
  const resumed = listed.resumed.flatMap(({ services, at, isRestriction }) =>
    resumptions === 1
      ? [...row(labelsOf(isRestriction).at, at), ...row(labelsOf(isRestriction).services, services)]
      : row(labelsOf(isRestriction).services, resumedThen(services, at)),
  )
  // What is retracted is what was said of it, not that it was.
  if (stage === 'retraction') return periodRows(context, row('', '')[0] as NoticeRow)
  const others = row(words.others, unstatedServices(context))
  if (stage === 'resumption') return [...resumed, ...scope, ...others, ...times, ...facts, ...ending]
  const resumedAt = resumptions > 1 ? resumed : resumed.slice(0, 1)
  if (stage === 'final') {
    const history =
      restrictionsOf(context.incident).length > 0 ? times : [...earlierRows(context), ...times, ...resumedAt]
    return [...history, ...facts, ...preventionRows(context), ...ending]
  }
  const available = row(stage === 'scheduled' ? words.availableThen : words.available, listed.available)
  return [...times, ...stated, ...available, ...others, ...facts, ...ending]
}

/** When services were stopped: as the fact says, or each at its own time; in a final notice, from when to when. */
export function beginningRows(context: RowContext, row: NoticeRow): NoticeRow[] {
  const periods = context.stage === 'final' ? periodRows(context, row) : []
  if (periods.length > 0) return periods
  const beginnings = context.stage === 'final' ? [] : serviceBeginnings(context)
  return beginnings.length === 0
    ? [row]
    : beginnings.map((one) => beginningRow(context, row, one, beginnings.length > 1))
}

function beginningRow(context: RowContext, row: NoticeRow, one: ServiceBeginning, isNamed: boolean): NoticeRow {
  const { at, services } = one
  const { unknown, list, labelFor, timeOf } = customerWordsFor(context.language)
  const named = (time: string) => (isNamed ? timeOf(time, list(services)) : time)
  const known = at !== null
  const [value, brief] = known ? [at.long, at.brief] : [unknown.began, unknown.began]
  const label = beginningLabel(context, one)
  const said = { ...row, label, value: named(value), brief: named(brief), known }
  return isNamed ? { ...said, aloud: { label: labelFor(list(services), label), value } } : said
}

function beginningLabel(context: RowContext, { isRestriction, isAgain }: ServiceBeginning): string {
  const { incident, language, stage } = context
  const name = factWithRole(incident.runbook, 'began') as string
  const label = labelOf(incident.runbook.facts, name, language)
  return customerWordsFor(language).labelOf({ role: 'began', stage, isRestriction, isAgain, isReason: false, label })
}

/** The same in one line: when services were last stopped again, else when the first of them were. */
function briefBeginning(context: RowContext, row: NoticeRow): NoticeRow {
  const beginnings = serviceBeginnings(context)
  const again = beginnings.findLast(({ isAgain }) => isAgain)
  const shown = again ?? beginnings[0]
  if (shown === undefined) return row
  const one = beginningRow(context, row, shown, again !== undefined && beginnings.length > 1)
  const { inStages } = customerWordsFor(context.language)
  return again !== undefined || beginnings.length === 1 || !one.known ? one : { ...one, brief: inStages(one.brief) }
}

/** From when to when services were stopped; none if no scope was stated. */
function periodRows(context: RowContext, row: NoticeRow): NoticeRow[] {
  const all = servicePeriods(context)
  const { list, labelFor, periodLabel, timeOf, rows: words } = customerWordsFor(context.language)
  return all.flatMap(({ kind, services, periods }): NoticeRow[] => {
    const names = list(services)
    const value = all.length === 1 ? periods : timeOf(periods, names)
    const label = periodLabel(kind, ownNameOf('stopped', context))
    const aloud = { label: labelFor(names, label), value: periods }
    const said = { ...row, label, value, brief: value, known: true, aloud }
    const about = {
      ...row,
      label: words.scope,
      value: names,
      brief: names,
      isWords: false,
      known: true,
      fact: null,
      role: null,
    }
    return all.length === 1 ? [about, said] : [said]
  })
}

/** When the interruptions before the current one began, and when services last resumed in them, in full or in part. */
function earlierRows(context: RowContext): NoticeRow[] {
  const { incident, language } = context
  const { resumption, unknown } = customerWordsFor(language)
  const labels = resumption(isRestriction(context))
  const began = factWithRole(incident.runbook, 'began')
  const how = beginningExactness(incident)
  const row = (label: string, at: string | null, how: Exactness): NoticeRow => {
    return { label, ...timeSaid(context, at, how, unknown.resumed), isWords: false, fact: null, role: null }
  }
  return lifecycleOf(incident)
    .interruptions.slice(0, -1)
    .flatMap((one) => [
      ...(began === null ? [] : [row(factLabel(context, began, one), haltStart(incident, one), how)]),
      row(one.fullyResumedAt === null ? labels.partlyAt : labels.at, one.fullyResumedAt ?? one.lastLiftAt, 'about'),
    ])
}

/** The most of what a report gives that a short text names. */
const MAX_REPORTED = 4

/** What the final notice gives results of, by label: facts, and what will prevent the next halt. A reason is no result. */
export function reportedLabels(context: RowContext, roles: RoleValues): string[] {
  const { incident, language } = context
  const isResult = ({ fact, role, known, value }: NoticeRow) =>
    known &&
    !givesNoResult(value) &&
    fact !== null &&
    role !== 'contact' &&
    !isTime(role) &&
    !(role === 'cause' && isReason(context))
  const facts = requiredRows(context, roles).flatMap((row) =>
    isResult(row) ? labelOf(incident.runbook.facts, row.fact as string, language) : [],
  )
  const prevention = preventionRows(context).map(({ label }) => label)
  return [...new Set([...facts, ...prevention])].slice(0, MAX_REPORTED)
}

/** What will prevent the next halt, where that has been said. */
function preventionRows({ incident, stage, language }: RowContext): NoticeRow[] {
  const { rows: words } = customerWordsFor(language)
  const measures = preventionFacts(incident.runbook, stage).flatMap(
    (name) => publicWords(incident, name, language) ?? [],
  )
  return measures.map((value) => {
    return { label: words.prevention, value, brief: value, isWords: true, known: true, fact: null, role: null }
  })
}
