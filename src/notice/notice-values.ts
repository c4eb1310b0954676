import { phaseOf, registerOf, severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import { factOfRole, factsOf } from '../domain/incident/facts.ts'
import type { Incident, Notice } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { lastToldOn, partlyReachedCount } from '../domain/incident/notices.ts'
import { formatTarget, openScope, restrictedScope, scopeOf } from '../domain/incident/scope.ts'
import { nextReportToCustomers, promisedToCustomers, wholeMinute } from '../domain/notice/next-report.ts'
import { formOf } from '../domain/runbook/channel-forms.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { type FactRole, type HaltWords, mendsAnother, type Runbook } from '../domain/runbook/runbook.ts'
import { cadenceOf } from '../domain/settings.ts'
import type { HaltNames, NoticeKind } from '../i18n/customer-words.en.ts'
import {
  contactWords,
  customerWordsFor,
  isStatedUnknown,
  labelOf,
  oneLine,
  organisationWords,
  publicWords,
} from '../i18n/customer-words.ts'
import { quantityWords } from '../i18n/fact-value.ts'
import { isoOf, momentOf } from '../i18n/moment.ts'
import { isForCustomers, type NoticeRequest } from './notice.ts'
import {
  constantRows,
  factSaid,
  listRows,
  type NoticeRow,
  optionalRows,
  type RoleValues,
  requiredRows,
} from './notice-rows.ts'
import { expectedResumption, haltStart, isTimeFact, plannedWindow, timeWords } from './notice-times.ts'
import { briefOf, itemNames, rowsOf, spokenOf } from './scope-words.ts'
import type { NoticeValues, TemplateLine } from './template-names.ts'

/** The values of a notice's template, and the time of the next report that they state. */
export function noticeValues(request: NoticeRequest): { values: NoticeValues; next: string | null } {
  const { incident, stage, number, language, settings } = request
  const words = customerWordsFor(language)
  const { timezone } = settings
  const { current } = lifecycleOf(incident)
  const next = nextOf(request)
  const full = current.fullyResumedAt !== null
  const { kind, names } = haltNames(request)
  const heading = {
    stage,
    kind,
    names,
    number,
    isFullyResumed: full,
    isRevised: hasEarlierAdvanceNotice(request),
  }
  const ofRole = (role: FactRole) => {
    const name = factWithRole(incident.runbook, role)
    return name === null ? null : publicWords(incident, name, language)
  }
  const time = (value: string | null, how: 'about' | 'exact', unknown: string) =>
    value === null ? { long: unknown, brief: unknown } : timeWords(value, how, language, timezone)
  const isPlanned = incident.declaration?.planned != null
  const began = haltStart(incident)
  const start = time(began, isPlanned ? 'exact' : 'about', unknownWords(request, 'began'))
  const expected = expectedResumption(incident)
  const resumption = time(expected?.value ?? null, expected?.how ?? 'about', unknownWords(request, 'expected-end'))
  const lifted = time(current.lastLiftAt, 'about', words.unknown.resumed)
  const planned = time(plannedWindow(incident), 'exact', words.unknown.planned)
  const promised = next === null ? null : timeWords(next, 'exact', language, timezone)
  const toCustomers = nextToCustomers(request)
  const type = typeOf(incident)
  const typeName = labelOf(incident.runbook.types, type, language)
  const definition = incident.runbook.types[type]
  const isCausePlanned = isPlanned && !isStatedUnknown(factOfRole(incident, 'cause'))
  const knownCause = ofRole('cause')
  const knownImpact = ofRole('impact')
  const cause = knownCause ?? (isCausePlanned ? typeName : unknownWords(request, 'cause'))
  const impact = knownImpact ?? unknownWords(request, 'impact')
  const contact = contactWords(incident, settings, language)
  const contactFact = factWithRole(incident.runbook, 'contact')
  const entries = scopeOf(incident)
  const restrictedEntries = restrictedScope(incident)
  const open = entries.filter(({ state }) => state === 'open')
  const reopened = openScope(incident, [...current.resumed.keys()])
  const remainingBrief = briefOf(request, restrictedEntries, entries)
  const page = incident.notices.findLast((n) => n.link !== null && isPublicPage(incident, n.channel))
  const link = page?.links?.[language] ?? page?.link ?? null
  const roles: RoleValues = {
    began: { value: start.long, known: began !== null },
    'planned-begin': { value: planned.long, known: plannedWindow(incident) !== null },
    // Stated together with the planned beginning.
    'planned-end': null,
    'expected-end': { value: resumption.long, known: expected !== null },
    cause: { value: cause, known: knownCause !== null },
    impact: { value: impact, known: knownImpact !== null },
    contact: contact === null ? null : { value: contact, known: true },
  }
  const scope = rowsOf(request, restrictedEntries, entries)
  const available = open.length === 0 ? null : words.list(itemNames(request, open, entries))
  const resumed = words.list(itemNames(request, reopened, entries)) || words.everything
  const nextLong = promised?.long ?? null
  const values: NoticeValues = {
    title: words.title(heading),
    shortTitle: words.shortTitle(heading),
    organisation: organisationWords(incident, settings, language),
    stage: { [stage]: true },
    kind: { halt: false, services: false, restriction: false, unknown: false, [heading.kind]: true },
    type: { name: typeName, [type]: true },
    // Before a planned halt begins, and once nothing is restricted any more, it is not the case.
    what: phaseOf(incident) === 'scheduled' || full ? null : names.state,
    reason: definition?.reason?.[language] ?? words.because(typeName),
    remark: definition?.remark?.[language] ?? null,
    plannedWork: definition?.planned === 'required',
    drill: incident.declaration?.drill ?? false,
    full,
    again: current.number > 1,
    repair: definition?.repair ?? false,
    ...factValues(request, roles),
    rows: listRows(request, roles, { scope, available, resumed, resumedAt: lifted.long, next: nextLong }),
    answers: answersOf(request, roles),
    briefs: requiredRows(request, roles).flatMap(({ label, value, role }) =>
      role === null ? { label, value: withoutFullStop(value) } : [],
    ),
    number: number === null ? null : String(number),
    start: start.long,
    startBrief: start.brief,
    scope,
    // Without any restriction, what is open.
    scopeBrief:
      briefOf(request, restrictedEntries.length > 0 ? restrictedEntries : entries, entries) ?? words.unknown.scopeBrief,
    spoken: spokenOf(request, restrictedEntries, entries),
    available,
    resumed,
    resumedAt: lifted.long,
    resumedAtBrief: lifted.brief,
    remaining: scope,
    remainingBrief: remainingBrief === null ? null : words.still(remainingBrief),
    planned: planned.long,
    plannedBrief: planned.brief,
    plannedScope: restrictedEntries.length === 0 ? null : words.phrase(itemNames(request, restrictedEntries, entries)),
    cause,
    impact,
    causeBrief: factWithRole(incident.runbook, 'cause') === null ? null : withoutFullStop(cause),
    expected: resumption.long,
    expectedBrief: resumption.brief,
    next: nextLong,
    nextBrief: promised?.brief ?? null,
    customersNext: toCustomers === null ? null : timeWords(toCustomers, 'exact', language, timezone).long,
    contact,
    contactLabel: contactFact === null ? null : labelOf(incident.runbook.facts, contactFact, language),
    contactBrief: contact,
    link: link === null ? null : oneLine(link),
    pages: pagesOf(request),
    correction: request.correction == null ? null : oneLine(request.correction),
    corrected: mendsAnother(stage) ? earlierNotice(request) : null,
    ...internalValues(request),
  }
  return { values, next }
}

/** Words without the full stop at their end, for a place where a template sets one. */
function withoutFullStop(words: string): string {
  return words.replace(/[.。．]+$/, '')
}

/** What a notice says of the fact of a role while it is not known. */
function unknownWords(
  { incident, language }: NoticeRequest,
  role: 'began' | 'expected-end' | 'impact' | 'cause',
): string {
  const name = factWithRole(incident.runbook, role)
  const own = name === null ? undefined : incident.runbook.facts[name]?.unknown?.[language]
  return own ?? customerWordsFor(language).unknown[role]
}

/** What a template finds under the names of facts: what to say of each, and whether it is known. */
function factValues(request: NoticeRequest, roles: RoleValues): Pick<NoticeValues, 'fact' | 'known'> {
  const said = Object.keys(request.incident.runbook.facts).map(
    (name) => [name, factSaid(request, name, roles)] as const,
  )
  return {
    fact: Object.fromEntries(said.map(([name, row]) => [name, row?.value ?? ''])),
    known: Object.fromEntries(said.map(([name, row]) => [name, row?.known ?? false])),
  }
}

/** Sentences on the facts of a notice, to read to a customer. */
function answersOf(request: NoticeRequest, roles: RoleValues): TemplateLine[] {
  const { answer } = customerWordsFor(request.language)
  const rows = [...constantRows(request, roles), ...optionalRows(request, roles)]
  const isAnswer = ({ role }: NoticeRow) => role === null || !['began', 'planned-begin', 'contact'].includes(role)
  return rows.filter(isAnswer).map(({ label, value, isWords }) => ({ line: answer(label, value, isWords) }))
}

/** Whether a channel shows customers pages: their links are where details can be read. */
function isPublicPage({ runbook }: Incident, channel: string): boolean {
  return runbook.channels[channel]?.audience === 'customers' && formOf(runbook, channel) === 'page'
}

/** What notices call the pages for customers; null if there are none. */
function pagesOf({ incident, language }: NoticeRequest): string | null {
  const { channels } = incident.runbook
  const pages = Object.keys(channels).filter((id) => isPublicPage(incident, id))
  if (pages.length === 0) return null
  const called = pages.map((id) => channels[id]?.called?.[language] ?? labelOf(channels, id, language))
  return customerWordsFor(language).phrase(called)
}

/** Names the last notice on the channel, with its number and time; null if there is none. */
function earlierNotice(request: NoticeRequest): string | null {
  const { incident, channel, language, settings } = request
  const words = customerWordsFor(language)
  const last = lastToldOn(incident, channel)
  if (last === undefined) return null
  const at = words.brief(momentOf(Date.parse(last.at), settings.timezone), 'exact')
  return words.earlier(stageWords(request, last), at)
}

/**
 * What the restricted scope amounts to, and what to call it. For notices of resumption and final ones, what has resumed
 * counts as stopped.
 */
function haltNames({ incident, stage, language }: NoticeRequest): { kind: NoticeKind; names: HaltNames } {
  const { names } = customerWordsFor(language)
  const entries = restrictedScope(incident)
  const stopped = entries.flatMap((entry) => (entry.state === 'stopped' ? formatTarget(entry) : []))
  const resumed =
    stage === 'resumption' || stage === 'final' || mendsAnother(stage)
      ? [...lifecycleOf(incident).current.resumed.keys()]
      : []
  const halted = [...stopped, ...resumed]
  const named = ownHaltWords(incident.runbook, halted)
  if (named !== undefined) {
    const { title, noun, resumption, state } = named
    const own = {
      title: title[language],
      noun: noun[language],
      resumption: resumption[language],
      state: state[language],
    }
    return { kind: 'halt', names: own }
  }
  const kind = halted.length > 0 ? 'services' : entries.length > 0 ? 'restriction' : 'unknown'
  return { kind, names: names[kind] }
}

/**
 * What the manual calls a halt of these: its words for all of them that have words, by themselves or together as one
 * service; else for assets of an operation. Undefined if only some of them would be named.
 */
function ownHaltWords({ operations, services = [] }: Runbook, halted: readonly string[]): HaltWords | undefined {
  const joint = services.filter(({ asset }) => asset === null)
  const single = Object.entries(operations).map(([id, { halt }]) => ({ operations: [id], halt }))
  const named = [...joint, ...single].filter(
    (one) => one.halt !== undefined && one.operations.every((id) => halted.includes(id)),
  )
  const ids = named.flatMap((one) => one.operations)
  const all = named.find((one) => ids.every((id) => one.operations.includes(id)))
  if (named.length > 0) return all?.halt
  const ofAssets = Object.entries(operations).find(
    ([id, { assetHalt }]) => assetHalt !== undefined && halted.some((target) => target.startsWith(`${id}:`)),
  )
  return ofAssets?.[1].assetHalt
}

/** Whether the channel already had an advance notice that did not fail. */
function hasEarlierAdvanceNotice({ incident, channel }: NoticeRequest): boolean {
  return incident.notices.some((n) => n.channel === channel && n.stage === 'scheduled' && n.state !== 'failed')
}

/** Whether the notice must promise a next report: an ongoing halt is never left without one (manual 3.2). */
export function mustPromiseNext({ incident, stage }: Pick<NoticeRequest, 'incident' | 'stage'>): boolean {
  if (stage === 'scheduled' || stage === 'final' || mendsAnother(stage)) return false
  return stage !== 'resumption' || lifecycleOf(incident).current.fullyResumedAt === null
}

/**
 * The time of the next report, ISO 8601, as promised with this notice. Else, if the notice must promise one: to customers,
 * the same on all channels; to departments, as last promised unless that has passed, else by the cadence. Null if none.
 */
function nextOf(request: NoticeRequest): string | null {
  const { incident, channel, now, settings } = request
  const inMinutes = (ms: number) => isoOf(wholeMinute(ms), settings.timezone)
  if (request.next !== null) return inMinutes(Date.parse(request.next))
  if (!mustPromiseNext(request)) return null
  const promised = promisedOn(incident, channel, now)
  const { update } = cadenceOf(settings.cadence, channel, severityOf(incident))
  if (isForCustomers(request, request))
    return promised !== null || update !== 'on-change' ? nextToCustomers(request) : null
  if (promised !== null) return inMinutes(Date.parse(promised))
  return update === 'on-change' ? null : inMinutes(now + update)
}

/** Whether the time of the next report was promised or told before; else it follows from the cadence, and moves on. */
export function isNextPromised(request: Pick<NoticeRequest, 'incident' | 'channel' | 'number' | 'now'>): boolean {
  const { incident, channel, number, now } = request
  if (isForCustomers(request, request)) return promisedToCustomers(incident, number, now) !== null
  return promisedOn(incident, channel, now) !== null
}

/** The time of the next report that was promised on a channel, if it is ahead; else null. */
function promisedOn(incident: Incident, channel: string, now: number): string | null {
  const promised = registerOf(incident, `promise:${channel}`).findLast((w) => !w.undone)?.value ?? null
  return promised !== null && Date.parse(promised) > now ? promised : null
}

/** When customers are told that the next report comes, ISO 8601: what this notice, or those composed with it, tell them. */
function nextToCustomers(request: NoticeRequest): string | null {
  const { incident, number, settings, now, next } = request
  const round = request.round ?? (isForCustomers(request, request) ? number : null)
  if (next !== null && round !== null) return isoOf(wholeMinute(Date.parse(next)), settings.timezone)
  const at = nextReportToCustomers(incident, settings.cadence, round, now)
  return at === null ? null : isoOf(at, settings.timezone)
}

/** What a notice is called, with its number: as the manual calls its stage, else in the usual words. */
function stageWords(
  { incident, language }: Pick<NoticeRequest, 'incident' | 'language'>,
  { stage, number }: Pick<Notice, 'stage' | 'number'>,
): string {
  const words = customerWordsFor(language)
  const own = incident.runbook.names?.stages?.[stage]?.[language]
  return own === undefined ? words.stageOf(stage, number) : `${own}${words.report(number)}`
}

/** What departments read beyond customers (manual 2.3): internal values, who stated them, and the notices sent. */
function internalValues({ incident, language, settings }: NoticeRequest) {
  const words = customerWordsFor(language)
  const { runbook } = incident
  const brief = (iso: string) => words.brief(momentOf(Date.parse(iso), settings.timezone), 'exact')
  const title = titleOf(incident)
  const facts = Object.entries(factsOf(incident)).flatMap(([name, fact]) => {
    if (fact.at === null || fact.by === null) return []
    const time = isTimeFact(fact) ? timeWords(fact.value as string, 'exact', language, settings.timezone).long : null
    const quantity = fact.value === null ? null : quantityWords(fact.value, runbook.facts[name], language)
    const value = time ?? quantity ?? oneLine(fact.value ?? fact[language] ?? words.notKnown)
    return [{ label: labelOf(runbook.facts, name, language), value, by: oneLine(fact.by), at: brief(fact.at) }]
  })
  const mayHaveGoneOut = (notice: Notice) => notice.state !== 'failed' || partlyReachedCount(notice) > 0
  const told = incident.notices
    .filter((notice) => runbook.channels[notice.channel]?.audience === 'customers' && mayHaveGoneOut(notice))
    .map(({ channel, stage, number, state, at, link, links }) => ({
      channel: labelOf(runbook.channels, channel, language),
      report: `${stageWords({ incident, language }, { stage, number })}${words.reached[state]}`,
      at: brief(at),
      link: link === null ? null : oneLine(links?.[language] ?? link),
    }))
  const incidentTitle = title === null ? null : oneLine(title)
  const severity = severityOf(incident)
  const { severities = {} } = runbook.names ?? {}
  return { severity: severities[severity ?? '']?.[language] ?? words.severity(severity), incidentTitle, facts, told }
}
