import { grouped } from '../domain/grouped.ts'
import { typeOf } from '../domain/incident/current-values.ts'
import { factOf } from '../domain/incident/facts.ts'
import { lifecycleOf, typeDuring } from '../domain/incident/lifecycle.ts'
import { awaitedFacts } from '../domain/notice/awaited-facts.ts'
import { answersInFinal, factsOfNotice, isSaidUnknown, isStale, unknownWords } from '../domain/notice/stated-facts.ts'
import { roleOf } from '../domain/runbook/fact-roles.ts'
import { optionalFacts } from '../domain/runbook/notice-facts.ts'
import { type FactDefinition, type FactRole, isTimeKind, mendsAnother } from '../domain/runbook/runbook.ts'
import { customerWordsFor, labelOf, oneLine, publicWords } from '../i18n/customer-words.ts'
import { quantityWords } from '../i18n/fact-value.ts'
import { isOfRestriction } from './halt-names.ts'
import type { NoticeRequest } from './notice.ts'
import { isAsPlanned } from './notice-times.ts'
import { causeSaid, type RoleValues, type Said, type SaidContext, timeSaid, wordsSaid } from './role-values.ts'
import { earlierCovered, isStoppedAgain, wasRestriction } from './service-times.ts'

/** What a notice says of a fact. */
export interface NoticeRow extends Pick<Said, 'value' | 'brief'> {
  readonly label: string
  /** Whether the value is words of a person, which may be whole sentences. */
  readonly isWords: boolean
  /** Whether the value is more than that it is not known yet. */
  readonly known: boolean
  /** Null if the row is about something else. */
  readonly fact: string | null
  readonly role: FactRole | null
  /** The same to read aloud, if it is not said in this way. */
  readonly aloud?: Pick<NoticeRow, 'label' | 'value'>
}

/** A row of something that is no fact. */
export function plainRow(label: string, value: string): NoticeRow {
  return { label, value, brief: value, isWords: false, known: true, fact: null, role: null }
}

export type RowContext = SaidContext & Pick<NoticeRequest, 'stage' | 'channel' | 'now'>

/**
 * Returns the facts that a notice must state, those that notices also state while they are not known, and those for which
 * readers of the channel wait since a notice said that they are being checked; in the runbook's order.
 */
export function constantFacts({ incident, channel, stage }: RowContext): string[] {
  const { runbook } = incident
  const always = optionalFacts(runbook, stage).filter((name) => isSaidUnknown(incident, name, stage))
  const awaited = mendsAnother(stage) ? [] : awaitedFacts(incident, channel)
  const stated = new Set([...factsOfNotice(incident, stage), ...always, ...awaited])
  return Object.keys(runbook.facts).filter((name) => stated.has(name))
}

/** Returns the facts that a notice states only once somebody has stated them. */
export function factsOnceKnown({ incident, stage }: RowContext): string[] {
  const answers = stage === 'final' ? answersInFinal(incident) : []
  return [...optionalFacts(incident.runbook, stage), ...answers]
}

/** Returns the rows of all these facts. */
export function factRows(context: RowContext, roles: RoleValues): NoticeRow[] {
  const { incident } = context
  const constant = constantFacts(context)
  const known = factsOnceKnown(context).filter((name) => factSaid(context, name, roles)?.known === true)
  return Object.keys(incident.runbook.facts)
    .filter((name) => constant.includes(name) || known.includes(name))
    .flatMap((name) => withEarlierCauses(context, factRow(context, name, roles)))
}

/**
 * Once a halt was reopened, each interruption has a cause of its own: what was told of those before goes on standing as
 * long as a notice is about them, and is never taken for the cause of the stop after them, nor the other way round.
 */
export function withEarlierCauses(context: RowContext, row: NoticeRow | null): NoticeRow[] {
  if (row?.role !== 'cause') return row === null ? [] : [row]
  const { incident, language } = context
  const { ofEarlier, ofLatest } = customerWordsFor(language)
  const { interruptions, current } = lifecycleOf(incident)
  const earlier = interruptions.slice(0, -1)
  const told = earlier.map((one) => ({ one, said: causeSaid(context, one) })).filter(({ said }) => said.known)
  const covered = earlierCovered(context)
  const others = told.filter(({ one, said }) => covered.includes(one) && said.value !== row.value)
  const rows = grouped(others, ({ said }) => said.value).map(([{ one, said }]) => {
    const label = factLabel(context, row.fact as string, one)
    return { ...row, ...said, label: ofEarlier(label, wasRestriction(incident, one)), isWords: true }
  })
  const isOfAll = covered.every(
    (one) => typeDuring(incident, one) === typeOf(incident) || told.some((t) => t.one === one),
  )
  const isOfLatest = told.some(({ said }) => said.value !== row.value) || !isOfAll
  const isAgain = isStoppedAgain(incident)
  const isMarked = rows.length > 0 || (isOfLatest && isAgain)
  const label = isMarked ? ofLatest(row.label, wasRestriction(incident, current), isAgain) : row.label
  return [...rows, { ...row, label }]
}

/** Like `factRow`; of a cause, with the label that it has beside those of earlier interruptions. */
export function currentRow(context: RowContext, name: string, roles: RoleValues): NoticeRow | null {
  return withEarlierCauses(context, factRow(context, name, roles)).at(-1) ?? null
}

/** Returns the row of a fact; null if a notice says nothing of it. */
export function factRow(context: RowContext, name: string, roles: RoleValues): NoticeRow | null {
  const { incident } = context
  const said = factSaid(context, name, roles)
  const role = roleOf(incident.runbook, name)
  if (said === null) return null
  const isWords = said.known && incident.runbook.facts[name]?.words === true
  return { label: factLabel(context, name), ...said, isWords, fact: name, role }
}

/** Whether an interruption has a reason rather than a cause: it was planned, or is of a type that gives one. */
export function isReason(
  { incident, stage }: Pick<RowContext, 'incident' | 'stage'>,
  interruption = lifecycleOf(incident).current,
): boolean {
  const isPlanned = stage === 'scheduled' || isAsPlanned(incident, interruption)
  return isPlanned || incident.runbook.types[typeDuring(incident, interruption)]?.cause !== undefined
}

/** What a notice of a stage calls a fact; the beginning and the cause are those of an interruption. */
export function factLabel(
  context: RowContext,
  name: string,
  interruption = lifecycleOf(context.incident).current,
): string {
  const { incident, language, stage } = context
  const role = roleOf(incident.runbook, name)
  return customerWordsFor(language).labelOf({
    role,
    stage,
    isRestriction: isOfRestriction(context, role),
    isAgain: isStoppedAgain(incident, interruption),
    isReason: isReason(context, interruption),
    label: labelOf(incident.runbook.facts, name, language),
  })
}

/** Returns what notices say of a fact: its public words, or a time in words, or that it is not known. Null: nothing. */
export function factSaid(context: RowContext, name: string, roles: RoleValues): Said | null {
  const { incident, language, stage } = context
  const role = roleOf(incident.runbook, name)
  if (role !== null && role in roles) return roles[role as keyof RoleValues]
  const definition = incident.runbook.facts[name] as FactDefinition
  const unknown = unknownWords(incident, name)?.[language] ?? customerWordsFor(language).unknown.fact
  const said = isStale(incident, name, stage) ? wordsSaid(null, unknown) : statedWords(context, name, unknown)
  // Another fact may answer what is not known of this one.
  return said.known || definition.unknown === undefined || unknownWords(incident, name) !== null ? said : null
}

function statedWords(context: RowContext, name: string, unknown: string): Said {
  const { incident, language } = context
  const definition = incident.runbook.facts[name] as FactDefinition
  if (definition.words === true) return wordsSaid(publicWords(incident, name, language), unknown)
  const { value } = factOf(incident, name)
  if (value !== null && isTimeKind(definition.kind))
    return timeSaid(context, value, definition.kind === 'future' ? 'exact' : 'about', unknown)
  return wordsSaid(value === null ? null : (quantityWords(value, definition, language) ?? oneLine(value)), unknown)
}
