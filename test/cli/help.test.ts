import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

describe('help', () => {
  it('is in the operator’s language, even without a command', async () => {
    const bench = new Bench()
    expect(await bench.ok('--help', '--lang', 'ja')).toMatch(
      /^使い方: .*[\s\S]*オプション:[\s\S]*停止を宣言し、ログを開く/,
    )
    expect(await bench.ok('help', 'start', '--lang', 'ja')).toContain('停止が始まった時刻')
    expect(await bench.ok('evidence', 'remove', '--help', '--lang=ja')).toContain('証跡を完全に削除')
    expect(await bench.ok('start', '--help')).toMatch(/^Usage: .*[\s\S]*when the halt began/)
    expect(await bench.ok('contacts', '--help', '--lang', 'ja')).toMatch(
      /^使い方: haltctl contacts \[オプション\] \[コマンド\]\n/,
    )
    expect(await bench.ok('--help', '--lang', 'ja')).not.toMatch(/\[options\]/)
    for (const command of ['start', 'walk', 'watch', 'drill'])
      expect(await bench.ok(command, '--help', '--lang', 'ja')).toContain('期限が来ても端末のベルを鳴らさない')
    const { code, err } = await bench.halt('--lang', 'ja')
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^使い方: /) })
  })
})
