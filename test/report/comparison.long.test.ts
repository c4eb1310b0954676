import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import type { Bench } from '../bench.ts'
import { manyHalts } from './many-halts.ts'
import { logIn } from './recomputing/lines.ts'
import { numbersOf } from './recomputing/numbers.ts'

const LAST = '20270120-080100-system-failure'
const EARLIER = [
  '20261005-100100-system-failure',
  '20260602-100100-system-failure',
  '20260401-001100-system-failure',
  '20260203-221100-system-failure',
  '20260112-090100-system-failure',
]

let bench: Bench

beforeAll(async () => {
  bench = await manyHalts()
})

const report = (id: string, ...args: string[]) => bench.ok('report', '-i', id, ...args)
const comparisonIn = async (id: string, ...args: string[]) =>
  documentSchemas.report.parse(JSON.parse(await report(id, '--format', 'json', ...args))).comparison

/** Least, median and most of an odd number of values. */
function middle(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  return { count: sorted.length, median: sorted[(sorted.length - 1) / 2], least: sorted[0], most: sorted.at(-1) }
}

describe('the report beside earlier incidents', () => {
  it('compares with the last five of its type, drills left out, by the lines of their logs', async () => {
    const numbers = (id: string) => numbersOf(logIn(join(bench.workspace, 'incidents', id)))
    const own = numbers(LAST).metrics
    const before = EARLIER.map((id) => numbers(id).metrics)
    const all = (key: 'timeToDetectSeconds' | 'timeToNotifySeconds' | 'timeToResumeSeconds') => {
      return { own: own[key], earlier: middle(before.flatMap((one) => one[key] ?? [])) }
    }
    const shares = before.flatMap(({ updatesKept, updatesDue }) => (updatesDue === 0 ? [] : updatesKept / updatesDue))
    expect(shares).toHaveLength(4)
    const sorted = shares.toSorted((a, b) => a - b) as [number, number, number, number]
    expect(await comparisonIn(LAST)).toEqual({
      incidents: EARLIER,
      leftOut: [],
      passedOver: [],
      notRead: 0,
      unknownWriters: [],
      declaredByUnknown: [],
      timeToDetect: all('timeToDetectSeconds'),
      timeToNotify: all('timeToNotifySeconds'),
      timeToResume: all('timeToResumeSeconds'),
      updatesKept: {
        own: own.updatesKept / own.updatesDue,
        earlier: { count: 4, median: (sorted[1] + sorted[2]) / 2, least: sorted[0], most: sorted[3] },
      },
    })
  })

  it('is a table with the ids, for those inside only, in both languages', async () => {
    const inside = await report(LAST, '--language', 'en')
    expect(inside).toContain('## Beside earlier incidents of its type')
    expect(inside).toContain('| Time to notify customers on all channels | 7 min | 9 min | 5 min | 41 min | 5 of 5 |')
    expect(inside).toMatch(/\| Time to full resumption \| no resumption recorded \| 55 min \|/)
    expect(inside).toContain('| Rounds of promised reports that came in time | 0 of 1 (0%) | 0% | 0% | 0% | 4 of 5 |')
    expect(inside).toContain(`Compared with: ${EARLIER.map((id) => `\`${id}\``).join(', ')}`)
    const ja = await report(LAST, '--language', 'ja', '--audience', 'executive')
    expect(ja).toContain('## 同じ種類の以前のインシデントとの比較')
    expect(ja).toContain('7分 | 9分 | 5分 | 41分 | 5件中5件 |')
    for (const audience of ['customer', 'regulator']) {
      expect(await report(LAST, '--audience', audience)).not.toContain('2026')
      expect(await comparisonIn(LAST, '--audience', audience)).toBeNull()
    }
  })

  it('is left out where there is no earlier one, and in the report of a drill', async () => {
    const ids = readdirSync(join(bench.workspace, 'incidents'))
    const first = [
      '20260112-090100-system-failure',
      '20260331-235100-market-volatility',
      '20260520-030100-security-incident',
      '20261008-100100-system-failure',
    ]
    for (const id of first) {
      expect(ids).toContain(id)
      expect(await comparisonIn(id)).toBeNull()
      expect(await report(id, '--audience', 'internal')).not.toContain('Beside earlier incidents')
    }
  })

  it('names the damaged ones of its type, and takes others in their place', async () => {
    const [second = ''] = EARLIER.slice(1)
    const folder = join(bench.workspace, 'incidents', second)
    const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '')
    const whole = readFileSync(path, 'utf8')
    writeFileSync(path, whole.replace('"reason":"x"', '"reason":"y"'))
    expect(await comparisonIn(LAST)).toMatchObject({
      incidents: EARLIER.filter((id) => id !== second),
      leftOut: [second],
    })
    expect(await report(LAST)).toContain(`Left out, since they cannot be read in full: \`${second}\``)
    writeFileSync(path, whole)
  })
})
