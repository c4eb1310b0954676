import { describe, expect, it } from 'vitest'
import { DEFAULT_REVIEW_INTERVALS } from '../../src/domain/readiness/review.ts'
import { cadenceOf, DEFAULT_SETTINGS, isSettings } from '../../src/domain/settings.ts'
import { intervalsOf, normaliseSettings } from '../../src/runbook/normalise-settings.ts'
import { checkSettings, settingsSchema } from '../../src/runbook/settings-schema.ts'
import { readYaml } from '../../src/runbook/yaml.ts'

const CHANNEL = { form: 'page', audience: 'customers', ja: '手段', en: 'channel' } as const
const RUNBOOK = {
  channels: { website: CHANNEL, email: CHANNEL, 'app-push': CHANNEL, social: CHANNEL, internal: CHANNEL },
}

const read = (text: string) => {
  const file = readYaml('halt.yaml', text, settingsSchema)
  if (file.value !== null) checkSettings(file.value, RUNBOOK, file.source)
  return file
}
const settings = (text: string) => normaliseSettings(read(text).value ?? {})

const mail = (keys: string) => `channels: { email: { via: smtp, from: a@b.example, to: [c@d.example], ${keys} } }`

describe('halt.yaml', () => {
  it('has the default settings if it is empty', () => {
    expect(settings('')).toEqual(DEFAULT_SETTINGS)
    expect(settings('# nothing\n')).toEqual(DEFAULT_SETTINGS)
    expect(DEFAULT_SETTINGS).toMatchObject({ timezone: 'Asia/Tokyo', cadence: { first: 300_000, update: 1_800_000 } })
  })

  it('can configure every kind of channel', () => {
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

  it('can describe the company as authorities know it', () => {
    const contacts = [{ name: 'Legal', email: 'legal@example.com', phone: '+81 3 1234 5678' }]
    const text = `entity:
  name: { ja: 当社 }
  place: Tokyo
  lei: 5493001KJTIIGC8Y1R12
  systemic: true
  parent: { name: Parent, lei: 5493001KJTIIGC8Y1R12 }
  contacts: [{ name: Legal, email: legal@example.com, phone: "+81 3 1234 5678" }]
`
    expect(read(text).source.findings).toEqual([])
    expect(settings(text).entity).toEqual({
      name: { ja: '当社', en: null },
      place: { ja: 'Tokyo', en: 'Tokyo' },
      lei: '5493001KJTIIGC8Y1R12',
      systemic: true,
      parent: { name: 'Parent', lei: '5493001KJTIIGC8Y1R12' },
      contacts,
    })
    expect(isSettings(settings(text))).toBe(true)
  })

  it.each([
    'lei: short',
    'country: Japan',
    'currency: yen',
    'contacts: [{ email: nobody }]',
    'contacts: [{ phone: none }]',
  ])('refuses a company with %s, and shows how it is spelled', (given) => {
    expect(read(`entity: { ${given} }`).source.findings).toMatchObject([{ code: 'bad-spelling' }])
  })

  it('has a person post the notices of a channel that has no way to send', () => {
    expect(settings('channels: { email: { languages: [ja, en] }, social: {} }').channels).toEqual({
      email: { via: 'by-hand', languages: ['ja', 'en'] },
      social: { via: 'by-hand' },
    })
  })

  it('has words for notices only if the team set some', () => {
    expect(settings('{}')).not.toHaveProperty('words')
    expect(settings('words: { assets: { ja: 仮想通貨 }, banned: [絶対], preferred: { 障害: 不具合 } }').words).toEqual({
      assets: { ja: '仮想通貨', en: null },
      banned: ['絶対'],
      preferred: { 障害: '不具合' },
    })
    expect(isSettings(settings('words: { banned: [絶対] }'))).toBe(true)
    expect(isSettings({ ...settings('{}'), words: { banned: 'x' } })).toBe(false)
  })

  it('has review intervals, which are not part of the settings in the log', () => {
    const day = 86_400_000
    expect(intervalsOf(read('review: { contacts: 30d, drill: 52d12h }').value?.review)).toEqual({
      runbooks: 180 * day,
      contacts: 30 * day,
      templates: 180 * day,
      drill: 52.5 * day,
    })
    expect(intervalsOf()).toEqual(DEFAULT_REVIEW_INTERVALS)
    expect(settings('review: { contacts: 30d }')).toEqual(DEFAULT_SETTINGS)
  })

  it('accepts a cadence from a minute to a week', () => {
    const { cadence } = settings('cadence: { first: 1m, update: 7d, email: 60s, sev1: { first: 1m, update: 168h } }')
    expect(cadenceOf(cadence, 'website', null)).toEqual({ first: 60_000, update: 7 * 86_400_000 })
    expect(cadenceOf(cadence, 'email', 'sev1')).toEqual({ first: 60_000, update: 60_000 })
  })

  it.each([
    ['channels: { telex: { via: by-hand } }', 'telex', [1, 13]],
    ['language: en\ncadence: { frist: 5m }', 'frist', [2, 19]],
  ] as const)('can name only channels that the runbook has: %s', (text, given, [line, column]) => {
    const { findings } = read(text).source
    expect(findings).toMatchObject([{ code: 'unknown-channel', params: { given }, line, column }])
    expect(findings[0]?.params).toMatchObject({ allowed: Object.keys(RUNBOOK.channels) })
  })

  it.each<[string, string, string, object, [number, number]]>([
    ['an unknown key', 'time-zone: Asia/Tokyo', 'unknown-key', { key: 'time-zone' }, [1, 1]],
    ['a rule for what cannot be a channel', 'cadence: { a b: 5m }', 'unknown-key', { key: 'a b' }, [1, 12]],
    [
      'an unknown key of a channel',
      'channels:\n  social: { via: by-hand, url: x }',
      'unknown-key',
      { key: 'url' },
      [2, 27],
    ],
    ['an unknown key of a rule', 'cadence: { email: { frist: 5m } }', 'unknown-key', { key: 'frist' }, [1, 21]],
    ['an unknown zone', 'timezone: Asia/Tokio', 'bad-zone', { given: 'Asia/Tokio' }, [1, 11]],
    ['an unknown language', 'language: fr', 'bad-value', { given: 'fr', allowed: ['ja', 'en'] }, [1, 11]],
    ['an invalid duration', 'cadence: { first: soon }', 'bad-duration', { given: 'soon' }, [1, 19]],
    ['a cadence of zero', 'cadence: { update: 0s }', 'bad-cadence', { given: '0s', least: '1m', most: '7d' }, [1, 20]],
    ['a cadence of less than a minute', 'cadence: { sev1: 59s }', 'bad-cadence', { given: '59s' }, [1, 18]],
    ['an endless cadence', 'cadence: { first: 99999d }', 'bad-cadence', { given: '99999d' }, [1, 19]],
    ['too long a cadence in a rule', 'cadence: { email: { first: 7d1s } }', 'bad-cadence', { given: '7d1s' }, [1, 28]],
    ['a negative duration', 'cadence: { first: -5m }', 'bad-duration', { given: '-5m' }, [1, 19]],
    [
      'an invalid duration in a rule',
      'cadence: { email: { first: soon } }',
      'bad-duration',
      { given: 'soon' },
      [1, 28],
    ],
    [
      'a number instead of a duration',
      'cadence: { update: 30 }',
      'wrong-type',
      { key: 'update', expected: [{ example: 'on-change' }, 'duration'] },
      [1, 20],
    ],
    [
      'a number instead of a rule',
      'cadence: { email: 30 }',
      'wrong-type',
      { key: 'email', expected: [{ example: 'on-change' }, 'duration', { example: '{ first: ..., update: ... }' }] },
      [1, 19],
    ],
    ['a number in a rule', 'cadence: { email: { first: 30 } }', 'wrong-type', { key: 'first' }, [1, 28]],
    ['a review every hour', 'review: { contacts: 1h }', 'out-of-range', { key: 'contacts', least: '1d' }, [1, 21]],
    ['a review of an unknown kind', 'review: { people: 90d }', 'unknown-key', { key: 'people' }, [1, 11]],
    ['an unknown way to send', 'channels: { email: { via: pigeon } }', 'bad-value', { given: 'pigeon' }, [1, 27]],
    [
      'no way to send',
      'channels: { email: { url: x } }',
      'unknown-key',
      { key: 'url', allowed: ['via', 'languages'] },
      [1, 22],
    ],
    [
      'a channel without a required key',
      'channels: { website: { via: file } }',
      'missing-key',
      { key: 'path' },
      [1, 13],
    ],
    [
      'a list instead of a text',
      'organisation: [us]',
      'wrong-type',
      { key: 'organisation', type: 'list', expected: [{ example: '{ ja: ..., en: ... }' }] },
      [1, 15],
    ],
    [
      'an empty list of recipients',
      'channels: { email: { via: smtp, url: smtps://m.example, from: f@m.example, to: [] } }',
      'empty-list',
      { key: 'to' },
      [1, 80],
    ],
    [
      'a mail server with a web URL',
      mail('url: https://m.example'),
      'bad-url',
      { key: 'url', schemes: ['smtps', 'smtp'] },
      [1, 76],
    ],
    ['a mail server with a path', mail('url: smtps://m.example/x'), 'bad-url', { key: 'url' }, [1, 76]],
    ['an invalid URL', 'channels: { social: { via: webhook, url: example } }', 'bad-url', { key: 'url' }, [1, 42]],
    [
      'a base URL that is not a web page',
      'channels: { website: { via: file, path: s, baseUrl: "ftp://w.example" } }',
      'bad-url',
      { key: 'baseUrl' },
      [1, 53],
    ],
    ['a password in a URL', mail('url: smtps://u:pw@m.example'), 'secret-in-url', { key: 'url' }, [1, 76]],
    ['unencrypted mail', mail('url: smtp://m.example'), 'plain-url', { scheme: 'smtp' }, [1, 76]],
    [
      'an unencrypted request',
      'channels: { social: { via: webhook, url: http://h.example } }',
      'plain-url',
      { scheme: 'http' },
      [1, 42],
    ],
    [
      'an invalid sender',
      'channels: { email: { via: smtp, url: smtps://m.example, to: [a@b.example], from: us } }',
      'bad-address',
      { given: 'us' },
      [1, 82],
    ],
    [
      'an invalid recipient',
      'channels: { email: { via: smtp, url: smtps://m.example, from: a@b.example, to: [us] } }',
      'bad-address',
      { given: 'us' },
      [1, 81],
    ],
    [
      'a sender with a line break',
      'channels: { email: { via: smtp, url: smtps://m.example, to: [a@b.example], from: "A\\r\\nBcc: x <a@b.example>" } }',
      'bad-character',
      { key: 'from', character: 'U+000D' },
      [1, 82],
    ],
    [
      'a recipient with a line break',
      'channels: { email: { via: smtp, url: smtps://m.example, from: a@b.example, to: ["a@b.example\\n"] } }',
      'bad-character',
      { key: 'to', character: 'U+000A' },
      [1, 81],
    ],
    [
      'two channels with one folder',
      'channels: { website: { via: file, path: site/n }, internal: { via: file, path: ./site//n/ } }',
      'same-folder',
      { given: './site//n/', other: 'website' },
      [1, 80],
    ],
    [
      'no recipients',
      'channels: { email: { via: smtp, url: smtps://m.example, from: a@b.example } }',
      'one-of',
      { keys: ['to', 'toFile'], given: [] },
      [1, 13],
    ],
    [
      'recipients given twice',
      mail('url: smtps://m.example, toFile: all.txt'),
      'one-of',
      { given: ['to', 'toFile'] },
      [1, 103],
    ],
    [
      'a secret given twice',
      'channels: { social: { via: webhook, url: https://h.example, secretEnv: S, secretFile: s } }',
      'one-of',
      { given: ['secretEnv', 'secretFile'] },
      [1, 87],
    ],
    [
      'a user without a password',
      mail('url: smtps://m.example, userEnv: U'),
      'missing-key',
      { key: 'passwordEnv' },
      [1, 13],
    ],
    [
      'a password without a user',
      mail('url: smtps://m.example, passwordEnv: P'),
      'missing-key',
      { key: 'userEnv' },
      [1, 13],
    ],
    [
      'an invalid variable name',
      mail('url: smtps://m.example, userEnv: U, passwordEnv: "hunter2!"'),
      'wrong-type',
      { key: 'passwordEnv' },
      [1, 120],
    ],
    [
      'a rate of zero',
      mail('url: smtps://m.example, rate: 0'),
      'out-of-range',
      { key: 'rate', given: '0', least: '1', most: '1000' },
      [1, 101],
    ],
    [
      'too long a timeout',
      'channels: { social: { via: command, run: [x], timeout: 1h } }',
      'out-of-range',
      { key: 'timeout', given: '1h', least: '1s', most: '10m' },
      [1, 56],
    ],
  ])('with %s has a finding with line and column', (_, text, code, params, [line, column]) => {
    const { source, value } = read(text)
    expect(value).toBeNull()
    expect(source.findings).toMatchObject([{ code, params, line, column, level: 'error', file: 'halt.yaml' }])
  })

  it('has findings that do not show the credentials in a URL', () => {
    const { findings } = read(mail('url: smtps://u:hunter2@m.example')).source
    expect(JSON.stringify(findings)).not.toContain('hunter2')
    expect(findings[0]?.excerpt).toContain('url: smtps://***@m.example')
  })

  it.each([
    'timestamp: ["http://u:hunter2@tsa.example"]',
    'timestamp: ["http://u:hun/hunter2@tsa.example"]',
    'timestamp: [u:hunter2@tsa.example]',
    'timestamp: http://u:hunter2@tsa.example',
    'timestamp: ["ftp://u:hunter2@tsa.example"]',
    'relay: { via: postgres, urlEnv: "postgres://u:hunter2@h/db" }',
    'relay: { via: "postgres://u:hunter2@h/db" }',
    'relay: "postgres://u:hunter2@h/db"',
    'relay: { via: postgres, url: "postgres://u:hunter2@h/db" }',
  ])('has findings that do not show a password in what is no URL that can be used: %s', (text) => {
    const { findings } = read(text).source
    expect(findings).not.toEqual([])
    expect(JSON.stringify(findings)).not.toContain('hunter2')
    expect(JSON.stringify(findings)).toContain('***@')
  })

  it.each(['k'.repeat(250_000), 'a:'.repeat(120_000), '://'.repeat(80_000), 'a:b@'.repeat(60_000)])(
    'has findings in good time, however long a word is that may have a password',
    (word) => {
      expect(read(`${word}: x`).source.findings).not.toEqual([])
    },
  )

  it.each([
    'via: smtp, url: "smtp://127.0.0.1:2525", from: Us <a@b.example>, to: [c@d.example]',
    'via: smtp, url: "smtp://LOCALHOST", from: a@b.example, toFile: customers.txt, rate: 50',
    'via: smtp, url: "smtp://[::1]:25", from: a@b.example, to: [a..b.@docomo.ne.jp]',
    'via: smtp, url: smtp://m.example, startTls: true, from: a@b.example, to: [c@d.example]',
    'via: smtp, url: smtp://m.example, allowPlain: true, from: a@b.example, to: [c@d.example]',
    'via: webhook, url: "http://localhost:8080/x", allowPrivate: true',
    'via: webhook, urlEnv: HOOK, body: chat.json, authorizationEnv: TOKEN, caFile: ca.pem',
    'via: file, path: site, format: markdown, baseUrl: https://w.example/notices, publish: [./push]',
  ])('accepts %s', (way) => {
    expect(read(`channels: { email: { ${way} } }`).source.findings).toEqual([])
  })

  it('yields timeouts of channels in milliseconds', () => {
    const { channels } = settings('channels: { social: { via: command, run: [x], timeout: 90s } }')
    expect(channels.social).toEqual({ via: 'command', run: ['x'], timeout: 90_000 })
  })
})
