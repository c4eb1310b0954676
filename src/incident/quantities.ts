import { fail } from '../domain/problem.ts'
import type { Bilingual } from '../domain/runbook/runbook.ts'

// Parsers for counts and amounts that an operator types.

/** Digits, with or without commas between groups of three. */
const WHOLE = /^(?:\d+|\d{1,3}(?:,\d{3})+)$/

/** Reads a whole number, with or without its unit: `1,200`, `１２００台`. Returns its digits. Throws `bad-quantity`. */
export function parseCount(given: string, unit: Bilingual | undefined): string {
  const text = given.normalize('NFKC').trim()
  const units = unit === undefined ? [] : [unit.ja, unit.en].map((one) => one.normalize('NFKC').toLowerCase())
  const ending = units.find((one) => text.toLowerCase().endsWith(one)) ?? ''
  const digits = text.slice(0, text.length - ending.length).trim()
  return WHOLE.test(digits) ? withoutGroups(digits) : fail('bad-quantity', { given, kind: 'count' })
}

const AMOUNT = /^(?:(?<before>[A-Z][A-Z0-9]{1,9}) ?)?(?<number>[\d,]+(?:\.\d+)?)(?: ?(?<after>[A-Z][A-Z0-9]{1,9}))?$/

/**
 * Reads an amount with its currency, a code of ISO 4217 or the symbol of an asset: `1,250,000 JPY`, `¥1,250,000`,
 * `125万円`. Returns `NUMBER CURRENCY`. Throws `bad-quantity`.
 */
export function parseAmount(given: string): string {
  const text = given.normalize('NFKC').trim().toUpperCase().replace(/^¥ ?/, 'JPY ').replace(/ ?円$/, ' JPY')
  const { before, number, after } = AMOUNT.exec(inDigits(text))?.groups ?? {}
  const currency = before ?? after
  const [whole = ''] = number?.split('.') ?? []
  if (number === undefined || currency === undefined || (before && after) || !WHOLE.test(whole))
    return fail('bad-quantity', { given, kind: 'amount' })
  return `${withoutGroups(number)} ${currency}`
}

/** Puts a number as Japanese writes it, such as `3億2000万`, in digits. */
function inDigits(text: string): string {
  return text.replace(
    /^(?:(\d+)億)?(?:(\d+)万)?(\d{1,4})?(?= JPY$)/,
    (whole, ...parts: readonly (string | undefined)[]) => {
      const [oku, man, rest] = parts
      if (oku === undefined && man === undefined) return whole
      return String(BigInt(oku ?? 0) * 100_000_000n + BigInt(man ?? 0) * 10_000n + BigInt(rest ?? 0))
    },
  )
}

function withoutGroups(digits: string): string {
  return digits.replaceAll(',', '').replace(/^0+(?=\d)/, '')
}
