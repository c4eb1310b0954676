import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { signingSettings } from '../../src/runbook/io/signing-settings.ts'

const settingsIn = (yaml: string) => {
  const workspace = mkdtempSync(join(tmpdir(), 'halt-'))
  writeFileSync(join(workspace, 'halt.yaml'), yaml)
  return signingSettings(workspace)
}

describe('the settings for signing', () => {
  it.each([
    'signers: /list\n',
    '"signers": /list\n',
    "'signers' : /list\n",
    '{ language: en, signers: /list }\n',
    '{ "signers": /list }\n',
    '? signers\n: /list\n',
    '"s\\u0069gners": /list\n',
    '? "sig\\\n  ners"\n: /list\n',
    '{ organisation: { en: "A\n# B", ja: C }, signers: /list }\n',
  ])('are read however their keys are written in YAML: %j', async (yaml) => {
    expect((await settingsIn(yaml)).signers).toBe('/list')
  })

  it('are read from nested quoted keys', async () => {
    const { key, timestamp } = await settingsIn('"sign": { "key": /k }\n"timestamp": [https://tsa.example]\n')
    expect({ key, timestamp }).toEqual({ key: '/k', timestamp: ['https://tsa.example'] })
  })

  it('are none where a comment or nothing speaks of them', async () => {
    const none = { key: null, signers: null, timestamp: [], timestampCa: null }
    expect(await settingsIn('language: en\n# signers: /list\n')).toEqual(none)
    expect(await settingsIn('# it said "sign: { key: k }"\n')).toEqual(none)
  })
})
