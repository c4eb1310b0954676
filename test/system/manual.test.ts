import { spawnSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/catalogue.ts'
import { commandPath, isGlobalOption } from '../../src/cli/program.ts'
import { TOPICS } from '../../src/cli/topics/topic.ts'
import { ROOT } from '../bench.ts'
import { definedCommands } from '../cli/defined-commands.ts'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

const MAN = join(ROOT, 'man')
const PAGES = readdirSync(MAN, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.\d$/.test(path))
  .sort()

function read(...args: readonly string[]): { readonly out: string; readonly err: string } {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '120', MAN_KEEP_FORMATTING: '' }
  const { stdout, stderr, status } = spawnSync('man', args, { env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  expect(status, stderr).toBe(0)
  return { out: stdout, err: stderr }
}

const hasProgram = (name: string) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0

describe('the manual', () => {
  it('has a page for the program, each command and each topic, in both languages', () => {
    const names = [
      'haltctl.1',
      ...COMMANDS.map(({ name }) => `haltctl-${name}.1`),
      ...TOPICS.map((t) => `haltctl-${t}.7`),
    ]
    const paths = names.flatMap((name) => ['', 'ja/'].map((of) => `${of}man${name.at(-1)}/${name}`))
    expect(PAGES).toEqual(paths.sort())
  })

  it('is linked by npm: package.json names its English pages, which alone fit there', () => {
    const { man } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { man: string[] }
    expect(man).toEqual(PAGES.filter((path) => !path.startsWith('ja/')).map((path) => `man/${path}`))
  })

  it('is formatted by man without a warning', () => {
    expect(read('--warnings', '-l', ...PAGES.map((path) => join(MAN, path))).err).toBe('')
  })

  it.runIf(hasProgram('mandoc'))('has nothing that mandoc warns of, except that the pages have no date', () => {
    const { stdout } = spawnSync('mandoc', ['-Tlint', '-Wwarning', ...PAGES.map((path) => join(MAN, path))], {
      encoding: 'utf8',
    })
    expect(stdout.split('\n').filter((line) => line !== '' && !line.includes('missing date'))).toEqual([])
  })

  it.runIf(hasProgram('lexgrog'))('can be searched by apropos', () => {
    const { stdout } = spawnSync(
      'lexgrog',
      PAGES.map((path) => join(MAN, path)),
      { encoding: 'utf8' },
    )
    expect(stdout.match(/: "haltctl(?:-[\w-]+)? - /g)).toHaveLength(PAGES.length)
  })

  it.each(['en', 'ja'] as const)('has the arguments and options of each command, in %s', async (language) => {
    const folder = join(MAN, language === 'en' ? 'man1' : 'ja/man1')
    const commands = await definedCommands(language)
    const { out } = read('-l', ...COMMANDS.map(({ name }) => join(folder, `haltctl-${name}.1`)))
    const pages = out.split(/^(?=HALTCTL-[A-Z-]+\(1\) .*\)$)/m)
    for (const { name } of COMMANDS) {
      const page = pages.find((text) => text.startsWith(`HALTCTL-${name.toUpperCase()}(1)`)) ?? ''
      const text = page.replaceAll(/\s+/g, ' ')
      for (const command of commands.filter((one) => `${commandPath(one)} `.startsWith(`${name} `))) {
        const help = command.createHelp()
        expect(text).toContain(help.commandUsage(command).replace('halt ', 'haltctl '))
        const own = help.visibleOptions(command).filter((option) => option.long !== '--help' && !isGlobalOption(option))
        for (const { flags } of own) expect(text, name).toContain(flags)
      }
    }
  })
})

describe('help, where somebody reads at a terminal', () => {
  async function shown(env: NodeJS.ProcessEnv, ...args: readonly string[]) {
    const bench = new Bench()
    // A pager that says what it is given.
    writeFileSync(join(bench.directory, 'pager'), '#!/bin/sh\necho "paged: $(cat)"\n')
    chmodSync(join(bench.directory, 'pager'), 0o755)
    const PATH = `${bench.directory}:${process.env.PATH}`
    const terminal = new Terminal(bench, args, { rows: 20 }, { PATH, LC_ALL: 'C.UTF-8', ...env })
    const code = await terminal.end()
    return { code, text: terminal.text() }
  }

  it('opens the page of the manual in their pager', async () => {
    const { code, text } = await shown({ PAGER: 'pager' }, 'help', 'scope')
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringMatching(/^paged: HALTCTL-SCOPE\(1\)[\s\S]*\nSYNOPSIS\n/),
    })
    expect((await shown({ PAGER: 'no', MANPAGER: 'pager' }, 'help', 'times')).text).toMatch(
      /^paged: HALTCTL-TIMES\(7\)/,
    )
  })

  it('opens that of a subcommand’s command, in their language', async () => {
    const { text } = await shown({ PAGER: '', HALT_LANG: 'ja' }, 'help', 'contacts', 'page')
    expect(text).toMatch(/HALTCTL-CONTACTS\(1\)[\s\S]*\n名前\n[\s\S]*haltctl contacts page/)
  })

  it.each([
    ['there is no man', { PATH: '' }, ['help', 'scope']],
    ['no pager is wanted', {}, ['help', 'scope', '--no-pager']],
    ['Japanese cannot be shown', { LC_ALL: 'C', HALT_LANG: 'ja' }, ['help', 'scope', '--lang', 'en', '--plain']],
    ['the short help is asked for', {}, ['scope', '--help']],
  ] as const)('shows the short help if %s', async (_, env, args) => {
    const { code, text } = await shown({ PAGER: '', ...env }, ...args)
    expect(code).toBe(0)
    expect(text).toMatch(/^Usage: /)
    expect(text).not.toContain('SYNOPSIS')
  })

  it('in Japanese, shows the short help where the locale has no Japanese letters', async () => {
    const { text } = await shown({ PAGER: '', LC_ALL: 'C', HALT_LANG: 'ja' }, 'help', 'scope')
    expect(text).toMatch(/^使い方: /)
  })

  it('shows the text of --help in a pipe', () => {
    const bench = new Bench()
    expect(bench.ok('help', 'scope')).toBe(bench.ok('scope', '--help'))
  })
})
