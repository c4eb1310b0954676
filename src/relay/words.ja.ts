import type { RelayWords } from './words.en.ts'

export const relay: RelayWords = {
  synced: (incident, pushed, pulled) => `${incident}  送信${pushed}件、受信${pulled}件`,
  nothing: (name) => `中継サーバー ${name}: 共有するものはありません`,
  done: (name, incidents) => `中継サーバー ${name}: インシデント${incidents}件が最新です`,
  left: (count) => `対応中のインシデントが中継サーバーにほか${count}件あります。もう一度 sync を実行してください`,
  refused: (incident, writers) =>
    `${incident}: 中継サーバーにある ${writers.join('、')} の行のうち、検証できないもの、またはこのマシンの記録と矛盾するものは、取り込んでいません`,
  waiting: (count) => `まだ共有していない記録: ${count}件`,
  setUp: (name) =>
    `中継サーバー ${name}: 準備ができました。利用する人またはマシンごとに実行してください: grant halt_operator to ロール`,
}
