import type { Person } from '../domain/contacts/contacts.ts'
import { isWorking } from '../domain/contacts/cover.ts'
import type { Call, Party } from '../domain/incident/calls.ts'
import type { LevelView } from '../domain/incident/escalation.ts'
import type { Incident } from '../domain/incident/incident.ts'
import {
  type ContactsContext,
  departmentOrPersonName,
  levelLine,
  levelName,
  pageWords,
  personName,
  wayWords,
} from '../people/contacts-view.ts'
import type { CallingText, ContactsText } from '../people/words.en.ts'
import { inertLine } from '../view/inert.ts'
import { durationText, timeText } from '../view/time-format.ts'
import { flowIntoLines, wrapText } from '../view/wrap.ts'
import { KEYS } from './actions.ts'
import { drillMarked, type WalkContext, walkHeader, widthLeft } from './view.ts'

export interface CallContext {
  readonly walk: WalkContext
  readonly said: CallingText
  readonly contacts: ContactsText
  readonly personOf: (call: Pick<Call, 'person'>) => Person
}

/** What the call screen shows: a party, and the person selected in it. */
export interface ShownCall {
  readonly party: Party
  readonly person: string
  /** Its position among all parties, from 1, and their number. */
  readonly place: number
  readonly all: number
  /** Whether a step asks for the call; the step can then also be done in another way. */
  readonly askedByStep: boolean
  readonly canPage: boolean
}

export const CALL_KEYS = {
  reached: KEYS.done,
  tried: KEYS.begin,
  page: KEYS.run,
  next: KEYS.next,
  escalate: KEYS.escalate,
  undo: KEYS.undo,
  otherwise: '0',
} as const

/** The people of the party in calling order, with the ways to reach the selected one. */
export function callScreen(incident: Incident, calls: ShownCall, now: number, context: CallContext): string[] {
  const { walk, said } = context
  const { paint, text } = walk
  const { party, place, all } = calls
  const columns = widthLeft(incident, walk)
  const name = incident.settings.roster?.levels.some(({ id }) => id === party.id)
    ? levelName(incident, party.id, text)
    : departmentOrPersonName(incident, party.id, text)
  const title = wrapText(said.call(name, place, all), columns).map((line) => paint.strong(line))
  const people = party.calls.flatMap((call, i) => personLines(incident, calls, call, i, now, context))
  const keys = flowIntoLines(keyHints(calls, said), columns).map((line) => paint.faint(line))
  return drillMarked(incident, ['', ...walkHeader(incident, now, walk), '', ...title, ...people, '', ...keys], walk)
}

/** A person of the party, and below, if selected, the ways to reach them. */
function personLines(
  incident: Incident,
  { party, person }: ShownCall,
  call: Call,
  place: number,
  now: number,
  { walk, said, contacts, personOf }: CallContext,
): string[] {
  const { paint, text } = walk
  const columns = widthLeft(incident, walk)
  const { hours, reach, languages } = personOf(call)
  const { state, at, note, page } = call
  const time = at === null ? '' : timeText(at).slice(11, 16)
  const left = at === null ? 0 : Date.parse(at) + (incident.settings.roster?.answerWithin ?? 0) - now
  const words = [
    `${person === call.person ? '>' : ' '} ${place + 1} ${personName(incident, call.person, text)}`,
    languages.join(' '),
    isWorking(hours, now) ? '' : contacts.outside,
    call.person === party.next ? contacts.callNow : contacts.state(state, time),
    state === 'waiting' ? said.left(durationText(left, text.words)) : '',
    page === null ? '' : pageWords(page, contacts),
    note === null ? '' : inertLine(note),
  ]
  const [head = '', ...rest] = wrapText(words.filter((word) => word !== '').join('  '), columns - 4)
  const lines = [head, ...rest.map((line) => `    ${line}`)]
  const shown = person === call.person ? lines.map((line) => paint.strong(line)) : lines
  const ways = person === call.person ? reach.map((way) => `      ${wayWords(way, contacts)}`) : []
  return [...shown, ...ways.flatMap((line) => wrapText(line.trim(), columns - 6).map((part) => `      ${part}`))]
}

/** The keys of the call screen that have an effect now, with what they do. */
function keyHints({ party, askedByStep, canPage }: ShownCall, { keys }: CallingText): string[] {
  const names = ['reached', 'tried', 'page', 'next', 'escalate', 'undo', 'otherwise'] as const
  const shown = names.filter((name) => (name !== 'page' || canPage) && (name !== 'otherwise' || askedByStep))
  const several = party.calls.length > 1 ? [`1-${Math.min(9, party.calls.length)} ${keys.person}`] : []
  return [...shown.map((name) => `${CALL_KEYS[name]} ${keys[name]}`), ...several, `Enter ${keys.back}`]
}

/** The escalation levels; those that the rules require now stand out. */
export function levelScreen(
  incident: Incident,
  levels: readonly LevelView[],
  now: number,
  stamp: (ms: number) => string,
  { walk, said, contacts, personOf }: CallContext,
): string[] {
  const { paint, text } = walk
  const columns = widthLeft(incident, walk)
  const context: ContactsContext = { text, said: contacts, now, personOf }
  const due = dueLevels(levels, now)
  const lines = levels.flatMap((view, i) => {
    const people = view.party.calls.map((call) => {
      const state =
        view.raised === null ? '' : contacts.state(call.state, call.at === null ? '' : timeText(call.at).slice(11, 16))
      return `${personName(incident, call.person, text)}${state === '' ? '' : ` (${state})`}`
    })
    const [head = '', ...rest] = wrapText(`${i + 1} ${levelLine(view, context, stamp)}`, columns - 2)
    const names = wrapText(people.join(', '), columns - 4).map((line) => `    ${line}`)
    const block = [head, ...rest.map((line) => `  ${line}`), ...names]
    return due.includes(view) ? block.map((line) => paint.alarm(line)) : block
  })
  const dueTitles = due.map(({ level }) => inertLine(level.title[text.language])).join(', ')
  const keys = [
    ...(due.length === 0 ? [] : [`${KEYS.escalate} ${said.raiseDue(dueTitles)}`]),
    `${levels.length > 1 ? `1-${Math.min(9, levels.length)}` : '1'} ${said.raiseWhich}`,
    `${KEYS.contacts} ${walk.walk.labels.contacts}`,
    `Enter ${said.keys.back}`,
  ]
  const hints = flowIntoLines(keys, columns).map((line) => paint.faint(line))
  const head = ['', ...walkHeader(incident, now, walk), '', paint.strong(contacts.levels)]
  return drillMarked(incident, [...head, ...lines, '', ...hints], walk)
}

/** Levels that the rules require to be raised now. */
export function dueLevels(levels: readonly LevelView[], now: number): LevelView[] {
  return levels.filter(({ dueAt }) => dueAt !== null && dueAt <= now)
}
