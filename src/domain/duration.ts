const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Parses `90s`, `10m`, `1h30m` or `2d` to milliseconds; null if the text is not a duration. */
export function parseDuration(text: string): number | null {
  const compact = text.replaceAll(' ', '')
  const parts = compact.match(/\d+[smhd]/g)
  if (parts === null || parts.join('') !== compact) return null
  return parts.reduce((sum, part) => sum + Number(part.slice(0, -1)) * (UNITS[part.slice(-1)] as number), 0)
}
