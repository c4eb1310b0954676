import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import * as pty from '@lydell/node-pty'

/** The commands to weigh, run in this order in one workspace: a short halt. */
const COMMANDS = [
  '--version',
  '--help',
  'completion bash',
  'completion values status',
  'runbook check',
  'runbook show',
  'drill --list',
  'start --type system-failure --severity sev2 --title Matching --scope trading=stopped --no-walk',
  'notice',
  'notice website',
  'init --organisation-ja 取引所',
  'notice email',
  'contacts',
  'status',
  'status --json',
  'watch',
  'mcp',
  'next',
  'begin 2.1-assess',
  'done 2.1-assess',
  'assign 2.2-facts --to legal',
  'decline 3.1-faq --reason no',
  'skip 2.2-facts --reason no',
  'set cause=? impact.ja=停止 impact.en=Stopped contact.ja=窓口 contact.en=Support expected-recovery=?',
  'note hello',
  'correct WRITER:11 --text hi --reason typo',
  'undo --reason mistaken',
  'scope withdrawals=stopped',
  'notice email --posted',
  'escalate --reason weighed',
  'handover',
  'clock',
  'report-to jp-fsa',
  'classify --severity sev1 --reason seen',
  'exec -- true',
  'action add review --owner taro',
  'evidence list',
  'log',
  'log --json',
  'list',
  'trust workspace',
  'verify',
  'walk',
  'advance --force --reason weighed',
  'lift trading --force --reason weighed',
  'reopen --reason again',
  'lift --all --force --reason weighed',
  'close --force --reason weighed',
  'report',
  'report --format html',
  'report --format svg',
  'report --format json',
  'report --format timeline',
  'stats',
  'doctor',
] as const

/** By command, the files that it loads, as paths below `root`; what is loaded ahead while it waits is not counted. */
export async function loadsOf(root: string): Promise<Map<string, readonly string[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'halt-weigh-'))
  mkdirSync(join(folder, 'workspace'))
  try {
    const loads = new Map<string, readonly string[]>()
    for (const command of COMMANDS) {
      const trace = join(folder, `trace-${loads.size}`)
      const words = command.replace('WRITER', () => writerIn(folder)).split(' ')
      const args = ['-r', join(root, 'bench/weigh/tracing.cjs'), join(root, 'bin/halt.js'), ...words]
      const env = { ...environment(folder), TRACE_TO: trace }
      await (WAITING.has(command) ? leave(args, folder, env) : run(args, folder, env))
      loads.set(
        command,
        reached(readFileSync(trace, 'utf8'), join(root, 'dist/main.cjs')).map((f) => relative(root, f)),
      )
    }
    return loads
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What waits on a terminal, until it is left. */
const WAITING: ReadonlySet<string> = new Set(['walk', 'watch'])
const CTRL_C = '\u0003'

function environment(folder: string): Record<string, string> {
  const { PATH = '' } = process.env
  const own = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), HALT_DIR: join(folder, 'workspace') }
  // Node itself loads all files then, and sees who asks for which.
  const seen = { NODE_DISABLE_COMPILE_CACHE: '1' }
  return {
    PATH,
    ...own,
    ...seen,
    HALT_LANG: 'en',
    HALT_OPERATOR: 'taro',
    HALT_INCIDENT: 'latest',
    TERM: 'xterm-256color',
  }
}

/** The name under which this machine writes the log. */
function writerIn(folder: string): string {
  const names = readdirSync(join(folder, 'workspace'), { recursive: true, encoding: 'utf8' })
  return names.map((name) => /\.(\w{8})\.jsonl$/.exec(name)?.[1]).find((writer) => writer !== undefined) ?? ''
}

/** What fails loads other things than what goes well. */
async function run(args: readonly string[], cwd: string, env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const said: Buffer[] = []
  child.stderr.on('data', (bytes: Buffer) => said.push(bytes))
  const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject))
  if (code !== 0) throw new Error(`${args.slice(3).join(' ')}: exit ${code}: ${Buffer.concat(said)}`)
}

/** Runs it in a pseudo-terminal, and leaves it once it has shown something and waits. */
async function leave(args: string[], cwd: string, env: Record<string, string>): Promise<void> {
  const child = pty.spawn(process.execPath, args, { cwd, env, cols: 80, rows: 40 })
  child.onData((data) => {
    if (data.includes('Matching') || data.includes('>')) child.write(CTRL_C)
  })
  await new Promise((resolve) => child.onExit(resolve))
}

/** All that is asked for from a file on, and from there. */
function reached(trace: string, first: string): string[] {
  const pairs = trace
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [string, string])
  const found = new Set([first])
  for (const file of found) for (const [from, to] of pairs) if (from === file) found.add(to)
  return [...found]
}
