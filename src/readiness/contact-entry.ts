import { isMailAddress } from '../domain/address.ts'
import type { ContactMethodName } from '../domain/contacts/contacts.ts'
import { ID_FORM } from '../domain/runbook/names.ts'

// Parsers for what an operator types about the people to call, before it is in a contact list.

export interface ContactWay {
  readonly by: ContactMethodName
  readonly to: string
}

/** Reads a mail address, telephone number, or chat `@name` or `#room`. Returns an error code for anything else. */
export function parseContactWay(given: string): ContactWay | 'bad-address' | 'bad-number' {
  const to = given.normalize('NFKC').trim()
  if (/^[@#][^\s@#]+$/.test(to)) return { by: 'chat', to }
  if (to.includes('@')) return isMailAddress(to) ? { by: 'mail', to } : 'bad-address'
  // Japanese keyboards type other dashes for a hyphen.
  const number = to.replaceAll(/[\u2010-\u2015\u2212\u30fc]/g, '-')
  return isNumber(number) ? { by: 'phone', to: number } : 'bad-number'
}

const EXTENSION = / *(?:x|ext\.?|内線) *\d{1,8}$/i

/** A telephone number of at most 15 digits (ITU-T E.164), with an optional extension. */
function isNumber(text: string): boolean {
  const number = text.replace(EXTENSION, '')
  const digits = number.replaceAll(/\D/g, '').length
  return /^\+?[\d(][\d ().-]*$/.test(number) && digits >= 3 && digits <= 15
}

/** Whether two names are the same person's, ignoring width, case and spacing. */
export function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other)
}

function folded(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

/** Whether a text has the form of a person's id, which is typed in commands. */
export function isPersonId(text: string): boolean {
  return text.length <= 64 && ID_FORM.test(text)
}

/** An id made of the Latin letters and digits of a name, without accents; empty if it has none. */
export function idOfName(name: string): string {
  const latin = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return latin
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '')
}

/** The wanted id; if it is taken, the first free one with a number appended, such as `kato-2`. */
export function freeId(wanted: string, taken: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}-${n}`
    if (!taken.includes(id)) return id
  }
}
