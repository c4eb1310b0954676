import { setTimeout as sleep } from 'node:timers/promises'
import { type ReadinessArea, readinessFinding } from '../../domain/readiness/finding.ts'
import { type CheckResult, expectedProblem, readinessResults } from '../checks/check-result.ts'
import type { Check } from '../checks/checks.ts'
import type { CheckContext } from './check-context.ts'

/** The longest to wait for a check. Probing a way to send times out earlier. */
const LIMIT_MS = 45_000

/** Runs all checks concurrently, then those marked `isLast`. A check that fails or hangs does not stop the others. */
export async function runChecks(
  checks: readonly Check[],
  context: CheckContext,
  limitMs: number = LIMIT_MS,
): Promise<{ readonly area: ReadinessArea; readonly result: CheckResult }[]> {
  const results = new Map<Check, readonly CheckResult[]>()
  for (const isLast of [false, true]) {
    const batch = checks.filter((check) => (check.isLast ?? false) === isLast)
    await Promise.all(batch.map(async (check) => results.set(check, await runCheck(check, context, limitMs))))
  }
  return checks.flatMap((check) => (results.get(check) ?? []).map((result) => ({ area: check.area, result })))
}

/** The results of a check; if it throws or takes too long, a result that says so. */
async function runCheck({ id, run }: Check, context: CheckContext, limitMs: number): Promise<readonly CheckResult[]> {
  const ended = new AbortController()
  // Aborting rejects the sleep; nobody waits for it then.
  const timeout = sleep(limitMs, null, { signal: ended.signal }).catch(() => null)
  try {
    const results = await Promise.race([Promise.resolve(context).then(run), timeout])
    return (
      results ?? readinessResults(readinessFinding('error', 'check-timed-out', { check: id, seconds: limitMs / 1000 }))
    )
  } catch (error) {
    const problem = expectedProblem(error)
    if (problem !== null) return [{ of: 'problem', problem, place: null }]
    const detail = error instanceof Error ? error.message : String(error)
    return readinessResults(readinessFinding('error', 'check-failed', { check: id, detail }))
  } finally {
    ended.abort()
  }
}
