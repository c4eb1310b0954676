import type { CommandModule } from '../command.ts'
import type { Bilingual } from '../domain/runbook/runbook.ts'

const RUNNING = {
  start: { en: 'declare a halt and open its log', ja: '停止を宣言し、ログを開く' },
  walk: { en: 'go through the runbook step by step', ja: '手順を1つずつ進める' },
  status: { en: 'show the state of the incident', ja: '現在の状況を表示する' },
  watch: { en: 'keep showing the status as the log grows', ja: 'ログを追いながら状況を表示し続ける' },
  next: { en: 'show what to do next', ja: '次にすることを表示する' },
  begin: { en: 'record that steps have begun', ja: '手順に着手したことを記録する' },
  done: { en: 'record steps as done', ja: '手順が完了したことを記録する' },
  decline: { en: 'decline steps that are not required', ja: '必須でない手順を見送る' },
  skip: { en: 'skip steps, recorded as a deviation', ja: '手順を行わないことを、逸脱として記録する' },
  assign: { en: 'assign steps to a person or department', ja: '手順の担当を決める' },
  set: { en: 'record facts, and their public words', ja: '項目の値と、顧客向けの文言を記録する' },
  note: { en: 'add a note to the log', ja: 'ログにメモを書く' },
  key: { en: 'mark events as key moments for the report', ja: '記録に、報告書に載せる要点として印を付ける' },
  exec: { en: 'run a command and keep its output as evidence', ja: 'コマンドを実行し、出力を証跡として残す' },
  scope: { en: 'record what is stopped', ja: '何が止まっているかを記録する' },
  notice: { en: 'show, check, send and record notices', ja: '告知を表示、確認、送信、記録する' },
  contacts: {
    en: 'show whom to call, page them, record calls: page, tried, reached',
    ja: '連絡する相手の表示、呼び出し、連絡の記録（page、tried、reached）',
  },
  escalate: { en: 'escalate to a higher level', ja: '上位の責任者にエスカレーションする' },
  handover: {
    en: 'show the hand-over summary; offer the lead, or take it over',
    ja: '引き継ぎの内容を表示し、指揮の引き継ぎを依頼または承諾する',
  },
  clock: { en: 'deadlines for reports to authorities: list, start', ja: '当局への報告期限（list、start）' },
  'report-to': { en: 'record a report to an authority', ja: '当局に報告したことを記録する' },
  classify: { en: 'change the type, severity or title', ja: '種類、重大度、件名を変える' },
  approve: { en: 'approve what another person prepared', ja: '別の人が用意した告知や解除を承認する' },
  refuse: { en: 'refuse what waits for approval', ja: '承認を待っているものを却下する' },
  advance: { en: 'move on to the next phase', ja: '次の段階に進む' },
  lift: { en: 'record what is open again', ja: '再開したものを記録する' },
  reopen: { en: 'record that something stopped again', ja: '再び停止したことを記録する' },
  close: { en: 'close the incident', ja: 'インシデントを終了する' },
  join: {
    en: 'close your own incident as a duplicate of another, and copy its notes there',
    ja: '自分が宣言したインシデントを重複として終了し、メモをもう一方に転記する',
  },
  undo: { en: 'undo an event by recording a new one', ja: '記録を取り消す（取り消しも記録として残る）' },
  correct: { en: 'correct the time or text of an event', ja: '記録の時刻または文を訂正する' },
  redact: { en: 'cross out text of an event in all output', ja: '記録の文を、すべての出力で墨消しする' },
  sync: { en: 'share incidents with other machines', ja: 'ほかのマシンとインシデントを共有する' },
  serve: { en: 'show incidents in a browser', ja: 'インシデントをブラウザーで表示する' },
  invite: { en: 'let somebody take part in the browser, by a link', ja: 'ブラウザーで参加するためのリンクを発行する' },
  feed: {
    en: 'rooms and machines that are told what happens: list, test, send',
    ja: '停止の経過を知らせる通知先（チャットなど。list、test、send）',
  },
  mcp: { en: 'serve an assistant (Model Context Protocol)', ja: 'AIアシスタントに情報を提供する（MCP）' },
  evidence: {
    en: 'evidence kept beside the log: list, show, remove',
    ja: 'ログとは別に保存した証跡（list、show、remove）',
  },
}

const LOOKING_BACK = {
  action: { en: 'track follow-ups: add, change, done, list', ja: '残作業を管理する（add、change、done、list）' },
  list: { en: 'list all incidents', ja: 'すべてのインシデントを一覧にする' },
  log: { en: 'show the incident log', ja: 'インシデントのログを表示する' },
  verify: { en: 'verify the log against its hash chain', ja: 'ログをハッシュで検証する' },
  anchor: { en: 'sign and time-stamp the head of the log now', ja: 'ログの現在の末尾に署名し、タイムスタンプを付ける' },
  report: { en: 'write the post-incident report', ja: '事後報告書を作る' },
  stats: { en: 'statistics over many incidents', ja: '複数のインシデントの数値をまとめる' },
}

const GETTING_READY = {
  drill: {
    en: 'run a drill from a scenario, and score it against the manual',
    ja: 'シナリオで訓練し、マニュアルに照らして採点する',
  },
  init: { en: 'create the settings and the contact list', ja: '設定と連絡先一覧のファイルを作る' },
  doctor: {
    en: 'check that everything is ready for a halt; exit 8 on errors',
    ja: '停止への備えができているかを点検する。エラーがあれば終了コード8',
  },
  runbook: {
    en: 'manage runbooks: new, check, show, coverage, schema, template, export, adopt',
    ja: '手順書を扱う（new、check、show、coverage、schema、template、export、adopt）',
  },
  trust: { en: 'trust a workspace that others can change', ja: '別の利用者が書き換えられるワークスペースを信頼する' },
  completion: {
    en: 'print the completion script for bash, zsh or fish',
    ja: 'シェルの補完を設定するスクリプトを出力する',
  },
}

type Name = keyof (typeof RUNNING & typeof LOOKING_BACK & typeof GETTING_READY)

const LOADERS: Readonly<Record<Name, () => Promise<CommandModule>>> = {
  start: () => import('../incident/commands/start.ts'),
  walk: () => import('../walk/command.ts'),
  status: () => import('../incident/commands/status.ts'),
  watch: () => import('../incident/commands/watch.ts'),
  next: () => import('../incident/commands/next.ts'),
  begin: async () => (await import('../incident/commands/steps.ts')).begin,
  done: async () => (await import('../incident/commands/steps.ts')).done,
  decline: async () => (await import('../incident/commands/steps.ts')).decline,
  skip: async () => (await import('../incident/commands/steps.ts')).skip,
  assign: async () => (await import('../incident/commands/steps.ts')).assign,
  set: () => import('../incident/commands/set.ts'),
  note: () => import('../incident/commands/note.ts'),
  key: () => import('../incident/commands/key.ts'),
  exec: () => import('../evidence/commands/exec.ts'),
  scope: () => import('../incident/commands/scope.ts'),
  notice: () => import('../notice/command.ts'),
  contacts: () => import('../people/commands/contacts.ts'),
  escalate: () => import('../people/commands/escalate.ts'),
  handover: () => import('../people/commands/handover.ts'),
  clock: () => import('../authority/commands/clock.ts'),
  'report-to': () => import('../authority/commands/report-to.ts'),
  classify: () => import('../incident/commands/classify.ts'),
  approve: () => import('../approval/commands/approve.ts'),
  refuse: () => import('../approval/commands/refuse.ts'),
  advance: async () => (await import('../incident/commands/phases.ts')).advance,
  lift: async () => (await import('../incident/commands/phases.ts')).lift,
  reopen: async () => (await import('../incident/commands/phases.ts')).reopen,
  close: async () => (await import('../incident/commands/phases.ts')).close,
  join: () => import('../incident/commands/join.ts'),
  undo: () => import('../incident/commands/undo.ts'),
  correct: () => import('../incident/commands/correct.ts'),
  redact: () => import('../incident/commands/redact.ts'),
  evidence: () => import('../evidence/commands/evidence.ts'),
  sync: () => import('../incident/commands/sync.ts'),
  serve: () => import('../board/commands/serve.ts'),
  invite: () => import('../board/commands/invite.ts'),
  feed: () => import('../feeds/commands/feed.ts'),
  mcp: () => import('../mcp/command.ts'),
  action: () => import('../incident/commands/action.ts'),
  list: () => import('../incident/commands/list.ts'),
  log: () => import('../incident/commands/log.ts'),
  verify: () => import('../evidence/commands/verify.ts'),
  anchor: () => import('../evidence/commands/anchor.ts'),
  report: () => import('../report/commands/report.ts'),
  stats: () => import('../report/commands/stats.ts'),
  drill: () => import('../drill/command.ts'),
  init: () => import('../readiness/commands/init.ts'),
  doctor: () => import('../readiness/commands/doctor.ts'),
  runbook: () => import('../readiness/commands/runbook.ts'),
  trust: () => import('../readiness/commands/trust.ts'),
  completion: () => import('./completion/command.ts'),
}

interface Entry {
  readonly name: string
  readonly summary: Bilingual
  readonly load: () => Promise<CommandModule>
}

/** All commands, grouped by purpose: everything that `--help` needs, without loading any command. */
export const COMMAND_GROUPS: readonly { readonly title: Bilingual; readonly entries: readonly Entry[] }[] = [
  { title: { en: 'Running a halt:', ja: '停止中に使うコマンド:' }, entries: entriesOf(RUNNING) },
  { title: { en: 'Looking back:', ja: '振り返りに使うコマンド:' }, entries: entriesOf(LOOKING_BACK) },
  { title: { en: 'Getting ready:', ja: '備えに使うコマンド:' }, entries: entriesOf(GETTING_READY) },
]

export const COMMANDS: readonly Entry[] = COMMAND_GROUPS.flatMap((group) => group.entries)

/** The commands that can be typed in the walk: about the incident that it walks, and ending by themselves. */
export const TYPABLE_COMMANDS: readonly string[] = [...Object.keys(RUNNING), ...Object.keys(LOOKING_BACK)].filter(
  (name) => !['start', 'walk', 'watch', 'sync', 'serve', 'mcp'].includes(name),
)

function entriesOf(summaries: Readonly<Partial<Record<Name, Bilingual>>>): Entry[] {
  return Object.entries(summaries).map(([name, summary]) => ({ name, summary, load: LOADERS[name as Name] }))
}
