import { expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const { en } = TEXT
const WHAT = 'What trades again?'

async function halted(...scope: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('scope', ...scope)
  await bench.ok('done', '3.4-criteria')
  return bench
}

test('what is open, or was never restricted, is not lifted, and what is restricted is named', async () => {
  const bench = await halted('withdrawals=stopped', 'trading=open')
  const { err } = await walk(bench, [
    ['2.1-assess', KEYS.lift],
    [WHAT, 'trading'],
    [WHAT, 'deposits'],
    [WHAT, ESC],
  ])
  expect(unspaced(err)).toContain(unspaced(en.liftNothing('trading', 'withdrawals=stopped')))
  expect(err).toContain('deposits: not stated to be restricted; nothing to lift (not-restricted)')
  expect(await recorded(bench, 'scope.lifted')).toEqual([])
})

test('the word for a lift is asked for with what is lifted, each by its name', async () => {
  const bench = await halted('withdrawals=stopped', 'trading:XEM=stopped')
  const { asked } = await walk(bench, [
    ['2.1-assess', KEYS.lift],
    [WHAT, 'all'],
    [en.liftWord('trading:XEM withdrawals'), 'lift'],
  ])
  expect(asked).toHaveLength(4)
  expect(await recorded(bench, 'scope.lifted')).toHaveLength(1)
})

test('the reason for forcing a lift is asked for as such', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('scope', 'trading=stopped')
  await walk(bench, [
    ['2.1-assess', KEYS.lift],
    [WHAT, 'trading'],
    [en.force, ESC],
    [WHAT, ESC],
  ])
})

test('the command says of what is open already that nothing changes', async () => {
  const bench = await halted('withdrawals=stopped', 'trading=open')
  const { code, err } = await bench.halt('lift', 'trading')
  expect(code).toBe(0)
  expect(err).toContain('no change: lift trading')
  expect(err).toContain('still restricted: withdrawals=stopped')
  expect((await bench.halt('lift', 'deposits')).err).toContain('(not-restricted)')
  expect(await recorded(bench, 'scope.lifted')).toEqual([])
})
