import type { Language } from '../domain/runbook/runbook.ts'

/** Words about being ready; only those of one language are loaded. */
export function readinessText(language: Language) {
  return language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts')
}

export function uninstallText(language: Language) {
  return language === 'ja' ? import('./uninstall/words.ja.ts') : import('./uninstall/words.en.ts')
}
