import { availableParallelism } from 'node:os'

/** Attacks that do not disturb one another run side by side, as many as the machine has cores, at most four. */
export const LANES = Math.max(2, Math.min(4, availableParallelism()))

/** Does the jobs in order, each by the next lane that is free; gives the results in the order of the jobs. */
export async function inLanes<J, R>(
  jobs: readonly J[],
  act: (job: J, lane: number) => Promise<R>,
  lanes = LANES,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const ended = await Promise.allSettled(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let n = next++; n < jobs.length; n = next++) results[n] = await act(jobs[n] as J, lane)
    }),
  )
  for (const lane of ended) if (lane.status === 'rejected') throw lane.reason
  return results
}

/** As many of the items as wanted, evenly spread, the first and the last among them. */
export function sample<T>(items: readonly T[], wanted: number): T[] {
  if (wanted >= items.length) return [...items]
  const step = (items.length - 1) / Math.max(1, wanted - 1)
  return Array.from({ length: wanted }, (_, n) => items[Math.round(n * step)] as T)
}
