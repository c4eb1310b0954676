import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/schema/documents.ts'
import { Bench, type Outcome, PROGRAM } from './bench.ts'
import { Terminal } from './terminal.ts'

/** Without HALT_DIR, as most people have it. */
function bench(env: NodeJS.ProcessEnv = {}): Bench {
  return new Bench({ HALT_DIR: '', ...env })
}

const inFolder = (bench: Bench, cwd: string, ...args: string[]): Outcome => bench.haltWith({ cwd }, ...args)
const documentOf = ({ out }: Outcome) => documentSchemas.init.parse(JSON.parse(out))
const read = (...path: string[]) => readFileSync(join(...path), 'utf8')

const FLAGS = [
  ['--organisation-ja', 'サンプル取引所'],
  ['--organisation-en', 'Sample Exchange'],
  ['--contact-ja', 'https://example.com'],
  ['--contact-en', 'https://example.com/en'],
  ['--timezone', 'Europe/London'],
  ...['system', 'customer-support', 'public-relations', 'legal', 'security'].map((id) => ['--head', `${id}=Sato`]),
  ['--reach', 'Sato=+81-3-0000-0000'],
].flat()

describe('init', () => {
  it('makes a workspace in a folder, which start then uses', () => {
    const here = bench()
    const made = here.halt('init', 'ws', ...FLAGS, '--json')
    expect(made.code).toBe(0)
    const directory = join(here.directory, 'ws')
    expect(documentOf(made)).toEqual({
      schemaVersion: 1,
      directory,
      wrote: ['halt.yaml', 'contacts.yaml'],
      kept: [],
      unset: [],
    })
    const id = inFolder(here, directory, 'start', '--type', 'system-failure').out.trim()
    expect(existsSync(join(directory, 'incidents', id))).toBe(true)
    expect(here.settings(directory)).toMatchObject({
      organisation: { ja: 'サンプル取引所', en: 'Sample Exchange' },
      timezone: 'Europe/London',
      roster: { departments: { security: ['sato'] } },
    })
    expect(inFolder(here, directory, 'contacts').out).toContain('Sato (sato)  ja  phone +81-3-0000-0000')
    expect(inFolder(here, directory, 'notice', 'website').out).toContain('サンプル取引所')
  })

  it('with nobody to ask writes defaults, says which folder, and what is left for later', () => {
    const here = bench()
    const { code, out, err } = here.halt('init')
    expect({ code, out }).toEqual({ code: 0, out: `${here.directory}\n` })
    expect(err).toContain(`wrote ${join(here.directory, 'halt.yaml')}`)
    expect(err).toMatch(/Fill in what was left for later: organisation\.ja, .*contact\.en, departments\.system, .*\n/)
    expect(err).toContain(' drill --list\n')
    expect(err).not.toContain('--dir')
    expect(here.halt('contacts').err).toContain('contacts.yaml lists no department yet')
    here.ok('start', '--type', 'system-failure')
    expect(here.halt('list').out).toContain('system-failure')
  })

  it('writes its comments in the language of the operator', () => {
    const here = bench({ HALT_LANG: 'ja' })
    here.ok('init')
    expect(read(here.directory, 'halt.yaml')).toContain('# 告知に使う会社名。')
    expect(read(here.directory, 'halt.yaml')).toContain('\nlanguage: ja\n')
    expect(read(here.directory, 'contacts.yaml')).toContain('# 停止時に連絡する相手')
  })

  it('takes --dir or HALT_DIR where no folder is given, and says how to use what is elsewhere', () => {
    const here = bench()
    const other = join(here.directory, "it's other")
    expect(here.halt('init', '--dir', other).out).toBe(`${other}\n`)
    const named = here.haltWith({ env: { HALT_DIR: join(here.directory, 'third') } }, 'init')
    expect(named.out).toBe(`${join(here.directory, 'third')}\n`)
    expect(named.err).not.toContain('--dir')
    const beside = here.haltWith({ env: { HALT_DIR: other } }, 'init', 'fourth')
    expect(beside.err).toContain(` drill --list --dir ${join(here.directory, 'fourth')}\n`)
    expect(here.halt('init', 'fifth', '--dir', other)).toMatchObject({
      code: 2,
      err: expect.stringContaining('(usage)'),
    })
  })

  it('names a path to go to where the program can be called from there as well', () => {
    const here = bench()
    mkdirSync(join(here.directory, 'bin'))
    const link = join(here.directory, 'bin', 'haltctl')
    symlinkSync(PROGRAM, link)
    const { err } = here.through(link, 'init', 'a b')
    expect(err).toContain(`\n  cd '${join(here.directory, 'a b')}'\n`)
    expect(err).toContain('\n  haltctl drill --list\n')
  })

  it('keeps what is there to the byte, writes what is missing, and says so', () => {
    const here = bench()
    const settings = join(here.directory, 'halt.yaml')
    writeFileSync(settings, 'timezone: UTC # mine\r\n')
    const { code, err } = here.halt('init', '--organisation-ja', 'X', '--head', 'legal=Sato', '--reach', 'Sato=110')
    expect(code).toBe(0)
    expect(read(settings)).toBe('timezone: UTC # mine\r\n')
    expect(err).toContain(`${settings} was there already, and is left as it is`)
    expect(err).toContain('not used, since the file was there already: --organisation-ja\n')
    expect(read(here.directory, 'contacts.yaml')).toContain('legal: { head: sato }')
    expect(documentOf(here.halt('init', '--json'))).toMatchObject({
      wrote: [],
      kept: ['halt.yaml', 'contacts.yaml'],
      unset: [],
    })
  })

  it('says that another workspace lies above, whose commands stop meaning it', () => {
    const here = bench()
    here.ok('init')
    const { err } = here.halt('init', 'inner')
    expect(err).toContain(`${here.directory} is a workspace too`)
    expect(inFolder(here, join(here.directory, 'inner'), 'init').err).not.toContain('is a workspace too')
  })

  it.each([
    ['bad-zone', 2, ['--timezone', 'Asia/Tokio']],
    ['bad-words', 2, ['--organisation-en', 'a\nb']],
    ['unknown-department', 2, ['--head', 'fax=Sato']],
    ['bad-person-id', 2, ['--head', 'legal=Sato', '--id', 'Sato=a b']],
    ['bad-number', 2, ['--head', 'legal=Sato', '--reach', 'Sato=x']],
    ['bad-address', 2, ['--head', 'legal=Sato', '--reach', 'Sato=a@']],
    ['unknown-person', 2, ['--reach', 'Sato=110']],
    ['missing-answer', 3, ['--head', 'legal=Sato']],
  ])('writes nothing where a flag is wrong: %s', (code, exit, flags) => {
    const here = bench()
    const refused = here.halt('init', 'ws', ...flags)
    expect(refused).toMatchObject({ code: exit, out: '', err: expect.stringContaining(`(${code})`) })
    expect(existsSync(join(here.directory, 'ws'))).toBe(false)
  })

  it('says that it is not recorded where it cannot be written', () => {
    const here = bench()
    writeFileSync(join(here.directory, 'file'), '')
    const { code, err } = here.halt('init', 'file/ws')
    expect(code).not.toBe(0)
    expect(err).toMatch(/\((?:not-recorded|unreadable)\)/)
  })
})

describe('init on a terminal', () => {
  it('asks, asks again with the reason, knows a name again, and leaves the rest for later', async () => {
    const here = bench()
    const terminal = new Terminal(here, ['init', 'ws'])
    const answer = async (question: string, ...typed: string[]) => {
      await terminal.until((text) => text.trimEnd().endsWith('>') && text.includes(question))
      for (const keys of typed) terminal.type(keys)
    }
    await answer('Organisation, in Japanese notices (Enter: later)', '会社 "甲": #1\r')
    await answer('Organisation, in English notices (Enter: later)', '\r')
    await answer('Contact for customers, in Japanese', '\r')
    await answer('Contact for customers, in English', '\r')
    await answer('Time zone (Enter: Asia/Tokyo)', 'Asia/Tokio\r')
    await terminal.until("'Asia/Tokio' is not a time zone -> 'Asia/Tokyo'? (bad-zone)")
    await terminal.until(/> Asia\/Tokio$/)
    terminal.type('\u007f\u007fyo\r')
    await answer('System: name of its head', '佐藤 花子\r')
    await answer('A short name for 佐藤 花子', 'legal\r')
    await terminal.until('(bad-person-id)')
    terminal.type('\u0015sato\r')
    await answer('How to reach 佐藤 花子', '+81-90-0000-0000, a@b@c\r')
    await terminal.until('(bad-address)')
    terminal.type('\u0015+81-90-0000-0000, a@example.com\r')
    await answer('Customer Support: name of its head', '佐藤　花子\r')
    await answer('Public Relations: name of its head', 'SATO\u007f\u007f\u007f\u007fsato\r')
    await answer('Legal: name of its head', '\r')
    await answer('Security: name of its head', '\r')
    expect(await terminal.end()).toBe(0)
    expect(terminal.text()).toContain('Fill in what was left for later: organisation.en, contact.ja, contact.en,')
    const contacts = read(here.directory, 'ws', 'contacts.yaml')
    expect(contacts).toContain('  sato:\n    name: "佐藤 花子"\n')
    expect(contacts.match(/\{ head: sato \}/g)).toHaveLength(3)
    expect(read(here.directory, 'ws', 'halt.yaml')).toContain('organisation: { ja: "会社 \\"甲\\": #1" }')
  })

  it('breaks no word on a narrow terminal, and no line that is to be copied', async () => {
    const here = bench()
    const terminal = new Terminal(here, ['init', 'ws', '--plain'], { columns: 40 })
    for (let questions = 1; questions <= 10; questions += 1) {
      await terminal.until((text) => text.split('\n').filter((line) => line.trim() === '>').length === questions)
      terminal.type('\r')
    }
    expect(await terminal.end()).toBe(0)
    const text = terminal.text()
    for (const words of ['English notices', 'Contact for customers', 'leaves a', 'organisation.ja,', 'Choose a drill,'])
      expect(text).toContain(words)
    const line = / {2}node \S+ drill --list --dir \S+\r?\n/.exec(terminal.output)?.[0] ?? ''
    expect(line.length).toBeGreaterThan(40)
  })

  it('left by Ctrl-C writes nothing, and gives the line that goes on with what was answered', async () => {
    const here = bench({ HALT_LANG: 'ja' })
    const terminal = new Terminal(here, ['init', 'ws', '--timezone', 'UTC'], { columns: 500 })
    await terminal.until('会社名（日本語の告知に使う）（Enter: 後で）')
    terminal.type("会社 'A'\r")
    await terminal.until('会社名（英語の告知に使う）（Enter: 後で）')
    terminal.type('\u0003')
    expect(await terminal.end()).toBe(130)
    expect(existsSync(join(here.directory, 'ws'))).toBe(false)
    expect(terminal.unbroken()).toContain("init ws '--organisation-ja=会社 '\\''A'\\''' --timezone=UTC")
  })

  it('asks nothing where nothing is missing, or where JSON or no input is asked for', async () => {
    const here = bench()
    const json = new Terminal(here, ['init', 'ws', '--json'], { columns: 500 })
    expect(await json.end()).toBe(0)
    expect(json.text()).toContain('"wrote":["halt.yaml","contacts.yaml"]')
    const again = new Terminal(here, ['init', 'ws'])
    expect(await again.end()).toBe(0)
    expect(again.text()).toContain(realpathSync(join(here.directory, 'ws')))
    const silent = new Terminal(here, ['init', 'ws2', '--no-input'])
    expect(await silent.end()).toBe(0)
    expect(existsSync(join(here.directory, 'ws2', 'halt.yaml'))).toBe(true)
  })
})
