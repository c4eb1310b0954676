import type { PagingText } from './paging-words.en.ts'

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
