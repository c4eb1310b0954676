import {
  arrayOf,
  assetName,
  boolean,
  type GuardedType,
  integer,
  type JsonSchema,
  nullable,
  oneOf,
  recordOf,
  safeInteger,
  shape,
  text,
  time,
  word,
} from '../domain/guard.ts'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { LANGUAGES, STAGES } from '../domain/runbook/runbook.ts'

/** How a halt stands by the last notice. `over`: the final notice went out. `retracted`: there was no halt. */
const HALT_STATES = ['planned', 'halted', 'resumed', 'over', 'retracted'] as const

/** `state` is null of services of which nobody has stated one. */
const isLine = shape(() => ({ state: nullable(oneOf(SCOPE_STATES)), text }))

/** What customers were told of a halt with a notice: how it stands, and nothing that the notice does not state. */
const isHaltStatus = shape(() => ({
  state: oneOf(HALT_STATES),
  /** When the notice that says so was made. */
  asOf: time,
  /** Null if it has not begun, or that is not known. */
  startedAt: nullable(time),
  /** The halt was reopened after a resumption, and began again at `startedAt`. */
  again: boolean,
  /** Services are, or were, only restricted since then, and none was stopped. */
  restriction: boolean,
  /** The window of a planned halt; `to` is null if its end is not known. */
  planned: nullable(shape(() => ({ from: time, to: nullable(time) }))),
  /** When the next report is promised. */
  next: nullable(time),
  /** What was stated; before a planned halt, what is to come. Nothing is known of any other operation. */
  scope: arrayOf(shape(() => ({ operation: word, asset: nullable(assetName), state: oneOf(SCOPE_STATES) }))),
  /** The same in customers' words, by language; at least one line for each state, and one for what nobody stated. */
  lines: recordOf(arrayOf(isLine)),
}))
export type HaltStatus = GuardedType<typeof isHaltStatus>

/** One notice, with the file name of its page, and the URL of that if it is known, by language. */
const isToldNotice = shape(() => ({
  key: text,
  incident: text,
  stage: nullable(oneOf(STAGES)),
  number: nullable(safeInteger),
  at: time,
  pages: recordOf(shape(() => ({ title: text, page: text, link: nullable(text) }))),
}))
export type ToldNotice = GuardedType<typeof isToldNotice>

/** `status.json`: what customers were last told on a channel. */
export const isStatusDocument = shape(() => ({
  schemaVersion: integer(1, 1),
  organisation: recordOf(text),
  languages: arrayOf(oneOf(LANGUAGES)),
  /** When the latest notice went out. */
  updatedAt: time,
  /** The latest first. */
  halts: arrayOf(shape(() => ({ incident: text, status: isHaltStatus }))),
  /** The latest first, at most fifty, and the latest of each halt that is not over. */
  notices: arrayOf(isToldNotice),
}))
export type StatusDocument = GuardedType<typeof isStatusDocument>

export function statusDocumentSchema(): JsonSchema {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...isStatusDocument.schema() }
}

const MAX_NOTICES = 50

/** The document after a notice; a retry replaces what it said of the same notice, an older one changes no state. */
export function withNotice(
  document: Pick<StatusDocument, 'halts' | 'notices'> | null,
  { organisation, languages }: Pick<StatusDocument, 'organisation' | 'languages'>,
  notice: ToldNotice,
  status: HaltStatus,
): StatusDocument {
  const { halts = [], notices = [] } = document ?? {}
  const known = halts.find(({ incident }) => incident === notice.incident)
  const isLater = known === undefined || Date.parse(status.asOf) >= Date.parse(known.status.asOf)
  const current = isLater ? { incident: notice.incident, status } : known
  const all = latestFirst([notice, ...notices.filter(({ key }) => key !== notice.key)], ({ at }) => at)
  const open = [current, ...halts.filter((halt) => halt !== known)]
  const kept = all.filter((one, i) => i < MAX_NOTICES || isLatestOfOpenHalt(one, all, open))
  return {
    schemaVersion: 1,
    organisation,
    languages,
    updatedAt: (kept[0] as ToldNotice).at,
    halts: latestFirst(
      open.filter(({ incident }) => kept.some((one) => one.incident === incident)),
      (halt) => halt.status.asOf,
    ),
    notices: kept,
  }
}

/** Whether customers are still told of a halt: it is neither over nor retracted. */
export function isShown({ state }: Pick<HaltStatus, 'state'>): boolean {
  return state !== 'over' && state !== 'retracted'
}

export function latestNoticeOf({ notices }: Pick<StatusDocument, 'notices'>, incident: string): ToldNotice | undefined {
  return notices.find((notice) => notice.incident === incident)
}

function isLatestOfOpenHalt(
  notice: ToldNotice,
  notices: readonly ToldNotice[],
  halts: StatusDocument['halts'],
): boolean {
  const halt = halts.find(({ incident }) => incident === notice.incident)
  return halt !== undefined && isShown(halt.status) && latestNoticeOf({ notices }, notice.incident) === notice
}

function latestFirst<T>(items: readonly T[], at: (item: T) => string): T[] {
  return [...items].sort((a, b) => Date.parse(at(b)) - Date.parse(at(a)))
}
