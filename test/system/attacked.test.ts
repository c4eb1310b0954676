import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

const ACTIVE = /[\u001b\u009b\u202e\u2066]/

describe('words that could act on a terminal', () => {
  it.each([
    ['done', '\u001b[31mX'],
    ['done', '\u202eX'],
    ['set', 'cause.\u001b[2J=x'],
    ['set', '\u001b]0;owned\u0007=x'],
    ['notice', '--posted', '\u009b31m'],
  ])('are inert in errors: %s %j', (...args) => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    const { code, err } = bench.halt(...args)
    expect(code).toBe(2)
    expect(err).not.toMatch(ACTIVE)
  })

  it('are inert in what is shown of a broken file', () => {
    const bench = new Bench()
    bench.write('runbooks/9.yaml', 'reviewed: "\u001b[2J"\nchapter: "\u202e"\n')
    const { code, out } = bench.halt('runbook', 'check')
    expect(code).toBe(2)
    expect(out).not.toMatch(ACTIVE)
  })
})

describe('names', () => {
  it.each(['constructor', 'toString', '__proto__'])('that every object has are neither types nor facts: %s', (name) => {
    const bench = new Bench()
    expect(bench.halt('start', '--type', name)).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-type)'),
    })
    bench.ok('start', '--type', 'system-failure')
    expect(bench.halt('set', `${name}=x`)).toMatchObject({ code: 2, err: expect.stringContaining('(unknown-fact)') })
  })

  it('of files and folders do nothing to a terminal, and make no lines of their own', () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const incidents = join(bench.workspace, 'incidents')
    writeFileSync(join(incidents, id, `${id}.\u001b[2J\nhalt: all is well\n.jsonl`), 'x\n')
    mkdirSync(join(incidents, 'a\u001b[2J\nb'))
    writeFileSync(join(incidents, 'a\u001b[2J\nb', 'a.jsonl'), '')
    for (const args of [['status', '-i', id], ['verify', '-i', id], ['list'], ['log', '-i', id], ['note', 'x']]) {
      const { out, err } = bench.halt(...args)
      expect(out + err).not.toMatch(ACTIVE)
      expect(out + err).not.toMatch(/^(b|halt: all)/m)
    }
  })
})

describe('an error', () => {
  it('stays one line, whatever it quotes', () => {
    const bench = new Bench()
    bench.write('halt.yaml', '"two\\nlines": x\n')
    const { code, err } = bench.halt('start', '--type', 'system-failure')
    expect(code).toBe(2)
    expect(err.split('\n')[0]).toMatch(/^halt: .* 'two \/ lines' \(bad-setting\)$/)
  })
})

describe('JSON', () => {
  it('says the same on a terminal, where what acts is escaped, and in a pipe, where it is as it was stored', async () => {
    const bench = new Bench()
    const title = 'a\u009b2J\u202eb'
    bench.ok('start', '--type', 'system-failure', '--title', title)
    for (const args of [
      ['status', '--json'],
      ['log', '--json'],
      ['report', '--format', 'json'],
    ]) {
      const terminal = new Terminal(bench, args, { columns: 1000, rows: 500 })
      await terminal.end()
      expect(terminal.output).not.toMatch(ACTIVE)
      expect(terminal.output).toContain('a\\u009b2J\\u202eb')
    }
    expect(bench.ok('log', '--json')).toContain(title)
    expect(bench.json('status').title).toBe(title)
  })
})

describe('words of a runbook', () => {
  it('are text in the report, and leave its tables whole', () => {
    const bench = new Bench()
    const chapter = readFileSync(resolve(import.meta.dirname, '../../runbooks/2-initial-response.yaml'), 'utf8')
    const hostile = 'a | b <script> [x](https://example.com)'
    bench.write(
      'runbooks/2-initial-response.yaml',
      chapter.replaceAll(/\ben: [^"'{}|>[\]\n]+ \}/g, `en: '${hostile}' }`),
    )
    bench.ok('start', '--type', 'system-failure')
    bench.ok('skip', '2.1-logs', '--reason', 'no time')
    const report = bench.ok('report')
    expect(report).toContain('a \\| b &lt;script&gt; \\[x\\](https:&#47;&#47;example.com)')
    expect(report).not.toContain('<script>')
    expect(report).not.toMatch(/(?<!\\)\]\(/)
  })
})

describe('evidence', () => {
  it('is shown inert on a terminal, and as its bytes are in a pipe', async () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    bench.write('captured.txt', 'one\u001b]0;owned\u0007\ntwo\u202e\n')
    bench.ok('note', 'as found', '--attach', join(bench.workspace, 'captured.txt'))
    const { evidence } = bench.json<{ evidence: { file: string }[] }>('evidence', 'list')
    const file = evidence[0]?.file as string
    expect(bench.ok('evidence', 'show', file)).toBe('one\u001b]0;owned\u0007\ntwo\u202e\n')
    const terminal = new Terminal(bench, ['evidence', 'show', file])
    await terminal.end()
    expect(terminal.output).not.toMatch(ACTIVE)
    expect(terminal.output).toContain('one\\u001b]0;owned\\u0007')
  })
})

describe('what the system does not give', () => {
  it('a state directory that can never be made costs a new writer each time, and never hangs', () => {
    const bench = new Bench({ XDG_STATE_HOME: '/proc/nowhere/state' })
    bench.ok('start', '--type', 'system-failure')
    bench.ok('note', 'one')
    const writers = bench.ok('log', '--json').trim().split('\n')
    expect(new Set(writers.map((line) => (JSON.parse(line) as { writer: string }).writer)).size).toBe(2)
  })

  it('a state folder full of pipes and folders is as if there were none, and hangs nothing', () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const [key = ''] = readdirSync(join(bench.directory, 'state', 'halt'))
    const state = join(bench.directory, 'state', 'halt', key)
    for (const name of ['writer', `${id}.head`, `${id}.draft`]) {
      rmSync(join(state, name), { force: true })
      execFileSync('mkfifo', [join(state, name)])
    }
    for (const args of [['status'], ['note', 'one'], ['verify'], ['list']])
      expect(bench.halt(...args), args[0]).toMatchObject({ code: 0 })
    for (const name of ['writer', `${id}.head`]) {
      rmSync(join(state, name))
      mkdirSync(join(state, name))
    }
    expect(bench.ok('note', 'two')).toBe('')
  })

  it('relative XDG folders are no folders: nothing is made where the operator happens to stand', () => {
    const bench = new Bench({ HALT_DIR: '', XDG_STATE_HOME: 'relative/state', XDG_DATA_HOME: 'relative/data' })
    const elsewhere = join(bench.directory, 'elsewhere')
    mkdirSync(elsewhere)
    expect(bench.haltWith({ cwd: elsewhere }, 'start', '--type', 'system-failure').code).toBe(0)
    expect(readdirSync(elsewhere)).toEqual([])
    expect(readdirSync(join(bench.directory, '.local', 'share', 'halt', 'incidents'))).toHaveLength(1)
  })

  it('a log that is a folder is unreadable, not a defect', () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    mkdirSync(join(bench.workspace, 'incidents', id, `${id}.aaaaaaaa.jsonl`))
    expect(bench.halt('status')).toMatchObject({ code: 2, err: expect.stringContaining('(unreadable)') })
  })

  it('settings that are a folder are unreadable, not a defect', () => {
    const bench = new Bench()
    mkdirSync(join(bench.workspace, 'halt.yaml'), { recursive: true })
    expect(bench.halt('start', '--type', 'system-failure')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unreadable)'),
    })
  })
})

describe('naming an incident', () => {
  it('by a whole id never means the one that was numbered on after it', () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const incidents = join(bench.workspace, 'incidents')
    const moved = join(incidents, `${id}-2`)
    renameSync(join(incidents, id), moved)
    for (const name of readdirSync(moved)) renameSync(join(moved, name), join(moved, name.replace(id, `${id}-2`)))
    rmSync(join(bench.directory, 'state'), { recursive: true })
    expect(bench.halt('status').code).toBe(0)
    expect(bench.halt('note', 'meant for the first', '-i', id)).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-incident)'),
    })
  })
})

describe('planning', () => {
  it('counts both ends from now where both are said to be in some time', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'maintenance', '--planned', 'in 1h/in 3h')
    const { facts } = bench.json<{ facts: Record<string, { value: string }> }>('status')
    const span = Date.parse(facts['planned-end']?.value ?? '') - Date.parse(facts['planned-start']?.value ?? '')
    expect(Math.round(span / 60_000)).toBe(120)
    expect(bench.halt('start', '--type', 'maintenance', '--planned', 'in 2h/in 1h')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(bad-range)'),
    })
  })
})

describe('times before the halt began', () => {
  it('are refused for notices and for corrections of a lift', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', 'trading=stopped')
    const refused = { code: 2, err: expect.stringContaining('(before-start)') }
    expect(bench.halt('notice', 'website', '--posted', '--at', '1h ago')).toMatchObject(refused)
    bench.ok('lift', '--all', '--force', '--reason', 'drilled')
    const events = bench
      .ok('log', '--json')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { writer: string; type: string; seq: number })
    const lift = events.find((event) => event.type === 'scope.lifted')
    expect(bench.halt('correct', `${lift?.writer}:${lift?.seq}`, '--at', '2h ago', '--reason', 'x')).toMatchObject(
      refused,
    )
  })

  it('and the time of the start is said back with its date', () => {
    const bench = new Bench()
    const { err } = bench.halt('start', '--type', 'system-failure', '--at', '10m ago')
    expect(err).toMatch(/at \d{4}-\d{2}-\d{2}T/)
  })
})
