import type { Outgoing } from '../delivery/transport.ts'
import type { ContactMethod } from '../domain/contacts/contacts.ts'
import { severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type ScopeEntry, scopeOf } from '../domain/incident/scope.ts'
import { type Event, type EventData, nameOf } from '../domain/log/event.ts'
import { fail } from '../domain/outcome.ts'
import type { Text } from '../i18n/text.ts'
import { loadText } from '../i18n/text.ts'
import type { Chosen } from '../incident/choose.ts'
import { partyTitle } from '../incident/labels.ts'
import { sha256 } from '../notice/compose.ts'
import {
  type DispatchOptions,
  deliver,
  originOf,
  recordOutcome,
  recordWithJournals,
  targetOf,
} from '../notice/dispatch.ts'
import { uniqueKey } from '../platform/random.ts'
import { newName } from '../store/evidence-files.ts'
import { inert } from '../view/inert.ts'
import type { World } from '../world.ts'
import { type CallList, personIn } from './call-list.ts'
import { personName } from './contacts-view.ts'
import type { PagingText } from './words.en.ts'
import { peopleText } from './words.ts'

/** A person to page, and the department or level to page them for. */
export interface PageTarget {
  readonly person: string
  readonly department: string | null
  readonly level: string | null
  /** Page only while this person is the next to be called there. */
  readonly ifNext: boolean
}

/** Once stopped, nobody else is paged; pages under way finish and are recorded. */
type PagingOptions = Pick<DispatchOptions, 'tell' | 'stop'>

/** A page by one way, and its outcome. */
export interface Attempt {
  readonly way: ContactMethod
  readonly delivered: EventData['page.delivered']
}

/** The attempts in order; none if the person had answered meanwhile, or somebody else is next. */
export interface PageResult {
  readonly wanted: PageTarget
  readonly attempts: readonly Attempt[]
}

/** A way by which the program can send a page. */
type SendWay = ContactMethod & { readonly send: NonNullable<ContactMethod['send']> }

export function sendWays(calling: CallList, person: string): readonly SendWay[] {
  return personIn(calling, { person }).reach.filter((way): way is SendWay => way.send !== null)
}

/** Who is to be called next in all departments and raised levels, each person once. */
export function nextToCall({ parties, levels, contacts }: CallList): PageTarget[] {
  const inDepartments = parties.map(({ id, next }) => ({ person: next, department: id, level: null }))
  const raised = levels.filter((view) => view.raised !== null)
  const inLevels = raised.map(({ level, party }) => ({ person: party.next, department: null, level: level.id }))
  const found = new Map<string, PageTarget>()
  for (const { person, department, level } of [...inDepartments, ...inLevels])
    if (person !== null && !found.has(person)) {
      const known = department !== null && Object.hasOwn(contacts.roster.departments, department)
      found.set(person, { person, department: known ? department : null, level, ifNext: true })
    }
  return [...found.values()]
}

/** Who is to be called next in these levels, each person once. */
export function nextInLevels({ levels }: CallList, ids: readonly string[]): PageTarget[] {
  const matching = levels.filter(({ level, party }) => ids.includes(level.id) && party.next !== null)
  const people = new Map(matching.map(({ level, party }) => [party.next as string, level.id]))
  return [...people].map(([person, level]) => ({ person, department: null, level, ifNext: true }))
}

/** Pages a person for the first of their departments that nobody has answered for yet. */
export function pageTargetFor({ parties, contacts }: CallList, person: string): PageTarget {
  const own = parties.filter(({ id }) => contacts.roster.departments[id]?.includes(person))
  const department = (own.find(({ reached }) => reached === null) ?? own[0])?.id ?? null
  return { person, department, level: null, ifNext: false }
}

/**
 * Pages people, all at once: records the intent, sends, records the outcome. After a failed way it tries the person's
 * next one, but not after one with an unknown outcome. Throws `page-not-recorded`, once all pages have finished, if an
 * outcome could not be written to the log.
 */
export async function pageAll(
  world: World,
  chosen: Chosen,
  calling: CallList,
  wanted: readonly PageTarget[],
  options: PagingOptions,
): Promise<PageResult[]> {
  const pages = wanted.map((one) => pageOne(world, chosen, calling, one, options))
  await Promise.allSettled(pages)
  return Promise.all(pages)
}

async function pageOne(
  world: World,
  chosen: Chosen,
  calling: CallList,
  wanted: PageTarget,
  options: PagingOptions,
): Promise<PageResult> {
  const attempts: Attempt[] = []
  for (const way of sendWays(calling, wanted.person)) {
    // Once called, this person is no longer the next one, but their other ways are still tried until they answer.
    const ifNext = wanted.ifNext && attempts.length === 0
    const delivered = await pageBy(world, chosen, calling, { ...wanted, ifNext }, way, options)
    if (delivered === null) break
    attempts.push({ way, delivered })
    if (delivered.outcome !== 'failed' || options.stop.aborted) break
  }
  return { wanted, attempts }
}

/** Null if the page was no longer needed. */
async function pageBy(
  world: World,
  chosen: Chosen,
  calling: CallList,
  wanted: PageTarget,
  { by: way, send }: SendWay,
  { tell, stop }: PagingOptions,
): Promise<EventData['page.delivered'] | null> {
  const { ifNext, ...target } = wanted
  const file = send.via === 'smtp' ? newName() : null
  const text = await textOf(world, chosen, calling, wanted, send.languages?.[0])
  const data = { ...target, way, via: send.via, key: uniqueKey(), text, journal: file }
  const journals = new Set(file === null ? [] : [file])
  const intents = recordWithJournals(chosen, journals, { kind: 'page', pages: [{ data, ifNext }] })
  tell(intents)
  const intent = intents.events.find((event): event is Intent => event.type === 'page.intended')
  if (intent === undefined) return null
  const { outcome, kept } = await deliver(world, chosen, {
    way: send,
    files: { file: file ?? newName(), resumed: false },
    outgoing: () => outgoing(chosen, intent),
    progress: () => {},
    stop,
  })
  const { why, detail } = outcome
  const event = nameOf(intent)
  const ended = { page: event, outcome: outcome.outcome, why, detail, journal: kept }
  recordOutcome(chosen, tell, { kind: 'deliver-page', data: ended }, (failure) => {
    const how = `${outcome.outcome} ${why ?? ''}`.trim()
    return fail('page-not-recorded', { event, person: wanted.person, outcome: how, ...failure })
  })
  return ended
}

type Intent = Event & { readonly type: 'page.intended' }

async function textOf(
  { operator }: World,
  { journal }: Chosen,
  calling: CallList,
  { person, department, level }: PageTarget,
  given: EventData['page.intended']['text']['language'] | undefined,
): Promise<EventData['page.intended']['text']> {
  const language = given ?? personIn(calling, { person }).languages[0] ?? 'ja'
  const [text, { paging }] = await Promise.all([loadText(language), peopleText(language)])
  const composed = pageText(journal.incident, person, level ?? department, operator, text, paging)
  return { language, ...composed, digest: sha256(composed.text) }
}

function outgoing({ journal: { incident } }: Chosen, { data, at }: Intent): Outgoing {
  const { key, person, text } = data
  const texts = [text]
  const origin = originOf(incident, incident.settings, at, texts)
  return { key, channel: 'page', person, stage: null, number: null, texts, next: null, ...origin }
}

/** What would go by each person's first way to page them, and where; sends nothing. */
export async function previewPages(world: World, chosen: Chosen, calling: CallList, wanted: readonly PageTarget[]) {
  const pages = wanted.map(async (one) => {
    const [first] = sendWays(calling, one.person)
    const found = first === undefined ? null : await targetOf(world, chosen, first.send)
    if (first === undefined || found === null) return []
    const { text } = await textOf(world, chosen, calling, one, first.send.languages?.[0])
    return [{ person: one.person, way: first.by, text, ...found }]
  })
  return (await Promise.all(pages)).flat()
}

/** Throws `page-failed` if somebody was not paged or may not have been, `page-interrupted` if the run was stopped. */
export function assertPaged(paged: readonly PageResult[], stopped: boolean): void {
  const notSent = paged.flatMap(({ wanted, attempts }) => {
    const last = attempts.at(-1)
    return last === undefined || last.delivered.outcome === 'sent' ? [] : [{ person: wanted.person, ...last }]
  })
  if (notSent.length === 0) return
  const what = notSent.map(({ person, way, delivered: { outcome, why } }) =>
    `${person} ${way.by} ${outcome} ${why ?? ''}`.trim(),
  )
  if (stopped) fail('page-interrupted', { what })
  fail('page-failed', {
    what,
    people: notSent.filter((one) => one.delivered.outcome === 'failed').map((one) => one.person),
  })
}

/** People to call by hand, since every attempt to page them failed. */
export function byHand(paged: readonly PageResult[]): string[] {
  return paged
    .filter(({ attempts }) => attempts.at(-1)?.delivered.outcome === 'failed')
    .map(({ wanted }) => wanted.person)
}

/**
 * The text of a page in one language: short enough for a pager, with how to answer. `party` is a department or an
 * escalation level; null if the person was paged without one.
 */
function pageText(
  incident: Incident,
  person: string,
  party: string | null,
  operator: string,
  text: Text,
  said: PagingText,
) {
  const { words, language } = text
  const type = incident.runbook.types[typeOf(incident)]?.[language] ?? typeOf(incident)
  const mark = incident.declaration?.drill ? `[${words.drill}] ` : ''
  const what = `${words.severity(severityOf(incident))} ${type}`
  const subject = `${mark}${said.subject(what, inert(titleOf(incident) ?? words.untitled))}`
  const title =
    party === null ? null : (partyTitle(incident.runbook, incident.settings.roster, party)?.[language] ?? party)
  const lines = [
    subject,
    stoppedLine(incident, text, said),
    said.incident(incident.declaration?.id ?? ''),
    said.calledBy(inert(operator), personName(incident, person, text), title === null ? null : inert(title)),
    said.answer(`haltctl contacts reached ${person}`),
  ]
  return { subject, text: `${lines.join('\n')}\n` }
}

function stoppedLine(incident: Incident, { words, language }: Text, said: PagingText): string {
  const entries = scopeOf(incident)
  const restricted = entries.filter(({ state }) => state !== 'open')
  if (entries.length === 0) return said.stoppedUnknown
  return restricted.length === 0 ? said.stoppedNothing : said.stopped(restricted.map(named))

  function named({ operation, asset, state, words: limits }: ScopeEntry): string {
    const name = incident.runbook.operations[operation]?.[language] ?? operation
    const how = limits === null ? words.scopeState[state] : inert(limits)
    const what = asset === null ? inert(name) : `${inert(name)} ${inert(asset)}`
    return state === 'stopped' ? what : `${what} (${how})`
  }
}
