import type { Bilingual, Language } from '../domain/runbook/runbook.ts'

/** An option that every command takes. */
export interface GlobalFlag {
  readonly flags: string
  readonly description: Bilingual
  readonly choices?: readonly string[]
}

export const GLOBALS: readonly GlobalFlag[] = [
  { flags: '--dir <folder>', description: { en: 'workspace', ja: 'ワークスペース' } },
  {
    flags: '--lang <lang>',
    description: { en: 'language of the operator', ja: '操作する人の言語' },
    choices: ['ja', 'en'],
  },
  {
    flags: '--color <when>',
    description: { en: 'colour', ja: '色を付けるかどうか' },
    choices: ['auto', 'always', 'never'],
  },
  { flags: '--as <name>', description: { en: 'who acts', ja: '操作する人の名前' } },
  {
    flags: '-i, --incident <incident>',
    description: {
      en: 'incident: id, unique prefix, or latest',
      ja: 'インシデント。ID、その先頭の一部、または latest',
    },
  },
  {
    flags: '--json',
    description: { en: 'one JSON document on standard output', ja: '標準出力に JSON 文書を1つ出力する' },
  },
  { flags: '--no-input', description: { en: 'never ask', ja: '何も尋ねない' } },
  { flags: '--plain', description: { en: 'plain lines, no redrawing', ja: '画面を描き直さず、1行ずつ出力する' } },
]

/** The word after `completion` by which a shell asks what may follow. */
export const VALUES = 'values'

/** The language asked for, so that even a mistyped command is answered in it. */
export function languageFlag(argv: readonly string[]): { readonly lang?: Language } {
  const given = argv.find((word) => word.startsWith('--lang='))?.slice(7) ?? argv[argv.indexOf('--lang') + 1]
  return given === 'ja' || given === 'en' ? { lang: given } : {}
}
