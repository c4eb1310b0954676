import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench, type Outcome } from './bench.ts'
import { addStepCommands } from './step-commands.ts'

const PLANTED = `organisation: { ja: 取引所, en: Exchange }
contact: { ja: 窓口, en: Desk }
channels:
  website: { via: command, run: [sh, -c, "touch ran; cat > /dev/null"] }
  email: { via: file, path: site, publish: [touch, ran] }
`

/** A workspace that everybody can write to, and a working directory in it. */
class Open {
  readonly bench = new Bench({ HALT_DIR: '' })
  readonly workspace = realpathSync(this.bench.directory)
  readonly here = join(this.workspace, 'deep', 'down')

  constructor() {
    mkdirSync(this.here, { recursive: true })
    writeFileSync(join(this.workspace, 'halt.yaml'), PLANTED)
    chmodSync(this.workspace, 0o777)
  }

  halt(...args: readonly string[]): Outcome {
    return this.bench.haltWith({ cwd: this.here }, ...args)
  }

  send(...args: readonly string[]): Outcome {
    return this.halt('notice', 'website', 'email', '--send', '--force', '--reason', 'tried', ...args)
  }

  get ran(): boolean {
    return existsSync(join(this.workspace, 'ran'))
  }
}

describe('a workspace found in a parent folder', () => {
  it.each([
    ['start', '--type', 'system-failure'],
    ['status', '--check'],
    ['list'],
    ['doctor'],
    ['contacts'],
    ['runbook', 'check'],
    ['drill', '--list'],
  ])('is not used if others can write to it: %s', (...args) => {
    const open = new Open()
    const { code, err } = open.halt(...args)
    expect([code, err.split('\n')[0]]).toEqual([
      2,
      `halt: the workspace ${open.workspace} is not used: others can write to ${open.workspace} (untrusted-workspace)`,
    ])
    expect(err).toContain(`trust ${open.workspace}`)
    expect(err).toContain('--dir DIR')
    expect(existsSync(join(open.workspace, 'incidents'))).toBe(false)
  })

  it('is used after halt trust, and halt start names it', () => {
    const open = new Open()
    const trusted = open.halt('trust', '../..')
    expect([trusted.code, trusted.out, trusted.err]).toEqual([
      0,
      '',
      expect.stringMatching(/trusted from now on.*\neveryone on this machine can write to/),
    ])
    const again = open.halt('trust', open.workspace, '--json')
    expect([again.code, again.err.includes('no change: ')]).toEqual([0, true])
    expect(documentSchemas.trust.parse(JSON.parse(again.out)).directory).toBe(open.workspace)
    const started = open.halt('start', '--type', 'system-failure')
    expect([
      started.code,
      started.err.includes(`using the workspace ${open.workspace}, found here or in a parent folder`),
    ]).toEqual([0, true])
    expect([open.send().code, open.ran]).toEqual([0, true])
  })

  it('is used if nobody else can write to it, and only halt start names it', () => {
    const open = new Open()
    chmodSync(open.workspace, 0o755)
    expect(open.halt('start', '--type', 'system-failure').err).toContain('found here or in a parent folder')
    expect(open.halt('status').err).not.toContain('found here or in a parent folder')
    expect([open.send().code, open.ran]).toEqual([0, true])
  })

  it('does not run a command of a step that others can write to', () => {
    const bench = new Bench()
    addStepCommands(bench)
    writeFileSync(join(bench.workspace, 'halt.yaml'), '')
    bench.ok('start', '--type', 'system-failure')
    chmodSync(join(bench.workspace, 'queue.sh'), 0o777)
    const exec = ['exec', '--step', '2.1-logs', '--number', '1']
    const found = { env: { HALT_DIR: '' }, cwd: bench.workspace }
    expect(bench.haltWith(found, ...exec)).toMatchObject({
      code: 2,
      err: expect.stringContaining('queue.sh (untrusted-workspace)'),
    })
    expect(bench.ok('log')).not.toContain('queue.sh')
    expect(bench.haltWith(found, 'trust', '.').code).toBe(0)
    expect(bench.haltWith(found, ...exec).code).toBe(0)
  })
})

describe('a workspace named by --dir or HALT_DIR', () => {
  it('is used if others can write to it, but runs no programs until it is trusted', () => {
    const open = new Open()
    const named = ['--dir', open.workspace]
    expect(open.halt('start', '--type', 'system-failure', ...named).code).toBe(0)
    const refused = open.send(...named)
    expect([refused.code, open.ran]).toEqual([6, false])
    expect(refused.err).toContain('website failed untrusted-workspace, email failed untrusted-workspace')
    const { findings } = JSON.parse(open.halt('doctor', '--json', ...named).out) as { findings: { message: string }[] }
    expect(findings.filter(({ message }) => message.includes('it runs no program'))).toHaveLength(2)
    expect(open.halt('trust', open.workspace).code).toBe(0)
    expect([open.send(...named, '--retry').code, open.ran]).toEqual([0, true])
  })

  it.each([
    ['status'],
    ['status', '--check'],
    ['list'],
    ['note', 'text'],
    ['contacts'],
    ['doctor'],
    ['report'],
    ['runbook', 'show'],
    ['verify'],
  ])('must exist: %s', (...args) => {
    const bench = new Bench()
    const { code, err } = bench.halt(...args)
    expect([code, err.split('\n')[0]]).toEqual([2, `halt: there is no workspace ${bench.workspace} (no-workspace)`])
    expect(bench.haltWith({ env: { HALT_DIR: '' } }, ...args, '--dir', bench.workspace).code).toBe(2)
    expect(existsSync(bench.workspace)).toBe(false)
  })

  it.each([['start', '--type', 'system-failure'], ['init'], ['drill', 'security-breach', '--no-walk']])(
    'is created by halt %s',
    (...args) => {
      const bench = new Bench()
      const [scenario] = bench.json<{ scenarios: { id: string }[] }>('drill', '--list').scenarios
      const line = args.map((word) => (word === 'security-breach' ? (scenario?.id ?? '') : word))
      expect(existsSync(bench.workspace)).toBe(false)
      expect(bench.halt(...line).code).toBe(0)
      expect(existsSync(bench.workspace)).toBe(true)
      expect(bench.halt('status', '--check').code).toBe(0)
    },
  )

  it('fails halt status --check if it has neither halt.yaml nor incidents/', () => {
    const bench = new Bench()
    mkdirSync(bench.workspace)
    expect(bench.halt('status', '--check')).toMatchObject({
      code: 2,
      err: expect.stringContaining('has neither halt.yaml nor incidents/ (no-workspace)'),
    })
    expect(bench.halt('list').code).toBe(0)
    writeFileSync(join(bench.workspace, 'halt.yaml'), '')
    expect(bench.halt('status', '--check').code).toBe(0)
    rmSync(join(bench.workspace, 'halt.yaml'))
    mkdirSync(join(bench.workspace, 'incidents'))
    expect(bench.halt('status', '--check').code).toBe(0)
  })

  it('must not be a file', () => {
    const bench = new Bench()
    writeFileSync(bench.workspace, '')
    expect(bench.halt('list')).toMatchObject({ code: 2, err: expect.stringContaining('(no-workspace)') })
  })
})

describe('the data folder of the user', () => {
  it('does not have to exist', () => {
    const bench = new Bench({ HALT_DIR: '' })
    expect(bench.halt('status', '--check').code).toBe(0)
    expect(bench.halt('list').code).toBe(0)
  })
})

describe('halt trust', () => {
  it('rejects folders that are not workspaces', () => {
    const bench = new Bench()
    expect(bench.halt('trust', bench.workspace).err).toContain('(no-workspace)')
    mkdirSync(bench.workspace)
    expect(bench.halt('trust', bench.workspace).err).toContain('(no-workspace)')
    expect(bench.halt('trust').err).toContain('(missing-argument)')
  })

  it('exits 5 if it cannot be recorded', () => {
    const bench = new Bench({ XDG_STATE_HOME: '/dev/null' })
    bench.write('halt.yaml', '')
    expect(bench.halt('trust', bench.workspace)).toMatchObject({
      code: 5,
      err: expect.stringContaining('(not-recorded)'),
    })
  })

  it('is done by halt init for a folder it creates, but not for one that everyone can write to', () => {
    const open = new Open()
    rmSync(join(open.workspace, 'halt.yaml'))
    const made = join(open.workspace, 'made')
    expect(open.bench.haltWith({ cwd: open.workspace }, 'init', 'made').code).toBe(0)
    expect(open.bench.haltWith({ cwd: made }, 'list').code).toBe(0)
    expect(open.bench.haltWith({ cwd: open.workspace }, 'init').code).toBe(0)
    expect(readFileSync(join(open.workspace, 'halt.yaml'), 'utf8')).not.toBe('')
    expect(open.bench.haltWith({ cwd: open.workspace }, 'list').code).toBe(2)
  })
})
