import { beforeEach, describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
})

describe('halt set, with public words', () => {
  it('records them, and warns of what a notice may not say without evidence', async () => {
    const { code, err } = await bench.halt('set', 'impact.ja=お客様の資産に被害はございません。')
    expect(code).toBe(0)
    expect(err).toMatch(
      /warning impact\.ja: "資産に被害はございません" claims that something is safe \(unbacked-claim\)/,
    )
    expect(err).toContain('A notice needs evidence and an approver to say so')
    const { facts } = await bench.json<{ facts: Record<string, { ja: string }> }>('status')
    expect(facts.impact?.ja).toBe('お客様の資産に被害はございません。')
  })

  it('warns of guesses and blame in the language of the operator, with what to write instead', async () => {
    const { err } = await bench.halt('--lang', 'ja', 'set', 'cause.en=Probably our vendor', 'cause.ja=調査中')
    expect(err).toContain('注意 cause.en: 「Probably」は推測です (risky-claim)')
    expect(err).toContain('「調査中でございます」')
    expect(err).not.toContain('cause.ja:')
  })

  it('warns of words in the other language than they are for', async () => {
    const { err } = await bench.halt('set', 'cause.ja=A fault in the engine', 'impact.en=注文できません')
    expect(err).toContain('warning cause.ja: seems to be in English (words-in-other-language)\n  Say it in Japanese')
    expect(err).toContain('warning impact.en: seems to be in Japanese (words-in-other-language)\n  Say it in English')
    const japanese = await bench.halt('--lang', 'ja', 'set', 'cause.ja=A fault in the engine')
    expect(japanese.err).toContain('注意 cause.ja: 英語で書かれているようです (words-in-other-language)')
  })

  it('says nothing of other words, of values and of words taken back', async () => {
    const { err } = await bench.halt(
      'set',
      'cause=probably the vendor',
      'impact.en=Orders cannot be placed',
      'cause.ja=?',
    )
    expect(err).not.toContain('warning')
  })
})
