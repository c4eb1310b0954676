/** What the schemas of a scenario and of the contacts say in English, in Japanese. */
export const SCENARIO_JA: Readonly<Record<string, string>> = {
  'A scenario for drills. Its times count from the opening of the drill.':
    '訓練のシナリオです。時間は、訓練の開始から数えます。',
  'The name of the scenario in `haltctl drill`.': '`haltctl drill` で使うシナリオの名前。',
  'The type of the halt, from the runbook.': '停止の種類。手順書のものを書きます。',
  'The severity at the opening.': '開始の時点の重大度。',
  'What the scenario is called.': 'シナリオの題名。',
  'What the operators are told at the opening.': '開始の時点で、操作する人に伝えること。',
  'How long before the opening the halt began.': '停止が始まったのが、開始のどれだけ前か。',
  'The planned time of the halt, for a type that can be planned.': '計画できる種類での、停止の予定の時間。',
  'When it is to begin, from the opening.': '予定の始まり。開始から数えます。',
  'When it is to end, from the opening.': '予定の終わり。開始から数えます。',
  'What is stopped, limited or open at the opening.':
    '開始の時点で止まっているもの、制限しているもの、開いているもの。',
  'The facts that are known at the opening, by their ids in the runbook.':
    '開始の時点で分かっている項目。キーは、手順書での項目のID。',
  'The internal value.': '社内の値。',
  'The public words in Japanese.': '日本語の顧客向けの文言。',
  'The public words in English.': '英語の顧客向けの文言。',
  'A fact that is a time: how long after the opening of the drill.': '時刻の項目で、訓練の開始からどれだけ後か。',
  'An estimate: the end of the range, as long after the opening.': '見込みの項目で、時間帯の終わり。開始から数えます。',
  'How long the drill lasts. All injects happen before its end.':
    '訓練の長さ。状況付与は、すべてその終わりより前に起きます。',
  'The score needed to pass.': '合格に必要な点。',
  'The name of the inject in the log and in the score.': 'ログと採点での状況付与の名前。',
  'When it happens, from the opening of the drill.': '起きる時点。訓練の開始から数えます。',
  'What the operators are told. Without it, that follows from the other keys.':
    '操作する人に伝えること。なければ、ほかのキーから文を作ります。',
  'The time to respond.': '対応までの時間。',
  'When what `fails` and who is `silent` is back, from the opening of the drill (default: never).':
    '`fails` の告知手段や `silent` の部署が元に戻る時点。訓練の開始から数えます（既定は、戻らない）。',
  'Facts that become known. Expected: each is stated.': '分かる項目。求められる対応: それぞれを記録する。',
  'What stops or opens by itself. Expected: it is recorded.':
    'ひとりでに止まるもの、または開くもの。求められる対応: 記録する。',
  'Channels that are down. Expected: each is marked as unsafe, or gets a new notice once it works.':
    '使えない告知手段。求められる対応: それぞれを使用禁止にするか、使えるようになってから新しい告知を送る。',
  'Channels whose posted notice is wrong. Expected: each is marked as unsafe, or gets a new notice.':
    '掲載した告知が正しくない告知手段。求められる対応: それぞれを使用禁止にするか、新しい告知を送る。',
  'Departments whose head does not answer. Expected: somebody else in the department is reached.':
    '責任者から返事がない部署。求められる対応: その部署の別の人に連絡がつく。',
  'What may be traded again. Expected: it is lifted.': '再開できるもの。求められる対応: 解除する。',
  'Expected: these steps are done or begun.': '求められる対応: これらの手順に着手する、または完了する。',
  'Expected: a notice is sent on each of these channels.': '求められる対応: それぞれの告知手段で告知を送る。',
  'How severe the halt is from now on. Expected: this severity or a worse one.':
    'その後の重大度。求められる対応: その重大度か、それより重いものにする。',
  'What happens during the drill.': '訓練の途中で起きること（状況付与）。',
}

export const CONTACTS_JA: Readonly<Record<string, string>> = {
  'Whom to call in a halt, who notifies whom, and when to escalate.':
    '停止のときに連絡する相手、誰が誰に知らせるか、いつエスカレーションするかです。',
  'The date on which somebody last checked that all of it is correct: YYYY-MM-DD.':
    '最後にすべてが正しいと確かめた日。YYYY-MM-DDで書きます。',
  'The time zone of working hours (default: that of the settings).':
    '連絡できる時間帯のタイムゾーン（既定は設定のもの）。',
  'How long to wait for an answer before the next person is called.': '次の人に連絡するまで、返事を待つ時間。',
  'The name, in one form or in both languages.': '名前。1つの書き方、または両方の言語で書きます。',
  'The languages that the person speaks, the best first.': '話せる言語。得意なものから順に書きます。',
  'When the person can be called (default: at any time).': '連絡できる時間帯（既定は、いつでも）。',
  'The days on which they begin.': '時間帯が始まる曜日。',
  'When they begin, in quotes.': '始まりの時刻。引用符で囲みます。',
  'When they end, in quotes: on the next day if this is not later than `from`.':
    '終わりの時刻。引用符で囲みます。`from` より後でなければ、翌日の時刻です。',
  'Their time zone (default: that of the file).': '時間帯のタイムゾーン（既定はファイルのもの）。',
  'What kind of way it is.': '連絡方法の種類。',
  'The number or address, for whoever calls. Without `send` it is required.':
    '連絡する人が使う番号またはアドレス。`send` がなければ必須です。',
  'How the program pages the person. Without `to` it is required.':
    'プログラムによる呼び出し方。`to` がなければ必須です。',
  'The ways to reach the person, in the order to try.': '連絡方法。試す順に書きます。',
  'Everybody who may be called, by an id of your choice.': '連絡することのある全員。キーは、自由に決めたID。',
  'The person to call first.': '最初に連絡する人。',
  'The people to call next, in this order.': '次に連絡する人。この順に連絡します。',
  'Who answers for each department, by the id that it has in the runbook.':
    '各部署の責任者。キーは、手順書での部署のID。',
  'Who notifies whom: by `lead` (who leads the halt), department or person, the ones to notify. By default, `lead` notifies every department.':
    '誰が誰に知らせるか。`lead`（指揮者）、部署、人のそれぞれに、知らせる相手を書きます。既定では、`lead` がすべての部署に知らせます。',
  'The levels to escalate to, lowest first.': 'エスカレーション段階。低いものから順に書きます。',
  'The name of the level in commands and in the log.': 'コマンドとログでの段階の名前。',
  'What the level is called.': '段階の呼び名。',
  'The people and departments to call, in this order.': '連絡する人と部署。この順に連絡します。',
  'The level is due once all of these are true. A level without it is only raised by hand.':
    '次のすべてが成り立つと、その段階に上げる期限になります。なければ、人が上げるだけです。',
  'The halt has this severity or a worse one.': '停止の重大度が、これか、これより重い。',
  'The halt is of one of these types.': '停止の種類が、このどれかである。',
  'So much time has passed since the declaration, or since the last `reopen`.':
    '宣言、または最後の `reopen` から、この時間が過ぎた。',
  'For so long, nobody in the level before has answered a call; for the first level, nobody in a department.':
    '前の段階の誰からも、この時間返事がない。最初の段階では、いずれかの部署の誰からも返事がない。',
  'How soon the level is due again while nobody in it has answered.':
    'その段階の誰からも返事がない間、再び期限になるまでの時間。',
}
