import type { Language } from '../domain/runbook/runbook.ts'
import type { AuthoritiesText } from './en/authorities.ts'

/** Loaded by what shows or records reports to authorities only. */
export async function authoritiesText(language: Language): Promise<AuthoritiesText> {
  const { authorities } = await (language === 'ja' ? import('./ja/authorities.ts') : import('./en/authorities.ts'))
  return authorities
}
