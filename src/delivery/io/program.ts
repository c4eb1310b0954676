import { existsSync, realpathSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { findProgram, isRunnable } from '../../platform/process.ts'
import { type CommandResult, runCommand } from '../../platform/run-command.ts'
import { distrustOfCommand } from '../../store/trust.ts'
import { type OutgoingMessage, type SendingContext, safeDetail, subjectOf, type Unreadiness } from '../transport.ts'

const MAX_KEPT_BYTES = 64 * 1024

/** How a program ended, and what it wrote. */
export interface ProgramResult {
  readonly ended: CommandResult
  /** The last 64 KiB. */
  readonly stdout: string
  /** The first 64 KiB. */
  readonly stderr: string
}

/**
 * Runs a program for a notice in the workspace, without a shell; `input` is its standard input, `timeout` in milliseconds.
 * Checks just before whether it may be run, since what ran before may have taken a while.
 */
export async function runProgram(
  named: readonly string[],
  context: Pick<SendingContext, 'workspace' | 'env'>,
  env: NodeJS.ProcessEnv,
  timeout: number,
  input: string,
): Promise<ProgramResult | Unreadiness> {
  const { argv, directory } = withoutLinks(named, context.workspace)
  const refused = programRefusal(argv, { workspace: directory, env: context.env })
  if (refused !== null) return refused
  let stdout = Buffer.alloc(0)
  let stderr = Buffer.alloc(0)
  return runCommand({
    argv,
    directory,
    env,
    timeout,
    input,
    beforeStart: () => {},
    onOutput(stream, bytes) {
      if (stream === 'stdout') stdout = Buffer.concat([stdout, bytes]).subarray(-MAX_KEPT_BYTES)
      else if (stderr.length < MAX_KEPT_BYTES) stderr = Buffer.concat([stderr, bytes]).subarray(0, MAX_KEPT_BYTES)
    },
    onEnd: (ended) => ({ ended, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') }),
  })
}

/** The real folder of a workspace, and a command line with that in place of the links that led there: they can be changed. */
function withoutLinks(argv: readonly string[], workspace: string): { argv: readonly string[]; directory: string } {
  if (!existsSync(workspace)) return { argv, directory: workspace }
  const directory = realpathSync.native(workspace)
  const isInside = (word: string) => isAbsolute(word) && relative(workspace, word).split(sep)[0] !== '..'
  return { argv: argv.map((word) => (isInside(word) ? join(directory, relative(workspace, word)) : word)), directory }
}

/** What a program that failed said, or how it ended; null if it succeeded. */
export function programFailure({ ended, stderr }: ProgramResult, prefix = ''): string | null {
  if (ended.end === 'exited' && ended.code === 0) return null
  const [first = ''] = stderr.trim().split('\n')
  const how = `${prefix}${ended.end} ${ended.code ?? ended.signal ?? ended.why ?? ''}`.trim()
  return safeDetail(first === '' ? how : `${how}: ${first}`)
}

/** Why not to run a program: its path is missing, or others can change the workspace or a file in it that `argv` names. */
export function programRefusal(
  argv: readonly string[],
  { workspace, env }: Pick<SendingContext, 'workspace' | 'env'>,
): Unreadiness | null {
  const [name = ''] = argv
  if (name.includes('/') && !existsSync(resolve(workspace, name))) return { why: 'file-missing', detail: name }
  const distrust = distrustOfCommand(argv, workspace, workspace, env)
  return distrust === null ? null : { why: 'untrusted-workspace', detail: distrust.path }
}

/** What prevents a program from running; null if nothing does, or if there is no program. */
export function executableProblem(
  [name]: readonly string[],
  { workspace, env }: Pick<SendingContext, 'workspace' | 'env'>,
): Unreadiness | null {
  if (name === undefined) return null
  const path = findProgram(name, workspace, env.PATH)
  if (path === null) return { why: 'file-missing', detail: name }
  return isRunnable(path) ? null : { why: 'command-failed', detail: `${name}: EACCES` }
}

/** Environment variables that describe a notice to a program; `key` is the idempotency key, and missing values are empty. */
export function noticeEnvironment(notice: OutgoingMessage, key: string): Record<string, string> {
  const values = {
    HALT_KEY: key,
    HALT_CHANNEL: notice.channel,
    HALT_PERSON: notice.person ?? '',
    HALT_STAGE: notice.stage ?? '',
    HALT_NUMBER: String(notice.number ?? ''),
    HALT_LANGUAGE: notice.texts.map(({ language }) => language).join(','),
    HALT_SUBJECT: subjectOf(notice),
    HALT_INCIDENT: notice.incident,
    HALT_AT: notice.at,
    HALT_NEXT: notice.next ?? '',
    HALT_HEAD: notice.head,
    HALT_LINK: notice.texts[0]?.link ?? '',
  }
  // An environment variable cannot hold NUL.
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.replaceAll('\u0000', '')]))
}
