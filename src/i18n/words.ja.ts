import { sizeWords, type Words } from './words.en.ts'

export const words: Words = {
  phase: {
    scheduled: '開始前',
    'initial-response': '初期対応',
    'during-halt': '停止期間中',
    'after-resumption': '再開後',
    closed: '終了',
  },
  stepState: {
    pending: '未着手',
    'in-progress': '着手中',
    done: '完了',
    declined: '見送り',
    skipped: '未実施',
    'not-applicable': '対象外',
  },
  clauseState: {
    done: '実施',
    declined: '見送り',
    skipped: '未実施',
    open: '未完了',
    'not-applicable': '対象外',
    carried: '手順外で対応',
  },
  modality: { must: '必須', effort: '努力', consider: '検討', 'if-needed': '必要時' },
  scopeState: {
    stopped: '停止',
    'cancel-only': '注文取消のみ',
    'post-only': 'Post-Only注文のみ',
    limited: '一部制限',
    open: '利用可',
  },
  notice(stage, number) {
    if (number === null) return words.stage[stage]
    return stage === 'first' ? `第${number}報` : `${words.stage[stage]} 第${number}報`
  },
  stage: {
    scheduled: '事前のお知らせ',
    first: '第1報',
    update: '続報',
    resumption: '取引再開のお知らせ',
    final: '最終報',
  },
  closing: { resolved: '解決', 'false-alarm': '誤報', duplicate: '重複' },
  severity: (severity) => (severity === null ? '重大度未定' : `重大度${severity.slice(3)}`),
  recurring: '繰り返し',
  drill: '訓練',
  untitled: '（件名なし）',
  unknown: '未確認',
  none: 'なし',
  number: (n) => `第${n}報`,
  clock: (kind, name) =>
    ({
      'first-notice': `第1報（${name}）`,
      update: `続報（${name}）`,
      'resumption-notice': `再開のお知らせ（${name}）`,
      escalation: `${name}へのエスカレーション`,
      answer: `${name}からの返事`,
      authority: name,
      step: name,
      action: `残作業 ${name}`,
    })[kind] ?? `${kind}:${name}`,
  verify: '要確認',
  pastDue: '期限超過',
  noOwner: '担当未定',
  noDue: '期限未定',
  marked: (name, mark) => `${name}（${mark}）`,
  days: (n) => `${n}日`,
  seconds: (n) =>
    n >= 3600
      ? `${Math.floor(n / 3600)}時間${Math.floor((n % 3600) / 60)}分`
      : n >= 60
        ? `${Math.floor(n / 60)}分${Math.floor(n % 60)}秒`
        : `${Math.floor(n)}秒`,
  evidence: {
    attachment: 'ファイル',
    note: '非公開メモ',
    stdout: '標準出力',
    stderr: '標準エラー出力',
    journal: '送信の記録',
  },
  standing: {
    intact: '一致',
    altered: '不一致',
    unreadable: '読み取り不可',
    absent: 'このマシンになし',
    lost: 'このマシンから消失',
    removed: '削除済み',
    undeleted: '削除を記録済み、本体が残存',
  },
  flaw: {
    'not-a-folder': 'evidence/ がフォルダーではない',
    'not-a-file': '通常のファイルではない',
    'salt-length': 'ソルトの長さが違う',
    length: '長さが違う',
    digest: 'ダイジェストが違う',
    'no-salt': 'ソルトだけがない',
    'no-bytes': 'ソルトだけが残っている',
  },
  flawed: (standing, flaw) => `${standing}（${flaw}）`,
  leftover: {
    unnamed: 'ファイル',
    unowned: 'ログに記録なし',
    unended: '結果不明（長さとダイジェストの記録なし）',
    saltOnly: 'ソルトのみ',
  },
  bytes: (n) => (n < 1024 ? `${n}バイト` : sizeWords(n)),
  nowDue: (name) => `期限になりました: ${name}`,
  setBack: (span) => `（時計が${span}戻っています）`,
  undone: (by) => `（${by} で取り消し）`,
  corrected: (by, wasAt, was) => `（${by} で訂正。当初は ${wasAt} ${was}）`,
  damaged: '破損',
  dangerous: '危険',
  runsIn: (folder) => `（実行先 ${folder}）`,
}
