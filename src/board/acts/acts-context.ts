import type { Incident } from '../../domain/incident/incident.ts'
import type { Text } from '../../i18n/text.ts'
import type { KnownFirst } from '../../incident/known-first.ts'
import type { Acting } from '../audience.ts'
import type { BoardView } from '../board-view.ts'
import type { BoardWords } from '../words.en.ts'
import type { OwnNotice } from './own-notices.ts'

/** An event that may belong to the story, as a line. */
export interface OpenMoment {
  readonly event: string
  readonly line: string
}

/** What the forms of a page are made of. */
export interface ActsContext {
  readonly text: Text
  readonly words: BoardWords
  readonly acting: Acting
  readonly view: BoardView
  /** Milliseconds since 1970. */
  readonly now: number
  readonly notices: readonly OwnNotice[]
  readonly knownFirst: KnownFirst
  /** By what known writers have recorded. */
  readonly known: Incident
  /** What may belong to the story of the report. */
  readonly moments: readonly OpenMoment[]
}
