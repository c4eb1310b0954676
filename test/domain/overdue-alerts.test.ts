import { expect, it } from 'vitest'
import type { RunningClock } from '../../src/domain/deadlines.ts'
import { fallenSince } from '../../src/incident/overdue-alerts.ts'

const clock = (id: string, dueAt: number, now: number): RunningClock => ({ id, dueAt, overdue: dueAt < now })

it('a clock falls due once, and anew when it is due anew', () => {
  const at = (now: number, ...dueAt: readonly number[]) => dueAt.map((due, i) => clock(`update:${i}`, due, now))
  const first = fallenSince(new Set(), at(10, 5, 20))
  expect(first.fallen).toMatchObject([{ id: 'update:0', dueAt: 5 }])
  const second = fallenSince(first.now, at(30, 5, 20))
  expect(second.fallen).toMatchObject([{ id: 'update:1', dueAt: 20 }])
  expect(fallenSince(second.now, at(40, 5, 20)).fallen).toEqual([])
  const anew = fallenSince(second.now, at(50, 45, 20))
  expect(anew.fallen).toMatchObject([{ id: 'update:0', dueAt: 45 }])
  const done = fallenSince(anew.now, at(60, 20))
  expect(done.now).toEqual(new Set(['update:0 20']))
})
