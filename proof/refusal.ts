import { readFileSync } from 'node:fs'
import { checkBytes } from './chain.ts'
import { isReceipt, type Ran, type Workspace } from './workspace.ts'

/** What a log was before an attack on the next event: bytes and events of every writer's file. */
export interface Before {
  readonly files: ReadonlyMap<string, Buffer>
  readonly events: number
}

export function before(workspace: Workspace): Before {
  const files = new Map(workspace.files().map((path) => [path, readFileSync(path)]))
  return { files, events: eventsIn(files) }
}

function eventsIn(files: ReadonlyMap<string, Buffer>): number {
  return [...files.values()].reduce((sum, bytes) => sum + checkBytes(bytes).lines.length, 0)
}

export interface Judged {
  readonly outcome: 'recorded' | 'not recorded' | 'unreadable' | 'lie'
  readonly faults: readonly string[]
}

/**
 * What a command said, held against what the log now is. Recorded: exit 0, and it is there. NOT recorded: exit 5, and not
 * a line of the log is another. That nothing could even be read (exit 2) is a refusal too. Bytes that were torn before may
 * still be there, or be set aside.
 */
export function judge(workspace: Workspace, was: Before, ran: Ran): Judged {
  const now = before(workspace)
  const grown = now.events - was.events
  const receipt = isReceipt(ran)
  const faults = [...was.files.keys(), ...now.files.keys()].flatMap((path) =>
    faultOf(was.files.get(path), now.files.get(path)),
  )
  const outcome = outcomeOf(ran)
  if (outcome === 'recorded' ? !receipt || grown < 1 : receipt || grown > 0 || now.files.size > was.files.size)
    faults.push('a lie')
  if (outcome === 'lie' || faults.length > 0)
    faults.push(
      `exit ${ran.code ?? ran.signal}, ${receipt ? '' : 'no '}receipt, ${grown} events more: ${ran.err.trim().slice(-300)}`,
    )
  return { outcome: faults.length > 0 ? 'lie' : outcome, faults }
}

function outcomeOf({ code, err }: Ran): Judged['outcome'] {
  if (code === 0) return 'recorded'
  if (code === 5 && err.includes('NOT recorded')) return 'not recorded'
  return code === 2 && err.includes('(unreadable)') ? 'unreadable' : 'lie'
}

/** What is wrong with a file now, if it had these bytes before. */
function faultOf(was: Buffer = Buffer.alloc(0), now: Buffer = Buffer.alloc(0)): string[] {
  const { fault, tail } = checkBytes(now)
  const lines = was.subarray(0, was.lastIndexOf(0x0a) + 1)
  return [
    ...(fault === null ? [] : [fault]),
    ...(now.subarray(0, lines.length).equals(lines) ? [] : ['lines are no longer what they were']),
    ...(tail.length === 0 || now.equals(was) ? [] : [`${tail.length} bytes after the last LF`]),
  ]
}

/** What does not work once the fault is gone: the next note, and `verify`. */
export async function recovers(workspace: Workspace, options: readonly string[] = []): Promise<string[]> {
  const note = await workspace.halt(...options, 'note', 'after the fault')
  const verify = await workspace.halt(...options, 'verify')
  return [
    ...(note.code === 0 ? [] : [`the next note: exit ${note.code} ${note.err.trim()}`]),
    ...(verify.code === 0 ? [] : [`verify: exit ${verify.code} ${verify.err.trim()}`]),
    ...(workspace.notes().includes('after the fault') ? [] : ['the next note is not in the log']),
  ]
}

/** Whether a command that failed said so with a code: in a line, or as a document with `--json`. */
export function hasErrorCode(err: string): boolean {
  return /^halt: .* \([a-z-]+\)$/m.test(err) || /^\{"schemaVersion":\d+,"error":\{"code":"[a-z-]+",/m.test(err)
}
