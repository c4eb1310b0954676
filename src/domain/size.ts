const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** `500`, `64k`, `16m`, `1g` in bytes; null where it is none, or beyond what can be counted. */
export function sizeOf(text: string): number | null {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)(?:i?b)?$/.exec(text.trim().toLowerCase()) ?? []
  if (digits === undefined) return null
  const bytes = Number(digits) * (UNITS[unit] as number)
  return Number.isSafeInteger(bytes) ? bytes : null
}
