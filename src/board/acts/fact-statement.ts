import { factOf } from '../../domain/incident/facts.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { REDACTED } from '../../domain/log/redaction.ts'
import { sha256 } from '../../domain/log/sha256.ts'
import type { Language } from '../../domain/runbook/runbook.ts'

/** What a form states of a fact: its value, or its words in a language. */
export interface FactStatement {
  readonly fact: string
  readonly words: Language | null
}

/** What stands there now; empty if nobody stated it, or if it was redacted. */
export function statedText(incident: Incident, { fact, words }: FactStatement): string {
  const view = factOf(incident, fact)
  const text = (words === null ? view.value : view[words]) ?? ''
  return text === REDACTED ? '' : text
}

/** Tells what a form showed from anything else that may stand there later. */
export function seenMark(text: string): string {
  return sha256(text).slice(0, 16)
}
