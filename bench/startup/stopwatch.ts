import { spawnSync } from 'node:child_process'

/** Measures the CPU time of processes that end, with all that they began. */
export interface Stopwatch {
  /** How, and how finely. */
  readonly how: string
  run(words: readonly string[], where: Where): Run
}

export interface Where {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

export interface Run {
  readonly code: number
  readonly cpuMs: number
}

/**
 * Node does not tell what its children took, and a module loaded into them takes time itself. Python tells what the system
 * counts, in microseconds; where there is none, the shell tells the same in milliseconds.
 */
export function stopwatch(): Stopwatch {
  return [PYTHON, BASH].find(({ run }) => run(['true'], { cwd: '/', env: process.env }).code === 0) ?? BASH
}

const PYTHON_TIMES = `
import resource, subprocess, sys
def taken():
    took = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (took.ru_utime + took.ru_stime) * 1000
began = taken()
code = subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(code, taken() - began)`

const PYTHON: Stopwatch = {
  how: 'getrusage, in microseconds',
  run: (words, where) => timed(['python3', '-c', PYTHON_TIMES, ...words], where),
}

const BASH_TIMES = `
TIMEFORMAT="%3U %3S"
took=$({ time "$@" < /dev/null > /dev/null 2>&1; } 2>&1)
code=$?
set -- $took
echo $code $(awk "BEGIN { print ($1 + $2) * 1000 }")`

const BASH: Stopwatch = {
  how: 'the time of bash, in milliseconds',
  run: (words, where) => timed(['bash', '-c', BASH_TIMES, 'bash', ...words], where),
}

function timed([file = '', ...args]: readonly string[], where: Where): Run {
  const { stdout } = spawnSync(file, args, { ...where, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const [code = Number.NaN, cpuMs = Number.NaN] = (stdout ?? '').trim().split(' ').map(Number)
  return { code, cpuMs }
}
