import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { MINUTE } from '../given.ts'

async function halted(type = 'system-failure'): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', type, '--at', '10m ago', '--scope', 'trading=stopped')
  return bench
}

/** The lines of a part of the Markdown report. */
async function section(bench: Bench, title: string, ...flags: readonly string[]): Promise<string> {
  const report = await bench.ok('report', '--audience', 'internal', ...flags)
  const start = report.indexOf(`\n## ${title}\n`)
  expect(start).toBeGreaterThan(0)
  const end = report.indexOf('\n## ', start + 1)
  return report.slice(start, end < 0 ? undefined : end)
}

describe('the clauses in the report', () => {
  it('do not read as if an attack had happened because the halt was classified', async () => {
    const bench = await halted()
    await bench.ok('done', '1.2-classify', '--note', 'checked')
    const clauses = await section(bench, 'The manual, clause by clause')
    expect(clauses).toContain('| `1.2-3a` | Attack or unauthorised access | carried | `1.2-classify` |  |')
    expect(clauses).toContain("| `1.2-4a` | Law change or regulator's order | carried | `1.2-classify` |  |")
    expect(clauses).toMatch(/\| `1.2-0` \| .* \| done \| `1.2-classify` `place:halt-duration` \| checked \|/)
    const japanese = await section(bench, 'マニュアルの条項ごとの対応', '--language', 'ja')
    expect(japanese).toContain('| `1.2-3a` | 攻撃や不正アクセスの発生 | 手順や仕組みに反映 | `1.2-classify` |  |')
    expect(japanese).toMatch(/\| `0-c` \| 停止の要因 \| 手順や仕組みに反映 \| `place:/)
  })

  it('say which facts a step that was done left unknown', async () => {
    const bench = await halted()
    await bench.ok('set', 'compensation-who=traders', 'compensation-amount=?', 'compensation-procedure=by mail')
    await bench.ok('done', '4.3-terms', '--note', 'draft')
    expect(await section(bench, 'The manual, clause by clause')).toContain(
      '| `4.3-f2` | Compensation amount | done | `4.3-terms` | draft, not known: Compensation amount |',
    )
    expect(await section(bench, 'マニュアルの条項ごとの対応', '--language', 'ja')).toContain(
      '| `4.3-f2` | 補償の金額 | 実施 | `4.3-terms` | draft、不明: 補償の金額 |',
    )
  })
})

describe('facts in the report', () => {
  it('strikes all of an undone statement, and nothing empty', async () => {
    const bench = await halted()
    await bench.ok('set', 'contact.ja=別の窓口', 'contact.en=another desk')
    await bench.ok('undo', '--reason', 'the wrong halt')
    await bench.ok('set', 'contact.ja=相談窓口')
    const facts = await section(bench, 'Facts')
    expect(facts).not.toContain('~~~~')
    expect(facts).toMatch(/^\| ~~\S+ \S+~~ \| ~~Contact~~ \| ~~別の窓口 \/ another desk~~ \| taro \| `/m)
    expect(facts).toMatch(/^\| \S+ \S+ \| Contact \| 相談窓口 \| taro \| `/m)
  })
})

describe('promised reports in the report', () => {
  it('are only those whose time came before the halt was over, as many as the figures count', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted', '--next', '22:30')
    bench.pass(5 * MINUTE)
    await bench.ok('notice', 'website', '--posted', '--next', '22:50')
    bench.pass(20 * MINUTE)
    await bench.ok('notice', 'website', '--posted', '--next', '23:10')
    await bench.ok('close', '--force', '--reason', 'over')
    expect(await section(bench, 'Promised reports that fell due')).toMatch(
      /\| Due \| Channel \| Reported \| State \|\n.*\n\| 2026-11-24 22:30:00 \| website \| 2026-11-24 22:22:05 \| kept \|\n$/,
    )
    expect(await section(bench, 'In numbers')).toContain('- Promised reports made in time: 1 of 1\n')
  })
})
