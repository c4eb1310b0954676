import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'

/** Runs the program with /dev/full as its standard output. */
function onFullDevice(bench: Bench, ...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    env: bench.env,
    cwd: bench.directory,
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    encoding: 'utf8',
  })
  return { code: status, err: stderr }
}

const events = (bench: Bench) => bench.ok('log', '--json', '-i', 'latest').trimEnd().split('\n').length

describe('a full standard output', () => {
  it('makes the command exit 6 if an event was recorded, and the error says so', () => {
    const bench = new Bench()
    const started = onFullDevice(bench, 'start', '--type', 'system-failure')
    const id = bench.ok('list').split(' ')[0] as string
    expect(started).toEqual({ code: 6, err: expect.stringContaining('(recorded-not-shown)') })
    expect(started.err).toContain(`recorded in ${id}, but cannot write to standard output (ENOSPC)`)
    expect(onFullDevice(bench, 'note', 'x', '--json')).toMatchObject({ code: 6 })
    expect(events(bench)).toBe(2)
  })

  it.each([
    ['status'],
    ['log'],
    ['report'],
    ['report', '--format', 'json'],
    ['runbook', 'show'],
    ['--help'],
    ['verify'],
    ['list', '--json'],
    ['--version'],
  ])('makes the command exit 2 with not-shown if nothing was recorded (%s %s)', (...args) => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    const { code, err } = onFullDevice(bench, ...args)
    expect(code).toBe(2)
    expect(err).toContain('cannot write to standard output (ENOSPC)')
    expect(err).toContain('not-shown')
  })

  it('keeps the exit code for a failed verification and for a refusal', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    expect(onFullDevice(bench, 'verify', '--against', '0'.repeat(20))).toMatchObject({ code: 4 })
    expect(onFullDevice(bench, 'lift', '--json')).toMatchObject({ code: 3 })
  })

  it('is reported in Japanese too', () => {
    const bench = new Bench({ HALT_LANG: 'ja' })
    expect(onFullDevice(bench, 'start', '--type', 'system-failure').err).toContain('に記録しましたが')
    expect(onFullDevice(bench, 'status').err).toContain('何も記録していません')
  })

  it('does not matter to a command that prints nothing there', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    expect(onFullDevice(bench, 'note', 'x')).toMatchObject({ code: 0 })
  })
})

describe('output into a pipe', () => {
  const piped = (bench: Bench, script: string) =>
    spawnSync('bash', ['-c', script, process.execPath, PROGRAM], {
      env: bench.env,
      cwd: bench.directory,
      encoding: 'utf8',
      maxBuffer: 10_000_000,
    })

  /** A log that is longer than the buffer of a pipe. */
  function logged(): Bench {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    bench.ok('note', 'x'.repeat(100_000))
    return bench
  }

  it('is complete and in order with a slow reader', () => {
    const bench = logged()
    const whole = bench.ok('log', '--json')
    expect(whole.length).toBeGreaterThan(65_536)
    const { stdout } = piped(bench, '"$0" "$1" log --json | { sleep 1; cat; }')
    expect(stdout).toBe(whole)
  })

  // A stream of Node in another process makes the shared pipe non-blocking.
  it('is complete and in order if the pipe is in non-blocking mode', () => {
    const bench = logged()
    const whole = bench.ok('log', '--json')
    const { stdout, stderr } = piped(
      bench,
      `set -o pipefail
      { "$0" -e 'process.stdout.write("ready\\n"); setInterval(() => {}, 1000)' & other=$!
        sleep 1
        "$0" "$1" log --json; echo "exit $?" >&2
        kill -9 $other
      } | { sleep 2; cat; }`,
    )
    expect(stderr).toContain('exit 0')
    expect(stdout).toBe(`ready\n${whole}`)
  })

  it('exits 0 without an error if the reader closes the pipe', () => {
    const bench = logged()
    const { stdout, stderr } = piped(bench, '{ "$0" "$1" log --json; echo "exit $?" >&2; } | head -c 10; sleep 0.5')
    expect(stdout).toHaveLength(10)
    expect(stderr).toMatch(/^\S+\nexit 0\n$/)
  })

  it.each(['log', 'log --json', 'report', 'runbook show', 'status'])(
    'of halt %s into head -1 exits 0 without an error',
    (command) => {
      const bench = new Bench()
      bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')
      for (let n = 0; n < 8; n += 1) bench.ok('note', `${n}${'x'.repeat(100_000)}`)
      const { stdout, stderr } = piped(bench, `"$0" "$1" ${command} | head -1; echo "\${PIPESTATUS[0]}" >&2`)
      expect(stdout.trimEnd().split('\n')).toHaveLength(1)
      expect(
        stderr
          .trim()
          .split('\n')
          .filter((said) => !said.includes('Engine down')),
      ).toEqual(['0'])
    },
  )

  it('loses nothing of a long log with a slow reader', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    const file = join(bench.directory, 'notice.txt')
    writeFileSync(file, 'x'.repeat(64 * 1024))
    for (let n = 0; n < 20; n += 1) bench.ok('notice', '--posted', '--text-file', file, '--force', '--reason', 'long')
    const { stdout } = piped(bench, '"$0" "$1" log --json | (sleep 1; sha256sum)')
    expect(stdout.slice(0, 64)).toBe(createHash('sha256').update(bench.ok('log', '--json')).digest('hex'))
  })
})
