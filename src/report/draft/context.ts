import type { Authority } from '../../domain/authorities/authority.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import type { Settings } from '../../domain/settings.ts'
import type { ReportContext } from '../context.ts'
import type { DraftWords } from './words.en.ts'

export interface DraftContext extends ReportContext {
  readonly incident: Incident
  readonly authority: Authority
  /** What the workspace's settings say of the company. */
  readonly company: Pick<Settings, 'organisation' | 'entity'>
  /** The writers that this machine does not know. */
  readonly strangers: ReadonlySet<string>
  readonly said: DraftWords
  /** A command line as it can be pasted. */
  readonly command: (...words: readonly string[]) => string
}
