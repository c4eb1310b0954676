import type { FactRole, Stage } from '../domain/runbook/runbook.ts'
import type { NoticeKind } from '../i18n/customer-words.en.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import type { NoticeRequest } from './notice.ts'
import type { NoticeRow } from './notice-rows.ts'
import type { Resumed } from './scope-words.ts'
import type { Change, WhatChanged } from './what-changed.ts'

/** A line of a short text, such as a post. */
export interface Point {
  readonly label: string
  readonly role: FactRole | null
  readonly line: string
  /** The same in fewer characters; null if there is no such line. */
  readonly shorter: string | null
  /** Where it comes among those that are left out for lack of room, from 1; null if it never is. */
  readonly dropped: number | null
}

type PointContext = Pick<NoticeRequest, 'stage' | 'language'> & { readonly kind: NoticeKind }

/** What a short text states besides facts; texts that are null if there is nothing to say. */
interface Listed {
  /** A line for each state, and what is available. */
  readonly scope: readonly { readonly label: string; readonly line: string }[]
  readonly available: string | null
  readonly resumed: readonly Resumed[]
  readonly next: string | null
}

/** What is left out first: what is extra, then what the page states as well, and then when the rest is expected to resume. */
const DROPPED_BY_ROLE: Readonly<Partial<Record<FactRole, number>>> = {
  contact: 2,
  impact: 4,
  cause: 5,
  began: 6,
}
const DROPPED_EXTRA = 1
const DROPPED_OPTIONAL = 3
const DROPPED_REST = 7
/** What has changed stays as long as there is anything else to leave out. */
const DROPPED_IF_CHANGED = 10
/** From here on, what is left out only where the text could not be sent otherwise; the end of the whole halt at the very last. */
export const DROPPED_LAST = 20
const DROPPED_END = 21

/**
 * Returns the lines of a short text in order: what has changed (in a resumption, after what has resumed), what is the case,
 * the facts that it must state (`rows`), the next report. A fact that has changed stands among the changes only.
 */
export function pointsOf(
  context: PointContext,
  rows: readonly NoticeRow[],
  changed: WhatChanged | null,
  listed: Listed,
): Point[] {
  const { stage, kind, language } = context
  const words = customerWordsFor(language)
  const line = (label: string, text: string, dropped: number | null = null): Point => {
    return { label, role: null, line: text, shorter: null, dropped }
  }
  const extra = (label: string, value: string | null, dropped: number | null) =>
    value === null ? [] : [line(label, words.point(label, value), dropped)]
  const isUnchanged = changed?.changes.length === 0
  const isResumption = stage === 'resumption'
  // What was restricted in spite of a false alarm is on the page as well.
  const scopeDropped = stage === 'retraction' ? DROPPED_LAST : null
  // A resumption begins with the states of services.
  const changes = (changed?.changes ?? []).filter(({ isScope }) => !(isScope && isResumption))
  const changePoints = changes.map((change) => changePoint(context, change, rows))
  const inOrder = (...roles: readonly (FactRole | null)[]) =>
    roles
      .flatMap((role) => rows.filter((row) => row.role === role))
      .filter((row) => !changes.some(({ fact }) => fact === row.fact))
      .map((row): Point => {
        const label = words.shortLabelOf(row.role, stage, row.label)
        return {
          label,
          role: row.role,
          line: words.point(label, row.brief),
          shorter: null,
          dropped: dropOf(row, stage),
        }
      })
  return [
    ...(isResumption ? [] : changePoints),
    ...(isUnchanged ? [line('', words.unchanged)] : []),
    ...listed.resumed.flatMap(({ services, atBrief, isRestriction }) =>
      extra(
        words.resumption(isRestriction || kind === 'restriction').brief,
        words.resumedThen(services, atBrief),
        scopeDropped,
      ),
    ),
    ...listed.scope.map(({ label, line: text }) => line(label, text, scopeDropped)),
    ...(isResumption ? changePoints : []),
    ...inOrder('planned-begin', 'began', 'cause', 'impact', null, 'expected-end'),
    ...extra(words.rows.nextBrief, listed.next, null),
    ...extra(stage === 'scheduled' ? words.rows.availableThen : words.rows.available, listed.available, DROPPED_EXTRA),
    ...inOrder('contact'),
  ]
}

/** A change in one line: what is the case now, and what was, unless that is words of a person, which may be long. */
function changePoint({ stage, language }: PointContext, change: Change, rows: readonly NoticeRow[]): Point {
  const { fact, label, before, after } = change
  const words = customerWordsFor(language)
  const row = fact === null ? undefined : rows.find((one) => one.fact === fact)
  const isOptional = fact !== null && row === undefined
  const now = after?.brief ?? words.dropped
  const shorter = words.changeBrief(label, now, null)
  const hasOld = before !== null && row?.isWords !== true && !isOptional
  const usual = row === undefined ? DROPPED_LAST : dropOf(row, stage)
  return {
    label,
    role: row?.role ?? null,
    line: hasOld ? words.changeBrief(label, now, before.brief) : shorter,
    shorter: hasOld ? shorter : null,
    dropped: (isOptional ? DROPPED_OPTIONAL : usual) + DROPPED_IF_CHANGED,
  }
}

/** When a fact is left out: among the last, if it is one that the manual has added. */
function dropOf({ role }: NoticeRow, stage: Stage): number {
  if (role === 'expected-end') return stage === 'resumption' ? DROPPED_REST : DROPPED_END
  return (role === null ? undefined : DROPPED_BY_ROLE[role]) ?? DROPPED_LAST
}
