import { isRecord, type JsonSchema } from '../guard.ts'

export type GoverningKind = 'runbook' | 'settings'

/** A file beside the log, of what governs the incident: named by the SHA-256 of its bytes, in lower-case hex. */
export interface NamedFile {
  readonly kind: GoverningKind
  readonly digest: string
}

/** Lines of this version and later name their runbook and settings; those before it carry them. */
export const FIRST_NAMING_VERSION = 2

const KINDS: ReadonlyMap<string, readonly GoverningKind[]> = new Map([
  ['incident.started', ['runbook', 'settings']],
  ['runbook.adopted', ['runbook']],
  ['settings.adopted', ['settings']],
])

const DIGEST = /^[0-9a-f]{64}$/

/** What a type of event puts in force. */
export function governedBy(type: string): readonly GoverningKind[] {
  return KINDS.get(type) ?? []
}

/** What of a line says which files it names. */
interface Line {
  readonly v: number
  readonly type: string
  readonly data: unknown
}

/** The files that an event names. */
export function namedIn({ v, type, data }: Line): NamedFile[] {
  if (v < FIRST_NAMING_VERSION || !isRecord(data)) return []
  return governedBy(type).map((kind) => ({ kind, digest: data[`${kind}Digest`] as string }))
}

/** Whether the data of an event has what it puts in force, as its version has it: carried, or named by a digest. */
export function hasGoverning(v: number, type: string, data: unknown): boolean {
  const kinds = KINDS.get(type)
  if (kinds === undefined || !isRecord(data)) return true
  if (v < FIRST_NAMING_VERSION) return kinds.every((kind) => data[kind] !== undefined)
  return kinds.every((kind) => DIGEST.test(String(data[`${kind}Digest`])))
}

/** The same as a JSON Schema of the event; empty where its type puts nothing in force. */
export function governingSchema(type: string): JsonSchema {
  const kinds = governedBy(type)
  if (kinds.length === 0) return {}
  const digests = kinds.map((kind) => [`${kind}Digest`, { pattern: DIGEST.source }])
  return {
    if: { properties: { v: { minimum: FIRST_NAMING_VERSION } } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { properties: { data: { properties: Object.fromEntries(digests) } } },
    else: { properties: { data: { required: kinds } } },
  }
}

/** The name of the file, in the folder of the incident. */
export function fileNameOf({ kind, digest }: NamedFile): string {
  return `${kind}.${digest}.json`
}

/** What is wrong with a file: `invalid` where it has its digest and is still no runbook, or no settings. */
export type FileFlaw = 'gone' | 'altered' | 'unreadable' | 'invalid'

export interface FlawedFile extends NamedFile {
  /** Its path, relative to the workspace. */
  readonly file: string
  readonly flaw: FileFlaw
}
