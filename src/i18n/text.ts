import type { Damage } from '../domain/outcome.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { EventWords } from './events.en.ts'
import type { Said, Words } from './words.en.ts'

/** What most commands say; failures, findings, the walk and the report have words of their own, loaded with them. */
export interface Text {
  readonly language: Language
  readonly damage: Readonly<Record<Damage, string>>
  readonly said: Said
  readonly words: Words
  readonly events: EventWords
}
