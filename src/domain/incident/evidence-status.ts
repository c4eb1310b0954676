import type { Evidence } from './incident.ts'

/**
 * What is there of bytes that the log speaks of. `absent` where they were kept on another machine, `lost` where they
 * were kept on this one and are gone, `removed` where they went on purpose, `undeleted` where the log says that they went and they are still there.
 */
export const STANDINGS = ['intact', 'altered', 'unreadable', 'absent', 'lost', 'removed', 'undeleted'] as const
export type Standing = (typeof STANDINGS)[number]

/** What shows that bytes are not those that were kept, or what of them is missing. */
export const FLAWS = ['not-a-folder', 'not-a-file', 'salt-length', 'length', 'digest', 'no-salt', 'no-bytes'] as const
export type Flaw = (typeof FLAWS)[number]

/** A piece of evidence, and what was found of it. */
export interface Examined extends Evidence {
  readonly standing: Standing
  /** What is wrong with it where it is altered, what is missing where only half of it is. */
  readonly flaw: Flaw | null
  /** The system's error where it cannot be read, `EACCES`. */
  readonly why: string | null
}
