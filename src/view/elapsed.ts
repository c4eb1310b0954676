/** How a number of days is said. */
interface DayWords {
  days(count: number): string
}

/** A span of milliseconds as `T+00:04:12`, or `T-…` before the start. */
export function offset(ms: number): string {
  return `T${ms < 0 ? '-' : '+'}${clockFace(Math.abs(ms))}`
}

/** `04:12`, `01:04:12` from an hour on, `29d 01:04:12` from three days on. */
export function countdown(ms: number, words: DayWords): string {
  const days = Math.floor(Math.abs(ms) / DAY)
  if (days >= 3) return `${words.days(days)} ${clockFace(Math.abs(ms) % DAY)}`
  const face = clockFace(Math.abs(ms))
  return face.startsWith('00:') ? face.slice(3) : face
}

const DAY = 24 * 3_600_000

function clockFace(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((n) => String(n).padStart(2, '0'))
    .join(':')
}
