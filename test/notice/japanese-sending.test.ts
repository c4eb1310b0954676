import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { status, webServer } from '../delivery/web-server.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

const MAIL = 'email: { via: smtp, url: "smtp://127.0.0.1:25", from: a@example.com, to: [b@example.com, c@example.com] }'

async function halted(...channels: readonly string[]): Promise<Bench> {
  const bench = new Bench({ HALT_LANG: 'ja' })
  bench.write('halt.yaml', settingsOf(channels))
  await bench.ok(...DECLARES)
  return bench
}

it('a dry run says in Japanese where what would go, and the same document in either language', async () => {
  const bench = await halted(MAIL, 'app-push: { via: webhook, urlEnv: PUSH_URL }')
  await bench.ok(...STATES)
  const { err } = await bench.halt('notice', '--dry-run')
  expect(err).toContain('ドライラン メール: 宛先は smtp://127.0.0.1:25（宛先2件）\n')
  expect(err).toMatch(
    /ドライラン アプリのプッシュ通知: このままでは送信できません。問題の箇所: PUSH_URL\n {2}環境変数が/,
  )
  const targets = JSON.parse((await bench.halt('notice', 'email', '--dry-run', '--json')).out).targets
  expect(targets).toEqual([{ channel: 'email', target: 'smtp://127.0.0.1:25, 2 recipients', why: null }])
})

it('a refusal of texts with errors calls channels by their names', async () => {
  const bench = await halted(MAIL)
  const { err } = await bench.halt('notice', 'email', 'website', '--send')
  expect(err).toMatch(
    /halt: メール、ウェブサイトの文面にエラーがあるため、何も送信していません: .* \(notice-errors\)\n/,
  )
  bench.write('posted.txt', '大変申し訳ございません。')
  const posted = await bench.halt('notice', 'website', '--posted', '--text-file', `${bench.workspace}/posted.txt`)
  expect(posted.err).toMatch(/halt: ウェブサイトの文面にエラーがあるため、記録していません: /)
})

it('what became of a delivery is told in words, wherever it is shown', async () => {
  const server = await webServer(status(400, {}, 'no such room'))
  const social = `social: { via: webhook, url: "http://127.0.0.1:${server.port}/", allowPrivate: true }`
  const bench = await halted(social, 'website: { via: file, path: site }')
  await bench.ok(...STATES)
  const { err } = await bench.halt('notice', 'social', 'website', '--send')
  expect(err).toContain('X（旧Twitter） 送信できず（サーバーが受け付けませんでした） (delivery-failed)\n')
  const log = await bench.ok('log')
  expect(log).toMatch(/告知の送信 X（旧Twitter） 第1報 方法 Webhook /)
  expect(log).toMatch(/告知の送信 ウェブサイト 第1報 方法 ファイル /)
  expect(log).toContain('送信できず（サーバーが受け付けませんでした: HTTP 400: no such room）')
  expect(await bench.ok('status')).toContain('送信できず（サーバーが受け付けませんでした）\n')
})
