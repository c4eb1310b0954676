import type { ManualWords } from './words.en.ts'

export const manualWords: ManualWords = {
  manual: 'haltctl マニュアル',
  name: '名前',
  synopsis: '書式',
  description: '説明',
  arguments: '引数',
  options: 'オプション',
  commands: 'コマンド',
  subcommands: 'サブコマンド',
  examples: '例',
  exitStatus: '終了ステータス',
  environment: '環境変数',
  files: 'ファイル',
  seeAlso: '関連項目',
  globals: (page) => `このほかに、すべてのコマンドに共通のオプションが使えます: ${page}`,
  guide: (page) => `ガイド（パッケージのフォルダー内）: docs/${page}`,
  topic: (topic) => `help ${topic}`,
  about:
    'サービスが停止したとき、当番の担当者が運用マニュアルに沿って対応するためのプログラムです。状況の確認、顧客への告知、停止中の対応、再開、事後対応の順に案内します。答えはすべて、次の質問に進む前に時刻とともにログに書き込みます。終了後は、報告書を作ります。',
  twoNames: '同じプログラムは halt という名前でも入ります。Debian では、halt は電源を切る別のプログラムです。',
  fileList: [
    ['halt.yaml', 'ワークスペースの設定'],
    ['contacts.yaml', '連絡先の一覧'],
    ['runbooks/', 'ワークスペースの手順書'],
    ['incidents/', 'ログ'],
  ],
}
