import type { StatsText } from './stats-words.en.ts'

export const stats: StatsText = {
  incidents: (count) => `インシデント${count}件`,
  apart: (drills, falseAlarms, duplicates) =>
    `集計に含めないもの: 訓練${drills}件、誤報${falseAlarms}件、重複${duplicates}件`,
  months: (first, last) => `${first}〜${last}`,
  head: ['種類', '件数', '告知までの時間', '再開までの時間'],
  all: '全体',
  unknown: '-',
  spread: (median, least, most) => `${median}（${least}〜${most}）`,
  howSpread: '時間は中央値（最短〜最長）です。',
  promises: (kept, due) => `期限内に出した次報: ${due}件中${kept}件`,
  skipped: '未実施の多い手順:',
  times: (count) => `${count}回`,
  overdue: '期限を過ぎた残作業:',
  nothing: 'この期間のインシデントはありません。',
  nothingYet: 'インシデントはまだありません。',
  leftOut: (ids) => `ログが破損しているため除外: ${ids}`,
}
