import { factsOfNotice, isQuestion } from '../domain/notice/stated-facts.ts'
import { roleOf } from '../domain/runbook/fact-roles.ts'
import type { FactDefinition, FactRole, Runbook } from '../domain/runbook/runbook.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import type { NoticeKind } from '../i18n/notice-titles.en.ts'
import type { NoticeRequest } from './notice.ts'
import type { NoticeRow } from './notice-rows.ts'
import type { ResumedPoint } from './resumed-services.ts'
import type { ScopePoint } from './scope-words.ts'
import type { Change, WhatChanged } from './what-changed.ts'

/** A line of a short text, such as a post. */
export interface Point {
  readonly label: string
  readonly role: FactRole | null
  /** Whether it is news since the last notice, which no text may hide. */
  readonly isChange: boolean
  /** The same in more and more characters; the line is left out if there is no room for the first. */
  readonly forms: readonly PointForm[]
}

export interface PointForm {
  /** Null: it is named together with other such points, without its value. */
  readonly line: string | null
  /** The more important, the smaller; null if it always stands. */
  readonly rank: number | null
  /** It stands even where people see the text cut at first, as long as it can be sent; false if missing. */
  readonly isDue?: boolean
}

type PointContext = Pick<NoticeRequest, 'incident' | 'stage' | 'language'> & { readonly kind: NoticeKind }

/** What a short text states besides facts; texts that are null if there is nothing to say. */
interface Listed {
  /** A line for each state, and what is available. */
  readonly scope: readonly ScopePoint[]
  readonly available: string | null
  readonly resumed: readonly ResumedPoint[]
  readonly next: string | null
  /** Whether what has resumed was told before, so that what has changed is the news. */
  readonly noneResumed: boolean
}

/**
 * What comes first where room is short: that something has changed, and then in what; what customers are asked to do and
 * whether their assets are safe before anything else. What goes on, but for the state in a word, comes after that; what was
 * the case before, and what the page states as well, is extra.
 */
const RANKS = {
  scope: 0,
  changeNamed: 10,
  scopeChange: 15,
  change: 20,
  otherNamed: 26,
  resumedAt: 27,
  scopeLimits: 28,
  end: 30,
  required: 31,
  request: 32,
  endUnknown: 33,
  answer: 41,
  changedFrom: 50,
  cause: 60,
  impact: 61,
  began: 62,
  contact: 63,
  available: 64,
}

const RANK_OF_ROLE: Readonly<Partial<Record<FactRole, number>>> = {
  'expected-end': RANKS.end,
  cause: RANKS.cause,
  impact: RANKS.impact,
  began: RANKS.began,
  contact: RANKS.contact,
}

/**
 * Returns the lines of a short text in order: what has changed (after what has resumed, if that is news), what is the case,
 * the facts that it must state and what customers look for (`rows`), the next report. A fact that has changed stands among
 * the changes only.
 */
export function pointsOf(
  context: PointContext,
  rows: readonly NoticeRow[],
  changed: WhatChanged | null,
  listed: Listed,
): Point[] {
  const { stage, kind, language } = context
  const words = customerWordsFor(language)
  const line = (label: string, text: string, rank: number | null = null): Point => {
    return { label, role: null, isChange: false, forms: [{ line: text, rank }] }
  }
  const extra = (label: string, value: string | null, rank: number | null) =>
    value === null ? [] : [line(label, words.point(label, value), rank)]
  const isResumption = stage === 'resumption'
  const isAnnounced = isResumption && !listed.noneResumed
  // What was restricted in spite of a false alarm is on the page as well.
  const scopeRank = stage === 'retraction' ? RANKS.scope : null
  // What has resumed has a line of its own.
  const changes = (changed?.changes ?? []).filter(
    ({ targets, isRestriction }) => !isResumption || targets.length === 0 || isRestriction,
  )
  const changePoints = changes.map((change) => changePoint(context, change, rows, changed?.corrected != null))
  // The report itself is on the page.
  if (stage === 'final') return changePoints
  const inOrder = (...roles: readonly (FactRole | null)[]) =>
    roles
      .flatMap((role) => rows.filter((row) => row.role === role))
      .filter(({ fact }) => !changes.some((change) => change.fact === fact))
      .flatMap((row): Point[] => {
        const label = words.shortLabelOf(row.role, stage, row.label)
        // That it is to come says nothing without the time.
        const isPlan = stage === 'scheduled' && row.role === 'planned-begin'
        const rank = rankOf(context, row)
        const isDue = row.known && rank !== null && rank <= RANKS.required && !(isResumption && rank === RANKS.end)
        const forms = [{ line: words.point(label, row.brief), rank: isPlan ? null : rank, isDue }]
        return rank === null ? [] : [{ label, role: row.role, isChange: false, forms }]
      })
  return [
    ...(isAnnounced ? [] : changePoints),
    ...(changed?.changes.length === 0 ? [line('', words.unchanged)] : []),
    ...listed.resumed.map(({ label, services, withTimes }): Point => {
      const form = (value: string, rank: number | null) => {
        return { line: words.point(label, value), rank }
      }
      const forms = [form(services, scopeRank), form(withTimes, RANKS.resumedAt)]
      return { label, role: null, isChange: false, forms }
    }),
    ...listed.scope.map(({ label, line: text, shortLine }): Point => {
      const full = line(label, text, shortLine === null ? scopeRank : RANKS.scopeLimits)
      return shortLine === null ? full : { ...full, forms: [{ line: shortLine, rank: scopeRank }, ...full.forms] }
    }),
    ...(isAnnounced ? changePoints : []),
    ...inOrder('planned-begin', 'began', 'cause', 'impact', null, 'expected-end'),
    ...extra(words.rows.next, listed.next, null),
    ...extra(
      stage === 'scheduled' ? words.availableThen(kind === 'restriction') : words.rows.available,
      listed.available,
      RANKS.available,
    ),
    ...inOrder('contact'),
  ]
}

/** A change in one line: what is the case now, and what was, unless that is words of a person, which may be long, or was corrected since. */
function changePoint(context: PointContext, change: Change, rows: readonly NoticeRow[], isCorrected: boolean): Point {
  const { fact, targets, before, after } = change
  const words = customerWordsFor(context.language)
  const row = rows.find((one) => fact !== null && one.fact === fact)
  const label = words.shortLabelOf(row?.role ?? null, context.stage, change.shortLabel ?? change.label)
  const now = words.changeBrief(label, after?.brief ?? null, before === null)
  const isValue = fact === null || row?.isWords === false
  // An estimate that is late names the time itself.
  const isNamed = fact !== null && before !== null && after?.brief.includes(before.brief)
  // What was the case is not so of all that the short label names.
  const isOldGiven = !isCorrected && isValue && !isNamed && change.shortLabel === undefined
  const isMoved = isOldGiven && before !== null && after !== null
  const moved = isMoved ? [{ line: words.withOld(now, before.brief), rank: RANKS.changedFrom }] : []
  // A plan says nothing without its time.
  const isPlan = context.stage === 'scheduled' && row?.role === 'planned-begin'
  const forms =
    targets.length > 0
      ? stateForms(context, change, label, now)
      : isPlan
        ? [{ line: now, rank: null }]
        : factForms(context, change, now)
  return { label, role: row?.role ?? null, isChange: true, forms: [...forms, ...moved] }
}

/** The state of services always stands, since without it their names would be read as the opposite of what is said of others. */
function stateForms({ language }: PointContext, change: Change, label: string, now: string): PointForm[] {
  const { before, shortState } = change
  if (shortState === undefined) return [{ line: now, rank: null }]
  const short = customerWordsFor(language).changeBrief(label, shortState, before === null)
  return [
    { line: short, rank: null },
    { line: now, rank: RANKS.scopeChange },
  ]
}

function factForms(context: PointContext, change: Change, now: string): PointForm[] {
  const importance = importanceOf(context, change)
  const rank = importance === OTHER ? RANKS.otherNamed : RANKS.changeNamed + importance
  return [
    { line: null, rank: importance === LOSS ? null : rank },
    { line: now, rank: RANKS.change + importance },
  ]
}

const LOSS = 0
const IMPORTANCE_OF_CHANGE: Readonly<Partial<Record<FactRole, number>>> = {
  'planned-begin': 1,
  'expected-end': 4,
  impact: 6,
}
const OTHER = 7

/** How important news is: a loss comes first, then what customers are asked to do, then an answer that they wait for. */
function importanceOf({ incident: { runbook } }: PointContext, { fact }: Change): number {
  const role = fact === null ? null : roleOf(runbook, fact)
  if (fact === null || role !== null) return (role === null ? undefined : IMPORTANCE_OF_CHANGE[role]) ?? OTHER
  if (isLoss(runbook, fact)) return LOSS
  if (isRequest(runbook, fact)) return 2
  return isQuestion(runbook, fact) ? 3 : OTHER
}

/** How important it is that a short text states a fact that has not changed; null if it does not. */
function rankOf({ incident, stage }: PointContext, { fact, role, known }: NoticeRow): number | null {
  const { runbook } = incident
  const name = fact as string
  if (factsOfNotice(incident, stage).includes(name)) {
    const rank = (role === null ? undefined : RANK_OF_ROLE[role]) ?? RANKS.required
    return rank === RANKS.end && !known ? RANKS.endUnknown : rank
  }
  if (!known) return null
  if (isLoss(runbook, name)) return stage === 'first' ? RANKS.required : RANKS.answer
  if (isRequest(runbook, name)) return RANKS.request
  return isQuestion(runbook, name) ? RANKS.answer : null
}

/** Whether notices have nothing to say of a fact until somebody states it, as of what customers are asked to do. */
function isRequest({ facts }: Runbook, fact: string): boolean {
  const { notice, unknown } = facts[fact] as FactDefinition
  return notice === 'if-stated' && unknown === undefined
}

/** Whether it is a part of the answer to what customers wait for, as a loss is while other effects are still checked. */
function isLoss(runbook: Runbook, fact: string): boolean {
  return Object.entries(runbook.facts).some(
    ([name, { onceKnown = {} }]) => fact in onceKnown && isQuestion(runbook, name),
  )
}
