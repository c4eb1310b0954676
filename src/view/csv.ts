import { inertLine } from './inert.ts'

/**
 * Writes rows as CSV (RFC 4180), except that lines end in LF, as shells expect. A cell that a spreadsheet would parse as a
 * formula is prefixed with an apostrophe (OWASP, CSV injection).
 */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\n`).join('')
}

function cellOf(value: string | number | null): string {
  if (typeof value !== 'string') return String(value ?? '')
  const shown = inertLine(value)
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(shown) ? `'${shown}` : shown
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
