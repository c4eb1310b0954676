import type { PictureText } from './words.en.ts'

export const picture: PictureText = {
  title: (incident) => `${incident} の時系列`,
  summary: (from, to, notices, steps) =>
    `${from} から ${to} まで。告知${notices}件${steps === 0 ? '' : `、手順の作業${steps}件`}。`,
  contents: '目次',
  phases: '段階',
  stopped: '停止',
  notices: '告知',
  calls: '連絡',
  promises: '次報の予定',
  interruptions: '停止（回）',
  assets: (operation, count) => `${count}銘柄 ${operation}`,
  omitted: ({ notices, spans }) => {
    const parts = [...(notices === 0 ? [] : [`ほかの告知${notices}件`]), ...(spans === 0 ? [] : [`短い帯${spans}本`])]
    return `${parts.join('と')}は図では省略`
  },
  several: '2-9 同時期の件数、+ 10件以上',
  undeclared: '宣言前',
  more: (count) => `ほか${count}件`,
  promise: (kept) => (kept ? '次報の予定（間に合った）' : '次報の予定（遅れた）'),
  call: { tried: '連絡', reached: '応答', raised: 'エスカレーション' },
  work: (state) => `手順（${state}）`,
  narrow: '時間の縮尺を縮めた部分',
  notice: { sent: '告知', unknown: '告知（結果不明）', failed: '告知（失敗）' },
  outcome: { unknown: '結果不明', failed: '失敗' },
}
