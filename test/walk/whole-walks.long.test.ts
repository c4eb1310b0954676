import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { WALKS } from './halts.ts'
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
