import type { AuthoritiesText } from './words.en.ts'

export const authorities: AuthoritiesText = {
  verifyAsOf: (day) => `規定未確認（${day}作成）`,
  mayApply: (name, condition) => `該当の可能性あり${name === '' ? '' : `（${name}）`}: ${condition}`,
  reminder: {
    start: (names) => `${names.join('、')}への報告期限が始まっている可能性があります:`,
    close: (names) => `${names.join('、')}への報告が必要かどうかは、まだ記録されていません:`,
  },
  afterDetection: (name, at, detectedAt, line) =>
    `要確認: 「${name}」の時刻（${at}）が、検知日時（${detectedAt}）より後です。検知の時点で知っていた場合、期限は検知から数え、このままでは当局への報告が事実と異なります。訂正するには: ${line}`,
  doubtful: {
    detected: (at) => `時刻を要確認: 停止の検知（${at}）より前`,
    began: (at) => `時刻を要確認: 停止の開始（${at}）より前`,
    declared: (at) => `時刻を要確認: 宣言（${at}）の1日以上前（検知日時の記録なし）`,
  },
  doubtfulStart: (name, at, why, line) =>
    `「${name}」の時刻は${at}です。${why}。誤っている場合は訂正してください: ${line}`,
  time: '時刻',
  toStart: (command) => `起点の出来事があったら: ${command} 名前`,
  came: (at, event, by) => `${at}（${event}、${by}）`,
  otherType: (types) => `この種類の停止は対象外（対象: ${types.join('、')}）`,
  waiting: (from) => `起点待ち: ${from.join('、または')}`,
  after: (filing) => `${filing}の提出`,
  due: (time) => `期限 ${time}`,
  overdue: (time) => `超過（期限 ${time}）`,
  moved: (due, time) => `${due}（${time}は休日のため繰り下げ）`,
  countedFrom: (name, time, event) => `、起点: ${name} ${time}（${event}）`,
  atOnce: (time) => `期限は直ちに（${time}から）`,
  earliest: (due) => `${due}（最も早い場合の期限。会社の所在地のタイムゾーンを entity.timezone に設定してください）`,
  range: (due, time) => `${due}（${time}までとする解釈もある）`,
  reported: (time, by, ref) => `報告済み ${time}（${by}${ref === null ? '' : `、受付番号 ${ref}`}）`,
  kept: '期限内',
  missed: '期限後',
  misdated: '要確認: 起点より前の時刻です。どちらかの時刻が誤っています',
  noDeadline: '期限なし（起点の記録なし）',
  joined: (parts) => parts.join('、'),
}
