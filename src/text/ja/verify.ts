import type { VerifyLabels } from '../en/verify.ts'

export const labels: VerifyLabels = {
  result: {
    consistent: (events) =>
      `記録${events}件: 整合しています。ただし外部の控えとは照合していません（consistent, not anchored）`,
    anchored: (events, anchor) => `記録${events}件: 整合しており、${anchor} の時点で指定のハッシュと一致します`,
    damaged: (events) => `読めた記録は${events}件だけです`,
    behind: (events) => `記録${events}件: それ自体は整合していますが、記録したはずの末尾まで届いていません`,
    'unknown-head': (events) =>
      `記録${events}件: それ自体は整合していますが、末尾ハッシュが指定の値だったことはありません`,
  },
  head: (head) => `末尾ハッシュ ${head}`,
  setBack: (events, span) => `時計が戻された後の記録${events}件（最大${span}）`,
}
