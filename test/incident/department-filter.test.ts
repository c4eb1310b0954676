import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/contacts.md'), 'utf8')
const [, CONTACTS = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []

async function halted(): Promise<Bench> {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  await bench.ok('start', '--type', 'system-failure', '--at', '9m ago')
  await bench.ok('contacts', 'tried', 'kato', '--at', '8m ago')
  await bench.ok('assign', '2.1-logs', '2.3-authority', '--to', 'hanako')
  return bench
}

const status = async (bench: Bench, ...args: readonly string[]) =>
  documentSchemas.status.parse(await bench.json('status', ...args))

describe('status --department', () => {
  it('shows the duties of one department, and who in the department was reached', async () => {
    const bench = await halted()
    const out = await bench.ok('status', '--department', 'legal')
    expect(out).toMatch(/^Legal\n {2}\d of \d steps open$/m)
    expect(out).toMatch(/^Calls\n {2}Legal {2}call now: Kato$/m)
    expect(out).toMatch(/^ {2}OVERDUE 03:0\d {2}answer from Legal {2}\(contacts\)$/m)
    expect(out).toContain('[ ] 2.3-authority  First contact with authority  (as needed)  -> hanako')
    expect(out).not.toContain('2.1-assess')
    await bench.ok('contacts', 'reached', 'kato')
    expect(await bench.ok('status', '--department', 'legal')).toMatch(/^ {2}Legal {2}Kato reached \d\d:\d\d$/m)
    expect(await bench.ok('status')).toMatch(/^Calls\n {2}System {2}Kato reached \d\d:\d\d$/m)
  })

  it('has the same JSON keys as the whole status, with fewer entries', async () => {
    const bench = await halted()
    const all = await status(bench)
    const legal = await status(bench, '--department', 'legal')
    expect(Object.keys(legal)).toEqual(Object.keys(all))
    expect(legal.steps).toEqual(all.steps.filter(({ department }) => department === 'legal'))
    expect(legal.calls).toEqual([
      {
        id: 'legal',
        next: 'kato',
        reached: null,
        people: [{ id: 'kato', state: 'no-answer', at: expect.any(String), by: 'taro' }],
      },
    ])
    expect(legal.clocks).toMatchObject([{ id: 'answer:legal', overdue: true }])
    expect(all.calls.map(({ id }) => id)).toEqual([
      'system',
      'customer-support',
      'public-relations',
      'security',
      'legal',
    ])
  })

  it('limits --check to what is overdue for that department', async () => {
    const bench = await halted()
    const check = (department: string) => bench.halt('status', '--check', '--department', department)
    expect(await check('legal')).toMatchObject({ code: 7, out: expect.stringContaining('answer:legal') })
    expect(await check('security')).toMatchObject({ code: 0, out: '' })
  })

  it('takes the names of a department, and those of an assignee, for its id', async () => {
    const bench = await halted()
    const expected = await bench.ok('status', '--department', 'legal', '--json')
    for (const name of ['法務', '法務部', 'Legal'])
      expect(await bench.ok('status', '--department', name, '--json')).toBe(expected)
    await bench.ok('assign', '2.1-logs', '--to', 'システム部')
    const { steps } = await status(bench, '--assigned', 'システム部門')
    expect(steps.map(({ id, assignee }) => [id, assignee])).toContainEqual(['2.1-logs', 'system'])
  })

  it('refuses a department that the runbook does not have', async () => {
    const bench = await halted()
    for (const command of ['status', 'next'])
      expect(await bench.halt(command, '--department', 'lawyers')).toMatchObject({
        code: 2,
        err: expect.stringMatching(/\(unknown-department\)[\s\S]*customer-support \(Customer Support\), .*legal/),
      })
  })
})

describe('--assigned', () => {
  it('limits status and next to the steps assigned to somebody', async () => {
    const bench = await halted()
    expect((await status(bench, '--assigned', 'hanako')).steps.map(({ id }) => id)).toEqual([
      '2.1-logs',
      '2.3-authority',
    ])
    expect(await bench.ok('status', '--assigned', 'hanako')).toMatch(/^hanako\n {2}2 of 2 steps open$/m)
    const next = async (...args: readonly string[]) =>
      documentSchemas.next.parse(await bench.json('next', ...args)).steps.map(({ id }) => id)
    expect((await next('--assigned', 'hanako')).sort()).toEqual(['2.1-logs', '2.3-authority'])
    expect(await next('--assigned', 'hanako', '--department', 'legal')).toEqual(['2.3-authority'])
  })
})
