import { describe, expect, it } from 'vitest'
import { type Spread, type Stats, statsOf } from '../../src/domain/stats/stats.ts'
import { loadText } from '../../src/i18n/text.ts'
import { statsBlocks } from '../../src/report/stats-view.ts'
import { stats as said } from '../../src/report/words.ja.ts'
import { PLAIN_PAINT } from '../../src/view/paint.ts'
import { terminalLines } from '../../src/view/terminal.ts'
import { lineWrapperFor } from '../../src/view/wrap.ts'

const text = await loadText('ja')

function lines(timeToResume: Spread, months: Stats['months']): string[] {
  const none = statsOf([], { now: 0, zone: 'UTC' })
  const types = [{ ...none, type: 'failure', count: timeToResume.count, timeToResume }]
  const stats: Stats = { ...none, incidents: timeToResume.count, timeToResume, types, months }
  const blocks = statsBlocks(stats, { text, said, typeName: () => '障害', inPeriod: false })
  return terminalLines(blocks, { paint: PLAIN_PAINT, wrapper: lineWrapperFor(80) })
}

describe('statsBlocks', () => {
  it('shows a range of times, with an explanation, if the times differ', () => {
    const spread = { count: 2, median: 90, least: 60, most: 120 }
    const shown = lines(spread, [
      { month: '2026-10', count: 1 },
      { month: '2026-11', count: 1 },
    ])
    expect(shown[0]).toBe('インシデント2件  2026-10〜2026-11  |##|')
    expect(shown).toContain('障害  2     -               1分30秒（1分0秒〜2分0秒）')
    expect(shown).toContain('時間は中央値（最短〜最長）です。')
  })

  it('shows no range if all times are equal, and no sparkline within one month', () => {
    const shown = lines({ count: 1, median: 60, least: 60, most: 60.2 }, [{ month: '2026-11', count: 1 }])
    expect(shown[0]).toBe('インシデント1件  2026-11')
    expect(shown).toContain('障害  1     -               1分0秒')
    expect(shown).not.toContain('時間は中央値（最短〜最長）です。')
  })
})
