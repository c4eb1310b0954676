/** What the schema of an authority says in English, in Japanese. */
export const AUTHORITY_JA: Readonly<Record<string, string>> = {
  'The reports that an authority requires, and their deadlines.': '当局が求める報告と、その期限です。',
  'The date on which it was written, or last reviewed: YYYY-MM-DD.':
    '作成した日、または最後に内容を確認した日。YYYY-MM-DDで書きます。',
  'True until somebody has checked the file; it is then marked wherever it is shown.':
    '誰かがファイルの内容を確かめるまでは true。その間は、表示するところすべてに要確認と示します。',
  'Reports to authorities are always beyond the manual.': '当局への報告は、いつもマニュアルにない追加のものです。',
  'What the authority is called.': '当局の名前。',
  'The halt types to which it may apply (default: every type).': '該当しうる停止の種類（既定は、すべての種類）。',
  'It is proposed once one of these facts is known (default: at once).':
    'これらの項目のどれかが分かったときに、候補として示します（既定は、直ちに示す）。',
  'Clocks are started by the name of the authority only, since somebody has to decide that it applies.':
    '期限は、当局の名前を指定したときにだけ始まる。該当するかどうかを人が判断する必要があるためです。',
  'When it applies, in words.': 'どのような場合に該当するか。',
  'When the authority is to be informed.': '当局への報告がどのようなときに必要か。',
  'What deadlines count from, by an id of your choice.': '期限の起点。キーは、自由に決めたID。',
  'What the report is called.': '報告の名前。',
  'The event in `events` from which it counts. Exactly one of `from` and `after` is given.':
    '期限を数え始める、`events` の起点。`from` と `after` のどちらか1つを書きます。',
  'The report in this file from whose last submission it counts.':
    '期限を数え始める、このファイルの報告。最後に提出したときから数えます。',
  'How long there is, in one unit, or `at-once`. Exactly one of `within` and `before` is given.':
    '期限までの長さ。1つの単位で書くか、`at-once`（直ちに）とします。`within` と `before` のどちらか1つを書きます。',
  'So many hours.': '時間数。',
  'So many calendar days.': '暦日数。',
  'So many calendar months.': '暦の月数。',
  'The later end, if the rule gives a range; the earlier one is due.':
    '規則が幅で定めている場合の、遅いほう。期限には早いほうを使います。',
  'The deadline in words, if it is no length of time.': '長さで表せない期限の、言葉での説明。',
  'The event in `events` without which the deadline does not count.':
    'これが起きなければ期限にならない、`events` の起点。',
  'The event in `events` after which the deadline does not count any more.':
    'これが起きた後は期限でなくなる、`events` の起点。',
  'The event in `events` that replaces the deadline if it occurs only after the deadline has passed.':
    '期限を過ぎてからこれが起きた場合に、この期限に代わる、`events` の起点。',
  'Its deadlines, of which the earliest counts.': '期限。最も早いものが有効です。',
  'The reports, by an id of your choice. Commands put the name of the file before it.':
    '報告。キーは、自由に決めたID。コマンドでは、その前にファイルの名前が付きます。',
  "The time zones of the companies that it is responsible for (default: all). A deadline counts in the company's; if that is none of these, the earliest in any of them is due.":
    '管轄する会社の所在地のタイムゾーン（既定は、すべて）。期限は会社のタイムゾーンで数える。その中になければ、最も早いものを期限とします。',
  'A deadline that falls on a Saturday, a Sunday or a holiday (`entity.holidays` in halt.yaml) moves to the next working day. Without it, deadlines run on.':
    '土曜、日曜、祝日（halt.yaml の `entity.holidays`）に当たる期限は、次の営業日に繰り下げる。なければ、休日にも期限が来ます。',
  'The time of the next working day.': '次の営業日の時刻。',
  'To whom this does not apply: `systemic` companies (`entity` in halt.yaml).':
    'この規則の対象外の会社。`systemic`（halt.yaml の `entity`）の会社です。',
  'The reports in this file to whose deadlines `unless` is limited (default: all).':
    '`unless` を適用する、このファイルの報告（既定は、すべて）。',
  "The fields of the authority's form, in its order.": '当局の様式の欄。様式の順に書きます。',
  'The number of the field in the form, by which it is answered (default: its position).':
    '様式での欄の番号。答えるときに指定します（既定は、何番目か）。',
  'What the field is called.': '欄の名前。',
  'What the field takes. A duration is DDD:HH:MM; a choice is one of `options`, `choices` are one or more of them.':
    '欄に書けるもの。長さは DDD:HH:MM、choice は `options` から1つ、`choices` は1つ以上。',
  'What may be chosen, as the form spells it.': '選択肢。様式に書かれているとおりに書きます。',
  'A regular expression that the text has to match, without lookaround, `\\b` and references to groups.':
    '文が一致しなければならない正規表現。先読み、後読み、`\\b`、グループの参照は使えない。',
  'What fills the field: facts, parts of the report (organisation, times, scope, figures, notices, causes, compensation, prevention, filings), single values (incident, title, reference, started, fully-resumed, duration, downtime), what halt.yaml says of the company (entity.name, …), or when an event in `events` occurred (event.ID). A field that takes no text gets the first that is known. Without it, only a person can answer.':
    '欄に記入するもの。項目、報告書の部分（organisation、times、scope、figures、notices、causes、compensation、prevention、filings）、1つの値（incident、title、reference、started、fully-resumed、duration、downtime）、halt.yaml の会社の情報（entity.name など）、`events` の起点が起きた時刻（event.ID）のどれか。文を書けない欄には、最初に分かっているものを使います。なければ、人だけが答えられます。',
  'Whether a text takes what operators recorded of a fact, rather than its public words.':
    '項目の顧客向けの文言ではなく、操作する人が記録した値を使うかどうか。',
  'What the field always says, by report in `reports`.': '`reports` の報告ごとに決まっている、欄の内容。',
  'The reports that ask for the field (default: all).': 'この欄がある報告（既定は、すべて）。',
  'The field is asked for only if another one has one of these values; `yes` or `no` of a boolean.':
    '別の欄が次の値のどれかのときだけ、この欄を尋ねます。真偽の欄なら `yes` か `no`。',
  'Another field.': '別の欄。',
  'Its values.': '別の欄の値。',
  'The form is complete without the field, which is filled in where it applies.':
    '該当するときだけ記入し、なくても様式が完成する欄。',
  'Of an amount: the field that has the currency of the form.': '金額の欄で、様式の通貨が書いてある欄。',
  'Whom to ask for it: a department of the runbook.': '内容を確かめる相手。手順書の部署で書きます。',
  'Where it stands in the JSON document of the form, such as `incident.cause`.':
    '様式のJSON文書での場所。例: `incident.cause`。',
  'Where it stands if it does not match `pattern`.': '`pattern` に一致しないときの場所。',
  'What the JSON document of the form has beside its fields, by path; set where the object around it is.':
    '様式のJSON文書で、欄のほかにあるもの。キーは場所。その外側のオブジェクトがあるときに入れます。',
}
