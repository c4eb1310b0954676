import { relative } from 'node:path'
import type { ChainState } from '../domain/log/chain.ts'
import type { Envelope, Event } from '../domain/log/event.ts'
import { Failed, fail } from '../domain/outcome.ts'
import { LogFile } from './log-file.ts'

/** What was read of a writer's file, and of which log. */
export interface Reading {
  readonly id: string
  readonly workspace: string
  readonly path: string
  /** How far it was read: its last event that counts. */
  readonly chain: ChainState
  readonly declared: boolean
}

/**
 * The events that were read of a writer's file, read once more. Where it has come to lack any of them since, it throws
 * `Failed`: `damaged` where a line is another one now, `log-behind` where the file was cut, replaced or taken away.
 */
export function* reread({ id, workspace, path, chain, declared }: Reading, chunk: number): Generator<Event | Envelope> {
  if (chain === null) return
  const file = new LogFile(path, null, chain.seq)
  try {
    yield* file.events(chunk)
  } catch (error) {
    if (!isGone(error)) throw error
  }
  if (file.chain?.hash === chain.hash) return
  const { line, why } = file.damage ?? { line: file.lines, why: 'hash-differs' as const }
  const seq = file.chain?.seq ?? 0
  if (file.damage === null && seq < chain.seq) fail('log-behind', { id, writer: file.writer, seq, kept: chain.seq })
  fail('damaged', { id, file: relative(workspace, path), line, why, declared })
}

/** Whether a file is not there any more, or another one is in its place. */
function isGone(error: unknown): boolean {
  return (
    error instanceof Failed &&
    error.problem.code === 'unreadable' &&
    ['ENOENT', 'ESTALE'].includes(error.problem.params.why)
  )
}
