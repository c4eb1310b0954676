import type { Language } from '../domain/runbook/runbook.ts'
import type { ContactsText } from './en/contacts.ts'

/** Loaded by what shows whom to call only. */
export async function contactsText(language: Language): Promise<ContactsText> {
  const { contacts } = await (language === 'ja' ? import('./ja/contacts.ts') : import('./en/contacts.ts'))
  return contacts
}
