import { typeOf } from '../domain/incident/current-values.ts'
import { factOf } from '../domain/incident/facts.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { awaitedFacts } from '../domain/notice/awaited-facts.ts'
import {
  answersSinceResumption,
  factsOfNotice,
  isOfEarlierHalt,
  isSaidUnknown,
  isStale,
  unknownWords,
} from '../domain/notice/stated-facts.ts'
import { roleOf } from '../domain/runbook/fact-roles.ts'
import { optionalFacts } from '../domain/runbook/notice-facts.ts'
import { type FactDefinition, type FactRole, isTimeKind, mendsAnother } from '../domain/runbook/runbook.ts'
import { customerWordsFor, labelOf, oneLine, publicWords } from '../i18n/customer-words.ts'
import { quantityWords } from '../i18n/fact-value.ts'
import { isRestriction } from './halt-names.ts'
import type { NoticeRequest } from './notice.ts'
import { isTypeOfEarlierHalt } from './notice-times.ts'
import { type RoleValues, type Said, type SaidContext, timeSaid, wordsSaid } from './role-values.ts'
import { isAnyUnbroken } from './service-times.ts'

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

/** Returns the rows of these facts, and of those that a notice states only once somebody has stated them. */
export function factRows(context: RowContext, roles: RoleValues): NoticeRow[] {
  const { incident, stage } = context
  const constant = constantFacts(context)
  const answers = stage === 'final' ? answersSinceResumption(incident) : []
  const known = [...optionalFacts(incident.runbook, stage), ...answers].filter(
    (name) => factSaid(context, name, roles)?.known === true,
  )
  return Object.keys(incident.runbook.facts)
    .filter((name) => constant.includes(name) || known.includes(name))
    .flatMap((name) => withInterruption(context, factRow(context, name, roles)))
}

/**
 * Once a halt was reopened, what was last said of the cause before is that of the earlier stop: it goes on standing for what
 * never resumed, and a final notice is about the whole. Nobody has said yet why services were stopped again.
 */
function withInterruption(context: RowContext, row: NoticeRow | null): NoticeRow[] {
  if (row?.role !== 'cause') return row === null ? [] : [row]
  const { incident, language, stage } = context
  const name = row.fact as string
  const fact = factOf(incident, name)
  const isOfEarlier = fact.at === null ? isTypeOfEarlierHalt(incident) : isOfEarlierHalt(incident, fact)
  const { ofEarlier, ofAgain, unknown } = customerWordsFor(language)
  const told = stage === 'final' && row.known ? row.value : publicWords(incident, name, language)
  if (!isOfEarlier || told === null) return [row]
  const isLasting = stage === 'final' || isAnyUnbroken(context)
  const restriction = isRestriction(context)
  const earlier = { ...row, ...wordsSaid(told, ''), label: ofEarlier(row.label, restriction), isWords: fact.known }
  const again = { ...row, ...wordsSaid(null, isReason(context) ? unknown.fact : unknown.cause), isWords: false }
  return [...(isLasting ? [earlier] : []), { ...again, label: ofAgain(row.label, restriction) }]
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

/** Whether the halt has a reason rather than a cause: it was planned, or is of a type that gives one. */
export function isReason({ incident, stage }: RowContext): boolean {
  const isPlanned = stage === 'scheduled' || incident.declaration?.planned != null
  return isPlanned || incident.runbook.types[typeOf(incident)]?.cause !== undefined
}

/** What a notice of a stage calls a fact; of the beginning, that of an interruption. */
export function factLabel(
  context: RowContext,
  name: string,
  { number } = lifecycleOf(context.incident).current,
): string {
  const { incident, language, stage } = context
  return customerWordsFor(language).labelOf({
    role: roleOf(incident.runbook, name),
    stage,
    isRestriction: isRestriction(context),
    isAgain: number > 1,
    isReason: isReason(context),
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
  if (definition.words) return wordsSaid(publicWords(incident, name, language), unknown)
  const { value } = factOf(incident, name)
  if (value !== null && isTimeKind(definition.kind))
    return timeSaid(context, value, definition.kind === 'future' ? 'exact' : 'about', unknown)
  return wordsSaid(value === null ? null : (quantityWords(value, definition, language) ?? oneLine(value)), unknown)
}
