import type { Language } from '../domain/runbook/runbook.ts'
import type { ContactsText } from './contacts-words.en.ts'

/** Loaded by what shows whom to call only. */
export async function contactsText(language: Language): Promise<ContactsText> {
  const { contacts } = await (language === 'ja' ? import('./contacts-words.ja.ts') : import('./contacts-words.en.ts'))
  return contacts
}
