import { inert } from './inert.ts'

/**
 * Rows as CSV (RFC 4180), but for its line ends: one LF, as everything that shells read. A cell that a spreadsheet would take for a formula begins with an apostrophe, which shows it as
 * text (OWASP, CSV injection).
 */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\n`).join('')
}

function cellOf(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const shown = inert(value)
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(shown) ? `'${shown}` : shown
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
