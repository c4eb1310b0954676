import type { Bench, Circumstances, Outcome } from '../bench.ts'
import { LEAVE, type Question, type Reply, replies } from '../script.ts'

export interface Walked extends Outcome {
  readonly asked: readonly Question[]
}

/** Walks with these answers, and leaves at the next question. */
export async function walk(
  bench: Bench,
  answers: readonly Reply[],
  { args = ['walk'], ...circumstances }: Omit<Circumstances, 'script'> & { readonly args?: readonly string[] } = {},
): Promise<Walked> {
  const script = replies(...answers, [/^/, LEAVE])
  return { ...(await bench.haltWith({ ...circumstances, script }, ...args)), asked: script.asked }
}

export interface Recorded {
  readonly type: string
  readonly at: string
  readonly by: string
  readonly writer: string
  readonly seq: number
  readonly data: Readonly<Record<string, unknown>>
}

/** The events recorded so far, of the given types if any. */
export async function recorded(bench: Bench, ...types: readonly string[]): Promise<Recorded[]> {
  const lines = (await bench.ok('log', '--json', '-i', 'latest')).trim().split('\n')
  const events = lines.map((line) => JSON.parse(line) as Recorded)
  return types.length === 0 ? events : events.filter(({ type }) => types.includes(type))
}

/** The lines of a screen before those that say how to resume. */
export function beforeFarewell(screen: string): string[] {
  return (screen.split(/^halt: /m)[0] ?? '').trimEnd().split('\n')
}
