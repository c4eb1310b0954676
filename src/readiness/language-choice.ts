import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'

/** The languages of an export or of a new manual: one, or both. */
export const LANGUAGE_CHOICES = [...LANGUAGES, 'both'] as const
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number]

export function languagesOf(choice: LanguageChoice): readonly Language[] {
  return choice === 'both' ? LANGUAGES : [choice]
}
