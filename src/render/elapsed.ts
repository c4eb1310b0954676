/** A span of milliseconds as `T+00:04:12`, or `T-…` before the start. */
export function offset(ms: number): string {
  return `T${ms < 0 ? '-' : '+'}${clockFace(Math.abs(ms))}`
}

/** `04:12`, or `1:04:12` from an hour on. */
export function countdown(ms: number): string {
  const face = clockFace(Math.abs(ms))
  return face.startsWith('00:') ? face.slice(3) : face
}

function clockFace(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((n) => String(n).padStart(2, '0'))
    .join(':')
}
