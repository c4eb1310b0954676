import type { Language } from '../domain/runbook/runbook.ts'
import type { AuthoritiesText } from './words.en.ts'

/** Loaded only by commands that show or record reports to authorities. */
export async function authoritiesText(language: Language): Promise<AuthoritiesText> {
  const { authorities } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return authorities
}
