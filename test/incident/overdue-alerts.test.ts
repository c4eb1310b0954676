import { expect, it } from 'vitest'
import type { OpenDeadline } from '../../src/domain/deadlines.ts'
import { newlyOverdue } from '../../src/incident/overdue-alerts.ts'

const clock = (id: string, dueAt: number, now: number): OpenDeadline => ({ id, dueAt, overdue: dueAt < now })

it('newlyOverdue returns a deadline once when it becomes overdue, and again after it was renewed', () => {
  const at = (now: number, ...dueAt: readonly number[]) => dueAt.map((due, i) => clock(`update:${i}`, due, now))
  const first = newlyOverdue(new Set(), at(10, 5, 20))
  expect(first.fallen).toMatchObject([{ id: 'update:0', dueAt: 5 }])
  const second = newlyOverdue(first.now, at(30, 5, 20))
  expect(second.fallen).toMatchObject([{ id: 'update:1', dueAt: 20 }])
  expect(newlyOverdue(second.now, at(40, 5, 20)).fallen).toEqual([])
  const anew = newlyOverdue(second.now, at(50, 45, 20))
  expect(anew.fallen).toMatchObject([{ id: 'update:0', dueAt: 45 }])
  const done = newlyOverdue(anew.now, at(60, 20))
  expect(done.now).toEqual(new Set(['update:0 20']))
})
