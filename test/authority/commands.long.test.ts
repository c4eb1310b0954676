import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'

const DAY = 86_400_000

async function begun(type = 'security-incident', env: NodeJS.ProcessEnv = {}): Promise<Bench> {
  const bench = new Bench(env)
  await bench.ok('start', '--type', type)
  return bench
}

const listed = async (bench: Bench) => documentSchemas.clocks.parse(await bench.json('clock', 'list')).authorities
const reports = async (bench: Bench) => (await listed(bench)).flatMap((authority) => authority.reports)
const report = async (bench: Bench, id: string) => (await reports(bench)).find((one) => one.report === id)
const clocks = async (bench: Bench) =>
  documentSchemas.status
    .parse(await bench.json('status', '-i', 'latest'))
    .clocks.filter(({ id }) => id.startsWith('authority:'))
/** The time from the event that starts a report's clock to its due time, in milliseconds. */
const span = async (bench: Bench, id: string) => {
  const { from, dueAt } = (await report(bench, id)) ?? {}
  return Date.parse(dueAt ?? '') - Date.parse(from?.at ?? '')
}

describe('halt clock', () => {
  it('lists the authorities and their reports, even without an incident', async () => {
    const bench = Bench.empty()
    const { out, err } = await bench.halt('clock')
    expect(out).toMatch(/^eu-dora {2}EU competent authority \(DORA\) {2}verify \(written 2026-11-30\)\n/)
    expect(out).toContain('\n  jp-fsa:awareness  the failure became known\n')
    expect(out).not.toContain('MAY APPLY')
    expect(err).toContain('clock start NAME')
    expect(documentSchemas.clocks.parse(await bench.json('clock', 'list'))).toMatchObject({ incident: null })
  })

  it('says which authorities are not for a halt of this type', async () => {
    const bench = await begun('market-volatility')
    const shown = await bench.ok('clock', 'list')
    const others = shown.split('\n\n').filter((one) => one.includes('not for a halt of this type; only for: '))
    expect(others.map((one) => one.trim().split(' ', 1)[0])).toEqual(['eu-dora', 'jp-fsa', 'jp-ppc'])
  })

  it('warns if something became known later than it was detected, with the command that corrects that', async () => {
    const bench = await begun('system-failure')
    await bench.ok('set', 'started-at=22:00', 'detected-at=22:05')
    const { err } = await bench.halt('clock', 'start', 'awareness', '--at', '22:16')
    expect(err).toMatch(
      /CHECK: 'the failure became known' is dated \S+ 22:16:00, but the halt was detected at \S+ 22:05:00\. If it was known then/,
    )
    const [line = '', event = '', time = ''] = /haltctl correct (\S+) --at (\S+) --reason WHY/.exec(err) ?? []
    expect(line).not.toBe('')
    await bench.ok('correct', event, '--at', time, '--reason', 'the alarm of 22:05')
    expect((await bench.halt('clock', 'start', 'jp-fsa:awareness')).err).not.toContain('CHECK')
    expect((await bench.halt('clock', 'start', 'jp-fsa:cause')).err).not.toContain('CHECK')
  })

  it('warns in Japanese as well, and not while nobody stated when it was detected', async () => {
    const bench = await begun('system-failure', { HALT_LANG: 'ja' })
    expect((await bench.halt('clock', 'start', 'awareness')).err).not.toContain('要確認: 「')
    await bench.ok('set', 'started-at=22:00', 'detected-at=22:05')
    const { err } = await bench.halt('clock', 'start', 'jp-fsa:cause')
    expect(err).toMatch(/要確認: 「障害を知った」の時刻（\S+ 22:17:\d\d）が、検知日時（\S+ 22:05:00）より後です。/)
  })

  it('starts the deadlines that an event starts by itself, and names an authority that may apply', async () => {
    const bench = await begun()
    const { err } = await bench.halt('clock', 'start', 'awareness', '--at', '10m ago')
    expect(err).toContain('clock started: the failure became known, FSA (Japan) (jp-fsa, verify)')
    expect(err).toMatch(/jp-fsa-status {2}FSA \(Japan\) failure status report \(verify\) {2}due /)
    expect(err).toContain('MAY APPLY (eu-dora): ')
    expect(err).not.toContain('MAY APPLY (jp-ppc)')
    expect((await clocks(bench)).map(({ id, overdue }) => [id, overdue])).toEqual([
      ['authority:jp-fsa-initial', true],
      ['authority:jp-fsa-status', false],
    ])
    expect(await bench.ok('status')).toMatch(/^ {2}OVERDUE 10:00 {2}FSA .*\(report-to\)$/m)
    expect((await bench.halt('clock', 'start', 'awareness')).err).toContain('no change: clock start jp-fsa:awareness')
  })

  it('shows a started deadline in the status, marked as unverified', async () => {
    const bench = await begun()
    await bench.ok('clock', 'start', 'jp-ppc-preliminary', '--at', '1m ago')
    expect(await bench.ok('status')).toMatch(/in 2d 23:59|in 71:59:00/)
    expect(await bench.ok('status')).toContain('PPC (Japan) preliminary report (verify)')
    expect((await bench.haltWith({ env: { HALT_LANG: 'ja' } }, 'status')).out).toContain(
      '個人情報保護委員会 速報（規定未確認）',
    )
    expect((await clocks(bench)).map(({ id }) => id)).toEqual(['authority:jp-ppc-preliminary'])
  })

  it('proposes jp-ppc once personal data is known to be affected, until its clock is started', async () => {
    const bench = await begun()
    const mayApply = async () => (await listed(bench)).flatMap(({ id, mayApply }) => (mayApply ? [id] : []))
    expect(await mayApply()).toEqual(['eu-dora', 'jp-fsa'])
    await bench.ok('set', 'personal-data=addresses of 200 customers')
    expect(await mayApply()).toEqual(['eu-dora', 'jp-fsa', 'jp-ppc'])
    expect(await bench.ok('clock', 'list')).toContain('MAY APPLY: If personal data has been leaked')
    await bench.ok('clock', 'start', 'jp-ppc')
    expect(await mayApply()).toEqual(['eu-dora', 'jp-fsa'])
  })

  it('applies the earlier of two deadlines, and starts the next report’s deadline after each filing', async () => {
    const bench = await begun()
    await bench.ok('clock', 'start', 'eu-dora', '--at', '2h ago')
    expect(await span(bench, 'eu-dora-initial')).toBe(DAY)
    await bench.ok('clock', 'start', 'eu-dora:classification', '--at', '1h ago')
    expect(await span(bench, 'eu-dora-initial')).toBe(DAY / 6)
    await bench.ok('report-to', 'eu-dora', '--ref', 'R-1', '--at', '30m ago')
    expect(await span(bench, 'eu-dora-intermediate')).toBe(3 * DAY)
    expect((await clocks(bench)).map(({ id }) => id)).toEqual(['authority:eu-dora-intermediate'])
    await bench.ok('report-to', 'eu-dora')
    expect(await report(bench, 'eu-dora-final')).toMatchObject({
      state: 'running',
      from: { of: 'eu-dora-intermediate' },
    })
  })

  it('shows both readings of a deadline, applies the earlier, and extends it for a wrongful purpose', async () => {
    const bench = await begun()
    expect((await bench.halt('clock', 'start', 'jp-ppc')).err).toMatch(/due \S+ \S+ \(by another reading \S+ \S+\)/)
    expect(await span(bench, 'jp-ppc-preliminary')).toBe(3 * DAY)
    expect(await span(bench, 'jp-ppc-final')).toBe(30 * DAY)
    await bench.ok('clock', 'start', 'jp-ppc:wrongful-purpose')
    expect(await span(bench, 'jp-ppc-final')).toBe(60 * DAY)
  })

  it('shows a deadline given in words, and leaves it out of the clocks of the status', async () => {
    const bench = await begun()
    await bench.ok('clock', 'start', 'determination')
    expect(await bench.ok('clock')).toMatch(/confirmation of compensation +before any offer of compensation/)
    expect(await clocks(bench)).toEqual([])
  })

  it('rejects an unknown name, an event that starts no clock by itself, and a time in the future', async () => {
    const bench = await begun()
    expect(await bench.halt('clock', 'start', 'nonsense')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-clock)'),
    })
    expect(await bench.halt('clock', 'start', 'classification')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/\(no-clock-fits\)\n.*clock start eu-dora:classification/),
    })
    expect((await bench.halt('clock', 'start', 'awareness', '--at', '2999-01-01')).err).toContain('(future-time)')
  })

  it('counts days in the company’s time zone, or in that of the authority', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', 'timezone: Europe/Berlin\n')
    await bench.ok('start', '--type', 'security-incident')
    await bench.ok('clock', 'start', 'eu-dora', '--at', '2026-10-23T12:00')
    await bench.ok('report-to', 'eu-dora', '--at', '2026-10-23T12:10')
    await bench.ok('report-to', 'eu-dora-intermediate', '--at', '2026-10-23T12:20')
    expect((await report(bench, 'eu-dora-final'))?.dueAt).toBe('2026-11-23T12:20:00.000+01:00')
    // The clocks of Berlin go back on 25 October, those of Tokyo never.
    await bench.ok('clock', 'start', 'jp-ppc', '--at', '2026-10-24T12:00')
    expect((await report(bench, 'jp-ppc-preliminary'))?.dueAt).toBe('2026-10-27T11:00:00.000+01:00')
  })
})

describe('halt report-to', () => {
  it('records a report whose deadline never started, and does not record it twice', async () => {
    const bench = await begun()
    await bench.ok('report-to', 'jp-fsa', '--report', 'status', '--ref', 'R-9', '--note', 'by phone')
    expect(await report(bench, 'jp-fsa-status')).toMatchObject({
      state: 'reported',
      dueAt: null,
      kept: null,
      submissions: [{ ref: 'R-9', note: 'by phone', by: 'taro' }],
    })
    expect(await bench.ok('clock')).toContain('no deadline was running')
    expect((await bench.halt('report-to', 'jp-fsa-status', '--ref', 'R-9')).err).toContain('no change: ')
  })

  it('reads authorities and their reports by name, and in Japanese names them so', async () => {
    const bench = await begun()
    const { err } = await bench.halt('clock', 'start', '金融庁', '--lang', 'ja')
    expect(err).toContain('該当の可能性あり（EU監督当局（DORA））')
    await bench.ok('report-to', '金融庁', '--report', 'status', '--ref', 'R-9')
    expect(await report(bench, 'jp-fsa-status')).toMatchObject({ state: 'reported' })
    const mistyped = await bench.halt('report-to', '金融丁', '--lang', 'ja')
    expect(mistyped).toMatchObject({ code: 2, err: expect.stringContaining('もしかして: 金融庁 (unknown-authority)') })
    expect(await bench.ok('report', '--draft', '金融庁', '--language', 'ja')).toContain('報告書の下書き: 金融庁')
  })

  it('rejects an unknown authority or report, and asks for --report when all are submitted', async () => {
    const bench = await begun()
    expect(await bench.halt('report-to', 'mayor')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-authority)'),
    })
    expect(await bench.halt('report-to', 'jp-fsa', '--report', 'poem')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-report)'),
    })
    await bench.ok('report-to', 'jvcea')
    expect(await bench.halt('report-to', 'jvcea')).toMatchObject({ code: 3, err: expect.stringContaining('--report') })
  })

  it('records a report after the halt is closed, and can be undone', async () => {
    const bench = await begun()
    await bench.ok('clock', 'start', 'jp-ppc', '--at', '5m ago')
    const { err } = await bench.halt('close', '--resolution', 'false-alarm', '--reason', 'test')
    expect(err).toMatch(
      /report still due by \S+ \S+: PPC \(Japan\) preliminary report \(verify\); once it is made:\nhaltctl report-to jp-ppc-preliminary -i /,
    )
    expect(await clocks(bench)).toHaveLength(2)
    await bench.ok('report-to', 'jp-ppc', '--ref', 'P-1')
    expect((await clocks(bench)).map(({ id }) => id)).toEqual(['authority:jp-ppc-final'])
    const event = (await report(bench, 'jp-ppc-preliminary'))?.submissions[0]?.event ?? ''
    await bench.ok('undo', event, '--reason', 'it was not sent', '-i', 'latest')
    expect(await clocks(bench)).toHaveLength(2)
    await bench.ok('clock', 'start', 'jp-ppc:wrongful-purpose')
    expect(await span(bench, 'jp-ppc-final')).toBe(60 * DAY)
  })

  it('is listed in the incident report as done, late or not reported yet', async () => {
    const bench = await begun()
    await bench.ok('clock', 'start', 'awareness', '--at', '10m ago')
    await bench.ok('clock', 'start', 'eu-dora:classification', '--at', '5h ago')
    await bench.ok('report-to', 'eu-dora', '--ref', 'late | one')
    await bench.ok('report-to', 'jp-fsa')
    const said = await bench.ok('report', '--audience', 'internal')
    expect(said).toContain('## Reports to authorities\n\n| Report | Counts from | Due |')
    expect(said).toMatch(
      /\| EU competent authority \(DORA\) initial notification \(verify\) \| .* \| late \\\| one \| LATE \|/,
    )
    expect(said).toMatch(
      /\| FSA \(Japan\) failure occurrence report \(verify\) \| .* \| at once \| .* \| made after 10 min \|/,
    )
    expect(said).toMatch(/intermediate report \(verify\) \| initial notification made .* \| not reported yet \|/)
    const { filings } = documentSchemas.report.parse(JSON.parse(await bench.ok('report', '--format', 'json')))
    expect(filings.map((one) => [one.report, one.authority.verify, one.kept])).toEqual([
      ['jp-fsa-initial', true, null],
      ['jp-fsa-status', true, null],
      ['eu-dora-initial', true, false],
      ['eu-dora-intermediate', true, null],
    ])
  })
})

describe('a deadline', () => {
  const HOLIDAYS = 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261125\nEND:VEVENT\nEND:VCALENDAR\n'

  it('names the event that it counts from', async () => {
    const bench = await begun()
    await bench.ok('clock', 'start', 'eu-dora:classification', '--at', '22:15')
    const [start] = await bench.events('clock.started')
    expect(await bench.ok('clock')).toContain(
      `due 2026-11-25 02:15:00, counted from: it was classified, 2026-11-24 22:15:00 (${start?.writer}:${start?.seq})`,
    )
    expect((await bench.haltWith({ env: { HALT_LANG: 'ja' } }, 'clock')).out).toContain(
      '期限 2026-11-25 02:15:00、起点: インシデントを分類した 2026-11-24 22:15:00（',
    )
  })

  it('on a holiday of halt.yaml moves to noon of the next working day, which is said', async () => {
    const bench = await begun()
    bench.write('holidays.ics', HOLIDAYS)
    bench.write('halt.yaml', 'entity: { holidays: holidays.ics, timezone: Europe/Rome }\n')
    await bench.ok('clock', 'start', 'eu-dora:awareness')
    const listed = await report(bench, 'eu-dora-initial')
    // Noon in Rome.
    expect(listed).toMatchObject({ dueAt: '2026-11-26T20:00:00.000+09:00', movedFrom: '2026-11-25T22:17:05.120+09:00' })
    expect(await bench.ok('clock')).toContain(
      'due 2026-11-26 20:00:00 (moved from 2026-11-25 22:17:05, a day off), counted from: ',
    )
    expect((await bench.haltWith({ env: { HALT_LANG: 'ja' } }, 'clock')).out).toContain(
      '期限 2026-11-26 20:00:00（2026-11-25 22:17:05は休日のため繰り下げ）',
    )
    bench.write('halt.yaml', 'entity: { holidays: holidays.ics, timezone: Europe/Rome, systemic: true }\n')
    await bench.ok('clock', 'start', 'jp-ppc')
    expect(await report(bench, 'eu-dora-initial')).toMatchObject({ dueAt: '2026-11-25T22:17:05.120+09:00' })
  })

  it('that depends on the time zone of the company is the earliest, which is said, as long as that is unknown', async () => {
    const bench = await begun()
    // The report is due on Saturday, 2026-11-28, 21:00 in Tokyo, which is noon in Western Europe.
    bench.now = Date.parse('2026-11-27T21:05:00+09:00')
    await bench.ok('clock', 'start', 'eu-dora:awareness', '--at', '21:00')
    const [earliest, latest] = ['2026-11-30T19:00:00.000+09:00', '2026-11-30T21:00:00.000+09:00']
    expect(await report(bench, 'eu-dora-initial')).toMatchObject({ dueAt: earliest, otherZoneAt: latest })
    expect(await bench.ok('clock')).toContain(
      "due 2026-11-30 19:00:00 (moved from 2026-11-28 21:00:00, a day off) (the earliest possible: set entity.timezone, the zone of the company's seat), counted from: ",
    )
    expect((await bench.haltWith({ env: { HALT_LANG: 'ja' } }, 'clock')).out).toContain(
      '（最も早い場合の期限。会社の所在地のタイムゾーンを entity.timezone に設定してください）、起点: ',
    )
    const inReport = () => bench.ok('report', '--audience', 'internal')
    const due =
      "2026-11-30 19:00:00 (at the latest 2026-11-30 21:00:00: the time zone of the company's seat is not stated)"
    expect(await inReport()).toContain(`| ${due} | - | not reported yet |`)
    expect(await inReport()).toContain('(verify, due 2026-11-30 19:00 at the earliest)')
    bench.now = Date.parse('2026-11-30T20:00:00+09:00')
    expect(await inReport()).toContain(`| ${due} | - | not reported yet |`)
    bench.now = Date.parse('2026-11-30T21:00:01+09:00')
    expect(await inReport()).toContain(`| ${due} | - | OVERDUE |`)
    bench.write('halt.yaml', 'entity: { timezone: Europe/Lisbon }\n')
    await bench.ok('report-to', 'eu-dora', '--at', '2026-11-30 20:30')
    expect(await report(bench, 'eu-dora-initial')).toMatchObject({ dueAt: latest, otherZoneAt: null, kept: true })
  })

  it('of a systemic company waits for a working day with the final report only', async () => {
    const bench = await begun()
    bench.write('halt.yaml', 'entity: { systemic: true, timezone: Europe/Rome }\n')
    await bench.ok('clock', 'start', 'eu-dora:awareness', '--at', '2026-11-24 22:10')
    bench.now = Date.parse('2026-11-26T22:12:00+09:00')
    await bench.ok('report-to', 'eu-dora-initial', '--at', '2026-11-26 22:11')
    await bench.ok('report-to', 'eu-dora-intermediate', '--at', '2026-11-26 22:12')
    // A Sunday, 2026-11-29, and a Saturday, 2026-12-26.
    expect(await report(bench, 'eu-dora-intermediate')).toMatchObject({ dueAt: '2026-11-29T22:11:00.000+09:00' })
    expect(await report(bench, 'eu-dora-final')).toMatchObject({ dueAt: '2026-12-28T20:00:00.000+09:00' })
  })

  it('is four hours from a classification that came later than a day after awareness', async () => {
    const bench = await begun()
    await bench.ok('clock', 'start', 'eu-dora:awareness', '--at', '2026-11-24 22:10')
    bench.now = Date.parse('2026-11-26T10:00:00+09:00')
    await bench.ok('clock', 'start', 'eu-dora:classification', '--at', '2026-11-26 09:00')
    expect(await report(bench, 'eu-dora-initial')).toMatchObject({ dueAt: '2026-11-26T13:00:00.000+09:00' })
    await bench.ok('report-to', 'eu-dora', '--at', '2026-11-26 09:30')
    expect(await report(bench, 'eu-dora-initial')).toMatchObject({ kept: true })
  })

  it('is recorded although the settings have mistakes', async () => {
    const bench = await begun()
    bench.write('halt.yaml', 'entity: { lei: short }\n')
    await bench.ok('clock', 'start', 'eu-dora')
    expect(await bench.events('clock.started')).toHaveLength(1)
  })

  it('is neither kept nor missed by a report that is dated before its clock started', async () => {
    const bench = await begun()
    await bench.ok('clock', 'start', 'eu-dora:classification', '--at', '22:15')
    await bench.ok('report-to', 'eu-dora', '--at', '22:05')
    expect(await report(bench, 'eu-dora-initial')).toMatchObject({ kept: null, submissions: [{ isMisdated: true }] })
    expect(await bench.ok('clock')).toContain('CHECK: dated before its clock started, so one of these times is wrong')
    expect(await bench.ok('report', '--audience', 'internal')).toMatch(
      /initial notification \(verify\) \|.*\| CHECK the times: dated before its clock started \|/,
    )
    expect((await report(bench, 'eu-dora-intermediate'))?.from?.at).toBe('2026-11-24T22:17:05.120+09:00')
  })
})

describe('a deadline that counts from a mistyped time', () => {
  const LAST_YEAR = '2025-11-24T22:06:00+09:00'
  const BREACH = /OVERDUE|LATE|超過|期限後/

  it.each([
    [['started-at=22:00', 'detected-at=22:05'], /CHECK the time: before the halt was detected \(2026-11-24 22:05:00\)/],
    [['started-at=22:00'], /CHECK the time: before the halt began \(2026-11-24 22:00:00\)/],
    [[], /CHECK the time: a day or more before the halt was declared \(2026-11-24 22:17:05\)/],
  ])('is to be checked, wherever it shows, after %s', async (facts, check) => {
    const bench = await begun('system-failure')
    if (facts.length > 0) await bench.ok('set', ...facts)
    const { err } = await bench.halt('clock', 'start', 'awareness', '--at', LAST_YEAR)
    expect(err).toMatch(check)
    expect(err).toMatch(/If it is mistyped, correct it: haltctl correct \S+ --at TIME --reason WHY/)
    expect(await report(bench, 'jp-fsa-status')).toMatchObject({
      kept: null,
      from: { doubt: { at: expect.any(String) } },
    })
    expect((await clocks(bench)).map(({ overdue, inDoubt }) => [overdue, inDoubt])).toEqual([
      [false, true],
      [false, true],
    ])
    const shown = [
      await bench.ok('status'),
      await bench.ok('clock'),
      await bench.ok('report'),
      await bench.ok('report', '--draft', 'jp-fsa'),
      await bench.ok('handover'),
    ]
    for (const one of shown) {
      expect(one).toContain('CHECK')
      expect(one).not.toMatch(BREACH)
    }
    const brief = await bench.ok('report', '--format', 'brief')
    expect(brief).toMatch(/failure status report \(verify\): not reported yet, CHECK the time/)
    expect(brief).not.toMatch(BREACH)
    expect(await bench.ok('report', '--format', 'svg')).not.toContain('2025')
    expect(await bench.halt('status', '--check')).toMatchObject({
      code: 7,
      out: expect.stringMatching(/^CHECK: \S+: authority:jp-fsa-initial counts from a time that may be mistyped/m),
    })
    await bench.ok('report-to', 'jp-fsa-status')
    expect(await report(bench, 'jp-fsa-status')).toMatchObject({ state: 'reported', kept: null })
    expect(await bench.ok('report')).not.toMatch(BREACH)
  })

  it('says so in Japanese, and stops once the time is corrected', async () => {
    const bench = await begun('system-failure', { HALT_LANG: 'ja' })
    await bench.ok('set', 'started-at=22:00', 'detected-at=22:05')
    const { err } = await bench.halt('clock', 'start', 'awareness', '--at', LAST_YEAR)
    const event = /haltctl correct (\S+)/.exec(err)?.[1] ?? ''
    expect(err).toContain('時刻を要確認: 停止の検知（2026-11-24 22:05:00）より前。誤っている場合は')
    const inDoubt = /要確認 {2}.*起点の時刻が誤っている可能性があります/.exec(await bench.ok('status'))?.[0] ?? ''
    expect(inDoubt).toContain('（規定未確認）')
    expect(inDoubt.match(/要確認/g)).toHaveLength(1)
    await bench.ok('correct', event, '--at', '22:06', '--reason', '年の誤り')
    expect(await bench.ok('status')).not.toContain('要確認  ')
    expect((await clocks(bench))[0]).toMatchObject({ overdue: true })
  })

  it('hides no deadline that holds', async () => {
    const bench = await begun('system-failure')
    await bench.ok('set', 'detected-at=22:05')
    await bench.ok('clock', 'start', 'eu-dora:awareness', '--at', '22:05')
    await bench.ok('clock', 'start', 'eu-dora:classification', '--at', LAST_YEAR)
    expect(await report(bench, 'eu-dora-initial')).toMatchObject({ from: { of: 'awareness', doubt: null } })
    expect(await bench.ok('clock')).toMatch(/eu-dora:classification .* CHECK the time: before the halt was detected/)
  })
})

describe('an authority file of the workspace', () => {
  const OURS = /```yaml\n([\s\S]*?)```/.exec(
    readFileSync(resolve(import.meta.dirname, '../../docs/authorities.md'), 'utf8'),
  )?.[1] as string

  it('works as documented; a started deadline survives a later error in the file', async () => {
    const bench = await begun()
    bench.write('runbooks/authorities/our-exchange.yaml', OURS)
    expect((await bench.halt('runbook', 'check')).err).toMatch(/0 errors, 0 warnings/)
    await bench.ok('clock', 'start', 'our-exchange')
    bench.write('runbooks/authorities/our-exchange.yaml', `${OURS}nonsense: 1\n`)
    expect(await bench.ok('status')).toContain('Holding company first word')
    expect(await bench.ok('status')).not.toContain('first word (verify)')
    expect(await bench.halt('clock')).toMatchObject({ code: 2, err: expect.stringContaining('(bad-runbook)') })
    const checked = await bench.halt('runbook', 'check', 'workspace/runbooks/authorities/our-exchange.yaml')
    expect(checked).toMatchObject({ code: 2, out: expect.stringMatching(/our-exchange\.yaml:\d+:1 .*\(unknown-key\)/) })
    expect((await bench.halt('runbook', 'check', 'workspace/runbooks')).out).toContain('(unknown-key)')
  })
})
