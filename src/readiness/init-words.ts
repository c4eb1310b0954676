import type { Language } from '../domain/runbook/runbook.ts'
import type { InitText } from './init-words.en.ts'

/** Loaded by `init` only. */
export async function initText(language: Language): Promise<InitText> {
  const { init } = await (language === 'ja' ? import('./init-words.ja.ts') : import('./init-words.en.ts'))
  return init
}
