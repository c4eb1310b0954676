import type { Command } from 'commander'
import type { CommandContext } from '../command.ts'
import type { GivenTexts } from '../domain/incident/own-texts.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { requireText } from './record.ts'

/** The same words in each language, beside those that a command takes. */
export interface TextFlags {
  readonly textJa?: string
  readonly textEn?: string
}

/** Adds the flags that take the words in each language. */
export function addTextFlags(command: Command, say: CommandContext['say']): Command {
  return command
    .option('--text-ja <text>', say('the words in Japanese', '日本語での文言'))
    .option('--text-en <text>', say('the words in English', '英語での文言'))
}

/** The words that the flags give. Throws `missing-answer` for blank ones. */
export function textsGiven({ textJa, textEn }: TextFlags): GivenTexts {
  return {
    ...(textJa !== undefined && { ja: requireText(textJa, '--text-ja') }),
    ...(textEn !== undefined && { en: requireText(textEn, '--text-en') }),
  }
}

/** The words as typed, else those in the language of the operator, else in the other one; empty if there are none. */
export function wordsGiven(typed: string, texts: GivenTexts, language: Language): string {
  return typed.trim() === '' ? (texts[language] ?? texts.ja ?? texts.en ?? '') : typed
}
