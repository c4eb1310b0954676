import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

describe('help', () => {
  it('is in the operator’s language, even without a command', async () => {
    const bench = new Bench()
    expect(await bench.ok('--help', '--lang', 'ja')).toMatch(
      /^使い方: .*[\s\S]*オプション:[\s\S]*取引停止を宣言し、ログを開く/,
    )
    expect(await bench.ok('help', 'start', '--lang', 'ja')).toContain('停止が始まった時刻')
    expect(await bench.ok('evidence', 'remove', '--help', '--lang=ja')).toContain('証跡を完全に削除')
    expect(await bench.ok('start', '--help')).toMatch(/^Usage: .*[\s\S]*when the halt began/)
    const { code, err } = await bench.halt('--lang', 'ja')
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^使い方: /) })
  })
})
