import { openDeadlines } from '../domain/deadlines.ts'
import type { Approval } from '../domain/incident/approvals.ts'
import { currentWrite, phaseOf, severityOf, titleIn, typeOf } from '../domain/incident/current-values.ts'
import { type FactView, factViews, isByPerson } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { RESOLVED_STATES, type StepView, stepApplies, stepsOf } from '../domain/incident/steps.ts'
import { LANGUAGES, type Language, PHASES } from '../domain/runbook/runbook.ts'
import { markedCommandLine } from '../evidence/view.ts'
import { roundsOf } from '../i18n/events.en.ts'
import { factValueWords } from '../i18n/fact-value.ts'
import type { ProblemMessage } from '../i18n/problems.ts'
import type { Text } from '../i18n/text.ts'
import {
  approverNames,
  endedLine,
  granter,
  isOpen,
  shownApprovals,
  untilText,
  withUnheeded,
} from '../incident/approval-lines.ts'
import type { KnownFirst } from '../incident/known-first.ts'
import {
  assigneeName,
  deadlineName,
  OVERDUE_MARK,
  phaseNow,
  RECURS_MARK,
  recurrenceWords,
  STEP_MARKS,
  stepMark,
  stepTraits,
  typedScope,
  typedTarget,
} from '../incident/labels.ts'
import { planLine } from '../incident/plan-line.ts'
import { columnsOf } from '../view/columns.ts'
import { inertLine } from '../view/inert.ts'
import { drillMark, type Paint } from '../view/paint.ts'
import { durationText, elapsedBetween } from '../view/time-format.ts'
import { clipToColumns, flowIntoLines, spreadOverLine, wrapIndented, wrapText } from '../view/wrap.ts'
import { ACTIONS, type ActionName, KEYS, nameOfAction } from './actions.ts'
import type { WalkText } from './words.en.ts'

/** What everything that the walk shows is drawn with. */
export interface DrawingContext {
  readonly text: Text
  readonly walk: WalkText
  readonly problem: ProblemMessage
  readonly paint: Paint
  readonly columns: number
  /** A text in which commands stand as they are typed in the walk: `/set …` instead of `haltctl set …`. */
  readonly asTyped: (text: string) => string
}

/** What every screen of an incident is drawn with. */
export interface WalkContext extends DrawingContext {
  readonly knownFirst: KnownFirst
}

/** The actions whose keys the step screen shows; the help shows all. */
const SHOWN: readonly ActionName[] = ['done', 'skip', 'assign', 'next', 'notice', 'help']
/** Those that change the phase, shown if no step is open and the state of the halt allows them. */
export const PHASE_ACTIONS = ['advance', 'lift', 'close'] as const
/** Those shown beside them. */
const SHOWN_IDLE: readonly ActionName[] = ['list', 'notice', 'help']

/** What a screen shows beside the incident. */
export interface ShownStep {
  /** Null if none is open. */
  readonly view: StepView | null
  /** The changes of phase that would not be refused. */
  readonly phaseActions: readonly ActionName[]
  /** What is still open, and how to settle it, if closing would be refused; shown if no step is open after the resumption. */
  readonly openAtClosing: readonly string[]
}

/** The screen of one step: header with incident, phase, elapsed time and what is due; the step; the keys. */
export function walkScreen(
  incident: Incident,
  { view, phaseActions, openAtClosing }: ShownStep,
  now: number,
  context: WalkContext,
): string[] {
  const { walk, paint } = context
  const columns = widthLeft(incident, context)
  const body = view === null ? idleLines(incident, openAtClosing, now, context) : stepBody(incident, view, now, context)
  const keys = (view === null ? [...phaseActions, ...SHOWN_IDLE] : SHOWN).map(
    (name) => `${KEYS[name]} ${walk.labels[name]}`,
  )
  const hints = flowIntoLines([...keys, walk.words], columns).map((line) => paint.faint(line))
  const lines = ['', ...walkHeader(incident, now, context), '', ...body, '', ...hints]
  return drillMarked(incident, lines, context)
}

/** The lines of a screen, each marked if it is a drill. */
export function drillMarked(incident: Incident, lines: readonly string[], context: WalkContext): string[] {
  const mark = lineMark(incident, context)
  return lines.map((line) => `${mark}${line}`)
}

/** The prefix of each line in a drill; empty for a real halt. */
export function lineMark(incident: Incident, context: DrawingContext): string {
  return incident.declaration?.drill ? drillMark(context.text.words.drill, context.paint, context.columns) : ''
}

/** Columns left beside the drill mark; the last one stays free because terminals differ in when they wrap. */
export function widthLeft(incident: Incident, context: WalkContext): number {
  return context.columns - 1 - columnsOf(lineMark(incident, context))
}

/** The header of every screen: severity, type, title, elapsed time, phase, progress in it, and what is due first. */
export function walkHeader(incident: Incident, now: number, context: WalkContext): string[] {
  const { text, paint } = context
  const columns = widthLeft(incident, context)
  const { words, language } = text
  const lifecycle = lifecycleOf(incident)
  const type = incident.runbook.types[typeOf(incident)]?.[language] ?? typeOf(incident)
  const title = titleIn(incident, language)
  const { number, startedAt } = lifecycle.current
  const elapsed = startedAt === null ? '' : elapsedBetween(Date.parse(startedAt), now)
  const kind = `${words.severity(severityOf(incident))} ${type}`
  const what = `${kind}  ${inertLine(title ?? words.untitled)}`
  const fits = columnsOf(what) + columnsOf(elapsed) + 2 <= columns
  const titleLine = fits || title === null ? [] : [paint.strong(clipToColumns(inertLine(title), columns))]
  const phase = phaseOf(incident)
  const phaseSteps = stepsOf(incident, now).filter((v) => v.step.phase === phase && stepApplies(incident, v.step))
  const done = phaseSteps.filter((v) => RESOLVED_STATES.has(v.state)).length
  const current = number > 1 ? `  ${context.walk.interruption(number)}` : ''
  const progress =
    phase === 'closed' ? words.phase[phase] : `${phaseNow(incident, text)} ${done}/${phaseSteps.length}${current}`
  const { due, late } = dueWords(incident, now, context)
  const id = incident.declaration?.id ?? ''
  return [
    paint.strong(spreadOverLine(fits ? what : kind, elapsed, columns)),
    ...titleLine,
    ...stateLines({ progress, due, late, id }, columns, paint),
    ...plannedLines(incident, now, columns, context),
    ...offerLines(columns, context),
    ...approvalLines(incident, now, columns, context),
  ]
}

/** The phase, what is due and the id: on one line, without the id or on two if they do not fit. */
function stateLines(
  { progress, due, late, id }: { progress: string; due: string; late: boolean; id: string },
  columns: number,
  paint: Paint,
): string[] {
  const shown = [progress, due].filter((part) => part !== '')
  const fits = (parts: readonly string[]) => columnsOf(parts.join('  ')) <= columns
  const paintedDue = (words: string) => (words === '' ? [] : [late ? paint.alarm(words) : words])
  if (!fits(shown)) return [...wrapText(progress, columns), ...paintedDue(clipToColumns(due, columns))]
  const painted = [progress, ...paintedDue(due)]
  return [(fits([...shown, id]) ? [...painted, paint.faint(id)] : painted).join('  ')]
}

/** Every screen of a planned halt shows when it is to begin or to end. */
function plannedLines(incident: Incident, now: number, columns: number, { text, paint }: WalkContext): string[] {
  const plan = planLine(incident, now, text)
  if (plan === null) return []
  const line = clipToColumns(plan.line, columns)
  return [plan.isPast ? paint.alarm(line) : paint.faint(line)]
}

/** Every screen shows an offer of the lead that is not accepted yet. */
function offerLines(columns: number, { walk, paint, knownFirst }: WalkContext): string[] {
  return knownFirst
    .offers()
    .map(({ to }) => paint.alarm(clipToColumns(`${walk.leadOffered(inertLine(to))} (${KEYS.lead})`, columns)))
}

/** Every screen shows what waits for an approval, what has one and was not carried out yet, and what lost it. */
function approvalLines(incident: Incident, now: number, columns: number, context: WalkContext): string[] {
  const { knownFirst, paint } = context
  return knownFirst
    .lines(
      shownApprovals(incident, now),
      ({ event }) => knownFirst.isEventKnown(event),
      (approval) => approvalWords(incident, approval, now, context),
    )
    .flatMap((words) => wrapIndented(words, columns).map((line) => paint.alarm(line)))
}

/** How an act stands that another person has to approve, in few words; an approved one with the keys that carry it out. */
function approvalWords(incident: Incident, approval: Approval, now: number, context: WalkContext): string {
  return withUnheeded(standing(incident, approval, now, context), incident, approval, now, context.text)
}

function standing(incident: Incident, approval: Approval, now: number, { text, walk }: WalkContext): string {
  const { event, state, prepared } = approval
  const what = shortWords(incident, approval, { text, walk })
  if (state === 'waiting')
    return walk.waitsForApproval(event, approverNames(incident, approval, text), untilText(approval, now), what)
  if (!isOpen(approval)) return endedLine(incident, approval, now, what, text)
  const isLift = prepared.lift !== undefined
  const keys = isLift ? [KEYS.lift] : [KEYS.notice, SEND_KEY]
  return walk.approved(event, granter(incident, approval, text), keys, isLift)
}

/** The key on the screen of the notices that sends them. */
const SEND_KEY = 's'

/** What was prepared: each round of notices with the number of its channels, or what is to be lifted. */
function shortWords(
  { runbook }: Incident,
  { prepared: { notices = [], lift } }: Approval,
  { text, walk }: Pick<WalkContext, 'text' | 'walk'>,
): string {
  if (lift !== undefined) return text.said.liftOf(lift.map((target) => typedTarget(target, runbook, text)))
  // In Japanese the number is the name of the notice (第1報).
  const shown = text.language === 'ja' ? notices : notices.map((notice) => ({ ...notice, number: null }))
  const rounds = roundsOf(shown, text.words)
  return text.words.listed(rounds.map(([round, channels]) => walk.roundOf(round, channels.length)))
}

/** What is due first, in words; if it is overdue, with the key that leads to it. Empty if nothing is due. */
export function dueWords(
  incident: Incident,
  now: number,
  { text, walk, knownFirst }: WalkContext,
): { due: string; late: boolean } {
  const all = openDeadlines(incident, lifecycleOf(incident), now)
  const ofKnown = all.filter(knownFirst.isDeadlineKnown)
  const deadlines = ofKnown.length > 0 ? ofKnown : all
  const first = deadlines.find(({ inDoubt }) => !inDoubt) ?? deadlines[0]
  if (first === undefined) return { due: '', late: false }
  const { kind, name } = deadlineName(incident, first.id, text)
  if (first.inDoubt) return { due: walk.toCheck(name, wayTo(kind, text.language)), late: true }
  const span = durationText(first.overdue ? first.dueAt - now : Math.max(first.dueAt - now, 0), text.words)
  return first.overdue
    ? { due: walk.overdue(name, span, wayTo(kind, text.language)), late: true }
    : { due: walk.due(name, span), late: false }
}

/** What leads to what a kind of deadline is about: a key, or a name after a `/`. */
function wayTo(kind: string, language: Language): string {
  const actions: Readonly<Record<string, ActionName>> = {
    step: 'jump',
    action: 'followUp',
    escalation: 'escalate',
    answer: 'contacts',
    authority: 'authorities',
  }
  const action = actions[kind] ?? 'notice'
  return KEYS[action] ?? `/${nameOfAction(action, language)}`
}

function stepBody(incident: Incident, view: StepView, now: number, context: WalkContext): string[] {
  const { text, paint } = context
  const columns = widthLeft(incident, context)
  const { words, language } = text
  const { step } = view
  const traits = stepTraits(incident, view, now, text)
  if (view.assignee !== null) traits.push(assigneeMark(incident, view.assignee, text))
  const title = `${step.id}  ${step.title[language]}`
  const trait = words.listed(traits)
  const fits = columnsOf(title) + columnsOf(trait) + 2 <= columns
  const wrapped = [...wrapText(title, columns), ...wrapText(trait, columns)]
  const heading = fits ? [spreadOverLine(title, trait, columns)] : wrapped
  const instructions = context
    .asTyped(step.instructions[language])
    .split('\n')
    .flatMap((line) => indented(line, columns))
  const offered = (step.commands ?? []).flatMap((offer) =>
    indented(`${KEYS.run} ${markedCommandLine(offer, words.dangerous)}`, columns),
  )
  const head = [paint.strong(heading[0] ?? ''), ...heading.slice(1)]
  return [...head, ...instructions, ...offered, ...factLines(incident, view, context)]
}

function indented(line: string, columns: number): string[] {
  return wrapText(line, columns - 4).map((part, i) => `${i === 0 ? '  ' : '    '}${part}`)
}

/** The facts and scope that the step asks for, as far as they have been stated, even as not known yet. */
function factLines(incident: Incident, { step }: StepView, context: WalkContext): string[] {
  const { text, walk, paint, knownFirst } = context
  const columns = widthLeft(incident, context)
  const facts = step.facts.flatMap((name) => {
    const definition = incident.runbook.facts[name]
    const isOfPeople = isByPerson(incident, name)
    const stated = factViews(incident, name).filter(({ at }) => at !== null)
    const isKnown = ({ by }: FactView) => knownFirst.isFactKnown(name, by)
    return knownFirst.lines(stated, isKnown, ({ by, value, ja, en }) => {
      const words = factValueWords(value ?? ja ?? en ?? text.words.unknown, definition, text.language)
      const said = isOfPeople && by !== null ? text.words.marked(words, inertLine(by)) : words
      return knownFirst.factLine(name, walk.stated(definition?.[text.language] ?? name, said))
    })
  })
  const scope = step.asks.includes('scope') ? typedScope(scopeOf(incident), incident.runbook, text) : []
  const all = scope.length > 0 ? [...facts, scope.join(' ')] : facts
  return all.flatMap((line) => wrapIndented(`  ${line}`, columns)).map((line) => paint.good(line))
}

/** What stands in place of a step if none is open: a hint for the phase, and the next deadline. */
function idleLines(incident: Incident, openAtClosing: readonly string[], now: number, context: WalkContext): string[] {
  const { text, walk } = context
  const columns = widthLeft(incident, context)
  const next = openDeadlines(incident, lifecycleOf(incident), now).find(({ overdue }) => !overdue)
  const lines = idleHints(incident, openAtClosing, context)
  if (next !== undefined) {
    const { kind, name } = deadlineName(incident, next.id, text)
    lines.push(walk.idleNext(name, durationText(Math.max(next.dueAt - now, 0), text.words), wayTo(kind, text.language)))
  }
  return lines.flatMap((line) => wrapText(line, columns))
}

function idleHints(incident: Incident, openAtClosing: readonly string[], { walk }: WalkContext): string[] {
  const phase = phaseOf(incident)
  if (phase === 'closed') return [walk.closedBy(inertLine(currentWrite(incident, 'phase')?.by ?? ''))]
  const isUnsettled = phase === 'after-resumption' && openAtClosing.length > 0
  return isUnsettled ? [walk.idleUnsettled, ...openAtClosing.map(inertLine)] : [walk.idle[phase]]
}

/** All actions with their keys and names in both languages, then the rules of the line. */
export function helpLines({ text, walk, columns }: WalkContext): string[] {
  const lines = (Object.keys(ACTIONS) as ActionName[]).flatMap((name) => {
    const languages = [text.language, ...LANGUAGES.filter((language) => language !== text.language)]
    const names = [...new Set(languages.map((language) => `/${nameOfAction(name, language)}`))]
    return [`${KEYS[name] ?? ' '}  ${names.join(' ')}`, `   ${walk.help[name]}`]
  })
  return columns < 60 ? [...lines, ...walk.helpRules] : [...joinedPairs(lines), ...walk.helpRules]
}

/** Two lines each as one. */
function joinedPairs(lines: readonly string[]): string[] {
  return lines.flatMap((line, i) => (i % 2 === 0 ? [`${line}  ${(lines[i + 1] ?? '').trim()}`] : []))
}

/** What the marks in the list of steps mean, each with its words in one line. */
function legend({ text: { words }, walk }: WalkContext, columns: number): string[] {
  const states = ['in-progress', 'done', 'declined', 'skipped'] as const
  const marks = [
    `[${OVERDUE_MARK}] ${walk.overdueMark}`,
    ...states.map((s) => `[${STEP_MARKS[s]}] ${words.stepState[s]}`),
    `[${RECURS_MARK}] ${words.doneForNow}`,
  ]
  return flowIntoLines(marks, columns)
}

function assigneeMark({ runbook }: Incident, assignee: string, text: WalkContext['text']): string {
  return `-> ${inertLine(assigneeName(assignee, runbook, text))}`
}

/** All steps with their state, by phase; the current phase comes last, closest to the prompt. */
export function stepListLines(incident: Incident, now: number, context: WalkContext): string[] {
  const { text } = context
  const columns = widthLeft(incident, context)
  const open = phaseOf(incident)
  const views = stepsOf(incident, now).filter((v) => v.state !== 'not-applicable')
  const lines = [...PHASES.filter((phase) => phase !== open), open].flatMap((phase) => {
    const steps = views.filter((v) => v.step.phase === phase)
    return steps.length === 0 ? [] : [text.words.phase[phase], ...steps.map(line)]
  })
  return [...lines, ...legend(context, columns)]

  function line(view: StepView): string {
    const { step, assignee } = view
    const to = assignee === null ? '' : ` ${assigneeMark(incident, assignee, text)}`
    const recurrence = recurrenceWords(incident, view, now, text.words)
    const said = recurrence.length === 0 ? '' : `  ${text.words.aside(text.words.listed(recurrence))}`
    return clipToColumns(`[${stepMark(incident, view)}] ${step.id}  ${step.title[text.language]}${to}${said}`, columns)
  }
}
