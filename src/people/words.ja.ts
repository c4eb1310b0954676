import { said } from '../i18n/words.ja.ts'
import type { CallingText, ContactsText, HandoverText, PagingText } from './words.en.ts'

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
  callFirst: '最初の連絡先',
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
  typeToRehearse: (name, way) =>
    `本番と同じ手順です: ${name}の呼び出し（${way}）。続けるには半角で page と入力してください`,
  typeToPage: (name, way) =>
    `外部に送信します: ${name}の呼び出し（${way}）。送信するには半角で page と入力してください`,
  notPaged: '確認の語が入力されなかったため、呼び出していません',
  noWay: (name) => `${name}には自動送信の設定がありません。直接連絡してください`,
  reached: (party, name) => `${party}: ${name}に連絡がつきました`,
  waiting: (party, name, span, key) =>
    `${party}: ${name}の返事待ち。あと ${span} のうちに返事がなければ、次の相手を示します（${key}）`,
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
  stopping:
    '呼び出しを止めています。新たには呼び出さず、送信中の分だけ終えて記録します。もう一度押すと直ちに終了します',
  dryRunStays: (name, way, detail, why) =>
    `ドライラン ${name}（${way}）: このままでは送信できません。${why}（${detail}）`,
  dryRun: (name, way, target) => `ドライラン ${name}（${way}）: 宛先は ${target}`,
}

export const handover: HandoverText = {
  heading: (id) => `引き継ぎ ${id}`,
  stands: '現在の状況',
  hypotheses: '仮説',
  notices: '告知',
  reports: '当局への報告（済み）',
  work: '担当中の手順',
  people: '連絡の状況',
  due: '期限（超過と今後）',
  matters: '判断待ち',
  notes: '前回の引き継ぎ以降のメモ',
  none: 'なし',
  aside: (words) => `（${words}）`,
  offerNote: (note) => `「${note}」`,
  began: (time, isStated) => (isStated ? `停止開始 ${time}` : `停止開始は未記録、起算 ${time}`),
  unknownWriters: (writers) =>
    `この引き継ぎを作成したマシンで未確認の書き手: ${writers.map(({ writer, by, events }) => said.writerBy(writer, by, events)).join('、')}`,
  interruption: (number) => `${number}回目の停止`,
  leads: (name, since) => `指揮者 ${name}（${since}から）`,
  offered: (to, by, at) => `${at}に${by}が${to}へ引き継ぎを依頼、まだ承諾なし`,
  wasOffered: (to, by, at) => `${at}に${by}が${to}へ引き継ぎを依頼`,
  scopeUnknown: '停止範囲はまだ記録なし',
  open: '検討中',
  confirmed: (reason) => `確認済み: ${reason}`,
  discarded: (reason) => `棄却: ${reason}`,
  noNotice: 'まだ出していない',
  nextDue: (time) => `次の期限 ${time}`,
  reported: (time, by, ref) => `報告済み ${time}（${by}${ref === null ? '' : `、受付番号 ${ref}`}）`,
  unsafe: (reason) => `使用禁止: ${reason}`,
  reached: (name, at) => `連絡がついた: ${name} ${at}`,
  waiting: (names) => `返事待ち: ${names}`,
  notReached: (next) => (next === null ? '連絡がついていない' : `連絡がついていない。次は${next}`),
  noContacts: '連絡先一覧なし',
  overdueSince: (time, name) => `超過（期限 ${time}）: ${name}`,
  toCheck: (name) => `要確認: ${name}の起点の時刻が誤っている可能性があります（clock list）`,
  dueAt: (time, name) => `期限 ${time}: ${name}`,
  conflict: (target, events) => `食い違う判断 ${target}: ${events}`,
  unanswered: (level) => `${level}へエスカレーション済み、返事なし`,
  delivery: (what, failed) => `${failed ? '送信できず' : '送信結果は不明'}: ${what}`,
  page: (what, failed) => `呼び出し ${failed ? '送信できず' : '送信結果は不明'}: ${what}`,
  command: (line) => `結果不明のコマンド: ${line}`,
  privateNote: '非公開メモ',
}
