import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, ROOT } from '../bench.ts'
import { type Call, call, calls, typedBy, WRITES } from './assistant.ts'

async function halted(): Promise<{ bench: Bench; id: string }> {
  const bench = new Bench()
  const start = ['start', '--type', 'system-failure', '--title', 'Engine down', '--scope', 'trading=stopped']
  return { bench, id: (await bench.ok(...start, '--at', '5m ago')).trim() }
}

describe('what an assistant records', () => {
  it.each<[Call, string, object]>([
    [['add_note', { text: '--the press\ncalled' }], 'note.added', { text: '--the press\ncalled' }],
    [['add_note', { text: 'x', step: '2.1-logs' }], 'note.added', { text: 'x', step: '2.1-logs' }],
    [['add_note', { text: 'a disk', hypothesis: true }], 'note.added', { text: 'a disk', hypothesis: true }],
    [
      ['set_fact', { fact: 'first-error', value: 'E42 = full' }],
      'fact.set',
      { fact: 'first-error', value: 'E42 = full' },
    ],
    [['set_fact', { fact: 'affected-orders', value: '1,200' }], 'fact.set', { value: '1200' }],
    [['set_fact', { fact: 'root-cause', value: '?' }], 'fact.set', { fact: 'root-cause', known: false }],
  ])('stands in the log as on the command line, for the person, through an assistant: %j', async (one, type, data) => {
    const { bench } = await halted()
    const called = await call(bench, WRITES, ...one)
    expect(called.isError, called.content[0]?.text).toBeUndefined()
    const [event] = await bench.events(type)
    expect(event).toMatchObject({ type, by: 'Mori', via: 'mcp', data })
    expect(event).not.toHaveProperty('invitedBy')
    expect(called.structuredContent).toMatchObject({
      recorded: { events: [{ event: `${event?.writer}:${event?.seq}`, type }] },
      type: [],
    })
    expect(await bench.ok('log')).toMatch(/Mori, through an assistant\n$/)
    expect((await bench.halt('verify')).code).toBe(0)
  })

  it('is nothing that a notice states by the manual before somebody unknown adopted another', async () => {
    const { bench } = await halted()
    const shipped = readFileSync(join(ROOT, 'runbooks/2-initial-response.yaml'), 'utf8')
    const other = shipped.replace('role: impact, notice: true, words: true, ', '')
    expect(other).not.toBe(shipped)
    bench.write('runbooks/2-initial-response.yaml', other)
    const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
    expect(await bench.haltWith({ env }, 'runbook', 'adopt', '--reason', 'newer')).toMatchObject({ code: 0 })
    const called = await call(bench, WRITES, 'set_fact', { fact: 'impact', value: 'none at all' })
    expect(called.structuredContent).toMatchObject({ recorded: null, type: [expect.stringContaining('impact=none')] })
    expect(await bench.events('fact.set')).toEqual([])
  })

  it('has the time that is given', async () => {
    const { bench } = await halted()
    await call(bench, WRITES, 'add_note', { text: 'x', at: '2m ago' })
    const [note] = await bench.events('note.added')
    expect(note?.at).toMatch(/T22:15:/)
  })

  it('can be undone by the person, and is in the report', async () => {
    const { bench } = await halted()
    await call(bench, WRITES, 'set_fact', { fact: 'first-error', value: 'E42' })
    expect(await bench.ok('report')).toContain('through an assistant')
    expect((await bench.halt('undo', '--reason', 'wrong', '--as', 'Mori')).code).toBe(0)
  })

  it('is nothing where it is so already', async () => {
    const { bench } = await halted()
    const set: Call = ['set_fact', { fact: 'first-error', value: 'E42' }]
    const [, again] = await calls(bench, WRITES, set, set)
    expect(again?.structuredContent).toMatchObject({ recorded: { events: [], already: [expect.any(String)] } })
    expect(await bench.events('fact.set')).toHaveLength(1)
  })

  it.each<[Call, readonly string[]]>([
    [
      ['add_note', { text: ' ' }],
      ['note', ' '],
    ],
    [
      ['add_note', { text: '-' }],
      ['note', '-'],
    ],
    [
      ['add_note', { text: 'x', at: 'tomorrow' }],
      ['note', 'x', '--at', 'tomorrow'],
    ],
    [
      ['add_note', { text: 'x', step: 'none' }],
      ['note', 'x', '--step', 'none'],
    ],
    [
      ['set_fact', { fact: 'none', value: '1' }],
      ['set', 'none=1'],
    ],
    [
      ['set_fact', { fact: 'affected-orders', value: 'many' }],
      ['set', 'affected-orders=many'],
    ],
    [
      ['set_fact', { fact: 'first-error', value: ' ' }],
      ['set', 'first-error= '],
    ],
  ])('is refused in the words of the command line, and recorded nowhere: %j', async (one, line) => {
    const { bench } = await halted()
    const before = (await bench.events()).length
    const called = await call(bench, WRITES, ...one)
    const { error } = JSON.parse((await bench.halt(...line, '--json')).err)
    expect([called.isError, called.content[0]?.text]).toEqual([
      true,
      expect.stringContaining(`halt: ${error.message} (${error.code})`),
    ])
    expect(await bench.events()).toHaveLength(before)
  })
})

it('a text that is longer than any note is refused before it is looked at', async () => {
  const { bench } = await halted()
  const called = await call(bench, WRITES, 'add_note', { text: 'x'.repeat(64 * 1024 + 1) })
  expect([called.isError, called.content[0]?.text]).toEqual([true, expect.stringContaining('text')])
  expect(await bench.events()).toHaveLength(1)
})

describe('what an assistant does not do', () => {
  it.each([
    ['cause', 'disk full'],
    ['cause.ja', '機器の故障'],
    ['cause.en', '?'],
    ['started-at', '22:00'],
    ['expected-recovery', '?'],
    ['asset-safety', 'all safe'],
    ['personal-data', 'none leaked'],
    ['compensation-who', 'everybody'],
    ['root-cause.en', 'for the report'],
  ])('is to state what may reach customers, as %s: that is a line for a person to type', async (fact, value) => {
    const { bench, id } = await halted()
    const before = (await bench.events()).length
    const called = await call(bench, WRITES, 'set_fact', { fact, value })
    expect(called.structuredContent).toMatchObject({ recorded: null, type: [expect.stringContaining(` set -- `)] })
    expect(typedBy(called)[0]).toContain(`haltctl --dir ${bench.workspace} -i ${id} set -- `)
    expect(called.content[0]?.text).toContain('Nothing was recorded or sent')
    expect(await bench.events()).toHaveLength(before)
  })

  it.each([
    ['lift', ['--all'], 'lift --all'],
    ['close', ['--force', '--reason', 'it is over'], "close --force --reason 'it is over'"],
    ['notice', ['website', '--send'], 'notice website --send'],
    ['approve', ['aaaaaaaa:3'], 'approve aaaaaaaa:3'],
    ['contacts', ['reached', 'sato'], 'contacts reached sato'],
    ['done', ['2.1-logs', '--note', '$(rm -rf ~)'], "done 2.1-logs --note '$(rm -rf ~)'"],
    ['skip', ['2.1-logs', '--reason', "it's\n`x`"], "skip 2.1-logs --reason $'it\\x27s\\x0a`x`'"],
  ])('is to %s: the line for that comes back, checked and quoted', async (command, given, line) => {
    const { bench, id } = await halted()
    const before = (await bench.events()).length
    const called = await call(bench, [], 'command_for_person', { command, arguments: given })
    expect(called.structuredContent).toEqual({
      schemaVersion: 1,
      recorded: null,
      type: [`haltctl --dir ${bench.workspace} -i ${id} ${line}`],
    })
    expect(await bench.events()).toHaveLength(before)
  })

  it.each([
    ['lift', ['--nonsense'], 'unknown-option'],
    ['lift', ['--all', '--as', 'Hanako'], 'leave --as out'],
    ['lift', ['--all', '--dir', '/elsewhere'], 'leave --dir out'],
    ['lift', ['--all', '-i', 'other'], 'leave --incident out'],
    ['lift', ['--help'], 'leave --help out'],
    ['lift', ['--all', '--no-input'], 'leave --no-input out'],
    ['lift', ['--all', '--json'], 'leave --json out'],
    ['notice', ['website', '--stage', 'none', 'x', '--language', 'xx'], 'bad-flag'],
    ['contacts', ['nonsense', '-h'], 'unknown-command'],
  ])('is a line that is none, or says who types it: %s %j', async (command, given, why) => {
    const { bench } = await halted()
    const called = await call(bench, [], 'command_for_person', { command, arguments: given })
    expect([called.isError, called.content[0]?.text]).toEqual([true, expect.stringContaining(why)])
  })
})

describe('notices that an assistant prepares', () => {
  const SETTINGS = `organisation: { ja: 取引所, en: Exchange }
contact: { ja: 窓口, en: Support }
channels:
  website: { via: file, path: site, baseUrl: "https://example.com/", languages: [ja, en] }
`
  const FACTS = [
    'set',
    'cause.ja=調査中です。',
    'cause.en=We are looking into it.',
    'impact.ja=お取引いただけません。',
    'impact.en=You cannot trade.',
    'expected-recovery=?',
  ]

  async function ready(): Promise<{ bench: Bench; id: string }> {
    const bench = new Bench()
    bench.write('halt.yaml', SETTINGS)
    const start = [
      'start',
      '--type',
      'system-failure',
      '--scope',
      'trading=stopped',
      'deposits=open',
      'withdrawals=open',
    ]
    const id = (await bench.ok(...start, '--at', '5m ago')).trim()
    await bench.ok(...FACTS)
    return { bench, id }
  }

  it('are texts and findings as `notice --dry-run` has them, and no lines while there are errors', async () => {
    const { bench } = await halted()
    const { structuredContent, content } = await call(bench, WRITES, 'prepare_notices')
    const { out } = await bench.halt('notice', '--dry-run', '--json')
    expect(structuredContent).toEqual({ ...JSON.parse(out), type: [] })
    expect(content[0]?.text).toContain('The texts have errors')
    expect(await bench.events()).toHaveLength(1)
  })

  it('come with the lines that send them, or record them as posted', async () => {
    const { bench, id } = await ready()
    const before = (await bench.events()).length
    const called = await call(bench, WRITES, 'prepare_notices', { channels: ['website', 'social'], next: '23:00' })
    const line = `haltctl --dir ${bench.workspace} -i ${id} notice`
    expect(typedBy(called), JSON.stringify(called.structuredContent?.findings)).toEqual([
      `${line} --send --next=23:00 -- website`,
      `${line} --posted --next=23:00 -- social`,
    ])
    expect(await bench.events()).toHaveLength(before)
  })

  it('can be corrections, in the words that are given', async () => {
    const { bench, id } = await ready()
    await bench.ok('notice', 'website', '--send')
    const given = { channels: ['website'], correction_ja: '時刻の誤りです。', correction_en: "It's the time." }
    const called = await call(bench, WRITES, 'prepare_notices', given)
    expect(typedBy(called), called.content[0]?.text).toEqual([
      `haltctl --dir ${bench.workspace} -i ${id} notice --send '--correct-ja=時刻の誤りです。' '--correct-en=It'\\''s the time.' -- website`,
    ])
  })

  it('are not those of a channel that does not exist', async () => {
    const { bench } = await ready()
    const called = await call(bench, WRITES, 'prepare_notices', { channels: ['none'] })
    expect([called.isError, called.content[0]?.text]).toEqual([true, expect.stringContaining('(unknown-channel)')])
  })
})
