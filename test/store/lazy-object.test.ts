import { expect, it } from 'vitest'
import { lazyObject } from '../../src/store/runbook-files.ts'

it('lazyObject creates the object once, on first access', () => {
  let made = 0
  const thing = lazyObject(() => {
    made += 1
    return { b: 1, a: [2] } as { b: number; a: number[]; c?: number }
  })
  expect(made).toBe(0)
  expect(thing.a).toEqual([2])
  expect(thing.c).toBeUndefined()
  expect(['a' in thing, 'c' in thing]).toEqual([true, false])
  expect(JSON.stringify(thing)).toBe('{"b":1,"a":[2]}')
  const { b, ...rest } = thing
  expect([b, rest]).toEqual([1, { a: [2] }])
  expect(made).toBe(1)
})

it('lazyObject tries again after the creation failed', () => {
  let tries = 0
  const thing = lazyObject((): { a: number } => {
    tries += 1
    if (tries === 1) throw new Error('not yet')
    return { a: 1 }
  })
  expect(() => thing.a).toThrow('not yet')
  expect(thing.a).toBe(1)
})
