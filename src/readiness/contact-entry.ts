import { isAddress } from '../domain/address.ts'

import type { WayName } from '../domain/contacts/contacts.ts'

/** What somebody types of the people to call, before it stands in a contact list. */

export interface Reach {
  readonly by: WayName
  readonly to: string
}

/** A mail address, a number, or `@name` and `#room` of a chat; else which of them it may have been meant to be. */
export function reachOf(given: string): Reach | 'bad-address' | 'bad-number' {
  const to = given.normalize('NFKC').trim()
  if (/^[@#][^\s@#]+$/.test(to)) return { by: 'chat', to }
  if (to.includes('@')) return isAddress(to) ? { by: 'mail', to } : 'bad-address'
  const number = to.replaceAll(/[\u2010-\u2015\u2212\u30fc]/g, '-')
  return isNumber(number) ? { by: 'phone', to: number } : 'bad-number'
}

const EXTENSION = / *(?:x|ext\.?|内線) *\d{1,8}$/i

/** A telephone number as it is dialled, of at most 15 digits (ITU-T E.164), with an extension where it has one. */
function isNumber(text: string): boolean {
  const number = text.replace(EXTENSION, '')
  const digits = number.replaceAll(/\D/g, '').length
  return /^\+?[\d(][\d ().-]*$/.test(number) && digits >= 3 && digits <= 15
}

/** Whether two names are one person's: width, case and blanks make no difference. */
export function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other)
}

function folded(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

/** An id to type in commands. */
export function isPersonId(text: string): boolean {
  return text.length <= 64 && /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(text)
}

/** An id out of the Latin letters and digits of a name; empty where it has none. */
export function idOfName(name: string): string {
  const latin = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return latin
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '')
}

/** The id, or the first one that is numbered on after it, that nothing else has. */
export function freeId(wanted: string, taken: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}-${n}`
    if (!taken.includes(id)) return id
  }
}
