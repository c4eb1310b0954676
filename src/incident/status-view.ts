import { type OpenDeadline, openDeadlines } from '../domain/deadlines.ts'
import { formatWithOffsetOf, openedAt } from '../domain/drill/clock.ts'
import { occurredBy } from '../domain/drill/injects.ts'
import { type Party, partiesOf } from '../domain/incident/calls.ts'
import { conflictsOf } from '../domain/incident/conflicts.ts'
import { factsOf, phaseOf, severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import { ALL_DUTIES, type DutyFilter, deadlinesFor, matchesFilter } from '../domain/incident/duty-filter.ts'
import { hypothesesOf } from '../domain/incident/hypotheses.ts'
import { type Incident, type Notice, outcomeUnknown, type Page } from '../domain/incident/incident.ts'
import { leadOf, offerOf } from '../domain/incident/lead.ts'
import { type Lifecycle, lifecycleOf } from '../domain/incident/lifecycle.ts'
import { unsafeBecause, unsentOf, wentOut } from '../domain/incident/notices.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { applies, RESOLVED, type StepView, stepsOf } from '../domain/incident/steps.ts'
import { headDigest } from '../domain/log/line.ts'
import { plan } from '../domain/plan.ts'
import { type Metrics, metricsOf, milestonesOf } from '../domain/report/metrics.ts'
import { PHASES } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import { alarm, type Block, faint, type Inline, lines, paragraph, section, strong } from '../view/blocks.ts'
import { countdown, offsetText, readable, timeText } from '../view/format.ts'
import { shellWords } from '../view/shell.ts'
import { blockLines } from '../view/terminal.ts'
import type { World } from '../world.ts'
import type { Chosen } from './choose.ts'
import { deadlineName, partyTitle, SIGNS, scopeLine } from './labels.ts'
import { statusDocument } from './status-document.ts'
import type { StatusLabels } from './words.en.ts'
import { statusLabels } from './words.ts'

export interface StatusContext {
  readonly text: Text
  readonly labels: StatusLabels
  readonly now: number
  readonly stamp: (ms: number) => string
}

/** The status of an incident, for people. Deadlines come before the scope if one is overdue. */
function statusView(incident: Incident, context: StatusContext): Block[] {
  const { text, labels, now } = context
  const lifecycle = lifecycleOf(incident)
  const metrics = metricsOf(incident, lifecycle, milestonesOf(incident, lifecycle), now)
  const unknown = incident.commands
    .filter(outcomeUnknown)
    .map((c) => alarm(`${c.event}  ${timeText(c.at)}  ${shellWords(c.argv)}`))
  const conflicts = conflictsOf(incident).map((c) => alarm(`${c.target}  ${c.events.join(' <> ')}`))
  const deadlines = openDeadlines(incident, lifecycle, now)
  const due = section(labels.clocks, deadlineLines(incident, deadlines, context))
  const isLate = deadlines.some(({ overdue }) => overdue)
  const scope = scopeOf(incident).map((e) => scopeLine(e, text.words))
  return [
    headLines(incident, context),
    ...section(labels.injects, injectLines(incident, context)),
    ...(isLate ? due : []),
    ...section(labels.scope, scope, labels.scopeUnknown),
    ...(isLate ? [] : due),
    ...section(labels.calls, callLines(incident, lifecycle, context)),
    ...section(labels.told, noticeSummaryLines(incident, metrics, context)),
    ...section(labels.promised, promiseLines(incident, metrics, context)),
    ...section(labels.facts, factLines(incident, context)),
    ...section(labels.next, nextLines(incident, context), text.said.nothingNext),
    ...section(labels.hypotheses, hypothesisLines(incident)),
    ...section(labels.outcomesUnknown, unknown),
    ...section(labels.unsent, unsentLines(incident, context)),
    ...section(labels.conflicts, conflicts),
    endLine(incident, labels),
  ]
}

/** The last line: the number of events and the head of the log. */
export function endLine(incident: Incident, labels: StatusLabels): Block {
  return paragraph(faint(labels.log(incident.events, headDigest(incident.heads.values()).slice(0, 20))))
}

export function headLines(incident: Incident, { text, labels, now }: StatusContext): Block {
  const { words, language } = text
  const lifecycle = lifecycleOf(incident)
  const type = incident.runbook.types[typeOf(incident)]
  const title = titleOf(incident)
  const phase = phaseOf(incident)
  const end = lifecycle.closedAt === null ? now : Date.parse(lifecycle.closedAt)
  const elapsed = lifecycle.startedAt === null ? '' : `  ${offsetText(end - Date.parse(lifecycle.startedAt))}`
  const phaseSteps = stepsOf(incident, now).filter((v) => v.step.phase === phase && applies(incident, v.step))
  const resolved = phaseSteps.filter((v) => RESOLVED.has(v.state)).length
  const progress = phaseSteps.length === 0 ? '' : ` ${resolved}/${phaseSteps.length}`
  const times = [
    [labels.started, lifecycle.startedAt],
    [labels.declared, incident.declaration?.declaredAt ?? null],
    [labels.lifted, lifecycle.current.liftedAt],
    [labels.resumed, lifecycle.current.fullyResumedAt],
    [labels.closed, lifecycle.closedAt],
  ] as const
  const interruption = lifecycle.current.number > 1 ? `  ${labels.interruption(lifecycle.current.number)}` : ''
  const kind = strong(`${words.severity(severityOf(incident))} ${type?.[language] ?? typeOf(incident)}`)
  return lines(
    [kind, `  ${title ?? words.untitled}${elapsed}`],
    `${words.phase[phase]}${progress}${interruption}  ${incident.declaration?.id ?? ''}`,
    ...times.flatMap(([label, at]) => (at === null ? [] : [`${label} ${timeText(at)}`])),
    ...leadLines(incident, labels),
  )
}

const INJECTS_SHOWN = 3

/** The latest injects of a drill, whether or not they are recorded yet. */
function injectLines(incident: Incident, { text, now }: StatusContext): string[] {
  const opened = openedAt(incident) ?? 0
  const time = (at: number) => formatWithOffsetOf(opened + at, incident.declaration?.declaredAt ?? '').slice(11, 16)
  return occurredBy(incident, now)
    .slice(-INJECTS_SHOWN)
    .map((inject) => `${time(inject.at)}  ${text.events['drill.injected']({ inject })}`)
}

/** The open hypotheses. */
function hypothesisLines(incident: Incident): string[] {
  return hypothesesOf(incident).flatMap(({ event, text, discarded }) =>
    discarded === null ? [`${event}  ${text}`] : [],
  )
}

function leadLines(incident: Incident, labels: StatusLabels): Inline[] {
  const lead = leadOf(incident)
  const offer = offerOf(incident)
  return [
    ...(lead === null ? [] : [`${labels.lead} ${lead}`]),
    ...(offer === null ? [] : [alarm(labels.offered(offer.to, timeText(offer.at)))]),
  ]
}

/** The command that deals with an overdue deadline, by kind of deadline; for other kinds, `notice`. */
const COMMANDS: Readonly<Record<string, string>> = {
  answer: 'contacts',
  escalation: 'escalate',
  step: 'next',
  action: 'action list',
  authority: 'report-to',
}

function deadlineLines(
  incident: Incident,
  deadlines: readonly OpenDeadline[],
  { text, labels, now }: StatusContext,
): Inline[] {
  return deadlines.map(({ id, dueAt, overdue }) => {
    const { kind, name } = deadlineName(incident, id, text)
    const left = countdown(dueAt - now, text.words)
    return overdue ? alarm(labels.overdueBy(name, left, COMMANDS[kind] ?? 'notice')) : labels.dueIn(name, left)
  })
}

/** How many next reports were on time, and how many of the facts that notices state are known. */
function promiseLines(
  incident: Incident,
  { updatesDue, updatesKept, noticeFacts }: Metrics,
  { labels }: StatusContext,
): string[] {
  if (incident.notices.length === 0) return []
  return [
    labels.promises(updatesKept, updatesDue - updatesKept),
    labels.factsKnown(noticeFacts.known, noticeFacts.asked),
  ]
}

function factLines(incident: Incident, { text, labels }: StatusContext): string[] {
  const { words, language } = text
  return Object.entries(factsOf(incident)).flatMap(([name, fact]) => {
    const definition = incident.runbook.facts[name]
    if (fact.at === null && !definition?.notice) return []
    const publicWords = [fact.ja, fact.en].filter((w) => w !== null).map((w) => `"${w as string}"`)
    const missing = fact.known ? '' : fact.at === null ? labels.notStated : words.unknown
    const value = fact.value === null ? missing : readable(fact.value)
    return [`${definition?.[language] ?? name} (${name})  ${[value, ...publicWords].filter(Boolean).join('  ')}`]
  })
}

function nextLines(incident: Incident, { text, labels, now }: StatusContext): string[] {
  const open = plan(incident, now)
  const shown = open.slice(0, 5).map(({ step, assignee }) => {
    const who = assignee === null ? '' : `  ${labels.assigned(assignee)}`
    return `${step.id}  ${step.title[text.language]}  (${text.words.modality[step.modality]})${who}`
  })
  return open.length > shown.length ? [...shown, labels.more(open.length - shown.length)] : shown
}

/**
 * A line for each party: whom to call, who has not answered yet, or who was reached. It has no phone numbers, since these
 * are not in the log.
 */
export function callLines(
  incident: Incident,
  lifecycle: Lifecycle,
  context: StatusContext,
  only: string | null = null,
): Inline[] {
  if (phaseOf(incident) === 'closed') return []
  return partiesOf(incident, lifecycle, context.now)
    .filter(({ id }) => only === null || id === only)
    .map((party) => [`${partyName(incident, party.id, context)}  `, callState(incident, party, context)])
}

function partyName({ runbook, settings }: Incident, id: string, { text }: StatusContext): string {
  return partyTitle(runbook, settings.roster, id)?.[text.language] ?? id
}

function callState(incident: Incident, { calls, reached, next }: Party, context: StatusContext): Inline {
  const { labels } = context
  const failures = calls.flatMap(({ page, state }) => (page === null || state === 'reached' ? [] : failureWords(page)))
  const suffix = failures.length === 0 ? [] : ['  ', alarm(failures.join(', '))]
  if (reached !== null) return labels.reached(partyName(incident, reached.person, context), timeOf(reached.at))
  if (next !== null) return [strong(labels.callNow(partyName(incident, next, context))), ...suffix]
  const waiting = calls.find(({ state }) => state === 'waiting')
  return waiting === undefined
    ? labels.nobodyThere
    : [labels.waiting(partyName(incident, waiting.person, context), timeOf(waiting.at)), ...suffix]

  function failureWords({ person, state, why, at }: Page): string[] {
    if (state === 'sent') return []
    const words = state === 'failed' ? labels.pageFailed : labels.pageUnknown
    return [`${words(partyName(incident, person, context), timeOf(at))}${why === null ? '' : ` (${why})`}`]
  }
}

function timeOf(at: string | null): string {
  return at === null ? '' : timeText(at).slice(11, 16)
}

/** A line for each channel: its last notice, and how soon the first and the resumption notice went out. */
function noticeSummaryLines(incident: Incident, metrics: Metrics, { text, labels }: StatusContext): Inline[] {
  return Object.entries(incident.runbook.channels).flatMap(([id, channel]) => {
    const notices = incident.notices.filter((n) => n.channel === id)
    const last = notices.findLast(wentOut)
    const unsafe = unsafeBecause(incident, id)
    return [
      ...(last === undefined ? [] : [`${channel[text.language]}  ${lastNotice(last)}${delayWords(id)}`]),
      ...(unsafe === null ? [] : [alarm(`${channel[text.language]}  ${labels.unsafe(unsafe)}`)]),
    ]
  })

  function lastNotice({ stage, number, at }: Notice): string {
    return `${text.words.notice(stage, number)}  ${timeText(at)}`
  }

  function delayWords(channel: string): string {
    const first = metrics.timeFromDeclaringSecondsByChannel[channel] ?? null
    const resumption = metrics.timeToResumptionNoticeSecondsByChannel[channel] ?? null
    const delays = [
      first === null ? '' : labels.firstAfter(text.words.seconds(first)),
      resumption === null ? '' : labels.resumptionAfter(text.words.seconds(resumption)),
    ].filter((w) => w !== '')
    return delays.length === 0 ? '' : `  (${delays.join(', ')})`
  }
}

/** Notices that failed or whose outcome is unknown, unless a later one went out on the same channel. */
function unsentLines(incident: Incident, { text, labels }: StatusContext): Inline[] {
  return unsentOf(incident).map(({ channel, number, stage, state, event, sending, at }) => {
    const name = incident.runbook.channels[channel]?.[text.language] ?? channel
    const why = sending?.why == null ? '' : ` (${sending.why})`
    const what = `${event}  ${timeText(at)}  ${name} ${text.words.notice(stage, number)}`
    return alarm(`${what}  ${state === 'failed' ? labels.notSent : labels.maybeSent}${why}`)
  })
}

/** The steps of one department or assignee with their states, and who in the department was reached (manual chapter 5). */
function dutiesView(incident: Incident, filter: DutyFilter, context: StatusContext): Block[] {
  const { labels, text, now } = context
  const { department, assigned } = filter
  const lifecycle = lifecycleOf(incident)
  const steps = stepsOf(incident, now)
  const own = steps.filter((view) => view.state !== 'not-applicable' && matchesFilter(view, filter))
  const name = department === null ? null : (incident.runbook.departments[department]?.[text.language] ?? department)
  const title = [name, assigned].flatMap((word) => (word === null ? [] : [word])).join(', ')
  const open = own.filter(({ state }) => !RESOLVED.has(state)).length
  const deadlines = deadlinesFor(incident, openDeadlines(incident, lifecycle, now), steps, filter)
  return [
    headLines(incident, context),
    ...section(title, [labels.duties(open, own.length)]),
    ...section(labels.calls, department === null ? [] : callLines(incident, lifecycle, context, department)),
    ...section(labels.clocks, deadlineLines(incident, deadlines, context)),
    ...PHASES.flatMap((phase) =>
      section(
        text.words.phase[phase],
        own.filter(({ step }) => step.phase === phase).map((view) => stepLine(view, context)),
      ),
    ),
    endLine(incident, labels),
  ]
}

function stepLine({ step, state, assignee, overdue }: StepView, { text, labels }: StatusContext): Inline {
  const who = assignee === null ? '' : `  ${labels.assigned(assignee)}`
  const modality = text.words.modality[step.modality]
  const line = `[${overdue ? '>' : SIGNS[state]}] ${step.id}  ${step.title[text.language]}  (${modality})${who}`
  return overdue ? alarm(line) : line
}

export async function printStatus(world: World, chosen: Chosen, filter = ALL_DUTIES): Promise<void> {
  const text = await statusText(world, chosen, filter)
  if (world.options.json) world.print(text)
  else world.raw.print(text)
}

/** The status as text, or as JSON with `--json`. */
export async function statusText(world: World, { journal, clock }: Chosen, filter = ALL_DUTIES): Promise<string> {
  const { incident } = journal
  if (world.options.json) {
    const intact = journal.findings().length === 0 && journal.behind() === null && journal.unmet().length === 0
    return JSON.stringify(statusDocument(incident, { files: journal.paths, intact }, clock.now(), clock.stamp, filter))
  }
  const { text } = world
  const context = { text, labels: await statusLabels(text.language), now: clock.now(), stamp: clock.stamp }
  const blocks = filter === ALL_DUTIES ? statusView(incident, context) : dutiesView(incident, filter, context)
  return (await blockLines(world, blocks, { drill: incident.declaration?.drill ?? false, folded: false })).join('\n')
}
