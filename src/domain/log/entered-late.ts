import { secondsBetween } from '../time.ts'

/** Nobody records at the very moment: what is recorded sooner than this, in milliseconds, counts as recorded at once. */
const AT_ONCE_MS = 120_000

/** Returns how many seconds later than it happened (`at`) something was recorded; null if within two minutes. */
export function enteredLateSeconds(at: string, recordedAt: string): number | null {
  const late = Date.parse(recordedAt) - Date.parse(at)
  return late > AT_ONCE_MS ? secondsBetween(Date.parse(at), Date.parse(recordedAt)) : null
}
