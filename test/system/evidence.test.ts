import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from './bench.ts'
import { offering } from './offering.ts'

const SECRET = 'tanaka@example.com pays 12,000,000 JPY'

interface Kept {
  readonly file: string
  readonly kind: string
  readonly name: string | null
  readonly bytes: number
  readonly digest: string
  readonly standing: string
  readonly path: string
}

function opened(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure')
  writeFileSync(join(bench.directory, 'queue.csv'), `${SECRET}\n`)
  return bench
}

const evidence = (bench: Bench) =>
  (JSON.parse(bench.halt('evidence', 'list', '--json').out) as { evidence: Kept[] }).evidence
const events = (bench: Bench) =>
  bench
    .ok('log', '--json')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; data: Record<string, unknown> })

/** Everything in the workspace that is the log, as text. */
function chain(bench: Bench): string {
  const folder = join(bench.workspace, 'incidents')
  const files = readdirSync(folder, { recursive: true }).map(String)
  return files
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
}

describe('a file attached to a note', () => {
  it('is copied beside the log, which holds its name, size and salted digest, and none of its bytes', () => {
    const bench = opened()
    bench.ok('note', 'the queue at ten', '--attach', 'queue.csv')
    const [file] = evidence(bench) as [Kept]
    expect(file).toMatchObject({ kind: 'attachment', name: 'queue.csv', bytes: SECRET.length + 1, standing: 'intact' })
    expect(readFileSync(file.path, 'utf8')).toBe(`${SECRET}\n`)
    expect(bench.ok('evidence', 'show', file.file.slice(0, 6))).toBe(`${SECRET}\n`)
    expect(chain(bench)).not.toContain('tanaka')
    expect(chain(bench)).toContain(file.digest)
    const salted = Buffer.concat([readFileSync(`${file.path}.salt`), readFileSync(file.path)])
    expect(createHash('sha256').update(salted).digest('hex')).toBe(file.digest)
    expect(chain(bench)).not.toContain(createHash('sha256').update(`${SECRET}\n`).digest('hex'))
  })

  it('is for its owner alone, and another digest each time it is attached', () => {
    const bench = opened()
    bench.ok('note', '--attach', 'queue.csv', 'queue.csv')
    const [first, second] = evidence(bench) as [Kept, Kept]
    expect(first.digest).not.toBe(second.digest)
    for (const path of [first.path, `${first.path}.salt`]) expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(first.path)).mode & 0o777).toBe(0o700)
  })

  it('must be a regular file that is there; else nothing is recorded and nothing kept', () => {
    const bench = opened()
    execFileSync('sh', ['-c', 'mkfifo pipe'], { cwd: bench.directory })
    for (const [path, code] of [
      ['nothing.csv', 'no-such-file'],
      ['pipe', 'unreadable'],
      ['.', 'unreadable'],
    ] as const) {
      const { code: exit, err } = bench.halt('note', 'x', '--attach', 'queue.csv', path)
      expect([exit, err]).toEqual([2, expect.stringContaining(`(${code})`)])
    }
    writeFileSync(join(bench.directory, 'huge'), '')
    truncateSync(join(bench.directory, 'huge'), 256 * 1024 * 1024 + 1)
    expect(bench.halt('note', 'x', '--attach', 'huge').err).toContain('(file-too-large)')
    expect(evidence(bench)).toEqual([])
    expect(events(bench)).toHaveLength(1)
    const kept = join(bench.workspace, 'incidents', bench.json<{ incident: string }>('status').incident, 'evidence')
    expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([])
  })
})

describe('a private note', () => {
  it('is kept beside the log, is shown when asked for, and goes when it is removed', () => {
    const bench = opened()
    bench.ok('note', '--private', SECRET)
    const [note] = evidence(bench) as [Kept]
    expect(note).toMatchObject({ kind: 'note', name: null, standing: 'intact' })
    expect(chain(bench)).not.toContain('tanaka')
    for (const show of [['log'], ['status'], ['report'], ['report', '--format', 'json']])
      expect(bench.ok(...show)).not.toContain('tanaka')
    expect(bench.ok('evidence', 'show', note.file)).toBe(SECRET)
    bench.ok('evidence', 'remove', note.file, '--reason', 'personal data')
    expect(evidence(bench)).toMatchObject([{ standing: 'removed' }])
    expect([existsSync(note.path), existsSync(`${note.path}.salt`)]).toEqual([false, false])
    expect(bench.halt('evidence', 'show', note.file)).toMatchObject({ code: 3, err: /\(evidence-gone\)/ })
    expect(bench.ok('verify')).toContain('consistent')
    expect(events(bench).at(-1)).toMatchObject({ type: 'evidence.removed', data: { reason: 'personal data' } })
  })
})

describe('the words of a note', () => {
  it('come from standard input where they are given as -', () => {
    const bench = opened()
    expect(bench.haltWith({ input: 'what the monitor said\nin two lines\n' }, 'note', '-').code).toBe(0)
    expect(bench.haltWith({ input: 'the disk' }, 'note', '-', '--hypothesis').code).toBe(0)
    expect(events(bench).slice(1)).toMatchObject([
      { data: { text: 'what the monitor said\nin two lines' } },
      { data: { text: 'the disk', hypothesis: true } },
    ])
    expect(bench.haltWith({ input: '\n' }, 'note', '-')).toMatchObject({ code: 3, err: /missing-answer/ })
    expect(bench.haltWith({ input: 'x'.repeat(64 * 1024 + 1) }, 'note', '-')).toMatchObject({ code: 2 })
    expect(events(bench)).toHaveLength(3)
  })
})

describe('the words of a private note', () => {
  it('come from standard input where they are given as -, and in no argument', () => {
    const bench = opened()
    expect(bench.haltWith({ input: `${SECRET}\n` }, 'note', '--private', '-').code).toBe(0)
    const [note] = evidence(bench) as [Kept]
    expect(bench.ok('evidence', 'show', note.file)).toBe(SECRET)
  })

  it('are needed, from wherever they come, and are not endless', () => {
    const bench = opened()
    const missing = bench.haltWith({ input: SECRET }, 'note', '--private')
    expect(missing).toMatchObject({ code: 3, err: /note has no words.*\(missing-answer\)\n.*note --private -/ })
    expect(bench.haltWith({ input: '\n' }, 'note', '--private', '-')).toMatchObject({ code: 3, err: /missing-answer/ })
    const much = 'x'.repeat(1024 * 1024 + 1)
    expect(bench.haltWith({ input: much }, 'note', '--private', '-')).toMatchObject({ code: 2, err: /file-too-large/ })
    expect(evidence(bench)).toEqual([])
    expect(events(bench)).toHaveLength(1)
  })
})

describe('taking back what left something beside the log', () => {
  it('names the command that removes it, since it cannot be undone or corrected', () => {
    const bench = opened()
    bench.ok('note', '--private', SECRET)
    bench.ok('exec', '--', 'echo', SECRET)
    const names = bench
      .ok('log', '--json')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { writer: string; seq: number })
      .map(({ writer, seq }) => `${writer}:${seq}`)
    for (const event of names.slice(1))
      for (const attempt of [
        ['undo', event, '--reason', 'x'],
        ['correct', event, '--text', 'y', '--reason', 'x'],
      ]) {
        const { code, err } = bench.halt(...attempt)
        expect([attempt, code, err]).toEqual([attempt, 3, expect.stringMatching(/evidence remove NAME --reason/)])
        expect(err).not.toContain('Record the right one')
      }
  })
})

describe('what is missing', () => {
  it('is said with what to give, in both languages', () => {
    const bench = new Bench()
    offering(bench)
    bench.ok('start', '--type', 'system-failure')
    const run = ['exec', '--step', '2.1-logs', '--number', '2']
    expect(bench.halt(...run).err).toContain('2.1-logs: the command is marked as dangerous, and has to be confirmed')
    expect(bench.halt('--lang', 'ja', ...run).err).toMatch(
      /危険なコマンドのため確認が必要です.*\n実行する場合: --confirm 2\.1-logs/,
    )
    expect(bench.halt('evidence', 'remove', 'x').err).toMatch(/a reason is missing.*\n.*--reason/)
    expect(bench.halt('--lang', 'ja', 'evidence', 'remove', 'x').err).toMatch(
      /理由がありません.*\n--reason '理由' を付けてください/,
    )
    expect(bench.halt('note').err).not.toContain('cannot be asked')
  })
})

describe('removing evidence', () => {
  it('needs a reason and a known name, and is so already the second time', () => {
    const bench = opened()
    bench.ok('note', '--attach', 'queue.csv')
    const [file] = evidence(bench) as [Kept]
    expect(bench.halt('evidence', 'remove', file.file)).toMatchObject({ code: 3, err: /\(missing-answer\)/ })
    expect(bench.halt('evidence', 'remove', 'zzz', '--reason', 'x')).toMatchObject({
      code: 2,
      err: /\(unknown-evidence\)/,
    })
    bench.ok('evidence', 'remove', file.file, '--reason', 'names')
    writeFileSync(file.path, 'left by a crash')
    expect(bench.halt('evidence', 'remove', file.file, '--reason', 'names')).toMatchObject({
      code: 0,
      err: /already so/,
    })
    expect(existsSync(file.path)).toBe(false)
    expect(events(bench).filter(({ type }) => type === 'evidence.removed')).toHaveLength(1)
  })

  it('is seen where somebody altered or took the bytes without it', () => {
    const bench = opened()
    bench.ok('note', '--attach', 'queue.csv', 'queue.csv')
    const [first, second] = evidence(bench) as [Kept, Kept]
    writeFileSync(first.path, SECRET.replace('12', '13'))
    execFileSync('rm', [second.path])
    expect(evidence(bench).map((e) => e.standing)).toEqual(['altered', 'lost'])
    const { code, out, err } = bench.halt('verify')
    expect([code, err]).toEqual([4, expect.stringContaining('(evidence-altered)')])
    expect(out).toContain('0 intact, 1 GONE from this machine, 1 ALTERED')
    expect(out).toContain(first.file)
  })
})

describe('a command that is run', () => {
  it('is recorded before and after, and what it wrote is kept to the byte and shown', () => {
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

  it('gets its arguments as they are, no shell, our input, and the environment we were given', () => {
    const bench = opened()
    const args = ['$(id)', '`id`', '; rm -rf /', '*', "it's", '']
    expect(bench.ok('exec', '--', 'printf', '%s\\n', ...args)).toBe(`${args.join('\n')}\n`)
    expect(bench.haltWith({ input: 'typed ahead' }, 'exec', '--', 'cat').out).toBe('typed ahead')
    expect(bench.haltWith({ env: { TZ: 'Europe/Paris' } }, 'exec', '--', 'sh', '-c', 'echo $TZ').out).toBe(
      'Europe/Paris\n',
    )
    expect(chain(bench)).not.toContain('typed ahead')
  })

  it('that fails is recorded, exit 6; one that cannot be started as well', () => {
    const bench = opened()
    for (const [argv, end, what] of [
      [['sh', '-c', 'exit 3'], { end: 'exited', code: 3 }, 'exited 3'],
      [['sh', '-c', 'kill -9 $$'], { end: 'signalled', signal: 'SIGKILL' }, 'was ended by SIGKILL'],
      [['no-such-program'], { end: 'not-started', why: 'ENOENT' }, 'could not be started (no such program: ENOENT)'],
    ] as const) {
      const { code, err } = bench.halt('exec', '--', ...argv)
      expect([code, err]).toEqual([6, expect.stringContaining(`the command ${what}`)])
      expect(events(bench).at(-1)).toMatchObject({ type: 'command.ended', data: end })
    }
  })

  it('is ended with all it started when its time is over', () => {
    const bench = opened()
    const marker = join(bench.directory, 'alive')
    const { code } = bench.halt('exec', '--timeout', '1s', '--', 'sh', '-c', `(sleep 3; touch ${marker}) & sleep 30`)
    expect(code).toBe(6)
    expect(events(bench).at(-1)).toMatchObject({ data: { end: 'timed-out', signal: 'SIGTERM' } })
    execFileSync('sleep', ['3'])
    expect(existsSync(marker)).toBe(false)
  })

  it('is not waited for by what it left running with its output open', () => {
    const bench = opened()
    const { code, out } = bench.halt('exec', '--', 'sh', '-c', 'sleep 30 & echo here')
    expect([code, out]).toEqual([0, 'here\n'])
  })

  it('has more output than is to be kept: the first of it is, and the log says how much there was', () => {
    const bench = opened()
    const out = bench.ok('exec', '--keep', '64k', '--', 'head', '-c', '1000000', '/dev/zero')
    expect(out).toHaveLength(1_000_000)
    expect(events(bench).at(-1)).toMatchObject({
      data: { stdout: { total: 1_000_000, kept: { bytes: 65_536 } } },
    })
    expect(bench.ok('log')).toContain('64.0 KiB in')
  })

  it('prints as JSON what was recorded, its output going to standard error', () => {
    const { out, err } = opened().halt('exec', '--json', '--', 'echo', 'here')
    expect(JSON.parse(out)).toMatchObject({
      events: [{ type: 'command.started' }, { type: 'command.ended' }],
      ran: true,
    })
    expect(err).toContain('here\n')
  })

  it('is not run where it cannot be recorded', () => {
    const bench = opened()
    const marker = join(bench.directory, 'ran')
    const id = bench.json<{ incident: string }>('status').incident
    const folder = join(bench.workspace, 'incidents', id)
    const lock = join(folder, 'lock')
    execFileSync('rm', ['-f', lock])
    mkdirSync(lock)
    const { code, err } = bench.halt('exec', '--', 'touch', marker)
    expect([code, err]).toEqual([5, expect.stringContaining('NOT recorded')])
    expect(existsSync(marker)).toBe(false)
  })

  it('whose outcome cannot be recorded was run all the same, and the message says both; the outcome is unknown', () => {
    const bench = opened()
    const id = bench.json<{ incident: string }>('status').incident
    const lock = join(bench.workspace, 'incidents', id, 'lock')
    const { code, err } = bench.halt('exec', '--', 'sh', '-c', `rm -f ${lock}; mkdir ${lock}; exit 4`)
    expect(code).toBe(5)
    expect(err).toMatch(/exited 4, but its outcome is NOT recorded.*\(outcome-not-recorded\)/)
    execFileSync('rmdir', [lock])
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

  it.each<[string[], string]>([
    [['--timeout', '0s'], 'bad-duration'],
    [['--timeout', '25h'], 'bad-duration'],
    [['--keep', 'much'], 'bad-size'],
    [['--step', '2.1-lgs'], 'unknown-step'],
  ])('is not run with %j', (flags, code) => {
    const result = opened().halt('exec', ...flags, '--', 'true')
    expect([result.code, result.err]).toEqual([2, expect.stringContaining(`(${code})`)])
  })

  it('is only shown in a drill', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure', '--drill')
    const marker = join(bench.directory, 'ran')
    const { code, err } = bench.halt('exec', '--', 'touch', marker)
    expect([code, err]).toEqual([0, expect.stringContaining(`$ touch ${marker}`)])
    expect(err).toContain('[DRILL]')
    expect(JSON.parse(bench.ok('exec', '--json', '--', 'touch', marker))).toMatchObject({
      schemaVersion: 1,
      events: [],
      ran: false,
    })
    expect(existsSync(marker)).toBe(false)
    expect(events(bench)).toHaveLength(1)
  })
})

describe('the commands that a step offers', () => {
  it('are run by the step, in the folder that the runbook says, and recorded for it', () => {
    const bench = new Bench()
    offering(bench)
    bench.ok('start', '--type', 'system-failure')
    const several = bench.halt('exec', '--step', '2.1-logs')
    expect([several.code, several.err]).toEqual([
      3,
      expect.stringContaining(`1  Look at the queue  ./queue.sh --host 'engine 3'  (in ${bench.workspace})`),
    ])
    expect(several.err).toContain(
      `2  Restart the engine  ./restart.sh  [DANGEROUS]  (in ${join(bench.workspace, 'tools')})`,
    )
    expect(bench.ok('exec', '--step', '2.1-logs', '--number', '1')).toBe('--host\nengine 3\n')
    expect(events(bench).at(-2)).toMatchObject({ data: { step: '2.1-logs', directory: bench.workspace } })
  })

  it('that are dangerous need the id of the step as a word', () => {
    const bench = new Bench()
    offering(bench)
    bench.ok('start', '--type', 'system-failure')
    const run = ['exec', '--step', '2.1-logs', '--number', '2']
    expect(bench.halt(...run)).toMatchObject({
      code: 3,
      err: /\(missing-answer\)\n.*--confirm/,
    })
    expect(bench.halt(...run, '--confirm', 'yes')).toMatchObject({ code: 3, err: /\(not-confirmed\)/ })
    const marker = join(bench.workspace, 'tools', 'restarted')
    expect(existsSync(marker)).toBe(false)
    bench.ok(...run, '--confirm', '2.1-logs')
    expect(existsSync(marker)).toBe(true)
  })

  it('are named where there is none, or none of that number', () => {
    const bench = new Bench()
    offering(bench)
    bench.ok('start', '--type', 'system-failure')
    expect(bench.halt('exec', '--step', '2.1-monitoring')).toMatchObject({ code: 2, err: /\(no-command\)/ })
    expect(bench.halt('exec', '--step', '2.1-logs', '--number', '3')).toMatchObject({ code: 2, err: /\(no-command\)/ })
    expect(bench.halt('exec')).toMatchObject({ code: 2, err: /\(missing-argument\)/ })
  })
})
