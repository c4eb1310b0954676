import type { Language } from '../domain/runbook/runbook.ts'
import type { CallingText, ContactsText, PagingText } from './words.en.ts'

/** Loaded only when the call list is shown. */
export async function contactsText(language: Language): Promise<ContactsText> {
  const { contacts } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return contacts
}

/** Loaded only when people are called in the walk. */
export async function callingText(language: Language): Promise<CallingText> {
  const { calling } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return calling
}

/** Loaded only when somebody is paged, or a page is shown. */
export async function pagingText(language: Language): Promise<PagingText> {
  const { paging } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return paging
}
