import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { version } from '../../package.json'
import type { UninstallStep } from '../../src/readiness/uninstall/uninstall-step.ts'
import { blocks, read } from '../markdown.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const HOME = mkdtempSync(join(tmpdir(), 'halt-install-'))
const PACKAGE = `./halt-runbook-${version}.tgz`
const INSTALL = ['install', '--global']

afterAll(() => rmSync(HOME, { recursive: true, force: true }))

/** No network, and no settings of whoever runs the tests. */
const env = {
  PATH: process.env.PATH,
  HOME,
  HALT_DIR: join(HOME, 'ops'),
  HALT_LANG: 'en',
  npm_config_cache: join(HOME, 'cache'),
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
}

function run(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: HOME, env, encoding: 'utf8' })
  return { code: status, out: stdout, err: stderr }
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [] : [entry.name],
  )

const npm = (...args: readonly string[]) => run('npm', args)

beforeAll(() => {
  const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--pack-destination', HOME], { cwd: ROOT })
  expect(packed.status, String(packed.stderr)).toBe(0)
  mkdirSync(join(HOME, 'ops'))
})

describe('npm install --global', () => {
  it('installs both names, and npm uninstall leaves nothing', () => {
    const prefix = join(HOME, 'plain')
    expect(npm(...INSTALL, '--prefix', prefix, PACKAGE)).toMatchObject({ code: 0 })
    expect(readdirSync(join(prefix, 'bin'))).toEqual(['halt', 'haltctl'])
    for (const name of ['halt', 'haltctl'])
      expect(run(join(prefix, 'bin', name), ['next']).err).toContain(`: ${name} start.`)
    expect(npm('uninstall', '--global', '--prefix', prefix, 'halt-runbook')).toMatchObject({ code: 0 })
    expect(filesIn(prefix)).toEqual([])
  })

  it('is taken away, with all that it left, by the lines of haltctl doctor --uninstall', async () => {
    const prefix = join(HOME, '.npm-global')
    expect(npm(...INSTALL, '--prefix', prefix, PACKAGE)).toMatchObject({ code: 0 })
    const own = { ...env, PATH: `${join(prefix, 'bin')}:${env.PATH}`, HALT_DIR: join(HOME, 'halts') }
    const sh = (line: string) => spawnSync('sh', ['-c', line], { cwd: HOME, env: own, encoding: 'utf8' })
    writeFileSync(join(HOME, '.bashrc'), "alias ll='ls -l'\nsource <(haltctl completion bash)\n")
    expect(sh('haltctl start --no-walk --type system-failure')).toMatchObject({ status: 0 })
    const board = spawn(join(prefix, 'bin', 'haltctl'), ['serve'], { cwd: HOME, env: own })
    onTestFinished(() => void board.kill('SIGKILL'))
    await once(board.stdout, 'data')

    const listed = sh('haltctl doctor --uninstall')
    expect(listed).toMatchObject({ status: 0, stderr: '' })
    const asked = listed.stdout.split('\n').filter((line) => /^ {4}(?! )/.test(line))
    const { steps } = JSON.parse(sh('haltctl doctor --uninstall --json').stdout) as { steps: UninstallStep[] }
    expect(steps.map(({ kind, installedAs }) => installedAs ?? kind)).toEqual([
      'process',
      'completion',
      'npm-global',
      'cache',
      'state',
      'logs',
    ])
    for (const { line } of steps)
      expect(
        asked.some((shown) => shown.endsWith(` ${line}`)),
        line,
      ).toBe(true)

    const ended = once(board, 'exit')
    for (const { line } of steps) expect(sh(line), line).toMatchObject({ status: 0 })
    await ended
    expect(filesIn(prefix)).toEqual([])
    expect(readFileSync(join(HOME, '.bashrc'), 'utf8')).toBe("alias ll='ls -l'\n")
    expect(readdirSync(join(HOME, 'halts'))).toEqual([])
    for (const folder of ['.cache', join('.local', 'state')]) expect(readdirSync(join(HOME, folder))).toEqual([])
  })

  it('changes nothing where another halt is in the way, and then works as docs/installing.md says', () => {
    const prefix = join(HOME, 'taken')
    const other = join(prefix, 'bin', 'halt')
    mkdirSync(join(prefix, 'bin'), { recursive: true })
    writeFileSync(other, 'another program')
    const refused = npm(...INSTALL, '--prefix', prefix, PACKAGE)
    expect(refused.err).toContain('EEXIST')
    expect(refused.code).not.toBe(0)
    expect(filesIn(prefix)).toEqual(['halt'])
    expect(readFileSync(other, 'utf8')).toBe('another program')

    const line = blocks(read('docs/installing.md'), 'sh').find((block) => block.includes('--prefix ~/.local')) as string
    expect(run('sh', ['-c', line])).toMatchObject({ code: 0 })
    expect(run(join(HOME, '.local', 'bin', 'haltctl'), ['--version'])).toMatchObject({ code: 0, out: `${version}\n` })
  })

  it('installs into a folder of its own, with a link to haltctl alone, as docs/installing.md says', () => {
    const said = blocks(read('docs/installing.md'), 'sh').find((block) => block.includes('/opt/halt')) as string
    const bin = join(HOME, 'local-bin')
    mkdirSync(bin)
    const line = said.replaceAll('/opt/halt', join(HOME, 'opt')).replaceAll('/usr/local/bin', bin)
    expect(run('sh', ['-c', line])).toMatchObject({ code: 0 })
    expect(readdirSync(bin)).toEqual(['haltctl'])
    expect(lstatSync(join(bin, 'haltctl')).isSymbolicLink()).toBe(true)
    expect(run(join(bin, 'haltctl'), ['next']).err).toContain(': haltctl start.')
  })
})

describe('npx', () => {
  it('runs the packed file as haltctl, with the line of docs/installing.md and with the file alone', () => {
    const line = blocks(read('docs/installing.md'), 'sh').find((block) => block.startsWith('npx ')) as string
    expect(run('sh', ['-c', line.replace('npx ', 'npx --yes ')])).toMatchObject({ code: 0, out: `${version}\n` })
    // npx takes the first name in package.json. Hints with the other one would be lines that power Debian off.
    expect(run('npx', ['--yes', PACKAGE, 'next']).err).toContain(': haltctl start.')
    expect(existsSync(join(HOME, 'node_modules'))).toBe(false)
  })
})
