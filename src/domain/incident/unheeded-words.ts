import { type EventData, eventPlace, nameOf } from '../log/event.ts'
import type { WriterBirth } from '../log/known-writers.ts'
import { changedStatements, statementsOf } from '../notice/changes.ts'
import { isSameNotice, isScopeChangedSince, isStoppedAgainSince } from './approval-changes.ts'
import { heededSince } from './askers.ts'
import { registerOf, registersByName } from './current-values.ts'
import { isKnown, knownTo, type SeenEvent } from './horizon.ts'
import type { Incident } from './incident.ts'
import type { Write } from './register.ts'

/**
 * What writers that this machine does not know have said since a known one asked for an approval, and what would void that if
 * they were known. `refused`: they refused it, or took it or its approval back; the others as in `ApprovalChange`.
 */
export interface UnheededWords {
  readonly why: 'refused' | 'scope' | 'told' | 'facts'
  /** The channels or facts. */
  readonly what: readonly string[]
  /** The last event of each of these writers, the latest first, but not of more than three. */
  readonly events: readonly { readonly event: string; readonly by: string }[]
}

const MAX_EVENTS = 3

/** Whether nothing goes out in spite of such words unless somebody says why: what was approved may be wrong, or not wanted. */
export function holdsBack({ why }: UnheededWords): boolean {
  return why === 'refused' || why === 'scope'
}

/** Returns what unknown writers have said since something was prepared; `done` are the parts that were carried out. */
export function unheededSince(
  incident: Incident,
  request: Write<unknown>,
  prepared: EventData['approval.requested'],
  done: readonly string[],
): UnheededWords[] {
  const heeded = heededSince(incident, request)
  if (heeded === incident) return []
  const sinceIn = (registers: readonly (readonly Write<unknown>[])[]) => eventsSince(incident, request, registers)
  const scope = () => sinceIn([registerOf(incident, 'phase'), ...valuesOf(registersByName(incident, 'scope:'))])
  const refusals = sinceIn([registerOf(incident, `approval:${request.event}`)].map((marks) => refusalsIn(marks)))
  const all: UnheededWords[] = [{ why: 'refused', what: [], events: refusals }]
  if (prepared.lift !== undefined) {
    if (isScopeChangedSince(incident, request)) all.push({ why: 'scope', what: [], events: scope() })
    return all.filter(({ events }) => events.length > 0)
  }
  const changed = changedStatements(statementsOf(heeded), statementsOf(incident))
  const isTurned = isStoppedAgainSince(incident, request) && !isStoppedAgainSince(heeded, request)
  if (changed.includes('scope') || isTurned) all.push({ why: 'scope', what: [], events: scope() })
  const left = prepared.notices?.filter(({ channel }) => !done.includes(channel))
  const known = new Set(heeded.notices.map(({ event }) => event))
  const told = incident.notices.filter(
    (one) => !known.has(one.event) && left?.some((notice) => isSameNotice(notice, one)),
  )
  if (told.length > 0) {
    const channels = [...new Set(told.map(({ channel }) => channel))]
    all.push({
      why: 'told',
      what: channels,
      events: lastOfEach(told.map((one) => ({ ...one, ...eventPlace(one.event) }))),
    })
  }
  const facts = changed.filter((name) => name !== 'scope')
  if (facts.length > 0) all.push({ why: 'facts', what: facts, events: sinceIn(registersOf(incident, facts)) })
  return all.filter(({ events }) => events.length > 0)
}

function valuesOf<T>(entries: readonly (readonly [string, T])[]): T[] {
  return entries.map(([, value]) => value)
}

/** The refusals of a request, and what of it was taken back. */
function refusalsIn(marks: readonly Write<{ readonly says: string }>[]): Write<unknown>[] {
  return marks.filter(({ value, undone }) => value.says === 'refused' || undone)
}

/** The registers of some facts, and of what other events state of their roles. */
function registersOf(incident: Incident, facts: readonly string[]): (readonly Write<unknown>[])[] {
  const values = registersByName(incident, 'fact:').filter(([name]) => name.startsWith('@') || facts.includes(name))
  const words = registersByName(incident, 'words:').filter(([name]) =>
    facts.some((fact) => name.startsWith(`${fact}.`)),
  )
  return [...valuesOf(values), ...valuesOf(words), ...(facts.includes('type') ? [registerOf(incident, 'type')] : [])]
}

interface Word extends SeenEvent {
  readonly order: number
  readonly by: string
}

/** The last words of unknown writers in some registers that whoever asked had not seen: what they wrote, and what they changed. */
function eventsSince(
  { unknownWriters, births }: Incident,
  request: Write<unknown>,
  registers: readonly (readonly Write<unknown>[])[],
): UnheededWords['events'] {
  const horizon = { ...knownTo(request), order: Number.POSITIVE_INFINITY }
  const words = registers.flat().flatMap((write): Word[] => {
    const { amendment } = write
    return amendment === null
      ? [write]
      : [write, { ...amendment, by: (births.get(amendment.writer) as WriterBirth).by }]
  })
  return lastOfEach(
    words.filter((word) => unknownWriters.has(word.writer) && !isKnown({ ...word, recordedAt: '' }, horizon)),
  )
}

/** The last word of each writer. */
function lastOfEach(words: readonly Word[]): UnheededWords['events'] {
  const last = new Map<string, Word>()
  for (const word of words) if ((last.get(word.writer)?.order ?? -1) < word.order) last.set(word.writer, word)
  const latest = [...last.values()].sort((a, b) => b.order - a.order).slice(0, MAX_EVENTS)
  return latest.map((word) => ({ event: nameOf(word), by: word.by }))
}
