import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { runningScripts } from '../../src/platform/running-scripts.ts'
import { installations } from '../../src/readiness/io/installations.ts'
import { Bench, ROOT } from '../bench.ts'
import { LOCALE } from './doctor-workspace.ts'

function temporary(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'halt-tests-uninstall-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A folder with the program in it, and links to it. */
function installed(root: string, ...links: readonly (readonly [path: string, target: string])[]): string {
  mkdirSync(join(root, 'bin'), { recursive: true })
  writeFileSync(join(root, 'bin', 'halt.js'), '')
  for (const [path, target] of links) {
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(target, path)
  }
  return root
}

const linesFor = (root: string, path = '') =>
  installations(root, { PATH: path }).map(({ installedAs, line }) => [installedAs, line])

describe('how the program was installed', () => {
  it('with npm under a prefix, and a link elsewhere on the PATH', () => {
    const folder = temporary()
    const [prefix, bin] = [join(folder, 'opt'), join(folder, 'bin')]
    const root = installed(
      join(prefix, 'lib/node_modules/halt-runbook'),
      [join(prefix, 'bin/haltctl'), '../lib/node_modules/halt-runbook/bin/halt.js'],
      [join(bin, 'haltctl'), join(prefix, 'bin/haltctl')],
      // As /bin is on most systems, which has a folder lib beside it, too.
      [join(folder, 'other/bin'), join(prefix, 'bin')],
    )
    expect(linesFor(root, `${bin}:${join(folder, 'other/bin')}:${join(prefix, 'bin')}`)).toEqual([
      ['link', `rm ${join(bin, 'haltctl')}`],
      ['npm-global', `npm uninstall --global --prefix ${prefix} halt-runbook`],
    ])
    expect(linesFor(root)).toHaveLength(1)
  })

  it('with npm from a clone, to which it links', () => {
    const folder = temporary()
    const prefix = join(folder, 'npm')
    const root = installed(
      join(folder, 'my clone'),
      [join(prefix, 'lib/node_modules/halt-runbook'), join(folder, 'my clone')],
      [join(prefix, 'bin/halt'), '../lib/node_modules/halt-runbook/bin/halt.js'],
    )
    expect(linesFor(root, join(prefix, 'bin'))).toEqual([
      ['npm-global', `npm uninstall --global --prefix ${prefix} halt-runbook`],
      ['folder', `rm -r '${root}'`],
    ])
  })

  it('in a project, or by npx', () => {
    const folder = temporary()
    expect(linesFor(installed(join(folder, 'node_modules/halt-runbook')))).toEqual([
      ['npm-project', `npm uninstall --prefix ${folder} halt-runbook`],
    ])
    expect(linesFor(installed(join(folder, '_npx/0123/node_modules/halt-runbook')))).toEqual([
      ['npx', `rm -r ${join(folder, '_npx/0123')}`],
    ])
  })
})

describe('the processes that run a script', () => {
  it.each([
    ['by /proc', '/proc'],
    ['by ps where there is none', '/nowhere'],
  ])('are found %s', async (_, proc) => {
    const script = join(temporary(), 'halt.js')
    writeFileSync(script, 'console.log(1); setInterval(() => {}, 1000)')
    const child = spawn(process.execPath, [script, 'serve'], { stdio: ['ignore', 'pipe', 'ignore'] })
    onTestFinished(() => void child.kill())
    await once(child.stdout, 'data')
    expect(runningScripts(script, process.env, proc)).toMatchObject([
      { pid: child.pid, argv: [process.execPath, script, 'serve'] },
    ])
    expect(runningScripts(join(dirname(script), 'other.js'), process.env, proc)).toEqual([])
    expect(runningScripts(script, { PATH: '/nowhere' }, '/nowhere')).toEqual([])
  })
})

describe('doctor --uninstall', () => {
  it('lists only what is there, and nothing that a team wrote', async () => {
    const bench = new Bench(LOCALE)
    // Somebody may run the program from here while this test runs.
    const kinds = async () => (await listed(bench)).flatMap(({ kind }) => (kind === 'process' ? [] : kind))
    expect(await kinds()).toEqual(['program'])
    await bench.ok('start', '--type', 'system-failure', '--drill')
    expect(await kinds()).toEqual(['program', 'state', 'logs'])
    const [logs] = (await listed(bench)).slice(-1)
    expect(logs).toMatchObject({ incidents: 1, line: `rm -r ${join(bench.workspace, 'incidents')}` })
  })

  it.each([
    ['en', 'WARNING: the records of 1 incident'],
    ['ja', '警告: インシデント1件の記録です'],
  ])('warns of what is gone for good, and makes such lines comments (%s)', async (lang, warning) => {
    const bench = new Bench(LOCALE)
    await bench.ok('start', '--type', 'system-failure')
    const out = await bench.ok('doctor', '--uninstall', '--lang', lang)
    expect(out.replaceAll(/\n +/g, ' ')).toContain(warning)
    const commands = out.split('\n').filter((line) => / {4}.*\brm -r /.test(line))
    expect(commands.map((line) => line.trim().replaceAll(bench.directory, ''))).toEqual([
      `# rm -r ${ROOT}`,
      '# rm -r /state/halt',
      `# rm -r ${join(bench.workspace, 'incidents').replace(bench.directory, '')}`,
    ])
  })

  it('finds completion in start files and where shells look for scripts', async () => {
    const bench = new Bench(LOCALE)
    const home = (...path: readonly string[]) => join(bench.directory, ...path)
    mkdirSync(home('dotfiles'))
    writeFileSync(
      home('dotfiles', 'zshrc'),
      'compinit\nsource <(node halt.js  completion zsh)\nsource <(haltctl completion zsh)\n',
    )
    symlinkSync(home('dotfiles', 'zshrc'), home('.zshrc'))
    writeFileSync(home('.bashrc'), 'echo halt; source <(git completion bash)\n')
    mkdirSync(home('.config', 'fish', 'completions'), { recursive: true })
    writeFileSync(home('.config', 'fish', 'completions', 'haltctl.fish'), 'complete -c haltctl\n')
    writeFileSync(home('.config', 'fish', 'completions', 'halt.fish'), 'complete -c halt -l poweroff\n')
    const found = (await listed(bench)).filter(({ kind }) => kind === 'completion')
    expect(found.map(({ line }) => line)).toEqual([
      `sed -i.bak -e '/halt\\.js  completion zsh/d' -e '/haltctl completion zsh/d' ${home('dotfiles', 'zshrc')}`,
      `rm ${home('.config', 'fish', 'completions', 'haltctl.fish')}`,
    ])
  })
})

async function listed(bench: Bench) {
  return documentSchemas.uninstall.parse(JSON.parse(await bench.ok('doctor', '--uninstall', '--json'))).steps
}
