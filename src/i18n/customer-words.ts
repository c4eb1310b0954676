import { type FactView, factOf } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { factWithRole, roleOf } from '../domain/runbook/fact-roles.ts'
import type { Bilingual, Language, Runbook } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { inertLine } from '../view/inert.ts'
import { type CustomerWords, customerWords as en } from './customer-words.en.ts'
import { customerWords as ja } from './customer-words.ja.ts'

const WORDS: Readonly<Record<Language, CustomerWords>> = { ja, en }

/** Returns the phrases for a notice in `language`, which may differ from the operator's. */
export function customerWordsFor(language: Language): CustomerWords {
  return WORDS[language]
}

/** Returns text typed by people as a notice shows it: on one line, control characters escaped. */
export function oneLine(text: string): string {
  return inertLine(text.trim().replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' '))
}

/** Returns a fact's public words in this language, or null. Customers see nothing else of a fact. */
export function publicWords(incident: Incident, fact: string, language: Language): string | null {
  return lineOrNull(factOf(incident, fact)[language])
}

/** Returns what notices say of a fact while it is not known: the manual's own words, else the usual ones. */
export function unknownFactWords(runbook: Runbook, fact: string, language: Language): string {
  const { unknown } = customerWordsFor(language)
  const role = roleOf(runbook, fact)
  const usual = role !== null && role in unknown ? unknown[role as keyof typeof unknown] : unknown.fact
  return runbook.facts[fact]?.unknown?.[language] ?? usual
}

/** Returns the public words of the fact that is the contact, else the contact in the settings (manual 2.2). */
export function contactWords(incident: Incident, settings: Settings, language: Language): string | null {
  const fact = factWithRole(incident.runbook, 'contact')
  const stated = fact === null ? null : publicWords(incident, fact, language)
  return stated ?? lineOrNull(settings.contact[language])
}

/** The sender's name in the settings; else that in the runbook, an error in notices to customers (`organisation-unset`). */
export function organisationWords(incident: Incident, settings: Settings, language: Language): string | null {
  return lineOrNull(settings.organisation[language]) ?? incident.runbook.organisation?.[language] ?? null
}

/** Returns what notices call assets in general: as the settings say, else as the manual does, else a word of the language. */
export function assetWords({ runbook }: Incident, settings: Settings, language: Language): string {
  const own = lineOrNull(settings.words?.assets[language] ?? null)
  return own ?? runbook.assets?.[language] ?? customerWordsFor(language).asset
}

/** The part of a limit's description in a language, or null. ` / ` separates parts; one with kana or kanji is Japanese. */
export function limitedWords(words: string | null, language: Language): string | null {
  const parts = (words ?? '').split(/\s+\/\s+/).filter((part) => part.trim() !== '')
  return lineOrNull(parts.find((part) => JAPANESE.test(part) === (language === 'ja')) ?? null)
}

/** Returns the label of an id, or the id itself if it has none. */
export function labelOf(labels: Readonly<Record<string, Bilingual>>, id: string, language: Language): string {
  return labels[id]?.[language] ?? id
}

/** Whether somebody stated that the fact is not known yet (`FACT=?`). */
export function isStatedUnknown(fact: FactView): boolean {
  return fact.at !== null && !fact.known
}

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u

/** On one line; null if that is empty, or the mark for what is not known yet, which says nothing to customers. */
export function lineOrNull(words: string | null): string | null {
  const line = oneLine(words ?? '')
  return /^[?？]?$/.test(line) ? null : line
}
