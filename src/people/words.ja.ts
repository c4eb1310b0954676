import type { CallingText, ContactsText, PagingText } from './words.en.ts'

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

export const calling: CallingText = {
  call: (party, place, all) => `${party}に連絡（${all}件中${place}件目）`,
  keys: {
    reached: '連絡がついた',
    tried: '返事待ち',
    page: '呼び出し',
    next: '次の部署',
    person: '相手を選ぶ',
    note: 'メモ',
    escalate: 'エスカレーション',
    undo: '取り消し',
    otherwise: '別の方法で伝えた',
    back: '戻る',
  },
  left: (span) => `あと ${span}`,
  typeToRehearse: (name, way) => `本番と同じ手順です: ${name}の呼び出し（${way}）。続けるには page と入力してください`,
  typeToPage: (name, way) => `外部に送信します: ${name}の呼び出し（${way}）。送信するには page と入力してください`,
  notPaged: '確認できなかったため、呼び出していません',
  noWay: (name) => `${name}には自動送信の設定がありません。直接連絡してください`,
  reached: (party, name) => `${party}: ${name}に連絡がつきました`,
  waiting: (party, name, span, key) =>
    `${party}: ${name}の返事待ち。あと ${span} 返事がなければ次の相手を示します（${key}）`,
  nobody: '連絡先一覧に、連絡する相手がいません',
  raiseDue: (levels) => `${levels}に上げる`,
  raiseWhich: '選んで上げる',
  noLevels: '連絡先一覧に、エスカレーション段階がありません',
}

export const paging: PagingText = {
  subject: (what, title) => `【呼び出し】${what}: ${title}`,
  stopped: (what) => `停止範囲: ${what.join('、')}`,
  stoppedUnknown: '停止範囲: 未確認',
  stoppedNothing: '停止範囲: 停止中のものはありません',
  incident: (id) => `インシデント: ${id}`,
  calledBy: (operator, name, party) =>
    party === null
      ? `${operator}から${name}さんへの呼び出しです`
      : `${operator}から${name}さん（${party}）への呼び出しです`,
  answer: (line) => `至急ご連絡ください。返事を受けた人は次のコマンドで記録します: ${line}`,
  drill: '訓練のため、実際の呼び出しは行わず、送信したものとして記録します',
  byHand: (name, ways) => `${name}に直接連絡してください: ${ways}`,
  failed: (name, way, why) => `${name}（${way}）: ${why}`,
  stopping: '止めています。これ以上は呼び出さず、送信中の分だけ終えて記録します。もう一度押すと直ちに終了します',
  dryRunStays: (name, way, why) => `ドライラン ${name}（${way}）: このままでは送信できません。${why}`,
  dryRun: (name, way, target) => `ドライラン ${name}（${way}）: 送信先は ${target}`,
}
