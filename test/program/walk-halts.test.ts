import { describe, expect, test } from 'vitest'
import { MORE_KEYS } from '../../src/render/walk.ts'
import { type Halt, Person, walkThrough } from './terminal-walk.ts'

const { advance, lift, reopen, close, type } = MORE_KEYS
const onward = { key: advance }
const allTrades = { key: lift, answers: ['all'] }
const closing = { key: close, answers: ['', 'close'] }

export const HALTS: Readonly<Record<string, Halt>> = {
  'maintenance, planned': {
    type: 'maintenance',
    title: 'Database upgrade',
    planned: '2099-01-10T02:00/2099-01-10T04:00',
    turns: [onward, onward, allTrades, closing],
  },
  'system failure, lifted in three parts': {
    type: 'system-failure',
    title: 'Matching engine down',
    turns: [
      onward,
      { key: lift, answers: ['deposits'] },
      { before: '4.2-confirm', key: lift, answers: ['trading'] },
      { before: '4.2-confirm', key: lift, answers: ['withdrawals'] },
      closing,
    ],
  },
  'security incident, at first taken for a system failure': {
    type: 'system-failure',
    title: 'Withdrawals that nobody asked for',
    turns: [
      { before: '2.1-severity', key: type, answers: ['security-incident', 'hot wallet keys were used'] },
      onward,
      allTrades,
      closing,
    ],
  },
  compliance: { type: 'compliance', title: 'Order of the authority', turns: [onward, allTrades, closing] },
  'market volatility, stopped again': {
    type: 'market-volatility',
    title: 'Prices fell by half',
    turns: [
      onward,
      allTrades,
      { before: '4.2-confirm', key: reopen, answers: ['prices fell again', 'trading=stopped'] },
      allTrades,
      closing,
    ],
  },
}

interface Status {
  readonly type: string
  readonly phase: string
  readonly interruption: number
  readonly steps: readonly { id: string; modality: string; state: string }[]
}

for (const language of ['en', 'ja'] as const)
  describe.concurrent(`walked in ${language} from start to close`, () => {
    for (const [name, halt] of Object.entries(HALTS))
      test(name, async () => {
        const person = new Person({ language, rows: 50 })
        await walkThrough(person, halt)
        expect(await person.terminal.end()).toBe(0)
        const status = person.bench.json<Status>('status', '-i', 'latest')
        const required = status.steps.filter((step) => step.modality === 'must' && step.state !== 'not-applicable')
        expect(status.phase).toBe('closed')
        expect(required.length).toBeGreaterThan(40)
        expect(required.filter((step) => step.state !== 'done')).toEqual([])
        expect(person.bench.halt('verify', '-i', 'latest').code).toBe(0)
      })
  })
