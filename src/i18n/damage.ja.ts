import type { Damage } from '../domain/outcome.ts'

export const damage: Readonly<Record<Damage, string>> = {
  'not-a-line': 'ハッシュで終わっていません',
  'hash-differs': 'ハッシュが一致しません。書き換えられています',
  'chain-broken': '前の行とつながっていません',
  'not-json': 'JSONではありません',
  'not-an-event': 'この版では読めない記録です',
  'wrong-incident': '別のインシデントの記録です',
  'wrong-writer': '別の書き手の記録です',
  'clock-runs-back': '前の行より古い時刻です',
  'line-too-long': '行が長すぎます',
  'no-beginning': '冒頭がありません。インシデントを宣言する記録が見つかりません',
  'frozen-altered': '凍結した後に変更されています',
  'frozen-missing': '凍結したファイルですが、なくなっています',
  'wrong-folder': 'フォルダーの名前とは別のインシデントを宣言しています',
}
