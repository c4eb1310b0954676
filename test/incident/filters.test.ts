import { beforeAll, describe, expect, it, test } from 'vitest'
import { Bench } from '../bench.ts'
import { replies } from '../script.ts'

const CONTACTS = `people:
  hanako: { name: { ja: 佐藤 花子, en: Hanako Sato }, reach: [{ by: phone, to: "+81-3-1111-1111" }] }
departments:
  system: { head: hanako }
  customer-support: { head: hanako }
  public-relations: { head: hanako }
  legal: { head: hanako }
  security: { head: hanako }
`

describe('the list of incidents', () => {
  let bench: Bench
  let [earlier, later] = ['', '']

  beforeAll(async () => {
    bench = new Bench()
    bench.write('contacts.yaml', CONTACTS)
    earlier = (await bench.ok('start', '--type', 'security-incident', '--at', '3h ago', '--as', 'hanako')).trim()
    later = (await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--as', 'taro')).trim()
  })

  const listed = async (...flags: string[]) =>
    ((await bench.json('list', ...flags)) as { incidents: { incident: string }[] }).incidents.map((one) => one.incident)

  it.each([
    [['--since', '1h ago'], () => [later]],
    [['--until', '1h ago'], () => [earlier]],
    [['--since', '4h ago', '--until', '1h ago'], () => [earlier]],
    [['--type', 'security-incident'], () => [earlier]],
    [['--type', 'システム障害'], () => [later]],
    [['--type', 'maintenance'], () => []],
    [['--by', '佐藤花子'], () => [earlier]],
    [['--by', 'taro', '--open'], () => [later]],
    [['--limit', '1'], () => [later]],
    [['--limit', '0'], () => []],
    [['--limit', '5'], () => [earlier, later]],
  ] as const)('is cut down by %j', async (flags, expected) => {
    expect(await listed(...flags)).toEqual(expected())
  })

  it('says who declared each', async () => {
    expect(await bench.json('list')).toMatchObject({ incidents: [{ declaredBy: 'hanako' }, { declaredBy: 'taro' }] })
  })

  it.each([
    [['--type', 'eclipse'], 'unknown-type'],
    [['--limit', 'some'], 'bad-quantity'],
    [['--since', '2199-12-31'], 'future-time'],
    [['--since', '1h ago', '--until', '2h ago'], 'bad-range'],
    [['--similar', '--by', 'taro'], 'usage'],
  ] as const)('refuses %j', async (flags, code) => {
    const outcome = await bench.halt('list', ...flags)
    expect(outcome).toMatchObject({ code: 2, out: '', err: expect.stringContaining(`(${code})`) })
  })
})

test('on a terminal, an empty list says so beside the data', async () => {
  const bench = new Bench()
  bench.write('halt.yaml', 'language: en\n')
  const atTerminal = { script: replies() }
  const none = await bench.haltWith(atTerminal, 'list')
  expect(none).toMatchObject({ code: 0, out: '', err: expect.stringMatching(/^no incidents in \S+\n$/) })
  await bench.ok('start', '--type', 'system-failure')
  expect((await bench.haltWith(atTerminal, 'list', '--type', 'maintenance')).err).toContain('none of 1 incident in ')
  expect(await bench.halt('list', '--type', 'maintenance')).toMatchObject({ code: 0, out: '', err: '' })
})

test('a HALT_LANG that names no language is said, once, and not without need', async () => {
  const bench = new Bench({ HALT_LANG: 'zz', LANG: 'en_US.UTF-8' })
  await bench.ok('start', '--type', 'system-failure')
  expect((await bench.halt('list', '--limit', '0')).err).toBe('HALT_LANG is neither ja nor en: zz\n')
  expect((await bench.halt('list', '--limit', '0', '--lang', 'ja')).err).toBe('')
})

describe('the log of an incident', () => {
  let bench: Bench

  beforeAll(async () => {
    bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '2h ago', '--as', 'hanako')
    await bench.ok('note', 'old', '--at', '100m ago', '--as', 'hanako')
    await bench.ok('note', 'new', '--as', 'taro')
    await bench.ok('notice', 'website', '--posted', '--as', 'taro')
    await bench.ok('note', 'moved', '--as', 'taro')
    const { seq, writer } = ((await bench.events()) as { seq: number; writer: string }[]).at(-1) as never
    await bench.ok('correct', `${writer}:${seq}`, '--at', '90m ago', '--reason', 'a slip')
  })

  const notes = async (...flags: string[]) =>
    (await bench.ok('log', ...flags)).split('\n').flatMap((line) => /"(old|new|moved)"/.exec(line)?.[1] ?? [])

  it.each([
    [['--since', '95m ago', '--until', '80m ago', '--type', 'note'], ['moved']],
    [['--until', '95m ago'], ['old']],
    [['--since', '80m ago', '--type', 'note.added'], ['new']],
    [['--by', 'hanako'], ['old']],
    [
      ['--type', 'note', '--limit', '2'],
      ['new', 'moved'],
    ],
  ] as const)('is cut down by %j, by the times that it shows', async (flags, expected) => {
    expect(await notes(...flags)).toEqual(expected)
  })

  it('shows the last events in their order, in JSON and as stored too', async () => {
    const lines = (await bench.ok('log', '--json', '--raw')).trimEnd().split('\n')
    expect((await bench.ok('log', '--json', '--raw', '--limit', '2')).trimEnd().split('\n')).toEqual(lines.slice(-2))
    const types = (await bench.ok('log', '--json', '--type', 'notice'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type)
    expect(types).toEqual(['notice.posted'])
  })

  it('is empty, without even a date, where nothing is asked for', async () => {
    expect(await bench.ok('log', '--limit', '0')).toBe('')
    expect(await bench.ok('log', '--type', 'handover', '--json')).toBe('')
  })

  it('refuses a type that no event has', async () => {
    expect((await bench.halt('log', '--type', 'notes')).err).toMatch(
      /--type cannot be 'notes'. Did you mean note\? \(bad-flag\)/,
    )
  })
})
