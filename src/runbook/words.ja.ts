import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { CHANNEL_FORMS, type FactKind, PHASES } from '../domain/runbook/runbook.ts'
import type { FindingWords } from './words.en.ts'
import { isUnquoted, type ValueForm, type WrongType } from './wrong-type.ts'
import type { SyntaxFault } from './yaml-syntax.ts'

interface Names {
  readonly allowed: readonly string[]
  readonly total?: number
}

/** `all` is the command that lists all known names, if there is one. */
function knownNames({ allowed, total }: Names, all: string | null = null): string {
  const names = allowed.join(', ')
  if (total === undefined) return `使えるもの: ${names}`
  return all === null ? `使える${total}件のうち近いもの: ${names}` : `近いもの: ${names}。すべて見るには: ${all}`
}
const unknown =
  (what: string, listing: string | null = null) =>
  (p: Names & { readonly given: string }, me: string) =>
    [`「${p.given}」という${what}はありません`, knownNames(p, listing === null ? null : `${me} ${listing}`)] as const

const ID = 'id（英字か数字で始まり、英数字と . と - だけのもの）'
const valueForm: Readonly<Record<ValueForm, string>> = {
  text: '文字列',
  number: '整数',
  boolean: 'true か false',
  list: '一覧 [ ... ]',
  mapping: 'キーと値の組 { キー: ... }',
  duration: '時間の長さ（例: 30m、1h30m、2d）',
  id: ID,
  'lower-case-id': 'id（英小文字か数字で始まり、英小文字、数字、- だけのもの）',
  'time-of-day': '時刻（例: "08:00"）',
  asset: '資産（24文字までの英大文字、数字、. と / と -）',
  operation: `操作の${ID}。1つの資産だけなら、コロンに続けてその資産`,
  variable: '環境変数の名前（英数字と _ だけのもの）',
  header: 'リクエストに元からあるもの以外のヘッダー名（例: X-Api-Key）',
  path: 'ドットでつないだキー（例: incident.cause）',
  date: '日付（YYYY-MM-DD）',
}

function wrongType(p: WrongType): readonly [string, string] {
  const { key, what, given, type } = p
  const place = what === 'entry' ? `「${key}」の中` : `「${key}」`
  if (isUnquoted(p))
    return [
      `${place}の ${given} は、YAMLでは${type === 'number' ? '数' : '真偽値（true、false）'}になります`,
      `引用符で囲んでください: "${given}"`,
    ]
  // It could be the secret itself, pasted by mistake.
  if (p.expected.includes('variable')) return [`「${key}」にこの値は書けません`, `書き方: ${valueForm.variable}`]
  const expected = p.expected.map((one) => {
    if (typeof one === 'object') return one.example
    return one === 'list' && type === 'text' ? `一覧 [${given}]` : valueForm[one]
  })
  const mend = `書き方: ${expected.join('、または ')}`
  if (type === 'nothing') return [`${place}が空です`, mend]
  const value = {
    text: `「${given}」`,
    number: ` ${given} `,
    boolean: ` ${given} `,
    list: '一覧',
    mapping: 'キーと値の組',
  }
  return [`${place}に${value[type]}${what === 'key' ? 'というキー' : ''}は書けません`, mend]
}

const factForm: Readonly<Record<FactKind, (words: boolean) => string>> = {
  text: (words) => (words ? 'value、ja、en' : 'value'),
  count: () => 'value（整数）',
  amount: () => 'value（例: 1250000 JPY）',
  time: () => 'from（訓練の開始からの時間）',
  future: () => 'from（訓練の開始からの時間）',
  estimate: () => 'from、範囲なら to も（訓練の開始からの時間）',
}

const syntaxFaults = ({
  given,
  line,
}: Omit<SyntaxFault, 'offset'>): Readonly<Record<SyntaxFault['why'], readonly [string, string]>> => ({
  tab: ['行頭の字下げにタブがあります', 'YAMLの字下げにタブは使えません。空白に置き換えてください'],
  'wide-space': ['行頭の字下げに全角の空白があります', '半角の空白に置き換えてください'],
  'wide-colon': ['キーの後のコロンが全角です', '半角のコロンと空白にしてください'],
  indentation: [
    'この行の字下げが、上のどの行ともそろっていません',
    line === null ? '行頭の空白を確かめてください' : `${line}行目にそろえてください`,
  ],
  colon: ['コロンを含む文が引用符で囲まれていません', `引用符で囲んでください: ${given}`],
  comma: [`「${given}:」の前にカンマがありません`, 'カンマで区切ってください: { ja: ..., en: ... }'],
  unclosed: [`これを閉じる ${given} がありません`, `終わりに ${given} を書いてください`],
  'extra-bracket': [`${given} が1つ余分です`, '消すか、対になる括弧を書いてください'],
  'after-value': [
    '値が終わった後に文字が続いています',
    '全体を引用符で囲んでください。"..." の中の引用符は \\" と書きます',
  ],
  reserved: [`${given} で始まる文が引用符で囲まれていません`, '引用符で囲んでください'],
  'duplicate-key': [`キー「${given}」が2つあります`, `${line}行目にもあります。片方を消してください`],
  'no-key': ['「キー: 値」の形になっていません', 'コロンの後に空白を入れ、「キー: 値」の形で書いてください'],
  escape: ['二重引用符の中の \\ は特別な文字です', '一重引用符を使うか、\\\\ と書いてください'],
  documents: ['--- の行から、2つ目の文書が始まっています', 'その行を消してください'],
  other: [`YAMLとして読めません: ${given}`, '書き方を直してください'],
})

/** Mustache's parse errors in Japanese. */
function syntaxWords(detail: string): string {
  const [, kind, name] = /^(Unclosed|Unopened) section "(.*)"$/s.exec(detail) ?? []
  if (kind === 'Unclosed') return `「${name}」が閉じられていません`
  if (kind === 'Unopened') return `「${name}」を開くタグがありません`
  return detail === 'Unclosed tag' ? '「{{」が閉じられていません' : detail
}

export const findings: FindingWords = {
  'yaml-syntax': (p) => syntaxFaults(p)[p.why],
  'yaml-feature': (p) => [`${p.feature} は使えません`, '値をそのまま書いてください'],
  'too-large': (p) => [
    `ファイルが${p.bytes}バイトあります`,
    `${p.limit}バイト以下にしてください。章ごとに分けられます`,
  ],
  'too-deep': (p) => ['入れ子が深すぎます', `${p.limit}段以内にしてください`],
  'too-many-values': (p) => [`値が${p.count}個あります`, `${p.limit}個以内にしてください。章ごとに分けられます`],
  'unknown-key': (p) =>
    p.meant === null
      ? [`「${p.key}」というキーはありません`, p.allowed.length > 0 ? knownNames(p) : '消してください']
      : [`「${p.key}」というキーはありません。「${p.meant}」のことですか`, `${p.meant} と書いてください`],
  'missing-key': (p) => [`「${p.key}」がありません`, `${p.key} を書いてください`],
  'missing-language': (p) => [
    `「${p.key}」に ${p.language} がありません`,
    `${p.language} の文を書いてください。省けるのは、ファイルのどこにも ${p.language} の文がないときだけです`,
  ],
  'wrong-type': wrongType,
  'bad-value': (p) => [`「${p.key}」に ${p.given} は指定できません`, knownNames(p)],
  'bad-duration': (p) => [`「${p.given}」は時間の長さとして読めません`, '例: 90s、30m、1h30m、2d'],
  'bad-date': (p) => [`「${p.given}」は日付ではありません`, '実在する日付を YYYY-MM-DD の形で書いてください'],
  'future-date': (p) => [`${p.given} は未来の日付です`, '最後に見直した日を書くか、時計を合わせてください'],
  'bad-cadence': (p) => [`「${p.given}」は告知の間隔として短すぎるか長すぎます`, `${p.least} から ${p.most} までです`],
  'bad-zone': (p) => [`「${p.given}」というタイムゾーンはありません`, 'IANAの名前で書いてください。例: Asia/Tokyo'],
  'out-of-range': (p) => [`「${p.key}」に ${p.given} は指定できません`, `${p.least} から ${p.most} までです`],
  'bad-url': (p) => [
    `「${p.key}」はここで使えるURLではありません`,
    `${p.schemes.map((scheme) => `${scheme}://`).join(' または ')} で始め、ホスト名を続けてください`,
  ],
  'secret-in-url': (p) => [
    `「${p.key}」に利用者名かパスワードが含まれています`,
    '取り除いてください。パスワードが必要な設定では、値を持つ環境変数かファイルの名前を書きます。例: passwordEnv: SMTP_PASSWORD',
  ],
  'plain-url': (p) => [
    `${p.scheme}:// では暗号化されずに送られます`,
    p.scheme === 'smtp'
      ? 'smtps:// にするか、startTls: true を書いてください。信頼できる経路なら allowPlain: true でも送れます'
      : `${p.secure}:// にしてください。信頼できる経路なら allowPlain: true でも送れます`,
  ],
  'bad-address': (p) => [`「${p.given}」はメールアドレスではありません`, '例: notice@example.com'],
  'bad-spelling': (p) => [`「${p.key}」に「${p.given}」は指定できません`, `例: ${p.example}`],
  'bad-pattern': (p) => [
    `「${p.key}」に「${p.given}」は指定できません`,
    '先読み、後読み、\\b、\\B、グループの参照は使えません。長いものや繰り返しの多いものは、短くしてください',
  ],
  'no-holidays': (p) => [
    `カレンダー「${p.given}」を読み込めないため、期限の計算では土日だけを休日とします`,
    'ワークスペースからの相対パスにファイルを置くか、名前を直してください',
  ],
  'holiday-not-understood': (p) => [
    `${p.file}:${p.at} を解釈できないため、休日としません: ${p.text}`,
    '終日の予定で書いてください。例: DTSTART;VALUE=DATE:20261224。毎年なら RRULE:FREQ=YEARLY',
  ],
  'same-folder': (p) => [
    `フォルダー「${p.given}」には「${p.other}」もページを書くため、互いに上書きします`,
    '告知手段ごとに別のフォルダーを指定してください',
  ],
  'one-of': (p) =>
    p.given.length > 1
      ? [`${p.given.join(' と ')} の両方が書かれています`, 'どちらか一方にしてください']
      : [`${p.keys.join('、')} のどれもありません`, `${p.keys.join(' か ')} を書いてください`],
  'bad-group': (p) =>
    p.why === 'unknown'
      ? [
          `このマシンに「${p.given}」というグループはありません`,
          '/etc/group にある名前を書いてください。ディレクトリサービスのグループは、番号を引用符で囲んで書きます',
        ]
      : [
          `実行している利用者は、グループ「${p.given}」に属していません`,
          'グループに追加してもらい、ログインし直すか、別のグループを指定してください',
        ],
  'bad-character': (p) => [`「${p.key}」に制御文字（${p.character}）が含まれています`, 'その文字を取り除いてください'],
  'empty-list': (p) => [`「${p.key}」が空です`, '1つ以上書いてください'],
  'empty-text': (p) => [`「${p.key}」が空です`, '文を書いてください'],
  'duplicate-id': (p) => [`id「${p.id}」が重複しています`, `先に ${p.first} で使われています。別のidにしてください`],
  'name-is-id': (p) => [
    `「${p.name}」という名前は、id「${p.id}」として読まれます`,
    '入力された言葉は先にidとして読みます。別の名前にしてください',
  ],
  'unknown-department': unknown('部署', 'runbook show'),
  'unknown-clause': unknown('条項', 'runbook coverage'),
  'unknown-channel': unknown('告知手段', 'runbook show'),
  'unknown-fact': unknown('項目', 'runbook show'),
  'unknown-type': unknown('停止の種類', 'runbook show'),
  'unknown-person': unknown('人'),
  'unknown-party': (p, me) =>
    p.isDepartment
      ? [
          `「${p.given}」は手順書の部署ですが、ここに担当者が書かれていません`,
          `departments に ${p.given}: { head: ... } を書いてください`,
        ]
      : unknown('部署または人')(p, me),
  'unknown-step': unknown('手順', 'runbook show'),
  'unknown-operation': unknown('操作', 'runbook show'),
  'unknown-start': unknown('起点（events）'),
  'unknown-form-field': unknown('様式（form）の項目'),
  'unknown-report': unknown('報告（reports）'),
  'report-cycle': (p) => [
    `報告が互いを待っています: ${p.path.join(' -> ')}`,
    'どれか1つを、after ではなく from で起点から数えてください',
  ],
  'own-deputy': (p) => [`${p.department} に ${p.person} が重複しています`, '別の代理を書くか、片方を消してください'],
  'flow-cycle': (p) => [
    `連絡フローが循環しています: ${p.path.join(' -> ')}`,
    'どれか1つを消し、前の人から伝わるようにしてください',
  ],
  'not-told': (p) => [`連絡フローで ${p.department} に伝える人がいません`, 'flow に加えてください'],
  'nobody-there': (p) => [
    `${p.name}（${p.department}）に、連絡する相手がいません`,
    'departments に責任者を書いてください',
  ],
  'never-fires': (p) => [
    `エスカレーション段階 ${p.level} の条件は満たされることがありません。下位の返事を待つ条件ですが、待つ相手がいません`,
    'departments か、これより前の段階を書いてください',
  ],
  'after-the-end': (p) => [
    `「${p.inject}」は${p.at}の予定ですが、訓練はその前に終わります`,
    `${p.lasts}より前にするか、訓練を長くしてください`,
  ],
  'ends-too-early': (p) => [
    `「${p.key}」の${p.given}は、${p.after}より後ではありません`,
    `${p.after}より後の時間を書いてください`,
  ],
  'never-planned': (p) => [`種類 ${p.type} の停止は計画停止にできません`, 'planned を外すか、別の種類にしてください'],
  'fact-form': (p) => {
    const mend = `書き方: ${factForm[p.kind](p.words)}`
    return p.isWordless
      ? [
          `「${p.fact}」には顧客に見せる文言（ja、en）がありません`,
          `${mend}。文言を書けるようにするには、手順書の facts で words: true にします`,
        ]
      : [`「${p.fact}」の書き方が違います`, mend]
  },
  'bad-scope': (p) => [
    p.state === null
      ? `「${p.given}」では、何が止まり、何が使えるのか分かりません`
      : `「${p.state}」という状態はありません`,
    `書き方: 操作=状態、または 操作:資産=状態。状態は ${SCOPE_STATES.map((id) => (id === 'limited' ? 'limited:説明' : id)).join('、')}`,
  ],
  'too-many-clauses': (p) => [
    `${p.step} が${p.count}個の条項を参照しています`,
    `${p.limit}個までです。手順を分けてください`,
  ],
  'foreign-clause': (p) => [
    `${p.step} が別の節の条項 ${p.clause} を参照しています`,
    'why: { ja, en } に理由を書くか、同じ節の条項だけを参照してください',
  ],
  'section-mismatch': (p) => [`id ${p.step} が節 ${p.section} で始まっていません`, 'idは「節-名前」の形にしてください'],
  'recurring-without-interval': (p) => [
    `${p.step} は繰り返しなのに間隔がありません`,
    'every: 30m（または cadence）を書いてください',
  ],
  'interval-without-recurring': (p) => [
    `${p.step} は1回だけなのに間隔があります`,
    'every を消すか、kind: recurring にしてください',
  ],
  'channel-without-stage': (p) => [
    `${p.step} に channel と stage の片方しかありません`,
    '告知の手順には両方が必要です',
  ],
  'cadence-without-channel': (p) => [
    `${p.step} は告知の間隔に従うのに channel がありません`,
    'channel と stage を書くか、間隔を時間で書いてください',
  ],
  'never-comes': (p) => [
    `${p.step} はどの停止でも使われません`,
    {
      'no-type': 'applies に停止の種類を1つ以上書いてください',
      'never-scheduled': '段階 scheduled の手順ですが、対象に計画停止のある種類がありません',
      closed: '段階 closed に手順は置けません',
    }[p.why],
  ],
  'clause-not-carried': (p) => [
    `条項 ${p.clause} を受け持つものがありません`,
    '手順から参照するか、places に書いてください',
  ],
  'clause-softened': (p) => [
    `条項 ${p.clause} は必須ですが、受け持つ手順（${p.by}）はどれも必須ではありません`,
    'どれかを modality: must にしてください',
  ],
  'clause-hardened': (p) => [
    `条項 ${p.clause} は ${p.asks} ですが、受け持つ手順 ${p.step} は ${p.modality} です`,
    `手順を modality: ${p.asks} にするか、マニュアルがそう求めているなら、条項の modality に ${p.modality} を加えてください`,
  ],
  'bad-template': (p) =>
    ({
      'unknown-name': [`「{{${p.given}}}」はここでは使えません`, knownNames(p)] as const,
      'unknown-part': [`「${p.given}」という部品はありません`, knownNames(p)] as const,
      'part-in-itself': [`「${p.given}」が自分自身を含んでいます`, '取り除いてください'] as const,
      'too-deep': [`{{#名前}} の入れ子が${p.given}段を超えています`, '入れ子を減らしてください'] as const,
      syntax: [
        `テンプレートとして読めません: ${syntaxWords(p.given)}`,
        '{{#名前}} と {{/名前}} の対応を確かめてください',
      ] as const,
      missing: [`テンプレート ${p.given} がありません`, 'インストールし直すか、テンプレートを書いてください'] as const,
      'unknown-file': [
        `「${p.given}」はどこにも使われません`,
        `ja/ と en/ に置いてください。${knownNames(p)}`,
      ] as const,
      unreadable: [`読み込めません: ${p.given}`, 'テンプレートは64 KiB以下のUTF-8テキストにしてください'] as const,
      unescaped: [`「${p.given}」の内容がそのまま出力されます`, `{{${p.given}}} と書いてください`] as const,
      'not-a-value': [
        `「{{${p.given}}}」は一覧か、項目を持つ値です`,
        `{{#${p.given}}} と {{/${p.given}}} の間に、中の項目を書いてください`,
      ] as const,
      'unsafe-place': [
        `ここでは「${p.given}」がただの文字になりません`,
        '本文に置くか、引用符で囲んだ属性の、決まった書き出しの後に置いてください',
      ] as const,
      'left-open': [
        `タグ、引用符、コメントのどれかが閉じていません${p.given === '' ? '' : `（${p.given}）`}`,
        '開いたのと同じファイル、同じ {{#名前}} の中で閉じてください',
      ] as const,
      'no-marks': [
        '訓練であること、継続中であること、ログの破損、報告書を読む人が、どこにも示されません',
        '先頭の、どの {{#名前}} にも入らない場所に {{> marks}} を書いてください',
      ] as const,
      'no-policy': [
        'このページは外部の画像やスクリプトを読み込めます',
        '<head> に {{> policy}} を書いてください',
      ] as const,
      'not-json': [
        `できあがりがJSONになりません: ${p.given}`,
        '引用符とカンマを確かめてください。一覧の区切りは {{^last}},{{/last}} と書けます',
      ] as const,
      'too-long': [`できあがりが${p.given}文字を超えます`, '一覧の中で開く一覧を減らしてください'] as const,
    })[p.why],
  'no-form': (p) => [
    `告知手段 ${p.channel} に形（form）がないため、${p.form} の文面を使います`,
    `form を書いてください: ${CHANNEL_FORMS.join('、')}`,
  ],
  'duplicate-role': (p) => [
    `役割 ${p.role} は先に ${p.first} にあるため、${p.fact} の役割は使われません`,
    'どちらか一方の role を消してください',
  ],
  'role-kind': (p) => [
    `${p.fact} の役割 ${p.role} には、別の種類（kind）が要ります`,
    `kind: ${p.kind} と書いてください`,
  ],
  'no-role': (p) => [
    {
      began: '役割 began の項目がないため、告知にいつからの停止かが載りません',
      'planned-begin': '役割 planned-begin の項目がないため、事前のお知らせに開始予定が載りません',
      'planned-end': '役割 planned-end の項目がないため、事前のお知らせに終了予定が載りません',
    }[p.role],
    `kind: ${p.role === 'began' ? 'time' : 'future'} の項目に role: ${p.role} を書いてください`,
  ],
  'personal-told': (p) => [
    `${p.fact} は personal: true ですが、文（text）でないか、告知や報告書に載る項目です`,
    'kind: text とし、role、notice、words、report を消すか、personal を消してください',
  ],
  'by-person-unfit': (p) => [
    `${p.fact} は byPerson: true ですが、文（text）でないか、報告書に載らないか、顧客に伝わる項目です`,
    'kind: text と report を書き、role、notice、words: true を消すか、byPerson を消してください',
  ],
  'unused-unit': (p) => [
    `${p.fact} は数（count）ではないため、${p.key} は使われません`,
    `${p.key} を消すか、kind: count にしてください`,
  ],
  'words-hide-value': (p) => [
    `${p.fact} は words: true なので、告知には文言だけが載り、${p.isTime ? '時刻' : '数値'}は載りません`,
    'words を消してください',
  ],
  'no-first-notice': (p) => [
    `${p.channel} で顧客に停止を知らせる手順がありません`,
    `channel: ${p.channel}、stage: first の手順を加えるか、告知手段から外してください`,
  ],
  'no-resumption': (p) => [
    `${p.channel} では顧客に停止を知らせますが、再開を知らせる手順がありません`,
    `channel: ${p.channel}、stage: resumption の手順を加えてください`,
  ],
  'push-title-long': (p) => [
    `プッシュ通知の題「${p.text}」は${p.columns}桁です。画面に出るのは${p.limit}桁（全角${p.limit / 2}文字）までです`,
    '短くしてください',
  ],
  'claim-in-manual': (p) => [
    `「${p.words}」が告知のたびに書かれます。毎回の根拠と承認が要るか、避けるべき記述です`,
    '取り除いてください。そのときの停止に限ったことは、顧客向けの文言として記入します',
  ],
  'no-phase': () => [
    'この章に phase がないため、手順は初期対応（initial-response）で行うことになります',
    `phase（${PHASES.filter((phase) => phase !== 'closed').join('、')}のどれか）を書いてください`,
  ],
  'no-gate': () => ['再開の可否を判断する手順がありません', '再開基準を決める手順に gate: lift を書いてください'],
}
