import type { VerifyLabels } from './words.en.ts'

export const labels: VerifyLabels = {
  state: {
    whole: '異常なし',
    torn: '異常なし、末尾に書きかけあり',
    continued: '打ち切り済み',
    frozen: '凍結済み',
    missing: 'ファイルなし',
    behind: '末尾が不足',
    differs: '内容が相違',
    damaged: '破損',
  },
  continuedBy: (state, event) => `${state}、続きは ${event}`,
  events: (count, bytes, from, to, by) =>
    `記録${count}件（${bytes}バイト）、${from}${to === null ? '' : ` から ${to} まで`}、記録者 ${by}`,
  noEvents: (bytes) => `有効な記録なし（${bytes}バイト）`,
  line: (line, offset, bytes, damage) => `${line}行目（全${bytes}バイト中の位置${offset}）: ${damage}。`,
  whole: (damage) => `${damage}。`,
  means: {
    'not-a-line': 'どの書き手も書かない内容です。行が途中で切れたか、別のデータが入り込んでいます。',
    'hash-differs': '書き込んだ後に内容が変わっています。ディスクの故障か、誰かの書き換えです。',
    'chain-broken': 'この行自体は正常です。これより前で、行の削除、追加、差し替えのいずれかが行われています。',
    'not-json': 'ハッシュは合っていますが、このプログラムが書いた内容ではありません。',
    'not-an-event': 'ハッシュは合っていますが、別のプログラムか、このプログラムの別の版が書いた内容です。',
    'wrong-incident': 'この行自体は正常ですが、別のインシデントの記録です。ファイルを取り違えています。',
    'wrong-writer': 'この行自体は正常ですが、別の書き手の記録です。ファイルが複製されたか、名前が変わっています。',
    'clock-runs-back': 'ハッシュは合っていますが、時刻が前の行より前です。このプログラムは、そのような行を書きません。',
    'line-too-long': '1MiB以上の行です。このプログラムは、そのような行を書きません。',
    'no-beginning': '宣言を記録したファイルがないか、その1行目が信頼できません。',
    'frozen-altered': '証拠として凍結した時の内容と違います。',
    'frozen-missing': '証拠として凍結した後に、移動または削除されています。',
    'wrong-folder':
      'フォルダーとファイルが複製されたか、名前が変わっています。このままでは別のインシデントと取り違えます。',
  },
  counts: (events) =>
    events === 0
      ? 'このファイルに、信頼できる記録はありません。'
      : `その前の記録${events}件は信頼できます。そこから後は信頼できません。`,
  seen: {
    missing: (_, seen, by) => `この書き手のファイルがありません。${by} の時点では ${seen} までありました。`,
    behind: (found, seen, by) => `${found} で終わっていますが、${by} の時点では ${seen} までありました。`,
    differs: (_, seen, by) => `${seen} 番目の記録が、${by} の時点にあったものと違います。`,
  },
  kept: {
    missing: (_, kept) => `この書き手のファイルがありません。このマシンの控えでは ${kept} まで記録したはずです。`,
    behind: (found, kept) => `${found} で終わっていますが、このマシンの控えでは ${kept} まで記録したはずです。`,
    differs: (_, kept) => `${kept} 番目の記録が、このマシンの控えと違います。`,
  },
  torn: (bytes, offset) =>
    `末尾が書きかけです（${offset}バイト目から${bytes}バイト）。記録済みとは表示していない内容です。この書き手が次に記録するときに退避します。`,
  frozen: (bytes) => `ファイルは凍結した時のままです（${bytes}バイト）。SHA-256:`,
  reason: (words) => `理由: ${words}`,
  reasonWord: '理由',
  aside: '退避した書きかけ',
  asideNamed: (bytes, event) => `${bytes}バイト、${event} に記載`,
  asideUnnamed: (bytes) => `${bytes}バイト、ログには未記載。次の記録で記載します`,
  evidence: 'ログとは別に保存した証跡',
  standing: ({ intact, removed, undeleted, absent, lost, unreadable, altered }) =>
    [
      `一致${intact}件`,
      removed > 0 ? `削除済み${removed}件` : '',
      undeleted > 0 ? `削除を記録済みで本体が残存${undeleted}件` : '',
      absent > 0 ? `このマシンになし${absent}件` : '',
      lost > 0 ? `このマシンから消失${lost}件` : '',
      unreadable > 0 ? `読み取り不可${unreadable}件` : '',
      altered > 0 ? `不一致${altered}件` : '',
    ]
      .filter(Boolean)
      .join('、'),
  gaps: '欠けたまま続けた箇所',
  gap: (writer, found, kept, event) =>
    `${writer} は ${found} までしかありませんでした${kept === null ? '' : `（${kept} まで記録したはず）`}。続きは ${event} です。`,
  compared: '照合',
  agrees: (event) => `このマシンの控えの末尾ハッシュ（${event}）と一致します。`,
  others: (heads) => `書き手どうしが記した末尾ハッシュ${heads}件と一致します。`,
  notAnchored: '報告書やメールにある末尾ハッシュとは照合していません（--against ハッシュ）。',
  news: (last) => `このマシンが最後に記録した時（${last}）より後に加わった記録`,
  newcomer: (writer, known, events, by) => `${writer}、${known > 0 ? '追加分' : ''}${events}件、記録者 ${by}`,
  newsMeans: 'フォルダーに書き込める人なら、誰でも加えられます。記録者本人に確認してください。',
  whatToDo: '対処',
  mend: {
    continue:
      '破損したファイルの無傷のコピー（バックアップ、別のマシン）を探し、元の場所に戻してください。コピーがなければ、理由を付けてファイルを凍結し、新しいファイルで続けます:',
    record:
      'ファイルの無傷のコピー（バックアップ、別のマシン）を探し、元の場所に戻してください。コピーがなければ、理由を付けて、欠けたまま続けることを記録します:',
    declare:
      'ファイルの無傷のコピー（バックアップ、別のマシン）を探し、元の場所に戻してください。コピーがなければ、インシデントを宣言し直します:',
    rename: 'フォルダーとその中のログファイルの名前を、ログが宣言しているインシデントの名前に直してください:',
    'put-back':
      '次に記録するコマンドが、同じ内容をほかのインシデント、同梱の手順書、ワークスペースから探して元に戻します。見つからない場合は、コピー（バックアップ、別のマシン）を同じ名前で戻してください。',
    upgrade: '先に、新しい版のhaltでファイルを読めるかどうかを確かめてください。',
  },
  result: {
    consistent: (events) => `記録${events}件: 整合しており、このマシンの控えとも一致します（外部の控えとは未照合）`,
    anchored: (events, anchor) => `記録${events}件: 整合しており、${anchor} の時点で指定のハッシュと一致します`,
    damaged: (events) => `信頼できる記録は${events}件だけです。ログが破損しています`,
    behind: (events) => `記録${events}件: それ自体は整合していますが、記録したはずの内容がそろっていません`,
    'runbook-missing': (events) =>
      `記録${events}件: ログは整合していますが、ログが指す手順書または設定のファイルがそろっていません`,
    'evidence-altered': (events) =>
      `記録${events}件: ログは整合していますが、証跡の内容が記録と一致しません（書き換えまたは破損）`,
    'evidence-lost': (events) =>
      `記録${events}件: ログは整合していますが、このマシンで保存した証跡の本体がなくなっています`,
    'not-deleted': (events) => `記録${events}件: ログは整合していますが、削除を記録した証跡の本体が残っています`,
    'unknown-head': (events) =>
      `記録${events}件: それ自体は整合していますが、末尾ハッシュが指定の値だったことはありません`,
  },
  consistentOnly: (events) => `記録${events}件: 整合していますが、ログの外の控えとは何も照合していません`,
  head: (head) => `末尾ハッシュ ${head}`,
  setBack: (events, span) => `時計が戻された後の記録が${events}件あります（最大${span}）。`,
  farAhead: (writer, span) =>
    `${writer} の時計が、このマシンより${span}進んでいます。誤りか偽装のため、ほかの書き手の時刻には影響させていません。この書き手の記録は、後に書かれた記録よりも後ろに並びます。`,
  governing: 'ログとは別に保存した手順書と設定',
  flaw: {
    gone: 'ありません',
    altered: '内容がログの指すものと一致しません',
    unreadable: '読み取れません',
    invalid: 'ログの指す内容ですが、この版では使えません',
  },
  named: (files) => `ログが指す手順書と設定のファイル${files}件と一致します。`,
}
