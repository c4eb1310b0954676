import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linksIn } from '../markdown.ts'
import { Bench, type Outcome } from './bench.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'halt-package-'))
const here = join(folder, 'elsewhere')
const installed = join(here, 'node_modules', 'halt-runbook')

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function npm(cwd: string, ...args: readonly string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort()
}

const read = (file: string) => readFileSync(join(installed, file), 'utf8')

/** Packs the built package, and installs it into an empty folder. */
beforeAll(() => {
  const [{ filename }] = JSON.parse(npm(ROOT, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder)) as [
    { filename: string },
  ]
  mkdirSync(here)
  npm(here, 'install', '--ignore-scripts', '--offline', '--no-audit', '--no-fund', join(folder, filename))
})

/** Patterns for all files of the package. */
const EXPECTED = [
  /^(?:(?:CHANGELOG|CONTRIBUTING|README|SECURITY)\.md|LICENSE|package\.json)$/,
  /^bin\/halt\.js$/,
  /^completion\/halt\.(?:bash|fish|zsh)$/,
  /^dist\/(?:main\.cjs|board\.js|(?:runbook|authorities|claims)\.json|THIRD-PARTY-NOTICES\.txt)$/,
  /^docs\/(?:ja\/)?(?:(?:dev|recipes|reference)\/)?[\w-]+\.md$/,
  /^docs\/(?:ja\/)?pictures\/[\w-]+\.svg$/,
  /^docs\/check\.sh$/,
  /^docs\/recipes\/(?:README\.md|[\w-]+\.(?:sh|mjs|json|html))$/,
  /^docs\/walks\/[\w-]+\.(?:en|ja)\.txt$/,
  /^dist\/chunks\/[\w.-]+\.cjs$/,
  /^man\/(?:ja\/)?man[17]\/haltctl[\w-]*\.[17]$/,
  /^runbooks\/[\w-]+\.yaml$/,
  /^runbooks\/(?:authorities|claims|drills)\/[\w-]+\.yaml$/,
  /^runbooks\/notices\/(?:en|ja)\/[\w-]+\.txt$/,
  /^schemas\/[\w-]+\.schema\.json$/,
  /^starter\/(?:(?:authorities|drills)\/)?[\w-]+\.yaml$/,
  // The workspaces that `runbook new --example` copies.
  /^test\/manuals\/[\w-]+\/(?:runbooks\/(?:[\w-]+\/)*)?[\w.-]+$/,
]

describe('the npm package', () => {
  test('contains the expected files, and no others', () => {
    const files = filesOf(installed)
    expect(files.filter((file) => !EXPECTED.some((pattern) => pattern.test(file)))).toEqual([])
    expect(EXPECTED.filter((pattern) => !files.some((file) => pattern.test(file)))).toEqual([])
    for (const name of [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/main.cjs',
      'dist/runbook.json',
      'dist/authorities.json',
      'dist/claims.json',
    ])
      expect(files).toContain(name)
    for (const shell of ['bash', 'fish', 'zsh']) expect(files).toContain(`completion/halt.${shell}`)
    for (const name of ['docs', 'man', 'runbooks', 'schemas', 'starter'])
      expect(files.filter((file) => file.startsWith(`${name}/`))).toEqual(
        filesOf(join(ROOT, name)).map((file) => `${name}/${file}`),
      )
  })

  test('contains every page that its pages link to', () => {
    const pages = filesOf(installed).filter((file) => file.endsWith('.md'))
    const links = pages.flatMap((page) =>
      linksIn(read(page)).map(({ path }) => (path === '' ? page : join(dirname(page), path))),
    )
    expect(links.length).toBeGreaterThan(50)
    expect(links.filter((path) => !existsSync(join(installed, path)))).toEqual([])
  })

  test('contains no path of the build machine, and no source map', () => {
    const named = filesOf(installed).filter((file) => {
      const text = read(file)
      return text.includes(ROOT) || text.includes('node_modules/') || text.includes('sourceMappingURL')
    })
    expect(named).toEqual([])
  })

  test('contains only ASCII in its code', () => {
    const code = filesOf(join(installed, 'dist')).filter((file) => /\.c?js$/.test(file))
    expect(code.filter((file) => /[^\x00-\x7f]/.test(read(join('dist', file))))).toEqual([])
  })

  test('installs one executable under two names, without dependencies', () => {
    const { bin, engines, dependencies, scripts: _, ...rest } = JSON.parse(read('package.json'))
    expect(bin).toEqual({ haltctl: 'bin/halt.js', halt: 'bin/halt.js' })
    expect(engines).toEqual({ node: '>=20.12' })
    expect(dependencies).toBeUndefined()
    expect(Object.keys(rest)).not.toContain('peerDependencies')
    expect(readdirSync(join(here, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['halt-runbook'])
    expect(statSync(join(installed, 'bin/halt.js')).mode & 0o111).toBe(0o111)
    expect(read('bin/halt.js')).toMatch(/^#!\/usr\/bin\/env node\n/)
  })

  test('requires only its own files and Node built-ins', () => {
    const asked = filesOf(join(installed, 'dist'))
      .filter((file) => file.endsWith('.cjs'))
      .flatMap((file) => [...read(join('dist', file)).matchAll(/\brequire\([`"']([^`"']+)[`"']\)/g)])
      .map(([, name = '']) => name.replace(/^node:/, ''))
    expect(asked.length).toBeGreaterThan(100)
    const foreign = asked.filter((name) => !name.startsWith('./') && !name.startsWith('../'))
    expect(foreign.filter((name) => !builtinModules.includes(name))).toEqual([])
    expect(foreign).not.toContain('punycode')
  })

  test('contains the licences of bundled packages', () => {
    const notices = read('dist/THIRD-PARTY-NOTICES.txt')
    for (const name of [
      'chalk',
      'commander',
      'd3-scale',
      'inquirer',
      'mdast-util-from-markdown',
      'mustache',
      'nodemailer',
      'ora',
    ])
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((?:MIT|MIT-0|ISC)\\)$`, 'm'))
    expect(notices).toMatch(/^twitter-text .* \(Apache-2\.0\)$/m)
    expect(notices).toMatch(/^zod .* \(MIT\)$/m)
    expect(notices).toMatch(/^yaml .* \(ISC\)$/m)
  })
})

describe.each(['halt', 'haltctl'])('the installed package, called as %s', (name) => {
  const bench = Bench.empty()

  /** Called by its path, because a bare name could be another program. */
  function call(...args: readonly string[]): Outcome {
    const path = join(here, 'node_modules', '.bin', name)
    const { status, stdout, stderr } = spawnSync(path, args, { cwd: here, env: bench.env, input: '', encoding: 'utf8' })
    return { code: status, out: stdout, err: stderr }
  }

  const ok = (...args: readonly string[]) => {
    const outcome = call(...args)
    expect(outcome, `${args.join(' ')}: ${outcome.err}`).toMatchObject({ code: 0 })
    return outcome
  }

  test('prints its version, and its runbooks have no findings', () => {
    expect(ok('--version').out.trim()).toBe(JSON.parse(read('package.json')).version)
    expect(ok('runbook', 'check').err).toContain('0 errors, 0 warnings')
  })

  test('handles a halt up to the report in both languages, and uses this name in its hints', () => {
    expect(call('next').err).toContain(`: ${name} start.`)
    ok('start', '--type', 'system-failure', '--title', 'Matching engine down', '--scope', 'trading=stopped')
    ok('done', '2.1-assess', '--note', 'engine-3 is down')
    ok('set', 'started-at=?', 'cause=?', 'expected-recovery=?', 'contact.ja=窓口', 'impact.ja=注文できません')
    expect(ok('notice', 'social', '--language', 'ja').out).toContain('窓口')
    ok('note', 'hello')
    ok('lift', '--all', '--force', '--reason', 'engine-3 is up')
    ok('close', '--force', '--reason', 'a short one')
    ok('verify', '-i', 'latest')
    expect(ok('report', '-i', 'latest', '--language', 'en').out).toContain(
      '# Post-incident report: Matching engine down',
    )
    expect(ok('report', '-i', 'latest', '--language', 'ja').out).toContain('# 事後報告書: Matching engine down')
    expect(ok('report', '-i', 'latest', '--language', 'ja', '--format', 'html').out).toContain('<html lang="ja">')
  })
})
