import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

async function declared(env: NodeJS.ProcessEnv = {}): Promise<{ here: Bench; id: string }> {
  const here = new Bench(env)
  const out = await here.ok('start', '--type', 'system-failure', '--no-walk')
  return { here, id: out.trim() }
}

describe('--quiet', () => {
  it('leaves out the receipt, the incident that was chosen and how a time was read, and records the same', async () => {
    const { here } = await declared()
    const loud = await here.halt('note', 'first', '--at', 'now')
    expect(loud.err).toContain('note "first"')
    const quiet = await here.halt('note', 'second', '--at', 'now', '--quiet')
    expect(quiet).toMatchObject({ code: 0, out: '', err: '' })
    expect(await here.ok('log', '-q')).toContain('second')
  })

  it('keeps what was asked for, what warns, and what failed', async () => {
    const { here, id } = await declared()
    expect(await here.ok('list', '-q')).toContain(id)
    const started = await here.halt('start', '--type', 'system-failure', '--no-walk', '-q')
    expect(started.err).toContain('deadlines of authorities may be running')
    expect((await here.halt('note', 'x', '-i', 'nothing', '-q')).err).toContain('(unknown-incident)')
  })

  it('leaves out the next steps in a new workspace, in words as well as the commands', async () => {
    const here = new Bench()
    const workspace = join(here.directory, 'new')
    expect(await here.halt('init', workspace, '--no-input', '-q')).toMatchObject({ code: 0, err: '' })
    const manual = join(here.directory, 'manual')
    expect(await here.halt('runbook', 'new', manual, '-q')).toMatchObject({ code: 0, err: '' })
  })
})

describe('--verbose', () => {
  it('says what was read and where each choice came from', async () => {
    const { here, id } = await declared({ HALT_OPERATOR: 'sato' })
    const first = await here.halt('status', '--verbose', '--lang', 'en', '-i', id)
    expect(first.err.split('\n')).toEqual(
      expect.arrayContaining([
        `workspace: ${here.workspace} (from HALT_DIR)`,
        'settings: no halt.yaml in the workspace',
        'language: en (given as an option)',
        'acting as: sato (from HALT_OPERATOR)',
        `incident: ${id} (given as an option)`,
      ]),
    )
    expect(first.err).toMatch(new RegExp(`^log: ${id} \\(1 event in 1 file, `, 'm'))
    expect(await here.ok('status', '-i', id)).toBe(first.out)
  })

  it('says it in Japanese, and which settings', async () => {
    const { here } = await declared({ HALT_INCIDENT: 'latest', HALT_LANG: '' })
    here.write('halt.yaml', 'language: ja\n')
    const { err } = await here.halt('list', '--verbose')
    expect(err).toContain(`設定: ${join(here.workspace, 'halt.yaml')}\n`)
    expect(err).toContain('言語: ja (halt.yaml による)\n')
    expect(err).toContain('インシデント: latest (HALT_INCIDENT による)\n')
  })

  it('says of a folder that is none nothing that keeps the command from explaining that', async () => {
    const here = new Bench()
    const { code, err } = await here.halt('status', '--dir', join(here.directory, 'gone'), '--verbose')
    expect(code).toBe(2)
    expect(err).toContain(`workspace: ${join(here.directory, 'gone')} (given as an option)\n`)
    expect(err).toContain('(no-workspace)')
  })
})

describe('HALT_DEBUG', () => {
  it('adds the times, and where a failure was thrown', async () => {
    const { here } = await declared({ HALT_DEBUG: '1' })
    const { err } = await here.halt('note', 'x', '-i', 'nothing')
    expect(err).toMatch(/^\[\d+ ms\] Node v\d+/m)
    expect(err).toMatch(/^\s+at .*\(/m)
  })

  it.each(['', '0', 'false'])('is off if it is "%s"', async (HALT_DEBUG) => {
    const { here } = await declared({ HALT_DEBUG })
    expect((await here.halt('note', 'x', '-i', 'nothing')).err).not.toMatch(/^\s+at /m)
  })

  it('names the programs that are started, without their arguments', async () => {
    const { here } = await declared({ HALT_DEBUG: '1' })
    const { err } = await here.halt('exec', '--', 'true', 'secret-argument')
    expect(err).toMatch(/started (?:\S*\/)?true \(\d+\)/)
    expect(err.split('\n').filter((line) => line.startsWith('['))).not.toContainEqual(expect.stringContaining('secret'))
  })
})
