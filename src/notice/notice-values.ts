import { phaseOf, severityOf, typeOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { hasEverResumed, lifecycleOf, typeDuring } from '../domain/incident/lifecycle.ts'
import { formatTarget, restrictedScope, type ScopeEntry, scopeOf } from '../domain/incident/scope.ts'
import { hasNoneResumed, stageToAnnounce } from '../domain/notice/announced-stage.ts'
import { awaitedFacts, isAnswered } from '../domain/notice/awaited-facts.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { customerChannels, mendsAnother } from '../domain/runbook/runbook.ts'
import { cadenceOf } from '../domain/settings.ts'
import { customerWordsFor, labelOf, oneLine, organisationWords } from '../i18n/customer-words.ts'
import { isoOf } from '../i18n/moment.ts'
import type { NoticeKind } from '../i18n/notice-titles.en.ts'
import { beginningRows } from './beginning-rows.ts'
import { earlierNotice, lateWords, sinceWords } from './earlier-notices.ts'
import { haltNames, reasonOf } from './halt-names.ts'
import { internalValues } from './internal-values.ts'
import { nextOf, nextToCustomers, promisedAhead } from './next-promise.ts'
import type { LeftOut, NoticeRequest } from './notice.ts'
import { availabilityRows, listRows, preventionRows, reportedLabels, requiredRows } from './notice-list.ts'
import { factRows, factSaid, type NoticeRow } from './notice-rows.ts'
import { isCalledOff, isTypeOfEarlierHalt, timeWords } from './notice-times.ts'
import { givesNoResult } from './open-results.ts'
import { isPublicPage, pageLink } from './page-link.ts'
import { type Point, pointsOf } from './points.ts'
import { type Resumed, resumedPoints, resumedServices } from './resumed-services.ts'
import { type RoleValues, roleValues } from './role-values.ts'
import {
  briefOf,
  itemNames,
  namesOf,
  onChannel,
  plannedLimitsOf,
  rowsOf,
  scopePoints,
  spokenOf,
} from './scope-words.ts'
import { earlierCovered, servicesStoppedAgain, statesUntilNow } from './service-times.ts'
import type { NoticeValues, TemplateLine } from './template-names.ts'
import { whatChanged } from './what-changed.ts'

/**
 * The values of a notice's template, those in which what always stands takes less room, with what they lack, the time of the
 * next report that they state, and the lines of a short text.
 */
export function noticeValues(given: NoticeRequest): {
  values: NoticeValues
  brief: { readonly values: Partial<NoticeValues>; readonly leftOut: readonly LeftOut[] }
  next: string | null
  points: readonly Point[]
} {
  const request = onChannel(given)
  const { incident, channel, stage, number, language, settings } = request
  const words = customerWordsFor(language)
  const { timezone } = settings
  const { current } = lifecycleOf(incident)
  const next = nextOf(request)
  const full = current.fullyResumedAt !== null
  const noneResumed = stage === 'resumption' && hasNoneResumed(incident, channel)
  const headingStage = stageToAnnounce(incident, channel, stage)
  const { kind: halted, names } = haltNames({ ...request, stage: headingStage })
  const resumed = resumedServices(request)
  // What was only restricted has not resumed, also beside services that are stopped.
  const isOnlyLifted = stage === 'resumption' && resumed.length > 0 && resumed.every((one) => one.isRestriction)
  const kind: NoticeKind = isOnlyLifted && (full || !noneResumed) ? 'restriction' : halted
  // What never resumed was not stopped again.
  const again = servicesStoppedAgain(incident).targets
  const isAboutAgain = again.length > 0 && (headingStage === 'first' || headingStage === 'update')
  const { types } = incident.runbook
  const type = typeOf(incident)
  // What the halt was before it was reopened says nothing of it now.
  const isOtherHalt = isTypeOfEarlierHalt(incident)
  const reason = isOtherHalt ? null : reasonOf(incident, language)
  const stoppedAgain = stoppedAgainWords(request, reason)
  // Why services were stopped again is not why what the notice is about besides was, if the type was another one then.
  const isReasonOfAll = earlierCovered(request).every((one) => typeDuring(incident, one) === type)
  const definition = types[type]
  const isPlannedWork = definition?.planned === 'required' && !isOtherHalt
  const promised = next === null ? null : timeWords(next, 'exact', language, timezone)
  const toCustomers = nextToCustomers(request)
  const timeOrNull = (iso: string | null) => (iso === null ? null : timeWords(iso, 'exact', language, timezone).long)
  const contactFact = factWithRole(incident.runbook, 'contact')
  const promisedBefore = timeOrNull(promisedAhead(request))
  // A correction promises nothing, and repeats what customers were told.
  const nextSaid = stage === 'correction' ? promisedBefore : (promised?.long ?? null)
  const isOn = phaseOf(incident) !== 'scheduled' && !full
  const entries = scopeOf(incident)
  const restrictedEntries = restrictedScope(incident)
  const open = entries.filter(({ state }) => state === 'open')
  // Without any restriction, what is open.
  const shown = restrictedEntries.length > 0 ? restrictedEntries : entries
  const link = pageLink(request)
  const roles = roleValues(request)
  const scope = rowsOf(request, restrictedEntries, entries)
  // The label of what is still stopped says that it is.
  const isAllStopped = restrictedEntries.length > 0 && restrictedEntries.every(({ state }) => state === 'stopped')
  const remaining = words.list(itemNames(request, restrictedEntries, entries))
  const changed = whatChanged(request)
  const changes = changed?.changes ?? []
  const moreRestricted = changes.some(({ isRestriction }) => isRestriction)
  const listedScope = stage === 'resumption' && isAllStopped ? [{ line: remaining }] : scope
  const available = open.length === 0 ? null : words.list(itemNames(request, open, entries))
  const lastResumed = resumed.at(-1)
  const isLifted = ({ isRestriction }: Resumed) => isRestriction || kind === 'restriction'
  // After a false alarm, only what was restricted in fact is told of the scope.
  const tookPlace = hasEverResumed(lifecycleOf(incident))
  const tellsScope = stage !== 'retraction' || tookPlace
  const tellsResumed = stage === 'resumption' || stage === 'retraction'
  const required = requiredRows(request, roles)
  // Services whose state has changed are among the changes; those that have resumed have a line of their own.
  const changedTargets = changes.flatMap(({ targets, isRestriction }) =>
    stage === 'resumption' && !isRestriction ? [] : targets,
  )
  // An asset in the state that its operation has come into is named with it.
  const isSame = (entry: ScopeEntry) =>
    ![formatTarget(entry), entry.operation].some(
      (target) => changedTargets.includes(target) && stateOf(entries, target) === entry.state,
    )
  const same = (tellsResumed ? restrictedEntries : shown).filter(isSame)
  // A plan is a sentence of its own.
  const tellsStates = stage !== 'scheduled' && tellsScope && (same.length > 0 || changedTargets.length === 0)
  const sameOpen = open.filter(isSame)
  const otherRows = factRows(request, roles).filter(({ fact }) => !required.some((row) => row.fact === fact))
  const points = pointsOf({ ...request, kind }, [...required, ...otherRows], changed, {
    scope: tellsStates ? scopePoints(request, same, entries) : [],
    available: tellsResumed || sameOpen.length === 0 ? null : words.list(itemNames(request, sameOpen, entries)),
    resumed: tellsResumed && tellsScope ? resumedPoints(request, resumed, isLifted) : [],
    next: promised?.brief ?? null,
    noneResumed,
  })
  const rows = listRows(request, roles, {
    scope: tellsScope ? listedScope : [],
    available,
    resumed: tellsScope ? resumed : [],
    next: nextSaid === null ? null : whereNext(request, nextSaid),
    isOn,
    moreRestricted,
  })
  const heading = {
    stage: headingStage,
    isAgain: stoppedAgain !== null,
    ...(isAboutAgain ? haltNames(request, again) : { kind, names }),
    number,
    isFullyResumed: full,
    noneResumed,
    isRevised: stage === 'scheduled' && changes.length > 0,
    isCalledOff: isCalledOff(incident),
    isInterim: next !== null || isAnythingOpen(incident, rows),
    work: isPlannedWork ? { type: labelOf(types, type, language), reason: reasonOf(incident, language) } : null,
  }
  const since = changed === null ? null : sinceWords(request, changed.since, changed.corrected)
  const values: NoticeValues = {
    ...words.titlesOf(heading),
    organisation: organisationWords(incident, settings, language),
    stage: { [stage]: true },
    kind: { halt: false, services: false, restriction: false, unknown: false, [heading.kind]: true },
    type: { name: labelOf(types, type, language), [type]: true },
    // Before a planned halt begins, and once nothing is restricted any more, it is not the case.
    what: isOn ? names.state : null,
    reason: isReasonOfAll ? reason : null,
    after: current.number > 1 || stoppedAgain !== null ? words.after(wasPartlyResumed(incident)) : null,
    stoppedAgain,
    remark: definition?.remark?.[language] ?? null,
    plannedWork: isPlannedWork,
    drill: incident.declaration?.drill ?? false,
    full,
    noneResumed,
    moreRestricted,
    calledOff: isCalledOff(incident),
    tookPlace: tookPlace ? words.remainingState(statesUntilNow(incident)) : null,
    // What never resumed was not stopped after the resumption.
    again: current.number > 1 && (stoppedAgain !== null || earlierCovered(request).length === 0),
    repair: definition?.repair ?? false,
    ...factValues(request, roles),
    rows,
    answers: answersOf(request, answerRows(request, roles, { rows, available })),
    reported: words.reported(reportedLabels(request, roles)),
    changes: changes.map(({ label, before, after }) => {
      return { label, value: words.change(before?.value ?? null, after?.value ?? null) }
    }),
    changedSince: changes.length === 0 ? null : since,
    unchangedSince: changes.length > 0 ? null : since,
    points: [],
    briefs: required.flatMap(({ label, brief, role }) => (role === null ? { label, value: brief } : [])),
    number: number === null ? null : String(number),
    start: roles.began.value,
    startBrief: roles.began.brief,
    scope,
    scopeBrief: briefOf(request, shown, entries) ?? words.unknown.scopeBrief,
    spoken: spokenOf(request, restrictedEntries, entries),
    available,
    // Each with its time if they differ.
    resumed: words.list(resumed.map((one) => (resumed.length === 1 ? one.services : one.withTimeBrief))),
    resumedAt: lastResumed?.at ?? words.unknown.resumed,
    resumedAtBrief: lastResumed?.atBrief ?? words.unknown.resumed,
    remaining: scope,
    remainingBrief: briefOf(request, restrictedEntries, entries, moreRestricted ? 'group' : 'still'),
    planned: roles['planned-begin'].value,
    plannedBrief: roles['planned-begin'].brief,
    ...plannedValues(request, kind),
    cause: roles.cause.value,
    impact: roles.impact.value,
    causeBrief: factWithRole(incident.runbook, 'cause') === null ? null : roles.cause.brief,
    expected: roles['expected-end'].value,
    expectedBrief: roles['expected-end'].brief,
    next: promised?.long ?? null,
    nextBrief: promised?.brief ?? null,
    customersNext: timeOrNull(toCustomers),
    contact: roles.contact?.value ?? null,
    contactLabel: contactFact === null ? null : labelOf(incident.runbook.facts, contactFact, language),
    contactBrief: roles.contact?.value ?? null,
    link: link === null ? null : oneLine(link),
    pages: pagesOf(request),
    correction: request.correction == null ? null : oneLine(request.correction),
    corrected: mendsAnother(stage) ? earlierNotice(request) : null,
    promised: promisedBefore,
    late: lateWords(request),
    asOf: timeWords(isoOf(request.now, timezone), 'exact', language, timezone).long,
    remainingState: words.remainingState(restrictedEntries.map(({ state }) => state)),
    resumedTimes: resumed.map((one) => ({ label: words.resumption(isLifted(one)).services, value: one.withTime })),
    resumedSpoken: resumed.flatMap((one) =>
      one.names.length === 0 ? [] : { line: words.resumedSpoken(words.phrase(one.names), one.at, isLifted(one)) },
    ),
    ...internalValues(request),
  }
  const isLimited = stage === 'scheduled' && !isAllStopped && restrictedEntries.length > 0
  const brief = {
    values: { ...plannedValues(request, kind, true), corrected: values.corrected && earlierNotice(request, true) },
    leftOut: isLimited ? [{ label: words.rows.scope, role: null }] : [],
  }
  return { values, brief, next, points }
}

/** Whether a final notice lists what is not known yet, or customers wait for an answer on any of their channels. */
function isAnythingOpen(incident: Incident, rows: readonly NoticeRow[]): boolean {
  const isAwaited = (channel: string) =>
    [...awaitedFacts(incident, channel)].some((name) => !isAnswered(incident, name, 'final'))
  return (
    rows.some(({ known, value }) => !known || givesNoResult(value)) ||
    customerChannels(incident.runbook).some(isAwaited)
  )
}

function stateOf(entries: readonly ScopeEntry[], target: string): string | undefined {
  return entries.find((entry) => formatTarget(entry) === target)?.state
}

/** The time of the next report, and where it appears, if this channel has only what changes. */
function whereNext(request: NoticeRequest, time: string): string {
  const { incident, channel, settings, language } = request
  const { update } = cadenceOf(settings.cadence, channel, severityOf(incident))
  const pages = pagesOf(request)
  return update !== 'on-change' || pages === null ? time : customerWordsFor(language).nextOn(time, pages)
}

/** A clause that says which services were stopped again, and why; null if none was, or not only they. */
function stoppedAgainWords(request: NoticeRequest, reason: string | null): string | null {
  const { targets, isRestriction } = servicesStoppedAgain(request.incident)
  const { phrase, stoppedAgain } = customerWordsFor(request.language)
  return targets.length === 0 ? null : stoppedAgain(phrase(namesOf(request, targets)), isRestriction, reason)
}

/** Whether only some services had resumed before the halt was last reopened. */
function wasPartlyResumed(incident: Incident): boolean {
  return lifecycleOf(incident).interruptions.at(-2)?.fullyResumedAt == null
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

/**
 * What will be stopped, or if nothing will, restricted; and what will be restricted besides. What can still be done stands
 * with what will be restricted, unless that `isBrief`.
 */
function plannedValues(
  request: NoticeRequest,
  kind: NoticeKind,
  isBrief = false,
): Pick<NoticeValues, 'plannedScope' | 'plannedLimits'> {
  const all = scopeOf(request.incident)
  const { phrase, plannedLimit } = customerWordsFor(request.language)
  const restricted = restrictedScope(request.incident)
  const others = restricted.filter(({ state }) => state !== 'stopped')
  const stopped = itemNames(
    request,
    restricted.filter((entry) => !others.includes(entry)),
    all,
  )
  const names = itemNames(request, others, all)
  const brief = names.length === 0 ? [] : [plannedLimit(names, null, null)]
  const limited = isBrief ? brief : plannedLimitsOf(request, others, all)
  const [scope, limits] = kind === 'restriction' ? [limited, []] : [stopped, limited]
  return {
    plannedScope: scope.length === 0 ? null : phrase(scope),
    plannedLimits: limits.length === 0 ? null : phrase(limits),
  }
}

/** What support can answer: what the notice lists, but for services and times that are sentences of their own. */
function answerRows(
  request: NoticeRequest,
  roles: RoleValues,
  { rows, available }: { readonly rows: readonly NoticeRow[]; readonly available: string | null },
): readonly NoticeRow[] {
  const { stage } = request
  if (stage === 'retraction') return rows
  if (stage === 'correction') return rows.filter(({ fact }) => fact !== null)
  const facts = factRows(request, roles)
  if (stage === 'final') return [...facts, ...preventionRows(request)]
  return [...availabilityRows(request, available), ...facts]
}

/** Sentences on what a notice lists, to read to a customer. */
function answersOf(request: NoticeRequest, rows: readonly NoticeRow[]): TemplateLine[] {
  const { answer, spokenLabelOf } = customerWordsFor(request.language)
  const isAnswer = ({ role }: NoticeRow) => role === null || !['planned-begin', 'contact'].includes(role)
  const spoken = rows.flatMap((row) => (row.role === 'began' ? beginningRows(request, row) : [row]))
  return spoken.filter(isAnswer).map(({ aloud, known, ...row }) => {
    const { label, value } = aloud ?? row
    return { line: answer(spokenLabelOf(label), value, known) }
  })
}

/** What notices call the pages for customers; null if there are none. */
function pagesOf({ incident, language }: NoticeRequest): string | null {
  const { channels } = incident.runbook
  const pages = Object.keys(channels).filter((id) => isPublicPage(incident, id))
  if (pages.length === 0) return null
  const called = pages.map((id) => channels[id]?.called?.[language] ?? labelOf(channels, id, language))
  return customerWordsFor(language).phrase(called)
}
