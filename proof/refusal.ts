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
 * a byte of the log is another. That nothing could even be read (exit 2) is a refusal too.
 */
export function judge(workspace: Workspace, was: Before, ran: Ran): Judged {
  const now = before(workspace)
  const faults = workspace
    .checked()
    .flatMap(({ fault, tail }) => [
      ...(fault === null ? [] : [fault]),
      ...(tail.length === 0 ? [] : [`${tail.length} bytes after the last LF`]),
    ])
  const grown = now.events - was.events
  const receipt = isReceipt(ran)
  const said = `exit ${ran.code ?? ran.signal}${receipt ? ' with a receipt' : ''}, ${grown} events more: ${ran.err.trim().slice(-300)}`
  for (const [path, bytes] of was.files)
    if (now.files.get(path)?.subarray(0, bytes.length).equals(bytes) !== true)
      faults.push(`${path} is no longer what it was`)
  if (ran.code === 0) {
    if (!receipt || grown < 1) faults.push(said)
    return { outcome: faults.length > 0 ? 'lie' : 'recorded', faults }
  }
  const refused = ran.code === 5 && ran.err.includes('NOT recorded')
  const unreadable = ran.code === 2 && ran.err.includes('(unreadable)')
  const same = now.files.size === was.files.size && [...was.files].every(([path, b]) => now.files.get(path)?.equals(b))
  if ((!refused && !unreadable) || receipt || !same) faults.push(said)
  return { outcome: faults.length > 0 ? 'lie' : refused ? 'not recorded' : 'unreadable', faults }
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
