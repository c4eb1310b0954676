import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/catalogue.ts'
import { commandPath } from '../../src/cli/program.ts'
import { columnsOf } from '../../src/view/columns.ts'
import { definedCommands, helpSentences } from './defined-commands.ts'

describe('help', () => {
  it('describes every command, argument and option in English and in Japanese', async () => {
    const [en, ja] = await Promise.all([definedCommands('en'), definedCommands('ja')])
    expect(ja.map(commandPath)).toEqual(en.map(commandPath))
    expect(COMMANDS.every(({ name }) => ja.some((command) => commandPath(command) === name))).toBe(true)
    const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u
    for (const [i, command] of ja.entries()) {
      const [japanese, english] = [helpSentences(command), helpSentences(en[i] as Command)]
      expect(japanese).toHaveLength(english.length)
      expect(english.filter((text) => text === '' || KANA.test(text.replace(/（[^）]*）|\([^)]*\)/g, '')))).toEqual([])
      expect(japanese.filter((text) => !KANA.test(text))).toEqual([])
    }
  })

  it('fits in 80 columns in Japanese, and contains no English phrases', async () => {
    for (const command of await definedCommands('ja')) {
      const lines = command.helpInformation().split('\n')
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(80)
      expect(lines.join('\n')).not.toMatch(/Options:|choices|display help|\bthe\b/)
    }
  })
})
