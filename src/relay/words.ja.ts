import type { RelayWords } from './words.en.ts'

export const relay: RelayWords = {
  synced: (incident, pushed, pulled) => `${incident}  送信${pushed}件、受信${pulled}件`,
  nothing: (name) => `中継サーバー ${name}: 共有するものはありません`,
  done: (name, incidents) => `中継サーバー ${name}: インシデント${incidents}件が最新です`,
  refused: (incident, writers) =>
    `${incident}: 中継サーバーにある ${writers.join('、')} の行のうち、検証できないもの、またはこのマシンの記録と矛盾するものは、取り込んでいません`,
  forked: (incident, { writer, base, last, lastElsewhere, counts, isOwn }) => {
    const mine = `${writer}:${base + 1}〜${last}`
    const copied = `複製先でも ${writer} として記録されています（${base + 1}〜${lastElsewhere}）`
    if (isOwn)
      return counts
        ? `${incident}: このマシンの状態フォルダーが複製され、${copied}。どちらの行も持っていなかったマシンは、このマシンの記録（${mine}）を取り込み、複製先の記録は取り込みません。今後、このマシンは新しい書き手として記録します`
        : `${incident}: このマシンの状態フォルダーが複製され、${copied}。どちらの行も持っていなかったマシンは、複製先の記録を取り込みます。このマシンの ${mine} は取り込まれず、ここにしかない可能性があります。log で確かめ、ほかの担当者に必要な内容は記録し直してください。今後、このマシンは新しい書き手として記録します`
    return counts
      ? `${incident}: 状態フォルダーが複製され、2台のマシンが ${writer} として ${base} より後を記録しています。ここにある行（${mine}）は、どちらも持っていなかったマシンが取り込む行です。もう一方の行（${lastElsewhere} まで）は取り込んでいません。記録した担当者に確かめてください`
      : `${incident}: 状態フォルダーが複製され、2台のマシンが ${writer} として ${base} より後を記録しています。このマシンでは、先に届いた行（${mine}）が有効です。どちらも持っていなかったマシンは、もう一方の行（${lastElsewhere} まで）を取り込みます。その行はここには取り込んでいません。記録した担当者に確かめてください`
  },
  waiting: (count) => `まだ共有していない記録: ${count}件`,
  setUp: (name) =>
    `中継サーバー ${name}: 準備ができました。利用する人またはマシンごとに実行してください: grant halt_operator to ロール`,
}
