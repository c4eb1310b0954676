/** What the schema of a chapter says of clauses and steps in English, in Japanese. */
export const STEP_JA: Readonly<Record<string, string>> = {
  'What else covers clauses besides steps.': '手順のほかに条項を受け持つもの。',
  'The clauses that it covers.': '受け持つ条項。',
  'The clauses of the manual, for `haltctl runbook coverage`.':
    'マニュアルの条項。`haltctl runbook coverage` で使います。',
  'The id of the clause: its section, a dash, and a short name.':
    '条項のID。節の番号、ハイフン、短い名前の順に書きます。',
  'What kind of clause it is, in a word. A `definition`, `trigger` or `context` is never done, unless its `modality` asks for something.':
    '条項の性質を表す語。`definition`、`trigger`、`context` は、`modality` が何かを求めていない限り、実施の対象になりません。',
  'How strongly it asks for something, if it does: words as in a step, and others of your choice.':
    '何かを求める場合の、求め方の強さ。手順と同じ語のほか、自由に決めた語も使えます。',
  'What it says, in short.': '要旨。',
  'The fact that it asks for.': '求める項目。',
  'What it asks for beside its steps, for the report to judge: `prompt-notice`, an update on `news` even if none was due, a `text` of their notices that states its `fact` (without one, all that notices state), or that its `follow-ups` are carried out (those that serve its `fact`; without one, those for prevention).':
    '手順のほかに求めることで、報告書が判断するもの。`prompt-notice` は速やかな告知、`news` は期限でなくても新しく分かったことを知らせる続報、`text` は `fact` の書かれた文面（なければ、告知に書くすべて）、`follow-ups` は残作業の実施（`fact` のためのもの。なければ、再発防止のためのもの）。',
  'What the report says instead of "done", if its steps do not do all of it.':
    '条項の求めることを手順がすべては行わない場合に、報告書で「実施」の代わりに使う言葉。',
  "The steps, in the manual's order.": '手順。マニュアルの順に書きます。',
  'The id of the step: its section, a dash, and a short name.':
    '手順のID。節の番号、ハイフン、短い名前の順に書きます。',
  'The section of the manual to which the step belongs, in quotes: its clauses begin with it.':
    '手順が属するマニュアルの節。引用符で囲みます。手順の条項は、この番号で始まります。',
  'The clauses that the step covers: at most nine, of its own section unless `why` is given.':
    '手順が受け持つ条項。9個までです。ほかの節の条項を受け持つときは、`why` が必要です。',
  'Why the step covers clauses of another section.': 'ほかの節の条項を受け持つ理由。',
  'Whether the manual asks for the step, or it was added beyond the manual.':
    'マニュアルが求める手順か、マニュアルにない追加の手順か。',
  'The department that does the step.': '手順を行う部署。',
  'What is to be done, in a few words.': '何をするか。短く書きます。',
  'How it is done.': 'どのように行うか。',
  'How strongly the manual asks for it: `must` (required), `effort` (strive, 努める), `consider` (検討) or `if-needed` (必要に応じて).':
    'マニュアルの求め方の強さ。`must`（必須）、`effort`（努める）、`consider`（検討）、`if-needed`（必要に応じて）のどれか。',
  'Whether it is done once, or again and again until its end.': '1回だけ行うか、終わりまで繰り返すか。',
  'How often a recurring step is due; it is required there. From 1m to 31d, or `cadence`: as often as the notices of its channel.':
    '繰り返す手順の間隔。繰り返す手順では必須です。1mから31dまで、または `cadence`（告知手段の告知と同じ間隔）。',
  'The end of a recurring step: the first lift, when nothing is restricted any more, or when the incident is closed.':
    '繰り返す手順の終わり。最初の解除、制限がすべてなくなったとき、インシデントの終了のどれか。',
  'The facts that the step asks for.': '手順で尋ねる項目。',
  'What else the step asks for.': '手順で項目のほかに尋ねること。',
  'How urgent the step is, by halt type; `all` stands for every type that is not listed. It does not apply to other types. What is `first` or `now` belongs to the first minutes.':
    '停止の種類ごとの緊急度。`all` は、ここにないすべての種類を表します。ほかの種類では行いません。`first` と `now` は、最初の数分に行うものです。',
  'The phase of the step (default: that of the file).': '手順の段階（既定はファイルのもの）。',
  'The channel of a notice step. It needs `stage` too.': '告知の手順の告知手段。`stage` も必要です。',
  'The kind of notice that a notice step is about. It needs `channel` too.':
    '告知の手順の告知の区分。`channel` も必要です。',
  'The step has to be done before anything is lifted.': '解除の前に完了しなければならない手順。',
  'The step has to be done again after `reopen`.': '`reopen` の後にもう一度行わなければならない手順。',
  'The department that the step notifies, or `all` of them. It is done once somebody there, or in each of them, is reached.':
    '手順で知らせる部署。`all` ならすべての部署。その部署（`all` なら各部署）の誰かと連絡がつくと完了です。',
  'The step decides whether to escalate. It is done once an escalation level is raised.':
    'エスカレーションするかどうかを決める手順。段階を上げると完了です。',
  'Commands that the step offers: for the key `!` of the walk, and `haltctl exec --step`.':
    '手順で実行できるコマンド。手順の画面の `!` か、`haltctl exec --step` で実行します。',
  'The program and its arguments. It is run without a shell.': 'プログラムと引数。シェルを通さずに実行します。',
  'What it does.': 'コマンドの内容。',
  'Runs only after the id of the step has been typed.': '手順のIDを入力したときだけ実行する。',
  'The folder in which it runs, relative to the workspace (default: the workspace).':
    '実行するフォルダー。ワークスペースからの相対パスで書きます（既定はワークスペース）。',
}
