import { describe, expect, it } from 'vitest'
import { type Cadence, cadenceOf, DEFAULT_SETTINGS } from '../../src/domain/settings.ts'
import { MINUTE } from '../given.ts'

describe('the cadence', () => {
  const cadence: Cadence = {
    ...DEFAULT_SETTINGS.cadence,
    channels: { email: { update: 'on-change' } },
    severities: { sev1: { first: 2 * MINUTE, update: 10 * MINUTE } },
  }

  it('is five minutes to the first notice and half an hour between updates where nothing is set', () => {
    expect(cadenceOf(DEFAULT_SETTINGS.cadence, 'website', null)).toEqual({ first: 5 * MINUTE, update: 30 * MINUTE })
  })

  it('follows the severity', () => {
    expect(cadenceOf(cadence, 'website', 'sev1')).toEqual({ first: 2 * MINUTE, update: 10 * MINUTE })
    expect(cadenceOf(cadence, 'website', 'sev3')).toEqual({ first: 5 * MINUTE, update: 30 * MINUTE })
  })

  it('follows the channel before the severity', () => {
    expect(cadenceOf(cadence, 'email', 'sev1')).toEqual({ first: 2 * MINUTE, update: 'on-change' })
  })

  it('counts in Tokyo unless told, never in the zone of the machine', () => {
    expect(DEFAULT_SETTINGS.timezone).toBe('Asia/Tokyo')
  })
})
