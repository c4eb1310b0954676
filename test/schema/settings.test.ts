import { describe, expect, it } from 'vitest'
import { isSettings } from '../../src/domain/log/governing.ts'
import { cadenceOf, DEFAULT_SETTINGS } from '../../src/domain/settings.ts'
import { normaliseSettings, settingsSchema } from '../../src/schema/settings.ts'
import { readYaml } from '../../src/schema/yaml.ts'

const read = (text: string) => readYaml('halt.yaml', text, settingsSchema)
const settings = (text: string) => normaliseSettings(read(text).value ?? {})

describe('settings', () => {
  it('that say nothing are the defaults', () => {
    expect(settings('')).toEqual(DEFAULT_SETTINGS)
    expect(settings('# nothing\n')).toEqual(DEFAULT_SETTINGS)
    expect(DEFAULT_SETTINGS).toMatchObject({ timezone: 'Asia/Tokyo', cadence: { first: 300_000, update: 1_800_000 } })
  })

  it('as the contract shows them are read', () => {
    const text = `
organisation: { ja: 当社, en: Us }
timezone: America/New_York
language: ja
channels:
  website:  { via: file, path: site/notices, languages: [ja, en] }
  email:    { via: smtp, url: smtps://mail.example.com, userEnv: U, passwordEnv: P, from: a@example.com, to: [b@example.com] }
  app-push: { via: webhook, url: https://push.example.com/send, secretEnv: PUSH_SECRET }
  social:   { via: command, run: [./post-to-x] }
  internal: { via: webhook, url: https://chat.example.com/hook }
cadence: { first: 5m, update: 30m, email: on-change, social: { first: 10m, update: 1h }, sev1: 15m }
share: { group: oncall }
`
    expect(read(text).source.findings).toEqual([])
    const { cadence, channels, share, timezone, organisation, contact } = settings(text)
    expect(Object.keys(channels)).toEqual(['website', 'email', 'app-push', 'social', 'internal'])
    expect({ share, timezone, contact }).toEqual({
      share: { group: 'oncall' },
      timezone: 'America/New_York',
      contact: { ja: null, en: null },
    })
    expect(organisation).toEqual({ ja: '当社', en: 'Us' })
    expect(cadenceOf(cadence, 'email', null)).toEqual({ first: 300_000, update: 'on-change' })
    expect(cadenceOf(cadence, 'social', 'sev1')).toEqual({ first: 600_000, update: 3_600_000 })
    expect(cadenceOf(cadence, 'website', 'sev1')).toEqual({ first: 300_000, update: 900_000 })
    expect(cadenceOf(cadence, 'website', 'sev2')).toEqual({ first: 300_000, update: 1_800_000 })
  })

  it('have the team’s words in notices only where it gave some', () => {
    expect(settings('{}')).not.toHaveProperty('words')
    expect(settings('words: { assets: { ja: 仮想通貨 }, banned: [絶対], preferred: { 障害: 不具合 } }').words).toEqual({
      assets: { ja: '仮想通貨', en: null },
      banned: ['絶対'],
      preferred: { 障害: '不具合' },
    })
    expect(isSettings(settings('words: { banned: [絶対] }'))).toBe(true)
    expect(isSettings({ ...settings('{}'), words: { banned: 'x' } })).toBe(false)
  })

  it('have a cadence from a minute to a week', () => {
    const { cadence } = settings('cadence: { first: 1m, update: 7d, email: 60s, sev1: { first: 1m, update: 168h } }')
    expect(cadenceOf(cadence, 'website', null)).toEqual({ first: 60_000, update: 7 * 86_400_000 })
    expect(cadenceOf(cadence, 'email', 'sev1')).toEqual({ first: 60_000, update: 60_000 })
  })

  it.each<[string, string, string, object, [number, number]]>([
    ['an unknown key', 'time-zone: Asia/Tokyo', 'unknown-key', { key: 'time-zone' }, [1, 1]],
    ['an unknown key within', 'language: en\ncadence: { frist: 5m }', 'unknown-key', { key: 'frist' }, [2, 12]],
    [
      'an unknown key of a channel',
      'channels:\n  social: { via: by-hand, url: x }',
      'unknown-key',
      { key: 'url' },
      [2, 27],
    ],
    ['an unknown channel', 'channels: { telex: { via: by-hand } }', 'unknown-key', { key: 'telex' }, [1, 13]],
    ['an unknown key of a rule', 'cadence: { email: { frist: 5m } }', 'unknown-key', { key: 'frist' }, [1, 21]],
    ['no such zone', 'timezone: Asia/Tokio', 'bad-zone', { given: 'Asia/Tokio' }, [1, 11]],
    ['no such language', 'language: fr', 'bad-value', { given: 'fr', allowed: ['ja', 'en'] }, [1, 11]],
    ['no duration', 'cadence: { first: soon }', 'bad-duration', { given: 'soon' }, [1, 19]],
    ['no time at all', 'cadence: { update: 0s }', 'bad-cadence', { given: '0s', least: '1m', most: '7d' }, [1, 20]],
    ['less than a minute', 'cadence: { sev1: 59s }', 'bad-cadence', { given: '59s' }, [1, 18]],
    ['a time beyond all halts', 'cadence: { first: 99999d }', 'bad-cadence', { given: '99999d' }, [1, 19]],
    ['a time too long in a rule', 'cadence: { email: { first: 7d1s } }', 'bad-cadence', { given: '7d1s' }, [1, 28]],
    ['a negative duration', 'cadence: { first: -5m }', 'bad-duration', { given: '-5m' }, [1, 19]],
    ['no duration in a rule', 'cadence: { email: { first: soon } }', 'bad-duration', { given: 'soon' }, [1, 28]],
    [
      'a number for a duration',
      'cadence: { update: 30 }',
      'wrong-type',
      { key: 'update', expected: 'string' },
      [1, 20],
    ],
    [
      'a number for a rule',
      'cadence: { email: 30 }',
      'wrong-type',
      { key: 'email', expected: 'string / object' },
      [1, 19],
    ],
    ['a number in a rule', 'cadence: { email: { first: 30 } }', 'wrong-type', { key: 'first' }, [1, 28]],
    ['no such way to send', 'channels: { email: { via: pigeon } }', 'bad-value', { given: 'pigeon' }, [1, 27]],
    ['no way to send', 'channels: { email: { languages: [ja] } }', 'missing-key', { key: 'via' }, [1, 13]],
    [
      'a channel without what its way needs',
      'channels: { website: { via: file } }',
      'missing-key',
      { key: 'path' },
      [1, 13],
    ],
    ['a list for a text', 'organisation: [us]', 'wrong-type', { key: 'organisation', expected: 'object' }, [1, 15]],
    [
      'nobody to send to',
      'channels: { email: { via: smtp, url: u, from: f, to: [] } }',
      'empty-text',
      { key: 'to' },
      [1, 54],
    ],
  ])('with %s say so, with line and column', (_, text, code, params, [line, column]) => {
    const { source, value } = read(text)
    expect(value).toBeNull()
    expect(source.findings).toMatchObject([{ code, params, line, column, level: 'error', file: 'halt.yaml' }])
  })
})
