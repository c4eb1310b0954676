import { expect, it } from 'vitest'
import { customerChannels } from '../../../src/domain/runbook/runbook.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

it('looks for the channels for customers once, however many texts ask for them', () => {
  let looks = 0
  const channels = new Proxy(SMALL_RUNBOOK.channels, {
    ownKeys: (target) => {
      looks += 1
      return Reflect.ownKeys(target)
    },
  })
  const runbook = { ...SMALL_RUNBOOK, channels }
  expect(customerChannels(runbook)).toEqual(customerChannels(SMALL_RUNBOOK))
  expect(customerChannels(runbook)).toEqual(customerChannels(SMALL_RUNBOOK))
  expect(looks).toBe(1)
})
