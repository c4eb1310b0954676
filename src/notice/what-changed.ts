import { grouped } from '../domain/grouped.ts'
import { typeOf } from '../domain/incident/current-values.ts'
import { factOf, factOfRole } from '../domain/incident/facts.ts'
import type { Incident, Notice } from '../domain/incident/incident.ts'
import { incidentAsOf } from '../domain/incident/incident-as-of.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { reachedSomebody } from '../domain/incident/notice-reach.ts'
import { lastReportOn, lastToldOn } from '../domain/incident/notices.ts'
import { formatTarget, parseTarget, type ScopeEntry, scopeOf } from '../domain/incident/scope.ts'
import { isStale, preventionFacts } from '../domain/notice/stated-facts.ts'
import { roleOf } from '../domain/runbook/fact-roles.ts'
import { customerChannels, type Language, mendsAnother, type Stage } from '../domain/runbook/runbook.ts'
import { wholeMinute } from '../domain/time.ts'
import { customerWordsFor, limitedWords } from '../i18n/customer-words.ts'
import { isoOf } from '../i18n/moment.ts'
import { isRestriction, reasonOf } from './halt-names.ts'
import type { NoticeRequest } from './notice.ts'
import { constantFacts, currentRow, factLabel, factSaid, factsOnceKnown, type RowContext } from './notice-rows.ts'
import { beginningExactness, expectedResumption, isTypeOfEarlierHalt } from './notice-times.ts'
import { asPlanned, isPast, type RoleValues, roleValues, type Said, timeSaid, wordsSaid } from './role-values.ts'
import { itemNames, namesOf, stateWords } from './scope-words.ts'
import { isStoppedAgain, serviceBeginnings } from './service-times.ts'
import { movedStart } from './start-told.ts'

/** Something that a notice states otherwise than the one before it. */
export interface Change {
  /** The fact, if it is one; else null. */
  readonly fact: string | null
  /** The services whose state it is; empty if it is something else. */
  readonly targets: readonly string[]
  /** Whether it is that services are restricted, otherwise than before. */
  readonly isRestriction: boolean
  readonly label: string
  /** The same where an asset that was in this state before is not named apart; missing if it is the same. */
  readonly shortLabel?: string
  /** The state in a word, where services are restricted in a way that takes more; missing if there is none. */
  readonly shortState?: string
  /** Null if the notice before did not mention it. */
  readonly before: Said | null
  /** Null if this one does not mention it any more. */
  readonly after: Said | null
}

/** What has changed since the last report on the channel. */
export interface WhatChanged {
  readonly since: Notice
  /** The correction that went out after it; null if none did. Customers may know a part of the changes from there. */
  readonly corrected: Notice | null
  readonly changes: readonly Change[]
}

/**
 * Returns what a notice says has changed since the last report on its channel (manual 3.2): old and new words of each fact
 * that both of them state, of the reason, and of the scope; if the notice is the first of its stage, which is about the rest
 * of the scope, only that services are restricted otherwise than was told. Null if there is no such report, if the notice is
 * about something new, as the first final one is, or if nothing changed and the notice has other news.
 *
 * An advance notice on a channel without one is compared with what customers were told elsewhere: somebody may have posted that
 * here as well without recording it.
 */
export function whatChanged(request: NoticeRequest): WhatChanged | null {
  const { incident, channel, stage } = request
  const own = lastReportOn(incident, channel)
  const since = own ?? (stage === 'scheduled' ? lastAnnounced(incident, channel) : undefined)
  if (since === undefined || mendsAnother(stage) || (stage === 'final' && since.stage !== 'final')) return null
  const { number, order } = lifecycleOf(incident).current
  // The last report was about the halt before it was reopened.
  if (number > 1 && since.order < order) return null
  const before = incidentAsOf(incident, since)
  const isRepeated = stage === 'update' || stage === since.stage
  const scope = scopeChanges(request, before, since).filter(({ isRestriction }) => isRepeated || isRestriction)
  const changes = [...reasonChange(request, before), ...scope, ...factChanges(request, before, since)]
  const last = lastToldOn(incident, channel)
  const corrected = last?.stage === 'correction' ? last : null
  return (own !== undefined && isRepeated && stage !== 'final') || changes.length > 0
    ? { since, corrected, changes }
    : null
}

function lastAnnounced({ notices, runbook }: Incident, channel: string): Notice | undefined {
  const channels = customerChannels(runbook)
  const isAnnounced = (notice: Notice) =>
    channels.includes(notice.channel) && notice.stage === 'scheduled' && reachedSomebody(notice)
  return channels.includes(channel) ? notices.findLast(isAnnounced) : undefined
}

function reasonChange(request: NoticeRequest, before: Incident): Change[] {
  // What went out before the declaration, as on paper, gave no reason that is on record.
  if (typeOf(before) === '' || typeOf(request.incident) === typeOf(before)) return []
  const { reasonLabel, asReason } = customerWordsFor(request.language)
  const said = (incident: Incident) => wordsSaid(asReason(reasonOf(incident, request.language)), '')
  const label = reasonLabel(isRestriction(request), isStoppedAgain(request.incident))
  // After a reopening, none was given until now.
  const told = isTypeOfEarlierHalt(before) ? null : said(before)
  return [{ fact: null, targets: [], isRestriction: false, label, before: told, after: said(request.incident) }]
}

function factChanges(request: NoticeRequest, before: Incident, since: Notice): Change[] {
  const { stage: stageBefore } = since
  const requestBefore = { ...request, incident: before, stage: stageBefore, now: Date.parse(since.at) }
  const { incident, stage } = request
  const { runbook } = incident
  const stated = statedFacts(request)
  const statedBefore = statedFacts(requestBefore)
  const roles = roleValues(request)
  // That a reopened halt began later than the one before is not a change of its beginning.
  const wasReopened = lifecycleOf(before).current.number < lifecycleOf(incident).current.number
  // What a type gives as its reason is told as the reason of the halt.
  const isReasonOfNewType = (name: string) =>
    typeOf(before) !== typeOf(incident) && [before, incident].every((one) => !factOf(one, name).known)
  const rolesBefore = rolesAsTold(requestBefore, stageBefore)
  return Object.keys(runbook.facts).flatMap((name): Change[] => {
    // What an advance notice planned is what the first notice states of the same times.
    const wasStated = statedBefore.includes(name)
    const wasPlanned = !wasStated && stageBefore === 'scheduled' && isHaltTime(incident, name)
    // A report may give an answer that was not known when the one before was made.
    const isCompared = wasStated || wasPlanned || stage === 'final'
    if (!stated.includes(name) || !isCompared || isStale(incident, name, stage)) return []
    const role = roleOf(runbook, name)
    if ((wasReopened && role === 'began') || (isReasonOfNewType(name) && role === 'cause')) return []
    if (role === 'expected-end' && isSameEstimate(request, before)) return []
    const said = wasPlanned ? factSaid(requestBefore, name, rolesBefore) : null
    const own: SaidTwice = [
      wasStated ? mentioned(requestBefore, name, rolesBefore) : said,
      mentioned(request, name, roles),
    ]
    const [then, now] = role === 'began' && !wasPlanned ? startSaid(request, since, own) : own
    // That something begins or ceases to be checked, or in what words, is no news by itself.
    const isNews = then?.known === true || now?.known === true
    if (then?.value === now?.value || !isNews) return []
    const isPlan = wasPlanned && role === 'began' && then?.known === true
    const label = currentRow(request, name, roles)?.label ?? factLabel(request, name)
    const told = isPlan ? asPlanned(request, then) : then
    return [{ fact: name, targets: [], isRestriction: false, label, before: told, after: now }]
  })
}

/** What the notice before said of a fact, and what this one says. */
type SaidTwice = readonly [then: Said | null, now: Said | null]

/** The same of the start, which is that of the services where those began at another time than the halt. */
function startSaid(request: NoticeRequest, since: Notice, own: SaidTwice): SaidTwice {
  const { incident, language, settings, stage } = request
  if (stage === 'final') return own
  const [then, now] = own
  const moved = movedStart(incident, since)
  const said = (ms: number) => timeSaid(request, isoOf(ms, settings.timezone), beginningExactness(incident), '')
  if (moved !== null) return [said(moved.told), said(moved.now)]
  const beginnings = serviceBeginnings(request).flatMap(({ at }) => at?.long ?? [])
  if (beginnings.length === 0) return own
  return then?.known === true ? [now, now] : [then, wordsSaid(customerWordsFor(language).list(beginnings), '')]
}

/** The facts that a notice states, be it only once they are known. */
function statedFacts(context: RowContext): string[] {
  const { incident, stage } = context
  return [...constantFacts(context), ...factsOnceKnown(context), ...preventionFacts(incident.runbook, stage)]
}

/** Whether the halt is expected to end at the same time as before, which has not passed. */
function isSameEstimate({ incident, now }: NoticeRequest, before: Incident): boolean {
  const [was, is] = [before, incident].map((one) => expectedResumption(one)?.value)
  const minutes = (value: string) => value.split('/').map((at) => wholeMinute(Date.parse(at)))
  if (was === undefined || is === undefined || isPast(is, now)) return false
  return minutes(was).join() === minutes(is).join()
}

/** What a notice says of a fact; null if it does not have to and nothing is known. */
function mentioned(context: RowContext, name: string, roles: RoleValues): Said | null {
  const said = factSaid(context, name, roles)
  return said?.known === true || constantFacts(context).includes(name) ? said : null
}

function isHaltTime({ runbook }: Incident, name: string): boolean {
  const role = roleOf(runbook, name)
  return role === 'began' || role === 'expected-end'
}

/** What a notice of a stage said of the facts of some roles: before the halt, that it begins as planned. */
function rolesAsTold(request: NoticeRequest, stage: Stage): RoleValues {
  const roles = roleValues(request)
  if (stage !== 'scheduled') return roles
  const { value } = factOfRole(request.incident, 'planned-begin')
  return { ...roles, began: timeSaid(request, value, 'exact', roles.began.value) }
}

/** The services whose state has changed, those with the same states before and after together. */
function scopeChanges(request: NoticeRequest, before: Incident, since: Notice): Change[] {
  const [then, now] = [scopeOf(before), scopeOf(request.incident)]
  const targets = [...new Set([...now, ...then].map(formatTarget))]
  const stateIn = (entries: readonly ScopeEntry[], target: string) => statedScope(entries, target, request.language)
  const states = targets.map((target) => ({ target, was: stateIn(then, target), is: stateIn(now, target) }))
  const changed = states.filter(({ was, is }) => was?.state !== is?.state || was?.words !== is?.words)
  const { list, heading, restricted, stateLimits, unknown } = customerWordsFor(request.language)
  const shortState = stateLimits(restricted, null, request.stage === 'scheduled')
  const said = (state: StatedScope | null, stage: Stage, isNothingStated: boolean) =>
    state === null && !isNothingStated
      ? null
      : wordsSaid(state && stateWords({ ...request, stage }, state), unknown.fact)
  return grouped(changed, ({ was, is }) => [was, is]).map((group) => {
    const [{ was, is }] = group
    const alike = group.map(({ target }) => target)
    const label = heading(list(namesOf(request, alike)))
    const shortLabel = heading(list(namesNow(request, alike)))
    return {
      fact: null,
      targets: alike,
      isRestriction: is !== null && is.state !== 'open',
      label,
      ...(shortLabel !== label && shortLabel !== '' && { shortLabel }),
      ...(is !== null && is.state !== 'stopped' && is.state !== 'open' && { shortState }),
      before: said(was, since.stage, then.length === 0),
      after: said(is, request.stage, now.length === 0),
    }
  })
}

/** Names services that are in one state now; exceptions are only what is in another. */
function namesNow(request: NoticeRequest, targets: readonly string[]): string[] {
  const now = scopeOf(request.incident)
  const isIn = (entry: ScopeEntry) => targets.includes(formatTarget(entry))
  const saidOf = (target: string) => JSON.stringify(statedScope(now, target, request.language))
  const said = saidOf(targets[0] as string)
  const all = now.map(
    (entry): ScopeEntry => ({ ...entry, state: saidOf(formatTarget(entry)) === said ? 'stopped' : 'open' }),
  )
  return itemNames(request, all.filter(isIn), all)
}

type StatedScope = Pick<ScopeEntry, 'state' | 'words'>

/** What was stated of a target, else of its operation, in a language; null if nothing was. */
function statedScope(entries: readonly ScopeEntry[], target: string, language: Language): StatedScope | null {
  const { operation } = parseTarget(target)
  const entry = [target, operation].flatMap((one) => entries.find((e) => formatTarget(e) === one) ?? [])[0]
  return entry === undefined ? null : { state: entry.state, words: limitedWords(entry.words, language) }
}
