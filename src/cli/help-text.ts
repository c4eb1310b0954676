/** Help in Japanese; in English each command says it itself. */
export interface CommandHelp {
  readonly summary: string
  /** By the argument's name. */
  readonly args?: Readonly<Record<string, string>>
  /** By the option's long form. */
  readonly options?: Readonly<Record<string, string>>
}

export const titles: Readonly<Record<string, string>> = {
  'Usage:': '使い方:',
  'Arguments:': '引数:',
  'Options:': 'オプション:',
  'Commands:': 'コマンド:',
  'Running a halt:': '取引停止中に使うコマンド:',
  'Looking back:': '振り返りに使うコマンド:',
  'Being ready:': '備えに使うコマンド:',
}

export const choices = (list: readonly string[]): string => `（選択肢: ${list.join('、')}）`

/** Options that every command takes. */
export const globals: Readonly<Record<string, string>> = {
  '--version': 'バージョンを表示する',
  '--help': 'このヘルプを表示する',
  '--dir': 'ワークスペース',
  '--lang': '操作する人の言語',
  '--color': '色を付けるかどうか',
  '--as': '操作する人の名前',
  '--incident': 'インシデント。ID、その先頭の一部、または latest',
  '--json': '標準出力に JSON 文書を1つ出力する',
  '--no-input': '何も尋ねない',
  '--plain': '画面を描き直さず、1行ずつ出力する',
}

const step = { step: '手順の ID' }
const decided = { '--reason': '理由（必須）', '--note': '--reason と同じ', '--at': '決めた時刻' }
const bell = { '--no-bell': '期限が来ても端末のベルを鳴らさない' }
const whose = {
  '--department': 'この部署の担当分だけを表示する',
  '--assigned': 'この人または部署に割り当てた分だけを表示する',
}
const called = {
  args: { person: '連絡した人。ID または名前' },
  options: { '--by': '連絡方法', '--at': '時刻', '--note': '聞いた内容' },
}

/** By the words that call the command; the program itself under the empty word. */
export const commands: Readonly<Record<string, CommandHelp>> = {
  '': { summary: '取引停止への対応を、手順書に沿って進める。' },
  help: { summary: 'コマンドのヘルプを表示する' },
  start: {
    summary: '取引停止を宣言し、ログを開く',
    options: {
      '--type': '停止の種類: maintenance、system-failure、security-incident、compliance、market-volatility',
      '--title': '件名',
      '--severity': '重大度。迷ったら高い方',
      '--at': '停止が始まった時刻',
      '--scope': '操作[:資産]=状態',
      '--planned': '計画停止の予定。開始/終了',
      '--drill': '訓練として始める（すべての行に印が付く）',
      '--no-walk': 'ログを開くだけで、手順は始めない',
      ...bell,
    },
  },
  walk: { summary: '手順を1つずつ進める', options: bell },
  status: {
    summary: '現在の状況を表示する',
    options: {
      ...whose,
      '--check': '訓練を除く進行中のインシデントの期限切れだけを表示する。あれば終了コード7',
    },
  },
  watch: { summary: 'ログを追いながら状況を表示し続ける', options: bell },
  next: {
    summary: '次にすることを表示する',
    options: { ...whose, '--all': '先頭の数件だけでなく、残りをすべて表示する' },
  },
  begin: {
    summary: '手順に着手したことを記録する',
    args: step,
    options: { '--note': '何をしているか', '--at': '着手した時刻' },
  },
  done: {
    summary: '手順が完了したことを記録する',
    args: step,
    options: { '--note': '何をしたか、何が分かったか', '--at': '完了した時刻' },
  },
  decline: { summary: '必須でない手順を見送る', args: step, options: decided },
  skip: { summary: '手順を行わないことを、逸脱として記録する', args: step, options: decided },
  assign: {
    summary: '手順の担当を決める',
    args: step,
    options: { '--to': '人または部署（必須）', '--at': '割り当てた時刻' },
  },
  set: {
    summary: '項目の値と、顧客向けの文言を記録する',
    args: { fact: '項目=値、項目.ja=文言、項目.en=文言。未確認なら 項目=?' },
    options: { '--at': '判明した時刻' },
  },
  note: {
    summary: 'ログにメモを書く',
    args: { text: 'メモ' },
    options: {
      '--at': '起きた時刻',
      '--attach': 'ファイルのコピーをログとは別に保管する（ログにはダイジェストが残る）',
      '--private': '本文をログには書かず、別に保管する。- なら標準入力から読む',
      '--hypothesis': '考えられる原因（仮説）として書く',
      '--discards': 'その記録名の仮説を棄却する理由として書く',
    },
  },
  exec: {
    summary: 'コマンドを実行し、出力を証跡として残す',
    args: { command: '-- の後に、プログラムと引数。シェルは通さず、端末も渡さない（sudo は sudo -n）' },
    options: {
      '--step': '何の手順のために実行するか。コマンドを書かなければ、その手順にあるものを実行する',
      '--number': 'その手順にあるコマンドのうち何番目か',
      '--confirm': '危険なコマンドの場合に、手順の ID を書いて確認する',
      '--timeout': 'この時間が過ぎたら終わらせる（既定値: 1h）',
      '--keep': '標準出力と標準エラー出力を、それぞれこの量まで保管する（既定値: 16m）',
      '--settle': '結果が不明なコマンドの終わり方を記録する。--reason が必要',
      '--reason': 'どう終わったか、何で分かったか',
    },
  },
  scope: {
    summary: '何が止まっているかを記録する',
    args: { statement: '操作[:資産]=状態。limited には制限の内容が必要: limited:内容' },
    options: { '--at': 'その状態になった時刻' },
  },
  notice: {
    summary: '告知を表示、確認、送信、記録する',
    args: { channel: '告知手段。省略すると、顧客向けのすべて' },
    options: {
      '--stage': '告知の区分。省略すると、その告知手段で次に来る区分',
      '--language': 'この言語の文面だけ',
      '--next': '次報を予定する時刻。これだけなら、予定として記録する',
      '--check': '文面の問題点を表示する。エラーがあれば終了コード8',
      '--dry-run': '何がどこに送られるかを表示する。送信も記録もしない',
      '--edit': '先に $VISUAL または $EDITOR で文面を直す',
      '--send': '送信する。これを付けることが承認になる',
      '--retry': '--send と共に: 届かなかったものを、そのままもう一度送る',
      '--posted': '人が掲載した告知を記録する',
      '--link': '--posted と共に: 掲載先の URL',
      '--at': '--posted と共に: 掲載した時刻',
      '--text-file': '--posted と共に: 文面のファイル。文面を変えた場合や、残したい場合',
      '--evidence': '「資産は安全」などと断言する場合の根拠',
      '--approved-by': 'その断言を承認した人',
      '--unsafe': 'その告知手段を使用禁止にする',
      '--safe': '使用禁止を解く',
      '--force': 'エラー、使用禁止の告知手段、結果不明の送信があっても送る',
      '--reason': '理由。--force、--unsafe、--safe と共に',
    },
  },
  contacts: {
    summary: '今連絡する相手と、連絡の状況を表示する（page、tried、reached）',
    options: { '--graph': '代わりに、誰が誰に伝えるかを表示する' },
  },
  'contacts page': {
    summary: 'contacts.yaml の設定で自動送信し、人を呼び出す。このコマンドの実行が送信の承認になる',
    args: { person: '呼び出す人。ID または名前' },
    options: {
      '--next': '今連絡する相手を、すべての部署について呼び出す',
      '--dry-run': '誰に何を送るかを示すだけで、送信も記録もしない',
    },
  },
  'contacts tried': { summary: '連絡したが、まだ返事がないことを記録する', ...called },
  'contacts reached': { summary: '返事があった人を記録する', ...called },
  clock: { summary: '当局への報告期限（list、start）' },
  'clock list': { summary: '当局が求める報告、該当の可能性、期限を表示する' },
  'clock start': {
    summary: '期限の起点になる出来事を記録する',
    args: { origin: '起点（awareness）、当局（eu-dora）、当局:起点、または報告（jp-ppc-final）' },
    options: { '--at': 'その出来事の時刻' },
  },
  'report-to': {
    summary: '当局に報告したことを記録する',
    args: { authority: '当局（jp-fsa）なら次に期限が来る報告。または報告（jp-fsa-status）' },
    options: {
      '--report': 'その当局への報告のうち、どれか',
      '--at': '報告した時刻',
      '--ref': '受付番号',
      '--note': '伝えた内容',
    },
  },
  handover: {
    summary: '引き継ぎの内容を表示する。指揮の引き継ぎを依頼、承諾する',
    options: {
      '--to': '指揮の引き継ぎを依頼する相手',
      '--accept': '依頼された指揮を引き受ける',
      '--note': '--to と共に: 相手に最初に知らせること',
      '--reason': '--accept と共に: 依頼されていない場合の理由',
      '--at': '決めた時刻',
      '--format': '引き継ぎの形式（既定値: text）',
      '--language': '引き継ぎの言語（既定値: 操作する人の言語）',
      '--output': '引き継ぎをファイルに書き出す',
      '--overwrite': 'ファイルがあっても書き出す',
    },
  },
  escalate: {
    summary: '上位の責任者にエスカレーションする',
    args: { level: 'エスカレーション段階。省略すると、今条件に当てはまるもの' },
    options: {
      '--reason': '理由。条件に当てはまらない場合に必要',
      '--at': '行った時刻。付けると呼び出しは送らない',
      '--no-page': '自動送信の設定があっても、呼び出しを送らない',
    },
  },
  classify: {
    summary: '種類、重大度、件名を変える',
    options: {
      '--type': '停止の種類',
      '--severity': '重大度。sev1 から sev4。迷ったら高い方',
      '--title': '件名',
      '--reason': '理由（必須）',
      '--at': '決めた時刻',
    },
  },
  advance: {
    summary: '次の段階に進む',
    options: {
      '--force': '必須の手順が残っていても進む',
      '--reason': '強行する理由',
      '--at': '次の段階が始まった時刻',
    },
  },
  lift: {
    summary: '再開した取引を記録する',
    args: { target: '再開した 操作[:資産]' },
    options: {
      '--all': 'すべて再開した',
      '--force': '再開基準が確認されていなくても記録する',
      '--reason': '強行する理由',
      '--at': '再開した時刻',
    },
  },
  reopen: {
    summary: '再び停止したことを記録する',
    options: { '--reason': '再び停止した理由（必須）', '--scope': '操作[:資産]=状態', '--at': '再び停止した時刻' },
  },
  close: {
    summary: 'インシデントを終える',
    options: {
      '--as': 'どの段階からでも、その扱いで終える',
      '--force': '手順や残作業があっても終える',
      '--reason': '理由',
      '--at': '終えた時刻',
    },
  },
  undo: {
    summary: '記録を、新しい記録で取り消す',
    args: { event: '書き手:番号。省略すると、自分の記録のうち取り消せる最後のもの' },
    options: { '--reason': '理由（必須）', '--note': '--reason と同じ' },
  },
  correct: {
    summary: '記録の時刻または言葉を訂正する',
    args: { event: 'log に表示される 書き手:番号' },
    options: { '--at': '実際に起きた時刻', '--text': '正しい言葉', '--reason': '理由（必須）' },
  },
  evidence: { summary: 'ログとは別に保管した証跡（list、show、remove）' },
  'evidence list': { summary: '証跡と、保管したときのままかどうかを一覧にする' },
  'evidence show': {
    summary: '証跡の中身を標準出力に出す',
    args: { piece: 'evidence/ にある名前、またはその先頭の一部' },
  },
  'evidence remove': {
    summary: '証跡を完全に削除し、その理由を記録する',
    args: { piece: 'evidence/ にある名前、またはその先頭の一部' },
    options: { '--reason': '理由（必須）' },
  },
  action: { summary: '残作業を管理する（add、change、done、list）' },
  'action add': {
    summary: '残作業を加える',
    args: { text: '何をするか' },
    options: {
      '--owner': '担当者',
      '--due': '期限。日付（その日の終わりまで）または時刻',
      '--serves': 'この残作業で実施する再発防止策の項目',
      '--at': '決めた時刻',
    },
  },
  'action change': {
    summary: '担当者や期限を変える',
    args: { action: '残作業を加えた記録の名前' },
    options: { '--owner': '担当者', '--due': '期限。日付（その日の終わりまで）または時刻' },
  },
  'action done': {
    summary: '残作業が完了したことを記録する',
    args: { action: '残作業を加えた記録の名前' },
    options: { '--note': '何をしたか', '--at': '完了した時刻' },
  },
  'action list': { summary: '残作業を一覧にする' },
  list: { summary: 'すべてのインシデントを一覧にする', options: { '--open': '終わっていないものだけ' } },
  log: {
    summary: 'インシデントのログを表示する',
    options: { '--follow': '中断するまで、新しい記録（誰のものでも）を表示し続ける' },
  },
  verify: {
    summary: 'ログをハッシュで検証する',
    options: {
      '--against': '以前の末尾ハッシュ。16進数20〜64桁',
      '--continue': '破損した部分を凍結し、欠けた部分を記録して、新しいファイルで続ける',
      '--reason': '理由（--continue では必須）',
    },
  },
  report: {
    summary: '事後報告書を作る',
    options: {
      '--format': '報告書の形式。timelineは、文字で描く時系列（既定値: markdown）',
      '--language': '報告書の言語（既定値: 操作する人の言語）',
      '--audience': '報告書を読む人（既定値: internal）',
      '--draft': '代わりに、当局への報告書の下書きを作る',
      '--template': '今回だけ使うテンプレートのファイル',
      '--built-in': 'テンプレートを使わず、標準の形式で作る',
      '--partial': 'ログが破損していても、読める部分だけで作る（不完全と明記する）',
      '--fill': '足りない項目を先に尋ね、答えを記録する',
      '--output': 'ファイルに書き出す',
      '--overwrite': 'ファイルがあっても上書きする',
    },
  },
  init: {
    summary: '設定と連絡先一覧のファイルを作る',
    args: { folder: '作る場所。省略すると、--dir か HALT_DIR、それもなければ現在のフォルダー' },
    options: {
      '--organisation-ja': '日本語の告知に使う会社名',
      '--organisation-en': '英語の告知に使う会社名',
      '--contact-ja': '日本語の告知に載せるお問い合わせ先',
      '--contact-en': '英語の告知に載せるお問い合わせ先',
      '--timezone': 'タイムゾーン（既定値: Asia/Tokyo）',
      '--head': '部署=氏名。部署の責任者。部署ごとに1回',
      '--reach': '氏名=連絡方法。電話番号、メールアドレス、チャットの @名前。人ごとに1回',
      '--id': '氏名=ID。コマンドで使う短い名前',
    },
  },
  trust: {
    summary: '別の利用者が書き換えられるワークスペースを信頼する',
    args: { folder: 'ワークスペース' },
  },
  drill: {
    summary: 'シナリオで訓練し、マニュアルに照らして採点する',
    args: { scenario: '訓練のシナリオ。一覧は --list' },
    options: {
      '--list': 'シナリオの一覧を表示する',
      '--replay': '過去のインシデントを訓練で再現する。ID、ログのファイル、またはそのフォルダー',
      '--auto': '人も待ち時間もなしに、採点まで自動で進める',
      '--speed': '時計の速さ（1から600倍）',
      '--score': '訓練をその時点で採点する。合格点に届かなければ終了コード8',
      '--no-walk': '訓練のログを開くだけで、手順は始めない',
      ...bell,
    },
  },
  completion: {
    summary: 'シェルの補完を設定するスクリプトを出力する',
    args: { shell: '使っているシェル' },
  },
  doctor: {
    summary: '停止への備えができているかを点検する。エラーがあれば終了コード8',
    options: { '--offline': 'どこにも接続しない' },
  },
  stats: {
    summary: '複数のインシデントの数値をまとめる',
    options: {
      '--since': 'この時刻以降に始まったものだけ',
      '--until': 'この時刻より前に始まったものだけ',
      '--csv': '表計算ソフト用に、1件を1行で出力する',
    },
  },
  runbook: { summary: '手順書を扱う（check、show、coverage、schema、adopt）' },
  'runbook check': {
    summary: '手順書、告知テンプレート、連絡先一覧の問題点をすべて表示する',
    args: { path: 'ファイル、フォルダー、またはワークスペース。省略すると、現在のワークスペース' },
  },
  'runbook show': { summary: '有効な手順書を表示する' },
  'runbook coverage': { summary: 'マニュアルの各条項を何が受け持つかを表示する' },
  'runbook schema': { summary: '手順書のファイルの JSON Schema を表示する' },
  'runbook adopt': {
    summary: '進行中のインシデントに、現在の手順書を適用する',
    options: { '--reason': '理由（必須）' },
  },
}
