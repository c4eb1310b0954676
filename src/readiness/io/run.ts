import { setTimeout as sleep } from 'node:timers/promises'
import type { Area } from '../../domain/readiness/finding.ts'
import { found } from '../../domain/readiness/finding.ts'
import { problemIn, readiness, type Told } from '../checks/check-result.ts'
import type { Check } from '../checks/checks.ts'
import type { Examination } from './examination.ts'

/** No check is waited for longer than this, in milliseconds; each way to send gives up before. */
const LIMIT_MS = 45_000

/** All checks at once, but for those that come last; one that fails or does not end stops no other. */
export async function runChecks(
  checks: readonly Check[],
  examination: Examination,
  limit: number = LIMIT_MS,
): Promise<{ readonly area: Area; readonly told: Told }[]> {
  const told = new Map<Check, readonly Told[]>()
  for (const isLast of [false, true]) {
    const turn = checks.filter((check) => (check.isLast ?? false) === isLast)
    await Promise.all(turn.map(async (check) => told.set(check, await runCheck(check, examination, limit))))
  }
  return checks.flatMap((check) => (told.get(check) ?? []).map((one) => ({ area: check.area, told: one })))
}

async function runCheck({ id, run }: Check, examination: Examination, limit: number): Promise<readonly Told[]> {
  const ended = new AbortController()
  const late = sleep(limit, null, { signal: ended.signal }).catch(() => null)
  try {
    const told = await Promise.race([Promise.resolve(examination).then(run), late])
    return told ?? readiness(found('error', 'check-timed-out', { check: id, seconds: limit / 1000 }))
  } catch (error) {
    const problem = problemIn(error)
    if (problem !== null) return [{ of: 'problem', problem, place: null }]
    const detail = error instanceof Error ? error.message : String(error)
    return readiness(found('error', 'check-failed', { check: id, detail }))
  } finally {
    ended.abort()
  }
}
