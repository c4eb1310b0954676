import { describe, expect, it } from 'vitest'
import { type Cadence, cadenceOf, DEFAULT_SETTINGS } from '../../src/domain/settings.ts'
import { MINUTE } from '../given.ts'

describe('cadenceOf and default settings', () => {
  const cadence: Cadence = {
    ...DEFAULT_SETTINGS.cadence,
    channels: { email: { update: 'on-change' } },
    severities: { sev1: { first: 2 * MINUTE, update: 10 * MINUTE } },
  }

  it('default to five minutes for the first notice and 30 minutes between updates', () => {
    expect(cadenceOf(DEFAULT_SETTINGS.cadence, 'website', null)).toEqual({ first: 5 * MINUTE, update: 30 * MINUTE })
  })

  it('use the cadence of the severity', () => {
    expect(cadenceOf(cadence, 'website', 'sev1')).toEqual({ first: 2 * MINUTE, update: 10 * MINUTE })
    expect(cadenceOf(cadence, 'website', 'sev3')).toEqual({ first: 5 * MINUTE, update: 30 * MINUTE })
  })

  it('prefer the cadence of the channel to that of the severity', () => {
    expect(cadenceOf(cadence, 'email', 'sev1')).toEqual({ first: 2 * MINUTE, update: 'on-change' })
  })

  it('default to the time zone Asia/Tokyo', () => {
    expect(DEFAULT_SETTINGS.timezone).toBe('Asia/Tokyo')
  })
})
