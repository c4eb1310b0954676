import { typeOf } from '../domain/incident/current-values.ts'
import { factOf } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { roleOf } from '../domain/runbook/fact-roles.ts'
import { optionalFacts, requiredFacts } from '../domain/runbook/notice-facts.ts'
import { type FactDefinition, type FactRole, isTimeKind, type Runbook, type Stage } from '../domain/runbook/runbook.ts'
import { customerWordsFor, labelOf, oneLine, publicWords } from '../i18n/customer-words.ts'
import { quantityWords } from '../i18n/fact-value.ts'
import type { NoticeRequest } from './notice.ts'
import { timeWords } from './notice-times.ts'

/** What a notice says of a fact. */
export interface NoticeRow {
  readonly label: string
  readonly value: string
  /** Whether the value is words of a person, which may be whole sentences. */
  readonly isWords: boolean
  readonly role: FactRole | null
}

type RowContext = Pick<NoticeRequest, 'incident' | 'language' | 'settings' | 'stage'>

/** What a notice says of the facts of some roles, which takes more than their value: null if it has no row for one. */
export type RoleValues = Readonly<Partial<Record<FactRole, Said | null>>>

interface Said {
  readonly value: string
  readonly known: boolean
}

/** Returns the facts that a notice must state now: of a full resumption, no longer when it is expected. */
export function factsOfNotice(incident: Incident, stage: Stage): string[] {
  const { runbook } = incident
  const isOver = stage === 'resumption' && isFullyResumed(incident)
  return requiredFacts(runbook, stage).filter((name) => !isOver || roleOf(runbook, name) !== 'expected-end')
}

/** Returns the facts whose public words the final notice lists as what will prevent the next halt (manual 4.4). */
export function preventionFacts({ facts }: Pick<Runbook, 'facts'>, stage: Stage): string[] {
  return stage === 'final' ? Object.keys(facts).filter((name) => facts[name]?.report?.part === 'prevention') : []
}

/** Returns the rows of the facts that a notice must state, in the runbook's order. */
export function requiredRows(context: RowContext, roles: RoleValues): NoticeRow[] {
  return factsOfNotice(context.incident, context.stage).flatMap((name) => factRow(context, name, roles) ?? [])
}

/** Returns these rows, and those of facts that have words for not being known, which are stated during the whole halt. */
export function constantRows(context: RowContext, roles: RoleValues): NoticeRow[] {
  const { incident, stage } = context
  const { runbook } = incident
  const required = factsOfNotice(incident, stage)
  const always = isFullyResumed(incident)
    ? []
    : optionalFacts(runbook, stage).filter((name) => runbook.facts[name]?.unknown !== undefined)
  return Object.keys(runbook.facts)
    .filter((name) => required.includes(name) || always.includes(name))
    .flatMap((name) => factRow(context, name, roles) ?? [])
}

/** Returns the rows of the facts that a notice states only because somebody has stated them, in the runbook's order. */
export function optionalRows(context: RowContext, roles: RoleValues): NoticeRow[] {
  const { incident, stage } = context
  const { facts } = incident.runbook
  return optionalFacts(incident.runbook, stage)
    .filter((name) => isFullyResumed(incident) || facts[name]?.unknown === undefined)
    .filter((name) => factSaid(context, name, roles)?.known === true)
    .flatMap((name) => factRow(context, name, roles) ?? [])
}

/** Returns the row of a fact; null if a notice says nothing of it. */
function factRow(context: RowContext, name: string, roles: RoleValues): NoticeRow | null {
  const { incident, language, stage } = context
  const said = factSaid(context, name, roles)
  const role = roleOf(incident.runbook, name)
  const ownLabel = role === null ? null : customerWordsFor(language).labelOf(role, stage)
  if (said === null) return null
  const isWords = said.known && incident.runbook.facts[name]?.words === true
  return { label: ownLabel ?? labelOf(incident.runbook.facts, name, language), value: said.value, isWords, role }
}

/** Returns what notices say of a fact: its public words, or a time in words, or that it is not known. Null: nothing. */
export function factSaid(context: RowContext, name: string, roles: RoleValues): Said | null {
  const { incident, language, settings, stage } = context
  const role = roleOf(incident.runbook, name)
  if (role !== null && Object.hasOwn(roles, role)) return roles[role] ?? null
  const definition = incident.runbook.facts[name] as FactDefinition
  const unknown = { value: definition.unknown?.[language] ?? customerWordsFor(language).unknown.fact, known: false }
  if (isStale(incident, name, stage)) return unknown
  if (definition.words) {
    const words = publicWords(incident, name, language)
    return words === null ? unknown : { value: words, known: true }
  }
  const { value } = factOf(incident, name)
  if (value === null) return unknown
  if (!isTimeKind(definition.kind))
    return { value: quantityWords(value, definition, language) ?? oneLine(value), known: true }
  const exactness = definition.kind === 'future' ? 'exact' : 'about'
  return { value: timeWords(value, exactness, language, settings.timezone).long, known: true }
}

/** Whether a fact that has to be stated anew after a resumption was last stated before it, so that it may no longer hold. */
function isStale(incident: Incident, name: string, stage: Stage): boolean {
  if (incident.runbook.facts[name]?.renew !== true || (stage !== 'resumption' && stage !== 'final')) return false
  const { lastLiftAt } = lifecycleOf(incident).current
  const { at } = factOf(incident, name)
  return lastLiftAt !== null && at !== null && Date.parse(at) < Date.parse(lastLiftAt)
}

function isFullyResumed(incident: Incident): boolean {
  return lifecycleOf(incident).current.fullyResumedAt !== null
}

/** What a notice lists besides facts; lines of the scope, and texts that are null if there is nothing to say. */
interface Listed {
  readonly scope: readonly { readonly line: string }[]
  readonly available: string | null
  readonly resumed: string
  readonly resumedAt: string
  readonly next: string | null
}

/** Returns the list of a notice about the halt, in order: when, what, the facts, the next report, requests, the contact. */
export function listRows(context: RowContext, roles: RoleValues, listed: Listed): NoticeRow[] {
  const { stage, language } = context
  const { rows: words } = customerWordsFor(language)
  const row = (label: string, value: string | null): NoticeRow[] =>
    value === null ? [] : [{ label, value, isWords: false, role: null }]
  const rows = constantRows(context, roles)
  const times = rows.filter(({ role }) => role === 'began' || role === 'planned-begin')
  const contact = rows.filter(({ role }) => role === 'contact')
  const facts = rows.filter((one) => !times.includes(one) && !contact.includes(one))
  const scopeLabel = { resumption: words.remaining, scheduled: words.affected }[stage as string] ?? words.scope
  const scope = listed.scope.flatMap(({ line }) => row(scopeLabel, line))
  const isUnknown = scope.length === 0 && (listed.available === null || stage === 'scheduled')
  const stated = isUnknown ? row(scopeLabel, customerWordsFor(language).unknown.fact) : scope
  const next = row(stage === 'scheduled' ? words.nextNotice : words.next, listed.next)
  const ending = [...next, ...optionalRows(context, roles), ...contact]
  const resumedAt = row(words.resumedAt, listed.resumedAt)
  if (stage === 'resumption')
    return [...resumedAt, ...row(words.resumed, listed.resumed), ...scope, ...times, ...facts, ...ending]
  if (stage === 'final') return [...times, ...resumedAt, ...facts, ...preventionRows(context), ...ending]
  const available = stage === 'scheduled' ? [] : row(words.available, listed.available)
  return [...times, ...stated, ...available, ...facts, ...ending]
}

/** What will prevent the next halt, or that measures are being drawn up, unless the halt was planned work. */
function preventionRows({ incident, stage, language }: RowContext): NoticeRow[] {
  const { rows: words } = customerWordsFor(language)
  const names = preventionFacts(incident.runbook, stage)
  const measures = names.flatMap((name) => publicWords(incident, name, language) ?? [])
  const isPlannedWork = incident.runbook.types[typeOf(incident)]?.planned === 'required'
  const values = measures.length > 0 || names.length === 0 || isPlannedWork ? measures : [words.beingDrawnUp]
  return values.map((value) => ({ label: words.prevention, value, isWords: measures.length > 0, role: null }))
}
