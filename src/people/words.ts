import type { Language } from '../domain/runbook/runbook.ts'
import type { CallingText, ContactsText, PagingText } from './words.en.ts'

/** Loaded by what shows whom to call only. */
export async function contactsText(language: Language): Promise<ContactsText> {
  const { contacts } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return contacts
}

/** Loaded by who calls people in the walk. */
export async function callingText(language: Language): Promise<CallingText> {
  const { calling } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return calling
}

/** Loaded by what pages somebody, or says what a page would say. */
export async function pagingText(language: Language): Promise<PagingText> {
  const { paging } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return paging
}
