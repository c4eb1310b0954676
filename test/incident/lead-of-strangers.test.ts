import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'

it('the lead that a writer which this machine does not know has taken is said to be its word, until it is accepted', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  const leads = async () => {
    const screens = [await bench.ok('status'), await bench.ok('handover')]
    return screens.map((screen) => /^ *lead.*$/m.exec(screen)?.[0].trim())
  }
  expect(await leads()).toEqual(['lead taro', expect.stringMatching(/^lead: taro, since [\d: -]+$/)])
  const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
  expect(await bench.haltWith({ env }, 'handover', '--accept', '--reason', 'mine')).toMatchObject({ code: 0 })
  for (const line of await leads()) expect(line).toMatch(/mallory.*mallory.*not known/)
  await bench.ok('verify', '--accept', 'mallory')
  for (const line of await leads()) expect(line).not.toContain('not known')
})
