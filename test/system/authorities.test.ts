import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/schema/documents.ts'
import { Bench } from './bench.ts'

const DAY = 86_400_000

function begun(type = 'security-incident', env: NodeJS.ProcessEnv = {}): Bench {
  const bench = new Bench(env)
  bench.ok('start', '--type', type)
  return bench
}

const listed = (bench: Bench) => documentSchemas.clocks.parse(bench.json('clock', 'list')).authorities
const reports = (bench: Bench) => listed(bench).flatMap((authority) => authority.reports)
const report = (bench: Bench, id: string) => reports(bench).find((one) => one.report === id)
const clocks = (bench: Bench) =>
  documentSchemas.status
    .parse(bench.json('status', '-i', 'latest'))
    .clocks.filter(({ id }) => id.startsWith('authority:'))
/** How long after what it counts from a report is due, in milliseconds. */
const span = (bench: Bench, id: string) => {
  const { from, dueAt } = report(bench, id) ?? {}
  return Date.parse(dueAt ?? '') - Date.parse(from?.at ?? '')
}

describe('halt clock', () => {
  it('lists what authorities want before there is any incident', () => {
    const bench = Bench.empty()
    const { out, err } = bench.halt('clock')
    expect(out).toMatch(/^eu-dora {2}EU competent authority \(DORA\) {2}verify \(written 2026-11-25\)\n/)
    expect(out).toContain('\n  jp-fsa:awareness  the failure became known\n')
    expect(out).not.toContain('MAY APPLY')
    expect(err).toContain('clock start NAME')
    expect(documentSchemas.clocks.parse(bench.json('clock', 'list'))).toMatchObject({ incident: null })
  })

  it('starts, by an event, what that starts by itself, and says what else may apply', () => {
    const bench = begun()
    const { err } = bench.halt('clock', 'start', 'awareness', '--at', '10m ago')
    expect(err).toContain('clock started: the failure became known, FSA (Japan) (jp-fsa, verify)')
    expect(err).toMatch(/jp-fsa-status {2}FSA \(Japan\) failure report \(status\) \(verify\) {2}due /)
    expect(err).toContain('MAY APPLY (eu-dora): ')
    expect(err).not.toContain('MAY APPLY (jp-ppc)')
    expect(clocks(bench).map(({ id, overdue }) => [id, overdue])).toEqual([
      ['authority:jp-fsa-initial', true],
      ['authority:jp-fsa-status', false],
    ])
    expect(bench.ok('status')).toMatch(/^ {2}OVERDUE 10:0\d {2}FSA .*\(report-to\)$/m)
    expect(bench.halt('clock', 'start', 'awareness').err).toContain('already so: clock start jp-fsa:awareness')
  })

  it('is seen in the status, marked as still to be checked', () => {
    const bench = begun()
    bench.ok('clock', 'start', 'jp-ppc-preliminary', '--at', '1m ago')
    expect(bench.ok('status')).toMatch(/in 2d 23:58|in 71:5\d:\d\d/)
    expect(bench.ok('status')).toContain('PPC (Japan) preliminary report (verify)')
    expect(bench.haltWith({ env: { HALT_LANG: 'ja' } }, 'status').out).toContain('個人情報保護委員会 速報（要確認）')
    expect(clocks(bench).map(({ id }) => id)).toEqual(['authority:jp-ppc-preliminary'])
  })

  it('proposes the clock for personal data once it is known that there is some', () => {
    const bench = begun()
    const mayApply = () => listed(bench).flatMap(({ id, mayApply }) => (mayApply ? [id] : []))
    expect(mayApply()).toEqual(['eu-dora', 'jp-fsa'])
    bench.ok('set', 'personal-data=addresses of 200 customers')
    expect(mayApply()).toEqual(['eu-dora', 'jp-fsa', 'jp-ppc'])
    expect(bench.ok('clock', 'list')).toContain('MAY APPLY: Personal data was leaked')
    bench.ok('clock', 'start', 'jp-ppc')
    expect(mayApply()).toEqual(['eu-dora', 'jp-fsa'])
  })

  it('takes the earlier of two deadlines, and follows from report to report', () => {
    const bench = begun()
    bench.ok('clock', 'start', 'eu-dora', '--at', '2h ago')
    expect(span(bench, 'eu-dora-initial')).toBe(DAY)
    bench.ok('clock', 'start', 'eu-dora:classification', '--at', '1h ago')
    expect(span(bench, 'eu-dora-initial')).toBe(DAY / 6)
    bench.ok('report-to', 'eu-dora', '--ref', 'R-1', '--at', '30m ago')
    expect(span(bench, 'eu-dora-intermediate')).toBe(3 * DAY)
    expect(clocks(bench).map(({ id }) => id)).toEqual(['authority:eu-dora-intermediate'])
    bench.ok('report-to', 'eu-dora')
    expect(report(bench, 'eu-dora-final')).toMatchObject({ state: 'running', from: { of: 'eu-dora-intermediate' } })
  })

  it('says both ends where a deadline is said to lie between two, and is due at the earlier', () => {
    const bench = begun()
    expect(bench.halt('clock', 'start', 'jp-ppc').err).toMatch(/due \S+ \S+ \(by another reading \S+ \S+\)/)
    expect(span(bench, 'jp-ppc-preliminary')).toBe(3 * DAY)
    expect(span(bench, 'jp-ppc-final')).toBe(30 * DAY)
    bench.ok('clock', 'start', 'jp-ppc:wrongful-purpose')
    expect(span(bench, 'jp-ppc-final')).toBe(60 * DAY)
  })

  it('shows what is due in words only', () => {
    const bench = begun()
    bench.ok('clock', 'start', 'determination')
    expect(bench.ok('clock')).toContain('confirmed before any offer of compensation')
    expect(clocks(bench)).toEqual([])
  })

  it('refuses what starts nothing', () => {
    const bench = begun()
    expect(bench.halt('clock', 'start', 'nonsense')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-clock)'),
    })
    expect(bench.halt('clock', 'start', 'classification')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/\(no-clock-fits\)\n.*clock start eu-dora:classification/),
    })
    expect(bench.halt('clock', 'start', 'awareness', '--at', '2999-01-01').err).toContain('(future-time)')
  })

  it('counts days in the zone of the workspace', () => {
    const bench = new Bench()
    bench.write('halt.yaml', 'timezone: Europe/Berlin\n')
    bench.ok('start', '--type', 'security-incident')
    bench.ok('clock', 'start', 'jp-ppc', '--at', '2026-10-24T12:00')
    expect(report(bench, 'jp-ppc-preliminary')?.dueAt).toBe('2026-10-27T12:00:00.000+01:00')
  })
})

describe('halt report-to', () => {
  it('records a report whose clock never started', () => {
    const bench = begun()
    bench.ok('report-to', 'jp-fsa', '--report', 'status', '--ref', 'R-9', '--note', 'by phone')
    expect(report(bench, 'jp-fsa-status')).toMatchObject({
      state: 'reported',
      dueAt: null,
      kept: null,
      submissions: [{ ref: 'R-9', note: 'by phone', by: 'taro' }],
    })
    expect(bench.ok('clock')).toContain('no deadline was running')
    expect(bench.halt('report-to', 'jp-fsa-status', '--ref', 'R-9').err).toContain('already so')
  })

  it('refuses what it does not know, and asks which where all were made', () => {
    const bench = begun()
    expect(bench.halt('report-to', 'mayor')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-authority)'),
    })
    expect(bench.halt('report-to', 'jp-fsa', '--report', 'poem')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-report)'),
    })
    bench.ok('report-to', 'jvcea')
    expect(bench.halt('report-to', 'jvcea')).toMatchObject({ code: 3, err: expect.stringContaining('--report') })
  })

  it('works after closing, and so does taking it back', () => {
    const bench = begun()
    bench.ok('clock', 'start', 'jp-ppc', '--at', '5m ago')
    const { err } = bench.halt('close', '--as', 'false-alarm', '--reason', 'test')
    expect(err).toMatch(
      /still to be reported by \S+ \S+: PPC \(Japan\) preliminary report \(verify\); once it was: .*report-to jp-ppc-preliminary -i /,
    )
    expect(clocks(bench)).toHaveLength(2)
    bench.ok('report-to', 'jp-ppc', '--ref', 'P-1')
    expect(clocks(bench).map(({ id }) => id)).toEqual(['authority:jp-ppc-final'])
    const event = report(bench, 'jp-ppc-preliminary')?.submissions[0]?.event ?? ''
    bench.ok('undo', event, '--reason', 'it was not sent', '-i', 'latest')
    expect(clocks(bench)).toHaveLength(2)
    bench.ok('clock', 'start', 'jp-ppc:wrongful-purpose')
    expect(span(bench, 'jp-ppc-final')).toBe(60 * DAY)
  })

  it('stands in the report after, with what was kept and what was missed', () => {
    const bench = begun()
    bench.ok('clock', 'start', 'awareness', '--at', '10m ago')
    bench.ok('clock', 'start', 'eu-dora:classification', '--at', '5h ago')
    bench.ok('report-to', 'eu-dora', '--ref', 'late | one')
    bench.ok('report-to', 'jp-fsa')
    const said = bench.ok('report', '--audience', 'internal')
    expect(said).toContain('## Reports to authorities\n\n| Report | Counts from | Due |')
    expect(said).toMatch(
      /\| EU competent authority \(DORA\) initial notification \(verify\) \| .* \| late \\\| one \| LATE \|/,
    )
    expect(said).toMatch(/\| FSA \(Japan\) failure report \(occurrence\) \(verify\) \| .* \| at once \| .* \| done \|/)
    expect(said).toMatch(/intermediate report \(verify\) \| initial notification made .* \| not reported yet \|/)
    const { filings } = documentSchemas.report.parse(JSON.parse(bench.ok('report', '--format', 'json')))
    expect(filings.map((one) => [one.report, one.authority.verify, one.kept])).toEqual([
      ['jp-fsa-initial', true, null],
      ['jp-fsa-status', true, null],
      ['eu-dora-initial', true, false],
      ['eu-dora-intermediate', true, null],
    ])
  })
})

describe('authorities of a team', () => {
  const OURS = /```yaml\n([\s\S]*?)```/.exec(
    readFileSync(resolve(import.meta.dirname, '../../docs/authorities.md'), 'utf8'),
  )?.[1] as string

  it('are read as the documents show them, and explain themselves in the log', () => {
    const bench = begun()
    bench.write('runbooks/authorities/our-exchange.yaml', OURS)
    expect(bench.halt('runbook', 'check').err).toMatch(/0 errors, 0 warnings/)
    bench.ok('clock', 'start', 'our-exchange')
    bench.write('runbooks/authorities/our-exchange.yaml', `${OURS}nonsense: 1\n`)
    expect(bench.ok('status')).toContain('Holding company first word')
    expect(bench.ok('status')).not.toContain('first word (verify)')
    expect(bench.halt('clock')).toMatchObject({ code: 2, err: expect.stringContaining('(bad-runbook)') })
    const checked = bench.halt('runbook', 'check', 'workspace/runbooks/authorities/our-exchange.yaml')
    expect(checked).toMatchObject({ code: 2, out: expect.stringMatching(/our-exchange\.yaml:\d+:1 .*\(unknown-key\)/) })
    expect(bench.halt('runbook', 'check', 'workspace/runbooks').out).toContain('(unknown-key)')
  })
})
