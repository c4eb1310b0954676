import type { ContactsText } from './contacts-words.en.ts'

export const contacts: ContactsText = {
  lead: '指揮者',
  ways: { phone: '電話', chat: 'チャット', mail: 'メール', pager: 'ページャー' },
  state: (state, at) =>
    ({
      open: '',
      waiting: `${at}に連絡、返事待ち`,
      'no-answer': `${at}に連絡、返事なし`,
      reached: `${at}に連絡がついた`,
    })[state],
  page: (state, at, way) =>
    ({
      sent: `${at}に${way}で呼び出し済み`,
      failed: `${at}の${way}での呼び出しは送信できず`,
      unknown: `${at}の${way}での呼び出しは送信結果不明`,
      simulated: `${at}に${way}で呼び出し（訓練のため送信せず）`,
    })[state],
  callNow: '今すぐ連絡',
  outside: '勤務時間外',
  sends: '自動送信',
  levels: 'エスカレーション',
  byHand: '条件なし（判断して上げる）',
  dueSince: (time) => `期限超過（${time}から）`,
  dueAt: (time) => `期限 ${time}`,
  raised: (time, by) => `${time}に${by}が実施`,
  nobodyNow: '今、連絡する相手はいません（全員に連絡がついたか、返事を待っています）',
  nobodyListed: 'contacts.yaml にまだ部署が書かれていません',
  nothingDue: '今、条件に当てはまるエスカレーションはありません',
  nowCall: (names) => `次の相手に連絡してください: ${names}`,
}
