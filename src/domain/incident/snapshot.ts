import { EMPTY_INCIDENT, type Incident, isInOwnFile, type Notice, type Sending } from './incident.ts'
import { Registers } from './registers.ts'
import { TextStore } from './text-store.ts'

/** An incident as JSON: maps are lists of entries, and `registers` is the index of the registers. */
type EncodedIncident = { readonly [K in keyof Incident]: unknown }

const MAP_KEYS = (Object.keys(EMPTY_INCIDENT) as (keyof Incident)[]).filter((key) => EMPTY_INCIDENT[key] instanceof Map)

/** Encodes an incident as UTF-8 lines: JSON, then register texts. Runbook and settings in own files are left out. */
export function encodeIncident(incident: Incident): Buffer[] {
  const { index, texts } = incident.registers
  const state: Record<string, unknown> = { ...incident }
  for (const kind of ['runbook', 'settings'] as const)
    if (isInOwnFile(incident, kind)) state[kind] = EMPTY_INCIDENT[kind]
  for (const key of MAP_KEYS) state[key] = [...(incident[key] as ReadonlyMap<string, unknown>)]
  state.registers = Object.entries(index).map(([name, map]) => [name, [...map]])
  state.notices = incident.notices.map(encodeNotice)
  return [Buffer.from(JSON.stringify(state)), ...texts.packed()]
}

/** Decodes the lines of `encodeIncident`. Throws if the first is not JSON, or lacks a map; no more is validated. */
export function decodeIncident([json, ...pages]: readonly Buffer[]): Incident {
  const state = JSON.parse(String(json)) as EncodedIncident
  const incident: Record<string, unknown> = { ...state }
  for (const key of MAP_KEYS) incident[key] = new Map(state[key] as [string, unknown][])
  // Each machine finds out itself whom it knows.
  incident.unknownWriters = EMPTY_INCIDENT.unknownWriters
  incident.notices = (state.notices as EncodedNotice[]).map(decodeNotice)
  const index = (state.registers as [string, []][]).map(([name, pairs]) => [name, new Map(pairs)])
  incident.registers = new Registers(Object.fromEntries(index), TextStore.from(pages))
  return incident as unknown as Incident
}

/** A notice, without its texts if these are the very ones of its intent. */
type EncodedNotice = Notice | (Omit<Notice, 'texts' | 'sending'> & { readonly sending: Sending })

function encodeNotice(notice: Notice): EncodedNotice {
  const { texts, sending, ...rest } = notice
  return sending !== null && texts === sending.intent.texts ? { ...rest, sending } : notice
}

function decodeNotice(encoded: EncodedNotice): Notice {
  return 'texts' in encoded ? encoded : { ...encoded, texts: encoded.sending.intent.texts }
}
