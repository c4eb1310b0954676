import type { ContactMethod, Person } from '../domain/contacts/contacts.ts'
import { isWorking } from '../domain/contacts/cover.ts'
import { LEAD, type Roster } from '../domain/contacts/roster.ts'
import type { Call, Party } from '../domain/incident/calls.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import type { LevelView } from '../domain/incident/escalation.ts'
import type { Incident, Page } from '../domain/incident/incident.ts'
import type { Text } from '../i18n/text.ts'
import type { Stamp } from '../incident/status-document.ts'
import type { Item } from '../view/blocks.ts'
import { inertLine } from '../view/inert.ts'
import { timeText } from '../view/time-format.ts'
import type { ContactsText } from './words.en.ts'

export interface ContactsContext {
  readonly text: Text
  readonly said: ContactsText
  readonly now: number
  readonly personOf: (call: Call) => Person
}

export function partyItem(incident: Incident, party: Party, context: ContactsContext): Item {
  return { text: departmentOrPersonName(incident, party.id, context.text), items: callItems(incident, party, context) }
}

export function callItems(incident: Incident, { calls, next }: Party, context: ContactsContext): Item[] {
  return calls.map((call) => ({ text: callLine(incident, call, next, context) }))
}

/** The name of a department or a person, else the id; inert. */
export function departmentOrPersonName({ runbook, settings }: Incident, id: string, { language }: Text): string {
  return inertLine(runbook.departments[id]?.[language] ?? settings.roster?.people[id]?.[language] ?? id)
}

/** The title of an escalation level, else the id; inert. */
export function levelName({ settings }: Incident, id: string, { language }: Text): string {
  return inertLine(settings.roster?.levels.find((level) => level.id === id)?.title[language] ?? id)
}

/** The name in the contact list, else the id; inert. */
export function personName({ settings }: Incident, id: string, { language }: Text): string {
  return inertLine(settings.roster?.people[id]?.[language] ?? id)
}

/** Whether a halt goes on, so that people are to be called now. */
function isUnderWay(incident: Incident): boolean {
  return incident.declaration !== null && !['scheduled', 'closed'].includes(phaseOf(incident))
}

/** One person in a line: name, languages, ways, and the state of calling them; `next` is whom to call now. */
function callLine(incident: Incident, call: Call, next: string | null, context: ContactsContext): string {
  const { said, text, now, personOf } = context
  const { person, state, at, note, page } = call
  const { hours, reach, languages } = personOf(call)
  const callState =
    person === next
      ? isUnderWay(incident)
        ? said.callNow
        : said.callFirst
      : said.state(state, at === null ? '' : timeText(at).slice(11, 16))
  const parts = [
    `${personName(incident, person, text)} (${person})`,
    languages.join(' '),
    reach.map((way) => wayWords(way, said)).join(', '),
    isWorking(hours, now) ? '' : said.outside,
    callState,
    page === null ? '' : pageWords(page, said),
    note === null ? '' : inertLine(note),
  ]
  return parts.filter((part) => part !== '').join('  ')
}

/** The last page to a person and its outcome. In a drill, every page counts as simulated. */
export function pageWords({ state, ended, at, way, why }: Page, said: ContactsText): string {
  const outcome = why === 'drill' ? 'simulated' : state
  const reason = ended && why !== null && why !== 'drill' ? ` (${inertLine(why)})` : ''
  return `${said.page(outcome, timeText(at).slice(11, 16), said.ways[way])}${reason}`
}

export function wayWords({ by, to, send }: ContactMethod, said: ContactsText): string {
  const way = to === null ? said.ways[by] : `${said.ways[by]} ${inertLine(to)}`
  return send === null ? way : `${way} (${said.sends})`
}

export function levelLine({ level, dueAt, raised }: LevelView, context: ContactsContext, stamp: Stamp): string {
  const { said, text, now } = context
  const parts = [
    `${inertLine(level.title[text.language])} (${level.id})`,
    raised === null ? '' : said.raised(timeText(raised.at).slice(11, 16), inertLine(raised.by)),
    dueAt === null ? '' : (dueAt <= now ? said.dueSince : said.dueAt)(timeText(stamp(dueAt))),
    level.when === null && raised === null ? said.byHand : '',
  ]
  return parts.filter((part) => part !== '').join('  ')
}

/** A level, with its people below; none is marked as the next to call before the level is due or raised. */
export function levelItem(incident: Incident, view: LevelView, context: ContactsContext, stamp: Stamp): Item {
  const { party, raised, dueAt } = view
  const isCalled = raised !== null || (dueAt !== null && dueAt <= context.now)
  const items = callItems(incident, isCalled ? party : { ...party, next: null }, context)
  return { text: levelLine(view, context, stamp), items }
}

/** The contact flow as an indented tree. A department that several inform comes under each, its own branch only once. */
export function contactFlowText(incident: Incident, roster: Roster, said: ContactsText, text: Text): string[] {
  const shown = new Set<string>()
  const branch = (id: string, depth: number): string[] => {
    const name = id === LEAD ? said.lead : departmentOrPersonName(incident, id, text)
    const people = (roster.departments[id] ?? []).map((person) => personName(incident, person, text))
    const line = `${'  '.repeat(depth)}${name}${people.length === 0 ? '' : `  ${people.join(', ')}`}`
    if (shown.has(id)) return [line]
    shown.add(id)
    return [line, ...(roster.flow[id] ?? []).flatMap((to) => branch(to, depth + 1))]
  }
  const roots = Object.keys(roster.flow).filter((id) => id === LEAD || !isInformed(roster, id))
  return roots.flatMap((id) => branch(id, 0))
}

function isInformed({ flow }: Roster, id: string): boolean {
  return Object.values(flow).some((informed) => informed.includes(id))
}

/** The contact flow as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html). */
export function contactFlowMermaid(incident: Incident, roster: Roster, said: ContactsText, text: Text): string[] {
  const ids = [...new Set([...Object.keys(roster.flow), ...Object.values(roster.flow).flat()])]
  const node = (id: string) => `n${ids.indexOf(id)}`
  const label = (id: string) => {
    const people = (roster.departments[id] ?? []).map((person) => personName(incident, person, text))
    return [id === LEAD ? said.lead : departmentOrPersonName(incident, id, text), ...people]
      .map(escapeLabel)
      .join('<br>')
  }
  return [
    'flowchart TD',
    ...ids.map((id) => `  ${node(id)}["${label(id)}"]`),
    ...ids.flatMap((id) => (roster.flow[id] ?? []).map((to) => `  ${node(id)} --> ${node(to)}`)),
  ]
}

/** Writes characters that would end a label or be read as markup as numbered entities, as Mermaid wants them. */
function escapeLabel(text: string): string {
  return text.replace(/[&<>"#;`]/g, (char) => `#${char.charCodeAt(0)};`)
}
