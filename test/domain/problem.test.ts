import { describe, expect, it } from 'vitest'
import { EXIT_CODES, fail, ProblemError, problem } from '../../src/domain/problem.ts'

describe('an expected failure', () => {
  it('is a value: a code, and what it is about', () => {
    expect(problem('unknown-event', { given: 'x:1' })).toEqual({ code: 'unknown-event', params: { given: 'x:1' } })
  })

  it('ends a command by being thrown, whole', () => {
    const failing = () => fail('bad-time', { given: 'soon' })
    expect(failing).toThrow(ProblemError)
    expect(failing).toThrow(expect.objectContaining({ problem: problem('bad-time', { given: 'soon' }) }))
  })

  it('has one of the exit codes that stand for failures met on the way', () => {
    expect([...new Set(Object.values(EXIT_CODES))].sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 130])
  })
})
