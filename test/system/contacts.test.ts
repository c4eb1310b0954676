import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/schema/documents.ts'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/contacts.md'), 'utf8')
const [, CONTACTS = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []

interface Calls {
  readonly incident: string | null
  readonly parties: readonly { id: string; next: string | null; reached: string | null; people: { state: string }[] }[]
  readonly levels: readonly { id: string; dueAt: string | null; overdue: boolean; raised: { reason: string } | null }[]
}

function listed(severity = 'sev3'): Bench {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  bench.ok('start', '--type', 'system-failure', '--severity', severity)
  return bench
}

const calls = (bench: Bench) => documentSchemas.calls.parse(bench.json('contacts')) as Calls

describe('the contact list of the documents', () => {
  it('says whom to call before anything has begun, and who tells whom', () => {
    const bench = new Bench()
    bench.write('contacts.yaml', CONTACTS)
    expect(calls(bench)).toMatchObject({ incident: null })
    expect(calls(bench).parties.map(({ id, next }) => [id, next])).toEqual([
      ['system', 'sato'],
      ['customer-support', 'kato'],
      ['public-relations', 'kato'],
      ['security', 'sato'],
      ['legal', 'kato'],
    ])
    expect(bench.ok('contacts')).toContain('Hanako Sato (sato)  ja en  phone +81-3-0000-0000, pager (sends)')
    expect(bench.ok('contacts', '--graph')).toBe(
      'Lead\n  System  Hanako Sato, Kato\n    Security  Hanako Sato\n  Customer Support  Kato\n  Public Relations  Kato\n    Legal  Kato\n',
    )
    expect(bench.ok('contacts', '--graph', 'mermaid')).toMatch(/^flowchart TD\n {2}n0\["Lead"\]\n/)
  })

  it('keeps numbers and addresses out of the log', () => {
    const bench = listed()
    bench.ok('contacts', 'tried', 'sato', '--by', 'phone')
    const log = bench.ok('log', '--json')
    expect(log).toContain('"answerWithin":300000')
    expect(log).not.toMatch(/0000-0000|kato@example/)
  })

  it('goes on to the next when somebody does not answer, and stops when somebody does', () => {
    const bench = listed()
    expect(bench.halt('contacts', 'tried', 'Hanako Sato', '--by', 'phone', '--at', '6m ago').err).toContain(
      'called sato by phone: no answer yet',
    )
    expect(calls(bench).parties[0]).toMatchObject({ next: 'kato', people: [{ state: 'no-answer' }, { state: 'open' }] })
    bench.ok('contacts', 'reached', 'kato', '--note', 'joins')
    expect(calls(bench).parties[0]).toMatchObject({ next: null, reached: 'kato' })
    expect(bench.halt('contacts', 'reached', 'kato').err).toContain('already')
    const { steps } = bench.json<{ steps: { id: string; state: string }[] }>('status')
    const told = steps.filter(({ id, state }) => id.startsWith('2.3-') && state === 'done').map(({ id }) => id)
    expect(told).toEqual(['2.3-support', '2.3-public-relations', '2.3-legal'])
  })

  it('makes an escalation due, records it, and asks for a reason where it is not', () => {
    const bench = listed()
    expect(bench.halt('escalate').err).toContain('the rules do not ask for an escalation now')
    expect(bench.halt('escalate', 'board')).toMatchObject({ code: 3, err: expect.stringContaining('(not-due)') })
    expect(bench.halt('escalate', 'king').err).toContain('(unknown-level)')
    expect(bench.halt('escalate', 'board', '--reason', 'the press called').err).toContain('now call: Board')
    expect(calls(bench).levels[0]).toMatchObject({
      id: 'board',
      overdue: false,
      raised: { reason: 'the press called' },
    })
    const severe = listed('sev1')
    expect(severe.json<{ clocks: { id: string }[] }>('status').clocks.map(({ id }) => id)).toContain('escalation:board')
    expect(severe.halt('status').out).toContain('escalate to Board')
  })

  it('has nobody of a level called before it is due or raised', () => {
    const levels = (bench: Bench) => bench.ok('contacts').split('\nEscalation\n')[1]
    const bench = listed()
    expect(levels(bench)).toBe('  Board (board)\n    Kato (kato)  ja  mail kato@example.com\n')
    bench.ok('escalate', 'board', '--reason', 'the press called')
    expect(levels(bench)).toMatch(/raised .*\n.*CALL NOW\n$/)
    const due = listed('sev1')
    due.write('contacts.yaml', CONTACTS.replace('after: 30m', 'after: 0s'))
    expect(levels(due)).toMatch(/DUE since .*\n.*CALL NOW\n$/)
  })

  it('breaks no number where the terminal is narrow', async () => {
    const bench = listed()
    const terminal = new Terminal(bench, ['contacts'], { columns: 40 })
    await terminal.end()
    expect(terminal.text()).toContain('+81-3-0000-0000, pager (sends)')
    expect(terminal.lines().filter((line) => line.length === 40)).toEqual([])
  })

  it('governs from when it changed', () => {
    const bench = listed()
    bench.write('contacts.yaml', CONTACTS.replaceAll('kato', 'ito'))
    expect(bench.halt('contacts', 'tried', 'ito').err).toMatch(/settings adopted[\s\S]*called ito/)
    expect(bench.halt('contacts', 'tried', 'kato').err).toContain('(unknown-person)')
  })

  it('that is missing or wrong is named, with its place', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    expect(bench.halt('contacts')).toMatchObject({
      code: 3,
      err: expect.stringMatching(new RegExp(`\\(no-contacts\\)\nTo write one: .* init ${bench.workspace}\n`)),
    })
    bench.write('contacts.yaml', CONTACTS.replace('[security]', '[security, lead]'))
    const { code, err } = bench.halt('contacts')
    expect(code).toBe(2)
    expect(err).toMatch(/contacts\.yaml:\d+:\d+: unknown department or person 'lead'[\s\S]*\(bad-contacts\)/)
  })
})
