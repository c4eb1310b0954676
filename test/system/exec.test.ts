import { chmodSync, existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { Bench } from './bench.ts'
import { addStepCommands } from './step-commands.ts'

function opened(...flags: string[]): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure', ...flags)
  return bench
}

function script(bench: Bench, name: string, text: string): string {
  const path = join(bench.directory, name)
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o755)
  return path
}

const events = (bench: Bench) =>
  bench
    .ok('log', '--json')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; data: Record<string, unknown> })

interface Kept {
  readonly path: string
  readonly standing: string
}

const evidence = (bench: Bench) => bench.json<{ evidence: Kept[] }>('evidence', 'list').evidence

/** Whether a process is there, and not merely waits for its parent to learn that it has ended. */
function isRunning(pid: string): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

const folderOf = (bench: Bench) => {
  const incidents = join(bench.workspace, 'incidents')
  return join(incidents, readdirSync(incidents)[0] ?? '')
}

describe('halt exec', () => {
  it('records the start and end of the command, shows its output and keeps it byte for byte', () => {
    const bench = opened()
    const { code, out, err } = bench.halt('exec', '--', 'sh', '-c', 'printf "a\\0\\377b"; echo wrong >&2')
    expect([code, out]).toEqual([0, 'a\0\ufffdb'])
    expect(err).toContain('$ sh -c \'printf "a\\0\\377b"; echo wrong >&2\'')
    expect(err).toContain('wrong\n')
    const [started, ended] = events(bench).slice(1)
    expect(started).toMatchObject({
      type: 'command.started',
      data: { argv: ['sh', '-c', expect.any(String)], step: null },
    })
    expect(ended).toMatchObject({
      type: 'command.ended',
      data: { end: 'exited', code: 0, signal: null, stdout: { total: 4 }, stderr: { total: 6 } },
    })
    const [stdout, stderr] = evidence(bench) as [Kept, Kept]
    expect([...readFileSync(stdout.path)]).toEqual([0x61, 0, 0xff, 0x62])
    expect(readFileSync(stderr.path, 'utf8')).toBe('wrong\n')
    expect([stdout.standing, stderr.standing]).toEqual(['intact', 'intact'])
  })

  it('passes arguments without a shell, and passes on stdin and the environment', () => {
    const bench = opened()
    const args = ['$(id)', '`id`', '; rm -rf /', '*', "it's", '']
    expect(bench.ok('exec', '--', 'printf', '%s\\n', ...args)).toBe(`${args.join('\n')}\n`)
    expect(bench.haltWith({ input: 'typed ahead' }, 'exec', '--', 'cat').out).toBe('typed ahead')
    expect(bench.haltWith({ env: { TZ: 'Europe/Paris' } }, 'exec', '--', 'sh', '-c', 'echo $TZ').out).toBe(
      'Europe/Paris\n',
    )
    expect(bench.ok('log', '--json')).not.toContain('typed ahead')
  })

  it('exits 6 and records the end if the command fails, is killed or cannot be started', () => {
    const bench = opened()
    for (const [argv, end, what] of [
      [['sh', '-c', 'exit 3'], { end: 'exited', code: 3 }, 'exited 3'],
      [['sh', '-c', 'kill -9 $$'], { end: 'signalled', signal: 'SIGKILL' }, 'was killed by SIGKILL'],
      [['no-such-program'], { end: 'not-started', why: 'ENOENT' }, 'could not be started (no such program: ENOENT)'],
    ] as const) {
      const { code, err } = bench.halt('exec', '--', ...argv)
      expect([code, err]).toEqual([6, expect.stringContaining(`the command ${what}`)])
      expect(events(bench).at(-1)).toMatchObject({ type: 'command.ended', data: end })
    }
  })

  it('ends the command and its child processes at the timeout', async () => {
    const bench = opened()
    let pid = ''
    // On a busy machine the child process may need longer to begin.
    for (let seconds = 1; pid === ''; seconds *= 2) {
      const line = ['sh', '-c', 'sleep 600 & echo $!; exec sleep 600']
      const { code, out } = bench.halt('exec', '--timeout', `${seconds}s`, '--', ...line)
      expect(code).toBe(6)
      expect(events(bench).at(-1)).toMatchObject({ data: { end: 'timed-out', signal: 'SIGTERM' } })
      pid = out.trim()
    }
    await vi.waitUntil(() => !isRunning(pid), { timeout: 60_000 })
  })

  it('does not wait for a background process that holds the output open', () => {
    const bench = opened()
    const { code, out } = bench.halt('exec', '--', 'sh', '-c', 'sleep 30 & echo here')
    expect([code, out]).toEqual([0, 'here\n'])
  })

  it('keeps only the first part of a long output, and records the total size', () => {
    const bench = opened()
    const out = bench.ok('exec', '--keep', '64k', '--', 'head', '-c', '1000000', '/dev/zero')
    expect(out).toHaveLength(1_000_000)
    expect(events(bench).at(-1)).toMatchObject({
      data: { stdout: { total: 1_000_000, kept: { bytes: 65_536 } } },
    })
    expect(bench.ok('log')).toContain('64.0 KiB in')
  })

  it('prints the recorded events as JSON with --json, and the output of the command on stderr', () => {
    const { out, err } = opened().halt('exec', '--json', '--', 'echo', 'here')
    expect(JSON.parse(out)).toMatchObject({
      events: [{ type: 'command.started' }, { type: 'command.ended' }],
      ran: true,
    })
    expect(err).toContain('here\n')
  })

  it('reports a command whose outcome cannot be recorded, and --settle records it later', () => {
    const bench = opened()
    const id = bench.json<{ incident: string }>('status').incident
    const lock = join(bench.workspace, 'incidents', id, 'lock')
    const { code, err } = bench.halt('exec', '--', 'sh', '-c', `rm -f ${lock}; mkdir ${lock}; exit 4`)
    expect(code).toBe(5)
    expect(err).toMatch(/exited 4, but its outcome is NOT recorded.*\(outcome-not-recorded\)/)
    rmdirSync(lock)
    expect(bench.ok('status')).toMatch(/Outcome unknown.*\n.*sh -c/)
    expect(bench.ok('report')).toContain('Outcome unknown')
    const hint = /^Fix that.*: \S+ \S+ exec --settle (\S+) --reason '(.*)' -i (\S+)$/m.exec(err)
    const [, event = '', words = '', incident = ''] = hint ?? []
    expect([words, incident]).toEqual(['exited 4', id])
    expect(bench.halt('exec', '--settle', event)).toMatchObject({ code: 3, err: /--reason/ })
    bench.ok('exec', '--settle', event, '--reason', words, '-i', incident)
    expect(events(bench).at(-1)).toMatchObject({ type: 'command.settled', data: { command: event, words } })
    expect(bench.ok('status')).not.toContain('Outcome unknown')
    expect(bench.json('status')).toMatchObject({ outcomesUnknown: [] })
    expect(bench.ok('report')).toMatch(/Outcome found out: .*sh -c.* exited 4 \(taro\)/)
    expect(bench.halt('exec', '--settle', 'x:1', '--reason', 'y')).toMatchObject({ code: 2, err: /\(unknown-event\)/ })
  })
})

describe('halt exec --step', () => {
  it('runs a command of the step in the workspace, and records it for the step', () => {
    const bench = new Bench()
    addStepCommands(bench)
    bench.ok('start', '--type', 'system-failure')
    expect(bench.ok('exec', '--step', '2.1-logs', '--number', '1')).toBe('--host\nengine 3\n')
    expect(events(bench).at(-2)).toMatchObject({ data: { step: '2.1-logs', directory: bench.workspace } })
  })

  it('runs a dangerous command only if --confirm repeats the id of the step', () => {
    const bench = new Bench()
    addStepCommands(bench)
    bench.ok('start', '--type', 'system-failure')
    const run = ['exec', '--step', '2.1-logs', '--number', '2']
    const marker = join(bench.workspace, 'tools', 'restarted')
    expect(bench.halt(...run, '--confirm', 'yes').code).toBe(3)
    expect(existsSync(marker)).toBe(false)
    bench.ok(...run, '--confirm', '2.1-logs')
    expect(existsSync(marker)).toBe(true)
  })
})

describe('a process that a command leaves running', () => {
  it.each([
    ['writes rarely', 0.7, {}],
    ['writes constantly', 0.05, {}],
    ['writes where there is no cat to read it', 0.05, { PATH: '/nowhere' }],
  ])('keeps running if it %s, and is recorded as left running', async (_, interval, env) => {
    const bench = opened()
    const alive = join(bench.directory, 'alive')
    const stop = join(bench.directory, 'stop')
    const loop = `while [ ! -e ${stop} ]; do /bin/sleep ${interval}; echo beat; echo beat >> ${alive}; done`
    const daemon = script(bench, 'daemon.sh', `(${loop}) &\necho up`)
    const { code, err } = bench.haltWith({ env }, 'exec', '--timeout', '30s', '--', daemon)
    expect(code).toBe(0)
    expect(err).toContain('it left a process running')
    expect(events(bench).at(-1)).toMatchObject({ type: 'command.ended', data: { end: 'exited', code: 0, left: true } })
    const before = existsSync(alive) ? readFileSync(alive, 'utf8').length : 0
    await vi.waitFor(() => expect(readFileSync(alive, 'utf8').length).toBeGreaterThan(before), { timeout: 60_000 })
    writeFileSync(stop, '')
  })

  it('is not recorded if there is none', () => {
    const bench = opened()
    bench.ok('exec', '--', 'echo', 'here')
    expect(events(bench).at(-1)?.data).not.toHaveProperty('left')
  })
})

describe('a command without output', () => {
  it('leaves no empty evidence files', () => {
    const bench = opened()
    bench.ok('exec', '--', 'true')
    expect(readdirSync(join(folderOf(bench), 'evidence'))).toEqual([])
  })
})

describe('a program with an invalid path', () => {
  it('is recorded as not started, with the system error', () => {
    const bench = opened()
    const { code, err } = bench.halt('exec', '--', '/dev/null/x')
    expect([code, err]).toEqual([6, expect.stringContaining('(command-failed)')])
    expect(events(bench).at(-1)).toMatchObject({ data: { end: 'not-started', why: 'ENOTDIR' } })
  })
})

describe('the error message about a failed command', () => {
  it('is in the language of the operator, with the command that shows the output', () => {
    const bench = opened()
    const { err } = bench.halt('exec', '--lang', 'ja', '--', 'sh', '-c', 'echo wrong >&2; exit 3')
    expect(err).toContain('コマンドが失敗しました（終了コード3）。実行と結果は記録済みです (command-failed)')
    const [{ file } = { file: '' }] = bench.json<{ evidence: { file: string }[] }>('evidence', 'list').evidence
    const id = readdirSync(join(bench.workspace, 'incidents'))[0] ?? ''
    expect(err).toContain(`evidence show ${file} -i ${id}`)
  })

  it('says if there was no output', () => {
    const { err } = opened().halt('exec', '--', 'false')
    expect(err).toMatch(/exited 1.*\(command-failed\)\nIt had no output/)
  })
})

describe('the messages about output that was not kept', () => {
  it('give its size in bytes, in both languages', () => {
    const bench = opened()
    const { err } = bench.halt('exec', '--keep', '0', '--', 'printf', 'x')
    expect(err).toContain('output not kept (1 byte)')
    expect(bench.ok('log', '--lang', 'ja')).toContain('標準出力は保存せず（全1バイト）')
  })
})
