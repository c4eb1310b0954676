import type { Authority, Filing } from '../domain/authorities/authority.ts'
import type { Roster } from '../domain/contacts/roster.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { filingIn } from '../domain/incident/filings.ts'
import type { Incident, Notice } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { nextNoticeNumber } from '../domain/incident/notices.ts'
import { hasEnded, timesDone } from '../domain/incident/recurring-steps.ts'
import {
  formatTarget,
  isPartlyResumed,
  type ScopeEntry,
  type ScopeTarget,
  scopeOf,
  type UnstatedScope,
  unstatedScope,
} from '../domain/incident/scope.ts'
import type { StepState, StepView } from '../domain/incident/steps.ts'
import { announcedStage } from '../domain/notice/announced-stage.ts'
import { type Bilingual, type Language, type Named, type Runbook, stepById } from '../domain/runbook/runbook.ts'
import { formatWithOffsetOf } from '../domain/time.ts'
import type { Text } from '../i18n/text.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import { shortTimeText, timeText } from '../view/time-format.ts'

/** The name of the phase, marked if it is the one after resumption although something is still stopped or restricted. */
export function phaseNow(incident: Incident, { words }: Pick<Text, 'words'>): string {
  const phase = phaseOf(incident)
  return phaseWords(words.phase[phase], isPartlyResumed({ phase, scope: scopeOf(incident) }), words)
}

/** The name of a phase, marked if something is or was restricted in it although it is the one after resumption. */
export function phaseWords(name: string, isRestricted: boolean, words: Text['words']): string {
  return isRestricted ? words.marked(name, words.someRestricted) : name
}

/** The title of a department, a person or an escalation level; undefined if the id is none of these. */
export function partyTitle(runbook: Runbook, roster: Roster | undefined, id: string): Bilingual | undefined {
  return runbook.departments[id] ?? roster?.people[id] ?? roster?.levels.find((level) => level.id === id)?.title
}

/** The kind and display name of a deadline, from its id, such as `first-notice:website` or `step:3.3-vigilance`. */
export function deadlineName(incident: Incident, id: string, text: Text): { kind: string; name: string } {
  const colon = id.indexOf(':')
  const kind = id.slice(0, colon)
  const subject = id.slice(colon + 1)
  const number = kind === 'first-notice' ? nextNoticeNumber(incident, lifecycleOf(incident), subject, 'first') : null
  return { kind, name: text.words.clock(kind, subjectName(incident, kind, subject, text) ?? subject, number) }
}

/** The name of what a deadline is about; undefined for a follow-up, and for what runbook and settings do not name. */
function subjectName(incident: Incident, kind: string, id: string, text: Text): string | undefined {
  const { runbook, settings } = incident
  const { language } = text
  switch (kind) {
    case 'authority': {
      const filed = filingIn(incident, id)
      return filed === null ? undefined : filingName(filed.authority, filed.filing, text)
    }
    case 'escalation':
      return settings.roster?.levels.find((level) => level.id === id)?.title[language]
    case 'answer':
      return partyTitle(runbook, settings.roster, id)?.[language]
    case 'step':
      return stepById(runbook, id)?.title[language]
    default:
      return runbook.channels[id]?.[language]
  }
}

/** The name of a notice that was made: the stage by which it is called, and its number. */
export function noticeName(
  incident: Incident,
  notice: Pick<Notice, 'event' | 'stage' | 'number'>,
  { words }: Pick<Text, 'words'>,
): string {
  return words.notice(announcedStage(incident, notice), notice.number)
}

/** The name of a report to an authority, marked as unverified until Legal has checked what the authority requires. */
export function filingName({ title, verify }: Authority, filing: Filing, { words, language }: Text): string {
  const name = `${title[language]} ${filing.title[language]}`
  return verify ? words.marked(name, words.verify) : name
}

/** An entry of the scope as a line, such as `withdrawals:XEM  limited (up to 100 XEM)  2026-11-24 22:05:00`. */
export function scopeLine(entry: ScopeEntry, runbook: Runbook, text: Text): string {
  const { words } = text
  const state = words.scopeState[entry.state]
  const stated = entry.words === null ? state : words.marked(state, inertLine(entry.words))
  const line = `${typedTarget(entry, runbook, text)}  ${stated}`
  return entry.since === null ? line : `${line}  ${timeText(entry.since)}`
}

/** What an operator may type for an id: in Japanese its name, else the id itself. */
export function typedName(
  id: string,
  all: Readonly<Record<string, Named>>,
  { language }: Pick<Text, 'language'>,
): string {
  return language === 'ja' ? (all[id]?.ja ?? id) : id
}

/** Who a step is assigned to, as it can be typed: a department, or a person as recorded. */
export function assigneeName(
  id: string,
  { departments }: Pick<Runbook, 'departments'>,
  text: Pick<Text, 'language'>,
): string {
  return shortLine(typedName(id, departments, text))
}

/** What may be typed for everything in a vocabulary. */
export function typedNames(all: Readonly<Record<string, Named>>, text: Pick<Text, 'language'>): string[] {
  return Object.keys(all).map((id) => typedName(id, all, text))
}

/** A target as it can be typed: `withdrawals:XEM`, in Japanese `出金・送付:XEM`. */
export function typedTarget(
  { operation, asset }: ScopeTarget,
  { operations }: Pick<Runbook, 'operations'>,
  text: Pick<Text, 'language'>,
): string {
  return formatTarget({ operation: typedName(operation, operations, text), asset })
}

/** Entries of the scope as they can be typed: `trading=stopped`, in Japanese `売買=停止`. */
export function typedScope(entries: readonly ScopeEntry[], runbook: Pick<Runbook, 'operations'>, text: Text): string[] {
  return entries.map((entry) => {
    const state = text.language === 'ja' ? text.words.scopeState[entry.state] : entry.state
    return `${typedTarget(entry, runbook, text)}=${state}`
  })
}

/** Says which operations nobody has stated; null if there are none, or if nothing at all is stated. */
export function unstatedLine(targets: readonly string[], runbook: Runbook, text: Text): string | null {
  const unstated = unstatedScope(Object.keys(runbook.operations), targets)
  if (targets.length === 0 || unstated.length === 0) return null
  return text.words.unstated(unstated.map((one) => unstatedName(one, runbook, text)))
}

/** The name of an operation about which nothing is stated, but perhaps about some of its assets. */
export function unstatedName({ operation, hasAssets }: UnstatedScope, { operations }: Runbook, text: Text): string {
  const name = operations[operation]?.[text.language] ?? operation
  return hasAssets ? text.words.otherAssets(name) : name
}

/** The display name of a target `OPERATION` or `OPERATION:ASSET`, such as `withdrawals XEM` for `withdrawals:XEM`. */
export function targetName(target: string, { operations }: Runbook, language: Language): string {
  const [operation = '', asset] = target.split(':')
  const name = operations[operation]?.[language] ?? operation
  if (asset === undefined) return name
  return language === 'ja' ? `${name}（${asset}）` : `${name} ${asset}`
}

/** A step as lines: id, title and traits, then its instructions, indented. */
export function stepLines(incident: Incident, view: StepView, now: number, text: Text): string[] {
  const { words, language } = text
  const { step, assignee } = view
  const traits = stepTraits(incident, view, now, text)
  if (assignee !== null) traits.push(inertLine(assigneeName(assignee, incident.runbook, { language })))
  return [
    `${step.id}  ${step.title[language]}  ${words.aside(words.listed(traits))}`,
    ...step.instructions[language].split('\n').map((line) => `  ${line}`),
  ]
}

/** What a step is, and how it stands at `now` (ms): department, modality, state; for a recurring one, how often it was done. */
export function stepTraits(incident: Incident, view: StepView, now: number, { words, language }: Text): string[] {
  const { step, state } = view
  const recurrence = recurrenceWords(incident, view, now, words)
  const isShown = state !== 'pending' && (state !== 'done' || recurrence.length === 0)
  return [
    incident.runbook.departments[step.department]?.[language] ?? step.department,
    words.modality[step.modality],
    ...(step.kind === 'recurring' ? [words.recurring] : []),
    ...(isShown ? [words.stepState[state]] : []),
    ...recurrence,
  ]
}

/** How often a recurring step was done, when last, and until when it is due again; empty if it never was. */
export function recurrenceWords(incident: Incident, view: StepView, now: number, words: Text['words']): string[] {
  const { step, dueAt, overdue } = view
  const times = step.kind === 'recurring' ? timesDone(incident, step) : []
  const last = times.at(-1)
  if (last === undefined) return []
  const shortTime = (at: string) => shortTimeText(at, formatWithOffsetOf(now, last))
  const done = words.doneTimes(times.length, shortTime(last))
  if (dueAt === null) return [done]
  const due = shortTime(formatWithOffsetOf(dueAt, last))
  return [done, overdue ? words.wasDue(due) : words.dueAgain(due)]
}

/** The mark of a step in a list, in brackets. */
export function stepMark(incident: Incident, { step, state, overdue }: StepView): string {
  if (overdue) return OVERDUE_MARK
  const recurs = state === 'done' && step.kind === 'recurring' && !hasEnded(incident, step)
  return recurs ? RECURS_MARK : STEP_MARKS[state]
}

/** The mark of an overdue step, whatever its state. */
export const OVERDUE_MARK = '>'

/** The mark of a recurring step that is done for now. */
export const RECURS_MARK = '+'

/** The marks of other steps, by state. */
export const STEP_MARKS: Readonly<Record<StepState, string>> = {
  pending: ' ',
  'in-progress': '~',
  done: 'x',
  declined: '-',
  skipped: '!',
  'not-applicable': '/',
}
