import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { status, webServer } from '../delivery/web-server.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

/** A halt that was closed as a false alarm after the channels in `told` had a notice. */
async function falseAlarm(told: readonly string[], ...channels: readonly string[]): Promise<Bench> {
  const bench = new Bench({ HALT_INCIDENT: 'latest' })
  bench.write('halt.yaml', settingsOf(channels))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  for (const channel of told) await bench.ok('notice', channel, '--posted')
  await bench.ok('scope', 'trading=open', '--force', '--reason', 'it never stopped')
  await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
  return bench
}

it('no final notice is offered after a false alarm on a channel that was told nothing, whatever is to be done', async () => {
  const bench = await falseAlarm(['website'])
  for (const action of [[], ['--check'], ['--dry-run'], ['--posted'], ['--send']]) {
    const { code, out, err } = await bench.halt('notice', 'email', ...action)
    expect([code, out]).toEqual([3, ''])
    expect(err).toMatch(/false alarm, and there is nothing left to tell on email \(no-final-notice\)\n.*--stage final/)
  }
  const inJapanese = await bench.halt('notice', 'email', '--lang', 'ja')
  expect(inJapanese.err).toMatch(/誤報として終了したため、メールでこれ以上告知することはありません/)
})

it('the channels that were told get their retraction, by name or by default, and nothing after it', async () => {
  const bench = await falseAlarm(['website'])
  expect(await bench.ok('notice', 'website')).toContain('【取消】')
  const all = await bench.ok('notice', '--json')
  expect(JSON.parse(all).notices.map((t: { channel: string; stage: string }) => [t.channel, t.stage])).toEqual([
    ['website', 'retraction'],
  ])
  await bench.ok('notice', '--posted')
  const posted = (await bench.events('notice.posted')).map(({ data }) => `${data.channel} ${data.stage}`)
  expect(posted).toEqual(['website first', 'website retraction'])
  for (const args of [['website'], [], ['--posted']])
    expect((await bench.halt('notice', ...args)).err).toContain('(no-final-notice)')
})

it('departments get a retraction of what customers were told, also where they had no notice', async () => {
  const bench = await falseAlarm(['website'])
  const { notices } = JSON.parse(await bench.ok('notice', 'internal', '--language', 'en', '--json'))
  expect(notices).toMatchObject([{ channel: 'internal', stage: 'retraction' }])
  expect(notices[0].text).toContain('We retract')
  await bench.ok('notice', 'internal', '--posted')
  expect((await bench.halt('notice', 'internal')).err).toContain('(no-final-notice)')
  const untold = await falseAlarm([])
  expect((await untold.halt('notice', 'internal')).err).toContain('(no-final-notice)')
  expect((await untold.halt('notice', 'internal', '--stage', 'retraction')).err).toContain('(nothing-to-correct)')
})

it('a final notice that is asked for is flagged, and needs --force --reason to be sent or recorded', async () => {
  const server = await webServer(status(204))
  const social = `social: { via: webhook, url: "http://127.0.0.1:${server.port}/", allowPrivate: true }`
  const bench = await falseAlarm([], social)
  const final = ['notice', 'social', '--stage', 'final']
  const check = await bench.halt(...final, '--check')
  expect(check).toMatchObject({ code: 8, err: expect.stringContaining('(stage-contradicted)') })
  expect((await bench.halt(...final, '--check', '--lang', 'ja')).err).toContain('誤報として終了しています')
  expect((await bench.halt(...final, '--send')).err).toContain('(notice-errors)')
  expect((await bench.halt(...final, '--posted')).err).toContain('(no-final-notice)')
  expect(server.asked).toHaveLength(0)
  const forced = ['--force', '--reason', 'ordered by the board']
  await bench.ok(...final, '--send', ...forced)
  expect(server.asked).toHaveLength(1)
  await bench.ok(...final, '--posted', ...forced)
  const reasons = (await bench.events('notice.intended', 'notice.posted')).map(({ data }) => data.forced)
  expect(reasons).toEqual([
    { reason: 'ordered by the board', open: expect.arrayContaining(['stage-contradicted', 'no-final-notice']) },
    { reason: 'ordered by the board', open: ['no-final-notice'] },
  ])
})

it('what is restricted when a halt is closed as a false alarm counts as never restricted', async () => {
  const bench = new Bench()
  const id = (await bench.ok(...DECLARES)).trim()
  await bench.ok('notice', 'website', '--posted')
  const close = ['close', '--resolution', 'false-alarm', '--reason', 'a test', '-i', id] as const
  const { code, err } = await bench.halt(...close)
  expect(code).toBe(0)
  expect(err).toContain('stated to be restricted: trading=stopped. In a false alarm that counts as never restricted\n')
  expect(err).not.toContain('still restricted')
  const retraction = await bench.ok('notice', 'website', '-i', id)
  expect(retraction).toContain('取引停止に関するお知らせ')
  expect(retraction).not.toContain('停止期間')
  const report = await bench.ok('report', '-i', id, '--audience', 'customer')
  expect(report).not.toMatch(/\| trading \| stopped/)
  // In case it was restricted in fact.
  const [, undo = ''] = /haltctl (undo \S+ --reason) 'it was restricted in fact'/.exec(err) ?? []
  await bench.ok(...undo.split(' '), 'it was stopped', '-i', id)
  expect((await bench.json<{ scope: { state: string }[] }>('status', '-i', id)).scope).toMatchObject([
    { state: 'stopped' },
  ])
  await bench.ok('lift', '--all', '--force', '--reason', 'it is back', '-i', id)
  const inJapanese = (await bench.halt(...close, '--lang', 'ja')).err
  expect(inJapanese).not.toContain('制限中と記録')
  expect(await bench.ok('notice', 'website', '-i', id)).toContain('実際にサービスを停止いたしました。')
})

it('a halt that was none but was resolved, or a duplicate, still has its final notice', async () => {
  const bench = new Bench({ HALT_INCIDENT: 'latest' })
  await bench.ok(...DECLARES)
  await bench.ok('close', '--force', '--reason', 'over')
  expect(await bench.ok('notice', 'website')).toContain('取引停止に関するご報告')
})
