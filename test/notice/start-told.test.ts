import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { MINUTE } from '../given.ts'
import { settingsOf } from './settings.ts'

interface Checked {
  readonly findings: readonly { readonly code: string; readonly message: string }[]
}

/** A halt that began at 22:00 as stated, and now is 22:17. */
async function halted(): Promise<Bench> {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf([]))
  await bench.ok('start', '--type', 'system-failure', '--at', '22:00')
  await bench.ok('set', 'cause=?', 'expected-recovery=?', 'impact=?')
  return bench
}

async function moved(bench: Bench, channel: string): Promise<string[]> {
  const { out } = await bench.halt('notice', channel, '--check', '--json')
  return (JSON.parse(out) as Checked).findings.flatMap(({ code, message }) => (code === 'start-moved' ? message : []))
}

describe('the start that customers were told', () => {
  it('is compared with that of a text: a scope stated for another time moves it, and the check says so', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    bench.pass(MINUTE)
    await bench.ok('scope', 'trading=stopped', '--at', '22:01')
    const said = 'customers were told a start of 2026-11-24 22:00 (website); this text gives 2026-11-24 22:01'
    expect(await moved(bench, 'social')).toEqual([said])
    expect(await moved(bench, 'website')).toEqual([said])
    expect((await bench.halt('notice', 'social', '--check', '--lang', 'ja')).err).toContain(
      '停止開始日時を 2026-11-24 22:00 と案内済み（website）ですが、この文面では 2026-11-24 22:01 です',
    )
  })

  it('is no longer compared once the channel was told the other one, which its update names as a change', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    bench.pass(MINUTE)
    await bench.ok('scope', 'trading=stopped', '--at', '22:01')
    expect(await bench.ok('notice', 'website')).toContain(
      '停止開始日時：（変更前）2026年11月24日(火)22時00分頃（変更後）2026年11月24日(火)22時01分頃',
    )
    await bench.ok('notice', 'website', '--posted')
    expect(await moved(bench, 'social')).toEqual([])
  })

  it('is compared as well where the start itself was stated anew', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    bench.pass(MINUTE)
    await bench.ok('set', 'started-at=22:05')
    expect(await moved(bench, 'social')).toEqual([
      'customers were told a start of 2026-11-24 22:00 (website); this text gives 2026-11-24 22:05',
    ])
  })

  it('has not moved where another service was stopped later, or one again', async () => {
    const bench = await halted()
    await bench.ok('scope', 'trading=stopped', '--at', '22:00')
    await bench.ok('notice', 'website', '--posted')
    bench.pass(MINUTE)
    await bench.ok('scope', 'deposits=stopped', '--at', '22:10')
    expect(await moved(bench, 'social')).toEqual([])
    await bench.ok('lift', 'trading', '--force', '--reason', 'test')
    bench.pass(MINUTE)
    await bench.ok('scope', 'trading=stopped')
    expect(await moved(bench, 'social')).toEqual([])
  })

  it('gives the same time in the changes and in the rows of one text', async () => {
    const bench = await halted()
    await bench.ok('set', 'started-at=?')
    await bench.ok('notice', 'website', '--posted')
    bench.pass(MINUTE)
    await bench.ok('set', 'started-at=22:00')
    await bench.ok('scope', 'trading=stopped', '--at', '22:01')
    const text = await bench.ok('notice', 'website')
    expect(text).toContain('停止開始日時：（変更前）確認中（変更後）2026年11月24日(火)22時01分頃')
    expect(text).not.toContain('22時00分')
  })

  it('does not give a reason that nobody had given before the declaration', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', settingsOf([]))
    await bench.ok('start', '--type', 'system-failure', '--at', '22:00')
    await bench.ok('notice', 'website', '--posted', '--at', '22:05')
    expect(await bench.ok('notice', 'website')).not.toContain('（変更前）のため')
  })

  it('stands in the summary of the report beside that of the services, if they began at another time', async () => {
    const bench = await halted()
    await bench.ok('scope', 'trading=stopped', '--at', '22:01')
    expect(await bench.ok('report')).toContain(
      'From when to when:** Halt began: 2026-11-24 22:00:00. Stopped: since 2026-11-24 22:01:00.',
    )
    await bench.ok('scope', 'deposits=stopped', '--at', '22:00')
    expect(await bench.ok('report')).toContain('From when to when:** Stopped: since 2026-11-24 22:00:00.')
  })
})
