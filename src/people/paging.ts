import type { OutgoingMessage } from '../delivery/transport.ts'
import type { ContactMethod } from '../domain/contacts/contacts.ts'
import { severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { formatTarget, type ScopeEntry, scopeOf } from '../domain/incident/scope.ts'
import { type Event, type EventData, nameOf } from '../domain/log/event.ts'
import { fail } from '../domain/problem.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { loadText, type Text } from '../i18n/text.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { partyTitle, targetName } from '../incident/labels.ts'
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
import { newEvidenceName } from '../store/evidence-files.ts'
import { inertLine } from '../view/inert.ts'
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

/** Once `stop` is aborted, nobody else is paged; pages under way finish and are recorded. */
type PagingOptions = Pick<DispatchOptions, 'onRecorded' | 'stop'>

export interface Attempt {
  readonly way: ContactMethod
  readonly delivered: EventData['page.delivered']
}

/** What came of a target: the attempts in order. None if no page was needed any more, or there is no way to send one. */
export interface PageResult {
  readonly wanted: PageTarget
  readonly attempts: readonly Attempt[]
}

type SendWay = ContactMethod & { readonly send: NonNullable<ContactMethod['send']> }

/** The ways by which the program can page a person, in the order of the contact list. */
export function sendWays(callList: CallList, person: string): readonly SendWay[] {
  return personIn(callList, { person }).reach.filter((way): way is SendWay => way.send !== null)
}

/** Who is to be called next in all departments and raised levels, each person once. */
export function nextPageTargets({ parties, levels, contacts }: CallList): PageTarget[] {
  const inParties = parties.map(({ id, next }) => ({ person: next, party: id, level: null }))
  const raised = levels.filter((view) => view.raised !== null)
  const inLevels = raised.map(({ level, party }) => ({ person: party.next, party: null, level: level.id }))
  const found = new Map<string, PageTarget>()
  for (const { person, party, level } of [...inParties, ...inLevels])
    if (person !== null && !found.has(person)) {
      // A party may also be a single person of the contact flow.
      const isDepartment = party !== null && Object.hasOwn(contacts.roster.departments, party)
      found.set(person, { person, department: isDepartment ? party : null, level, ifNext: true })
    }
  return [...found.values()]
}

/** Who is to be called next in these levels, each person once. */
export function nextPageTargetsInLevels({ levels }: CallList, ids: readonly string[]): PageTarget[] {
  const matching = levels.filter(({ level, party }) => ids.includes(level.id) && party.next !== null)
  const people = new Map(matching.map(({ level, party }) => [party.next as string, level.id]))
  return [...people].map(([person, level]) => ({ person, department: null, level, ifNext: true }))
}

/** The target to page a person by name: for the first of their departments that was not reached yet, else for the first. */
export function pageTargetFor({ parties, contacts }: CallList, person: string): PageTarget {
  const own = parties.filter(({ id }) => contacts.roster.departments[id]?.includes(person))
  const department = (own.find(({ reached }) => reached === null) ?? own[0])?.id ?? null
  return { person, department, level: null, ifNext: false }
}

/**
 * Pages people, all at once. After a way that failed, or may have, it tries the person's next one: to be woken twice does less
 * harm than not to be woken. No page is sent again by the same way.
 * Rejects with `page-not-recorded`, once all pages have finished, if an outcome could not be written to the log.
 */
export async function pageAll(
  world: World,
  chosen: ChosenIncident,
  callList: CallList,
  wanted: readonly PageTarget[],
  options: PagingOptions,
): Promise<PageResult[]> {
  const pages = wanted.map((target) => pageOne(world, chosen, callList, target, options))
  await Promise.allSettled(pages)
  return Promise.all(pages)
}

async function pageOne(
  world: World,
  chosen: ChosenIncident,
  callList: CallList,
  wanted: PageTarget,
  options: PagingOptions,
): Promise<PageResult> {
  const attempts: Attempt[] = []
  for (const way of sendWays(callList, wanted.person)) {
    // Once called, this person is no longer the next one, but their other ways are still tried until they answer.
    const ifNext = wanted.ifNext && attempts.length === 0
    const delivered = await pageBy(world, chosen, callList, { ...wanted, ifNext }, way, options)
    if (delivered === null) break
    attempts.push({ way, delivered })
    if (delivered.outcome === 'sent' || options.stop.aborted) break
  }
  return { wanted, attempts }
}

/** Pages a person by one way and records the outcome. Resolves to null if the page was no longer needed. */
async function pageBy(
  world: World,
  chosen: ChosenIncident,
  callList: CallList,
  wanted: PageTarget,
  { by: way, send }: SendWay,
  { onRecorded, stop }: PagingOptions,
): Promise<EventData['page.delivered'] | null> {
  const { ifNext, ...target } = wanted
  const file = send.via === 'smtp' ? newEvidenceName() : null
  const text = await textOf(world, chosen, callList, wanted, send.languages?.[0])
  const data = { ...target, way, via: send.via, key: uniqueKey(), text, journal: file }
  const journals = new Set(file === null ? [] : [file])
  const intents = recordWithJournals(chosen, journals, { kind: 'page', pages: [{ data, ifNext }] })
  onRecorded(intents)
  const intent = intents.events.find((event): event is PageIntent => event.type === 'page.intended')
  if (intent === undefined) return null
  const { outcome, kept } = await deliver(world, chosen, {
    way: send,
    files: { file: file ?? newEvidenceName(), isResumed: false },
    outgoing: () => outgoingPage(chosen, intent),
    progress: () => {},
    stop,
  })
  const { why, detail } = outcome
  const event = nameOf(intent)
  const delivered = { page: event, outcome: outcome.outcome, why, detail, journal: kept }
  recordOutcome(chosen, onRecorded, { kind: 'deliver-page', data: delivered }, (failure) =>
    fail('page-not-recorded', { event, ended: { who: wanted.person, way, outcome: outcome.outcome, why }, ...failure }),
  )
  return delivered
}

type PageIntent = Event & { readonly type: 'page.intended' }

/** The text of a page, in the preferred language, else in the first that the person speaks. */
async function textOf(
  { operator }: World,
  { journal }: ChosenIncident,
  callList: CallList,
  { person, department, level }: PageTarget,
  preferred: EventData['page.intended']['text']['language'] | undefined,
): Promise<EventData['page.intended']['text']> {
  const language = preferred ?? personIn(callList, { person }).languages[0] ?? 'ja'
  const [loaded, { paging }] = await Promise.all([loadText(language), peopleText(language)])
  const text = withOwnNames(loaded, journal.incident.runbook)
  const composed = pageText(journal.incident, person, level ?? department, operator, text, paging)
  return { language, ...composed, digest: sha256(composed.text) }
}

function outgoingPage({ journal: { incident } }: ChosenIncident, { data, at }: PageIntent): OutgoingMessage {
  const { key, person, text } = data
  const texts = [text]
  const origin = originOf(incident, incident.settings, at, texts)
  return { key, channel: 'page', person, stage: null, number: null, texts, next: null, ...origin }
}

/** What would go by each person's first way to page them, and where; sends nothing. */
export async function previewPages(
  world: World,
  chosen: ChosenIncident,
  callList: CallList,
  wanted: readonly PageTarget[],
) {
  const pages = wanted.map(async (one) => {
    const [first] = sendWays(callList, one.person)
    const found = first === undefined ? null : await targetOf(world, chosen, first.send)
    if (first === undefined || found === null) return []
    const { text } = await textOf(world, chosen, callList, one, first.send.languages?.[0])
    return [{ person: one.person, way: first.by, text, ...found }]
  })
  return (await Promise.all(pages)).flat()
}

/** If somebody was not paged, or may not have been, throws `page-failed`, or `page-interrupted` if the run was stopped. */
export function assertPaged(paged: readonly PageResult[], stopped: boolean): void {
  const notSent = paged.flatMap(({ wanted, attempts }) => {
    const last = attempts.at(-1)
    return last === undefined || last.delivered.outcome === 'sent' ? [] : [{ person: wanted.person, ...last }]
  })
  if (notSent.length === 0) return
  const what = notSent.map(({ person, way, delivered: { outcome, why } }) => ({
    ...{ who: person, way: way.by, outcome, why },
  }))
  if (stopped) fail('page-interrupted', { what })
  const failed = notSent.filter(({ delivered }) => delivered.outcome === 'failed')
  fail('page-failed', { what, people: failed.map(({ person }) => person) })
}

/** The people to call by hand, since the last attempt to page them failed, or may have. */
export function peopleToCallByHand(paged: readonly PageResult[]): string[] {
  return paged
    .filter(({ attempts }) => attempts.length > 0 && attempts.at(-1)?.delivered.outcome !== 'sent')
    .map(({ wanted }) => wanted.person)
}

/** The text of a page, short enough for a pager. `party` is a department or level; null if the page is for neither. */
function pageText(incident: Incident, person: string, party: string | null, by: string, text: Text, said: PagingText) {
  const { words, language } = text
  const type = incident.runbook.types[typeOf(incident)]?.[language] ?? typeOf(incident)
  const mark = incident.declaration?.drill ? `[${words.drill}] ` : ''
  const what = `${words.severity(severityOf(incident))} ${type}`
  const subject = `${mark}${said.subject(what, inertLine(titleOf(incident) ?? words.untitled))}`
  const title =
    party === null ? null : (partyTitle(incident.runbook, incident.settings.roster, party)?.[language] ?? party)
  const lines = [
    subject,
    stoppedLine(incident, text, said),
    said.incident(incident.declaration?.id ?? ''),
    said.calledBy(inertLine(by), personName(incident, person, text), title === null ? null : inertLine(title)),
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
    const stateWords = limits === null ? words.scopeState[state] : inertLine(limits)
    const target = inertLine(targetName(formatTarget({ operation, asset }), incident.runbook, language))
    return state === 'stopped' ? target : `${target} (${stateWords})`
  }
}
