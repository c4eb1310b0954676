import type { Roster } from '../domain/contacts/roster.ts'
import type { Notice } from '../domain/incident/incident.ts'
import type { Recorded } from '../domain/incident/order-of-events.ts'
import type { UnknownWriter } from '../domain/incident/unknown-writers.ts'
import type { Audience } from '../domain/report/audience.ts'
import type { Language, Runbook, Stage } from '../domain/runbook/runbook.ts'
import type { Stamp } from '../incident/status-document.ts'
import type { StatedCause } from '../notice/causes-in-report.ts'
import type { ReaderWords } from './readers.ts'
import type { ReportLabels } from './words.en.ts'

export interface ReportContext extends ReaderWords {
  readonly runbook: Runbook
  /** Names of people, departments and levels; undefined without a contact list. */
  readonly roster: Roster | undefined
  readonly labels: ReportLabels
  readonly audience: Audience
  readonly isConfidential: boolean
  readonly organisation: Readonly<Record<Language, string | null>>
  /** How customers reach the company if no fact says so. */
  readonly contact: Readonly<Record<Language, string | null>>
  /** For customers, what notices give as the cause of each interruption, in the language of the report. */
  readonly causes: readonly StatedCause[]
  /** Where and when each fact was stated last. */
  readonly factRecords: ReadonlyMap<string, Recorded>
  /** Where and when the first lift since the halt began, or was last reopened, was recorded; null if there is none. */
  readonly firstLift: Recorded | null
  /** Whether it is on record when the halt began: somebody stated it or what was restricted or, if it was planned, began it. */
  readonly isBeginningKnown: boolean
  /** The numbers of the interruptions that began with restrictions alone (`beganAsRestriction`). */
  readonly restrictions: readonly number[]
  /** The stage by which a notice is called (`announcedStage`). */
  readonly stageOf: (notice: Pick<Notice, 'event' | 'stage'>) => Stage
  /** Where the log is damaged, so that later events are missing, and what else it lacks; in words. Empty if it is whole. */
  readonly damage: readonly string[]
  /** By how many milliseconds, at most, an event was recorded by a clock behind that of the event before; 0 if none was. */
  readonly clocksBehindMs: number
  /** How events are referred to: by their numbers in the timeline, by their names, or not at all where there is no timeline. */
  readonly references: 'numbers' | 'names' | 'none'
  /** The writers of the log that are unknown to the machine that makes the report; null for readers outside, who are not told. */
  readonly unknownWriters: readonly UnknownWriter[] | null
  /** The facts of which such a writer stated something that counts now; none for readers outside. */
  readonly unknownFacts: ReadonlySet<string>
  /** The time the report describes, in milliseconds; `stamp` formats such a time in the incident's zone. */
  readonly now: number
  readonly stamp: Stamp
}
