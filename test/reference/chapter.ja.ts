/** What the schema of a chapter of a manual says in English, in Japanese. */
export const CHAPTER_JA: Readonly<Record<string, string>> = {
  'A chapter of a manual: its steps, and what they and notices refer to. Any file may define anything.':
    'マニュアルの章です。手順と、手順や告知で使うものを書きます。どのファイルで何を定義しても構いません。',
  'The chapter of the manual that the file covers, in quotes.':
    'このファイルが受け持つマニュアルの章。引用符で囲みます。',
  'The date on which somebody last reviewed the file: YYYY-MM-DD. Without it, nobody has.':
    '最後に内容を確認した日。YYYY-MM-DDで書きます。なければ、誰も確認していないとみなします。',
  'What the file is called.': 'ファイルの題名。',
  'The phase of its steps.': '手順の段階。',
  'The name of the organisation in printed notices until the settings give one.':
    '表示用の告知に書く会社名。設定に会社名があれば、そちらを使います。',
  'The types of halts.': '停止の種類。',
  'Whether such a halt is planned and announced in advance: always, possibly, or never.':
    'この種類の停止を事前に計画して知らせるか。必ず行う、行うことがある、行わないのどれか。',
  'Something breaks in such a halt; only then may notices mention a repair.':
    'この種類の停止では、何かが故障する。この場合にだけ、告知に修理のことを書けます。',
  'A report of such a halt must say for whom it is, and assistants are not shown it.':
    'この種類の停止の報告書には、読む人の指定が必要。アシスタントには見せません。',
  'Why services are stopped, as a part of a sentence in notices (default: the name of the type).':
    '停止の理由。告知の文の一部として書きます（既定は種類の名前）。',
  'What notices give as the cause while it has no words of its own (default: that it is looked into).':
    '原因の文言がない間、告知に書く原因（既定は、調査中であること）。',
  'A sentence that notices of such a halt add.': 'この種類の停止の告知に加える文。',
  'The name in Japanese.': '日本語の名前。',
  'The name in English.': '英語の名前。',
  'What the manual calls the phases of an incident: `scheduled` is before a planned halt, `after-resumption` begins with the first lift.':
    'インシデントの段階の、マニュアルでの呼び名。`scheduled` は計画停止の前、`after-resumption` は最初の解除からです。',
  'What the manual calls the kinds of notices: `scheduled` comes before a planned halt, `resumption` after a lift, `final` after closing, `retraction` after a false alarm.':
    '告知の区分の、マニュアルでの呼び名。`scheduled` は計画停止の前、`resumption` は解除の後、`final` は終了の後、`retraction` は誤報の後のものです。',
  'What the manual calls the states of operations: in `cancel-only`, orders can only be cancelled; in `post-only`, only post-only orders are accepted; `limited` comes with words.':
    '操作の状態の、マニュアルでの呼び名。`cancel-only` では注文の取り消しだけ、`post-only` ではポストオンリー注文だけができます。`limited` には文言を付けます。',
  'What the manual calls the severities, of which `sev1` is the worst.':
    '重大度の、マニュアルでの呼び名。最も重いのは `sev1` です。',
  ...Object.fromEntries(
    [
      ...['scheduled', 'initial-response', 'during-halt', 'after-resumption', 'closed'],
      ...['first', 'update', 'resumption', 'final', 'correction', 'retraction'],
      ...['stopped', 'cancel-only', 'post-only', 'limited', 'open', 'sev1', 'sev2', 'sev3', 'sev4'],
    ].map((id) => [`Its name for \`${id}\`.`, `\`${id}\` の呼び名。`]),
  ),
  'What can be stopped.': '停止の対象となる操作。',
  'Other names, which are read as the id where somebody types them.': 'ほかの呼び名。入力すると、IDとして読みます。',
  'The name in titles of notices, such as "withdrawals" (default: its name).':
    '告知の件名での名前。例: 「出金」（既定は操作の名前）。',
  'What notices say if the operation alone is stopped (default: they name it). Of several operations, it is what a service of all of them has.':
    'この操作だけが止まったときの、告知の言い回し（既定は、操作の名前を書く）。複数の操作では、それらをまとめたサービスのものを使います。',
  'In a title, such as "Cash withdrawals suspended".': '件名での形。例: 「日本円の出金停止」。',
  'As a noun, such as "suspension of cash withdrawals".': '名詞の形。例: 「日本円の出金の停止」。',
  'In the title when it is open again, such as "Cash withdrawals are possible again".':
    '再開したときの件名での形。例: 「日本円の出金再開」。',
  'As a clause, such as "cash cannot be withdrawn".': '文の形。例: 「日本円を出金できません」。',
  'What notices say if only some assets of the operation are.': '一部の資産だけが止まったときの、告知の言い回し。',
  'Words by which the check of notices sees that a text is about the operation.':
    '文面がこの操作についてのものだと、告知の点検が判断する語。',
  'What customers call operations on some assets, or several together (default: each by its own name). In a name, `{assets}` stands for the assets.':
    '一部の資産についての操作や、いくつかの操作をまとめたものの、顧客向けの呼び名（既定は、それぞれの名前）。名前の中の `{assets}` は、資産に置き換わります。',
  'The operations that it consists of. Several are named together while all are in the same state.':
    'このサービスに含まれる操作。すべてが同じ状態の間は、まとめて呼びます。',
  'The only asset that it is for (default: all that have no service of their own).':
    '対象の資産（既定は、自分のサービスを持たないすべての資産）。',
  'What notices say if all of its operations are stopped (default: what they say of the first one).':
    '含まれるすべての操作が止まったときの、告知の言い回し（既定は、最初の操作のもの）。',
  'What `{assets}` stands for if all assets are meant, until the settings say otherwise.':
    'すべての資産を指すときに `{assets}` を置き換える語。設定に別の語があれば、そちらを使います。',
  'What a notice may state only with evidence and an approver, or had better not, besides what every notice is checked for: a list by kind, or only `ja` and `en`, which are claims that something is safe. In a phrase, `|` separates alternatives, `*` stands for up to 40 characters of the same sentence, `_` for up to 12, and `#` for a number.':
    'すべての告知で点検するもののほかに、根拠と承認者がなければ書けない断言や、書かないほうがよい断言。区分ごとのリストか、安全だという断言の `ja` と `en` だけを書きます。語句の中の `|` は「または」、`*` は同じ文の40字まで、`_` は12字まで、`#` は数を表します。',
  '`promise` is absolute, `safety` says that nothing was lost or harmed, `number` is of people or of a loss.':
    '`promise` は断定的な約束、`safety` は損失や被害がないこと、`number` は人数または損害額です。',
  'An error needs evidence and an approver (default: `error` for `promise` and `safety`).':
    'エラーなら、根拠と承認者が必要です（既定は、`promise` と `safety` が `error`）。',
  'What makes it no claim: in the words found, or, with `~` for them, around them.':
    '断言とみなさない場合の語句。見つかった語句の中のものを書きます。前後のものなら、見つかった語句を `~` で表します。',
  'What to write instead (default: advice on the kind).': '代わりに書くこと（既定は、区分ごとの助言）。',
  'The channels of notices.': '告知手段。',
  'What a text looks like, and what is checked: a `page` of a site, a `mail`, a `push` notice, a short public `post` or a `chat` message (default: `page`, for departments `chat`).':
    '文面の形と、点検の内容。`page` はサイトのページ、`mail` はメール、`push` はプッシュ通知、`post` は短い公開の投稿、`chat` はチャット（既定は `page`。読む人が部署なら `chat`）。',
  'Who reads the notices.': '告知を読む人。',
  'What notices on other channels call it, such as "our official website" (default: its name).':
    'ほかの告知手段の告知での呼び名。例: 「公式ウェブサイト」（既定は告知手段の名前）。',
  'What is stated about a halt.': '停止について記入する項目。',
  'What the value is: a `time` in the past, a `future` one (which may be ahead), an `estimate` (a time, a range, or not known), a `count` (a whole number), an `amount` (a number with its currency, such as `1250000 JPY`) or a `text`.':
    '値の種類。`time` は過去の時刻、`future` は未来でもよい時刻、`estimate` は見込み（時刻、時間帯、不明のどれか）、`count` は整数、`amount` は通貨の付いた数（`1250000 JPY` など）、`text` は文。',
  'What a `count` counts: words after the number.': '`count` の単位。数の後に付けます。',
  'The words after the number 1, if they are others, such as the singular.':
    '数が1のときの単位。英語の単数形など、書き方が変わる場合に書きます。',
  'Each person states it for themselves: nobody replaces the words of somebody else, and the report has all of them, with names. Only for a `text` with `report` that customers never read.':
    '人ごとに記入する項目。ほかの人の言葉は置き換えず、報告書には名前を添えてすべてを載せます。`report` があり、顧客が読まない `text` にだけ指定できます。',
  'What the fact means to the program, which knows no fact by its id.':
    'プログラムにとっての項目の役割。プログラムは、IDでは項目を見分けません。',
  "Customers' notices state it: always, known or not, or only if somebody has stated it (`if-stated`).":
    '顧客への告知に載せる。不明でも必ず載せるか、誰かが記入したときだけ載せる（`if-stated`）か。',
  'The kinds of notices that state it (default: those of its role, else all that are about the halt).':
    '載せる告知の区分（既定は、役割による区分。役割がなければ、停止についてのすべての告知）。',
  'Notices of other stages state it too, if somebody has stated it, also after `reopen` (default: they do not).':
    '誰かが記入していれば、ほかの区分の告知や、`reopen` の後の告知にも載せる（既定は、載せない）。',
  'What notices say while it is not known (default: that it is being confirmed).':
    '不明の間、告知に書くこと（既定は、確認中であること）。',
  'What they say instead once another fact, named here, is known; nothing, if it is `null`.':
    'ここに挙げた別の項目が分かった後、代わりに書くこと。`null` なら何も書きません。',
  'The fact in whose public words customers are told of it, so far as it concerns them (default: none).':
    '顧客に関わる範囲を、文言で顧客に伝える項目（既定は、なし）。',
  'Notices say that it is unknown, if it has words for that and `notice` is `if-stated`, only of halts of these types (default: all).':
    '不明のときの文言があり、`notice` が `if-stated` の場合、不明であることを告知に書く停止の種類（既定は、すべて）。',
  'The same, only while one of these operations is restricted (default: always).':
    '同じく、不明であることを書くのを、この操作のどれかを制限している間に限ります（既定は、常に書く）。',
  'Notices state it only if it was stated since the halt began, resumed or was reopened.':
    '停止、再開、再停止のうち最後のものより後に記入したときだけ、告知に載せる。',
  'It has public words in each language, the only ones that reach customers; `reports`: words in each language for reports, which customers never read.':
    '言語ごとの顧客向けの文言を持ち、それだけを顧客に伝える。`reports` は、言語ごとの報告書の文言で、顧客は読みません。',
  'It is about a person: its value is kept beside the log, where `haltctl evidence remove` can delete it. Only for a `text` without `role`, `notice`, `words` and `report`.':
    '個人に関する項目。値はログの外に置き、`haltctl evidence remove` で削除できます。`role`、`notice`、`words`、`report` のない `text` にだけ指定できます。',
  "It says whether customers' assets or data are safe; the first page of the report quotes it.":
    '顧客の資産やデータが安全かどうかを示す項目。報告書の最初のページに引用します。',
  'It is a `count` of the customers that are affected: the picture of the timeline draws it, from when it is stated, while something is restricted. With `operations`, it counts those of these operations.':
    '影響を受けた顧客の数（`count`）。何かを制限している間、記入した時刻から、時系列の図に描きます。`operations` があれば、その操作の顧客の数です。',
  'The part of the post-incident report that it fills.': 'この項目を載せる、事後報告書の部分。',
  'The part that it fills.': '載せる部分。',
  'The question by which `haltctl report --fill` asks for it.': '`haltctl report --fill` でこの項目を尋ねる質問。',
  'Who does the steps.': '手順を行う部署。',
}
