/** What the schema of halt.yaml says in English, in Japanese; a sentence that changes there is looked at again here. */
export const SETTINGS_JA: Readonly<Record<string, string>> = {
  'The settings of a workspace. Every key is optional.': 'ワークスペースの設定です。どのキーも省略できます。',
  'The name of the organisation in notices, which are not sent until it is set.':
    '告知に書く会社名。設定するまで、告知は送信されません。',
  'In Japanese.': '日本語で。',
  'In English.': '英語で。',
  'How customers reach the organisation. A contact that is stated in an incident counts before it.':
    '顧客の問い合わせ先。インシデントで記録した問い合わせ先があれば、そちらが優先されます。',
  'The company as authorities know it: for drafts of reports to them, and for their deadlines.':
    '当局に届け出ている会社の情報。当局への報告の下書きと、期限の計算に使います。',
  'The name it is registered under; `organisation` by default.': '登録された名称。既定は `organisation`。',
  'The number of its registration or licence.': '登録番号または免許番号。',
  'Where its systems are run: what forms ask for as the place.':
    'システムを運用している場所。様式の「場所」の欄に使います。',
  'Its Legal Entity Identifier (ISO 17442).': '取引主体識別子（LEI、ISO 17442）。',
  'Its Legal Entity Identifier.': '取引主体識別子（LEI）。',
  'The code of its country (ISO 3166-1), such as JP.': '国コード（ISO 3166-1）。例: JP。',
  'The currency in which it reports (ISO 4217), such as EUR.': '報告に使う通貨（ISO 4217）。例: EUR。',
  'What kinds of company it is, as a form spells them.': '会社の種類。様式に書かれているとおりに書きます。',
  'Whom authorities can ask: people or offices, of which forms take the first and the second.':
    '当局からの照会先（人または部署）。様式には、1番目と2番目を使います。',
  'Who it is.': '名前。',
  'The e-mail address.': 'メールアドレス。',
  'The phone number, with the country code.': '電話番号。国番号から書きます。',
  'The ultimate parent company.': '最終親会社。',
  'Its name.': '名称。',
  'Whether rules for systemic companies apply, so that deadlines that these name do not wait for a working day. No by default.':
    'システム上重要な会社の規則が適用されるかどうか。適用される場合、その規則が定める期限は営業日まで延びません。既定は「適用されない」。',
  'The IANA time zone of its seat, in which deadlines of authorities count; `timezone` by default.':
    '所在地のタイムゾーン（IANA）。当局への報告の期限を数えるのに使います。既定は `timezone`。',
  'A calendar (.ics) with the days off of its country, relative to the workspace.':
    'その国の休日のカレンダー（.ics）。ワークスペースからの相対パスで書きます。',
  'The IANA time zone in which times are read and shown.': '時刻の入力と表示に使うタイムゾーン（IANA）。',
  "The operators' language, unless `--lang` or HALT_LANG says otherwise; never that of notices.":
    '操作する人の言語。`--lang` と HALT_LANG が優先されます。告知の言語には影響しません。',
  'How the notices of each channel go out, by the id that the channel has in the runbook.':
    '告知手段ごとの送信方法。キーは、手順書での告知手段のID。',
  'A person posts the text. This is the default.': '人が掲載します。これが既定です。',
  "The languages of a notice, in this order (default: the manual's only one, else ja), or that of a page (default: the person's first).":
    '告知の言語。この順に並びます（既定は、マニュアルの言語が1つならその言語、そうでなければ ja）。呼び出しでは、その言語（既定は、相手の1番目の言語）。',
  'As pages and a feed in a folder.': 'フォルダーにページとフィードを書きます。',
  'The folder, which no other channel has.': 'フォルダー。ほかの告知手段と同じものは使えません。',
  'The form of the pages.': 'ページの形式。',
  'The URL at which the folder is published.': 'フォルダーが公開されるURL。',
  'A program, with its arguments, that is run after the pages are written.':
    'ページを書いたあとに実行するプログラムと引数。',
  'How long `publish` may take: from 1s to 10m.': '`publish` の制限時間。1s から 10m まで。',
  'By mail, through a mail server.': 'メールサーバーを通して、メールで送ります。',
  '`smtps://HOST`, or `smtp://HOST:587` with `startTls`.': '`smtps://HOST`。`startTls` を使うなら `smtp://HOST:587`。',
  'With `smtp://`: nothing is sent before the connection is encrypted.':
    '`smtp://` のとき、接続が暗号化されるまで何も送りません。',
  'The environment variable that contains the user name.': 'ユーザー名が入った環境変数の名前。',
  'A file that contains only the user name.': 'ユーザー名だけを書いたファイル。',
  'The environment variable that contains the password.': 'パスワードが入った環境変数の名前。',
  'A file that contains only the password.': 'パスワードだけを書いたファイル。',
  'The sender: an address, or `Name <address>`.': '差出人。アドレス、または `名前 <アドレス>`。',
  'The addresses to send to. They go into the log; those of customers belong in `toFile`.':
    '宛先のアドレス。ログに残ります。顧客のアドレスは `toFile` に書いてください。',
  'A file with the addresses to send to, one on each line.': '宛先のアドレスを1行に1つずつ書いたファイル。',
  'Messages per second.': '1秒あたりの送信数。',
  'How long to wait for the connection, and for each reply: from 1s to 10m.':
    '接続と、それぞれの応答を待つ時間。1s から 10m まで。',
  'Allows `smtp://` without `startTls` to another machine.':
    'ほかのマシンへの、`startTls` なしの `smtp://` を許可します。',
  'A file of certificates in PEM to trust as well.': '追加で信頼する証明書のファイル（PEM）。',
  'By a POST request to a web server.': 'WebサーバーへのPOSTリクエストで送ります。',
  'The URL to send to.': '送信先のURL。',
  'The environment variable that contains the URL, for one that is itself a secret.':
    'URL自体が秘密のとき、URLが入った環境変数の名前。',
  'A file that contains only the URL.': 'URLだけを書いたファイル。',
  'The environment variable that contains the key to sign requests with (Standard Webhooks).':
    'リクエストに署名する鍵が入った環境変数の名前（Standard Webhooks）。',
  'A file that contains only the key to sign requests with.': 'リクエストに署名する鍵だけを書いたファイル。',
  'The environment variable that contains the token for `Authorization: Bearer`.':
    '`Authorization: Bearer` のトークンが入った環境変数の名前。',
  'A file that contains only the token for `Authorization: Bearer`.':
    '`Authorization: Bearer` のトークンだけを書いたファイル。',
  'A JSON file to send instead, with names such as `{{text}}` to be filled in.':
    '代わりに送るJSONのファイル。`{{text}}` などの名前に値が入ります。',
  'Allows a host that has only private addresses.': 'プライベートアドレスしか持たないホストを許可します。',
  'How long to wait for the reply: from 1s to 10m.': '応答を待つ時間。1s から 10m まで。',
  'Allows `http://` to another machine.': 'ほかのマシンへの `http://` を許可します。',
  'The server ignores a request whose `Idempotency-Key` it has seen: a request that may have been taken is then tried again.':
    'サーバーが、処理済みの `Idempotency-Key` のリクエストを無視するかどうか。無視するなら、届いたかどうか分からないリクエストも再送します。',
  'By a program of your own.': '自社のプログラムで送ります。',
  'The program and its arguments. It is run without a shell, with the text on standard input.':
    'プログラムと引数。シェルを通さずに実行し、文面を標準入力に渡します。',
  'How long it may take: from 1s to 10m.': '制限時間。1s から 10m まで。',
  'How soon notices are due: in general, and what differs for a severity or a channel.':
    '告知の期限。全体の値と、重大度や告知手段ごとに異なる値。',
  'How soon after the declaration the first notice is due: from 1m to 7d.':
    '宣言から第一報までの時間。1m から 7d まで。',
  'How soon after a notice the next one is due, unless another time was promised: from 1m to 7d, or `on-change` if notices only go out when something changes.':
    '告知から次の告知までの時間（次報の時刻を予告した場合を除く）。1m から 7d まで。変化があったときだけ告知するなら `on-change`。',
  'What differs for this severity. A single value is that of `update`.':
    'この重大度で異なる値。値が1つだけなら、`update` の値。',
  'As for all notices.': '全体の値と同じ意味。',
  'What differs for this channel, whatever a severity says. A single value is that of `update`.':
    'この告知手段で異なる値。重大度の値より優先されます。値が1つだけなら、`update` の値。',
  'Who has access to new incidents besides their owner.': '所有者のほかに、新しいインシデントを読み書きできる人。',
  'A group of this machine that you are in: its name, or its number in quotes.':
    'このマシンのグループのうち、自分が属するもの。名前か、引用符で囲んだ番号で書きます。',
  'The vocabulary of notices.': '告知の用語。',
  'What the assets are called in notices.': '告知での資産の呼び方。',
  'Words that no notice may use.': '告知に使ってはいけない言葉。',
  'Words that notices should not use, each with the one to use instead.': '告知で避ける言葉と、その代わりに使う言葉。',
  'The word to use instead.': '代わりに使う言葉。',
  'How often files are to be reviewed and drills held: from 1d to 3650d each.':
    'ファイルの見直しと訓練の間隔。それぞれ 1d から 3650d まで。',
  'How long the review of a runbook counts.': '手順書の見直しの有効期間。',
  'How long the review of the contact list counts.': '連絡先一覧の見直しの有効期間。',
  'How long the review of a template of notices or reports counts.': '告知と報告書のテンプレートの見直しの有効期間。',
  'The longest time from one drill to the next.': '訓練と訓練の間隔の上限。',
  'Which runbooks count.': '使う手順書。',
  'False: the shipped chapters, authorities and drills do not count, only those of the workspace.':
    'false なら、付属の章、当局、訓練は使わず、ワークスペースのものだけを使います。',
  'What another person has to approve before it is carried out.': '実行する前に、別の人の承認が必要なもの。',
  'Notices of these stages.': 'この区分の告知。',
  'The decision to lift a restriction.': '制限を解除する判断。',
  'Notices with a claim, such as that assets are safe.': '「資産は安全です」などの断定を含む告知。',
  'Who can approve: ids of people and departments in contacts.yaml. By default anybody else can.':
    '承認できる人。contacts.yaml の人と部署のIDで書きます。既定は、本人以外の誰でも。',
  'Through what incidents are shared among machines. It is no part of the settings that the log records.':
    'マシンの間でインシデントを共有する方法。ログに残る設定には含まれません。',
  'What the relay is: a PostgreSQL database.': '中継の種類。PostgreSQL のデータベース。',
  'The environment variable that has its URL (postgres://NAME@HOST/DATABASE); HALT_RELAY_URL by default.':
    'URL（postgres://NAME@HOST/DATABASE）が入った環境変数の名前。既定は HALT_RELAY_URL。',
  "A file of certificates in PEM that vouch for the server, in place of the system's.":
    'サーバーを確かめる証明書のファイル（PEM）。指定すると、システムの証明書は使いません。',
  'Whether to connect without TLS to a server that is not on this machine. No, unless you set it.':
    'ほかのマシンのサーバーに、TLSなしで接続するかどうか。既定は「しない」。',
  'Whether commands leave a process behind that shares what they recorded. Yes, unless you set it.':
    '記録を共有するプロセスを、コマンドの終了後に残すかどうか。既定は「残す」。',
  'Whether attached files and the output of commands are shared too. No, unless you set it.':
    '添付ファイルとコマンドの出力も共有するかどうか。既定は「しない」。',
  'Rooms and machines that are told what happens. They are no part of the settings that the log records.':
    '停止の経過を知らせる通知先（チャットなど）。ログに残る設定には含まれません。',
  'The environment variable that contains the secret: the routing key of PagerDuty, what stands for `{{secret}}`, or else the key to sign requests with (Standard Webhooks).':
    '秘密の値が入った環境変数の名前。PagerDuty のルーティングキー、`{{secret}}` に入る値、そのどちらでもなければリクエストに署名する鍵（Standard Webhooks）。',
  'A file that contains only the secret.': '秘密の値だけを書いたファイル。',
  'A JSON file to send for another service, in place of `form`, with names such as `{{text}}` to be filled in.':
    'ほかのサービスに、`form` の代わりに送るJSONのファイル。`{{text}}` などの名前に値が入ります。',
  'The service, whose form the messages have.': 'サービス。メッセージはその形式になります。',
  'Further headers of each request; `{{secret}}` stands for the secret.':
    'リクエストに加えるヘッダー。`{{secret}}` には秘密の値が入ります。',
  'What is told (default: all of it).': '知らせる内容（既定はすべて）。',
  'The languages of what is told, in this order (default: that of `language`, else ja).':
    '知らせる言語。この順に並びます（既定は `language` の言語、なければ ja）。',
  'Incidents from this severity on are told of, and those whose severity nobody has stated (default: all).':
    'この重大度以上のインシデントと、重大度がまだ決まっていないインシデントを知らせます（既定はすべて）。',
  'Whether drills are told of too, marked as such.': '訓練も、訓練と明示して知らせるかどうか。',
  'The program and its arguments. It is run without a shell, with a JSON document on standard input.':
    'プログラムと引数。シェルを通さずに実行し、JSON文書を標準入力に渡します。',
  'What this machine signs with. It is no part of the settings that the log records.':
    'このマシンが署名に使うもの。ログに残る設定には含まれません。',
  'An SSH key: a private one, or a public one whose private key your agent has. `~/` is your home.':
    'SSH鍵。秘密鍵か、エージェントに秘密鍵がある公開鍵。`~/` はホームフォルダー。',
  'A file of allowed signers (ssh-keygen(1)): whose signatures count, and under which names.':
    'allowed signers のファイル（ssh-keygen(1)）。誰の署名を、どの名前で有効とするかを書きます。',
  'Time-stamping authorities (RFC 3161), asked in this order until one gives a token that can be trusted. They learn only the hash of a head.':
    'タイムスタンプ局（RFC 3161）。信頼できるトークンを得るまで、この順に依頼します。局に渡るのは、末尾のハッシュだけです。',
  "A file of certificates in PEM that vouch for such authorities, in place of the system's.":
    'タイムスタンプ局を確かめる証明書のファイル（PEM）。指定すると、システムの証明書は使いません。',
}
