import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { COMPLIANCE, LIFTED_IN_PARTS, MAINTENANCE, RECLASSIFIED, REOPENED } from './halts.ts'
import { walkingThrough } from './operator.ts'

interface Status {
  readonly type: string
  readonly phase: string
  readonly interruption: number
  readonly steps: readonly { id: string; modality: string; state: string }[]
}

interface Recorded {
  readonly type: string
}

const WALKS = [
  { name: 'a planned maintenance', halt: MAINTENANCE, ends: 'maintenance', lifts: 1, interruption: 1 },
  {
    name: 'a system failure lifted in three parts',
    halt: LIFTED_IN_PARTS,
    ends: 'system-failure',
    lifts: 3,
    interruption: 1,
  },
  {
    name: 'a security incident first taken for a system failure',
    halt: RECLASSIFIED,
    ends: 'security-incident',
    lifts: 1,
    interruption: 1,
  },
  { name: 'a compliance halt', halt: COMPLIANCE, ends: 'compliance', lifts: 1, interruption: 1 },
  {
    name: 'a market volatility halt that is reopened',
    halt: REOPENED,
    ends: 'market-volatility',
    lifts: 2,
    interruption: 2,
  },
]

for (const language of ['en', 'ja'] as const)
  describe(`the walk in ${language}`, () => {
    for (const { name, halt, ends, lifts, interruption } of WALKS)
      test(`takes ${name} from start to close with every required step done`, async () => {
        const bench = new Bench({ HALT_LANG: language })
        const { code, err } = await bench.haltWith({ script: walkingThrough(halt, language) }, 'start')
        expect({ code, err }).toMatchObject({ code: 0 })
        const status = await bench.json<Status>('status', '-i', 'latest')
        expect(status).toMatchObject({ type: ends, phase: 'closed', interruption })
        const required = status.steps.filter((step) => step.modality === 'must' && step.state !== 'not-applicable')
        expect(required.length).toBeGreaterThan(40)
        expect(required.filter((step) => step.state !== 'done')).toEqual([])
        const lines = (await bench.ok('log', '--json', '-i', 'latest')).trim().split('\n')
        const recorded = lines.map((line) => JSON.parse(line) as Recorded)
        expect(recorded.filter((event) => event.type === 'scope.lifted')).toHaveLength(lifts)
        expect((await bench.halt('verify', '-i', 'latest')).code).toBe(0)
      })
  })
