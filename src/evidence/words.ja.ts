import type { NotASignerReason } from '../domain/readiness/finding.ts'
import { words } from '../i18n/words.ja.ts'
import type { VerifyLabels } from './words.en.ts'

export function keyNotAllowed(key: string, signers: string, why: NotASignerReason): string {
  return {
    missing: `${key} は署名者の一覧（${signers}）にありません`,
    unnamed: `${key} は署名者の一覧（${signers}）で、名前ではなくパターンだけで登録されています`,
    'other-namespace': `${key} は署名者の一覧（${signers}）で、halt 以外の名前空間（namespaces）だけに登録されています`,
    'not-valid-now': `${key} は署名者の一覧（${signers}）で、現在は有効期間外です`,
  }[why]
}

export const labels: VerifyLabels = {
  state: {
    whole: '異常なし',
    torn: '異常なし、末尾に書きかけあり',
    continued: '打ち切り済み',
    frozen: '凍結済み',
    foreign: '覚えのない行あり',
    forked: '枝分かれあり',
    'set-aside': '対象外',
    missing: 'ファイルなし',
    behind: '末尾が不足',
    differs: '内容が相違',
    damaged: '破損',
  },
  continuedBy: (state, event) => `${state}、続きは ${event}`,
  setAsideBy: (state, event) => `${state}（${event} による）`,
  events: (count, bytes, from, to, by) =>
    `記録${count}件（${bytes}バイト）、${from}${to === null ? '' : ` から ${to} まで`}、記録者 ${by}`,
  noEvents: (bytes) => `有効な記録なし（${bytes}バイト）`,
  notRead: (bytes) => `${bytes}バイト、記録としては数えません`,
  line: (line, offset, bytes, damage) => `${line}行目（全${bytes}バイト中の位置${offset}）: ${damage}。`,
  whole: (damage) => `${damage}。`,
  means: {
    'not-a-line': 'どの書き手も書かない内容です。行が途中で切れたか、別のデータが入り込んでいます。',
    'hash-differs': '書き込んだ後に内容が変わっています。ディスクの故障か、誰かの書き換えです。',
    'chain-broken': 'この行自体は正常です。これより前で、行の削除、追加、差し替えのいずれかが行われています。',
    'not-json': 'ハッシュは合っていますが、このプログラムが書いた内容ではありません。',
    'not-an-event': 'ハッシュは合っていますが、別のプログラムか、このプログラムの別のバージョンが書いた内容です。',
    'wrong-incident': 'この行自体は正常ですが、別のインシデントの記録です。ファイルを取り違えています。',
    'wrong-writer': 'この行自体は正常ですが、別の書き手の記録です。ファイルが複製されたか、名前が変わっています。',
    'clock-runs-back': 'ハッシュは合っていますが、時刻が前の行より前です。このプログラムは、そのような行を書きません。',
    'wrong-signature': 'ハッシュは合っていますが、書き手の署名がありません。別の者が書いた行です。',
    'line-too-long': '1 MiB以上の行です。このプログラムは、そのような行を書きません。',
    unreadable: '共有されていないほかの利用者のファイルか、リンク、パイプ、フォルダーです。',
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
  foreign: {
    signed: (kept, found) =>
      `書き手が記録したのは ${kept} までです。${found} までの行は書き手の鍵で署名されているため、有効です。状態フォルダーの複製や復元がなかったか、確かめてください。`,
    unsigned: (kept) =>
      `書き手が記録したのは ${kept} までです。その後の行は書き手の鍵で署名されていないため、無効です。ほかの者が加えた行です。`,
    unnamed: '次にこのマシンで記録すると、これらの行があったことを残し、新しいファイルで続けます。',
    known: '出所は、理由とともに記録されています。',
  },
  gaps: '欠けたまま続けた箇所',
  gap: (writer, found, kept, event) =>
    `${writer} は ${found} までしかありませんでした${kept === null ? '' : `（${kept} まで記録したはず）`}。続きは ${event} です。`,
  leftFiles: '書き込めなくなったファイル',
  leftWhole: (writer, seq, event) =>
    `${writer} の記録は ${seq} まで揃っていますが、所有者またはモードが変わりました。続きは ${event} です。`,
  forks: '状態フォルダーの複製または復元',
  fork: (writer, base, kept, event, isHere) =>
    `${writer}:${base} より後は、同じ鍵で署名された行が二系統あります。1つのログにあるのは、どちらか一方だけです。${event} で続けた側の記録は ${kept} までで${kept === base ? 'す' : isHere ? '、このログにあります' : '、このログにはありません'}。`,
  compared: '照合',
  agrees: (event) => `このマシンの控えの末尾ハッシュ（${event}）と一致します。`,
  others: (heads) => `書き手どうしが記した末尾ハッシュ${heads}件と一致します。`,
  notAnchored: '報告書やメールにある末尾ハッシュとは照合していません（--against ハッシュ）。',
  news: (last) => `このマシンが最後に記録した時（${last}）より後に加わった記録`,
  newcomer: (writer, known, events, by) => `${writer}、${known > 0 ? '追加分' : ''}${events}件、記録者 ${by}`,
  newsMeans: 'フォルダーに書き込める人なら、誰でも加えられます。記録者本人に確認してください。',
  anchors: (hasTokens) => (hasTokens ? '署名・タイムスタンプのある末尾' : '署名のある末尾'),
  anchor: {
    'in-log': (events) => `記録${events}件。${events === 1 ? '' : 'すべて'}ログにあります`,
    missing: (events) => `記録${events}件。${events === 1 ? 'ログにありません' : 'ログにない記録があります'}`,
    altered: () => '書き換えられていて、末尾として読めません',
    elsewhere: (_events, of) =>
      `このインシデントの末尾ではありません。${of} の末尾で、このログについては何も示しません`,
  },
  counting: (counting) => (counting === 0 ? 'うち有効な記録はありません' : `うち有効な記録は${counting}件だけです`),
  rivals: {
    title: '宣言が2つあるか、別のインシデントの行があります',
    declared: (event, title, by, time) => `${event}  ${title ?? words.untitled}（宣言 ${time}、記録者 ${by}）`,
    undeclared: 'どの宣言にも属さない行',
    counts: '日時が最も早いため、これを有効としています。書いた者が日時をさかのぼらせた可能性があります。',
    countsNot: (events, writers) =>
      events === 1 ? `これは無効です（${writers}）。` : `これは無効です（${writers} の記録${events}件）。`,
    unsigned: '署名者の一覧にある人の署名はありません',
    more: (count) => `ほかに${count}件あります（verify --json）`,
  },
  signedBy: (signer) => `署名者 ${signer}`,
  signedByUnknown: {
    'no-signers': '未検証（halt.yaml に署名者の一覧の指定がありません）',
    'signers-missing': '未検証（halt.yaml で指定された署名者の一覧がありません）',
    'no-ssh-keygen': '未検証（ssh-keygen を実行できません）',
    invalid: 'この末尾の署名としては無効です',
    'unknown-key': '署名者の一覧にない鍵か、一覧では有効でない鍵による署名です',
  },
  unsigned: '署名もタイムスタンプもなし',
  unstamped: 'タイムスタンプなし',
  moreAnchors: (more, line) => `ほか${more}件（署名者を確認できないもの）: ${line}`,
  moreUnchecked: (count) => `ほかに署名・タイムスタンプが${count}件ありますが、多すぎるため検証していません`,
  timestamp: {
    trusted: (_, time, authority) => `タイムスタンプ ${time}（発行: ${authority}）`,
    unvouched: (_, time, authority, why) =>
      `タイムスタンプ ${time}（発行: ${authority}）。ただし自称であり、信頼できる証明書では確認できません（${why}）`,
    invalid: (file, _time, _authority, why) => `${file}: この末尾のタイムスタンプではありません（${why}）`,
    unchecked: (file, _time, _authority, why) => `${file}: タイムスタンプを検証できませんでした（openssl: ${why}）`,
  },
  signed: (path) => `署名しました: ${path}`,
  signedBefore: (path) => `変更なし。この鍵ではすでに署名済みです: ${path}`,
  keyNotAllowed: (key, signers, why) => `${keyNotAllowed(key, signers, why)}。verify では誰の署名か分かりません`,
  stamped: (path, timestamp) => `${path}: ${timestamp}`,
  unknownWriter: 'このマシンで未確認の書き手です。',
  whatToDo: '対処',
  mend: {
    continue:
      '破損したファイルの無傷のコピー（バックアップ、別のマシン）を探し、元の場所に戻してください。コピーがなければ、理由を付けてファイルを凍結し、新しいファイルで続けます:',
    record:
      'ファイルの無傷のコピー（バックアップ、別のマシン）を探し、元の場所に戻してください。コピーがなければ、理由を付けて、欠けたまま続けることを記録します:',
    declare:
      'ファイルの無傷のコピー（バックアップ、別のマシン）を探し、元の場所に戻してください。コピーがなければ、インシデントを宣言し直します:',
    rename: 'フォルダーとその中のログファイルの名前を、ログが宣言しているインシデントの名前に直してください:',
    choose:
      'どちらが本物かを確かめてください。記録者本人に尋ね、手元の末尾ハッシュ（報告書、メール、署名）と照合します。偽物のファイルをフォルダーの外に移し、理由を付けて、それなしで続けることを記録します:',
    'put-back':
      '次に記録するコマンドが、同じ内容をほかのインシデント、付属の手順書、ワークスペースから探して元に戻します。見つからない場合は、コピー（バックアップ、別のマシン）を同じ名前で戻してください。',
    ask: '別のバンドルを、できればログを持つ別の人から受け取ってください。',
    upgrade: '先に、新しいバージョンのhaltでファイルを読めるかどうかを確かめてください。',
  },
  result: {
    consistent: (events) => `記録${events}件: 整合しており、このマシンの控えとも一致します（外部の控えとは未照合）`,
    anchored: (events, anchor) => `記録${events}件: 整合しており、${anchor} の時点で指定のハッシュと一致します`,
    damaged: (events) => `信頼できる記録は${events}件だけです。ログが破損しています`,
    'declared-twice': (events) =>
      `記録${events}件: すべてが同じインシデントの記録ではありません。宣言が2つあるか、別のインシデントの行があります`,
    behind: (events) => `記録${events}件: それ自体は整合していますが、記録したはずの内容がそろっていません`,
    'foreign-lines': (events) =>
      `記録${events}件: それ自体は整合していますが、書き手が書いていない行を含むファイルがあります`,
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
  consistentOnly: (events) => `記録${events}件: 整合しています（このフォルダーの外にある控えとは照合していません）`,
  head: (head) => `末尾ハッシュ ${head}`,
  setBack: (events, span) => `直前の記録より遅れた時計による記録が${events}件あります（最大${span}）。`,
  farAhead: (writer, span) =>
    `${writer} の時計が、このマシンより${span}進んでいます。誤りか偽装のため、ほかの書き手の時刻には影響させていません。この書き手の記録は、後に書かれた記録よりも後ろに並びます。`,
  governing: 'ログとは別に保存した手順書と設定',
  flaw: {
    gone: 'ありません',
    altered: '内容がログの指すものと一致しません',
    unreadable: '読み取れません',
    invalid: 'ログの指す内容ですが、このバージョンでは使えません',
  },
  named: (files) => `ログが指す手順書と設定のファイル${files}件と一致します。`,
  bundle: {
    digest: (digest) => `SHA-256 ${digest}`,
    leftOut: (file) => `ここでは読めないため、バンドルに含めていません: ${file}`,
    surplus: (file) => `このログのものでないか多すぎるため、バンドルに含めていません: ${file}`,
    moreSurplus: (files) => `ほかに${files}ファイルも、バンドルに含めていません`,
    written: (file, digest) => `バンドル: ${file}\nSHA-256 ${digest}`,
    evidence: (pieces) => `証跡: ログが指す${pieces}件は、バンドルに含まれていません。`,
    unknownWriter: 'インシデントを宣言した書き手とのつながりが、記録にありません。',
    signedByOwnList: (signer) => `署名者 ${signer}（バンドルに入っている署名者の一覧による）`,
    recordedSince: (writer, found, kept) =>
      `${writer} の記録は${found === 0 ? '含まれていません' : ` ${found} までです`}。このマシンでは ${kept} まで記録しました。バンドルが古いか、末尾が欠けています。`,
    consistent: (events) => `記録${events}件: それ自体は整合しています`,
    signed: (covered, signer) =>
      `${signer} が署名した末尾は、うち${covered}件に及びます。その鍵がなければ、後から変更できません。`,
    stamped: (covered, time) =>
      `${time} のタイムスタンプがある末尾は、うち${covered}件に及びます。その時点でログにあったことは示しますが、誰が書いたかまでは示しません。`,
    rest: '残りは、バンドルを作った人が書き加えたり省いたりできます。',
    ownList:
      '署名者の一覧は、バンドルを作った人が選んだものです。手元の一覧（--signers ファイル）か、報告書の末尾ハッシュ（--against ハッシュ）と照合してください。',
    nobodySigned:
      '手元の一覧にある署名者は、誰も末尾に署名していません。ほかにバンドルの外のものとは照合していないため、バンドルを作った人は、すべてを作り上げることもできます。報告書の末尾ハッシュと照合してください（--against ハッシュ）。',
    nothingCompared:
      'バンドルの外のものとは照合していません。バンドルを作った人は、すべてを作り上げることもできます。署名者の一覧（--signers ファイル）か、報告書の末尾ハッシュ（--against ハッシュ）と照合してください。',
    page: ({ incident, events, head, evidence, hasSigners }) =>
      `# ${incident} のログ

このバンドルには、1件のインシデントのログを確かめるために必要なものが入っています。書き手ごとのファイル（\`ID.WRITER.jsonl\`）、適用された手順書と設定、署名・タイムスタンプの対象となった末尾と、その署名（\`anchors/\`）${hasSigners ? '、署名者の一覧（`signers`）' : ''}です。

- 記録: ${events}件
- 末尾ハッシュ: \`${head}\`
- 証跡（添付ファイル、非公開メモ、個人に関する項目の値、コマンドの出力）: ${evidence === 0 ? 'なし' : `${evidence}件。このバンドルには含まれていません`}

プログラムで確かめるには、\`haltctl verify ファイル --signers 一覧\` を使います。プログラムなしで確かめるには、バンドルを展開し、このページのあるフォルダーで、末尾のシェルの行を実行します。必要なのは POSIX シェル、\`sha256sum\`、\`openssl\`、\`ssh-keygen\` です。このページはバンドルを作った人が書き換えられるため、実行する前に読むか、信頼できる docs/ja/log.md の同じ行を使ってください。

署名された末尾ごとに \`signed by 名前\` と、その署名が及ぶ各書き手の最後の記録を表示します。タイムスタンプなら \`time-stamped 時刻\` です。それ以外に表示されるものは、変更されている（altered）、欠けている（missing）、署名がない（not signed）のいずれかです。\`haltctl verify\` なら事情を説明する次のものも、ここでは異常として表示されます: 書きかけの最終行、打ち切られた破損ファイル、署名が始まる前のログ。

- 署名された末尾は、それが及ぶ記録が署名の後に変更されていないことを示します。それより後の記録は、バンドルを作った人が書き加えたり省いたりできます。
- \`signers\` の名前は、それだけでは何も示しません。その一覧もバンドルを作った人が書けるからです。本人から受け取った鍵と比べるか、\`SIGNERS=ファイル\` と設定して手元の一覧を使ってください。タイムスタンプの発行者を保証する証明書は、\`ROOT=ファイル\` で設定します（なければシステムのもの）。`,
  },
}
