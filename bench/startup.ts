import { execFileSync } from 'node:child_process'
import { PROGRAM } from './figures.ts'
import type { Made } from './made.ts'
import { markdown } from './page.ts'

/** What is run as a whole process, beside Node that does nothing. */
interface Started {
  readonly name: string
  readonly run: readonly [file: string, ...args: string[]]
}

const COMMANDS = [
  '--version',
  '--help',
  'status',
  'next',
  'note checked',
  'done 2.1-logs',
  'log',
  'list',
  'contacts',
  'escalate',
  'handover',
  'verify',
  'stats',
  'notice',
  'report',
  'runbook check',
  'doctor',
]

/** What somebody might pick instead; each is left out where it is not there. */
const OTHERS: readonly Started[] = [
  { name: 'npm --version', run: ['npm', '--version'] },
  { name: 'git commit', run: ['git', 'commit', '--quiet', '--allow-empty', '--message', 'checked'] },
]

/** By how many times the CPU time of each exceeds that of `node -e 0`, run in turn with it: medians, as a table. */
export function startupTable(made: Made, runs: number): string {
  git(made, 'init', '--quiet')
  const programs = [
    ...COMMANDS.map((command): Started => ({ name: command, run: [process.execPath, PROGRAM, ...command.split(' ')] })),
    ...OTHERS.filter(({ run }) => isThere(made, run)),
  ]
  const rows = programs.map(({ name, run }) => {
    const pairs = Array.from({ length: runs }, () => [cpuOf(made, [process.execPath, '-e', '0']), cpuOf(made, run)])
    const [bare, own] = [0, 1].map((of) => middle(pairs.map((pair) => pair[of] ?? 0))) as [number, number]
    const times = middle(pairs.map(([bare = 1, own = 0]) => own / bare))
    process.stderr.write(`${name}\n`)
    return [`\`${name}\``, times.toFixed(2), own.toFixed(0), bare.toFixed(0)]
  })
  return markdown(['command', 'times bare Node', 'CPU, ms', 'bare Node, ms'], rows)
}

/** CPU time of a process and its children, in milliseconds, as the shell measures it. Its exit code does not matter. */
function cpuOf({ env, directory }: Made, run: readonly string[]): number {
  const script = 'TIMEFORMAT="%3U %3S"; { time "$@" > /dev/null 2>&1; } 2>&1 || true'
  const said = execFileSync('bash', ['-c', script, 'bash', ...run], { env: { ...GIT, ...env }, cwd: directory })
  const [user = 0, system = 0] = said.toString().trim().split(' ').map(Number)
  return (user + system) * 1000
}

const GIT = {
  GIT_AUTHOR_NAME: 'taro',
  GIT_AUTHOR_EMAIL: 'taro@example.com',
  GIT_COMMITTER_NAME: 'taro',
  GIT_COMMITTER_EMAIL: 'taro@example.com',
}

function git({ env, directory }: Made, ...args: readonly string[]): void {
  execFileSync('git', args, { env, cwd: directory })
}

function isThere({ env, directory }: Made, [file, ...args]: Started['run']): boolean {
  try {
    execFileSync(file, args, { env: { ...GIT, ...env }, cwd: directory, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function middle(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0
}
