import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { makePipe } from '../pipe.ts'

const ACTIVE = /[\u001b\u009b\u202e\u2066]/

describe('control characters', () => {
  it.each([
    ['done', '\u001b[31mX'],
    ['done', '\u202eX'],
    ['set', 'cause.\u001b[2J=x'],
    ['set', '\u001b]0;owned\u0007=x'],
    ['notice', '--posted', '\u009b31m'],
  ])('are escaped in errors: %s %j', async (...args) => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    const { code, err } = await bench.halt(...args)
    expect(code).toBe(2)
    expect(err).not.toMatch(ACTIVE)
  })

  it('are escaped in the excerpt of an invalid file', async () => {
    const bench = new Bench()
    bench.write('runbooks/9.yaml', 'reviewed: "\u001b[2J"\nchapter: "\u202e"\n')
    const { code, out } = await bench.halt('runbook', 'check')
    expect(code).toBe(2)
    expect(out).not.toMatch(ACTIVE)
  })
})

describe('hostile names', () => {
  it.each(['constructor', 'toString', '__proto__'])(
    'of Object.prototype are neither halt types nor facts: %s',
    async (name) => {
      const bench = new Bench()
      expect(await bench.halt('start', '--type', name)).toMatchObject({
        code: 2,
        err: expect.stringContaining('(unknown-type)'),
      })
      await bench.ok('start', '--type', 'system-failure')
      expect(await bench.halt('set', `${name}=x`)).toMatchObject({
        code: 2,
        err: expect.stringContaining('(unknown-fact)'),
      })
    },
  )

  it('of files and folders are printed without control characters or line breaks', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    const incidents = join(bench.workspace, 'incidents')
    writeFileSync(join(incidents, id, `${id}.\u001b[2J\nhalt: all is well\n.jsonl`), 'x\n')
    mkdirSync(join(incidents, 'a\u001b[2J\nb'))
    writeFileSync(join(incidents, 'a\u001b[2J\nb', 'a.jsonl'), '')
    for (const args of [['status', '-i', id], ['verify', '-i', id], ['list'], ['log', '-i', id], ['note', 'x']]) {
      const { out, err } = await bench.halt(...args)
      expect(out + err).not.toMatch(ACTIVE)
      expect(out + err).not.toMatch(/^(b\b|halt: all)/m)
    }
  })
})

describe('an error message', () => {
  it('stays on one line, whatever it quotes', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', '"two\\nlines": x\n')
    const { code, err } = await bench.halt('start', '--type', 'system-failure')
    expect(code).toBe(2)
    expect(err.split('\n')[0]).toMatch(/^halt: .* 'two \/ lines' \(bad-setting\)$/)
  })
})

describe('texts of a runbook', () => {
  it('are escaped in the report, and do not break its tables', async () => {
    const bench = new Bench()
    const chapter = readFileSync(resolve(import.meta.dirname, '../../runbooks/2-initial-response.yaml'), 'utf8')
    const hostile = 'a | b <script> [x](https://example.com)'
    bench.write(
      'runbooks/2-initial-response.yaml',
      chapter.replaceAll(/\ben: [^"'{}|>[\]\n]+ \}/g, `en: '${hostile}' }`),
    )
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('skip', '2.1-logs', '--reason', 'no time')
    const report = await bench.ok('report')
    expect(report).toContain('a \\| b &lt;script&gt; \\[x\\](<https://example.com/>)')
    expect(report).not.toContain('<script>')
    expect(report).not.toMatch(/(?<!\\)\]\((?!#event-\d+\))/)
  })
})

describe('unusable folders and files', () => {
  it('a state folder that cannot be created costs a new writer on each run', async () => {
    const bench = new Bench({ XDG_STATE_HOME: '/proc/nowhere/state' })
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('note', 'one')
    const writers = (await bench.ok('log', '--json')).trim().split('\n')
    expect(new Set(writers.map((line) => (JSON.parse(line) as { writer: string }).writer)).size).toBe(2)
  })

  it('a state folder full of pipes or folders is ignored', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    const [key = ''] = readdirSync(join(bench.directory, 'state', 'halt'))
    const state = join(bench.directory, 'state', 'halt', key)
    for (const name of ['writer', `${id}.head`, `${id}.draft`]) {
      rmSync(join(state, name), { force: true })
      makePipe(join(state, name))
    }
    for (const args of [['status'], ['note', 'one'], ['verify'], ['list']])
      expect(await bench.halt(...args), args[0]).toMatchObject({ code: 0 })
    for (const name of ['writer', `${id}.head`]) {
      rmSync(join(state, name))
      mkdirSync(join(state, name))
    }
    expect(await bench.ok('note', 'two')).toBe('')
  })

  it('relative XDG folders are ignored, and nothing is created in the working directory', async () => {
    const bench = new Bench({ HALT_DIR: '', XDG_STATE_HOME: 'relative/state', XDG_DATA_HOME: 'relative/data' })
    const elsewhere = join(bench.directory, 'elsewhere')
    mkdirSync(elsewhere)
    expect((await bench.haltWith({ cwd: elsewhere }, 'start', '--type', 'system-failure')).code).toBe(0)
    expect(readdirSync(elsewhere)).toEqual([])
    expect(readdirSync(join(bench.directory, '.local', 'share', 'halt', 'incidents'))).toHaveLength(1)
  })

  it('a log that is a folder is reported as damaged', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    mkdirSync(join(bench.workspace, 'incidents', id, `${id}.aaaaaaaa.jsonl`))
    expect(await bench.halt('status')).toMatchObject({
      ...{ code: 4, err: expect.stringContaining('cannot be read here') },
    })
  })

  it('a halt.yaml that is a folder is reported as unreadable', async () => {
    const bench = new Bench()
    mkdirSync(join(bench.workspace, 'halt.yaml'), { recursive: true })
    expect(await bench.halt('start', '--type', 'system-failure')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unreadable)'),
    })
  })
})

describe('an incident given by its whole id', () => {
  it('does not match an id with a number appended', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    const incidents = join(bench.workspace, 'incidents')
    const moved = join(incidents, `${id}-2`)
    renameSync(join(incidents, id), moved)
    for (const name of readdirSync(moved)) renameSync(join(moved, name), join(moved, name.replace(id, `${id}-2`)))
    rmSync(join(bench.directory, 'state'), { recursive: true })
    expect((await bench.halt('status')).code).toBe(0)
    expect(await bench.halt('note', 'meant for the first', '-i', id)).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-incident)'),
    })
  })
})

describe('halt start --planned', () => {
  it('counts both ends from now if both are relative', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'maintenance', '--planned', 'in 1h/in 3h')
    const { facts } = await bench.json<{ facts: Record<string, { value: string }> }>('status')
    const span = Date.parse(facts['planned-end']?.value ?? '') - Date.parse(facts['planned-start']?.value ?? '')
    expect(span).toBe(120 * 60_000)
    expect(await bench.halt('start', '--type', 'maintenance', '--planned', 'in 2h/in 1h')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(bad-range)'),
    })
  })
})

describe('times given with --at', () => {
  it('are refused before the halt began, for notices and for the correction of a lift', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', 'trading=stopped')
    const refused = { code: 2, err: expect.stringContaining('(before-start)') }
    expect(await bench.halt('notice', 'website', '--posted', '--at', '1h ago')).toMatchObject(refused)
    await bench.ok('lift', '--all', '--force', '--reason', 'drilled')
    const events = (await bench.ok('log', '--json'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { writer: string; type: string; seq: number })
    const lift = events.find((event) => event.type === 'scope.lifted')
    expect(
      await bench.halt('correct', `${lift?.writer}:${lift?.seq}`, '--at', '2h ago', '--reason', 'x'),
    ).toMatchObject(refused)
  })
})
