import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { columnsOf } from '../../src/view/columns.ts'
import { Bench } from '../bench.ts'
import { replies } from '../script.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/contacts.md'), 'utf8')
const [, CONTACTS = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []

interface Calls {
  readonly incident: string | null
  readonly parties: readonly { id: string; next: string | null; reached: string | null; people: { state: string }[] }[]
  readonly levels: readonly { id: string; dueAt: string | null; overdue: boolean; raised: { reason: string } | null }[]
}

async function listed(severity = 'sev3'): Promise<Bench> {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  await bench.ok('start', '--type', 'system-failure', '--severity', severity, '--at', '7m ago')
  return bench
}

const calls = async (bench: Bench) => documentSchemas.calls.parse(await bench.json('contacts')) as Calls

describe('the contact list in docs/contacts.md', () => {
  it('says whom to call without an incident, and --graph shows who tells whom', async () => {
    const bench = new Bench()
    bench.write('contacts.yaml', CONTACTS)
    expect(await calls(bench)).toMatchObject({ incident: null })
    expect((await calls(bench)).parties.map(({ id, next }) => [id, next])).toEqual([
      ['system', 'sato'],
      ['customer-support', 'kato'],
      ['public-relations', 'kato'],
      ['security', 'sato'],
      ['legal', 'kato'],
    ])
    expect(await bench.ok('contacts')).toContain('Hanako Sato (sato)  ja en  phone +81-3-0000-0000, pager (automatic)')
    expect(await bench.ok('contacts', '--graph')).toBe(
      'Lead\n  System  Hanako Sato, Kato\n    Security  Hanako Sato\n  Customer Support  Kato\n  Public Relations  Kato\n    Legal  Kato\n',
    )
    expect(await bench.ok('contacts', '--graph', 'mermaid')).toMatch(/^flowchart TD\n {2}n0\["Lead"\]\n/)
  })

  it('says to call now only while a halt goes on', async () => {
    const bench = new Bench()
    bench.write('contacts.yaml', CONTACTS)
    const shown = () => bench.ok('contacts')
    expect(await shown()).toMatch(/\(sato\).* {2}to call first$/m)
    await bench.ok('start', '--type', 'maintenance', '--planned', '23:00/23:30')
    expect(await shown()).not.toContain('CALL NOW')
    await bench.ok('advance', '--force', '--reason', 'begun')
    expect(await shown()).toMatch(/\(sato\).* {2}CALL NOW$/m)
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test alarm')
    expect(await shown()).not.toContain('CALL NOW')
  })

  it('keeps phone numbers and mail addresses out of the log', async () => {
    const bench = await listed()
    await bench.ok('contacts', 'tried', 'sato', '--by', 'phone')
    const log = (await bench.ok('log', '--json')) + JSON.stringify(bench.settings())
    expect(log).toContain('"answerWithin":300000')
    expect(log).not.toMatch(/0000-0000|kato@example/)
  })

  it('proposes the deputy when the head does not answer, and does the steps of departments reached', async () => {
    const bench = await listed()
    expect((await bench.halt('contacts', 'tried', 'Hanako Sato', '--by', 'phone', '--at', '6m ago')).err).toContain(
      'called sato by phone: no answer yet',
    )
    expect((await calls(bench)).parties[0]).toMatchObject({
      next: 'kato',
      people: [{ state: 'no-answer' }, { state: 'open' }],
    })
    await bench.ok('contacts', 'reached', 'kato', '--note', 'joins')
    expect((await calls(bench)).parties[0]).toMatchObject({ next: null, reached: 'kato' })
    expect((await bench.halt('contacts', 'reached', 'kato')).err).toContain('no change: ')
    const { steps } = await bench.json<{ steps: { id: string; state: string }[] }>('status')
    const told = steps.filter(({ id, state }) => id.startsWith('2.3-') && state === 'done').map(({ id }) => id)
    expect(told).toEqual(['2.3-support', '2.3-public-relations', '2.3-legal'])
  })

  it('makes an escalation due by severity; one that is not due requires a reason', async () => {
    const bench = await listed()
    expect((await bench.halt('escalate')).err).toContain('no escalation is due now')
    expect(await bench.json('escalate')).toMatchObject({ events: [], already: [] })
    expect(await bench.halt('escalate', 'board')).toMatchObject({ code: 3, err: expect.stringContaining('(not-due)') })
    expect((await bench.halt('escalate', 'king')).err).toContain('(unknown-level)')
    expect(await bench.halt('escalate', 'Board')).toMatchObject({ code: 3, err: expect.stringContaining('(not-due)') })
    expect((await bench.halt('escalate', 'board', '--reason', 'the press called')).err).toContain('call now: Board')
    expect((await calls(bench)).levels[0]).toMatchObject({
      id: 'board',
      overdue: false,
      raised: { reason: 'the press called' },
    })
    const { steps } = await bench.json<{ steps: { id: string; state: string }[] }>('status')
    expect(steps).toContainEqual(expect.objectContaining({ id: '6-escalate', state: 'done' }))
    const severe = await listed('sev1')
    expect((await severe.json<{ clocks: { id: string }[] }>('status')).clocks.map(({ id }) => id)).toContain(
      'escalation:board',
    )
    expect((await severe.halt('status')).out).toContain('escalate to Board')
  })

  it('marks the people of an escalation level CALL NOW only if it is due or raised', async () => {
    const levels = async (bench: Bench) => (await bench.ok('contacts')).split('\nEscalation\n')[1]
    const bench = await listed()
    expect(await levels(bench)).toBe('  Board (board)\n    Kato (kato)  ja  mail kato@example.com\n')
    await bench.ok('escalate', 'board', '--reason', 'the press called')
    expect(await levels(bench)).toMatch(/raised .*\n.*CALL NOW\n$/)
    const due = await listed('sev1')
    due.write('contacts.yaml', CONTACTS.replace('after: 30m', 'after: 0s'))
    expect(await levels(due)).toMatch(/DUE since .*\n.*CALL NOW\n$/)
  })

  it('fits 40 columns, and keeps a phone number on one line', async () => {
    const bench = await listed()
    const { out } = await bench.haltWith({ script: replies(), columns: 40 }, 'contacts')
    expect(out).toContain('+81-3-0000-0000, pager (automatic)')
    expect(out.split('\n').filter((line) => columnsOf(line) >= 40)).toEqual([])
  })

  it('is adopted with the next event after it changes', async () => {
    const bench = await listed()
    bench.write('contacts.yaml', CONTACTS.replaceAll('kato', 'ito').replaceAll('Kato', 'Ito'))
    expect((await bench.halt('contacts', 'tried', 'ito')).err).toMatch(/settings adopted[\s\S]*called ito/)
    expect((await bench.halt('contacts', 'tried', 'kato')).err).toContain('(unknown-person)')
  })

  it('is reported if it is missing, and with line and column if it is invalid', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    expect(await bench.halt('contacts')).toMatchObject({
      code: 3,
      err: expect.stringMatching(new RegExp(`\\(no-contacts\\)\nTo create one: .* init ${bench.workspace}\n`)),
    })
    bench.write('contacts.yaml', CONTACTS.replace('[security]', '[security, lead]'))
    const { code, err } = await bench.halt('contacts')
    expect(code).toBe(2)
    expect(err).toMatch(/contacts\.yaml:\d+:\d+: unknown department or person 'lead'[\s\S]*\(bad-contacts\)/)
  })
})
