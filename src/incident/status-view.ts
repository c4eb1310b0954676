import { clocksOf, type RunningClock } from '../domain/deadlines.ts'
import { openedAt, stampLike } from '../domain/drill/clock.ts'
import { comeBy } from '../domain/drill/injects.ts'
import { conflictsOf } from '../domain/incident/conflicts.ts'
import { phaseOf, severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import { factsOf } from '../domain/incident/facts.ts'
import { hypothesesOf } from '../domain/incident/hypotheses.ts'
import { type Incident, outcomeUnknown } from '../domain/incident/incident.ts'
import { leadOf, offerOf } from '../domain/incident/lead.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { applies, RESOLVED, stepsOf } from '../domain/incident/steps.ts'
import { headDigest } from '../domain/log/line.ts'
import { plan } from '../domain/plan.ts'
import { type Measured, measuredOf } from '../domain/report/metrics.ts'
import type { Text } from '../i18n/text.ts'
import { countdown, offset, readable, whenOf } from '../view/format.ts'
import { inert } from '../view/inert.ts'
import type { Paint } from '../view/paint.ts'
import { shellWords } from '../view/shell.ts'
import { callLines } from './call-lines.ts'
import { clockName, scopeLine } from './labels.ts'
import { noticeSummaryLines, unsentLines } from './notice-summary.ts'
import type { StatusLabels } from './words.en.ts'

export interface StatusContext {
  readonly text: Text
  readonly labels: StatusLabels
  readonly paint: Paint
  readonly now: number
  readonly stamp: (ms: number) => string
}

/** Lines under a title; `none` is said where there are none, and nothing where that is null. */
export interface Section {
  readonly title: string
  readonly lines: readonly string[]
  readonly none: string | null
}

/** Where the incident stands, for people; what is overdue stands first. */
export function statusView(incident: Incident, context: StatusContext): string {
  const { text, labels, paint, now } = context
  const course = lifecycleOf(incident)
  const measured = measuredOf(incident, course, now)
  const unknown = incident.commands
    .filter(outcomeUnknown)
    .map((c) => paint.alarm(`${c.event}  ${whenOf(c.at)}  ${shellWords(c.argv)}`))
  const conflicts = conflictsOf(incident).map((c) => paint.alarm(`${c.target}  ${c.events.join(' <> ')}`))
  const clocks = clocksOf(incident, course, now)
  const due = { title: labels.clocks, lines: clockLines(incident, clocks, context), none: null }
  const late = clocks.some(({ overdue }) => overdue)
  const scope = scopeOf(incident).map((e) => scopeLine(e, text.words))
  return sectioned(incident, context, headLines(incident, context), [
    { title: labels.injects, lines: injectLines(incident, context), none: null },
    ...(late ? [due] : []),
    { title: labels.scope, lines: scope, none: labels.scopeUnknown },
    ...(late ? [] : [due]),
    { title: labels.calls, lines: callLines(incident, course, context), none: null },
    { title: labels.told, lines: noticeSummaryLines(incident, measured, context), none: null },
    { title: labels.promised, lines: promiseLines(incident, measured, context), none: null },
    { title: labels.facts, lines: factLines(incident, context), none: null },
    { title: labels.next, lines: nextLines(incident, context), none: labels.nothing },
    { title: labels.hypotheses, lines: hypothesisLines(incident), none: null },
    { title: labels.outcomesUnknown, lines: unknown, none: null },
    { title: labels.unsent, lines: unsentLines(incident, context), none: null },
    { title: labels.conflicts, lines: conflicts, none: null },
  ])
}

/** A head and sections, the end of the log under them; in a drill each line is marked as one. */
export function sectioned(
  incident: Incident,
  { text, labels, paint }: StatusContext,
  head: readonly string[],
  sections: readonly Section[],
): string {
  const titled = sections.map(({ title, lines, none }) => {
    const shown = lines.length === 0 && none !== null ? [none] : lines
    return shown.length === 0 ? [] : [paint.strong(title), ...shown.map((line) => `  ${line}`)]
  })
  const end = [paint.faint(labels.log(incident.events, headDigest(incident.heads.values()).slice(0, 20)))]
  const mark = incident.declaration?.drill ? `${paint.drill(`[${text.words.drill}]`)} ` : ''
  const lines = [head, ...titled, end]
    .filter((part) => part.length > 0)
    .flatMap((part, i) => (i === 0 ? part : ['', ...part]))
  return lines.map((line) => (line === '' || mark === '' ? line : `${mark}${line}`)).join('\n')
}

export function headLines(incident: Incident, { text, labels, paint, now }: StatusContext): string[] {
  const { words, language } = text
  const course = lifecycleOf(incident)
  const type = incident.runbook.types[typeOf(incident)]
  const title = titleOf(incident)
  const phase = phaseOf(incident)
  const end = course.closedAt === null ? now : Date.parse(course.closedAt)
  const elapsed = course.startedAt === null ? '' : `  ${offset(end - Date.parse(course.startedAt))}`
  const mine = stepsOf(incident, now).filter((v) => v.step.phase === phase && applies(incident, v.step))
  const resolved = mine.filter((v) => RESOLVED.has(v.state)).length
  const progress = mine.length === 0 ? '' : ` ${resolved}/${mine.length}`
  const times = [
    [labels.started, course.startedAt],
    [labels.declared, incident.declaration?.declaredAt ?? null],
    [labels.lifted, course.current.liftedAt],
    [labels.resumed, course.current.fullyResumedAt],
    [labels.closed, course.closedAt],
  ] as const
  const interruption = course.current.number > 1 ? `  ${labels.interruption(course.current.number)}` : ''
  return [
    `${paint.strong(`${words.severity(severityOf(incident))} ${type?.[language] ?? typeOf(incident)}`)}  ${inert(title ?? words.untitled)}${elapsed}`,
    `${words.phase[phase]}${progress}${interruption}  ${incident.declaration?.id ?? ''}`,
    ...times.flatMap(([label, at]) => (at === null ? [] : [`${label} ${whenOf(at)}`])),
    ...leadLines(incident, labels, paint),
  ]
}

const INJECTS_SHOWN = 3

/** What has come last in a drill, whether or not anybody has recorded it yet. */
function injectLines(incident: Incident, { text, now }: StatusContext): string[] {
  const opened = openedAt(incident) ?? 0
  const time = (at: number) => stampLike(opened + at, incident.declaration?.declaredAt ?? '').slice(11, 16)
  return comeBy(incident, now)
    .slice(-INJECTS_SHOWN)
    .map((inject) => `${time(inject.at)}  ${inert(text.events['drill.injected']({ inject }))}`)
}

/** The open ones. */
function hypothesisLines(incident: Incident): string[] {
  return hypothesesOf(incident).flatMap(({ event, text, discarded }) =>
    discarded === null ? [`${event}  ${inert(text)}`] : [],
  )
}

function leadLines(incident: Incident, labels: StatusLabels, paint: Paint): string[] {
  const lead = leadOf(incident)
  const offer = offerOf(incident)
  return [
    ...(lead === null ? [] : [`${labels.lead} ${inert(lead)}`]),
    ...(offer === null ? [] : [paint.alarm(labels.offered(inert(offer.to), whenOf(offer.at)))]),
  ]
}

/** The command that looks after what a clock is about. */
function commandFor(kind: string): string {
  const commands: Readonly<Record<string, string>> = {
    answer: 'contacts',
    escalation: 'escalate',
    step: 'next',
    action: 'action list',
    authority: 'report-to',
  }
  return commands[kind] ?? 'notice'
}

export function clockLines(
  incident: Incident,
  clocks: readonly RunningClock[],
  { text, labels, paint, now }: StatusContext,
): string[] {
  return clocks.map(({ id, dueAt, overdue }) => {
    const { kind, name } = clockName(incident, id, text)
    const left = countdown(dueAt - now, text.words)
    return overdue ? paint.alarm(labels.overdueBy(name, left, commandFor(kind))) : labels.dueIn(name, left)
  })
}

/** How many next reports came in time, and how many of the facts that notices state are known. */
function promiseLines(incident: Incident, { promises, facts }: Measured, { labels }: StatusContext): string[] {
  if (incident.notices.length === 0) return []
  return [labels.promises(promises.kept, promises.missed), labels.factsKnown(facts.known, facts.asked)]
}

function factLines(incident: Incident, { text, labels }: StatusContext): string[] {
  const { words, language } = text
  return Object.entries(factsOf(incident)).flatMap(([name, fact]) => {
    const definition = incident.runbook.facts[name]
    if (fact.at === null && !definition?.notice) return []
    const spoken = [fact.ja, fact.en].filter((w) => w !== null).map((w) => `"${inert(w as string)}"`)
    const value =
      fact.value === null
        ? fact.known
          ? ''
          : fact.at === null
            ? labels.notStated
            : words.unknown
        : readable(fact.value)
    return [`${definition?.[language] ?? name} (${name})  ${[value, ...spoken].filter(Boolean).join('  ')}`]
  })
}

function nextLines(incident: Incident, { text, labels, now }: StatusContext): string[] {
  const open = plan(incident, now)
  const shown = open.slice(0, 5).map(({ step, assignee }) => {
    const who = assignee === null ? '' : `  ${labels.assigned(inert(assignee))}`
    return `${step.id}  ${step.title[text.language]}  (${text.words.modality[step.modality]})${who}`
  })
  return open.length > shown.length ? [...shown, labels.more(open.length - shown.length)] : shown
}
