import { availableParallelism } from 'node:os'

/** How many attacks run at once: one per core, at most four. */
export const WORKERS = Math.max(2, Math.min(4, availableParallelism()))

/** Runs the jobs in order, each on the next free worker. Returns the results in the order of the jobs. */
export async function inWorkers<J, R>(
  jobs: readonly J[],
  act: (job: J, worker: number) => Promise<R>,
  workers = WORKERS,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const ended = await Promise.allSettled(
    Array.from({ length: workers }, async (_, worker) => {
      for (let n = next++; n < jobs.length; n = next++) results[n] = await act(jobs[n] as J, worker)
    }),
  )
  for (const worker of ended) if (worker.status === 'rejected') throw worker.reason
  return results
}

/** As many items as wanted, evenly spread, including the first and the last. */
export function sample<T>(items: readonly T[], wanted: number): T[] {
  if (wanted >= items.length) return [...items]
  const step = (items.length - 1) / Math.max(1, wanted - 1)
  return Array.from({ length: wanted }, (_, n) => items[Math.round(n * step)] as T)
}
