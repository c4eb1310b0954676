import { wentOut } from '../../domain/incident/notice-reach.ts'
import type { TimeSpan } from '../../domain/incident/spans.ts'
import type { EventData, ScopeState } from '../../domain/log/event.ts'
import { noticeOutcomes } from '../../domain/report/impact.ts'
import type { PhasePart } from '../../domain/report/phase-parts.ts'
import type { DecisionMark, MomentMark, TimelinePicture } from '../../domain/report/timeline-picture.ts'
import type { Runbook } from '../../domain/runbook/runbook.ts'
import { secondsBetween } from '../../domain/time.ts'
import { spanWords } from '../../i18n/span.ts'
import type { Text } from '../../i18n/text.ts'
import { phaseWords } from '../../incident/labels.ts'
import { shortLine } from '../../view/inert.ts'
import type { ReaderWords } from '../readers.ts'
import { eventWords } from '../sections/record.ts'
import { markedLine, typedIn } from '../typed-words.ts'
import type { PictureText, ReportLabels } from '../words.en.ts'

/** What every writer of a picture needs to name what it draws. */
export interface PictureWords extends ReaderWords {
  readonly runbook: Runbook
  readonly said: PictureText
  readonly labels: ReportLabels
}

/** The picture in a sentence, for screen readers and above the lanes. */
export function pictureSummary(
  { from, to, notices, departments, unstated }: TimelinePicture,
  { said, text, unstatedName, formatTime }: PictureWords & { readonly formatTime: (ms: number) => string },
): string {
  const all = notices.flatMap(({ sent }) => sent)
  const counts = noticeOutcomes(all.filter(({ at }) => at <= to))
  const laterCount = all.filter((notice) => notice.at > to && wentOut(notice)).length
  const workCount = departments.flatMap(({ work }) => work).length
  const unknown = unstated.length === 0 ? null : text.words.unstated(unstated.map(unstatedName))
  return said.summary(formatTime(from), formatTime(to), counts, workCount, laterCount, unknown)
}

/** The name of a phase, and whether something was restricted though it is the one after resumption. */
export function phaseName(
  { phase, restricted }: Pick<PhasePart, 'phase' | 'restricted'>,
  { words }: Text,
  said: PictureText,
): string {
  if (phase === null) return said.undeclared
  return phaseWords(words.phase[phase], restricted, words)
}

/** What a decision was, by which it has its shape: its turn, else what it changed. */
export type DecisionKind = NonNullable<DecisionMark['turn']> | 'severity' | 'type' | 'scope'

export function decisionKind({ turn, severity, type }: DecisionMark): DecisionKind {
  return turn ?? (type !== null ? 'type' : severity !== null ? 'severity' : 'scope')
}

/** A decision in words: `declared: SEV2, system failure`, `lifted: trading`. */
export function decisionWords(decision: DecisionMark, { said, text, runbook, targetName }: PictureWords): string {
  const { turn, severity, type, scope } = decision
  const { words, language } = text
  const stateOf = (state: ScopeState | null) => (state === null ? said.asTheRest : words.scopeState[state])
  // A declaration names what is restricted.
  const isDeclaration = turn === 'declared' || turn === 'planned'
  const stated = scope.filter(({ state }) => !isDeclaration || state !== 'open')
  const parts = [
    ...(severity === null ? [] : [words.severity(severity)]),
    ...(type === null ? [] : [runbook.types[type]?.[language] ?? type]),
    ...stated.map(({ target, state }) =>
      turn === 'lifted' ? targetName(target) : `${targetName(target)} ${stateOf(state)}`,
    ),
  ]
  const all = words.listed(parts)
  if (turn === null) return all
  return all === '' ? said.decision[turn] : `${said.decision[turn]}: ${all}`
}

/**
 * A key moment in one line of at most `columns`, which says of words in it that they are in the other language only: what a note
 * says, else the event, with a step or fact by its name and without names of events.
 */
export function momentWords(moment: MomentMark, columns: number, context: PictureWords): string {
  const { type, data } = moment.entry
  const own = type === 'note.added' ? (data as Partial<EventData['note.added']>)[context.text.language] : undefined
  return own === undefined
    ? markedLine(eventInWords(type, data, context), typedIn(data), columns, context)
    : shortLine(own, columns)
}

function eventInWords(type: string, data: unknown, { text, runbook }: PictureWords): string {
  const said = data as Readonly<Record<string, unknown>>
  const { language } = text
  if (type === 'note.added') return String(said.text)
  const step = runbook.steps.find(({ id }) => id === said.step)?.title[language] ?? said.step
  const fact = runbook.facts[String(said.fact)]?.[language] ?? said.fact
  return eventWords({ type, data: { ...said, step, fact } }, text).replaceAll(EVENT_NAME, '')
}

const EVENT_NAME = / [a-z0-9]{8}:\d+/g

/** How long a span is, in the words that the report has for any duration. */
export function spanLength({ from, to }: TimeSpan, { text }: ReaderWords): string {
  return spanWords(secondsBetween(from, to), text.words)
}

/** How long a span of hours or days is, about; in days from four of them on: `≈ 13 h`, `≈ 60 h`, `≈ 5 d`. */
export function roughLength({ from, to }: TimeSpan, { text: { words } }: ReaderWords): string {
  const minutes = Math.round(secondsBetween(from, to) / 60)
  const hours = Math.round(minutes / 60)
  return `≈ ${hours < 96 ? words.roughly(hours * 3600) : words.longSpan(Math.round(minutes / (24 * 60)), 0, 0)}`
}

/** The longest spans, at most `count`, in their original order. */
export function longestSpans<T extends TimeSpan>(spans: readonly T[], count: number): readonly T[] {
  const kept = new Set([...spans].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, count))
  return spans.filter((span) => kept.has(span))
}
