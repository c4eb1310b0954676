import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { HtmlValidate } from 'html-validate'
import { describe, expect, it } from 'vitest'
import { jsonSchemas } from '../../src/cli/schemas.ts'
import type { StatusDocument } from '../../src/delivery/status-document.ts'
import type { OutgoingText } from '../../src/delivery/transport.ts'
import { Bench } from '../bench.ts'
import { status as statusOf, webServer } from '../delivery/web-server.ts'
import { settingsOf } from './settings.ts'

const MINUTE = 60_000
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
})
const isSchemaValid = new Ajv2020({ strict: false }).compile(jsonSchemas()['status-page'] as object)

function bench(
  website = '{ via: file, path: site, languages: [ja, en], baseUrl: "https://www.example.com/notices" }',
): Bench {
  const made = new Bench()
  made.write('halt.yaml', settingsOf([`website: ${website}`]))
  return made
}

async function halted(made = bench()): Promise<Bench> {
  await made.ok('start', '--type', 'system-failure', '--title', 'Engine down', '--at', '10m ago')
  await made.ok('scope', 'trading=stopped', 'deposits=open', 'withdrawals:XEM=limited:1日10万円まで / up to 100 a day')
  await made.ok('set', 'cause=?', 'impact=?', 'expected-recovery=?')
  return made
}

const file = ({ workspace }: Bench, name: string) => join(workspace, 'site', name)
const page = (made: Bench, name = 'index.en.html') => readFileSync(file(made, name), 'utf8')
const status = (made: Bench) => JSON.parse(page(made, 'status.json')) as StatusDocument
const SEND = ['notice', 'website', '--send', '-i', 'latest'] as const

/** The text of the page without its markup, in one line. */
function read(made: Bench, name?: string): string {
  const body = page(made, name).replace(/^.*<body>/s, '')
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

describe('the status page of the file channel', () => {
  it('is what posts link to, since it also shows what is told after them', async () => {
    const made = await halted()
    const post = (language: string) => made.ok('notice', 'social', '--language', language)
    // Nothing is shown there yet.
    expect(await post('en')).not.toContain('https://www.example.com')
    await made.ok(...SEND)
    expect(await post('en')).toContain('Details: https://www.example.com/notices/index.en.html\n')
    expect(await post('ja')).toContain('詳細：https://www.example.com/notices/index.ja.html\n')
    // What a person posts elsewhere is not shown there.
    made.pass(20 * MINUTE)
    await made.ok('scope', 'trading=cancel-only')
    await made.ok('notice', 'website', '--posted', '--link', 'https://www.example.com/by-hand')
    expect(await post('en')).toContain('Details: https://www.example.com/by-hand\n')
  })

  it('is what a push notice opens, once it is out', async () => {
    const server = await webServer(statusOf(204))
    const made = bench()
    const website =
      'website: { via: file, path: site, languages: [ja, en], baseUrl: "https://www.example.com/notices" }'
    const push = `{ via: webhook, url: "http://127.0.0.1:${server.port}/", allowPrivate: true, languages: [ja, en] }`
    made.write('halt.yaml', settingsOf([website, `app-push: ${push}`]))
    await halted(made)
    await made.ok('notice', 'app-push', '--send')
    await made.ok(...SEND)
    await made.ok('scope', '-i', 'latest', 'trading=cancel-only')
    await made.ok('notice', 'app-push', '--send', '-i', 'latest')
    const links = server.asked.map(({ body }) => JSON.parse(body).texts.map((text: OutgoingText) => text.link))
    const base = 'https://www.example.com/notices'
    expect(links).toEqual([
      [null, null],
      [`${base}/index.ja.html`, `${base}/index.en.html`],
    ])
  })

  it('is not linked to where a site generator makes the pages, or in a language that it does not have', async () => {
    const generated = await halted(
      bench('{ via: file, path: site, format: markdown, baseUrl: "https://www.example.com" }'),
    )
    await generated.ok(...SEND)
    expect(await generated.ok('notice', 'social', '--language', 'ja')).not.toContain('https://www.example.com')
    const japanese = await halted(
      bench('{ via: file, path: site, languages: [ja], baseUrl: "https://www.example.com" }'),
    )
    await japanese.ok(...SEND)
    expect(await japanese.ok('notice', 'social', '--language', 'en')).not.toContain('index.en.html')
  })

  it('says what is in which state, since when, the latest notice, the next report and all notices', async () => {
    const made = await halted()
    await made.ok(...SEND)
    made.pass(20 * MINUTE)
    await made.ok('scope', '-i', 'latest', 'trading=cancel-only')
    await made.ok(...SEND)
    const said = read(made)
    expect(said).toContain('We are reporting on a suspension or restriction of our services.')
    expect(said).toContain(
      'trading (orders can be cancelled, but not placed) XEM withdrawals (limited: up to 100 a day) yen deposits, crypto deposits (both available)',
    )
    expect(said).toContain('Began about 22:07 JST (UTC+9), Tuesday 24 November 2026')
    expect(said).toMatch(/Next \w+ 23:07 JST/)
    expect(said).toContain('Latest notice 22:37 JST')
    expect([...page(made).matchAll(/<li>.*?href="([^"]*)"/g)].map(([, link]) => link)).toEqual(
      ['02-update', '01-first'].map((notice) => `20261124-221705-system-failure-${notice}.en.html`),
    )
    expect(read(made, 'index.ja.html')).toContain('サービスの停止または制限について、お知らせしております。')
    expect(page(made, 'index.html')).toBe(page(made, 'index.ja.html'))
    const { halts, notices, schemaVersion } = status(made)
    expect([schemaVersion, halts.length, notices.map(({ number }) => number)]).toEqual([1, 1, [2, 1]])
    expect(halts[0]?.status).toMatchObject({
      state: 'halted',
      scope: [{ operation: 'trading', asset: null, state: 'cancel-only' }, { operation: 'deposits' }, { asset: 'XEM' }],
    })
    expect(notices[0]?.pages.en?.link).toBe(
      'https://www.example.com/notices/20261124-221705-system-failure-02-update.en.html',
    )
  })

  it('goes on showing the next report that was promised after a correction, until that time has come', async () => {
    const made = await halted()
    await made.ok(...SEND)
    const next = () => status(made).halts[0]?.status.next
    const promised = next()
    expect(read(made)).toContain('Next update 22:47 JST')
    const correct = ['--correct-ja', '影響を訂正いたします。', '--correct-en', 'We correct the impact.'] as const
    made.pass(MINUTE)
    await made.ok(...SEND, ...correct)
    expect(read(made)).toContain('Next update 22:47 JST')
    expect(read(made, 'index.ja.html')).toContain('次回のお知らせ 2026年11月24日(火)22時47分')
    expect(next()).toBe(promised)
    made.pass(30 * MINUTE)
    await made.ok(...SEND, ...correct)
    expect(read(made)).not.toContain('Next update')
    expect(next()).toBeNull()
  })

  it('shows no next report after a correction where the last notice promised none', async () => {
    const made = await halted()
    await made.ok(...SEND)
    await made.ok('lift', '--all', '--force', '--reason', 'x')
    await made.ok(...SEND)
    made.pass(MINUTE)
    await made.ok(...SEND, '--correct-ja', '時刻を訂正いたします。', '--correct-en', 'We correct the time.')
    expect(status(made).halts[0]?.status).toMatchObject({ state: 'resumed', next: null })
  })

  it('says nothing before a notice says it', async () => {
    const made = await halted()
    await made.ok(...SEND)
    const before = page(made)
    await made.ok('scope', 'withdrawals=stopped')
    await made.ok('lift', 'trading', '--force', '--reason', 'x')
    expect(page(made)).toBe(before)
  })

  it('says of what nobody stated that it is being confirmed', async () => {
    const made = bench()
    await made.ok('start', '--type', 'system-failure')
    await made.ok('set', 'started-at=?', 'cause=?', 'impact=?', 'expected-recovery=?')
    await made.ok(...SEND)
    expect(read(made)).toContain('Services affected: being confirmed')
    expect(read(made)).not.toContain('Suspension began')
    expect(status(made).halts[0]?.status).toMatchObject({ startedAt: null, scope: [], lines: { ja: [], en: [] } })
  })

  it('names services of which only others were stated as not yet confirmed, until the halt is over', async () => {
    const made = bench()
    await made.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', 'trading=stopped')
    await made.ok('set', 'cause=?', 'impact=?', 'expected-recovery=?')
    await made.ok(...SEND)
    const english = 'Availability not yet confirmed: yen deposits and withdrawals, crypto deposits and withdrawals'
    const japanese = 'ご利用の可否を確認中のサービス：日本円の入出金、暗号資産の預入・送付'
    expect(read(made)).toContain(`trading (suspended) ${english}`)
    expect(read(made, 'index.ja.html')).toContain(`売買（停止） ${japanese}`)
    const lines = () => status(made).halts[0]?.status.lines
    expect(lines()?.en?.at(-1)).toEqual({ state: null, text: english })
    expect(lines()?.ja?.at(-1)).toEqual({ state: null, text: japanese })
    expect(isSchemaValid(status(made))).toBe(true)
    const { results } = await validator.validateString(page(made))
    expect(results.flatMap(({ messages }) => messages)).toEqual([])

    await made.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
    await made.ok(...SEND)
    expect(lines()?.en?.map(({ state }) => state)).not.toContain(null)
  })

  it('states of a notice that is sent later what was so when it was made', async () => {
    const made = await halted(bench('{ via: file, path: site, languages: [en] }'))
    writeFileSync(join(made.workspace, 'site'), 'in the way')
    expect((await made.halt(...SEND)).code).toBe(6)
    await made.ok('scope', 'withdrawals=stopped')
    made.write('halt.yaml', settingsOf(['website: { via: file, path: site2, languages: [en] }']))
    await made.ok(...SEND, '--retry')
    const later = JSON.parse(readFileSync(join(made.workspace, 'site2/status.json'), 'utf8')) as StatusDocument
    expect(later.halts[0]?.status.scope.map(({ operation, asset }) => [operation, asset])).toEqual([
      ['trading', null],
      ['deposits', null],
      ['withdrawals', 'XEM'],
    ])
  })

  it('shows the window of a planned halt, and what it will concern', async () => {
    const made = bench()
    await made.ok(
      'start',
      '--type',
      'maintenance',
      '--planned',
      '2026-11-25T02:00/2026-11-25T05:00',
      '--scope',
      'trading=stopped',
    )
    await made.ok('set', 'impact.ja=お取引いただけません。', 'impact.en=You cannot trade.')
    await made.ok(...SEND, '--force', '--reason', 'x')
    const said = read(made)
    expect(said).toContain(
      'There is no suspension of our services that we are reporting on. A planned suspension has been announced.',
    )
    expect(said).toContain('Planned time from 02:00 to 05:00 JST (UTC+9), Wednesday 25 November 2026')
    expect(status(made).halts[0]?.status).toMatchObject({ state: 'planned', startedAt: null })
  })

  it('says of each service what is planned for it, as the advance notice does', async () => {
    const made = bench()
    const scope = ['--scope', 'trading=stopped', 'deposits=open', 'withdrawals=limited:新規のみ不可 / no new addresses']
    const planned = ['--planned', '2026-11-25T02:00/2026-11-25T05:00']
    await made.ok('start', '--type', 'maintenance', ...planned, ...scope)
    await made.ok('set', 'impact.ja=お取引いただけません。', 'impact.en=You cannot trade.')
    await made.ok(...SEND, '--force', '--reason', 'x')
    const english = [
      'trading (to be suspended)',
      'yen withdrawals, crypto withdrawals (both to be limited: no new addresses)',
      'Not affected: yen deposits, crypto deposits',
    ]
    const japanese = [
      '売買（停止の予定）',
      '日本円の出金、暗号資産の送付（いずれも一部制限の予定：新規のみ不可）',
      '停止中もご利用いただけるサービス：日本円の入金、暗号資産の預入',
    ]
    expect(read(made)).toContain(english.join(' '))
    expect(read(made, 'index.ja.html')).toContain(japanese.join(' '))
    const { lines } = status(made).halts[0]?.status ?? {}
    expect(lines?.en?.map(({ text }) => text)).toEqual(english)
    expect(lines?.ja?.map(({ text }) => text)).toEqual(japanese)
  })

  it('goes on showing what was planned when the halt began, whatever is said of the plan after that', async () => {
    const made = bench()
    await made.ok('start', '--type', 'maintenance', '--planned', '22:18/23:30', '--scope', 'trading=stopped')
    made.pass(MINUTE)
    await made.ok('advance', '--force', '--reason', 'x')
    await made.ok('set', 'planned-end=01:45')
    await made.ok(...SEND, '--force', '--reason', 'x')
    expect(read(made)).toContain('Planned time from 22:18 to 23:30 JST (UTC+9), Tuesday 24 November 2026')
  })

  it('says after the resumption, the final notice and a retraction that no halt is reported on', async () => {
    const made = await halted()
    await made.ok(...SEND)
    await made.ok('lift', '--all', '--force', '--reason', 'x')
    await made.ok(...SEND)
    expect(status(made).halts[0]?.status.state).toBe('resumed')
    expect(read(made)).toContain('There is no suspension of our services that we are reporting on.')
    expect(page(made)).toContain('<article class="resumed">')
    await made.ok('close', '--force', '--reason', 'x')
    await made.ok(...SEND, '--force', '--reason', 'x')
    expect(status(made).halts[0]?.status.state).toBe('over')
    expect(page(made)).not.toContain('<article')
    expect(read(made)).toContain('[Interim report]')

    const alarm = await halted()
    await alarm.ok(...SEND)
    await alarm.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
    await alarm.ok(...SEND)
    expect(status(alarm).halts[0]?.status.state).toBe('retracted')
    expect(read(alarm)).toContain('There is no suspension of our services that we are reporting on.')
    expect(read(alarm)).not.toContain('can be cancelled')
  })

  it('says that services were stopped again after a resumption, and since when, until they resume', async () => {
    const made = await halted()
    await made.ok(...SEND)
    expect(read(made)).not.toContain('again')
    made.pass(20 * MINUTE)
    await made.ok('lift', '--all', '--force', '--reason', 'x')
    await made.ok(...SEND)
    made.pass(20 * MINUTE)
    await made.ok('reopen', '--reason', 'it fell over', '--scope', 'trading=stopped')
    await made.ok('set', 'cause=?', 'impact=?', 'expected-recovery=?')
    // As long as no notice says so.
    expect(read(made)).not.toContain('again')
    await made.ok(...SEND)
    expect(read(made)).toContain('After an earlier resumption, services are suspended or restricted again.')
    expect(read(made)).toContain('Suspended again about 22:57 JST (UTC+9), Tuesday 24 November 2026')
    const japanese = read(made, 'index.ja.html')
    expect(japanese).toContain('サービスの再開後、再び停止または制限しております。')
    expect(japanese).toContain('再停止日時 2026年11月24日(火)22時57分頃')
    expect(japanese).not.toContain('発生日時')
    expect(status(made).halts[0]?.status).toMatchObject({ state: 'halted', again: true, restriction: false })
    expect(isSchemaValid(status(made))).toBe(true)

    made.pass(20 * MINUTE)
    await made.ok('lift', '--all', '--force', '--reason', 'x')
    await made.ok(...SEND, '--force', '--reason', 'x')
    expect(read(made)).not.toContain('are suspended or restricted again')
    expect(read(made)).toContain('Latest suspension began about 22:57')
  })

  it('speaks of a restriction where nothing was stopped', async () => {
    const made = bench()
    await made.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', 'trading=cancel-only')
    await made.ok('set', 'cause=?', 'impact=?', 'expected-recovery=?')
    await made.ok(...SEND)
    expect(read(made, 'index.ja.html')).toContain('制限開始日時 2026年11月24日(火)22時07分頃')
    made.pass(MINUTE)
    await made.ok('lift', '--all', '--force', '--reason', 'x')
    made.pass(MINUTE)
    await made.ok('reopen', '--reason', 'x', '--scope', 'trading=cancel-only')
    await made.ok('set', 'cause=?', 'impact=?', 'expected-recovery=?')
    await made.ok(...SEND)
    expect(read(made, 'index.ja.html')).toContain('サービスの再開後、再び制限しております。')
    expect(read(made, 'index.ja.html')).toContain('再制限日時')
    expect(read(made)).toContain('After an earlier resumption, services are restricted again.')
  })

  it('shows two halts at once, the latest first', async () => {
    const made = await halted()
    await made.ok(...SEND)
    made.pass(MINUTE)
    await made.ok('start', '--type', 'market-volatility')
    await made.ok('scope', '-i', 'latest', 'trading:XEM=stopped')
    await made.ok('set', '-i', 'latest', 'started-at=?', 'cause=?', 'impact=?', 'expected-recovery=?')
    await made.ok(...SEND)
    expect(status(made).halts.map(({ incident }) => incident)).toEqual([
      '20261124-221805-market-volatility',
      '20261124-221705-system-failure',
    ])
    expect(page(made).match(/<article class="halted">/g)).toHaveLength(2)
  })

  it('is never written by a drill', async () => {
    const made = bench()
    await made.ok('start', '--type', 'system-failure', '--drill', '--scope', 'trading=stopped')
    await made.ok('set', 'started-at=?', 'cause=?', 'impact=?', 'expected-recovery=?')
    await made.ok(...SEND)
    expect(existsSync(join(made.workspace, 'site'))).toBe(false)
  })

  it('is valid HTML without scripts that needs no other file, and its document keeps to its schema', async () => {
    const made = await halted()
    await made.ok('set', 'impact.ja=<script>alert(1)</script>', 'impact.en=<script>alert(1)</script>')
    await made.ok('scope', 'withdrawals=limited:"><script>alert(1)</script> / "><script>alert(1)</script>')
    await made.ok(...SEND, '--force', '--reason', 'x')
    for (const name of ['index.html', 'index.ja.html', 'index.en.html']) {
      const { results } = await validator.validateString(page(made, name))
      expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual(
        [],
      )
      expect(page(made, name)).not.toMatch(/<script|<img|@import|url\(/)
    }
    expect(page(made)).toMatch(/^<!DOCTYPE html>\n<html lang="en">/)
    expect(isSchemaValid(status(made))).toBe(true)
  })
})

describe('the folder of the status page', () => {
  it('keeps an index.html that halt did not write, and renames a status.json that it did not', async () => {
    const made = await halted()
    mkdirSync(join(made.workspace, 'site'))
    writeFileSync(file(made, 'index.html'), '<h1>Ours</h1>')
    writeFileSync(file(made, 'status.json'), '{ "schemaVersion": 2 }')
    await made.ok(...SEND)
    expect(page(made, 'index.html')).toBe('<h1>Ours</h1>')
    expect(page(made, 'status.json.aside-1')).toBe('{ "schemaVersion": 2 }')
    expect(status(made).halts).toHaveLength(1)
    expect(page(made, 'index.ja.html')).toContain('<html lang="ja">')
  })

  it.each(['status.json', 'index.en.html'])('is not written to where %s is a symbolic link', async (name) => {
    const made = await halted()
    mkdirSync(join(made.workspace, 'site'))
    made.write('elsewhere', 'as it was')
    symlinkSync(join(made.workspace, 'elsewhere'), file(made, name))
    const { code, err } = await made.halt(...SEND)
    expect([code, err]).toEqual([6, expect.stringContaining(`ELOOP ${name}`)])
    expect(readFileSync(join(made.workspace, 'elsewhere'), 'utf8')).toBe('as it was')
  })

  it('has only the document where a site generator makes the pages', async () => {
    const made = await halted(bench('{ via: file, path: site, format: markdown }'))
    await made.ok(...SEND)
    expect(readdirSync(join(made.workspace, 'site')).sort()).toEqual([
      '20261124-221705-system-failure-01-first.ja.md',
      'feed.ja.xml',
      'status.json',
    ])
    expect(status(made).organisation).toEqual({ ja: '例示取引所' })
  })
})
