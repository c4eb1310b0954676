import { type FactView, factOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import type { Bilingual, Language } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { inert } from '../view/inert.ts'
import { type CustomerWords, customers as en } from './customer-words.en.ts'
import { customers as ja } from './customer-words.ja.ts'

const WORDS: Readonly<Record<Language, CustomerWords>> = { ja, en }

/** Returns the words for a notice in `language`, which may differ from the operator's. */
export function customerWordsFor(language: Language): CustomerWords {
  return WORDS[language]
}

/** Returns text typed by people as a notice shows it: on one line, control characters escaped. */
export function oneLine(text: string): string {
  return inert(text.trim().replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' '))
}

/** Returns a fact's public words in this language, or null. Customers see nothing else of a fact. */
export function publicWords(incident: Incident, fact: string, language: Language): string | null {
  return spoken(factOf(incident, fact)[language])
}

/** Returns the public words of the fact `contact`, else the contact in the settings (manual 2.2). */
export function contactWords(incident: Incident, settings: Settings, language: Language): string | null {
  return publicWords(incident, 'contact', language) ?? spoken(settings.contact[language])
}

/** Returns the sender's name from the settings, else the manual's, which is printed but never sent. */
export function organisationWords(incident: Incident, settings: Settings, language: Language): string | null {
  return spoken(settings.organisation[language]) ?? incident.runbook.organisation?.[language] ?? null
}

/** Returns what notices call the assets (`words.assets` in the settings). */
export function assetWords(settings: Settings, language: Language): string {
  return spoken(settings.words?.assets[language] ?? null) ?? customerWordsFor(language).asset
}

/**
 * Returns the part of a limit's description that is in this language (`ja / en` gives both), or null: a notice never
 * mixes languages.
 */
export function limitedWords(words: string | null, language: Language): string | null {
  const parts = (words ?? '').split(/\s+\/\s+/).filter((part) => part.trim() !== '')
  return spoken(parts.find((part) => JAPANESE.test(part) === (language === 'ja')) ?? null)
}

export function labelOf(labels: Readonly<Record<string, Bilingual>>, id: string, language: Language): string {
  return labels[id]?.[language] ?? id
}

/** Whether somebody stated that the fact is not known yet (`FACT=?`). */
export function isStatedUnknown(fact: FactView): boolean {
  return fact.at !== null && !fact.known
}

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u

function spoken(words: string | null): string | null {
  const line = oneLine(words ?? '')
  return line === '' ? null : line
}
