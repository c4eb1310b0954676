import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deliveryWords } from '../../src/delivery/words.ts'
import { DELIVERY_REASONS } from '../../src/domain/delivery-reasons.ts'
import { channelSchema } from '../../src/runbook/channels-schema.ts'
import { settingsSchema } from '../../src/runbook/settings-schema.ts'
import { readYaml } from '../../src/runbook/yaml.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/notices.md'), 'utf8')

describe('docs/notices.md', () => {
  it('shows valid example settings', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []
    const { source, value } = readYaml('halt.yaml', yaml, settingsSchema)
    expect(source.findings).toEqual([])
    expect(Object.keys(value?.channels ?? {})).toHaveLength(5)
  })

  it('names every setting of every transport', () => {
    for (const { shape } of channelSchema.options)
      for (const key of Object.keys(shape)) {
        if (/^(userFile|passwordFile)$/.test(key)) continue
        expect(page, key).toMatch(new RegExp(`\`${key}[\`:]|\\b${key}:`))
      }
  })

  it.each(DELIVERY_REASONS)('explains the reason %s once, and both languages have words for it', async (why) => {
    expect(page.match(new RegExp(`^\\| \`${why}\` `, 'gm'))).toHaveLength(1)
    for (const language of ['ja', 'en'] as const) expect((await deliveryWords(language)).why[why]).not.toBe('')
  })

  it('explains no other reasons', () => {
    const rows = page.slice(page.indexOf('## Why')).match(/^\| `[a-z-]+`/gm) ?? []
    expect(rows).toHaveLength(DELIVERY_REASONS.length)
  })

  it.each(DELIVERY_REASONS)('has a test that mentions the reason %s', (why) => {
    const names = [
      'smtp.long',
      'webhook',
      'pages',
      'delivery-journal',
      'stopping',
      '../notice/command.long',
      '../system/command-channel',
      '../system/channels',
      '../system/notice',
      '../drill/command.long',
    ]
    const tests = names.map((name) => readFileSync(join(import.meta.dirname, `${name}.test.ts`), 'utf8'))
    expect(tests.some((text) => text.includes(`'${why}'`))).toBe(true)
  })
})
