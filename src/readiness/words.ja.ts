import { DAYS_OF_WEEK, type DayOfWeek } from '../domain/contacts/contacts.ts'
import type { CoverageGap } from '../domain/contacts/cover.ts'
import type { PreflightFailure } from '../domain/delivery-reasons.ts'
import type { ProbeResult, ReviewedKind } from '../domain/readiness/finding.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { SENDING_VIAS } from '../domain/settings.ts'
import { keyNotAllowed } from '../evidence/words.ja.ts'
import { feeds } from '../feeds/words.ja.ts'
import { deliveryFailures } from '../i18n/delivery-failures.ja.ts'
import { reasonWords } from '../i18n/events.en.ts'
import { holderWords, lockMend } from '../i18n/problems.ja.ts'
import { formatSize } from '../i18n/words.en.ts'
import { said, words } from '../i18n/words.ja.ts'
import { relay } from '../relay/words.ja.ts'
import { quoteArg } from '../view/shell-quote.ts'
import { elapsedText } from '../view/time-format.ts'
import type { DoctorText, InitText, NewManualText, OutlineText, TemplateText } from './words.en.ts'

const WEEK = { mon: '月', tue: '火', wed: '水', thu: '木', fri: '金', sat: '土', sun: '日' }

const clockTime = (n: number) => `${Math.floor(n / 60)}:${String(n % 60).padStart(2, '0')}`

function gapWords({ days, from, to, endsDaysLater: later }: CoverageGap): string {
  const named = days.length === DAYS_OF_WEEK.length ? '毎日' : days.map((day) => WEEK[day]).join('・')
  const last = DAYS_OF_WEEK[(DAYS_OF_WEEK.indexOf(days[0] as DayOfWeek) + later) % DAYS_OF_WEEK.length] as DayOfWeek
  const until = later > 1 ? `${WEEK[last]}の` : later === 1 ? '翌' : ''
  return `${named}の${clockTime(from)}から${until}${clockTime(to)}まで`
}

const reviewedKinds: Readonly<Record<ReviewedKind, string>> = {
  authorities: 'この当局への報告のファイル',
  scenarios: 'このシナリオ',
  runbooks: 'この章',
  contacts: '連絡先',
  templates: 'このテンプレート',
  drill: '訓練',
}
const shippedKinds: Readonly<Record<ReviewedKind, string>> = {
  ...reviewedKinds,
  authorities: '付属の当局への報告のファイル',
  scenarios: '付属の訓練シナリオ',
  runbooks: '付属の章',
  templates: '付属の告知テンプレート',
}

const reviewMend: Readonly<Record<ReviewedKind, string>> = {
  scenarios: '内容を見直し、見直した日を書いてください。reviewed: YYYY-MM-DD',
  authorities: '期限を現行の法令に照らして確かめ、見直した日を書いてください。reviewed: YYYY-MM-DD',
  runbooks: '内容を見直し、見直した日を書いてください。reviewed: YYYY-MM-DD',
  contacts: '番号と担当者を確かめ、見直した日を書いてください。reviewed: YYYY-MM-DD',
  templates: '内容を見直し、見直した日を1行目に書いてください。{{! reviewed: YYYY-MM-DD }}',
  drill: '',
}

const reached: Readonly<Record<ProbeResult, string>> = {
  'logged-in': '接続とログインができました。何も送信していません',
  connected: '接続できました。何も送信していません',
  proved: '接続でき、証明書も確認できました。要求は送っていないため、受け付けられるかどうかは分かりません',
  writable: '書き込めます',
  program: '実行できる状態です。実行はしていません',
}

const wayFailures: Readonly<Record<PreflightFailure, readonly [string, string]>> = {
  'variable-missing': ['環境変数が設定されていません', 'プログラムを実行する環境で設定してください'],
  'file-missing': ['ファイルかプログラムがないか、読めません', '用意するか、設定にある名前を直してください'],
  'bad-secret': ['認証情報が空か、送れない文字を含んでいます', '値だけが書かれているか確認してください'],
  'bad-url': [
    '環境変数またはファイルのURLを使えません',
    'https:// とホスト名を、利用者名やパスワードなしで書いてください',
  ],
  'bad-address': ['宛先の一覧が空か、アドレスではない行があります', '示した行を直してください'],
  'bad-template': ['送信内容のテンプレートを使えません', '示した箇所を直してください'],
  'private-address': ['宛先がプライベートアドレスです', '意図したものなら allowPrivate: true を書いてください'],
  unreachable: ['サーバーに接続できません', 'ホスト名、ポート、回線を確かめてください'],
  'tls-failed': [
    'サーバーの証明書を確認できないか、暗号化できません',
    '証明書を調べるか、認証局を caFile に書いてください',
  ],
  'login-refused': ['サーバーにログインできません', '利用者名とパスワードを確かめてください'],
  refused: ['サーバーが接続を受け付けません', '応答の内容を確かめてください'],
  'timed-out': ['サーバーが時間内に応答しません', 'ホスト名、ポート、回線を確かめてください'],
  'not-written': ['フォルダーに書き込めません', 'そのフォルダーと上位のフォルダーの権限を確かめてください'],
  'untrusted-workspace': [
    'このワークスペースは別の利用者が書き換えられるため、プログラムの実行や、外部のファイル・秘密の値の使用はしません',
    '別の利用者の権限を外すか、信頼する場合は haltctl trust フォルダー を実行してください',
  ],
  'command-failed': ['プログラムの実行が許可されていません', '実行の権限を付けてください: chmod +x'],
}

export const doctor: DoctorText = {
  areas: {
    settings: '設定',
    runbooks: '手順書、当局への報告、テンプレート',
    contacts: '連絡先',
    channels: '送信方法',
    logs: 'ログ',
    drills: '訓練',
    machine: 'このマシン',
  },
  levels: { error: 'エラー', warning: '注意', info: '情報' },
  looking: '点検しています',
  fine: '問題なし',
  counts: (errors, warnings, infos) => `エラー${errors}件、注意${warnings}件、情報${infos}件`,
  verdict: (level) =>
    ({
      error: '準備ができていません。先にエラーを解消してください',
      warning: '準備はできていますが、注意の項目を確かめてください',
      info: '準備ができています',
    })[level],
  findings: {
    'organisation-unset': (p) => [
      `会社名（${p.language}）が設定されていません`,
      `halt.yaml に書いてください。organisation: { ${p.language}: 会社名 }。設定するまで告知を送信できません`,
    ],
    'contact-unset': (p) => [
      `お問い合わせ先（${p.language}）が設定されていません`,
      `halt.yaml に書いてください。contact: { ${p.language}: 連絡先 }。設定するまで告知を送信できません`,
    ],
    'not-reviewed': (p) => [`${reviewedKinds[p.what]}に、見直した日が書かれていません`, reviewMend[p.what]],
    'review-due': (p) => [
      `${reviewedKinds[p.what]}を最後に見直したのは${p.reviewed}（${p.days}日前）です。見直しの間隔は${p.limit}日です`,
      reviewMend[p.what],
    ],
    'shipped-review-due': (p) => [
      `${shippedKinds[p.what]}（${p.files}件）が最後に見直されたのは${p.reviewed}（${p.days}日前）です。見直しの間隔は${p.limit}日です`,
      '新しいバージョンにするか、自社の runbooks/ にコピーして内容を見直し、見直した日を書いてください',
    ],
    'authorities-to-verify': (p) => [
      `当局への報告に、内容が未確認のものがあります（verify: true）: ${p.ids.join('、')}`,
      '現行の法令に照らして確かめ、ファイルに verify: false と書いてください。付属のファイルは、自社の runbooks/authorities/ にコピーして書き換えます',
    ],
    'contacts-missing': (p, me) => [
      'contacts.yaml がないため、連絡する相手が分かりません',
      `作成してください: ${me} init ${quoteArg(p.workspace)}`,
    ],
    'nobody-on-duty': (p) => [
      `${p.department} に勤務中の人がいない時間があります: ${p.times.map(gapWords).join('、')}（${p.zone}）`,
      '代理の hours を変えるか、いつでも連絡できる人なら hours を消してください',
    ],
    'runbooks-undecided': () => [
      'halt.yaml に誤りがあり、どの手順書を使うのかが分かりません。手順書と、それを参照するものは調べていません',
      '先に直してください',
    ],
    'name-shared': (p) => [
      `${p.people.join(' と ')} の名前がどちらも${p.name}なので、この名前での記録では区別できません`,
      '一方の名前を変えてください。同じ人なら、一方を消してください',
    ],
    'approver-unknown': (p) => [
      `承認者 ${p.given} は contacts.yaml の人にも部署にもありません。${p.given} の名前では誰も承認できません`,
      `使えるもの: ${p.allowed.length === 0 ? '-' : p.allowed.join('、')}`,
    ],
    'settings-broken': () => [
      'halt.yaml が使えないため、告知の送信方法は点検していません',
      '先に halt.yaml を直してください',
    ],
    'channels-by-hand': (p) => [`手作業で掲載する告知手段: ${p.channels.join('、')}（送信方法の設定なし）`, ''],
    'not-connected': (p) => [
      `--offline のため、${p.count}台のサーバーに接続していません`,
      '接続も確かめるには、--offline を外してください',
    ],
    'way-failed': (p) => {
      const [message, mend] = wayFailures[p.why]
      return [`${p.whose}: ${message}: ${p.detail}`, mend]
    },
    'way-reached': (p) => [`${p.whose}: ${p.target}: ${reached[p.how]}`, ''],
    'feed-behind': ({ feed, waiting, since, why, detail }, me) => {
      const reason = reasonWords(deliveryFailures, why)
      return [
        feeds.behind(feed, waiting, since, detail === '' ? reason : words.marked(reason, detail)),
        `原因を取り除いてから、送信してください: ${me} feed send`,
      ]
    },
    'secret-readable': (p) => [
      `${p.path} は、このマシンの誰でも読めます（モード ${p.mode}）`,
      `ほかの利用者の権限を外してください: chmod o-rwx ${p.path}`,
    ],
    'tls-checks-off': (p) => [
      `${p.variable}=0 が設定されています。Nodeのほかのプログラムは、どのサーバーも信用してしまいます（halt は設定にかかわらず証明書を検証します）`,
      '設定を外してください。社内の認証局を使うときは、caFile か NODE_EXTRA_CA_CERTS で指定します',
    ],
    'new-writer': (p, me) => [
      `${p.id} に、このマシンで未確認の書き手の記録があります: ${p.writers.map(({ writer, by, events }) => said.writerBy(writer, by, events)).join('、')}${p.more === 0 ? '' : `、ほか${p.more}`}`,
      `記録者として名前のある人に確かめてください。本人と確認できたら: ${me} verify --accept 書き手 -i ${p.id}`,
    ],
    'lock-held': (p, me) => [
      `${p.id} のロックを${holderWords(p.holder)}が使っています: ${p.path}`,
      lockMend(p.holder, p.path, me),
    ],
    'head-unsigned': (p, me) => [
      `${p.id} の末尾に、この鍵または signers の人による署名がありません`,
      `署名するには: ${me} anchor -i ${p.id}`,
    ],
    'signing-file-missing': (p) => [
      `halt.yaml で署名用に指定された ${p.path} がありません`,
      'sign、signers、timestampCa のうち該当するものを直してください',
    ],
    'key-not-in-signers': (p) => [
      `${keyNotAllowed(p.key, p.signers, p.why)}。verify では誰の署名か分かりません`,
      '名前と公開鍵を1行で書き加えてください',
    ],
    'no-ssh-keygen': () => [
      'halt.yaml に署名の鍵か署名者の指定がありますが、ssh-keygen を実行できません。署名も検証も行いません',
      'OpenSSH 8.4 以降をインストールしてください',
    ],
    'head-unstamped': (p, me) => [
      `${p.id} の末尾に、信頼できる証明書で確かめられるタイムスタンプがありません`,
      `要求するには: ${me} anchor -i ${p.id}`,
    ],
    'relay-reached': ({ relay, waiting, lag }, me) => [
      `中継サーバー ${relay} は応答します。${waiting === 0 ? 'すべて共有済みです' : `まだ共有していない記録: ${waiting}件`}${lag === null ? '' : `（前回の共有から ${elapsedText(lag).slice(2)}）`}`,
      waiting === 0 ? '' : `共有するには: ${me} sync`,
    ],
    'relay-news': ({ relay, isHeard, seconds }) =>
      isHeard
        ? [`新しい記録があると、中継サーバー ${relay} からすぐに知らせが届きます（LISTEN）`, '']
        : [
            `中継サーバー ${relay} から新しい記録の知らせが届かないため、${seconds}秒ごとに問い合わせます`,
            'トランザクションモードのプーラーは、この知らせを捨てます。プーラーを通さずに接続するか、セッションモードにしてください',
          ],
    'relay-changed': ({ relay, how }, me) => [
      {
        other: `中継サーバー ${relay} は、このマシンが前回共有したものとは別の中継サーバーです。以前の中継サーバーに接続しているマシンとは何も共有されません`,
        alternates: `中継サーバー ${relay} として、複数の中継サーバーが入れ替わりに応答しています。各マシンに届くのは、応答した中継サーバーにある記録だけです`,
        lacks: `中継サーバー ${relay} から、以前はあった記録が失われています。バックアップから復元された可能性があります`,
      }[how],
      how === 'alternates'
        ? '接続先が1つのデータベースになるようにし、すべてのマシンで sync を実行してください'
        : `このマシンの記録を送り直すには: ${me} sync${how === 'other' ? '。そのうえで、誰がどちらに接続しているかを確かめてください' : '（すべてのマシンで実行してください）'}`,
    ],
    'relay-read-only': ({ relay, role }) => [
      `ロール ${role} は、中継サーバー ${relay} の読み取りしかできません。ここでの記録は共有されません`,
      `データベースの管理者に実行してもらってください: grant halt_operator to "${role}"`,
    ],
    'relay-clock': ({ relay, seconds }) => [
      `このマシンの時計は、中継サーバー ${relay} の時計より${Math.abs(seconds)}秒${seconds > 0 ? '進んで' : '遅れて'}います`,
      '時計を合わせてください。記録の時刻も、ほかのマシンの記録との順序も、この時計によります',
    ],
    'background-obstacle': ({ path, holder }, me) => [
      relay.obstacle(path, holder && holderWords(holder), holder?.place === 'suspended'),
      holder === null
        ? `誰が置いたかを確かめて、取り除いてください（ログのデータではありません）。手動で共有するには: ${me} sync`
        : `手動で共有するには: ${me} sync`,
    ],
    'no-openssl': () => [
      'halt.yaml にタイムスタンプ局の指定がありますが、openssl を実行できません。タイムスタンプの要求も検証も行いません',
      'OpenSSL 1.1.1 以降をインストールしてください',
    ],
    'incident-open': (p) => [
      `終了していない${p.drill ? '訓練' : 'インシデント'}があります: ${p.id}${p.title === null ? '' : ` ${p.title}`}`,
      '',
    ],
    'stray-folder': (p) => [`${p.path} はインシデントのフォルダーではありません`, '別の場所に移してください'],
    'shipped-drills-unfit': (p, me) => [
      `付属の訓練シナリオ${p.total}件のうち${p.ids.length}件は、この手順書に合いません: ${p.ids.join(', ')}`,
      `理由を見るには: ${me} drill --list。使うには、自分の runbooks/drills/ にコピーして直してください`,
    ],
    'drill-never': (p, me) => [
      `最後まで終えた訓練がありません（定期訓練の間隔の目安は${p.limit}日。--auto は数えません）`,
      `シナリオを選んでください: ${me} drill --list`,
    ],
    'drill-due': (p, me) => [
      `最後に訓練を終えたのは${p.closed}（${p.days}日前）です。定期訓練の間隔の目安は${p.limit}日です（${p.id}）`,
      `シナリオを選んでください: ${me} drill --list`,
    ],
    'clock-behind': ({ seconds, than }) =>
      typeof than === 'object'
        ? [
            `時計が、このマシンで確認できていない書き手 ${than.writer} の時計より${words.seconds(seconds)}遅れています`,
            'どちらの時計が誤っているか確かめてください。ログの時刻は証拠になります',
          ]
        : [
            `時計が${than === 'log' ? 'ログの最新の記録' : 'このプログラムがビルドされた日'}より${words.seconds(seconds)}遅れています`,
            '次の停止までに時計を合わせてください。ログの時刻は証拠になります',
          ],
    'clock-unsynchronised': () => [
      '時計が同期されていません（timedatectl による）',
      '時刻の同期を有効にしてください: timedatectl set-ntp true',
    ],
    'clock-unknown': () => [
      '時計が同期されているかどうかは、このマシンでは分かりません',
      '別の時計と見比べてください。ログの時刻は証拠になります',
    ],
    'zone-differs': (p) => [
      `マシンのタイムゾーンは ${p.machine} です。時刻はすべて、ワークスペースのタイムゾーン ${p.workspace} で示します`,
      '',
    ],
    'terminal-narrow': (p) => [`端末の幅が${p.columns}桁です。${p.least}桁以上を想定しています`, '幅を広げてください'],
    'terminal-dumb': () => ['TERM=dumb のため、画面を描き直さず、1行ずつ表示します（--plain と同じ）', ''],
    'not-utf8': (p) => [
      p.variable === null
        ? 'ロケールが設定されていないため、UTF-8ではありません'
        : `${p.variable}=${p.value} は UTF-8ではありません`,
      'UTF-8のロケールを設定してください。例: LANG=C.UTF-8。設定しないと、日本語が正しく表示されないことがあります',
    ],
    'not-writable': (p) => [
      `${p.path} に書き込めません（${p.why}）`,
      '権限、ディスク、マウントの状態を確かめてください',
    ],
    'state-not-private': (p) => [
      `${p.path} は別の利用者のものか、リンクです。中身は使われず、コマンドを実行するたびに新しい書き手になります`,
      '別の場所へ移してください。次のコマンドが作り直します',
    ],
    'disk-low': (p) => [
      `${p.path} の空き容量が ${formatSize(p.bytes)} しかありません`,
      `空きを増やしてください。停止1回には ${formatSize(p.least)} あれば足ります`,
    ],
    'inodes-low': (p) => [
      `${p.path} には、あと${p.count}個しかファイルを作れません`,
      `ファイルを減らしてください。停止1回には${p.least}個あれば足ります`,
    ],
    'network-disk': (p) => [
      `${p.path} はネットワーク上のファイルシステム（${p.type}）です。保存済みのデータが失われたり、回線の不調で止まったりすることがあります`,
      'ワークスペースは、このマシンのディスクに置いてください',
    ],
    'disk-unknown': (p) => [
      `${p.path} がネットワーク上のファイルシステムかどうかは、このマシンでは分かりません`,
      'このマシンのディスクにあることを確かめてください',
    ],
    'other-halt': (p) => [
      p.powersOff
        ? `シェルで実行される ${p.path} は、マシンの電源を切るコマンドです（${p.target}）`
        : `シェルで実行される ${p.path} は、別のプログラムです（${p.target}）`,
      '短い名前は使わず、haltctl を実行してください',
    ],
    'other-version': (p) => [
      `シェルで実行される ${p.path} のバージョンは ${p.version} です。今動いているのは ${p.ours} です`,
      `同じバージョンをインストールしてください: ${p.install}`,
    ],
    'not-on-path': (p) => ['シェルから haltctl が見つかりません', `どこからでも実行できるようにするには: ${p.install}`],
    'node-old': (p) => [
      `Node ${p.version} は古すぎます。${p.least} 以上が必要です`,
      '新しいバージョンをインストールしてください',
    ],
    'check-failed': (p) => [
      `点検「${p.check}」が失敗しました: ${p.detail}`,
      '不具合として報告してください。ほかの点検は続けています',
    ],
    'check-timed-out': (p) => [
      `点検「${p.check}」が${p.seconds}秒以内に終わりませんでした`,
      'もう一度実行するか、--offline を付けて実行してください',
    ],
  },
}

export const init: InitText = {
  begin: (directory) =>
    `${directory} にワークスペースを作ります。後で決める項目は Enter だけを押してください。最後の質問に答えるまで、何も書き込みません。`,
  later: '後で',
  organisation: { ja: '会社名（日本語の告知に使う）', en: '会社名（英語の告知に使う）' },
  contact: {
    ja: 'お問い合わせ先（日本語の告知に載せるページ、メールアドレスまたは電話番号）',
    en: 'お問い合わせ先（英語の告知に載せるページ、メールアドレスまたは電話番号）',
  },
  timezone: 'タイムゾーン',
  head: (department) => `${department}の責任者の氏名`,
  id: (name) => `${name}をコマンドで指すための短い名前（英数字）`,
  reach: (name) => `${name}の電話番号またはメールアドレス`,
  orElse: (value) => `Enter: ${value}`,
  hinted: (question, hints) => `${question}（${hints.join('、')}）`,
  wayTo: (name) => `${name}への連絡方法`,
  severalWays: 'カンマで区切って複数可',
  answered: (question, answer) => `${question}: ${answer}`,
  above: (directory) =>
    `${directory} も別のインシデントを持つワークスペースです。今後、このフォルダー以下で実行するコマンドは新しいワークスペースを使います。`,
  wrote: (path) => `${path} を作りました`,
  kept: (path) => `${path} はすでにあるため、変更していません`,
  unused: (flags) => `ファイルがすでにあるため、次の指定は使いませんでした: ${flags.join(' ')}`,
  next: '次にすること:',
  fillIn: (keys) => `後回しにした項目を書く: ${keys.join('、')}`,
  goThere: 'ワークスペースに移動する',
  checkContacts: 'contacts.yaml に代理とエスカレーション段階を書き加え、表示して確かめる',
  seeReady: '停止への備えに足りないものを調べる',
  tryIt: '訓練のシナリオを選んで試す（何も送信されない）',
  settings: {
    top: 'halt の設定。どの項目も省略できる。ここにない項目を書くとエラーになる。',
    organisation: '告知に使う会社名。設定するまで告知は送信されない。',
    contact: '顧客の問い合わせ先。すべての告知に載る。',
    replace: {
      organisation: '今はフォルダーの名前になっている。顧客に名乗る会社名に書き換える。',
      contact: '自社のページ、メールアドレスまたは電話番号に書き換える。',
    },
    timezone: '時刻はこのタイムゾーンで読み書きする。マシンのタイムゾーンは使わない。',
    language: '操作する人の言語（ja または en）。告知の言語は告知手段ごとに決める。',
    channels: [
      `告知の送り方: by-hand（人が掲載して記録する）、${SENDING_VIAS.join('、')}`,
      'languages は告知の言語。例: `[ja, en]`',
    ],
    cadence: [
      '第1報の期限（宣言からの時間）と、続報の間隔。',
      '告知手段や重大度ごとにも書ける。例: `告知手段: on-change`、`sev1: { update: 15m }`',
    ],
    words: '資産の呼び方と、告知に使わない語。',
    entity: '当局の様式に記入する会社の情報。holidays には、休日のカレンダー（.ics）を指定する。',
    share: 'ログを所有者だけでなく、このマシンの特定のグループでも読み書きする場合に書く。',
    review: [
      '見直しと訓練の間隔。期限を過ぎたものは doctor が知らせる。',
      '見直した人は、その日をファイルに書く。`reviewed: YYYY-MM-DD`',
    ],
    runbooks: '付属のマニュアルを使わず、自分の runbooks/ にある章、当局への報告、訓練シナリオだけを使う設定。',
  },
  contacts: {
    top: '停止時に連絡する相手。夜中に使うものなので、常に正しく保つ。',
    reviewed: '内容をすべて確かめた最後の日。',
    answerWithin: 'この時間を過ぎても返事がなければ、次の人に連絡する。',
    people: [
      '人は短い名前で指す。連絡方法は書いた順に試す（phone、chat、mail、pager）。',
      'hours がなければ、いつでも連絡してよい。',
    ],
    nobodyYet: '最初の1件を書くときに {} を消す',
    departments: '各部署の責任者と、その次に連絡する代理。',
    flow: ['連絡フロー（誰が誰に知らせるか）。lead は指揮者を指す。', '省略すると、指揮者が全部署に知らせる。'],
    escalation: [
      'エスカレーション段階を低い順に書く。when の条件がすべて満たされると期限になる。',
      'when がなければ、人が判断して上げる。',
    ],
  },
}

export const newManual: NewManualText = {
  begin: (directory) =>
    `${directory} に手順書を作ります。Enter だけを押すと既定値になります。最後の質問に答えるまで、何も書き込みません。`,
  language: '手順書と告知の言語（ja、en、both のいずれか）',
  organisation: { ja: '会社名（日本語の告知に使う）', en: '会社名（英語の告知に使う）' },
  contact: { ja: 'サポート窓口', en: 'our support desk' },
  made: (directory, { types, steps, channels }) =>
    `${directory} に手順書を作りました（停止の種類${types}つ、手順${steps}件、告知手段${channels}つ）。`,
  replace: (keys) => `告知を出す前に、halt.yaml の次の項目を自社のものに書き換える: ${keys.join('、')}`,
  checkIt: 'ファイルを書き換え、そのつど点検する',
  practise: 'この手順書で訓練する（何も送信されない）',
  chooseDrill: '訓練のシナリオを選んで試す（何も送信されない）',
  addContacts: '停止時に連絡する相手を入力する',
  seeReady: '停止への備えに足りないものを調べる',
}

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { ja: '日本語', en: '英語' }

export const outline: OutlineText = {
  madeFrom: (place) => `${place} から作りました。「推測」とある箇所を確かめ、確かめたら「推測」の印を消してください。`,
  toComplete: [
    '',
    '手順ごとに、次の点を書き足してください。',
    '- department: 誰が行うか。部署は0-names.yamlにあります。自社の部署に書き換えてください。',
    '- titleとinstructions: 何をするか。夜中に初めて行う人にも分かるように書きます。',
    '- applies: どの種類の停止で、どれだけ急ぐか（first、now、soon、normal、later）。allはすべての種類です。',
    '- kind: 繰り返すならrecurringにし、every: 30mとuntil: fully-resumedを足します。',
    '- channelとstage: 告知を出す手順に足します。例: channel: page、stage: first（続報はupdate、再開はresumption）',
    '- facts: 手順で尋ねる項目を、0-names.yamlのIDで書きます。停止範囲を調べる手順にはasks: [scope, severity]を足します。',
    '- gate: lift: 再開してよいかを判断する手順に足します。この手順が終わるまで再開できません。',
  ],
  phaseGuessed: '推測: 見出しから',
  phaseInherited: '推測: 見出しからは分からない',
  departmentGuessed: '推測: 担当が書かれていないため',
  appliesGuessed: '推測: どの種類の停止で、どれだけ急ぐか',
  untilGuessed: '推測',
  titleCut: '途中まで: 短い題に書き換える',
  guessedFrom: (word) => `推測: 「${word}」から`,
  inOneLanguage: (missing) =>
    `${LANGUAGE_NAMES[missing]}で表示するときも、この章の文がそのまま使われます。翻訳するときは、ファイルのすべての文に \`${missing}: …\` を足してください。`,
  modalityAssumed: '推測: 強さを示す語がないため',
  read: (file, { chapters, steps, clauses, language }) =>
    `${file}（${LANGUAGE_NAMES[language]}）から、${chapters}章、手順${steps}件、条項${clauses}件を読み取りました。`,
  guessed: ({ phases, modalities, departments, intervals, gate, notices }) => [
    '推測したこと（ファイルの「推測」とある箇所を確かめてください）:',
    `- 章の段階: 見出しから${phases.told}件${phases.untold > 0 ? `、手がかりのないもの${phases.untold}件` : ''}`,
    `- 手順の強さ: 文の語から${modalities.told}件、示す語がないため必須としたもの${modalities.untold}件`,
    `- 手順の担当: 文中の名前から${departments.told}件、名前がないため${departments.orElse}としたもの${departments.untold}件`,
    ...(intervals > 0 ? [`- 繰り返す手順: ${intervals}件`] : []),
    gate === null
      ? '- 再開の可否を判断する手順: 文書になし。手順に gate: lift を足してください'
      : `- 再開の可否を判断する手順: ${gate}`,
    notices.length === 0
      ? '- 顧客への告知: 文書になし。手順に channel と stage を足してください'
      : `- 顧客への告知: ${notices.join('、')}`,
  ],
  notUsed: '使わなかったもの:',
  skipped: {
    preface: '最初の章より前の部分',
    prose: '行うことを述べていないと見た文',
    table: '表',
    code: 'コード',
  },
  inLines: (what, lines) =>
    `- ${what}: ${lines.slice(0, 8).join('、')}行目${lines.length > 8 ? `ほか${lines.length - 8}か所` : ''}`,
}

export const template: TemplateText = {
  uses: {
    'form-page': 'サイトのページ',
    'form-mail': 'メール',
    'form-push': 'プッシュ通知',
    'form-post': '短い公開の投稿',
    'form-chat': '社内の連絡と、問い合わせへの回答例',
    'part-customers': '告知の相手の呼び方',
    'part-greeting': '書き出しの挨拶',
    'part-apology': 'お詫び',
    'part-lead': '停止中の告知の書き出し（何が起きているか、その理由）',
    'part-late': '予定より遅れたことのお詫び',
    'part-changes': '前回の告知からの変更点',
    'part-reason': '理由（文の一部）',
    'part-what': '何が起きているか（文の一部）',
    'part-answer': '停止中に読み上げる回答',
    'part-facts': '項目の一覧',
    'part-scheduled': '計画停止の事前のお知らせ',
    'part-plan': '予定の説明（句点のない1文）',
    'part-resumption': '再開のお知らせ',
    'part-final': '終了後の最終報',
    'part-correction': '告知の訂正',
    'part-retraction': '誤報による告知の取り消し',
    'part-genuine': '偽の告知への注意',
    'part-closing': '末尾の差出人',
  },
  ofChannel: (channel) => `「${channel}」だけに使う`,
}
