import type { Head } from '../../log/event.ts'
import type { WriterStatement } from '../../log/known-writers.ts'

/** By writer, what it had seen of others when it last set one aside (`wordsOfHeads`). */
export function lastSeen(statements: readonly WriterStatement[]): Map<string, string> {
  const last = new Map<string, string>()
  for (const one of statements)
    if (one.says === 'set-aside' && one.seen !== undefined) last.set(one.by, wordsOfHeads(one.seen))
  return last
}

/** The same for the same heads in the same order. */
export function wordsOfHeads(heads: readonly Head[]): string {
  return heads.map(({ writer, seq, hash }) => `${writer}:${seq}:${hash}`).join()
}
