import { beforeEach, describe, expect, it } from 'vitest'
import { Bench, type Recorded } from '../bench.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

const CLAIM = ['--evidence', 'cold wallet balances at 22:10', '--approved-by', 'hanako']
const SAFE = [
  'asset-safety.ja=お客様の資産は安全です。残高も確認いたしました。',
  'asset-safety.en=Your assets are safe.',
]
const CHECKING = [
  'asset-safety.ja=お客様の資産への影響を確認しております。',
  'asset-safety.en=We are checking whether your assets are affected.',
]
const WORSE = [
  'asset-safety.ja=暗号資産の一部が、外部へ送付されておりました。',
  'asset-safety.en=Some crypto assets were sent to outside addresses.',
]

let bench: Bench
beforeEach(async () => {
  bench = new Bench()
  bench.write('halt.yaml', settingsOf(['website: { via: file, path: site, languages: [ja, en] }']))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  await bench.ok('set', ...SAFE)
  await bench.ok('notice', 'website', '--send', ...CLAIM)
})

const sends = (...args: readonly string[]) => bench.halt('notice', 'website', '--send', ...args)

async function textsSent(): Promise<string[]> {
  const intents = await bench.events('notice.intended')
  const { texts } = (intents.at(-1) as Recorded).data as { texts: { text: string }[] }
  return texts.map(({ text }) => text)
}

describe('an assurance that is withdrawn', () => {
  it.each([
    ['something that is being checked', CHECKING],
    ['something worse', WORSE],
    ['not known', ['asset-safety=?']],
  ])('is quoted by the update that replaces it with %s, without evidence for the old words', async (_, words) => {
    await bench.ok('set', ...words)
    expect(await sends()).toMatchObject({ code: 0, err: expect.not.stringContaining('claim') })
    const [ja, en] = await textsSent()
    expect(ja).toContain('お客様の資産は安全です。残高も確認いたしました。')
    expect(en).toContain('Previously: Your assets are safe.')
  })

  it('is still a claim where the text states it too, or in other words', async () => {
    await bench.ok('set', ...CHECKING)
    bench.write(
      'text',
      `${(await textsSent())[1]}\nPreviously: Your assets are safe. Your assets are perfectly safe.\n`,
    )
    const { err } = await bench.halt('notice', 'website', '--check', '--text-file', `${bench.workspace}/text`)
    expect(err).toContain('"assets are perfectly safe"')
  })

  it('needs evidence and an approver again once it was replaced in a notice', async () => {
    await bench.ok('set', ...CHECKING)
    await bench.ok('notice', 'website', '--send')
    await bench.ok('set', ...SAFE)
    expect(await sends()).toMatchObject({ code: 3, err: expect.stringContaining('(unbacked-claim)') })
    expect((await sends(...CLAIM)).code).toBe(0)
    await bench.ok('set', 'cause.ja=装置の故障', 'cause.en=a device failed')
    expect((await sends()).code).toBe(0)
  })

  it('is what a correction says it was', async () => {
    await bench.ok('set', ...WORSE)
    const ja = 'お客様の資産は安全であるとお知らせいたしましたが、暗号資産の一部が外部へ送付されておりました。'
    const en = 'We said that your assets are safe. Some crypto assets were sent to outside addresses.'
    expect(await sends('--correct-ja', ja, '--correct-en', en)).toMatchObject({
      code: 0,
      err: expect.not.stringContaining('claim'),
    })
  })

  it('may not be replaced by another one in a correction', async () => {
    const en = 'We said that your assets are safe. Your assets are perfectly safe.'
    const { code, err } = await sends('--correct-ja', 'お客様の資産は絶対に安全です。', '--correct-en', en)
    expect([code, err.match(/ERROR "([^"]+)"/g)]).toEqual([
      3,
      ['ERROR "資産は絶対に安全"', 'ERROR "assets are perfectly safe"'],
    ])
  })
})
