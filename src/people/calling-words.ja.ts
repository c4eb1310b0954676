import type { CallingText } from './calling-words.en.ts'

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
  typeToRehearse: (name, way) => `本番と同じ手順です: ${name}の呼び出し（${way}）。続けるには page と入力してください`,
  typeToPage: (name, way) => `外部に送信します: ${name}の呼び出し（${way}）。送信するには page と入力してください`,
  notPaged: '確認できなかったため、呼び出していません',
  noWay: (name) => `${name}には自動送信の設定がありません。直接連絡してください`,
  reached: (party, name) => `${party}: ${name}に連絡がつきました`,
  waiting: (party, name, span, key) =>
    `${party}: ${name}の返事待ち。あと ${span} 返事がなければ次の相手を示します（${key}）`,
  nobody: '連絡先一覧に、連絡する相手がいません',
  raiseDue: (levels) => `${levels}に上げる`,
  raiseWhich: '選んで上げる',
  noLevels: '連絡先一覧に、エスカレーション段階がありません',
}
