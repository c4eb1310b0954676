import { restrictionsOf } from '../domain/incident/restrictions.ts'
import { restrictedScope } from '../domain/incident/scope.ts'
import { factsOfNotice, preventionFacts } from '../domain/notice/stated-facts.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import type { FactRole } from '../domain/runbook/runbook.ts'
import { customerWordsFor, labelOf, publicWords } from '../i18n/customer-words.ts'
import { beginningRows, briefBeginning, earlierRows, periodRows } from './beginning-rows.ts'
import { isRestriction } from './halt-names.ts'
import { currentRow, factRow, factRows, isReason, type NoticeRow, plainRow, type RowContext } from './notice-rows.ts'
import { isCalledOff } from './notice-times.ts'
import { givesNoResult } from './open-results.ts'
import type { Resumed } from './resumed-services.ts'
import type { RoleValues } from './role-values.ts'
import { unstatedServices } from './scope-words.ts'

/** Returns the rows of the facts that a notice must state, in the runbook's order. */
export function requiredRows(context: RowContext, roles: RoleValues): NoticeRow[] {
  const rows = factsOfNotice(context.incident, context.stage).flatMap((name) => currentRow(context, name, roles) ?? [])
  return rows.map((row) => (row.role === 'began' ? briefBeginning(context, row) : row))
}

/** Whether it is the role of the time with which the list of a notice begins. */
function isTime(role: FactRole | null): boolean {
  return role === 'began' || role === 'planned-begin'
}

/** What a notice lists besides facts; lines of the scope, and texts that are null if there is nothing to say. */
interface Listed {
  readonly scope: readonly { readonly line: string }[]
  readonly available: string | null
  readonly resumed: readonly Resumed[]
  readonly next: string | null
  /** Whether the halt has begun and something is, or may be, restricted. */
  readonly isOn: boolean
  /** Whether something was restricted since the last notice, so that it is not still so. */
  readonly moreRestricted: boolean
}

/** Returns the list of a notice about the halt, in order: when, what, the facts, the next report, the contact. */
export function listRows(context: RowContext, roles: RoleValues, listed: Listed): NoticeRow[] {
  const { stage, language } = context
  const { rows: words, remaining: remainingLabel, resumption } = customerWordsFor(language)
  const labelsOf = (ofServices: boolean) => resumption(ofServices || isRestriction(context))
  const row = (label: string, value: string | null): NoticeRow[] => (value === null ? [] : [plainRow(label, value)])
  const rows = factRows(context, roles)
  const began = rows.filter(({ role }) => role === 'began')
  const times = [
    ...rows.filter(({ role }) => role === 'planned-begin'),
    ...began.flatMap((one) => beginningRows(context, one)),
  ]
  const contact = rows.filter(({ role }) => role === 'contact')
  const facts = rows.filter((one) => !isTime(one.role) && !contact.includes(one))
  const states = restrictedScope(context.incident).map(({ state }) => state)
  const remaining = remainingLabel(states, !listed.moreRestricted)
  const scopeLabel = stage === 'resumption' || stage === 'retraction' ? remaining : words.scope
  const scope = listed.scope.flatMap(({ line }) => row(scopeLabel, line))
  const isUnknown = scope.length === 0 && (listed.available === null || stage === 'scheduled')
  const stated = isUnknown ? row(scopeLabel, customerWordsFor(language).unknown.fact) : scope
  const next = row(stage === 'scheduled' ? words.nextNotice : words.next, listed.next)
  if (isCalledOff(context.incident)) return contact
  const ending = [...next, ...contact]
  const resumptions = listed.resumed.length
  const resumed = listed.resumed.flatMap(({ services, at, withTime, isRestriction }) =>
    resumptions === 1
      ? [...row(labelsOf(isRestriction).at, at), ...row(labelsOf(isRestriction).services, services)]
      : row(labelsOf(isRestriction).services, withTime),
  )
  // What is retracted is what was said of it, not that it was.
  if (stage === 'retraction') {
    const periods = periodRows(context)
    return periods.length > 0 ? periods : resumed
  }
  const availability = availabilityRows(context, listed.available)
  if (stage === 'correction') return listed.isOn ? [...stated, ...endRows(context, roles), ...ending] : contact
  if (stage === 'resumption') return [...resumed, ...scope, ...availability, ...times, ...facts, ...ending]
  const resumedAt = resumptions > 1 ? resumed : resumed.slice(0, 1)
  if (stage === 'final') {
    const history =
      restrictionsOf(context.incident).length > 0 ? times : [...earlierRows(context), ...times, ...resumedAt]
    return [...history, ...facts, ...preventionRows(context), ...ending]
  }
  return [...times, ...stated, ...availability, ...facts, ...ending]
}

/** When the halt is expected to end, in a notice of which that is no fact. */
function endRows(context: RowContext, roles: RoleValues): NoticeRow[] {
  const name = factWithRole(context.incident.runbook, 'expected-end')
  const row = name === null ? null : factRow(context, name, roles)
  return row === null ? [] : [row]
}

/** What can be used (in a resumption, that is what has resumed), and of what nobody has said whether it can. */
export function availabilityRows(context: RowContext, available: string | null): NoticeRow[] {
  const { stage, language } = context
  const { rows: words, availableThen } = customerWordsFor(language)
  const others = unstatedServices(context)
  const label = stage === 'scheduled' ? availableThen(isRestriction(context)) : words.available
  return [
    ...(stage === 'resumption' || available === null ? [] : [plainRow(label, available)]),
    ...(others === null ? [] : [plainRow(words.others, others)]),
  ]
}

/** The most of what a report gives that a short text names. */
const MAX_REPORTED = 4

/** What the final notice gives results of, by label: facts, and what will prevent the next halt. A reason is no result. */
export function reportedLabels(context: RowContext, roles: RoleValues): string[] {
  const { incident, language } = context
  const isResult = ({ fact, role, known, value }: NoticeRow) =>
    known &&
    !givesNoResult(value) &&
    fact !== null &&
    role !== 'contact' &&
    !isTime(role) &&
    !(role === 'cause' && isReason(context))
  // Of a halt that was reopened, a fact may have two rows, of which one is still open.
  const rows = factRows(context, roles)
  const facts = factsOfNotice(incident, context.stage)
    .filter((name) => {
      const own = rows.filter(({ fact }) => fact === name)
      return own.length > 0 && own.every(isResult)
    })
    .map((name) => labelOf(incident.runbook.facts, name, language))
  const prevention = preventionRows(context).map(({ label }) => label)
  return [...new Set([...facts, ...prevention])].slice(0, MAX_REPORTED)
}

/** What will prevent the next halt, where that has been said. */
export function preventionRows({ incident, stage, language }: RowContext): NoticeRow[] {
  const { rows: words } = customerWordsFor(language)
  const measures = preventionFacts(incident.runbook, stage).flatMap(
    (name) => publicWords(incident, name, language) ?? [],
  )
  return measures.map((value) => {
    return { ...plainRow(words.prevention, value), isWords: true }
  })
}
