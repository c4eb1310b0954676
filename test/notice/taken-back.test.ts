import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

async function told(...channels: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf(channels))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  await bench.ok('scope', 'withdrawals=stopped')
  await bench.ok('notice', 'website', 'social', '--posted')
  return bench
}

/** The event of the last statement on the scope. */
async function lastScope(bench: Bench): Promise<string> {
  const { writer, seq } = (await bench.events('scope.changed')).at(-1) ?? { writer: '', seq: 0 }
  return `${writer}:${seq}`
}

describe('what customers were told and is then undone', () => {
  it('is named by the undo, with the notices that told of it and the command that corrects it', async () => {
    const bench = await told()
    const { code, err } = await bench.halt('undo', await lastScope(bench), '--reason', 'withdrawals never stopped')
    expect(code).toBe(0)
    expect(err).toMatch(
      /withdrawals: taken back, but told by website first notice no\. 1, X \(formerly Twitter\) first notice no\. 1\. To correct what was told: \S+ notice website social --correct TEXT -i 2026\S+/,
    )
  })

  it('is offered for correction by status and next until the correction is posted', async () => {
    const bench = await told('website: { via: by-hand, languages: [ja, en] }')
    expect(await bench.ok('status')).not.toContain('To correct')
    await bench.ok('undo', await lastScope(bench), '--reason', 'wrong')
    expect(await bench.ok('status')).toMatch(
      /To correct: told, and taken back since\n {2}withdrawals {2}website first notice no\. 1, X .* first notice no\. 1 \(notice website social --correct-ja TEXT --correct-en TEXT\)/,
    )
    expect((await bench.halt('next')).err).toContain('withdrawals: taken back, but told by website first notice no. 1')
    await bench.ok('notice', 'website', '--posted', '--correct-ja', '出金は可能です。', '--correct-en', 'Not stopped.')
    expect((await bench.halt('next')).err).toMatch(/told by X .* notice social --correct TEXT/)
    await bench.ok('notice', 'social', '--posted', '--correct', '出金は可能です。')
    expect((await bench.halt('next')).err).not.toContain('taken back')
    expect(await bench.ok('status')).not.toContain('To correct')
  })

  it('stands in the JSON of status, by notice', async () => {
    const bench = await told()
    const event = await lastScope(bench)
    await bench.ok('undo', event, '--reason', 'wrong')
    const status = await bench.json<{ toCorrect: unknown; notices: { event: string }[] }>('status')
    expect(status.toCorrect).toEqual(
      ['website', 'social'].map((channel, i) => {
        return { notice: status.notices[i]?.event, channel, what: ['scope:withdrawals'], stated: [event] }
      }),
    )
  })

  it('says so in Japanese', async () => {
    const bench = await told()
    const { err } = await bench.halt('undo', await lastScope(bench), '--reason', '誤り', '--lang', 'ja')
    expect(err).toMatch(
      /出金・送付: 記録を取り消しましたが、ウェブサイト 第1報、.* 第1報で知らせたままです。訂正するには: /,
    )
  })
})
