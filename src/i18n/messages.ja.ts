import type { Damage } from '../domain/outcome.ts'
import type { Said } from './messages.en.ts'

export const said: Said = {
  chosen: (id, title, drill) => `${drill ? '[訓練] ' : ''}${id}${title === null ? '' : `  ${title}`}`,
  already: (what) => `すでにその状態です: ${what}`,
  torn: (file, bytes) =>
    `${file}: 末尾の${bytes}バイトは書きかけのため読み飛ばしました。この書き手が次に記録するときに退避します`,
  behind: (writer, found, kept) =>
    `${writer} のログは ${found} で終わっていますが、${kept} まで記録したはずです。ログの復元、切り詰め、複製のいずれかが原因です`,
  unmet: {
    missing: (writer, _, seen, by) =>
      `${writer} のファイルがありません。${by} の時点では ${seen} までありました。verify で確認してください`,
    behind: (writer, found, seen, by) =>
      `${writer} のログは ${found} で終わっていますが、${by} の時点では ${seen} までありました。verify で確認してください`,
    differs: (writer, _, seen, by) =>
      `${writer}:${seen} が、${by} の時点にあった記録と違います。verify で確認してください`,
  },
  missing: (id, writer, seq, path) =>
    `${id} のログがありません。${writer}:${seq} まで記録したはずです（控え: ${path}）`,
  ignored: (path) => `${path} はインシデントのフォルダーではないため、無視します`,
  nothingToContinue: 'ログに破損や欠落はありません。--continue は不要です（証跡の不一致は別に対処が必要です）',
  damagedBanner: (file, line, why) => `ログが破損しています: ${file}:${line} ${why}。以下は、その手前までの内容です。`,
  groupUnknown: (group, gid) =>
    `share.group: このマシンに「${group}」というグループはありません。ファイルはインシデントのフォルダーのグループ（${gid}）で作ります`,
  notShared: (group) => `share.group: このインシデントのフォルダーは、グループ「${group}」と共有されていません`,
  readOnly: (type) => `新しい版で書かれた記録があります（${type}）。この版では閲覧しかできません`,
  anomaly: (event) => `${event} はそれまでの記録と食い違っています`,
  privateNote: '非公開メモ。本文はログに書かず、別のファイルに保存します。後で削除できます（Enter: なし）',
  atEcho: (time) => `時刻 ${time}`,
  factsMissing: (step, facts, me) =>
    `${step} に必要な項目がまだ記録されていません（未確認の項目は ?）:\n${me} set ${facts.map((fact) => `${fact}=値`).join(' ')}`,
  notPublic: (facts, me) =>
    `顧客向けの文言がないため、載せていません: ${facts.join(', ')}\n${me} set ${facts[0]}.ja=文言 ${facts[0]}.en=文言`,
  openAtLift: (steps) => `次の手順が終わらないまま解除しました。逸脱として報告書に載ります: ${steps.join(', ')}`,
  stillRestricted: (scope) => `まだ制限中: ${scope}`,
  stillToReport: (name, due, line) =>
    `まだ報告していません: ${name}${due === null ? '' : `（期限 ${due}）`}。報告したら: ${line}`,
  noFollowUps: '残作業はまだありません',
  nothingNext: 'この段階で残っている手順はありません',
  checked: (files, steps, errors, warnings) =>
    `${files}個のファイルと${steps}件の手順を確認: エラー${errors}件、注意${warnings}件`,
  defect: (detail) => `haltの不具合です: ${detail}`,
  written: (path) => `書き出しました: ${path}`,
  overdue: (id, clock, since) => `${id}: ${clock} の期限 ${since} を過ぎています`,
  reading: 'ログを読んでいます',
  runs: (command, host, directory) => `$ ${command}\n  実行先: ${host} の ${directory}`,
  drillScore: (line) => `この訓練の採点: ${line}`,
  drillRunsNothing: '表示だけです。訓練ではコマンドを実行しません',
  typeToRun: (word) => `危険と指定されたコマンドです。実行するには「${word}」と入力してください`,
  deletedLate: (file) => `${file} は削除を記録済みでしたが、本体が残っていました。今削除しました`,
  notOwned: (file) => `${file} の長さとダイジェストはログにありません。書かれたままかどうかは確認できません`,
  newWriter: (writer, events, by) =>
    `新しい書き手がいます: ${writer}（記録${events}件、記録者 ${by}）。本人の記録かどうかを確認してください`,
  alsoOpen: (ids) =>
    `ほかにも継続中のインシデントがあります: ${ids.join('、')}。以後は -i ID か HALT_INCIDENT で対象を指定してください`,
  foundWorkspace: (directory) => `ワークスペース ${directory} を使います（現在のフォルダーか、その上にありました）`,
  trusted: (directory) => `このフォルダーを、中身も含めて信頼します: ${directory}`,
  openToAll: (directory) => `${directory} はこのマシンの誰でも書き換えられます。その全員を信頼することになります`,
  farAhead: (event, span) =>
    `${event} の時計が、このマシンより${span}進んでいます。時刻は合わせません。この記録は後からの記録よりも後ろに並びます`,
  runbookMissing: (file) =>
    `${file} がないか、書き換えられています。これを使う操作はできません（verifyで確認してください）`,
  putBack: (file) => `${file} がないか、書き換えられていたため、ログの指すものと同じ内容に戻しました`,
  clockBehind: (span) =>
    `このマシンの時計はログより${span}遅れています。時刻は時計のとおりに記録されます。時計を合わせてください`,
}

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
