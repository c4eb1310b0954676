import { beforeEach, describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { OWN_ONLY } from '../bank-manual.ts'
import { Bench } from '../bench.ts'

const CHAPTER = `reviewed: 2026-11-24
title: { ja: 現金自動預払機, en: Cash machines }
types:
  atm-outage: { planned: never, ja: ATM障害, en: ATM outage }
operations:
  cash: { ja: お引出し, en: cash withdrawals }
  funds: { ja: 投資信託, en: investment funds }
services:
  - { operations: [funds], ja: "{assets}のお取引", en: "trading of {assets}" }
assets: { ja: 投資信託, en: investment funds }
claims:
  ja: [カード*安全]
  en: [no cards*lost, (100%) sound]
departments:
  branches: { ja: 店舗部, en: Branches }
channels:
  screens: { form: page, audience: customers, ja: 店頭画面, en: branch screens }
  letters: { form: mail, audience: customers, ja: メール, en: letters }
  duty: { form: chat, audience: departments, ja: 当番, en: duty }
  staff-page: { form: page, audience: departments, ja: 社内サイト, en: intranet }
facts:
  machines: { kind: count, unit: { ja: 台, en: machines }, notice: true, ja: 停止台数, en: Machines down }
  held-up: { kind: amount, notice: true, ja: 未処理額, en: Amount held up }
  lost: { kind: amount, ja: 損失額, en: Loss }
  advice: { kind: text, words: true, notice: if-stated, ja: ご案内, en: Advice }
steps:
  - id: 1-open
    section: "1"
    clauses: []
    source: extension
    department: branches
    title: { ja: 再開する, en: Open again }
    instructions: { ja: 2名で確認する。, en: Two people confirm it. }
    modality: must
    kind: once
    gate: lift
    applies: { all: normal }
`

let bench: Bench
beforeEach(async () => {
  bench = Bench.empty()
  bench.write('halt.yaml', OWN_ONLY)
  bench.write('runbooks/1-cash.yaml', CHAPTER)
  await bench.ok('start', '--type', 'atm-outage', '--scope', 'cash=stopped', 'funds=stopped')
})

const text = (channel: string, language: string) => bench.ok('notice', channel, '--language', language)
const claimsIn = async (words: string) => {
  await bench.ok('set', `advice.ja=${words}`, `advice.en=${words}`)
  const { out } = await bench.halt('notice', 'screens', '--check', '--json')
  return documentSchemas.findings.parse(JSON.parse(out)).findings.filter(({ code }) => code === 'unbacked-claim')
}

describe('facts that are numbers', () => {
  it('are stated with their unit or currency, as each language writes them', async () => {
    await bench.ok('set', 'machines=2,700台', 'held-up=1億2000万円')
    expect(await text('screens', 'ja')).toContain('停止台数：2,700台')
    expect(await text('screens', 'ja')).toContain('未処理額：120,000,000円')
    expect(await text('screens', 'en')).toContain('Machines down: 2,700 machines')
    expect(await text('screens', 'en')).toContain('Amount held up: JPY 120,000,000')
  })

  it('are told to the departments in the same form', async () => {
    await bench.ok('set', 'machines=2700', 'lost=5 USD')
    expect(await text('duty', 'ja')).toContain('・停止台数：2,700台（taro、')
    expect(await text('duty', 'en')).toContain('- Loss: USD 5 (taro, ')
  })

  it('are said to be unknown until somebody has stated them', async () => {
    expect(await text('screens', 'en')).toContain('Machines down: being confirmed')
  })

  it('are refused in any other form', async () => {
    for (const [given, line] of [
      ['machines=many', "'many' is not a count"],
      ['held-up=120000000', "'120000000' is not an amount with its currency"],
    ] as const)
      expect(await bench.halt('set', given)).toMatchObject({ code: 2, err: expect.stringContaining(line) })
  })

  it('are in the report for customers if notices state them, and else not', async () => {
    await bench.ok('set', 'machines=2700', 'held-up=5 USD', 'lost=77777 JPY')
    await bench.ok('notice', '--posted')
    const { facts } = await bench.json<{ facts: object }>('report', '--audience', 'customer')
    expect(facts).toMatchObject({ machines: { value: '2700' }, 'held-up': { value: '5 USD' } })
    expect(JSON.stringify(facts)).not.toContain('77777')
    expect(await bench.ok('report', '--audience', 'customer')).not.toContain('77777')
  })
})

describe('words of the manual', () => {
  it('name the pages for customers where other notices refer to them', async () => {
    expect(await text('letters', 'en')).toContain('For the latest information, see the notices on branch screens.')
    expect(await text('letters', 'ja')).toContain('最新の状況は、店頭画面のお知らせでご確認ください。')
    bench.write(
      'runbooks/1-cash.yaml',
      CHAPTER.replace('en: branch screens', 'en: screens, called: { ja: 店頭, en: the screens in our branches }'),
    )
    await bench.ok('runbook', 'adopt', '--reason', 'renamed')
    expect(await text('letters', 'en')).toContain('see the notices on the screens in our branches.')
  })

  it('leave the reference out where the manual has no page for customers', async () => {
    bench.write('runbooks/1-cash.yaml', CHAPTER.replace(/ {2}screens: .*\n/, ''))
    await bench.ok('runbook', 'adopt', '--reason', 'no screens any more')
    expect(await text('letters', 'en')).not.toContain('latest information')
  })

  it('name assets in general, unless the settings have a word for them', async () => {
    expect(await text('screens', 'en')).toContain('trading of investment funds')
    bench.write('halt.yaml', `${OWN_ONLY}words: { assets: { en: unit trusts } }\n`)
    expect(await text('screens', 'en')).toContain('trading of unit trusts')
  })

  it('are claims that need evidence and an approver', async () => {
    for (const words of ['お客様のカードはすべて安全です。', 'NO CARDS have been lost.', 'We are (100%) sound.'])
      expect(await claimsIn(words), words).not.toEqual([])
    for (const words of ['カードを確認中です。すべて安全に。', 'No cards. Time was lost.', 'We are 100% sound.'])
      expect(await claimsIn(words), words).toEqual([])
  })
})
