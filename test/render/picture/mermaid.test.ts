import { describe, expect, it } from 'vitest'
import type { Picture } from '../../../src/domain/report/picture.ts'
import { pictureMermaid } from '../../../src/render/picture/mermaid.ts'
import { picture as said } from '../../../src/text/en/picture.ts'
import { text } from '../../../src/text/en.ts'
import { DECLARED, HOUR, iso, MINUTE } from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const context = { runbook: SMALL_RUNBOOK, text, said, stamp: (ms: number) => iso(ms - DECLARED) }
const EMPTY: Picture = {
  from: DECLARED,
  to: DECLARED + HOUR,
  phases: [],
  scope: [],
  departments: [],
  notices: [],
  calls: [],
}
const sent = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    return { at: DECLARED + (i * HOUR) / count, stage: 'update' as const, number: i + 1, state: 'sent' as const }
  })
const chart = (picture: Partial<Picture>) => pictureMermaid({ ...EMPTY, ...picture }, context)

describe('the chart for Mermaid', () => {
  it('has a bar for each phase and restriction, and a milestone for each notice', () => {
    const scope = [
      { target: 'trading:XEM', spans: [{ state: 'stopped' as const, from: DECLARED, to: DECLARED + MINUTE }] },
    ]
    const phases = [{ phase: 'during-halt' as const, from: DECLARED, to: DECLARED }]
    const notices = [{ channel: 'website', sent: sent(1), promised: [] }]
    expect(chart({ scope, phases, notices }).split('\n').slice(3)).toEqual([
      '  section Phases',
      '    During the halt :2026-11-24T22:17:05, 2026-11-24T22:17:06',
      '  section Stopped',
      '    trading XEM stopped :2026-11-24T22:17:05, 2026-11-24T22:18:05',
      '  section Notices',
      '    website update no. 1 :milestone, 2026-11-24T22:17:05, 0s',
    ])
  })

  it('is never longer than Mermaid draws, and says how many notices stand in one place', () => {
    const drawn = chart({ notices: [{ channel: 'website', sent: sent(5000), promised: [] }] })
    const counts = [...drawn.matchAll(/website ×(\d+) :milestone/g)].map(([, count]) => Number(count))
    expect(drawn.length).toBeLessThan(50_000)
    expect(counts.reduce((sum, count) => sum + count)).toBe(5000)
  })
})
