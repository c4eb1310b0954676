import type { InstallationKind, UninstallStepKind } from './uninstall-step.ts'
import type { UninstallText } from './words.en.ts'

const kinds: Readonly<Record<UninstallStepKind, string>> = {
  process: '実行中のプロセス',
  completion: '補完の設定',
  program: 'プログラム',
  cache: 'キャッシュ',
  state: 'このマシンの鍵とログの末尾の控え',
  logs: 'ログと証跡',
}

const installedAs: Readonly<Record<Exclude<InstallationKind, 'folder'>, string>> = {
  'npm-global': 'npm でインストール（場所:',
  'npm-project': 'npm でプロジェクトにインストール（場所:',
  npx: 'npx が保存（場所:',
  debian: 'Debian パッケージ haltctl としてインストール（場所:',
  link: 'PATH にあるリンク（',
}

export const uninstall: UninstallText = {
  intro: '何も変更していません。残っているものを取り除くには、次の行を上から順に実行してください。',
  nothing: '取り除くものはありません。',
  kinds,
  program: (how, path) => `${installedAs[how]}${how === 'link' ? '' : ' '}${path}）`,
  remade: '中身はすべて作り直せます',
  startFile: (path) => `${path}（元のファイルは .bak として横に残ります）`,
  warnings: {
    folder: (path) => `警告: ${path} から実行しています。このフォルダーに変更を加えていれば、それも消えます`,
    state:
      '警告: 末尾の控えがないと、ログが途中で切られたり差し替えられたりしても、このマシンでは気付けません。確かめられるのは、ログの中の整合性だけです。鍵がないと、以後は別の書き手として記録します。ログを残す場合は、先にこのフォルダーをコピーしてください',
    logs: (incidents) =>
      `警告: インシデント${incidents}件の記録です。削除すると元に戻せません。先に、記録の保管場所へフォルダーをコピーしてください`,
  },
  commented:
    '# で始まる行で削除したものは、元に戻せません。コピーを取ったか、不要と確認したうえで、# を外して実行してください。',
  elsewhere:
    'ここに挙げていないもの: ほかのワークスペース、ほかの利用者のもの、中継サーバーや通知先に送ったもの、別の書き方で起動ファイルに加えた行。',
}
