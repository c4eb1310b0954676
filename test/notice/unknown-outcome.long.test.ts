import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { status, webServer } from '../delivery/web-server.ts'
import { DECLARES, settingsOf } from './settings.ts'

const STATES = ['set', 'started-at=5m ago', 'cause.ja=調査中です。', 'expected-recovery=?', 'impact=?'] as const
const CLOSES = ['close', '--resolution', 'false-alarm', '--reason', 'a test'] as const
const SETTLES = 'haltctl notice social --posted'

interface Status {
  readonly notices: readonly {
    readonly channel: string
    readonly stage: string
    readonly number: number | null
    readonly state: string
    readonly at: string
    readonly link: string | null
  }[]
  readonly clocks: readonly { readonly id: string; readonly dueAt: string }[]
  readonly steps: readonly { readonly id: string; readonly state: string }[]
}

/** A halt with its first notice sent on the website, and on social with an unknown outcome: the server fails once. */
async function unknownOnSocial(...channels: readonly string[]): Promise<Bench> {
  const server = await webServer((response, count) => status(count === 1 ? 500 : 204)(response, count))
  const social = `social: { via: webhook, url: "http://127.0.0.1:${server.port}/", allowPrivate: true }`
  const bench = new Bench({ HALT_INCIDENT: 'latest' })
  bench.write('halt.yaml', settingsOf([social, 'website: { via: file, path: site }']))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  const { code } = await bench.halt('notice', 'social', ...channels, '--send')
  expect(code).toBe(6)
  return bench
}

async function falseAlarm(...channels: readonly string[]): Promise<Bench> {
  const bench = await unknownOnSocial(...channels)
  await bench.ok('scope', 'trading=open', '--force', '--reason', 'it never stopped')
  return bench
}

async function onSocial(bench: Bench): Promise<Status['notices']> {
  return (await bench.json<Status>('status')).notices.filter(({ channel }) => channel === 'social')
}

describe('halt notice --posted, where the outcome of the last delivery is unknown', () => {
  it('records that this very notice arrived, and the next one tells what has changed since', async () => {
    const bench = await unknownOnSocial('website')
    const [sent] = await onSocial(bench)
    bench.pass(10 * 60_000)
    await bench.ok('set', 'cause.ja=機器の故障です。')
    await bench.ok('notice', 'website', '--send')
    bench.pass(5 * 60_000)
    const { out, err } = await bench.halt('notice', 'social', '--posted', '--json')
    const [intent] = (await bench.events('notice.intended')).filter(({ data }) => data.channel === 'social')
    const { stage, number, next, digest } = intent?.data ?? {}
    const intended = `${intent?.writer}:${intent?.seq}`
    expect(err).toMatch(
      new RegExp(`notice arrived: social first notice no\\. 1 \\(sent as ${intended}\\), next 2026-11-24 22:47`),
    )
    expect(JSON.parse(out).events[0]).toMatchObject({
      type: 'notice.posted',
      at: intent?.at,
      data: { channel: 'social', stage, number, next, digest, link: null, settles: intended },
    })
    const { notices, clocks, steps } = await bench.json<Status>('status')
    expect(notices.filter(({ channel }) => channel === 'social')).toEqual([{ ...sent, state: 'sent' }])
    expect(clocks).toContainEqual({ id: 'update:social', dueAt: next, overdue: false })
    expect(steps).toContainEqual(expect.objectContaining({ id: '2.2-social', state: 'done', at: intent?.at }))
    const text = await bench.ok('notice', 'social')
    expect(text).toContain('第2報')
    expect(text).toContain('機器の故障')
    expect(text).not.toContain('変更はございません')
    expect((await bench.halt('notice', 'social', '--send')).code).toBe(0)
  })

  it('shows it as sent with its text in the report, and says that a person saw it', async () => {
    const bench = await unknownOnSocial()
    await bench.ok('notice', 'social', '--posted', '--link', 'https://social.example.com/1')
    expect((await onSocial(bench))[0]?.link).toBe('https://social.example.com/1')
    const report = await bench.ok('report')
    expect(report).toMatch(/first notice no\. 1 \| sent \(a person saw that it arrived\): \[X.*\]\(<https:.*social/)
    expect(report).toContain('調査中です。')
    expect(await bench.ok('report', '--lang', 'ja')).toContain('送信済み（到達を人が確認）')
    expect(await bench.ok('report', '--audience', 'customer', '--lang', 'ja')).toContain('調査中です。')
    expect(await bench.ok('log', '--lang', 'ja')).toMatch(/告知の到達を確認 X（旧Twitter） 第1報（送信の記録 \w+:\d+）/)
  })

  it('records it beside what was posted on other channels, and beside no text, stage or time of its own', async () => {
    const bench = await unknownOnSocial()
    await bench.ok('notice', 'social', 'email', '--posted')
    const posted = await bench.events('notice.posted')
    expect(posted.map(({ data }) => [data.channel, data.number, data.settles !== undefined])).toEqual([
      ['social', 1, true],
      ['email', 1, false],
    ])
    for (const own of [
      ['--stage', 'first'],
      ['--at', '22:17'],
      ['--next', '23:00'],
    ]) {
      const other = await unknownOnSocial()
      await other.ok('notice', 'social', '--posted', ...own)
      expect((await other.events('notice.posted'))[0]?.data).not.toHaveProperty('settles')
      expect((await onSocial(other)).map(({ state }) => state)).toEqual(['unknown', 'posted'])
    }
  })

  it('does so for the step of the notice as well', async () => {
    const bench = await unknownOnSocial()
    await bench.ok('done', '2.2-social')
    expect((await onSocial(bench)).map(({ state, number }) => [state, number])).toEqual([['sent', 1]])
  })

  it('can be undone: then the outcome is unknown again', async () => {
    const bench = await unknownOnSocial()
    const before = await bench.json<Status>('status')
    bench.pass(60_000)
    await bench.ok('notice', 'social', '--posted', '--link', 'https://social.example.com/1')
    await bench.ok('undo', '--reason', 'it was the post of yesterday')
    const after = await bench.json<Status>('status')
    expect(after.notices).toEqual(before.notices)
    expect(after.steps).toEqual(before.steps)
    expect((await bench.halt('notice', 'social', '--send')).err).toContain('(delivery-unknown)')
    expect(JSON.parse(await bench.ok('report', '--format', 'json')).undoneNotices).toEqual([])
    await bench.ok('notice', 'social', '--posted')
    expect((await onSocial(bench)).map(({ state }) => state)).toEqual(['sent'])
  })

  it('waits for a delivery that is still on its way', async () => {
    const bench = await unknownOnSocial()
    let breakOff = () => {}
    const slow = await webServer(({ socket }) => {
      breakOff = () => socket?.destroy()
    })
    const social = `social: { via: webhook, url: "http://127.0.0.1:${slow.port}/", allowPrivate: true, timeout: 10m }`
    bench.write('halt.yaml', settingsOf([social]))
    const sending = bench.halt('notice', 'social', '--send', '--retry', '--force', '--reason', 'not there')
    await expect.poll(() => slow.asked.length, { timeout: 30_000 }).toBe(1)
    expect((await bench.halt('notice', 'social', '--posted')).err).toContain('(being-sent)')
    breakOff()
    expect((await sending).code).toBe(6)
    await bench.ok('notice', 'social', '--posted')
  })
})

describe('a false alarm with a notice of unknown outcome', () => {
  it('names its channel and the command that settles it at closing, and in the status', async () => {
    const bench = await falseAlarm('website')
    const { err } = await bench.halt(...CLOSES)
    expect(err).toMatch(
      /still have to be told that it was a false alarm: website; to see the texts:\nhaltctl notice -i/,
    )
    expect(err).toMatch(new RegExp(`not known whether this went out: social first notice no\\. 1; .*:\\n${SETTLES} -i`))
    expect(await bench.ok('status')).toMatch(/outcome unknown \(.*\); if it arrived: notice social --posted/)
    expect(await bench.ok('status', '--lang', 'ja')).toMatch(
      /送信結果は不明（.*）。届いていれば notice social --posted/,
    )
    const other = await falseAlarm()
    const inJapanese = (await other.halt(...CLOSES, '--lang', 'ja')).err
    expect(inJapanese).toMatch(
      /X（旧Twitter）の第1報は、送信できたかどうか不明です。.*:\nhaltctl notice social --posted/,
    )
    expect(inJapanese).not.toContain('告知の取り消しがまだです')
  })

  it('says what is not known, and how it is settled, whatever is to be done there', async () => {
    const bench = await falseAlarm()
    await bench.ok(...CLOSES)
    for (const action of [
      [],
      ['--send'],
      ['--correct', 'x'],
      ['--stage', 'retraction'],
      ['--correct', 'x', '--send'],
    ]) {
      const { code, err } = await bench.halt('notice', 'social', ...action)
      expect(code).toBe(3)
      expect(err).toContain('it is not known whether the first notice no. 1 on social went out')
      expect(err).toContain(`If it did: ${SETTLES}. If not, nothing has to be taken back there\n`)
    }
    expect((await bench.halt('notice', 'social', '--lang', 'ja')).err).toMatch(
      /X（旧Twitter）の第1報は、送信できたかどうか不明です（.*）.*\n.*届いていなければ、取消のお知らせは不要です/,
    )
  })

  it('is settled after closing, and the retraction is then due and sent', async () => {
    const bench = await falseAlarm()
    await bench.ok(...CLOSES)
    await bench.ok('notice', 'social', '--posted')
    expect((await bench.json<Status>('status')).clocks.map(({ id }) => id)).toEqual(['retraction-notice:social'])
    expect(await bench.ok('notice', 'social')).toContain('【取消】')
    await bench.ok('notice', 'social', '--send')
    expect((await onSocial(bench)).map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      'first sent',
      'retraction sent',
    ])
  })
})

it('a text that no longer holds is not said to be resent, if it did not arrive', async () => {
  const bench = await unknownOnSocial()
  await bench.ok('done', '3.4-criteria')
  await bench.ok('lift', '--all')
  const { code, err } = await bench.halt('notice', 'social', '--send')
  expect(code).toBe(3)
  expect(err).toContain('If not, send a new one: haltctl notice social --send --force --reason ...')
  expect((await bench.halt('notice', 'social', '--send', '--lang', 'ja')).err).toContain('新しい告知を送ってください')
})

it('a correction of what may not have gone out is refused with what is not known', async () => {
  const bench = await unknownOnSocial()
  const { code, err } = await bench.halt('notice', 'social', '--correct', 'x', '--posted')
  expect([code, err.includes('(delivery-unknown)'), err.includes(SETTLES)]).toEqual([3, true, true])
})
