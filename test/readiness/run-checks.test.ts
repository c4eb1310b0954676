import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { fail } from '../../src/domain/problem.ts'
import { readinessFinding } from '../../src/domain/readiness/finding.ts'
import { readinessResults } from '../../src/readiness/checks/check-result.ts'
import type { Check } from '../../src/readiness/checks/checks.ts'
import type { CheckContext } from '../../src/readiness/io/check-context.ts'
import { checkNodeVersion } from '../../src/readiness/io/machine.ts'
import { runChecks } from '../../src/readiness/io/run-checks.ts'

const check = (id: string, run: Check['run']): Check => ({ id, area: 'machine', run })
const run = (checks: readonly Check[], limit: number) => runChecks(checks, {} as CheckContext, limit)

describe('the checks of doctor', () => {
  it('check-failed, check-timed-out: a check that fails or hangs does not stop the others', async () => {
    const results = await run(
      [
        check('never', () => new Promise(() => {})),
        check('defect', () => {
          throw new TypeError('undefined is not a function')
        }),
        check('late', async () => {
          throw new Error('later')
        }),
        check('refused', () => fail('unreadable', { path: '/x', why: 'EIO' })),
        check('gone', () => {
          throw Object.assign(new Error('x'), { code: 'ENOENT', path: '/y', syscall: 'open' })
        }),
        check('well', () => readinessResults(readinessFinding('info', 'terminal-dumb', {}))),
      ],
      20,
    )
    const codes = results.map(({ result }) =>
      result.of === 'problem'
        ? [result.problem.code, result.problem.params]
        : [result.finding.code, result.finding.params],
    )
    expect(codes).toEqual([
      ['check-timed-out', { check: 'never', seconds: 0.02 }],
      ['check-failed', { check: 'defect', detail: 'undefined is not a function' }],
      ['check-failed', { check: 'late', detail: 'later' }],
      ['unreadable', { path: '/x', why: 'EIO' }],
      ['unreadable', { path: '/y', why: 'ENOENT' }],
      ['terminal-dumb', {}],
    ])
    expect(results.filter(({ result }) => result.of !== 'problem' && result.finding.level === 'error')).toHaveLength(3)
  })

  it('runs heavy checks after the others, but returns results in the order of the checks', async () => {
    const order: string[] = []
    const at =
      (id: string, turns: number): Check['run'] =>
      async () => {
        for (let turn = 0; turn < turns; turn += 1) await setImmediate()
        order.push(id)
        return readinessResults(readinessFinding('info', 'not-connected', { count: order.length }))
      }
    const results = await run(
      [{ ...check('last', at('last', 0)), isLast: true }, check('first', at('first', 5))],
      600_000,
    )
    expect(order).toEqual(['first', 'last'])
    expect(results.map(({ result }) => (result.of === 'readiness' ? result.finding.params : null))).toEqual([
      { count: 2 },
      { count: 1 },
    ])
  })

  it('node-old: a Node older than the package requires', () => {
    expect(checkNodeVersion('18.20.4')).toMatchObject([
      { code: 'node-old', level: 'error', params: { least: '20.12' } },
    ])
    expect(checkNodeVersion('20.11.1')).toHaveLength(1)
    for (const version of ['20.12.0', '22.0.0']) expect(checkNodeVersion(version)).toEqual([])
    expect(checkNodeVersion(process.versions.node)).toEqual([])
  })
})
