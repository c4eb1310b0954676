import { join } from 'node:path'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { readBounded } from '../platform/regular-files.ts'
import { SETTINGS_FILE } from './workspace.ts'

const MAX_SETTINGS_BYTES = 256 * 1024

/** Which of these chose the language, in order of precedence. */
export type LanguageOrigin = 'flag' | 'HALT_LANG' | 'settings' | 'locale' | 'default'

/** `--lang`, HALT_LANG, `halt.yaml`, the locale, else English. Without a YAML parser, since every command needs it. */
export function chooseLanguage(
  lang: string | undefined,
  env: NodeJS.ProcessEnv,
  directory: string,
): { readonly language: Language; readonly origin: LanguageOrigin } {
  const locale = () =>
    [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== '')?.slice(0, 2)
  const ways: readonly (readonly [LanguageOrigin, () => string | undefined])[] = [
    ['flag', () => lang],
    ['HALT_LANG', () => env.HALT_LANG],
    ['settings', () => settingsLanguage(directory)],
    ['locale', locale],
  ]
  for (const [origin, word] of ways) {
    const language = word()
    if (isLanguage(language)) return { language, origin }
  }
  return { language: 'en', origin: 'default' }
}

/** Whether a word is one of the languages of operators. */
export function isLanguage(word: string | undefined): word is Language {
  return LANGUAGES.includes(word as Language)
}

/** The language in `halt.yaml`, not yet checked; undefined if there is none, or the file cannot be read. */
function settingsLanguage(directory: string): string | undefined {
  try {
    return /^language:\s*["']?(\w+)/m.exec(readBounded(join(directory, SETTINGS_FILE), MAX_SETTINGS_BYTES))?.[1]
  } catch {
    return undefined
  }
}
