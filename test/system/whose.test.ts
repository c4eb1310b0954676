import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/schema/documents.ts'
import { Bench } from './bench.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/contacts.md'), 'utf8')
const [, CONTACTS = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []

function halted(): Bench {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  bench.ok('start', '--type', 'system-failure')
  bench.ok('contacts', 'tried', 'kato', '--at', '8m ago')
  bench.ok('assign', '2.1-logs', '2.3-authority', '--to', 'hanako')
  return bench
}

const status = (bench: Bench, ...args: readonly string[]) => documentSchemas.status.parse(bench.json('status', ...args))

describe('status --department', () => {
  it('shows the duties of one department, and who of it was reached', () => {
    const bench = halted()
    const out = bench.ok('status', '--department', 'legal')
    expect(out).toMatch(/^Legal\n {2}\d of \d steps open$/m)
    expect(out).toMatch(/^Calls\n {2}Legal {2}call now: Kato$/m)
    expect(out).toMatch(/^ {2}OVERDUE 03:0\d {2}answer from Legal {2}\(contacts\)$/m)
    expect(out).toContain('[ ] 2.3-authority  First contact with authority  (as needed)  -> hanako')
    expect(out).not.toContain('2.1-assess')
    bench.ok('contacts', 'reached', 'kato')
    expect(bench.ok('status', '--department', 'legal')).toMatch(/^ {2}Legal {2}Kato reached \d\d:\d\d$/m)
    expect(bench.ok('status')).toMatch(/^Calls\n {2}System {2}Kato reached \d\d:\d\d$/m)
  })

  it('has the same shape as JSON, with less in it', () => {
    const bench = halted()
    const all = status(bench)
    const legal = status(bench, '--department', 'legal')
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

  it('checks what of it is overdue only', () => {
    const bench = halted()
    const check = (department: string) => bench.halt('status', '--check', '--department', department)
    expect(check('legal')).toMatchObject({ code: 7, out: expect.stringContaining('answer:legal') })
    expect(check('security')).toMatchObject({ code: 0, out: '' })
  })

  it('knows the departments of the runbook only', () => {
    const bench = halted()
    for (const command of ['status', 'next'])
      expect(bench.halt(command, '--department', 'lawyers')).toMatchObject({
        code: 2,
        err: expect.stringMatching(/\(unknown-department\)[\s\S]*legal/),
      })
  })
})

describe('what was given to somebody', () => {
  it('is what status and next show of it', () => {
    const bench = halted()
    expect(status(bench, '--assigned', 'hanako').steps.map(({ id }) => id)).toEqual(['2.1-logs', '2.3-authority'])
    expect(bench.ok('status', '--assigned', 'hanako')).toMatch(/^hanako\n {2}2 of 2 steps open$/m)
    const next = (...args: readonly string[]) =>
      documentSchemas.next.parse(bench.json('next', ...args)).steps.map(({ id }) => id)
    expect(next('--assigned', 'hanako').sort()).toEqual(['2.1-logs', '2.3-authority'])
    expect(next('--assigned', 'hanako', '--department', 'legal')).toEqual(['2.3-authority'])
  })
})
