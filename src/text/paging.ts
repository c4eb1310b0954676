import type { Language } from '../domain/runbook/runbook.ts'
import type { PagingText } from './en/paging.ts'

/** Loaded by what pages somebody, or says what a page would say. */
export async function pagingText(language: Language): Promise<PagingText> {
  const { paging } = await (language === 'ja' ? import('./ja/paging.ts') : import('./en/paging.ts'))
  return paging
}
