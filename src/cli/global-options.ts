import type { Language } from '../domain/runbook/runbook.ts'

/** An option that every command takes. */
export interface GlobalFlag {
  readonly flags: string
  readonly description: string
  readonly choices?: readonly string[]
}

export const GLOBALS: readonly GlobalFlag[] = [
  { flags: '--dir <folder>', description: 'workspace' },
  { flags: '--lang <lang>', description: 'language of the operator', choices: ['ja', 'en'] },
  { flags: '--color <when>', description: 'colour', choices: ['auto', 'always', 'never'] },
  { flags: '--as <name>', description: 'who acts' },
  { flags: '-i, --incident <incident>', description: 'incident: id, unique prefix, or latest' },
  { flags: '--json', description: 'one JSON document on standard output' },
  { flags: '--no-input', description: 'never ask' },
  { flags: '--plain', description: 'plain lines, no redrawing' },
]

/** The word after `completion` by which a shell asks what may follow. */
export const VALUES = 'values'

/** The language asked for, so that even a mistyped command is answered in it. */
export function languageFlag(argv: readonly string[]): { readonly lang?: Language } {
  const given = argv.find((word) => word.startsWith('--lang='))?.slice(7) ?? argv[argv.indexOf('--lang') + 1]
  return given === 'ja' || given === 'en' ? { lang: given } : {}
}
