import type { Damage } from '../domain/outcome.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { EventDescriptions } from './events.en.ts'
import type { Said, Words } from './words.en.ts'

/** The texts that most commands need. Errors, findings, the walk and the report load their own. */
export interface Text {
  readonly language: Language
  readonly damage: Readonly<Record<Damage, string>>
  readonly said: Said
  readonly words: Words
  readonly events: EventDescriptions
}
