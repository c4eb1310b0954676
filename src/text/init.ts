import type { Language } from '../domain/runbook/runbook.ts'
import type { InitText } from './en/init.ts'

/** Loaded by `init` only. */
export async function initText(language: Language): Promise<InitText> {
  const { init } = await (language === 'ja' ? import('./ja/init.ts') : import('./en/init.ts'))
  return init
}
