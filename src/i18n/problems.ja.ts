import { isContentInEvidence } from '../domain/log/event.ts'
import type { FileFlaw } from '../domain/log/governing-files.ts'
import {
  type Answer,
  type DeliveryEnd,
  type DueTo,
  INVOCATION,
  type LockHolder,
  type NoteLineFault,
  type ProblemParams,
  type TimeReading,
} from '../domain/problem.ts'
import type { Named } from '../domain/runbook/runbook.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import { quoteArg, quoteArgv } from '../view/shell-quote.ts'
import { briefTimeText, timeText } from '../view/time-format.ts'
import { CLOSING_NAMES } from './closing-names.ts'
import { nameOr } from './events.en.ts'
import { endedWords, outcomeWords } from './events.ja.ts'
import { followUpLines, helpOf, type ProblemWords, toState } from './problems.en.ts'
import { onlyWriterOf, sendingOf, unheededWords, voidedWords } from './voided-words.ts'
import { either, said, words } from './words.ja.ts'

const list = (words: readonly string[]) =>
  words.length <= 12 ? words.join('、') : `${words.slice(0, 12).join('、')} ほか${words.length - 12}件`
/** IDに名前を添える。 */
const withName = (id: string, name = id) => (name === id ? id : `${id}（${name}）`)
const named = ({ allowed, names }: ProblemParams['unknown-type']) =>
  list(allowed.map((id) => withName(id, names?.[id]?.ja)))
/** 項目のほかに、文面の元になるもの。 */
const CHANGED: Readonly<Record<string, string>> = { scope: '停止範囲', type: '種類' }
/** 手順書での名前。なければID。 */
const nameIn = ({ names }: Pick<ProblemParams['unknown-type'], 'names'>, id: string) => names?.[id]?.ja ?? id
const channelNames = (p: Pick<ProblemParams['notice-errors'], 'names' | 'channels'>) =>
  list(p.channels.map((channel) => nameIn(p, channel)))
/** 「操作[:資産][=状態]」を、そのまま入力できる名前で書く。 */
function statementIn(p: Pick<ProblemParams['still-restricted'], 'names'>, statement: string): string {
  const [target = '', state] = statement.split('=')
  const [operation = '', asset] = target.split(':')
  const named = asset === undefined ? nameIn(p, operation) : `${nameIn(p, operation)}:${asset}`
  return state === undefined ? named : `${named}=${nameOr(words.scopeState, state)}`
}
/** 告知手段や人ごとの結果。 */
const outcomes = (what: readonly DeliveryEnd[], p: Pick<ProblemParams['unknown-type'], 'names'> = {}) =>
  list(
    what.map((one) => `${nameIn(p, one.who)}${one.way === undefined ? '' : `（${one.way}）`} ${deliveryEndWords(one)}`),
  )
const deliveryEndWords = ({ outcome, why }: DeliveryEnd) =>
  `${outcomeWords[outcome]}${why === null ? '' : `（${words.failure(why)}）`}`
const closingName = (as: string) => withName(as, (CLOSING_NAMES as Readonly<Record<string, Named>>)[as]?.ja)
const unknown = (what: string) => (p: ProblemParams['unknown-type']) =>
  [`「${p.given}」という${what}はありません`, known(p)] as const
const known = (p: ProblemParams['unknown-type']) =>
  p.allowed.length === 0 ? '使えるものはまだありません' : `使えるもの: ${named(p)}`

const stampingFailure = ({ host, why, detail }: ProblemParams['not-stamped']['failures'][number]) =>
  `${host}: ${why === null ? detail : `${words.failure(why)}（${detail}）`}`

const DAYS = { yesterday: '昨日', today: '今日', tomorrow: '明日' }

function readings({ readings }: ProblemParams['time-unclear']): string {
  const dayOf = ({ day, isAhead }: TimeReading) =>
    day === null ? '' : `（${DAYS[day]}${day === 'today' && isAhead ? 'のこれから' : ''}）`
  return readings.map((reading) => `${reading.at}${dayOf(reading)}`).join(' か ')
}

function agoWords(seconds: number): string {
  return seconds < 120 ? `${seconds}秒前` : `${Math.floor(seconds / 60)}分前`
}

export function holderWords({ pid, user, host, since }: LockHolder): string {
  const details = [user, host, since === null ? '' : `${since} から`].filter((word) => word !== '')
  return `プロセス ${pid}（${details.join('、')}）`
}

/** Names the incident in a command for another person, or on another machine. */
const ofIncident = (incident: string | undefined) => (incident === undefined ? '' : ` -i ${incident}`)

export function dueTo({ writers, incident }: DueTo, me: string): string {
  const [only, other] = writers.map(inertLine)
  const writer = only === undefined || other !== undefined ? '書き手' : only
  return [
    `このマシンで未確認の書き手（${list(writers.map(inertLine))}）の記録があるため、受け付けられません`,
    `その記録が正しければ: ${me} verify --accept ${writer} -i ${incident}`,
    `正しくなければ: ${me} verify --set-aside ${writer} --reason 理由 -i ${incident}`,
  ].join('\n')
}

export function lockMend(holder: LockHolder | null, path: string, me: string): string {
  if (holder === null)
    return `もう一度実行してください。このインシデントを記録している人がほかにいなければ、先にロックを削除します: rm ${quoteArg(path)}`
  const { pid, host, user, foreign, place, runs } = holder
  const breakLine = `${me} verify --break-lock --reason 理由 -i ${path.split('/').at(-2)}`
  if (runs !== null)
    return `プロセス ${pid} は別のプログラムです（${shortLine(runs)}）。誰かがその番号をロックに書き込んでいます。解除するには: ${breakLine}`
  const stop = pid === 1 ? '待って' : `待つか終了させて（kill ${pid}）`
  const whose = foreign && user !== '' ? `${user} のプロセスなので、先に本人に確かめてください。` : ''
  return {
    here: `${whose}まだ動いています。確かめてから（ps -fp ${pid}）、${stop}、もう一度実行してください。終わらない場合: ${breakLine}`,
    suspended: `${whose}一時停止しています。再開させるか（kill -CONT ${pid}）、終了させて（kill -KILL ${pid}）、もう一度実行してください`,
    container: `同じマシンの別のコンテナで動いています。そのコンテナで再開させるか、終了させてください。コンテナごと失われた場合だけ、ロックを解除します: ${breakLine}`,
    elsewhere: `${host} で再開させるか、終了させてください。そのマシンごと失われた場合だけ、ロックを解除します: ${breakLine}`,
  }[place]
}

/** 最後の記録と、次の期限。 */
function standWords({ last, due }: ProblemParams['paused']): string[] {
  return [
    ...(last === undefined ? [] : [`最後の記録: ${last}`]),
    ...(due === undefined
      ? []
      : [
          due.isOverdue
            ? `期限超過（${due.at}から）: ${due.name}`
            : `次の期限 ${due.at}（あと ${due.span}）: ${due.name}`,
        ]),
  ]
}

/** 記録していない入力の扱い。 */
function keptWords({ unrecorded = [], edited = [], isKept, areEditsKept }: ProblemParams['paused']): string[] {
  const inputWords =
    isKept === false
      ? '後で使えるように保存できませんでした。今のうちに控えてください'
      : 'ログとは別に保存してあり、再開すると改めて表示します。'
  const editWords =
    areEditsKept === false
      ? '編集した告知文は保存できませんでした。上に表示した文面を、今のうちに控えてください'
      : '編集した告知文はログとは別に保存してあり、告知を開くと表示します。'
  return [...(unrecorded.length > 0 ? [inputWords] : []), ...(edited.length > 0 ? [editWords] : [])]
}

function removeWords(me: string): string {
  return `ログとは別に保存した内容は、完全に削除できます: ${me} evidence list で名前を確認し、${me} evidence remove 名前 --reason ...`
}

function wroteWords({ id, total, files }: ProblemParams['command-failed'], me: string): string {
  if (total === 0) return '出力はありませんでした'
  if (files.length === 0) return `出力は保存していません（${words.bytes(total)}）`
  return ['出力:', ...files.map((file) => `${me} evidence show ${file} -i ${id}`)].join('\n')
}

/** 指定が要るもの。それぞれに例を添える。 */
const ASKED: Readonly<Record<Answer, readonly [asked: string, example: string]>> = {
  ACTION: ['残作業の内容', `${INVOCATION} action add '接続先を二重化する'`],
  FACTS: ['項目', `${INVOCATION} set 項目=値`],
  NOTE: ['メモの本文', `${INVOCATION} note 'ログを調べている'。標準入力から読むには: ${INVOCATION} note --private -`],
  HALT_OPERATOR: ['操作する人の名前', 'HALT_OPERATOR=佐藤'],
  '--as': ['操作する人の名前', '--as 佐藤'],
  '--type': ['停止の種類', '--type 種類のID'],
  '--type, --severity, --title': ['種類、重大度、件名のいずれか', "--severity 2 --reason '影響が拡大したため'"],
  '--to': ['担当', '--to 佐藤'],
  'handover --to': ['指揮の引き継ぎ先', '--to 佐藤'],
  '--reason': ['理由', "--reason '二重に記録したため'"],
  'redact --reason': ['理由', "--reason '顧客の氏名を含むため'"],
  'exec --reason': ['コマンドの終わり方と、その確認方法', "--reason 'systemctl では稼働中'"],
  '--at, --text': ['正しい時刻か文', "--at 22:05、--text '接続が切れた'"],
  '--field': ['墨消しするフィールド', '--field text'],
  '--text-ja': ['日本語での文言', "--text-ja '接続が切れた'"],
  '--text-en': ['英語での文言', "--text-en 'connection lost'"],
  '--text': ['正しい文', "--text '接続が切れた'"],
  '--owner': ['担当', '--owner 佐藤'],
  '--ref': ['チケットの番号またはURL', '--ref OPS-7'],
  '--confirm': ['危険なコマンドのため確認が必要です', '--confirm 手順のID'],
  '--continue': ['--continue', "--continue --reason 'バックアップから戻したため'"],
  '--number': ['コマンドの番号', '--number 1'],
  '--audience': ['報告書を読む人', '--audience internal'],
  '--report': ['報告', '--report 報告のID'],
  '--reach': ['連絡方法', "--reach '佐藤=+81-90-0000-0000'"],
  '--evidence': ['断言の根拠', "--evidence '残高の照合結果'"],
  '--approved-by': ['断言を承認した人', '--approved-by 佐藤'],
  '--correct': ['訂正の内容', "--correct '正しい文'"],
  '--correct-ja': ['日本語での訂正の内容', "--correct-ja '正しい文'"],
  '--correct-en': ['英語での訂正の内容', "--correct-en 'TEXT'"],
  '--correct-ja, --correct-en': ['言語ごとの訂正の内容', "--correct-ja '正しい文' --correct-en 'TEXT'"],
}

/** 値の例。知らないフラグにはない。 */
function valuesOf({ allowed = [] }: ProblemParams['usage']): string | null {
  return allowed.length === 0 ? null : `指定できる値: ${list(allowed)}`
}

function exampleOf(flag: string): string | null {
  return Object.hasOwn(ASKED, flag) ? `例: ${ASKED[flag as Answer][1]}` : null
}

/** コマンドの引数。 */
const ARGUMENTS: Readonly<Record<string, string>> = {
  action: '残作業の記録名',
  authority: '当局または報告',
  channel: '告知手段',
  event: '記録名',
  fact: '項目と値',
  file: 'ファイル',
  folder: 'フォルダー',
  incident: 'インシデントのID',
  origin: '起点となる出来事',
  path: 'パス',
  person: '相手',
  piece: '証跡の名前',
  scenario: 'シナリオ',
  shell: 'シェル',
  step: '手順のID',
  '-- CMD': '-- の後にコマンド',
}

/** What is wrong with a file of the team's, and where. */
const inFile = (p: ProblemParams['bad-setting']): readonly [string, string] => [
  `${p.place}: ${p.first}${p.count > 1 ? `（ほか${p.count - 1}件）` : ''}`,
  `${p.excerpt}\n${p.mend}`,
]

const FLAW: Readonly<Record<FileFlaw, string>> = {
  gone: 'ありません',
  altered: '書き換えられています',
  unreadable: '読み取れません',
  invalid: 'このバージョンでは使えません',
}

const NOTE_LINES = '日付だけの行（2026-11-24）の下に、メモを1件ずつ「22:05 内容」のように書いてください'

/** What a file is called that was given by its path; `-` is standard input. */
function source(path: string): string {
  return path === '-' ? '標準入力' : path
}

const NOTE_LINE_FAULTS: Readonly<Record<NoteLineFault['why'], (given: string) => string>> = {
  'no-date': (given) => `${given} の日付が分かりません（上に日付の行がありません）`,
  'no-time': (given) => `「${given}」は時刻で始まっておらず、続きとなるメモも上にありません`,
  'no-words': () => '時刻の後に内容がありません',
  'not-a-date': (given) => `「${given}」は日付ではありません。2026-11-24 のように書いてください`,
  'unclear-date': (given) => `「${given}」がいつの日か決められません。2026-11-24 のように年から書いてください`,
  'not-a-time': (given) =>
    `「${given}」は時刻ではありません。22:05 か 22:05:10 のように24時間制で書いてください。同じ時刻が2度ある場合は 01:30+01:00 のように時差を添えます`,
  'over-midnight': (given) => `${given} は上の時刻より半日以上前です。日付が変わった所に、その日付の行を入れてください`,
  future: (given) => `${given} は未来の時刻です`,
}

function undoWords({ event, type, channel }: ProblemParams['not-undoable'], me: string): string {
  if (channel !== null)
    return `送信済みのため、訂正の告知でしか正せません: ${me} notice ${channel} --correct-ja 文 --correct-en 文`
  if (type === 'writer.accepted') return `その書き手を対象外にするには: ${me} verify --set-aside 書き手 --reason 理由`
  if (type === 'event.corrected')
    return `訂正の対象だった記録を、もう一度訂正してください: ${me} correct 記録名 --at 時刻（または --text 文） --reason ...`
  if (type.startsWith('page.')) return `送信済みです。誤りを本人に伝え、そのことを記録してください: ${me} note 文`
  if (isContentInEvidence(type)) return removeWords(me)
  return `取り消せるのは手順、項目、停止範囲、重大度、段階、再開、終了、手作業で掲載した告知、仮説、引き継ぎ、墨消し、残作業の完了の記録です。ほかは訂正してください: ${me} correct ${event} --reason ...`
}

function scenarioMend({ isOwn }: ProblemParams['bad-scenario'], me: string): string {
  return isOwn
    ? `すべての問題を見るには: ${me} runbook check`
    : `この付属の訓練は別の手順書のものです。使えるものを選ぶには: ${me} drill --list`
}

/** 誤った終了を取り消す方法。 */
function closedByMistake({ id, event }: { id: string; event: string }, me: string): string {
  return `${id} を誤って終了した場合: ${me} undo ${event} --reason 理由 -i ${id}`
}

function detailsIn({ id }: { id: string }, me: string): string {
  return `詳しく調べるには: ${me} verify -i ${id}`
}

function damageMend({ id, why, declared }: ProblemParams['damaged'], me: string): string {
  if (why === 'wrong-folder')
    return 'フォルダーとその中のログファイルの名前を、ログが宣言しているインシデントの名前に直してください'
  if (!declared)
    return `インシデントを宣言する記録が残っていません。無傷のコピーを戻すか、${me} start で宣言し直してください`
  const does = why === 'frozen-missing' ? 'そのファイルなしで' : 'このファイルを凍結し、新しいファイルで'
  return `${does}続けるには: ${me} verify --continue --reason 理由 -i ${id}`
}

/** 理由があっても送れないエラーの直し方。 */
function unsafeMends(codes: readonly string[], me: string): string[] {
  return [
    ...(codes.includes('control-character') ? ['制御文字を取り除いてください。理由を書いても送信できません'] : []),
    ...(codes.includes('words-redacted')
      ? [
          `墨消しされた内容を別の文言で記録する（${me} set）か、--edit で文面を直してください。理由を書いても送信できません`,
        ]
      : []),
  ]
}

const clockWords = ({ prepared, approved }: NonNullable<ProblemParams['approval-void']['clocks']>) =>
  `（作成 ${briefTimeText(prepared)}${approved === null ? '' : `、承認 ${briefTimeText(approved)}`}）`

const fieldKinds: Readonly<Record<ProblemParams['bad-field-value']['kind'], string>> = {
  fixed: 'なし（どの報告でも同じ内容です）',
  text: '様式に合う文言',
  count: '整数',
  number: '数値',
  percentage: '0から100までの数値',
  amount: '数値。後ろに通貨も書けます（1200 EUR）',
  boolean: 'yes または no（はい、いいえ）',
  time: '日時',
  duration: '日数:時間:分（DDD:HH:MM）',
  choice: '次のどれか1つ',
  choices: '次の1つ以上（カンマで区切る）',
}

/** Why nothing answers: a code of the system, or the words of a server. */
function silence(why: string): string {
  if (/CERT|TLS|SIGNATURE/.test(why)) return '（証明書がこのマシンで信頼されていないか、別の名前のものです）'
  const words = {
    ECONNREFUSED: '接続を受け付けるものがありません',
    ETIMEDOUT: '時間内に応答がありません',
    ECONNRESET: '接続が切れました',
    EPIPE: '接続が切れました',
    EPROTO: '応答が通信規約に従っていません',
    ECLEARTEXT: '暗号化されていない接続で、パスワードを平文で求めています',
    EMSGSIZE: '求めた量をはるかに超えるデータが送られてきました',
    ENOTFOUND: 'その名前のホストがありません',
    EAI_AGAIN: 'ホスト名を調べられません',
    EHOSTUNREACH: 'ネットワークがつながっていません',
    ENETUNREACH: 'ネットワークがつながっていません',
  }[why]
  if (words !== undefined) return `（${words}）`
  return /^E[A-Z_]+$/.test(why) ? ` (${why})` : `: ${why}`
}

/** `--force` で併せて見送られるもの。なければ空。 */
function alsoOpen(p: ProblemParams['steps-open' | 'actions-open']): string {
  const { actions, facts } = p.also
  const also = [
    ...(actions.length === 0 ? [] : [`担当か期限のない残作業: ${actions.join('、')}`]),
    ...(facts.length === 0 ? [] : [`確認中と顧客に伝えた項目: ${facts.map((fact) => nameIn(p, fact)).join('、')}`]),
  ]
  return also.map((words) => `。${words}`).join('')
}

export const problems: ProblemWords = {
  usage: (p, me) => {
    const help = helpOf(p, me)
    if (p.kind === 'excess') return [`「${p.detail}」の引数が多すぎます`, `使い方: ${help}`]
    if (p.kind === 'value')
      return [`${p.detail} に続けて値を指定してください`, valuesOf(p) ?? exampleOf(p.detail) ?? `使い方: ${help}`]
    return [p.kind === 'conflict' ? `同時には指定できません: ${p.detail}` : p.detail, `使い方: ${help}`]
  },
  'unknown-command': (p, me) => {
    const [message, advice] = unknown('コマンド')(p)
    return [message, `${advice}。すべてのコマンド: ${helpOf(p, me)}`]
  },
  'unknown-option': (p, me) => {
    const [message, advice] = unknown('オプション')(p)
    return [message, `${advice}。すべてのオプション: ${helpOf(p, me)}`]
  },
  'missing-argument': (p, me) => [`${ARGUMENTS[p.name] ?? p.name}を指定してください`, `使い方: ${helpOf(p, me)}`],
  'bad-flag': (p) => [`${p.flag} に「${p.given}」は指定できません`, `使えるもの: ${named(p)}`],
  'unknown-step': unknown('手順'),
  'unknown-type': unknown('停止の種類'),
  'unknown-severity': unknown('重大度'),
  'unknown-fact': unknown('項目'),
  'unknown-channel': unknown('告知手段'),
  'unknown-writer': (p) => [
    `「${p.given}」という書き手はいません`,
    p.allowed.length === 0 ? 'ほかに書き手はいません' : `書き手: ${named(p)}`,
  ],
  'own-writer': (p) => [`${p.writer} は、このマシンの書き手です`, '対象外にできるのは、ほかの書き手だけです'],
  'declaring-writer': (p) => [
    `${p.writer} は、このインシデントを宣言した書き手なので対象外にできません`,
    'その記録を1件ずつ取り消してください',
  ],
  'outside-circle': (p, me) => [
    `${p.writer} を対象外にしたり戻したりできるのは、宣言した書き手の側で確認済みのマシンだけです（このマシン ${p.own} は未確認）`,
    `確認済みのマシンで実行するか、そこで ${p.own} を確認済みにしてください: ${me} verify --accept ${p.own}`,
  ],
  'approval-void': (p, me) => [
    {
      refused: `${p.event} は ${p.by} が却下しました${p.reason === undefined ? '' : `（理由「${p.reason}」）`}`,
      changed: `${p.event} は無効です。${p.changed === undefined ? '承認されたものと違います' : voidedWords(p.changed, said)}`,
      expired: `${p.event} は期限が切れたため、承認の依頼は無効です${p.clocks === undefined ? '' : clockWords(p.clocks)}`,
      done: `${p.event} はすでに実行されています`,
    }[p.why],
    p.why === 'done'
      ? `経過を見るには: ${me} log`
      : p.clocks?.isOdd
        ? '各マシンの時計を比べてから、用意し直して、改めて承認を依頼してください'
        : '用意し直して、改めて承認を依頼してください',
  ],
  'stated-by-new-writer': (p, me) => [
    `${p.event} は承認されましたが、その後、このマシンで未確認の書き手が次のとおり記録しています: ${unheededWords(p.words, said).join('、')}`,
    [
      `その記録が正しければ: ${me} verify --accept ${onlyWriterOf(p.words) ?? '書き手'}${ofIncident(p.incident)}（その後、用意し直してください）`,
      `正しくなければ: ${me} ${sendingOf(p)} --force --reason 理由`,
    ].join('\n'),
  ],
  'not-a-request': (p, me) => [
    `${p.event} は承認の依頼ではないか、取り消されています`,
    `承認待ちを見るには: ${me} approve`,
  ],
  'not-a-run': (p, me) => [
    `${p.event} は、exec によるコマンドの実行の記録ではありません`,
    `実行したコマンドを見るには: ${me} log --type command`,
  ],
  'approved-already': (p, me) => [
    `${p.lift === undefined ? 'これらの告知' : 'この解除'}はすでに承認されています（${p.event}）`,
    p.lift !== undefined
      ? `解除するには: ${me} lift ${p.lift.join(' ')}`
      : `承認された文面を送るには: ${me} notice --send --approved ${p.event}。別の文面の承認を依頼するには、先に: ${me} refuse ${p.event} --reason 理由`,
  ],
  'not-approved': (p, me) => [
    p.event === null ? '先に別の人の承認が必要です' : `${p.event} はまだ承認されていません`,
    p.event === null
      ? `承認を依頼するには: ${me} notice --send（承認できる人: ${either(p.approvers)}）`
      : `${either(p.approvers)}が実行してください: ${me} approve ${p.event}${ofIncident(p.incident)}`,
  ],
  'not-as-approved': (p, me) => [
    `${p.flag} の文面は、${p.channel} について承認された文面と異なります（${p.event}）`,
    `承認された文面を掲載してください（${me} approve で確認できます）。別の文面を掲載したときは、--approved を付けずに記録してください（承認がなければ逸脱になります）`,
  ],
  'other-approval': (p, me) =>
    p.lift.length > 0
      ? [
          `${p.event} は解除（${p.lift.join(' ')}）の承認で、${p.channel} の告知の承認ではありません`,
          `その解除を記録するには: ${me} lift ${p.lift.join(' ')}${ofIncident(p.incident)}`,
        ]
      : [
          `${p.event} は ${list(p.channels)} の承認で、${p.channel} の承認ではありません`,
          `承認されたものを掲載済みとして記録するには: ${me} notice ${p.channels[0] ?? ''} --posted --approved ${p.event}${ofIncident(p.incident)}`,
        ],
  'not-another-person': (p, me) =>
    ({
      'same-person': [
        `${p.event} を用意したのは ${p.by} なので、別の人の承認が必要です`,
        `${either(p.approvers)}が実行してください: ${me} approve ${p.event}${ofIncident(p.incident)}`,
      ],
      'same-link': [
        `${p.by} と ${p.author} のリンクは、どちらか一方、または同じ人が発行したものなので、${p.event} に別の人の承認があったことになりません`,
        '承認する人は、コマンドか、ほかの人が発行したリンクを使ってください',
      ],
      'no-approver': [
        `${p.by} は承認者ではありません`,
        `${either(p.approvers)}が実行してください: ${me} approve ${p.event}${ofIncident(p.incident)}`,
      ],
      'same-key': [
        `${p.author} と ${p.by} の記録が、同じ鍵（${p.writer}）で署名されています`,
        '署名者を設定している場合、承認は承認者自身のマシンで行ってください',
      ],
      'not-signed': [
        `${p.writer}（${p.by}）の鍵に署名者の一覧にある人の署名がないため、${p.event} の承認は有効になりません`,
        `そのマシンで、使用者本人が実行: ${me} anchor`,
      ],
      'same-signer': [
        `${p.author} の鍵と ${p.by} の鍵（${p.writer}）に、同じ人が署名しています`,
        '署名者を設定している場合、承認は承認者自身のマシンで行ってください',
      ],
    })[p.why] as [string, string],
  'unknown-person': (p) => [`「${p.given}」という人はいません`, known(p)],
  'unknown-department': unknown('部署'),
  'unknown-invitation': (p) => [
    `「${p.given}」に有効なリンクはありません`,
    p.allowed.length === 0 ? '有効なリンクは1件もありません' : `招待中: ${list(p.allowed)}`,
  ],
  'unknown-level': unknown('エスカレーション段階'),
  'unknown-operation': unknown('操作'),
  'unknown-scenario': unknown('シナリオ'),
  'unknown-template': unknown('テンプレート'),
  'unknown-scope-state': unknown('停止範囲の状態'),
  'unknown-clock': unknown('期限の起点'),
  'unknown-authority': unknown('当局'),
  'no-form': (p) => [
    `「${p.given}」には様式（form）がないため、下書きを作れません`,
    `様式があるもの: ${list(p.allowed)}。なければ runbooks/authorities/${p.given}.yaml に form を書いてください`,
  ],
  'unknown-report': unknown('この当局への報告'),
  'unknown-form-field': unknown('様式の項目'),
  'bad-field-value': (p) => [
    `項目${p.field}に「${p.given}」は記入できません`,
    `記入できるもの: ${fieldKinds[p.kind]}${p.options.length === 0 ? '' : `（${list(p.options)}）`}`,
  ],
  'unclear-name': (p) => [`「${p.given}」という名前のものが複数あります`, `IDで指定してください: ${named(p)}`],
  'unclear-assignee': (p, me) => [
    `「${p.given}」は、部署の名前にも、登録された人の名前にもありません。もしかして: ${p.like}`,
    `正しい名前を指定してください。人の名前なら: ${me} assign 手順 --to ${quoteArg(p.given)} --person`,
  ],
  'unknown-event': (p, me) => [
    `「${p.given}」という記録はありません`,
    `記録名（k3v9x2ab:12 など）は ${me} log で確認できます`,
  ],
  'unknown-field': (p) => [`${p.event} の「${p.given}」に文はありません`, `文があるフィールド: ${list(p.allowed)}`],
  'unknown-hypothesis': (p, me) => [
    `「${p.given}」という仮説はありません`,
    p.allowed.length > 0 ? `使えるもの: ${list(p.allowed)}` : `仮説を書くには: ${me} note '本文' --hypothesis`,
  ],
  'unknown-action': (p, me) => [
    `「${p.given}」という残作業はありません`,
    p.allowed.length === 0
      ? `未完了の残作業はありません。完了したもの: ${me} action list`
      : `未完了の残作業:\n${followUpLines(p, 'ja')}`,
  ],
  'unknown-incident': (p, me) => [
    p.relay === undefined
      ? p.several
        ? `「${p.given}」で始まるインシデントが複数あります`
        : `「${p.given}」というインシデントはありません`
      : `「${p.given}」というインシデントは、ここにも中継サーバー ${p.relay} にもありません`,
    p.allowed.length > 0 ? `候補: ${list(p.allowed)}` : `一覧: ${me} list`,
  ],
  'bad-zone': (p) => [
    `「${p.given}」というタイムゾーンはありません`,
    'IANAの名前で指定してください。例: Asia/Tokyo、Europe/London',
  ],
  'bad-words': (p) => [
    p.why === 'too-long' ? `長すぎます（上限${p.limit}文字）` : `「${p.given}」に改行か制御文字が含まれています`,
    '1行で短く書いてください',
  ],
  'bad-person-id': (p) => [
    p.why === 'taken' ? `「${p.given}」はすでに使われています` : `「${p.given}」はIDに使えません`,
    '英数字と . - で書いてください。例: sato',
  ],
  'bad-address': (p) => [`「${p.given}」はメールアドレスとして読めません`, 'name@example.com のように書いてください'],
  'bad-number': (p) => [
    `「${p.given}」は電話番号ともメールアドレスとも読めません`,
    '+81-90-0000-0000 や name@example.com のように書いてください。チャットは @名前 です',
  ],
  'bad-time': (p) => [
    `「${p.given}」は時刻として読めません`,
    '例: 22:05、22時5分、昨日 22:05、10分前、11月24日 22:05、2026-11-24T22:05。これからの時刻なら 30分後、明日 05:30 も可',
  ],
  'time-unclear': (p) => {
    if (p.why === 'twice')
      return [`「${p.given}」はその日に2回あります（夏時間の終わり）`, `時差を付けてください: ${readings(p)}`]
    if (p.why === 'far')
      return [`「${p.given}」だけでは、いつのことか決められません`, `日付を付けてください: ${readings(p)}`]
    return [
      `「${p.given}」は日付だけで、時刻がありません`,
      p.time === undefined
        ? `日付と時刻を指定してください。例: ${p.given} 22:05（シェルでは引用符で囲む: '${p.given} 22:05'）`
        : `日付と時刻を引用符で囲んでください: '${p.given} ${p.time}'`,
    ]
  },
  'future-time': (p) => [
    `${briefTimeText(p.at)} は未来の時刻です`,
    '実際に起きた過去の時刻を指定してください。未来の時刻を指定できるのは予定だけです',
  ],
  'past-time': (p) => [`${briefTimeText(p.at)} はすでに過ぎています`, 'これからの時刻を指定してください'],
  'before-start': (p, me) => [
    `${briefTimeText(p.at)} は停止の開始（${briefTimeText(p.startedAt)}）より前です`,
    p.fact === null
      ? '時刻を確かめてください'
      : `時刻を確かめてください。停止がそれより前に始まっていたなら: ${me} set ${p.fact}=${p.at}`,
  ],
  'out-of-order': (p, me) => [
    `${nameIn(p, p.later)}（${briefTimeText(p.laterAt)}）は${nameIn(p, p.earlier)}（${briefTimeText(p.earlierAt)}）より後のはずです`,
    `どちらかを訂正してください。両方を一度に: ${me} set ${p.earlier}=時刻 ${p.later}=時刻`,
  ],
  'bad-range': (p) => [
    `「${p.given}」は期間として読めません`,
    '開始/終了の形で書いてください。例: 02:00/04:00、02:00〜04:00。終了は開始より後です',
  ],
  'bad-quantity': (p) => {
    if (p.kind === 'limit') return [`「${p.given}」は件数として読めません`, '0以上の整数で書いてください。例: 20']
    return p.kind === 'count'
      ? [
          `「${p.given}」は数として読めません`,
          '0以上の整数で書いてください（単位を付けても構いません）。例: 1200、1,200',
        ]
      : [
          `「${p.given}」は通貨付きの金額として読めません`,
          '金額と通貨を書いてください。例: 125万円、1250000 JPY、1,250.50 USD',
        ]
  },
  'bad-assignment': (p) => [
    `「${p.given}」の書き方では記録できません`,
    `書き方: ${typeof p.example === 'string' ? p.example : p.example.ja}`,
  ],
  'bad-asset': (p) => [
    `「${p.given}」は資産の記号ではありません`,
    'A-Zと0-9で24文字までです。2文字目からは . / - も使えます。例: XEM、JPY、BTC/JPY',
  ],
  'no-public-words': (p) => [
    `「${nameIn(p, p.fact)}」に顧客向けの文言はありません`,
    `文言を持つ項目: ${list(p.allowed.map((id) => nameIn(p, id)))}。マニュアルで words: true とすれば文言を持てます`,
  ],
  'words-needed': (p, me) => [
    `${nameIn(p, p.operation)}の何を制限しているかが指定されていません`,
    `例: ${me} scope '${p.operation}=一部制限:電話のみ'`,
  ],
  'not-plannable': (p) => [
    `「${nameIn(p, p.type)}」の停止は計画できません`,
    `計画できる種類: ${list(p.plannable.map((id) => nameIn(p, id)))}`,
  ],
  'too-long': (p) => [
    `1件の記録としては長すぎます（${p.bytes}バイト、上限${p.limit}バイト）`,
    '短くするか、残りを別のファイルに保存してください',
  ],
  'bad-runbook': (p, me) => [
    `${p.place}: ${p.first}${p.count > 1 ? `（ほか${p.count - 1}件）` : ''}`,
    `${p.excerpt}\n${p.mend}\nすべて見るには: ${me} runbook check`,
  ],
  'no-chapters': (p, me) => [
    `halt.yaml に runbooks: { shipped: false } がありますが、${p.folder} に章のファイルがありません`,
    `マニュアルの章をそこに置き、確かめてください: ${me} runbook check\n付属のマニュアルを使うなら、その行を消してください`,
  ],
  'bad-template': (p, me) => [
    `${p.place}: ${p.first}`,
    `${p.excerpt}\n${p.mend}\nすべての問題を見るには: ${me} runbook check${p.without === null ? '' : `\nテンプレートを使わずに作るには: ${p.without}`}`,
  ],
  'bad-contacts': inFile,
  'bad-scenario': (p, me) => [
    `${p.place}: ${p.first}${p.count > 1 ? `（ほか${p.count - 1}件）` : ''}`,
    `${p.excerpt}\n${p.mend}\n${scenarioMend(p, me)}`,
  ],
  'bad-setting': inFile,
  'no-such-file': (p) => [`${p.path} がありません`, 'パスを確認してください'],
  'no-such-head': (p) => [`このインシデントの anchors/ に ${p.given} という末尾はありません`, known(p)],
  'no-directory': () => [
    '現在のフォルダーが削除されています',
    '別のフォルダーに移動する（cd）か、ワークスペースを絶対パスで指定してください: --dir /パス または HALT_DIR',
  ],
  'no-temporary-folder': (p) => [
    `${p.path} に一時ファイルを書き込めません（${p.why}）`,
    '書き込めるフォルダーを TMPDIR に指定して、やり直してください',
  ],
  'not-replayable': (p) => [
    `${p.given} には10年を超えて離れた時刻があり、訓練にできません`,
    '訓練は開いていません。誤った時刻を訂正するか、別のインシデントを指定してください',
  ],
  'bad-clock': (p) => [
    `このマシンの時計は ${p.shown} を示しています。この時刻は記録できません`,
    '何も記録していません。時計を合わせてから、もう一度実行してください',
  ],
  'unsupported-system': () => ['Windows には対応していません。WSL の中で実行してください', ''],
  'no-workspace': (p, me) => [
    p.why === 'missing'
      ? `ワークスペース ${p.directory} がありません`
      : `${p.directory} はワークスペースではありません（halt.yaml も incidents/ もありません）`,
    `--dir と HALT_DIR、マウントの状態を確認してください。新しく作るには: ${me} init ${quoteArg(p.directory)}`,
  ],
  'untrusted-workspace': (p, me) => [
    [
      p.unused === undefined
        ? `ワークスペース ${p.directory} は使いません`
        : `${p.unused} の指すファイルは、ワークスペース ${p.directory} からは読み込みません`,
      p.why === 'owner' ? `${p.path} は別の利用者のものです` : `${p.path} は別の利用者が書き換えられます`,
    ].join('。'),
    [
      `あなたの権限で動かしてよいと信頼する場合: ${me} trust ${quoteArg(p.directory)}`,
      '別のワークスペースを使う場合: --dir または HALT_DIR で指定してください',
    ].join('\n'),
  ],
  unreadable: (p) => [`${p.path} を読めません（${p.why}）`, 'ファイルの種類と権限を確認してください'],
  'bad-text-file': (p) => [
    {
      'too-long': `${source(p.path)} が長すぎます（上限は${p.limit}バイト）`,
      'not-utf8': `${source(p.path)} はUTF-8のテキストではありません`,
      nul: `${source(p.path)} はテキストではありません。NULバイトを含んでいます`,
    }[p.why],
    {
      'too-long': '必要な文だけを書いたファイルを指定してください',
      'not-utf8': 'UTF-8で保存し直してください。例: iconv -f SHIFT_JIS -t UTF-8',
      nul: 'テキストのファイルを指定してください',
    }[p.why],
  ],
  'bad-notes': ({ path, faults }) => [
    faults.length === 0
      ? `${source(path)} にメモがありません`
      : `${source(path)} に読み取れない行が${faults.length}行あるため、何も記録していません`,
    [...faults.map(({ line, why, given }) => `${path}:${line}: ${NOTE_LINE_FAULTS[why](given)}`), NOTE_LINES].join(
      '\n',
    ),
  ],
  'bad-alert': ({ path, at }) => [
    at === null
      ? `${source(path)} はJSONではないため、何も始めていません`
      : `${source(path)} はAlertmanagerがWebhookに送るデータではないため（${at === '' ? '最上位' : at}）、何も始めていません`,
    'webhook_config のデータ（version 4）を、Alertmanagerが送ったまま渡してください',
  ],
  'bad-head': (p) => [`「${p.given}」はログの末尾ハッシュとして読めません`, '16進数で20桁から64桁です'],
  'bad-bundle': (p) => [
    {
      form: `${p.path} はバンドルではありません`,
      truncated: `${p.path} は途中で切れています`,
      'not-a-file': `${p.path} にフォルダー、リンク、デバイスのいずれかが含まれています`,
      limit: `${p.path} がバンドルの上限（1 GiB、2万ファイル）を超えています`,
      name: `${p.path} にバンドルのものではないファイルがあります: ${p.name}`,
      twice: `${p.path} に同じファイルが2つあります: ${p.name}`,
      'no-log': `${p.path} にログがありません`,
      'long-name': `名前が長すぎてバンドルに入りません: ${p.name}`,
    }[p.why],
    p.why === 'long-name'
      ? '代わりに、インシデントのフォルダーを複製してください'
      : '何も展開していません。verify --bundle が書き出したファイルをそのまま指定してください',
  ],
  'output-exists': (p) => [`${p.path} はすでにあります`, '別の名前にするか、--overwrite を付けてください'],
  'folder-in-use': (p) =>
    p.names.length === 0
      ? [`${p.directory} はフォルダーではありません`, '新しいフォルダーか、手順書のないフォルダーを指定してください']
      : [
          `${p.directory} には、すでに ${p.names.join('、')} があります`,
          '何も変更していません。新しいフォルダーか、手順書のないフォルダーを指定してください',
        ],
  'unknown-example': (p) => [
    `「${p.given}」という例はありません`,
    p.allowed.length === 0 ? 'このインストールには例が含まれていません' : `使える例: ${list(p.allowed)}`,
  ],
  'bad-outline': (p) =>
    (
      ({
        'no-headings': [
          `${p.path} に見出しがないため、章に分けられません`,
          '章の見出しを #、節の見出しを ## で始めてください（Markdownの書き方）',
        ],
        'too-long': [`${p.path} は${p.limit}行を超えています`, '停止のときに行うことだけを残してください'],
        'too-deep': [
          `${p.path}:${p.line} の行頭に、箇条書きや引用の記号が${p.limit}個より多くあります`,
          '段を減らしてください',
        ],
        'large-chapter': [
          `${p.path}:${p.line} の章は、1つのファイルには大きすぎます（条項は${p.limit}件まで）`,
          '章を分けるか、停止のときに行うことだけを残してください',
        ],
      }) as const
    )[p.why],
  'not-shown': (p) => [`標準出力に書けません（${p.why}）`, '何も記録していません。出力先を確認してください'],
  'output-not-a-file': (p) => [
    `${p.path} は通常のファイルではないため、上書きしません`,
    'ファイルを指定してください。--output がなければ標準出力に書きます',
  ],
  'missing-answer': ({ what, words, example }) => {
    const [asked, usual] = ASKED[what]
    if (what === '--confirm') return [asked, `実行する場合: ${example ?? usual}`]
    return [`${words ?? asked}を指定してください`, `例: ${example ?? usual}`]
  },
  'drill-nothing-goes-out': (p, me) => [
    `この訓練では、今${nameIn(p, p.channel)}では告知できません`,
    `ほかの告知手段で知らせてください。この手段は使用禁止にするか（${me} notice ${p.channel} --unsafe --reason ...）、使えるようになるまで待ってください`,
  ],
  'drill-no-answer': (p, me) => [
    `この訓練では、今${p.person}からの返事はありません`,
    `連絡したことを記録し（${me} contacts tried ${p.person}）、次の人に連絡してください`,
  ],
  'no-exercise': (p, me) => [
    `${p.id} はシナリオのある訓練ではないため、採点できません`,
    `シナリオの一覧: ${me} drill --list`,
  ],
  'no-incident': ({ closed }, me) => [
    '継続中のインシデントがありません',
    `${me} start で始めるか、-i ID または -i latest で指定してください。終了したものも指定できます${closed === null ? '' : `\n${closedByMistake(closed, me)}`}`,
  ],
  confidential: (p, me) => [
    p.why === 'confidential'
      ? `${p.id} は機密のため、AIアシスタントには表示しません`
      : `${p.id} は手順書が見つからず、機密かどうか分かりません。AIアシスタントには表示しません`,
    `機密のインシデントも表示するには、次のように起動してください: ${me} mcp --confidential`,
  ],
  'which-incident': (p, me) => [
    `どのインシデントか決められません: ${list(p.ids)}`,
    `指定してください: ${me} ... -i ${p.ids[0] ?? 'ID'}`,
  ],
  'incident-closed': (p, me) => [
    `${p.id} は終了しています`,
    `メモ、訂正、残作業、根本原因などの項目、当局への報告、最終報は追加できます。誤って終了した場合は、その記録を取り消してください: ${me} undo 記録名 --reason ... -i ${p.id}`,
  ],
  'closed-otherwise': (p, me) => [
    `${p.id} は ${closingName(p.as)}としてすでに終了しています（${p.event}）`,
    `${closingName(p.given)}に改めるには、先にその記録を取り消してください: ${me} undo ${p.event} --reason ... -i ${p.id}`,
  ],
  'cannot-join': (p, me) => [
    {
      same: `${p.id} 自身に合流することはできません`,
      drill: `${p.id} は訓練で、終了する側は訓練ではありません`,
      real: `${p.id} は訓練ではなく、終了する側は訓練です`,
      none: `${p.id} のほかに、あなたが宣言した継続中のインシデントはありません`,
    }[p.why],
    `${me} join 合流先 -i 合流元 は、合流元のメモを合流先に転記し、合流元を重複として終了します。一覧: ${me} list --open`,
  ],
  'channel-unsafe': (p, me) => [
    `${nameIn(p, p.channel)}は使用禁止です: ${p.reason}`,
    `別の手段を使ってください。禁止を解くには ${me} notice ${p.channel} --safe --reason ...、それでも送るには --force --reason ...`,
  ],
  'delivery-unknown': (p, me) => [
    `${nameIn(p, p.channel)}の${words.notice(p.stage, p.number)}は、送信できたかどうか不明です（${p.event}）`,
    `まず送信先を確かめてください。届いていれば ${me} notice ${p.channel} --posted、${
      {
        retry: `届いていなければ ${me} notice ${p.channel} --send --retry --force --reason ...`,
        new: `届いていなければ、新しい告知を送ってください: ${me} notice ${p.channel} --send --force --reason ...`,
        nothing: '届いていなければ、取消のお知らせは不要です',
      }[p.otherwise]
    }`,
  ],
  'partly-sent': (p, me) => [
    `${nameIn(p, p.channel)}のこの告知は、すでに${p.reached}件の宛先に届いたか、届いた可能性があります。送ると二重に届きます（${p.event}）`,
    p.once !== null
      ? `前回は ${p.once} で送りました。今の送信方法では送信済みの宛先を避けられません。${p.once} に戻すか、二重になってもよければ --send --retry --force --reason ...`
      : `残りの宛先にだけ送るには ${me} notice ${p.channel} --send --retry、全員への続報は、状況が変われば送れます。二重になってもよければ --force --reason ...`,
  ],
  'being-sent': (p, me) => {
    const { by } = p
    const channel = nameIn(p, p.channel)
    if (by.of === 'lock')
      return [
        `${channel}の告知は、${by.holder === null ? 'ほかで' : `${holderWords(by.holder)}が`}送信中です`,
        `重ねて送ってはいません。${lockMend(by.holder, by.path, me)}`,
      ]
    return by.isOverdue
      ? [
          `${channel}の告知は、${by.name}が${agoWords(by.seconds)}に送信の順番を取りました。その後どうなったかは、ここでは分かりません`,
          `何も送っていません。相手に尋ね、${channel}を確かめてください。相手のプログラムが送る前に終了していれば、相手の端末で ${me} sync を実行すると順番が返ります。告知が出ていなければ、返事を待たずに送れます: --alone --reason ...`,
        ]
      : [
          `${channel}の告知は、${by.name}が${agoWords(by.seconds)}に送信の順番を取りました`,
          `重ねて送ってはいません。結果が届くのを待ってください: ${me} sync。相手のプログラムが送る前に終了していれば、相手の端末で ${me} sync を実行すると順番が返ります。告知が出ておらず、待てないときは、返事を待たずに送れます: --alone --reason ...`,
        ]
  },
  'notice-outdated': (p, me) => [
    p.changed.length > 0
      ? `${nameIn(p, p.channel)}の文面を作成した後に、内容が変わりました: ${list(p.changed.map((id) => CHANGED[id] ?? nameIn(p, id)))}`
      : `別の告知が先に記録されました。${nameIn(p, p.channel)}は現在第${p.now ?? '-'}報ですが、文面は第${p.number ?? '-'}報です`,
    `文面を確かめ直してください: ${me} notice ${p.channel}`,
  ],
  'no-contacts': (p, me) => [
    '連絡先一覧がありません（contacts.yaml がこのワークスペースにありません）',
    `作るには: ${me} init${p.workspace === null ? '' : ` ${quoteArg(p.workspace)}`}`,
  ],
  'not-offered': (p, me) => [
    p.to === null
      ? `指揮の引き継ぎは依頼されていません（現在の指揮者は${p.lead ?? '-'}）`
      : `指揮の引き継ぎの依頼先は ${p.to} で、${p.by} ではありません`,
    `依頼がなくても、理由を付ければ指揮を引き継げます: ${me} handover --accept --reason '理由'`,
  ],
  'no-clock-fits': (p, me) => [
    `この種類の停止では、「${p.event}」だけで始まる期限はありません`,
    `当てはまるかどうかを判断し、名前で指定してください: ${p.names.map((name) => `${me} clock start ${name}`).join('、')}`,
  ],
  'no-page-way': (p, me) => [
    `${list(p.people)} を呼び出す方法がありません（contacts.yaml に自動送信の設定がありません）`,
    `電話などで連絡し、${me} contacts tried 名前 で記録してください。自動で呼び出すには、contacts.yaml の連絡方法に send を書きます`,
  ],
  'not-due': (p) => [
    p.dueAt === null ? `今の状況は ${p.level} の条件に当てはまりません` : `${p.level} はまだ期限になっていません`,
    "それでもエスカレーションするには、理由を付けてください: --reason '理由'",
  ],
  'nothing-to-retry': (p, me) => [
    `${nameIn(p, p.channel)}に、送信に失敗した告知はありません`,
    `新しく送るには: ${me} notice ${p.channel} --send`,
  ],
  'unknown-author': (p, me) => [
    `${nameIn(p, p.channel)}の告知の文面、または送信に失敗したという記録は、このマシンで未確認の書き手によるものです（${p.event}、${p.by}）`,
    [
      `新しく送るには: ${me} notice ${p.channel} --send`,
      `本人の記録と確認できたら: ${me} verify --accept ${p.writer} -i ${p.incident}`,
    ].join('\n'),
  ],
  'text-redacted': (p, me) => [
    `${nameIn(p, p.channel)}の告知には墨消しされた文があるため、送信できません`,
    `新しく送るには: ${me} notice ${p.channel} --send`,
  ],
  'nothing-to-correct': (p, me) => [
    `${nameIn(p, p.channel)}ではまだ何も告知していないため、訂正や取消の対象がありません`,
    `状況を知らせるには ${me} notice ${p.channel}`,
  ],
  'no-final-notice': (p, me) => [
    `誤報として終了したため、${nameIn(p, p.channel)}でこれ以上告知することはありません`,
    `すでに告知した内容を正すには ${me} notice ${p.channel} --correct 文言。それでも最終報を出す場合は --stage final とし、送信や記録には --force --reason ... を付けてください`,
  ],
  'not-resumed': (p, me) => [
    `まだ何も再開したと記録されていないため、${nameIn(p, p.channel)}で再開を告知することはできません`,
    `再開した操作は ${me} lift で記録してください。再開の告知をすでに出してしまったなら ${me} notice ${p.channel} --stage resumption --posted --force --reason ...`,
  ],
  'first-again': (p, me) => [
    `${nameIn(p, p.channel)}の第1報は、すでに告知済みです（${p.event}、${timeText(p.at)}）`,
    `続報なら --stage first を外してください。${p.sent ? '' : `その告知を実は出していないなら ${me} undo ${p.event} --reason ...、`}第1報を改めて出すなら --again --reason ...`,
  ],
  'nothing-new': (p, me) => [
    `前回の告知から変わった点がなく、次報の時刻もまだ先です: ${list(p.told.map((one) => `${nameIn(p, one.channel)}（${words.notice(one.stage, one.number)}、${timeText(one.at)}）`))}`,
    `新しい情報があれば、先に ${me} set や ${me} scope で記録してください。次報の時刻を変えるなら --next 時刻、同じ内容をあえて送るなら --again --reason ...`,
  ],
  'stage-passed': (p, me) => [
    `${nameIn(p, p.channel)}の直前の告知は、もう状況に合いません（告知は「${words.stage[p.stage]}」、現在は「${words.stage[p.now]}」）`,
    `新しく送るには ${me} notice ${p.channel} --send、前の告知をあえて送るには --send --retry --force --reason ...`,
  ],
  'notice-errors': (p, me) => [
    {
      'not-recorded': `${channelNames(p)}の文面にエラーがあるため、記録していません: ${list(p.codes)}`,
      'not-sent': `${channelNames(p)}の文面にエラーがあるため、何も送信していません: ${list(p.codes)}`,
      'others-sent': `${channelNames(p)}の文面にはエラーがあるため、送信していません: ${list(p.codes)}`,
    }[p.result],
    p.result === 'not-recorded'
      ? 'すでに掲載した文面なら --force --reason ... でそのまま記録し、掲載先で訂正してください'
      : [
          ...(p.safety ? unsafeMends(p.codes, me) : ['それでも送るには --force --reason ...']),
          ...(p.send === null ? [] : [`ほかの告知手段に先に送るには ${p.send}`]),
          ...(p.check === null || p.safety ? [] : [`エラーの内容を見るには ${p.check}`]),
        ].join('\n'),
  ],
  'no-chromium': (p) => [
    `PDFの作成にはChromiumが必要ですが、見つかりません: ${p.names.join('、')}`,
    'インストールするか、--format html で書き出してブラウザーから印刷してください',
  ],
  'pdf-failed': (p) => [
    `${p.program} はPDFを作れませんでした: ${p.why}`,
    '--format html で書き出してブラウザーから印刷してください',
  ],
  'pdf-to-terminal': () => ['PDFは端末に表示できません', 'ファイルに書き出してください: --output ファイル'],
  'editor-failed': (p) => [
    p.why === 'no-terminal'
      ? `${p.program} は端末でだけ使えます`
      : p.why === 'empty'
        ? `${p.program} の文面が空です`
        : `エディター ${p.program} が失敗しました（${p.why}）`,
    '送信も記録もしていません。別のエディターは VISUAL か EDITOR で指定できます',
  ],
  'required-step': (p, me) => [
    `${p.step} は必須のため、見送れません`,
    `行わずに進めるなら（逸脱として報告書に残ります）: ${me} skip ${p.step} --reason ...`,
  ],
  'step-resolved': (p, me) => [
    `${p.step} はすでに処理済みです（${nameOr(words.stepState, p.state)}）`,
    `先に取り消してください: ${me} undo 記録名 --reason ...`,
  ],
  'steps-pending': (p, me) => [
    `この段階の必須手順が残っています: ${list(p.steps)}`,
    `実施、着手、割り当てのいずれかを行うか、行わない理由を記録してください。または ${me} advance --force --reason ...`,
  ],
  'steps-open': (p, me) => [
    `終わっていない手順があります: ${list(p.steps)}${alsoOpen(p)}`,
    `実施するか、見送るか、行わない理由を記録してください。または ${me} close --force --reason ...`,
  ],
  'actions-open': (p, me) => [
    `担当か期限のない残作業があります: ${list(p.actions)}${alsoOpen(p)}`,
    `${me} action change 記録名 --owner 名前 --due 日付。または ${me} close --force --reason ...`,
  ],
  'criteria-open': (p, me) => [
    `再開基準の手順が、完了と記録されていません: ${list(p.steps)}`,
    `先に終えてください: ${me} done ${p.steps[0] ?? ''}。または ${me} lift ... --force --reason ...`,
  ],
  'answer-awaited': (p, me) => [
    `確認中と告知したまま、結果が記入されていません: ${list(p.facts.map(({ fact }) => nameIn(p, fact)))}`,
    `記入すると、最終報でお知らせします: ${me} set ${toState(p, '文言', '値')}。または ${me} close --force --reason ...`,
  ],
  'still-restricted': (p, me) => {
    const scope = list(p.scope.map((one) => statementIn(p, one)))
    return [
      p.scope.length > 0 ? `まだ制限中です: ${scope}` : '何を再開したかが指定されていません',
      `再開したものを指定してください: ${me} lift 操作[:資産]... または ${me} lift --all`,
    ]
  },
  'not-restricted': (p, me) => [
    `${list(p.targets.map((one) => statementIn(p, one)))} は制限中と記録されていないため、再開の対象になりません`,
    p.scope.length > 0
      ? `制限中: ${list(p.scope.map((one) => statementIn(p, one)))}`
      : `止まっていたなら、先に記録してください: ${me} scope ${p.targets[0]}=停止 --at 時刻`,
  ],
  'lift-instead': (p, me) => [
    `${list(p.targets.map((one) => statementIn(p, one)))} は制限中と記録されています。再開は解除として記録します`,
    `再開したなら ${me} lift ${p.targets.join(' ')}。実際には止まっていなかったなら ${me} scope ${p.targets.map((one) => `${one}=open`).join(' ')} --force --reason ...`,
  ],
  'no-next-phase': (p, me) => [
    `「${p.name?.ja ?? nameOr(words.phase, p.phase)}」から先へは、この操作では進めません`,
    p.phase === 'during-halt' ? `${me} lift で次の段階に入ります` : `${me} close でインシデントを終了します`,
  ],
  'not-lifted': (p) => [
    `停止はまだ解除されていません（${p.name?.ja ?? nameOr(words.phase, p.phase)}）`,
    '再停止を記録できるのは、解除した後だけです',
  ],
  'not-begun': (_, me) => ['計画停止はまだ始まっていません', `${me} advance で始まります`],
  'not-undoable': (p, me) => [`${p.event} は取り消せません`, undoWords(p, me)],
  'nothing-to-undo': (p, me) => [
    `${p.by} の記録に、取り消せるものはありません`,
    `記録名を指定してください: ${me} undo 記録名 --reason ...`,
  ],
  'not-correctable': (p, me) => [
    p.field === 'at' ? `${p.event} の時刻は訂正できません` : `${p.event} には訂正できるメモや理由がありません`,
    p.type === 'incident.started'
      ? p.field === 'at'
        ? `項目 ${p.fact} を記録し直してください: ${me} set ${p.fact}=時刻`
        : `件名、種類、重大度を改めてください: ${me} classify --title ... --reason ...`
      : isContentInEvidence(p.type)
        ? removeWords(me)
        : '正しい内容を新しく記録してください',
  ],
  'reason-has-text': () => [
    '墨消しする文がそのまま理由に入っています',
    '理由はログに残り、表示されます。その文を含まない理由を指定してください',
  ],
  'not-redactable': (p, me) => [
    `${p.event} には墨消しできる文がありません`,
    p.inEvidence ? removeWords(me) : '時刻、数値、記録した人の名前は墨消しできません',
  ],
  'newer-version': (p, me) => [
    `${p.event} は、このバージョンでは扱えない種類または形式の記録です（${p.type}）`,
    p.unknown === undefined
      ? 'haltを新しいバージョンに更新してください。それまでは閲覧しかできません'
      : `書き手 ${p.unknown.writer} は、このマシンでは確認できていません。担当者の誰のものでもなければ、対象外として続けてください: ${me} verify --set-aside ${p.unknown.writer} --reason ... -i ${p.unknown.id}。担当者のものなら、haltを新しいバージョンに更新してください。それまでは閲覧しかできません`,
  ],
  'no-terminal': (_, me) => ['対話には端末が必要です', `コマンドを使ってください: ${me} next、${me} done ...`],
  damaged: (p, me) => [
    said.damagedAt(p.file, p.line, p.why),
    [
      ...(p.during === 'verify'
        ? []
        : [`${p.during === 'recording' ? '何も記録していません。' : ''}${detailsIn(p, me)}`]),
      damageMend(p, me),
      ...(p.next === undefined ? [] : [`その後で: ${p.next}`]),
    ].join('\n'),
  ],
  'past-log-damaged': (p) => [
    said.damagedAt(p.file, p.line, p.why),
    '再現できるのは破損のないログだけです。無傷のコピーを使ってください。訓練は始めていません',
  ],
  'no-declaration': (p, me) => [
    `${p.id} を宣言する記録のうち、信頼できるものがありません。続きを記録できません`,
    `無傷のコピーを戻してください。コピーがなければ、宣言し直してください: ${me} start`,
  ],
  'head-unknown': (p) => [
    `このログの末尾ハッシュが ${p.head} だったことはありません`,
    '行の書き換えか削除があったか、別のログのハッシュです',
  ],
  'declared-twice': (p, me) => [
    `${p.id} のログに、宣言が2つあるか、別のインシデントの行があります（書き手: ${list(p.writers)}）。表示は事実と違う可能性があります`,
    `どちらが本物かを確かめ、偽物のファイルをフォルダーの外に移してください。その後: ${me} verify --continue --reason 理由 -i ${p.id}${p.during === 'verify' ? '' : `\n${detailsIn(p, me)}`}`,
  ],
  'log-behind': (p, me) => [
    `${p.writer} のログは ${p.seq} で終わっていますが、${p.kept} まで記録したはずです`,
    `ログの復元、切り詰め、複製のいずれかが原因です。次の記録からは、新しい書き手がその旨を残して続けます。今すぐ残すには:\n${me} verify --continue --reason 理由 -i ${p.id}`,
  ],
  'log-incomplete': (p, me) => [
    {
      missing: `${p.writer} のファイルがありません。${p.by} の時点では ${p.seen} までありました`,
      behind: `${p.writer} のログは ${p.seq} で終わっていますが、${p.by} の時点では ${p.seen} までありました`,
      differs: `${p.writer}:${p.seen} が、${p.by} の時点にあった記録と違います`,
    }[p.how],
    `そのファイルの無傷のコピーを戻してください。コピーがなければ、その旨を残して続けられます:\n${me} verify --continue --reason 理由 -i ${p.id}`,
  ],
  'anchor-differs': (p, me) => [
    `${p.file} で署名またはタイムスタンプを付けた末尾が、今のログにはありません`,
    `その後に、行の書き換えか削除があったか、そのファイルが変わっています${p.during === 'verify' ? '' : `。${detailsIn(p, me)}`}`,
  ],
  'bundle-not-whole': (p) => [
    {
      damaged: `${p.path} のログが破損しています`,
      'declared-twice': `${p.path} のログに、宣言が2つあるか、別のインシデントの行があります。表示は事実と違う可能性があります`,
      behind: `${p.path} のログに、記録したはずの内容がそろっていません`,
      'foreign-lines': `${p.path} のログに、書き手が書いていない行があります`,
      'runbook-missing': `${p.path} に、ログが指す手順書または設定のファイルがそろっていません`,
      'anchor-differs': `${p.path} のログが、署名した末尾と一致しません`,
    }[p.why],
    '別のバンドルを、できればログを持つ別の人から受け取ってください',
  ],
  'bundle-not-signed': (p) => [
    `${p.path} のログの末尾に、${p.list} の誰の署名もありません`,
    '記録した人たちの鍵がその一覧にあるか確かめてください。あるなら、このバンドルを信頼しないでください',
  ],
  'board-needs-tls': (p) => [
    `${p.host} は別のマシンからも届くアドレスなので、ボードにはTLSが必要です`,
    '--tls-cert ファイル --tls-key ファイル を付けるか、TLSのプロキシを前段に置いてください: --url https://ホスト --port ポート',
  ],
  'cannot-listen': (p) => [
    `${p.address} で待ち受けられません（${p.why}）`,
    p.why === 'EADDRINUSE'
      ? 'すでに使われています。--port ポート で別のポートを指定してください'
      : 'アドレスと権限を確認してください',
  ],
  'no-board': (_, me) => [
    'このマシンでは、このワークスペースのボードが動いていないため、リンクを発行できません',
    `別の端末で、固定のポートで起動してください: ${me} serve --port 4258`,
  ],
  'too-many-invitations': (p, me) => [
    `有効なリンクがすでに${p.limit}件あります`,
    `いずれかを無効にしてください: ${me} invite --revoke 名前（一覧: ${me} invite --list）`,
  ],
  'unknown-feed': (p) => [
    `halt.yaml に「${p.given}」という通知先はありません`,
    p.allowed.length === 0 ? 'feeds: に追加してください（docs/ja/feeds.md）' : `通知先: ${list(p.allowed)}`,
  ],
  'no-relay': () => [
    'インシデントを共有する中継サーバーがありません',
    'halt.yaml に追加してください: relay: { via: postgres }',
  ],
  'no-relay-url': (p) => [
    `中継サーバーのURLがありません（環境変数 ${p.variable} が空です）`,
    `設定してください: export ${p.variable}=postgres://名前@ホスト/データベース。パスワードは ~/.pgpass に書いてください`,
  ],
  'bad-relay-url': (p) => [
    `環境変数 ${p.variable} は、PostgreSQLのデータベースのURLではありません`,
    p.unescaped
      ? '名前やパスワードの中では、% を %25、/ を %2F、? を %3F、# を %23、@ を %40、: を %3A、空白を %20 と書くか、パスワードを ~/.pgpass に書いてください。形式: postgres://名前@ホスト:ポート/データベース'
      : '形式: postgres://名前@ホスト:ポート/データベース',
  ],
  'relay-needs-tls': (p) => [
    `環境変数 ${p.variable} は、中継サーバーにTLSなしで接続する指定です（sslmode=disable）`,
    'その指定を外し、サーバーを証明する証明書のファイルを指定してください（relay: { ca: ファイル }）。TLSなしで接続してよいのは、自社のネットワークの中だけです: relay: { allowPlain: true }',
  ],
  'relay-unreachable': (p) => [
    `中継サーバー ${p.relay} に接続できません${silence(p.why)}`,
    p.sending
      ? '何も送っていません。別のマシンが同じ告知を送っているかもしれません。ほかの担当者に確かめたうえで、中継サーバーなしで送るには --alone --reason ...'
      : '記録は失われていません。このマシンに残っており、中継サーバーにつながれば共有されます',
  ],
  'relay-backlog': (p, me) => [
    `中継サーバー ${p.relay} は応答しますが、まだ検証していない行が${p.lines}行以上（書き手の数: ${p.writers}以上）あります`,
    `何も送っていません。別のマシンが同じ告知を送っているかもしれません。先に検証し、もう一度送ってください: ${me} sync。待てなければ、ほかの担当者に確かめたうえで、中継サーバーなしで送るには --alone --reason ...`,
  ],
  'relay-unusable': (p, me) => [
    {
      'not-let-in': `中継サーバー ${p.relay} に拒否されました。名前かパスワードが違うか、ありません`,
      'no-database': `中継サーバー ${p.relay} のデータベースがありません`,
      'not-set-up': `中継サーバー ${p.relay} の準備ができていません`,
      'no-permission': `このロールには、中継サーバー ${p.relay} を使う権限がありません`,
      'other-version': `中継サーバー ${p.relay} は、このプログラムの別のバージョンで準備されています`,
      'other-tables': `${p.relay} のスキーマ halt は、このプログラムのものではありません`,
      full: `中継サーバー ${p.relay} は、ディスクに空きがないため、何も受け付けません`,
      'read-only': `中継サーバー ${p.relay} は、読み取りしかできません。待機系であるか、読み取り専用に設定されています`,
    }[p.why],
    {
      'not-let-in': 'URLか ~/.pgpass の行を直してください。記録は失われていません。このマシンに残っています',
      'no-database': 'URLを直すか、データベースを作成してもらってください',
      'not-set-up': `データベースの管理者に実行してもらってください: ${me} sync --setup`,
      'no-permission': 'データベースの管理者に、あなたのロールへ halt_operator を付与してもらってください',
      'other-version': `すべてのマシンで同じバージョンを使ってください。中継サーバーより新しいバージョンであれば、データベースの管理者に実行してもらってください: ${me} sync --setup`,
      'other-tables': '専用のデータベースを使ってください',
      full: '管理者に空き容量を確保してもらってください。記録は失われていません。このマシンに残っています。ほかのマシンが共有済みの記録は、これまでどおり届きます',
      'read-only':
        '書き込めるサーバーのURLを使うか、管理者にこのサーバーを昇格してもらってください。記録は失われていません。このマシンに残っています',
    }[p.why],
  ],
  'no-signing-key': () => [
    '署名に使う鍵も、タイムスタンプ局も指定されていません',
    'halt.yaml で指定してください。例: sign: { key: ~/.ssh/id_ed25519 } または timestamp: [https://tsa.example]',
  ],
  'not-signed': (p) => [
    `${p.key} で署名できませんでした${p.why === '' ? '（上の ssh-keygen の表示を見てください）' : `: ${p.why}`}`,
    'パスフレーズが正しいか、ssh-keygen が使えるか、鍵があり、自分のものかを確かめてください',
  ],
  'not-stamped': (p) => [
    `どのタイムスタンプ局からもタイムスタンプを得られませんでした: ${p.failures.map(stampingFailure).join('、')}`,
    'openssl が使えるか、halt.yaml の timestamp にある局に接続できるかを確かめてください',
  ],
  'foreign-lines': (p, me) => [
    `${p.writer} のファイルに、その書き手が書いていない行があります（${p.kept} より後）`,
    `ほかの者が加えた行です。関係者に心当たりを確認してください。以後の記録は新しい書き手が続けます。出所が分かったら、理由を残してください:\n${me} verify --continue --reason 理由 -i ${p.id}`,
  ],
  'runbook-missing': (p, me) => [
    `${p.file} が${FLAW[p.flaw]}。${p.id} の手順書または設定が分かりません`,
    [
      'コピー（バックアップ、別のマシン）を同じ名前で戻してください。内容の違うファイルは使いません。',
      `コピーがなければ、ワークスペースの手順書と設定で続けます: ${me} runbook adopt --reason 理由 -i ${p.id}`,
      `note、exec、log、list は使えます${p.during === 'verify' ? '' : `。${detailsIn(p, me)}`}`,
    ].join('\n'),
  ],
  'log-missing': (p) => [
    `${p.id} のログがありません。${p.writer}:${p.seq} まで記録したはずです`,
    `コピーから戻してください。意図して移した場合は、このマシンの控えを削除してください: rm ${quoteArg(p.path)}`,
  ],
  'not-recorded': (p, me) => [
    `記録できませんでした: ${p.path}（${p.why}）`,
    p.uncut
      ? '書き込んだ部分を取り消せませんでした。ログには表示されても、ディスクには残っていない可能性があります。ディスクの異常を解消し、ログを確認してから、もう一度実行してください'
      : p.approved === undefined
        ? '何も行っていません。原因を直してから、もう一度実行してください'
        : `承認は記録しましたが、何も送信していません。原因を直してから、次のコマンドで送信してください: ${me} approve ${p.approved}`,
  ],
  'lock-timeout': (p, me) => [
    `記録できませんでした: ${p.holder === null ? '誰か' : holderWords(p.holder)}が${p.seconds}秒以上ロックを使い続けています: ${p.path}`,
    `何も行っていません。${lockMend(p.holder, p.path, me)}`,
  ],
  'lock-lost': (p) => [
    `記録できませんでした: 使用中のロックが、ほかの者に解除または削除されました: ${p.path}`,
    '何も行っていません。もう一度実行してください。繰り返す場合は、このフォルダーに書き込める者を確かめてください',
  ],
  'bad-lock': (p) => [
    `記録できませんでした: ${p.path} はロックではなく、リンク、パイプ、デバイス、フォルダー、長すぎるファイルのいずれかです`,
    '何も行っていません。誰が置いたかを確かめて取り除き（ログの内容は入っていません）、もう一度実行してください',
  ],
  'lock-denied': (p) => [
    `記録できませんでした: ${p.path} を使えません。${p.isOwn ? '自分' : `UID ${p.owner} の利用者`}のファイルで、モードは ${p.mode} です`,
    p.isOwn
      ? `何も行っていません。モードを戻してください: chmod 600 ${p.path}（グループで共有する場合は 660）`
      : '何も行っていません。その利用者に事情を聞き、書き込めるようにしてもらってください（halt.yaml の share.group）。その利用者が記録中でなければ、取り除いて（ログの内容は入っていません）もう一度実行してください',
  ],
  'bad-evidence-folder': (p) => [
    `記録できませんでした: ${p.path} がフォルダーではありません（リンクまたはファイル）`,
    'リンク先には触れず、何もしていません。誰が置いたかを確認し、元のフォルダーに戻してください',
  ],
  'bad-anchors-folder': (p) => [
    `署名できませんでした: ${p.path} がフォルダーではありません（リンクまたはファイル）`,
    'リンク先には触れず、何も書いていません。誰が置いたかを確認し、元のフォルダーに戻してください',
  ],
  'recorded-not-shown': (p, me) => [
    `${p.incident} に記録しましたが、${p.path ?? '標準出力'}に書けません（${p.why}）`,
    `もう一度記録しないでください。確認するには: ${me} log -i ${p.incident}`,
  ],
  interrupted: ({ line }) => ['このコマンドを終了しました', `もう一度始めるには:\n${line}`],
  paused: (p) => [
    [
      '中断しました',
      ...(p.unrecorded?.length ? [`記録していない入力: ${p.unrecorded.map((text) => `「${text}」`).join('、')}`] : []),
      ...(p.edited?.length ? [`編集済みで未使用の告知文: ${list(p.edited)}`] : []),
      ...(p.lost ? ['入力途中の非公開の文は破棄しました'] : []),
      ...(p.unrecorded?.length || p.edited?.length || p.lost ? [] : ['答えはすべて記録済みです']),
    ].join('。'),
    [...keptWords(p), ...standWords(p), `続けるには:\n${p.line}`].join('\n'),
  ],
  'no-answer': (p) => ['答えがありませんでした。何も確定していません', `続けるには:\n${p.line}`],
  'command-interrupted': (p, me) => ['コマンドを終了させ、中断を記録しました', `それまでの${wroteWords(p, me)}`],
  'delivery-interrupted': (p, me) => [
    `途中で止め、そこまでを記録しました: ${outcomes(p.what, p)}`,
    `続けるには: ${me} notice 告知手段 --send --retry`,
  ],
  'page-interrupted': (p, me) => [
    `途中で止め、そこまでを記録しました: ${outcomes(p.what)}`,
    `次に連絡する相手を確かめるには: ${me} contacts`,
  ],
  'page-failed': (p, me) => [
    `記録しましたが、呼び出せていない相手がいます: ${outcomes(p.what)}`,
    p.people.length === 0
      ? `届いたかどうか不明です。電話でも連絡してください。次に連絡する相手を確かめるには: ${me} contacts`
      : `${list(p.people)} に直接連絡し、${me} contacts tried 名前 で記録してください。返事があれば ${me} contacts reached 名前`,
  ],
  'delivery-failed': (p, me) => [
    `記録しましたが、一部を送信できませんでした: ${outcomes(p.what, p)}`,
    [
      ...p.failed.slice(0, 1).map(() => {
        const channels = p.failed.join(' ')
        return `再送するには ${me} notice ${channels} --send --retry、手作業で掲載したときは ${me} notice ${channels} --posted`
      }),
      ...p.unknown.map(
        (channel) =>
          `${nameIn(p, channel)}に届いたかどうかは分かりません。送信先を確かめてください。届いていれば ${me} notice ${channel} --posted、届いていなければ ${me} notice ${channel} --send --retry --force --reason ...`,
      ),
    ].join('。') ||
      `再送できるものは残っていません。届いていない宛先はメールの送信記録で確かめてください: ${me} evidence list`,
  ],
  'command-failed': (p, me) => [
    p.outcome.end === 'not-started'
      ? `コマンドを${endedWords(p.outcome)}、その旨を記録しました`
      : `コマンドが失敗しました（${endedWords(p.outcome)}）。実行と結果は記録済みです`,
    wroteWords(p, me),
  ],
  'delivery-not-recorded': (p, me) => [
    `${p.event} の告知の送信は終わりましたが（${outcomes([p.ended], p)}）、結果は記録できていません: ${p.path} に書き込めません（${p.why}）`,
    `原因を取り除いてください。届いていれば ${me} notice ${p.ended.who} --posted -i ${p.id} で記録します`,
  ],
  'page-not-recorded': (p, me) => [
    `${p.ended.who} の呼び出し（${p.event}）は終わりましたが（${deliveryEndWords(p.ended)}）、結果は記録できていません: ${p.path} に書き込めません（${p.why}）`,
    `原因を取り除いてください。この呼び出しは結果不明のまま残ります。返事があれば ${me} contacts reached ${p.ended.who} -i ${p.id}`,
  ],
  'outcome-not-recorded': (p, me) => [
    `${p.event} のコマンドは実行しましたが（${endedWords(p.outcome)}）、結果は記録できていません: ${p.path} に書き込めません（${p.why}）`,
    `原因を取り除いてから、次のように残してください: ${me} exec --settle ${p.event} --reason '${endedWords(p.outcome)}' -i ${p.id}`,
  ],
  'not-confirmed': (p) => [
    `「${p.given}」では確認になりません。何も実行していません`,
    `実行する場合: --confirm ${p.word}`,
  ],
  'evidence-altered': (p) => [
    `${p.id} の証跡の内容が記録と一致しません（書き換えまたは破損）: ${list(p.files)}`,
    'ログ自体は無事です。無傷のコピー（バックアップ）を探し、元の場所に戻してください',
  ],
  'evidence-lost': (p, me) => [
    `${p.id} の証跡のうち、このマシンで保存したものがなくなっています: ${list(p.files)}`,
    `名前.salt とともに、コピー（バックアップ）から戻してください。コピーがなければ、その旨を残してください: ${me} evidence remove 名前 --reason 理由`,
  ],
  'evidence-gone': (p, me) => [
    `証跡 ${p.file} の本体がこのマシンにありません`,
    `理由は ${me} evidence list で確認できます`,
  ],
  'unknown-evidence': unknown('証跡'),
  'ambiguous-request': (p, me) => [
    `番号 ${p.given} の承認の依頼は複数あります: ${list(p.matches)}`,
    `どちらかを指定してください: ${p.matches.map((event) => `${me} approve ${event}`).join('、')}`,
  ],
  'ambiguous-evidence': (p) => [
    `「${p.given}」で始まる証跡が複数あります`,
    `もう少し先まで入力してください: ${list(p.matches)}`,
  ],
  'evidence-too-short': (p) => [
    `「${p.given}」だけでは、完全に削除する証跡を特定できません`,
    `名前の先頭を${p.least}文字以上入力してください`,
  ],
  'not-deleted': (p, me) => [
    `${p.id} のログでは削除済みですが、証跡の本体が残っています: ${list(p.files)}${p.why === null ? '' : `（${p.why}）`}`,
    `消えない原因（権限、ファイルの属性、コピーからの復元）を取り除いてから、もう一度削除してください: ${me} evidence remove 名前 --reason 理由`,
  ],
  'bad-size': (p) => [`「${p.given}」は大きさとして読めません`, '例: 500、64k、16m、1g'],
  'bad-duration': (p) => [`「${p.given}」は1秒から24時間までの長さとして読めません`, '例: 90s、10m、1h30m'],
  'file-too-large': (p) => [
    p.path === '-'
      ? `標準入力が上限の${p.limit}バイトを超えたため、何も行いませんでした`
      : `${p.path} は${p.bytes}バイトあります。上限は${p.limit}バイトです`,
    '必要な部分だけを指定してください',
  ],
  'bad-link': (p) => [
    `「${p.given}」は、顧客が開けるリンクではありません`,
    'https:// から、パスワードなしで、ブラウザーのアドレス欄からコピーした形で書いてください。リンクがなければ省いてください',
  ],
  'idle-flag': (p) => [
    `${p.flag} は、${p.needs} がなければ効果がありません`,
    `${p.needs} を付けるか、${p.flag} を外してください`,
  ],
  'stray-flag': (p) => [
    `${p.flag} は、手順に用意されたコマンドのためのものです`,
    `${p.flag} を外すか、-- コマンド を外して --step ID で手順を指定してください`,
  ],
  'open-quote': (p) => [
    `引用符が閉じていないか、末尾がバックスラッシュです: ${p.given}`,
    '何も実行していません。空白や引用符を含む語は \'...\' か "..." で囲むか、記号の前にバックスラッシュを付けてください',
  ],
  'no-command': (p) => [
    p.count === 0
      ? `${p.step} にコマンドはありません`
      : `${p.step} のコマンドは${p.count}個で、「${p.given}」はありません`,
    p.count === 0 ? '-- の後にコマンドを書いてください' : `--number は1から${p.count}までです`,
  ],
  'foreign-command': (p, me) => [
    `${p.step} のこのコマンドは、このワークスペースの手順書にはなく、${p.by} が適用した手順書にしかありません（${p.event}）`,
    [
      `何も実行していません。それでも実行する場合（${quoteArg(p.folder)} で）: ${me} exec --step ${p.step} -- ${quoteArgv(p.run)}`,
      `このワークスペースの手順書で続ける場合: ${me} runbook adopt --reason 理由`,
    ].join('\n'),
  ],
}
