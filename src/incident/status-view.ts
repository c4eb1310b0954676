import { type OpenDeadline, openDeadlines } from '../domain/deadlines.ts'
import { drillOpenedAt } from '../domain/drill/clock.ts'
import { injectsOccurredBy } from '../domain/drill/injects.ts'
import { type Approval, approvalsOf } from '../domain/incident/approvals.ts'
import { type Party, partiesOf } from '../domain/incident/calls.ts'
import type { Conflict } from '../domain/incident/conflicts.ts'
import { phaseOf, severityOf, titleIn, typeOf } from '../domain/incident/current-values.ts'
import { ALL_DUTIES, type DutyFilter, deadlinesFor, matchesFilter } from '../domain/incident/duty-filter.ts'
import { type FactView, factsOf, factViews, isByPerson } from '../domain/incident/facts.ts'
import { openHypotheses } from '../domain/incident/hypotheses.ts'
import { type Incident, isOutcomeUnknown, type Notice, type Page } from '../domain/incident/incident.ts'
import { leadOf } from '../domain/incident/lead.ts'
import { isStartStated, type Lifecycle, lifecycleOf } from '../domain/incident/lifecycle.ts'
import { wentOut } from '../domain/incident/notice-reach.ts'
import { unsafeReason, unsentNotices } from '../domain/incident/notices.ts'
import { wordsIn } from '../domain/incident/own-texts.ts'
import { formatTarget, scopeOf } from '../domain/incident/scope.ts'
import { wasNothing } from '../domain/incident/scope-statements.ts'
import { RESOLVED_STATES, type StepView, stepApplies, stepsOf } from '../domain/incident/steps.ts'
import { headDigest } from '../domain/log/line.ts'
import { plan } from '../domain/plan.ts'
import { type Metrics, metricsOf } from '../domain/report/metrics.ts'
import { milestonesOf } from '../domain/report/milestones.ts'
import { requiredFacts } from '../domain/runbook/notice-facts.ts'
import { PHASES } from '../domain/runbook/runbook.ts'
import { formatWithOffsetOf } from '../domain/time.ts'
import { feedStatuses } from '../feeds/feed-status.ts'
import { factValueWords } from '../i18n/fact-value.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { spanWords } from '../i18n/span.ts'
import type { Text } from '../i18n/text.ts'
import type { Journal } from '../store/journal.ts'
import { alarm, type Block, faint, type Inline, lines, paragraph, section, strong } from '../view/blocks.ts'
import { inertLine, LONGEST_LINE, LONGEST_TITLE, shortLine } from '../view/inert.ts'
import { quoteArgv } from '../view/shell-quote.ts'
import { terminalLinesFor } from '../view/terminal.ts'
import { durationText, elapsedBetween, timeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import { approvalLine, lostApprovalLines, shownApprovals } from './approval-lines.ts'
import type { ChosenIncident } from './choose.ts'
import { correctionsDue } from './corrections-due.ts'
import { KnownFirst } from './known-first.ts'
import {
  assigneeName,
  deadlineName,
  noticeName,
  partyTitle,
  phaseNow,
  recurrenceWords,
  scopeLine,
  stepMark,
  unstatedLine,
} from './labels.ts'
import { noticeLine, takenBackLine } from './notices-taken-back.ts'
import { planLine } from './plan-line.ts'
import { type Stamp, statusDocument } from './status-document.ts'
import { type SyncStatus, syncStatusOf } from './sync-status.ts'
import type { StatusLabels } from './words.en.ts'
import { statusLabels } from './words.ts'

interface StatusContext {
  readonly text: Text
  readonly labels: StatusLabels
  /** Milliseconds since 1970. */
  readonly now: number
  readonly stamp: Stamp
  /** The other machines that share the incident. */
  readonly machines: SyncStatus['machines']
  readonly conflicts: readonly Conflict[]
  readonly knownFirst: KnownFirst
  readonly approvals: readonly Approval[]
}

/** The parts of the status of an incident, for people; one with nothing to say is empty. */
export type StatusParts = Readonly<Record<StatusPart, readonly Block[]>>

type StatusPart =
  | 'header'
  | 'approvals'
  | 'injects'
  | 'deadlines'
  | 'scope'
  | 'toCorrect'
  | 'calls'
  | 'notified'
  | 'noticesSoFar'
  | 'facts'
  | 'next'
  | 'hypotheses'
  | 'outcomesUnknown'
  | 'unsent'
  | 'conflicts'
  | 'machines'
  | 'log'

function statusParts(incident: Incident, context: StatusContext): StatusParts {
  const { text, labels, now, knownFirst } = context
  const lifecycle = lifecycleOf(incident)
  const metrics = metricsOf(incident, lifecycle, milestonesOf(incident, lifecycle), now)
  const unknownOutcomes = knownFirst.lines(
    incident.commands.filter(isOutcomeUnknown),
    ({ event }) => knownFirst.isEventKnown(event),
    ({ event, at, argv }) => alarm(`${event}  ${timeText(at)}  ${quoteArgv(argv)}`),
  )
  const conflicts = knownFirst.lines(
    context.conflicts,
    ({ events }) => events.some(knownFirst.isEventKnown),
    ({ target, events }) => alarm(`${target}  ${events.join(' <> ')}`),
  )
  const entries = scopeOf(incident)
  const unstated = unstatedLine(entries.map(formatTarget), incident.runbook, text)
  const stated = wasNothing(incident)
    ? [text.words.noHalt]
    : knownFirst.lines(entries, knownFirst.isTargetKnown, (e) => scopeLine(e, incident.runbook, text))
  const scope = [...stated, ...(unstated === null ? [] : [unstated])]
  const isClosed = phaseOf(incident) === 'closed'
  return {
    header: [statusHeader(incident, context)],
    approvals: section(labels.approvals, approvalLines(incident, context)),
    injects: section(labels.injects, injectLines(incident, context)),
    deadlines: section(labels.deadlines, deadlineLines(incident, openDeadlines(incident, lifecycle, now), context)),
    scope: section(labels.scope, scope, labels.scopeUnknown),
    toCorrect: section(labels.toCorrect, correctionLinesIn(incident, text)),
    calls: section(labels.calls, partyLines(incident, lifecycle, context)),
    notified: section(labels.notified, noticeSummaryLines(incident, metrics, context)),
    noticesSoFar: section(labels.noticesSoFar, noticesSoFarLines(incident, metrics, context)),
    facts: section(labels.facts, factLines(incident, context)),
    next: isClosed ? [] : section(labels.next, nextLines(incident, context), text.said.nothingNext),
    hypotheses: section(labels.hypotheses, hypothesisLines(incident, context)),
    outcomesUnknown: section(labels.outcomesUnknown, unknownOutcomes),
    unsent: section(labels.unsent, unsentLines(incident, context)),
    conflicts: section(labels.conflicts, conflicts),
    machines: section(labels.machines, machineLines(context)),
    log: [logLine(incident, labels)],
  }
}

/** The status of an incident in a terminal. If a deadline is overdue, the deadlines come before the scope. */
function statusView(incident: Incident, context: StatusContext): Block[] {
  const parts = statusParts(incident, context)
  const isLate = openDeadlines(incident, lifecycleOf(incident), context.now).some(({ overdue }) => overdue)
  const due: readonly StatusPart[] = isLate ? ['deadlines', 'scope'] : ['scope', 'deadlines']
  return [...BEFORE_DUE, ...due, ...AFTER_DUE].flatMap((part) => parts[part])
}

const BEFORE_DUE = ['header', 'approvals', 'injects'] as const
const AFTER_DUE = [
  'toCorrect',
  'calls',
  'notified',
  'noticesSoFar',
  'facts',
  'next',
  'hypotheses',
  'outcomesUnknown',
  'unsent',
  'conflicts',
  'machines',
  'log',
] as const

/** When each of the other machines was last heard of. */
function machineLines({ machines, stamp, text, knownFirst }: StatusContext): string[] {
  return knownFirst.lines(
    machines,
    ({ name }) => name !== null,
    ({ name, key, at }) => `${timeText(stamp(at))}  ${inertLine(name ?? text.said.unknownMachine(key))}`,
  )
}

function logLine(incident: Incident, labels: StatusLabels): Block {
  return paragraph(faint(labels.log(incident.events, headDigest(incident.heads.values()).slice(0, 20))))
}

function statusHeader(incident: Incident, { text, labels, now, knownFirst }: StatusContext): Block {
  const { words, language } = text
  const lifecycle = lifecycleOf(incident)
  const type = incident.runbook.types[typeOf(incident)]
  const title = titleIn(incident, language)
  const phase = phaseOf(incident)
  const end = lifecycle.closedAt === null ? now : Date.parse(lifecycle.closedAt)
  const { number, startedAt, liftedAt, fullyResumedAt } = lifecycle.current
  const elapsed = startedAt === null ? '' : `  ${elapsedBetween(Date.parse(startedAt), end)}`
  const phaseSteps = stepsOf(incident, now).filter((v) => v.step.phase === phase && stepApplies(incident, v.step))
  const resolved = phaseSteps.filter((v) => RESOLVED_STATES.has(v.state)).length
  const progress = phaseSteps.length === 0 ? '' : ` ${resolved}/${phaseSteps.length}`
  const times = [
    [isStartStated(incident) ? labels.started : labels.countedFrom, wasNothing(incident) ? null : lifecycle.startedAt],
    [labels.declared, incident.declaration?.declaredAt ?? null],
    [labels.stoppedAgain, number > 1 ? startedAt : null],
    [labels.lifted, liftedAt],
    [labels.resumed, fullyResumedAt],
    [labels.closed, lifecycle.closedAt],
  ] as const
  const plan = planLine(incident, now, text)
  const interruption = number > 1 ? `  ${labels.interruption(number)}` : ''
  const severityAndType = strong(`${words.severity(severityOf(incident))} ${type?.[language] ?? typeOf(incident)}`)
  return lines(
    [severityAndType, `  ${shortLine(title ?? words.untitled, LONGEST_TITLE)}${elapsed}`],
    `${phaseNow(incident, text)}${progress}${interruption}  ${incident.declaration?.id ?? ''}`,
    ...times.flatMap(([label, at]) => (at === null ? [] : [`${label} ${timeText(at)}`])),
    ...(plan === null ? [] : [plan.isPast ? alarm(plan.line) : plan.line]),
    ...leadLines(incident, knownFirst, labels),
  )
}

const INJECTS_SHOWN = 3

/** The latest injects of a drill that are due, whether or not they are recorded yet. */
function injectLines(incident: Incident, { text, now }: StatusContext): string[] {
  const opened = drillOpenedAt(incident) ?? 0
  const time = (at: number) => formatWithOffsetOf(opened + at, incident.declaration?.declaredAt ?? '').slice(11, 16)
  return injectsOccurredBy(incident, now)
    .slice(-INJECTS_SHOWN)
    .map((inject) => `${time(inject.at)}  ${text.events['drill.injected']({ inject })}`)
}

/**
 * What waits for an approval, or has one and was not carried out yet; then what has to be prepared again, and what was carried
 * out with an approval that no longer counts.
 */
function approvalLines(incident: Incident, { text, now, knownFirst, approvals }: StatusContext): Inline[] {
  const shown = knownFirst.lines(
    approvals,
    ({ event }) => knownFirst.isEventKnown(event),
    (approval) => approvalLine(incident, approval, now, text),
  )
  return [...shown, ...lostApprovalLines(incident, text)].map((line) => alarm(line))
}

function correctionLinesIn(incident: Incident, text: Text): Inline[] {
  return correctionsDue(incident, text).map(({ what, told, command }) =>
    alarm(text.words.marked(`${what}  ${told}`, quoteArgv(command))),
  )
}

function hypothesisLines(incident: Incident, { text: { language }, knownFirst }: StatusContext): string[] {
  return knownFirst.lines(
    openHypotheses(incident),
    ({ event }) => knownFirst.isEventKnown(event),
    (one) => `${one.event}  ${wordsIn(language, one) ?? one.text}`,
  )
}

function leadLines(incident: Incident, knownFirst: KnownFirst, labels: StatusLabels): Inline[] {
  const lead = leadOf(incident)
  return [
    ...(lead === null ? [] : [knownFirst.leadLine(`${labels.lead} ${shortLine(lead)}`)]),
    ...knownFirst.offers().map(({ to, at }) => alarm(labels.offered(to, timeText(at)))),
  ]
}

/** The command that deals with an overdue deadline, by kind of deadline. For all other kinds it is `notice`. */
const COMMAND_BY_KIND: Readonly<Record<string, string>> = {
  answer: 'contacts',
  escalation: 'escalate',
  step: 'next',
  action: 'action list',
  authority: 'report-to',
}

function deadlineLines(incident: Incident, deadlines: readonly OpenDeadline[], context: StatusContext): Inline[] {
  const { text, labels, now, knownFirst } = context
  return knownFirst.lines(deadlines, knownFirst.isDeadlineKnown, ({ id, dueAt, overdue, inDoubt }) => {
    const { kind, name } = deadlineName(incident, id, text)
    if (inDoubt) return alarm(labels.toCheck(name))
    // A promised minute lasts until it ends: in it, nothing is left, but it is not overdue.
    const left = durationText(overdue ? dueAt - now : Math.max(0, dueAt - now), text.words)
    return overdue ? alarm(labels.overdueBy(name, left, COMMAND_BY_KIND[kind] ?? 'notice')) : labels.dueIn(name, left)
  })
}

/** How many of the promised next reports were on time, and how many of the facts that notices state are known. */
function noticesSoFarLines(incident: Incident, metrics: Metrics, { labels }: StatusContext): string[] {
  const { updatesDue, updatesKept, noticeFacts } = metrics
  const { known, asked } = noticeFacts
  if (incident.notices.length === 0) return []
  return [labels.nextReports(updatesKept, updatesDue - updatesKept), labels.factsKnown(known, asked)]
}

/** The facts that are stated, and those that notices need. */
function factLines(incident: Incident, { text, labels, knownFirst }: StatusContext): string[] {
  const { words, language } = text
  const required = requiredFacts(incident.runbook, 'first')
  const facts = Object.keys(factsOf(incident)).flatMap((name) =>
    factViews(incident, name).flatMap((fact) => (fact.at !== null || required.includes(name) ? { name, fact } : [])),
  )
  return knownFirst.lines(
    facts,
    ({ name, fact }) => knownFirst.isFactKnown(name, fact.by),
    (one) => knownFirst.factLine(one.name, factLine(one)),
  )

  function factLine({ name, fact }: (typeof facts)[number]): string {
    const definition = incident.runbook.facts[name]
    const publicWords = [fact.ja, fact.en].flatMap((w) => (w === null ? [] : [`"${inertLine(w)}"`]))
    const value = fact.value === null ? missingValue(fact) : factValueWords(fact.value, definition, language)
    const label = words.marked(definition?.[language] ?? name, name)
    const by = isByPerson(incident, name) && fact.by !== null ? [words.aside(inertLine(fact.by))] : []
    return `${label}  ${[value, ...publicWords, ...by].filter(Boolean).join('  ')}`
  }

  function missingValue({ known, at }: FactView): string {
    // Known without a value: only public words were stated.
    if (known) return ''
    return at === null ? labels.notStated : words.unknown
  }
}

const NEXT_STEPS_SHOWN = 5

function nextLines(incident: Incident, context: StatusContext): string[] {
  const { text, labels, now } = context
  const open = plan(incident, now)
  const shown = open.slice(0, NEXT_STEPS_SHOWN).map(({ step, assignee }) => {
    const who = assigneeWords(incident, assignee, context)
    return `${step.id}  ${step.title[text.language]}  ${text.words.aside(text.words.modality[step.modality])}${who}`
  })
  return open.length > shown.length ? [...shown, labels.more(open.length - shown.length)] : shown
}

/** A line for each party, or for `onlyParty`. The log has no phone numbers to show. Empty once the incident is closed. */
function partyLines(incident: Incident, lifecycle: Lifecycle, context: StatusContext, onlyParty?: string): Inline[] {
  if (phaseOf(incident) === 'closed') return []
  const { knownFirst, now } = context
  return knownFirst.lines<Party, Inline>(
    partiesOf(incident, lifecycle, now).filter(({ id }) => onlyParty === undefined || id === onlyParty),
    ({ id }) => knownFirst.isPartyKnown(id),
    (party) => [`${partyName(incident, party.id, context)}  `, partyState(incident, party, context)],
  )
}

function partyName({ runbook, settings }: Incident, id: string, { text }: StatusContext): string {
  return partyTitle(runbook, settings.roster, id)?.[text.language] ?? id
}

function partyState(incident: Incident, { calls, reached, next }: Party, context: StatusContext): Inline {
  const { labels, text } = context
  const failures = calls.flatMap(({ page, state }) => (page === null || state === 'reached' ? [] : failureWords(page)))
  const suffix = failures.length === 0 ? [] : ['  ', alarm(text.words.listed(failures))]
  if (reached !== null) return labels.reached(partyName(incident, reached.person, context), hourAndMinute(reached.at))
  if (next !== null) return [strong(labels.callNow(partyName(incident, next, context))), ...suffix]
  const waiting = calls.find(({ state }) => state === 'waiting')
  return waiting === undefined
    ? labels.nobodyThere
    : [labels.waiting(partyName(incident, waiting.person, context), hourAndMinute(waiting.at)), ...suffix]

  function failureWords({ person, state, why, at }: Page): string[] {
    if (state === 'sent') return []
    const words = state === 'failed' ? labels.pageFailed : labels.pageUnknown
    const said = words(partyName(incident, person, context), hourAndMinute(at))
    return [why === null ? said : text.words.marked(said, text.words.failure(why))]
  }
}

function hourAndMinute(at: string | null): string {
  return at === null ? '' : timeText(at).slice(11, 16)
}

/** For each channel: its last notice, the delays of its first and resumption notices, and why it is unsafe to use. */
function noticeSummaryLines(incident: Incident, metrics: Metrics, context: StatusContext): Inline[] {
  const { text, labels, knownFirst } = context
  const takenBack = knownFirst.noticesTakenBack()
  const all = Object.keys(incident.runbook.channels).flatMap((id) => linesOf(id).map((line) => ({ id, line })))
  return knownFirst.lines(
    all,
    ({ id }) => knownFirst.isChannelKnown(id),
    ({ line }) => line,
  )

  function linesOf(id: string): Inline[] {
    const name = incident.runbook.channels[id]?.[text.language]
    const last = incident.notices.findLast((notice) => notice.channel === id && wentOut(notice))
    const unsafe = unsafeReason(incident, id)
    return [
      ...(last === undefined ? [] : [lastNotice(last, `${noticeLine(incident, last, text)}${delayWords(id)}`)]),
      ...takenBack
        .filter(({ channel }) => channel === id)
        .map((notice) => alarm(takenBackLine(incident, notice, text))),
      ...(unsafe === null ? [] : [alarm(`${name}  ${labels.unsafe(unsafe)}`)]),
    ]
  }

  function lastNotice({ event, by }: Notice, line: string): Inline {
    return knownFirst.isEventKnown(event) ? line : alarm(text.said.ofStranger(line, shortLine(by)))
  }

  function delayWords(channel: string): string {
    const first = metrics.timeFromDeclaringSecondsByChannel[channel] ?? null
    const resumption = metrics.timeToResumptionNoticeSecondsByChannel[channel] ?? null
    const delays = [
      first === null ? '' : labels.firstAfter(spanWords(first, text.words)),
      resumption === null ? '' : labels.resumptionAfter(spanWords(resumption, text.words)),
    ].filter((w) => w !== '')
    return delays.length === 0 ? '' : `  ${text.words.aside(text.words.listed(delays))}`
  }
}

/** Notices that failed or whose outcome is unknown, unless a later one went out on the same channel. */
function unsentLines(incident: Incident, { text, labels, knownFirst }: StatusContext): Inline[] {
  const isKnown = ({ event }: Notice) => knownFirst.isEventKnown(event)
  return knownFirst.lines(unsentNotices(incident), isKnown, (notice) => {
    const { channel, state, event, sending, at } = notice
    const name = incident.runbook.channels[channel]?.[text.language] ?? channel
    const why = sending?.why == null ? null : text.words.failure(sending.why)
    const failed = why === null ? labels.notSent : text.words.marked(labels.notSent, why)
    const outcome = state === 'failed' ? failed : labels.maybeSent(channel, why)
    const what = `${event}  ${timeText(at)}  ${name} ${noticeName(incident, notice, text)}`
    return alarm(`${what}  ${outcome}`)
  })
}

/** Who a step is assigned to: a person as recorded, a department as it is typed. */
function assigneeWords({ runbook }: Incident, assignee: string | null, { text, labels }: StatusContext): string {
  return assignee === null ? '' : `  ${labels.assigned(assigneeName(assignee, runbook, text))}`
}

/** The duties of a department, assignee or both (manual chapter 5): steps, deadlines, and the department's calls. */
function dutiesView(incident: Incident, filter: DutyFilter, context: StatusContext): Block[] {
  const { labels, text, now } = context
  const { department, assigned } = filter
  const lifecycle = lifecycleOf(incident)
  const steps = stepsOf(incident, now)
  const own = steps.filter((view) => view.state !== 'not-applicable' && matchesFilter(view, filter))
  const name = department === null ? null : (incident.runbook.departments[department]?.[text.language] ?? department)
  const assignee = assigned === null ? null : assigneeName(assigned, incident.runbook, text)
  const whose = [name, assignee].filter((word) => word !== null)
  const open = own.filter(({ state }) => !RESOLVED_STATES.has(state)).length
  const deadlines = deadlinesFor(incident, openDeadlines(incident, lifecycle, now), steps, filter)
  return [
    ...section(text.words.listed(whose), [labels.duties(open, own.length)]),
    ...section(labels.calls, department === null ? [] : partyLines(incident, lifecycle, context, department)),
    ...section(labels.deadlines, deadlineLines(incident, deadlines, context)),
    ...PHASES.flatMap((phase) => {
      const views = own.filter(({ step }) => step.phase === phase)
      return section(
        text.words.phase[phase],
        views.map((view) => stepLine(incident, view, context)),
      )
    }),
  ]
}

function stepLine(incident: Incident, view: StepView, context: StatusContext): Inline {
  const { step, assignee, overdue } = view
  const { text, now } = context
  const who = assigneeWords(incident, assignee, context)
  const traits = [text.words.modality[step.modality], ...recurrenceWords(incident, view, now, text.words)]
  const said = text.words.aside(text.words.listed(traits))
  const line = `[${stepMark(incident, view)}] ${step.id}  ${step.title[text.language]}  ${said}${who}`
  return overdue ? alarm(line) : line
}

/** Prints the status as `statusText` gives it: text is escaped already, JSON is not. */
export async function printStatus(world: World, chosen: ChosenIncident, filter = ALL_DUTIES): Promise<void> {
  const text = await statusText(world, chosen, filter)
  if (world.options.json) world.print(text)
  else world.raw.print(text)
}

/** The status as text for the terminal, or as JSON with `--json`; `filter` limits it to the duties of somebody. */
export async function statusText(world: World, chosen: ChosenIncident, filter = ALL_DUTIES): Promise<string> {
  if (world.options.json) return statusJson(world, chosen, filter)
  const incident = shownIncident(chosen.journal)
  const context = await statusContext(world, chosen)
  // By identity: without a filter, callers pass this very object.
  const blocks =
    filter === ALL_DUTIES
      ? statusView(incident, context)
      : [statusHeader(incident, context), ...dutiesView(incident, filter, context), logLine(incident, context.labels)]
  const drill = incident.declaration?.drill ?? false
  return (await terminalLinesFor(world, blocks, { drill, longest: LONGEST_LINE })).join('\n')
}

/** The document of `status --json`; `filter` limits it to the duties of somebody. */
export async function statusJson(
  world: World,
  { journal, clock }: ChosenIncident,
  filter: DutyFilter = ALL_DUTIES,
): Promise<string> {
  const intact = journal.flaw() === null && journal.foreignLines() === null
  const unknownWriters = journal.unknownWriters()
  const approvals = approvalsOf(journal.withPeopleOfKnown(), clock.now())
  const log = { files: journal.paths, intact, unknownWriters, conflicts: journal.conflicts(), approvals }
  const [sync, feeds] = [await syncStatusOf(world, journal), await feedStatuses(world)]
  return JSON.stringify(
    statusDocument(shownIncident(journal), { ...log, sync, feeds }, clock.now(), clock.stamp, filter),
  )
}

/** The status in parts, and the duties of a department; null stands for none. */
export async function statusInParts(
  world: World,
  chosen: ChosenIncident,
  department: string | null,
): Promise<StatusParts & { readonly duties: readonly Block[] }> {
  const incident = shownIncident(chosen.journal)
  const context = await statusContext(world, chosen)
  const duties = department === null ? [] : dutiesView(incident, { ...ALL_DUTIES, department }, context)
  return { ...statusParts(incident, context), duties }
}

/** What is recorded for good, with the approvals that no longer count; the same each time while nothing changes if there are none. */
function shownIncident(journal: Journal): Incident {
  const [incident, lost] = [journal.confirmed(), journal.lostApprovals()]
  return lost.length === 0 ? incident : { ...incident, lostApprovals: lost }
}

async function statusContext(world: World, { journal, clock }: ChosenIncident): Promise<StatusContext> {
  const text = withOwnNames(world.text, journal.confirmed().runbook)
  const { machines } = await syncStatusOf(world, journal)
  return {
    text,
    labels: await statusLabels(text.language),
    now: clock.now(),
    stamp: clock.stamp,
    machines,
    conflicts: journal.conflicts(),
    knownFirst: new KnownFirst(world, journal),
    approvals: shownApprovals(journal.withPeopleOfKnown(), clock.now()),
  }
}
