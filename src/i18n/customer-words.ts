import { type FactView, factOf } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import type { Bilingual, Language } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { inert } from '../view/inert.ts'
import { type CustomerWords, customers as en } from './customer-words.en.ts'
import { customers as ja } from './customer-words.ja.ts'

const WORDS: Readonly<Record<Language, CustomerWords>> = { ja, en }

/** The words of the notice's language, whatever the operator's is. */
export function wordsIn(language: Language): CustomerWords {
  return WORDS[language]
}

/** Words of people as they stand in a notice: in one line, and inert. */
export function oneLine(text: string): string {
  return inert(text.trim().replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' '))
}

/** The public words of a fact; null where there are none in this language. Only these reach customers. */
export function publicWords(incident: Incident, fact: string, language: Language): string | null {
  return spoken(factOf(incident, fact)[language])
}

/** The contact: the fact's public words, else the settings' (manual 2.2). */
export function contactWords(incident: Incident, settings: Settings, language: Language): string | null {
  return publicWords(incident, 'contact', language) ?? spoken(settings.contact[language])
}

/** The name that sends; where the settings give none, the one in the manual, which is printed but never sent. */
export function organisationWords(incident: Incident, settings: Settings, language: Language): string | null {
  return spoken(settings.organisation[language]) ?? incident.runbook.organisation?.[language] ?? null
}

/** What the assets are called (a setting). */
export function assetWords(settings: Settings, language: Language): string {
  return spoken(settings.words?.assets[language] ?? null) ?? wordsIn(language).asset
}

/**
 * The words of a limited state that are of this language; both may be given, parted by a slash. Null where none is:
 * words of one language never stand in a notice of the other.
 */
export function limitedWords(words: string | null, language: Language): string | null {
  const parts = (words ?? '').split(/\s+\/\s+/).filter((part) => part.trim() !== '')
  return spoken(parts.find((part) => JAPANESE.test(part) === (language === 'ja')) ?? null)
}

export function labelOf(labels: Readonly<Record<string, Bilingual>>, id: string, language: Language): string {
  return labels[id]?.[language] ?? id
}

/** Whether a fact was stated to be not known yet. */
export function saidUnknown(fact: FactView): boolean {
  return fact.at !== null && !fact.known
}

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u

function spoken(words: string | null): string | null {
  const line = oneLine(words ?? '')
  return line === '' ? null : line
}
