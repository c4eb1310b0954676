import type { Language } from '../domain/runbook/runbook.ts'
import type { PagingText } from './paging-words.en.ts'

/** Loaded by what pages somebody, or says what a page would say. */
export async function pagingText(language: Language): Promise<PagingText> {
  const { paging } = await (language === 'ja' ? import('./paging-words.ja.ts') : import('./paging-words.en.ts'))
  return paging
}
