import type { Origin, VerboseWords } from './words.en.ts'

const origins: Readonly<Record<Origin, string>> = {
  flag: 'オプションで指定',
  found: '現在のフォルダーかその上に halt.yaml があるため',
  settings: 'halt.yaml による',
  locale: 'ロケールによる',
  login: 'ログイン名',
  default: '既定',
}

export const words: VerboseWords = {
  because: (origin) => (typeof origin === 'string' ? origins[origin] : `${origin.variable} による`),
  workspace: 'ワークスペース',
  settings: '設定',
  noSettings: 'ワークスペースに halt.yaml はありません',
  state: '状態フォルダー',
  language: '言語',
  operator: '操作する人',
  incident: 'インシデント',
  log: 'ログ',
  read: (events, files, isFromCache) =>
    `記録${events}件、ファイル${files}個、${isFromCache ? '新しい分だけを読み、残りはキャッシュから' : '先頭から読み込み'}`,
}
