import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import type { Bench } from '../bench.ts'
import { manyHalts } from './many-halts.ts'
import { type Line, logIn, ms } from './recomputing/lines.ts'
import { numbersOf } from './recomputing/numbers.ts'

/** Recomputes the figures from the lines of the logs alone, without importing what the program computes them with. */

let bench: Bench

beforeAll(async () => {
  bench = await manyHalts()
})

interface One {
  readonly id: string
  readonly type: string
  readonly quarter: string
  readonly drill: boolean
  readonly planned: boolean
  readonly numbers: ReturnType<typeof numbersOf>
  readonly states: readonly string[]
}

function oneIn(id: string): One {
  const log = logIn(join(bench.workspace, 'incidents', id))
  const numbers = numbersOf(log)
  const declared = log.all[0] as Line
  // In Japan, midnight is 15:00 of the day before in UTC, all year round.
  const local = new Date(ms(numbers.startedAt ?? declared.at) + 9 * 3_600_000)
  const states = numbers.actions.map(({ due, doneAt }) => {
    if (doneAt === null) return due !== null && ms(due) < bench.now ? 'overdue' : 'open'
    return due === null ? 'done' : ms(doneAt) <= ms(due) ? 'done-in-time' : 'done-late'
  })
  return {
    id,
    type: declared.data.halt ?? declared.data.type,
    quarter: `${local.getUTCFullYear()}-Q${Math.ceil((local.getUTCMonth() + 1) / 3)}`,
    drill: declared.data.drill,
    planned: declared.data.planned != null,
    numbers,
    states,
  }
}

function spread(times: readonly (number | null)[]) {
  const known = times.flatMap((time) => (time === null ? [] : [time])).toSorted((a, b) => a - b)
  if (known.length === 0) return null
  const half = known.length / 2
  const middle = Number.isInteger(half)
    ? known.slice(half - 1, half + 1)
    : known.slice(Math.floor(half), Math.ceil(half))
  const median = middle.reduce((sum, time) => sum + time, 0) / middle.length
  return { count: known.length, median, least: Math.min(...known), most: Math.max(...known) }
}

const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0)

function figures(ones: readonly One[]) {
  const all = (key: 'timeToDetectSeconds' | 'timeToNotifySeconds' | 'timeToResumeSeconds') =>
    spread(ones.map(({ numbers }) => numbers.metrics[key]))
  const count = (state: string) => ones.flatMap(({ states }) => states).filter((one) => one === state).length
  return {
    planned: ones.filter(({ planned }) => planned).length,
    timeToDetect: all('timeToDetectSeconds'),
    timeToNotify: all('timeToNotifySeconds'),
    timeToResume: all('timeToResumeSeconds'),
    updatesDue: sum(ones.map(({ numbers }) => numbers.metrics.updatesDue)),
    updatesKept: sum(ones.map(({ numbers }) => numbers.metrics.updatesKept)),
    followUps: Object.fromEntries(
      ['overdue', 'open', 'done-late', 'done-in-time', 'done'].map((state) => [state, count(state)]),
    ),
  }
}

describe('every figure of stats', () => {
  it('matches the logs, for all incidents and by type and quarter', async () => {
    const ones = readdirSync(join(bench.workspace, 'incidents')).sort().map(oneIn)
    const real = ones.filter(({ drill }) => !drill)
    const stats = documentSchemas.stats.parse(await bench.json('stats'))
    expect(stats).toMatchObject({ incidents: 9, drills: 1, leftOut: [], ...figures(real) })
    const quarters = ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2027-Q1']
    const types = [null, 'system-failure', 'market-volatility', 'security-incident']
    expect(stats.trends).toEqual(
      types.map((type) => ({
        type,
        quarters: quarters.map((quarter) => {
          const behind = real.filter((one) => one.quarter === quarter && (type === null || one.type === type))
          return { quarter, incidents: behind.map(({ id }) => id), ...figures(behind) }
        }),
      })),
    )
    expect(stats.types.map(({ type, count }) => [type, count])).toEqual([
      ['system-failure', 6],
      ['market-volatility', 2],
      ['security-incident', 1],
    ])
    expect(stats.trends[0]?.quarters.map(({ incidents }) => incidents.length)).toEqual([3, 3, 0, 2, 1])
    expect(stats.cases.map(({ incident, quarter }) => [incident, quarter])).toEqual(
      real.map(({ id, quarter }) => [id, quarter]),
    )
    expect(stats.followUps).toEqual({ overdue: 1, open: 2, 'done-late': 1, 'done-in-time': 2, done: 1 })
    expect(stats.overdue).toMatchObject([{ ref: 'https://tracker.example.com/SEC-1', owner: 'sato' }])
  })

  it('is the same from the cache, later, but for what has become overdue since', async () => {
    const before = documentSchemas.stats.parse(await bench.json('stats'))
    bench.now += 60 * 86_400_000
    const after = documentSchemas.stats.parse(await bench.json('stats'))
    bench.now -= 60 * 86_400_000
    expect(after.trends.slice(1, 3).map(({ quarters }) => quarters.slice(0, 4))).toEqual(
      before.trends.slice(1, 3).map(({ quarters }) => quarters.slice(0, 4)),
    )
    expect(after.followUps).toEqual({ ...before.followUps, overdue: 2, open: 1 })
  })

  it('has a row for each incident with --csv, drills too, with its quarter', async () => {
    const [head = '', ...rows] = (await bench.ok('stats', '--format', 'csv')).trimEnd().split('\n')
    expect(await bench.ok('stats', '--csv')).toBe(`${[head, ...rows].join('\n')}\n`)
    expect(rows).toHaveLength(10)
    const column = (name: string) => head.split(',').indexOf(name)
    const cells = rows.filter((row) => !row.includes('"')).map((row) => row.split(','))
    const ones = readdirSync(join(bench.workspace, 'incidents')).sort().map(oneIn)
    for (const cell of cells) {
      const one = ones.find(({ id }) => id === cell[0])
      expect(cell[column('quarter')]).toBe(one?.quarter)
      expect(cell[column('seconds-to-detect')]).toBe(String(one?.numbers.metrics.timeToDetectSeconds ?? ''))
      expect(cell[column('seconds-to-resume')]).toBe(String(one?.numbers.metrics.timeToResumeSeconds ?? ''))
      expect(cell[column('follow-ups-done-in-time')]).toBe(
        String(one?.states.filter((state) => state === 'done-in-time').length),
      )
    }
    expect(rows.join('\n')).toContain(`"'=cmd ""keys"", <b>"`)
  })
})
