import type { SendingText } from './sending-words.en.ts'

export const sending: SendingText = {
  error: (message, code) => `エラー ${message} (${code})`,
  warning: (message, code) => `注意 ${message} (${code})`,
  noFindings: '文面に問題は見つかりませんでした',
  dryRun: 'ドライラン: 送信も記録もしません',
  dryRunMark: 'ドライラン',
  dryRunGoes: (channel, target) => `ドライラン ${channel}: 送信先は ${target}`,
  dryRunStays: (channel, why) => `ドライラン ${channel}: このままでは送信できません。${why}`,
  drill: '訓練のため、外部には何も送らず、送信済みとして記録します',
  byHand: (channel) => `${channel} は手作業で掲載します。文面を貼り付けてください`,
  thenSay: (line) => `掲載後に記録: ${line}`,
  unsafe: (channel, reason) => `${channel} は使用禁止です: ${reason}`,
  stopping: '止めています。これ以上は送らず、送信中の分だけ終えて記録します。もう一度押すと直ちに終了します',
  progress: (channel, done, all) => `${channel}: ${all}件中${done}件`,
  missing: (facts) => `告知に必ず書く項目のうち、まだ入力がないもの: ${facts.join('、')}`,
  missingKeys: '? すべて未確認とする   f 一つずつ入力する   Enter このまま進む',
  keys: (errors, sends) =>
    `${sends ? `s ${errors > 0 ? 'エラーのまま送信' : '送信'}   ` : ''}y 手作業で掲載   n 次報の時刻   c 手段   i 行を直す   E エディター   t 文面を再表示   Enter 戻る`,
  typeToRehearse: (channels) => `本番と同じ手順です: ${channels.join('、')}。続けるには send と入力してください`,
  typeToSend: (channels) => `外部に送信します: ${channels.join('、')}。送信するには send と入力してください`,
  notSent: '確認できなかったため、送信していません',
  postedWhere: '掲載しましたか。リンク（Enter: リンクなしで掲載済み、-: 掲載していない）',
  forceReason: '文面にエラーがあります。それでも送信する場合は理由を書いてください（Enter: 戻る）',
  claimEvidence: '文面に、安全だと断言する表現があります。その根拠（Enter: 戻る）',
  claimBy: 'この表現を承認した人（Enter: 戻る）',
  editWhich: '直す文面の番号（Enter: 戻る）',
  editLine: '行番号と新しい文。番号だけなら行を削除（Enter: 終わり）',
  unsent(what, state, reached) {
    if (state === 'unknown') return `送信できたかどうか不明です: ${what}`
    return reached > 0 ? `${reached}件のほかには送信できていません: ${what}` : `送信できていません: ${what}`
  },
  retryKeys: 'r 再送   u この手段を使用禁止にする   Enter このまま',
  nothingToSay: 'この告知は、すべての手段で済んでいます',
}
