import { beforeEach, describe, expect, it } from 'vitest'
import { bringBankManual } from '../bank-manual.ts'
import { Bench } from '../bench.ts'
import { KEYS } from '../walk/keys.ts'
import { TEXT } from '../walk/operator.ts'
import { walk } from '../walk/walk.ts'

const NAMES = `reviewed: 2026-11-24
title: { ja: 呼び名, en: Names }
phases:
  initial-response: { ja: 一次対応, en: First line }
  during-halt: { ja: 休止中, en: Out of service }
  closed: { ja: 完了, en: Wrapped up }
stages:
  first: { ja: 速報, en: flash report }
  update: { ja: 経過報, en: progress report }
states:
  stopped: { ja: 休止, en: out of service }
  limited: { ja: 一部のみ, en: partly in service }
severities:
  sev2: { ja: 重大, en: P2 }
`

const { en } = TEXT

let bench: Bench
beforeEach(async () => {
  bench = Bench.empty()
  bringBankManual(bench)
  bench.write('runbooks/2-names.yaml', NAMES)
  await bench.ok('start', '--type', 'atm-outage', '--severity', 'sev2', '--scope', 'cash=stopped')
})

const inBoth = async (...command: readonly string[]) => [
  await bench.ok(...command),
  await bench.ok(...command, '--lang', 'ja'),
]

describe('a manual that has its own names for phases, stages, states and severities', () => {
  it('is followed in the status', async () => {
    const [en, ja] = await inBoth('status')
    expect(en).toContain('P2 ATM outage')
    expect(en).toContain('First line 0/14')
    expect(en).toMatch(/cash {2}out of service/)
    expect(ja).toContain('重大 ATM障害')
    expect(ja).toContain('一次対応 0/14')
    expect(ja).toMatch(/お引出し {2}休止/)
  })

  it('is followed in deadlines, and where no severity is set', async () => {
    const [en, ja] = await inBoth('status')
    expect(en).toContain('flash report (Branch screens)')
    expect(ja).toContain('速報（店頭画面）')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
    await bench.ok('start', '--type', 'atm-outage')
    expect(await bench.ok('status')).toContain('severity not set ATM outage')
  })

  it('is followed in the list, which has ids in JSON', async () => {
    expect(await inBoth('list')).toEqual([
      expect.stringContaining('P2  First line'),
      expect.stringContaining('重大  一次対応'),
    ])
    const { incidents } = await bench.json<{ incidents: object[] }>('list')
    expect(incidents).toMatchObject([{ severity: 'sev2', phase: 'initial-response' }])
    expect(incidents[0]).not.toHaveProperty('names')
  })

  it('is followed in receipts and in the log', async () => {
    const { err } = await bench.halt('advance', '--force', '--reason', 'all at once')
    expect(err).toContain('phase Out of service, forced "all at once"')
    await bench.ok('notice', 'screens', '--posted', '--force', '--reason', 'tested')
    const [en, ja] = await inBoth('log')
    expect(en).toContain('phase Out of service')
    expect(en).toContain('screens flash report no. 1')
    expect(ja).toContain('段階 休止中')
    expect(ja).toContain('店頭画面 速報 第1報')
  })

  it('is followed in refusals', async () => {
    await bench.ok('advance', '--force', '--reason', 'all at once')
    expect((await bench.halt('advance')).err).toContain("'advance' cannot go beyond the phase Out of service")
    expect((await bench.halt('reopen', '--reason', 'again', '--lang', 'ja')).err).toContain('（休止中）')
  })

  it('is followed in what people type', async () => {
    await bench.ok('scope', 'cash=一部のみ:硬貨のみ')
    expect(await bench.ok('scope')).toMatch(/cash {2}partly in service \(硬貨のみ\)/)
    await bench.ok('scope', 'cash=out of service')
    expect(await bench.ok('scope', '--json')).toContain('"state":"stopped"')
    await bench.ok('scope', 'cash=limited:notes only')
    expect(await bench.ok('scope', '--json')).toContain('"state":"limited"')
  })

  it.each(['flash report', 'Flash Report', '速報', 'first', '第1報'])(
    'reads %s as the stage of a notice',
    async (stage) => {
      const notices = await bench.json<{ notices: object[] }>('notice', 'screens', '--stage', stage)
      expect(notices.notices[0]).toMatchObject({ stage: 'first' })
    },
  )

  it.each(['P2', 'p2', '重大', 'sev2', '2', 'SEV2'])('reads %s as a severity', async (severity) => {
    await bench.ok('classify', '--severity', 'sev3', '--reason', 'fewer')
    await bench.ok('classify', '--severity', severity, '--reason', 'more')
    expect(await bench.json('status')).toMatchObject({ severity: 'sev2' })
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
    await bench.ok('start', '--type', 'atm-outage', '--severity', severity)
    expect(await bench.json('status')).toMatchObject({ severity: 'sev2' })
  })

  it('lists its names in refusals of stages, severities and states', async () => {
    const refusal = async (...command: readonly string[]) => (await bench.halt(...command)).err
    const stage = ['notice', 'screens', '--stage', 'flush report']
    expect(await refusal(...stage)).toMatch(
      /Did you mean flash report\? \(bad-flag\)\nAllowed: .*first \(flash report\)/,
    )
    expect(await refusal(...stage, '--lang', 'ja')).toContain('first（速報）')
    for (const command of [
      ['classify', '--reason', 'more', '--severity', 'P9'],
      ['start', '--type', 'atm-outage', '--severity', 'P9'],
    ]) {
      expect(await refusal(...command)).toContain('sev2 (P2)')
      expect(await refusal(...command, '--lang', 'ja')).toContain('sev2（重大）')
    }
    expect(await refusal('scope', 'cash=休業')).toContain('stopped (out of service)')
  })

  it('reads its names in the walk', async () => {
    await walk(bench, [
      [/./, KEYS.severity],
      [en.severity, '重大 顧客の半数'],
      [/./, '/severity sev3 fewer'],
      [/./, KEYS.severity],
      [en.severity, 'P2 more again'],
    ])
    expect((await bench.events('incident.classified')).map(({ data }) => data.severity)).toEqual(['sev3', 'sev2'])
  })

  it('reads a name of its own before that of the program for another', async () => {
    bench.write('runbooks/2-names.yaml', NAMES.replace('progress report', 'first notice').replace('経過報', '第1報'))
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
    await bench.ok('start', '--type', 'atm-outage')
    for (const stage of ['first notice', '第1報']) {
      const { notices } = await bench.json<{ notices: object[] }>('notice', 'screens', '--stage', stage)
      expect(notices[0]).toMatchObject({ stage: 'update' })
    }
  })

  it('is followed in notices', async () => {
    expect(await bench.ok('notice', 'screens', '--language', 'en')).toContain(
      'Services affected: Cash withdrawals (out of service)',
    )
    expect(await bench.ok('notice', 'screens', '--language', 'ja')).toContain('お引出し（休止）')
  })

  it('is followed in the report, its pictures, the hand-over and the manual itself', async () => {
    await bench.ok('advance', '--force', '--reason', 'all at once')
    for (const command of [
      ['report'],
      ['report', '--format', 'html'],
      ['report', '--format', 'mermaid'],
      ['handover'],
    ]) {
      const { code, out } = await bench.halt(...command)
      if (code === 0) expect(out, command.join(' ')).toContain('Out of service')
    }
    expect(await bench.ok('report')).toContain('P2')
    expect(await bench.ok('runbook', 'show')).toContain('# First line')
    expect(await bench.ok('runbook', 'export', '--language', 'both')).toContain('一次対応 / First line')
  })
})

describe('names of what is not the program’s', () => {
  it.each([
    ['phases: { second: { ja: 二, en: two } }', 'unknown-key'],
    ['severities: { sev5: { ja: 五, en: five } }', 'unknown-key'],
    ['states: { stopped: stop }', 'wrong-type'],
    ['stages: { first: { ja: 速報 } }', 'missing-language'],
  ])('%s: %s', async (line, code) => {
    bench.write('runbooks/2-names.yaml', `${NAMES.slice(0, NAMES.indexOf('phases:'))}${line}\n`)
    const { out, code: exit } = await bench.halt('runbook', 'check')
    expect(out).toContain(`(${code})`)
    expect(exit).toBe(2)
  })
})
