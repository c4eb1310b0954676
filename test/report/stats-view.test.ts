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
  const types = [{ ...none, type: 'failure', count: 3, timeToResume }]
  const stats: Stats = { ...none, incidents: 3, timeToResume, types, months }
  const at = '2026-11-24T22:17:05.000+09:00'
  const context = {
    text,
    said,
    typeName: () => '障害',
    personName: String,
    at,
    zone: 'Asia/Tokyo',
    period: { from: null, to: null },
  }
  return terminalLines(statsBlocks(stats, context), { paint: PLAIN_PAINT, wrapper: lineWrapperFor(120) })
}

describe('statsBlocks', () => {
  it('shows a range of times, with an explanation, if the times differ, and of how many they are known', () => {
    const shown = lines({ count: 2, median: 90, least: 60, most: 120 }, [
      { month: '2026-10', count: 1 },
      { month: '2026-11', count: 2 },
    ])
    expect(shown[0]).toBe('インシデント3件  2026-10〜2026-11  |=#|')
    expect(shown.join(' ').replace(/ +/g, ' ')).toContain(
      '障害 3 値なし 値なし 1分30秒（1分〜2分）、値があるのは3件中2件',
    )
    expect(shown).toContain('時間は中央値（最短〜最長）です。')
  })

  it('rounds times as the report does', () => {
    const shown = lines({ count: 3, median: 25_199, least: 3600, most: 172_800 }, [{ month: '2026-11', count: 3 }])
    expect(shown.join(' ').replace(/ +/g, ' ')).toContain('障害 3 値なし 値なし 7時間（1時間〜2日）')
  })

  it('shows no range if all times are equal, and no sparkline within one month', () => {
    const shown = lines({ count: 3, median: 60, least: 60, most: 60.2 }, [{ month: '2026-11', count: 1 }])
    expect(shown[0]).toBe('インシデント3件  2026-11')
    expect(shown.join(' ').replace(/ +/g, ' ')).toContain('障害 3 値なし 値なし 1分 ')
    expect(shown).not.toContain('時間は中央値（最短〜最長）です。')
  })
})
