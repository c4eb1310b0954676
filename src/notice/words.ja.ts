import { claims } from '../i18n/claims.ja.ts'
import { briefTimeText } from '../view/time-format.ts'
import type { NamedFact } from './notice-finding.ts'
import type { NoticeFindingWords, SendingText } from './words.en.ts'

const WHAT = { start: '停止開始日時', scope: '停止範囲', next: '次報の時刻', type: '種類' } as const

const INTERNAL = { extension: '内線', host: '社内のアドレス', chat: '社内のチャット' } as const

const namesOf = (writers: readonly { readonly writer: string; readonly by: string }[]) =>
  writers.map(({ writer, by }) => `${writer}（${by}）`).join('、')

const withId = (label: string, id: string) => (label === id ? `${id} ` : `「${label}」（${id}）`)
const nameOfChange = (one: NamedFact | 'scope' | 'type') =>
  typeof one === 'string' ? WHAT[one] : withId(one.label.ja, one.fact)

/** 項目の記入に要る語。顧客向けの文言があれば、その言語ごとに1つ。 */
const statements = (fact: string, languages: readonly string[]) =>
  languages.length === 0 ? `${fact}=値` : languages.map((language) => `${fact}.${language}=文言`).join(' ')

export const noticeFindings: NoticeFindingWords = {
  'fact-missing': ({ fact, label, languages }, me) => [
    `${withId(label.ja, fact)}が記入されていません`,
    fact === 'contact'
      ? `halt.yaml の contact に書くか、${me} set ${statements(fact, languages)} で記入してください`
      : `${me} set ${statements(fact, languages)} で記入してください。不明なら ${fact}=? とします`,
  ],
  'words-missing': ({ fact, label, languages }, me) => [
    `${withId(label.ja, fact)}に顧客向けの文言がありません。告知では調査中または確認中と書かれます`,
    `${me} set ${statements(fact, languages)} で記入してください`,
  ],
  'scope-missing': ({ operation }, me) => [
    '停止範囲が記録されていません。告知では確認中と書かれます',
    `${me} scope ${operation}=stopped のように記録してください`,
  ],
  'language-missing': ({ fact, language }, me) =>
    fact === 'scope'
      ? [
          `一部制限の内容が、この言語（${language}）で書かれていません`,
          '「日本語 / 英語」のように両方の言語で記入してください',
        ]
      : [
          `${fact} の顧客向けの文言が、この言語（${language}）にありません`,
          `${me} set ${fact}.${language}=文言 で記入してください`,
        ],
  'words-in-other-language': ({ fact, language }, me) => [
    `${fact}.${language} が${language === 'ja' ? '英語' : '日本語'}で書かれているようです`,
    `${language === 'ja' ? '日本語' : '英語'}で記入してください: ${me} set ${fact}.${language}=文言`,
  ],
  'no-next-report': (_, __, inWalk) => [
    '次報の時刻が決まっていません',
    inWalk ? 'wで約束してください' : '--next 時刻 で約束してください',
  ],
  'next-unstated': ({ next }, _, inWalk) => [
    `次報の時刻（${briefTimeText(next)}）が文面にないか、別の時刻も書かれています`,
    `その時刻だけを文面に書くか、文面の時刻を${inWalk ? 'wで' : ' --next 時刻 で'}約束してください`,
  ],
  'number-differs': ({ stated, recorded }) => [
    `文面では第${stated}報ですが、記録では第${recorded}報となります`,
    `第${recorded}報に直してください。第${stated}報が正しければ、先にそれまでの告知を記録してください`,
  ],
  'expected-past': ({ fact }) => [
    '再開見込みの時刻を過ぎています',
    `新しい時刻か、${fact}=?（未定）を記入してください`,
  ],
  'time-past': (time, me) =>
    time.words === null
      ? [
          '開始予定の時刻を過ぎている停止を、これからの予定として知らせています',
          `開始したなら: ${me} advance。予定を改めるなら: ${me} set ${time.planned.map((fact) => `${fact}=時刻`).join(' ')}`,
        ]
      : [
          `過ぎた時刻が、これからの予定として書かれています: ${time.words}`,
          '新しい時刻か、未定であることを書いてください',
        ],
  'fact-dropped': ({ fact, label }) => [
    `文面に書かれていません: ${withId(label.ja, fact).trim()}`,
    '不明な間も、その旨を書いてください。マニュアルが告知のたびに求めている項目です',
  ],
  'fact-differs': ({ label, recorded }) => [
    `文面の内容が記録と異なります: ${label}`,
    `「${recorded}」と書いてください。文面のほうが正しければ、先に記録を改めてください`,
  ],
  'answer-awaited': ({ fact, label, languages }, me) => [
    `確認中とお知らせしたまま、結果をお知らせしていません: ${withId(label.ja, fact).trim()}`,
    `${me} set ${statements(fact, languages)} で記入してください。分からない間は、確認中であることを書いてください`,
  ],
  'contact-internal': ({ kind, words }) => [
    `お問い合わせ先として顧客が使えません: 「${words}」は${INTERNAL[kind]}です`,
    '社外から使える電話番号、メールアドレス、ページを書いてください',
  ],
  empty: ({ where }, _, inWalk) => [
    `${where === 'subject' ? '件名' : '本文'}に文字がありません`,
    `${inWalk ? 'iかo' : '--edit '}で書くか、runbooks/notices/ のテンプレートを直してください`,
  ],
  'too-long': ({ what, size, limit }) =>
    what === 'post'
      ? [`投稿の長さが${size}です。Xの上限は${limit}です`, '短くしてください。全角1文字は2、リンクは23と数えます']
      : [
          `プッシュ通知が${size}バイトあります。送れるのは${limit}バイトまでです`,
          '短くし、詳細はウェブサイトに載せてください',
        ],
  'control-character': ({ where, character, line, fact }) => [
    where === 'fact'
      ? `${fact} に制御文字（${character}）が含まれています`
      : `${where === 'subject' ? '件名' : `本文${line}行目`}に制御文字（${character}）が含まれています`,
    '取り除いてください。理由を書いても送れません',
  ],
  'resumption-contradicted': ({ why, words }, me) =>
    why === 'nothing-resumed'
      ? [
          '再開のお知らせですが、再開して現在も利用できるものがありません',
          `再開したものを ${me} lift で記録するか、${me} notice --stage update で続報を送ってください`,
        ]
      : [
          `「${words}」はすべて再開したと読めますが、制限が残っています`,
          '再開したものと、まだ止まっているものを分けて書いてください',
        ],
  'stage-contradicted': ({ why }, me) =>
    ({
      begun: ['すでに始まった停止を、予定としてお知らせする文面です', `第1報を送るには ${me} notice --stage first`],
      'not-begun': [
        '停止中とお知らせする文面ですが、予定した停止は始まっていません',
        `始まっていれば ${me} advance で記録してください`,
      ],
      resumed: [
        '停止中とお知らせする文面ですが、止めたものはすべて再開しています',
        `再開のお知らせは ${me} notice --stage resumption、再び止めたときは ${me} reopen`,
      ],
      'never-restricted': [
        '停止中とお知らせする文面ですが、停止・制限の記録は、すべて誤りとして訂正されています',
        `止まっているものがあれば ${me} scope で記録し、なければ ${me} close --resolution false-alarm --reason ... で終了してください`,
      ],
      'false-alarm': [
        '停止についてご報告する文面ですが、誤報として終了しています',
        `告知した内容があれば、代わりにその取消のお知らせを出してください: ${me} notice`,
      ],
      'no-false-alarm': [
        'お知らせを取り消す文面ですが、誤報として終了していません',
        `訂正なら ${me} notice 告知手段 --correct-ja 文、誤報なら先に ${me} close --resolution false-alarm --reason ...`,
      ],
    })[why] as [string, string],
  'correction-missing': (_, __, inWalk) => [
    '訂正の内容が文面にありません',
    `テンプレートの {{#stage.correction}} に {{correction}} を加えるか、${inWalk ? 'i' : '--edit '}で書き加えてください`,
  ],
  'words-redacted': ({ facts }, me) => [
    `墨消しされた文が文面に入っています${facts.length > 0 ? `（${facts.join('、')}）` : ''}`,
    facts.length > 0
      ? `別の文言を記録してください: ${me} set ${facts[0]}.ja=... ${facts[0]}.en=...`
      : `件名や停止範囲を改める（${me} classify --title、${me} scope）か、文面を直してください`,
  ],
  'words-of-new-writer': ({ writers, incident }, me) => [
    `文面が、このマシンで未確認の書き手 ${namesOf(writers)} の記録に基づいています`,
    `記録を確かめ（${me} log）、認める場合は ${me} verify --accept ${writers[0]?.writer} -i ${incident}、無視する場合は ${me} verify --set-aside ${writers[0]?.writer} --reason 誰の記録か不明 -i ${incident} を実行してください`,
  ],
  'organisation-unset': () => [
    'この言語の会社名が未設定のため、文面の名称は付属マニュアルのままです',
    'halt.yaml に organisation を書いてください',
  ],
  'unbacked-claim': ({ kind, words, mend }, _, inWalk) => [
    claims.kinds[kind].is(words),
    inWalk
      ? `${mend?.ja ?? claims.kinds[kind].mend}。iで言い換えるか、sかyのときに根拠と承認者を書いてください。書かなければ理由を尋ねます`
      : `${mend?.ja ?? claims.kinds[kind].mend}。根拠と承認があれば --evidence 根拠 --approved-by 名前`,
  ],
  'risky-claim': ({ kind, words, mend }) => [claims.kinds[kind].is(words), mend?.ja ?? claims.kinds[kind].mend],
  'left-out': ({ labels }) => [
    `長さの都合で省いた項目があります: ${labels.join('、')}`,
    '詳細を載せたページの案内が文面に残っているか、確認してください',
  ],
  'fact-outdated': ({ fact, label, languages, since }, me) => [
    since === 'type'
      ? `${withId(label.ja, fact)}は、停止の種類が変わる前の記入ですが、そのまま告知に載ります`
      : `${withId(label.ja, fact)}は、停止の開始、再開、再停止のいずれかより前の記入なので、現在の内容としては告知に載せません`,
    `今も当てはまる場合は ${me} set ${statements(fact, languages)} で記入し直してください`,
  ],
  'fact-untold': ({ fact, label, toldIn, languages }, me) => [
    `${withId(label.ja, fact)}が記録されていますが、顧客にお知らせする文言がありません`,
    `顧客に関わることであれば、${me} set ${statements(toldIn, languages)} で記入してください`,
  ],
  'answer-outdated': ({ fact, label, languages, later }, me) => [
    `${withId(label.ja, fact)}は、「${later.ja}」より前に記入されたもので、その内容と食い違うおそれがあります`,
    `${me} set ${statements(fact, languages)} で記入し直してください。今も当てはまるなら、同じ文言で構いません`,
  ],
  'impact-outdated': ({ fact, label, languages }, me) => [
    `${withId(label.ja, fact)}は、停止や制限の内容が変わる前に記入されたものです`,
    `${me} set ${statements(fact, languages)} で記入し直してください。今も当てはまるなら、同じ文言で構いません`,
  ],
  'stated-before-start': ({ fact, label, languages }, me) => [
    `${withId(label.ja, fact)}は計画停止の開始前に記入されたもので、もうできないことを書いているおそれがあります`,
    `${me} set ${statements(fact, languages)} で記入し直してください。今も当てはまるなら、同じ文言で構いません`,
  ],
  'request-contradicted': ({ words, label }) => [
    `停止中の操作（${label.ja}）を顧客にお願いしています: 「${words}」`,
    '今できることをお願いするか、この文を省いてください',
  ],
  'impact-lasting': ({ fact, label, languages }, me) => [
    `${withId(label.ja, fact)}はサービスの再開前に記入されたままで、影響が続いているように読めます`,
    `${me} set ${statements(fact, languages)} で、過去のこととして記入し直してください`,
  ],
  'result-open': ({ rows, language }, me, inWalk) => [
    `最終報に、結果が書かれていません: ${rows.join('、')}`,
    `${me} set 項目.${language}=文言 で結果を記入するか、いつお知らせするかをその文言${inWalk ? 'かw' : 'または --next 時刻 '}で示してください`,
  ],
  'push-cut': ({ where, columns, limit }) => [
    `${where === 'title' ? '題' : '本文'}が半角${columns}文字分あります。表示されるのは${limit}文字分ほどです`,
    '短くするか、大事なことを先に書いてください',
  ],
  'subject-long': ({ columns, limit }) => [
    `件名が半角${columns}文字分あります。表示されるのは${limit}文字分ほどです`,
    '短くしてください',
  ],
  'login-link': ({ link }) => [
    `${link} はログイン画面へのリンクです`,
    '取り除いてください。偽の告知と見分けがつきません',
  ],
  'push-link': ({ link }) => [
    `プッシュ通知にリンクがあります: ${link}`,
    '取り除いて、詳細はウェブサイトに載せてください',
  ],
  'link-unknown': ({ page }, me) => [
    '顧客に案内する告知ページのURLが、まだ分かりません',
    `先にページを掲載して ${me} notice ${page} --posted --link URL で記録するか、halt.yaml で ${page} に baseUrl を設定してください（via: file）`,
  ],
  'banned-word': ({ word }) => [`「${word}」は告知に使えない語です`, '言い換えてください'],
  'preferred-word': ({ word, instead }) => [`「${word}」が使われています`, `「${instead}」と書いてください`],
  'channels-differ': ({ what, others, isMissing, isUntold }) => {
    const whose = `${isUntold ? 'まだ出していないほかの告知手段の文面' : 'ほかの告知手段'}（${others.join('、')}）`
    return isMissing
      ? [`${whose}にある${WHAT[what]}が、書かれていません`, '書き加えてください']
      : [`${WHAT[what]}が、${whose}と違います`, 'そろえるか、項目を訂正してください']
  },
  'start-moved': ({ told, now, channels }) => [
    `停止開始日時を ${briefTimeText(told)} と案内済み（${channels.join('、')}）ですが、この文面では ${briefTimeText(now)} です`,
    '案内済みの時刻が正しければ記録を訂正し、そうでなければ、その告知手段にも新しい時刻を知らせてください',
  ],
  'measure-open': ({ label }) => [
    `残作業が終わっていない再発防止策があります（${label.ja}）`,
    '実施済みと読める文言になっていないか確認してください',
  ],
  unchanged: ({ changed }) => [
    `${changed.map(nameOfChange).join('、')}が変わったのに、文面が前回と同じです`,
    '変わったことを書いてください。顧客向けの文言も改めてください',
  ],
  'repair-word': ({ word }) => [`障害による停止ではないのに、「${word}」と書かれています`, '「再開」と書いてください'],
}

export const sending: SendingText = {
  error: (message, code) => `エラー ${message} (${code})`,
  warning: (message, code) => `注意 ${message} (${code})`,
  noFindings: '文面に問題は見つかりませんでした',
  dryRun: 'ドライラン: 送信も記録もしません',
  dryRunMark: 'ドライラン',
  dryRunGoes: (channel, target) => `ドライラン ${channel}: 宛先は ${target}`,
  dryRunStays: (channel, why) => `ドライラン ${channel}: このままでは送信できません。${why}`,
  notReady: (detail) => `問題の箇所: ${detail}`,
  drill: '訓練のため、外部には何も送らず、送信済みとして記録します',
  byHand: (channel) => `${channel}は手作業で掲載・配信します。文面を貼り付けてください`,
  thenSay: (line) => `掲載・配信したら記録: ${line}`,
  thenSame: '送信するには、同じ入力に --send を付けます。掲載・配信したら、--posted --link URL を付けて記録します',
  numberSkips: (last, number) =>
    `この手段では${last === 0 ? '最初の告知' : `第${last}報の次`}が第${number}報です。番号は全手段を通した回数です`,
  unsafe: (channel, reason) => `${channel}は使用禁止です: ${reason}`,
  leftOut: (channel, notice, at) => `${channel}には告知済みのため、送りません（${notice}、${at}）`,
  sendOthers: (line) => `ほかの告知手段に先に送るには ${line}`,
  held: (held, name) => [...held].map(([channel, codes]) => `${name(channel)}（${codes.join('、')}）`).join('、'),
  typeToSendWithout: (others, held) =>
    `${held}を除いて送信しますか（${others.join('、')}）。送信するには半角で send と入力（Enter: 送信しない）`,
  stopping: '送信を止めています。新たには送らず、送信中の分だけ終えて記録します。もう一度押すと直ちに終了します',
  progress: (channel, done, all) => `${channel}: ${all}件中${done}件`,
  missing: (facts) => `告知に書く項目のうち、まだ記入がないもの: ${facts.join('、')}`,
  missingKeys: '? すべて未確認とする   f 1つずつ記入する   Enter このまま進む',
  keys: ({ errors, sends, isEdited }) =>
    [
      ...(sends ? [`s ${errors > 0 ? 'エラーのまま送信' : '送信'}`] : []),
      'y 掲載・配信済みとして記録',
      'n 次',
      'c コピー',
      'i 行を編集',
      'o エディター',
      ...(isEdited ? ['x 編集を破棄'] : []),
      'w 次報の時刻',
      'h 告知手段',
      'e 再表示',
      'Enter 戻る',
    ].join('   '),
  noWayToSend: 'ここには送信できる告知手段がありません。自分で掲載してから y で記録してください',
  enterBack: 'Enter 戻る',
  edited: '編集済み',
  changedEdit: (title) => `編集後に告知の内容が変わったため、この編集は使いません: ${title}`,
  changedSince: '編集前の文面から変わった点:',
  changedEditKeys: 'k 編集した文面をそのまま使う   i もう一度編集   x 破棄   Enter 使わずに残す',
  unusedEdit: (title: string) => `以前の編集（この内容ではもう告知されません）: ${title}`,
  changedIn: (what) => `${what.join('、')}が変わる`,
  closedBy: (name, as, at) => `${name} が ${at} に「${as}」として終了する`,
  changedMeanwhile: (change) => `この告知の文面は、${change}前のものです`,
  changedMeanwhileKeys: 'Enter 文面を作り直す   k 作り直さない（掲載・配信済みの場合）',
  postedBefore: (channel, change) => `${channel}: 記録した文面は、${change}前のものです`,
  more: (lines) => `（あと${lines}行。nで続き）`,
  copied: (what) => `端末のクリップボードに渡しました: ${what}`,
  typeToRehearse: (channels) => `本番と同じ手順です: ${channels.join('、')}。続けるには半角で send と入力してください`,
  typeToSend: (channels) => `外部に送信します: ${channels.join('、')}。送信するには半角で send と入力してください`,
  typeToRequest: (channels) =>
    `別の人の承認が必要です: ${channels.join('、')}。承認を依頼するには、半角で send と入力してください`,
  preparedText: (title) => `承認を依頼した文面: ${title}`,
  postedUnapproved: 'この文面は承認されていません。掲載済みとして記録すると、報告書に逸脱として記載します',
  waitingKeys: 'r 取り下げて、直前に表示していた文面の承認を依頼   Enter 戻る',
  approvedKeys: (by) =>
    `${by} が承認済み   s 承認された文面を送信   r 取り下げて、直前に表示していた文面の承認を依頼   Enter 戻る`,
  replacedReason: '別の文面に差し替え',
  typeToSendApproved: (event) => `承認された ${event} を送信するには、半角で send と入力してください`,
  notSent: '確認の語が入力されなかったため、送信していません',
  postedWhere: (word) => `掲載・配信しましたか。済んでいれば、半角で ${word} またはリンクを入力（Enter: まだ）`,
  postedReason: (codes) =>
    `文面にエラーがあります（${codes.join('、')}）。そのまま掲載した場合は理由を書いてください（Enter: 戻る）`,
  againReason: (channels) =>
    `前回の告知から変わった点がなく、次報の時刻もまだ先です（${channels.join('、')}）。それでも送信する場合は理由を書いてください（Enter: 戻る）`,
  heldBack: (held) => `このままでは送れません: ${held}`,
  heldKeys: (others, canForce) =>
    [`o ほかだけ送信（${others.join('、')}）`, ...(canForce ? ['f すべて送信'] : []), 'Enter 戻る'].join('   '),
  forceReason: '文面にエラーがあります。それでも送信する場合は理由を書いてください（Enter: 戻る）',
  sendAnywayReason: 'それでも送信する場合は理由を書いてください（Enter: 戻る）',
  claimEvidence: '文面に、約束や安全の断言があります。その根拠（Enter: 戻る）',
  claimBy: 'この表現を承認した人（Enter: 戻る）',
  editLine: '行番号と新しい文。「番号 -」で行を削除、番号だけでその行を編集（Enter: 終わり）',
  lineNumber: '行番号',
  newWords: (line) => `${line}行目（空にしてEnter: 戻る）`,
  unsent(what, state, reached) {
    if (state === 'unknown') return `送信できたかどうか不明です: ${what}`
    return reached > 0 ? `送信できたのは${reached}件だけです: ${what}` : `送信できていません: ${what}`
  },
  retryKeys: (mayHaveArrived) =>
    `${mayHaveArrived ? 'y 届いていた   ' : ''}r 再送   u この告知手段を使用禁止にする   Enter このまま`,
  nothingToSay: 'この告知は、すべての告知手段で済んでいます',
}
