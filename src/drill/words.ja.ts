import type { DrillText } from './words.en.ts'

export const drills: DrillText = {
  listed: (type, minutes, injects, mark) => `（${type}、${minutes}分、状況付与${injects}件、合格点${mark}点）`,
  unfit: (reason, more) => `（実施できません: ${reason}${more > 0 ? `。ほか${more}件` : ''}）`,
  none: 'シナリオがありません。自分のシナリオは runbooks/drills/ に置いてください',
  briefing: '想定',
  knownFirst: '分かっていること',
  replayed: (id, type) => `${id} で起きたことを、同じ時間の経過で再現します。種類は${type}です。`,
  goesOn: (minutes, speed) =>
    `訓練の時間は${minutes}分です。${speed > 1 ? `時計は${speed}倍の速さで進みます。` : ''}外部には何も送りません。`,
  walkOn: '続けるには:',
  toScore: '採点を見るには:',
  sections: { latency: '速さ', cadence: '続報', completeness: '漏れのなさ', escalation: 'エスカレーション' },
  score: (scenario) => `${scenario} の採点`,
  total: (total, mark, passed) =>
    total === null
      ? `まだ採点できる項目がありません（合格点${mark}点）`
      : `100点満点中${total}点、合格点${mark}点: ${passed ? '合格' : '不合格'}`,
  notJudged: '対象なし',
  points: (score) => `100点満点中${score}点`,
  cost: (points) => `-${points}点`,
  checks: {
    'first-notice': (of) => `第1報 ${of}`,
    'resumption-notice': (of) => `再開のお知らせ ${of}`,
    told: (of) => `周知 ${of}`,
    promise: (of) => `次報 ${of}`,
    step: (of) => `必須の手順 ${of}`,
    fact: (of) => `告知の前に記録する項目 ${of}`,
    inject: (of) => `${of} への対応`,
    level: (of) => `エスカレーション ${of}`,
    call: (of) => `${of}の次の連絡`,
  },
  stepsLeft: (count, steps) => `未実施の必須の手順（${count}件） ${steps}`,
  expected: (kind, of) =>
    ({
      fact: `（${of}を記録する）`,
      scope: `（${of}を記録する）`,
      channel: `（${of}を使用禁止にするか、告知し直す）`,
      call: `（${of}に連絡をつける）`,
      resume: `（${of}の停止を解除する）`,
      step: `（${of}を行う）`,
      notice: `（${of}で告知する）`,
      severity: `（重大度を${of}に上げる）`,
    })[kind],
  outcome: (due, at) => {
    if (due === null) return at === null ? '未実施' : `未完了（最後の記録${at}）`
    return at === null ? `期限${due}、未実施` : `期限${due}、実施${at}`
  },
  before: (what, id, total, change) => {
    const compared = { same: '同じシナリオの前回', last: '前回の訓練', original: '元のインシデント' }[what]
    if (total === null) return `${compared}（${id}）: 採点なし`
    const scored = `${compared}（${id}）: ${total}点`
    if (change === null) return scored
    return `${scored}（今回は${change === 0 ? '同点' : `それより${Math.abs(change)}点${change > 0 ? '高い' : '低い'}`}）`
  },
}
