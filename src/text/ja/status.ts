import type { StatusLabels } from '../en/status.ts'

export const labels: StatusLabels = {
  started: '停止開始',
  declared: '宣言',
  lifted: '解除',
  resumed: '全面再開',
  closed: '終了',
  scope: '停止範囲',
  scopeUnknown: 'まだ記録がありません',
  clocks: '期限',
  facts: '項目',
  notStated: '-',
  next: '次の手順',
  nothing: 'この段階で残っている手順はありません',
  more: (count) => `ほか${count}件`,
  assigned: (name) => `担当 ${name}`,
  outcomesUnknown: '結果不明（または実行中）',
  conflicts: '食い違い',
  interruption: (number) => `${number}回目の停止`,
  overdueBy: (name, span) => `超過 ${span}  ${name}`,
  dueIn: (name, span) => `あと ${span}  ${name}`,
  log: (events, head) => `記録${events}件  末尾ハッシュ ${head}`,
}
