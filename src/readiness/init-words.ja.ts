import type { InitText } from './init-words.en.ts'

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
  severalWays: 'コンマで区切って複数可',
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
    timezone: '時刻はこのタイムゾーンで読み書きする。マシンのタイムゾーンは使わない。',
    language: '操作する人の言語（ja または en）。告知の言語は告知手段ごとに決める。',
    channels: [
      '告知の送り方: by-hand（人が掲載して記録する）、file、smtp、webhook、command',
      'languages は告知の言語。例: `[ja, en]`',
    ],
    cadence: [
      '第1報の期限（宣言からの時間）と、続報の間隔。',
      '告知手段や重大度ごとにも書ける。例: `email: on-change`、`sev1: { update: 15m }`',
    ],
    words: '資産の呼び方と、告知に使わない語。',
    share: 'ログを所有者だけでなく、このマシンの特定のグループでも読み書きする場合に書く。',
    review: [
      '見直しと訓練の間隔。期限を過ぎたものは doctor が知らせる。',
      '見直した人は、その日をファイルに書く。`reviewed: YYYY-MM-DD`',
    ],
  },
  contacts: {
    top: '停止時に連絡する相手（マニュアル第6章）。夜中に使うものなので、常に正しく保つ。',
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
