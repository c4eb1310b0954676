import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { documentSchemas } from '../../src/cli/schemas.ts'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import type { Settings } from '../../src/domain/settings.ts'
import { Bench, type Outcome } from '../bench.ts'
import { LEAVE, replies } from '../script.ts'

/** Without HALT_DIR, as on most machines. */
function bench(env: NodeJS.ProcessEnv = {}): Bench {
  return new Bench({ HALT_DIR: '', ...env })
}

const inFolder = (bench: Bench, cwd: string, ...args: string[]): Promise<Outcome> => bench.haltWith({ cwd }, ...args)
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

describe('halt init', () => {
  it('creates a workspace in a folder, which start then uses', async () => {
    const here = bench()
    const made = await here.halt('init', 'ws', ...FLAGS, '--json')
    expect(made.code).toBe(0)
    const directory = join(here.directory, 'ws')
    expect(documentOf(made)).toEqual({
      schemaVersion: 1,
      directory,
      wrote: ['halt.yaml', 'contacts.yaml', 'schemas'],
      kept: [],
      unset: [],
    })
    const id = (await inFolder(here, directory, 'start', '--type', 'system-failure')).out.trim()
    expect(existsSync(join(directory, 'incidents', id))).toBe(true)
    expect(here.settings(directory)).toMatchObject({
      organisation: { ja: 'サンプル取引所', en: 'Sample Exchange' },
      timezone: 'Europe/London',
      roster: { departments: { security: ['sato'] } },
    })
    expect((await inFolder(here, directory, 'contacts')).out).toContain('Sato (sato)  en  phone +81-3-0000-0000')
    expect((await inFolder(here, directory, 'notice', 'website')).out).toContain('サンプル取引所')
  })

  it('writes defaults without a terminal, prints the folder, and lists what is missing', async () => {
    const here = bench()
    const { code, out, err } = await here.halt('init')
    expect({ code, out }).toEqual({ code: 0, out: `${here.directory}\n` })
    expect(err).toContain(`wrote ${join(here.directory, 'halt.yaml')}`)
    expect(err).toMatch(/Fill in what is still missing: organisation\.ja, contact\.ja, departments\.system, .*\n/)
    expect(err).toContain(' drill --list\n')
    expect(err).not.toContain('--dir')
    expect((await here.halt('contacts')).err).toContain('contacts.yaml lists no departments yet')
    await here.ok('start', '--type', 'system-failure')
    expect((await here.halt('list')).out).toContain('system-failure')
  })

  it('writes its comments in the language of the operator', async () => {
    const here = bench({ HALT_LANG: 'ja' })
    await here.ok('init')
    expect(read(here.directory, 'halt.yaml')).toContain('# 告知に使う会社名。')
    expect(read(here.directory, 'halt.yaml')).toContain('\nlanguage: ja\n')
    expect(read(here.directory, 'contacts.yaml')).toContain('# 停止時に連絡する相手')
  })

  it('uses --dir or HALT_DIR if no folder is given, and says how to use a workspace elsewhere', async () => {
    const here = bench()
    const other = join(here.directory, "it's other")
    expect((await here.halt('init', '--dir', other)).out).toBe(`${other}\n`)
    const named = await here.haltWith({ env: { HALT_DIR: join(here.directory, 'third') } }, 'init')
    expect(named.out).toBe(`${join(here.directory, 'third')}\n`)
    expect(named.err).not.toContain('--dir')
    const beside = await here.haltWith({ env: { HALT_DIR: other } }, 'init', 'fourth')
    expect(beside.err).toContain(` drill --list --dir ${join(here.directory, 'fourth')}\n`)
    expect(await here.halt('init', 'fifth', '--dir', other)).toMatchObject({
      code: 2,
      err: expect.stringContaining('(usage)'),
    })
  })

  it('leaves existing files untouched, writes missing ones, and says so', async () => {
    const here = bench()
    const settings = join(here.directory, 'halt.yaml')
    writeFileSync(settings, 'timezone: UTC # mine\r\n')
    const { code, err } = await here.halt(
      'init',
      '--organisation-ja',
      'X',
      '--head',
      'legal=Sato',
      '--reach',
      'Sato=110',
    )
    expect(code).toBe(0)
    expect(read(settings)).toBe('timezone: UTC # mine\r\n')
    expect(err).toContain(`${settings} already exists and was not changed`)
    expect(err).toContain('not used, because the file already exists: --organisation-ja\n')
    expect(read(here.directory, 'contacts.yaml')).toContain('legal: { head: sato }')
    expect(documentOf(await here.halt('init', '--json'))).toMatchObject({
      wrote: [],
      kept: ['halt.yaml', 'contacts.yaml', 'schemas'],
      unset: [],
    })
  })

  it('names in the first line of each file a schema that is there, as editors read it', async () => {
    const here = bench()
    await here.ok('init')
    for (const [file, kind] of [
      ['halt.yaml', 'settings'],
      ['contacts.yaml', 'contacts'],
    ] as const) {
      const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(read(here.directory, file)) ?? []
      expect(read(here.directory, path)).toBe(await here.ok('runbook', 'schema', kind))
    }
    for (const [kind, name] of [
      ['chapter', 'runbook'],
      ['authority', 'authority'],
      ['scenario', 'scenario'],
    ] as const)
      expect(read(here.directory, 'schemas', `${name}.schema.json`)).toBe(await here.ok('runbook', 'schema', kind))
  })

  it('brings the schemas of an earlier version up to date, and keeps files of others', async () => {
    const here = bench()
    await here.ok('init')
    const schema = (kind: string) => join(here.directory, 'schemas', `${kind}.schema.json`)
    const current = read(schema('contacts'))
    writeFileSync(schema('contacts'), JSON.stringify({ $id: 'urn:halt-runbook:schema:contacts' }))
    writeFileSync(schema('settings'), '{ "$id": "https://example.com/settings" }')
    expect(documentOf(await here.halt('init', '--json'))).toMatchObject({
      wrote: ['schemas'],
      kept: ['halt.yaml', 'contacts.yaml'],
    })
    expect(read(schema('contacts'))).toBe(current)
    expect(read(schema('settings'))).toBe('{ "$id": "https://example.com/settings" }')
    expect(documentOf(await here.halt('init', '--json'))).toMatchObject({ wrote: [] })
  })

  it('warns if it is inside another workspace', async () => {
    const here = bench()
    await here.ok('init')
    const { err } = await here.halt('init', 'inner')
    expect(err).toContain(`${here.directory} is a workspace too`)
    expect((await inFolder(here, join(here.directory, 'inner'), 'init')).err).not.toContain('is a workspace too')
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
  ])('writes nothing if a flag is invalid or missing: %s', async (code, exit, flags) => {
    const here = bench()
    const refused = await here.halt('init', 'ws', ...flags)
    expect(refused).toMatchObject({ code: exit, out: '', err: expect.stringContaining(`(${code})`) })
    expect(existsSync(join(here.directory, 'ws'))).toBe(false)
  })

  it('fails if the folder cannot be written to', async () => {
    const here = bench()
    writeFileSync(join(here.directory, 'file'), '')
    const { code, err } = await here.halt('init', 'file/ws')
    expect(code).not.toBe(0)
    expect(err).toMatch(/\((?:not-recorded|unreadable)\)/)
  })
})

describe('halt init on a terminal', () => {
  it('asks again after an invalid answer, recognises a name, and leaves the rest for later', async () => {
    const here = bench()
    const script = replies(
      ['Organisation name for Japanese notices (Enter: later)', '会社 "甲": #1'],
      ['Organisation name for English notices (Enter: later)', ''],
      ['Customer contact for Japanese notices', ''],
      ['Customer contact for English notices', ''],
      ['Time zone (Enter: Asia/Tokyo)', 'Asia/Tokio'],
      ['Time zone (Enter: Asia/Tokyo)', 'Asia/Tokyo'],
      ['Name of the head of System', '佐藤 花子'],
      ['Short name for 佐藤 花子', 'legal'],
      ['Short name for 佐藤 花子', 'sato'],
      ['How to reach 佐藤 花子', '+81-90-0000-0000, a@b@c'],
      ['How to reach 佐藤 花子', '+81-90-0000-0000, a@example.com'],
      ['Name of the head of Customer Support', '佐藤　花子'],
      ['Name of the head of Public Relations', 'sato'],
      ['Name of the head of Legal', ''],
      ['Name of the head of Security', ''],
    )
    const { code, err } = await here.haltWith({ script }, 'init', 'ws')
    expect(code).toBe(0)
    expect(err).toContain("'Asia/Tokio' is not a time zone. Did you mean Asia/Tokyo? (bad-zone)")
    for (const word of ['bad-person-id', 'bad-address']) expect(err).toContain(`(${word})`)
    expect(script.asked.map(({ draft }) => draft).filter((draft) => draft !== '')).toEqual([
      'Asia/Tokio',
      'legal',
      '+81-90-0000-0000, a@b@c',
    ])
    expect(err).toContain('Fill in what is still missing: contact.ja, departments.')
    const contacts = read(here.directory, 'ws', 'contacts.yaml')
    expect(contacts).toContain('  sato:\n    name: "佐藤 花子"\n')
    expect(contacts.match(/\{ head: sato \}/g)).toHaveLength(3)
    expect(read(here.directory, 'ws', 'halt.yaml')).toContain('organisation: { ja: "会社 \\"甲\\": #1" }')
  })

  it.each<[languages: Language[], flags: string[]]>([
    [['en'], ['--organisation-en', 'Sample Exchange']],
    [['ja'], ['--organisation-ja', 'サンプル取引所']],
    [
      ['ja', 'en'],
      ['--organisation-en', 'Sample Exchange', '--organisation-ja', 'サンプル取引所'],
    ],
    [['ja'], []],
    [['ja'], ['--contact-en', 'https://example.com']],
  ])('has notices made in %j with %j', async (languages, flags) => {
    const here = bench()
    const made = documentOf(await here.halt('init', 'ws', ...flags, '--json'))
    const { channels } = parse(read(made.directory, 'halt.yaml')) as Pick<Settings, 'channels'>
    expect(channels.website?.languages).toEqual(languages)
    expect(channels.email?.languages).toEqual(languages)
    const missing = made.unset.filter((key) => key.startsWith('contact.'))
    expect(missing).toEqual(languages.map((language) => `contact.${language}`))
  })

  it('writes nothing on Ctrl-C, and prints the command that continues with the answers so far', async () => {
    const here = bench({ HALT_LANG: 'ja' })
    const script = replies(
      ['会社名（日本語の告知に使う）（Enter: 後で）', "会社 'A'"],
      ['会社名（英語の告知に使う）（Enter: 後で）', LEAVE],
    )
    const { code, err } = await here.haltWith({ script }, 'init', 'ws', '--timezone', 'UTC')
    expect(code).toBe(130)
    expect(existsSync(join(here.directory, 'ws'))).toBe(false)
    expect(err).toContain("init ws '--organisation-ja=会社 '\\''A'\\''' --timezone=UTC")
  })

  it('asks nothing if nothing is missing, or with --json or --no-input', async () => {
    const here = bench()
    const json = await here.haltWith({ script: replies() }, 'init', 'ws', '--json')
    expect(documentOf(json).wrote).toEqual(['halt.yaml', 'contacts.yaml', 'schemas'])
    const again = await here.haltWith({ script: replies() }, 'init', 'ws')
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining(join(here.directory, 'ws')) })
    expect((await here.haltWith({ script: replies() }, 'init', 'ws2', '--no-input')).code).toBe(0)
    expect(existsSync(join(here.directory, 'ws2', 'halt.yaml'))).toBe(true)
  })
})
