import { describe, expect, it } from 'vitest'
import { EXIT_CODES, fail, ProblemError, problem } from '../../src/domain/problem.ts'

describe('problems and exit codes', () => {
  it('problem returns a value with a code and parameters', () => {
    expect(problem('unknown-event', { given: 'x:1' })).toEqual({ code: 'unknown-event', params: { given: 'x:1' } })
  })

  it('fail throws a ProblemError with the problem', () => {
    const failing = () => fail('bad-time', { given: 'soon' })
    expect(failing).toThrow(ProblemError)
    expect(failing).toThrow(expect.objectContaining({ problem: problem('bad-time', { given: 'soon' }) }))
  })

  it('EXIT_CODES contain only 2 to 6 and 130', () => {
    expect([...new Set(Object.values(EXIT_CODES))].sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 130])
  })
})
