import { expect, it } from 'vitest'
import { memoize, memoizeAt } from '../../src/domain/memoize.ts'

it('memoize computes once per subject, even if the result is undefined', () => {
  const asked: object[] = []
  const [one, other] = [{}, {}]
  const find = memoize((subject: object) => {
    asked.push(subject)
    return subject === one ? undefined : 'found'
  })
  expect([find(one), find(one), find(other), find(one), find(other)]).toEqual([
    undefined,
    undefined,
    'found',
    undefined,
    'found',
  ])
  expect(asked).toEqual([one, other])
})

it('memoizeAt computes once per subject until asked about another time', () => {
  const asked: number[] = []
  const [one, other] = [{}, {}]
  const find = memoizeAt((_: object, at: number) => {
    asked.push(at)
    return at + 1
  })
  expect([find(one, 1), find(one, 1), find(other, 1), find(one, 2), find(one, 1)]).toEqual([2, 2, 2, 3, 2])
  expect(asked).toEqual([1, 1, 2, 1])
})
