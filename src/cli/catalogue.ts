import type { CommandModule } from '../command.ts'
import type { Bilingual } from '../domain/runbook/runbook.ts'

interface Entry {
  readonly name: string
  readonly summary: Bilingual
  readonly load: () => Promise<CommandModule>
}

const RUNNING: readonly Entry[] = [
  {
    name: 'start',
    summary: { en: 'declare a halt and open its log', ja: '取引停止を宣言し、ログを開く' },
    load: () => import('../incident/commands/start.ts'),
  },
  {
    name: 'walk',
    summary: { en: 'go through the runbook step by step', ja: '手順を1つずつ進める' },
    load: () => import('../walk/command.ts'),
  },
  {
    name: 'status',
    summary: { en: 'show the state of the incident', ja: '現在の状況を表示する' },
    load: () => import('../incident/commands/status.ts'),
  },
  {
    name: 'watch',
    summary: { en: 'keep showing the status as the log grows', ja: 'ログを追いながら状況を表示し続ける' },
    load: () => import('../incident/commands/watch.ts'),
  },
  {
    name: 'next',
    summary: { en: 'show what to do next', ja: '次にすることを表示する' },
    load: () => import('../incident/commands/next.ts'),
  },
  {
    name: 'begin',
    summary: { en: 'record that steps have begun', ja: '手順に着手したことを記録する' },
    load: () => import('../incident/commands/begin.ts'),
  },
  {
    name: 'done',
    summary: { en: 'record steps as done', ja: '手順が完了したことを記録する' },
    load: () => import('../incident/commands/done.ts'),
  },
  {
    name: 'decline',
    summary: { en: 'decline steps that are not required', ja: '必須でない手順を見送る' },
    load: () => import('../incident/commands/decline-or-skip.ts'),
  },
  {
    name: 'skip',
    summary: { en: 'skip steps, recorded as a deviation', ja: '手順を行わないことを、逸脱として記録する' },
    load: () => import('../incident/commands/decline-or-skip.ts'),
  },
  {
    name: 'assign',
    summary: { en: 'assign steps to a person or department', ja: '手順の担当を決める' },
    load: () => import('../incident/commands/assign.ts'),
  },
  {
    name: 'set',
    summary: { en: 'record facts, and their public words', ja: '項目の値と、顧客向けの文言を記録する' },
    load: () => import('../incident/commands/set.ts'),
  },
  {
    name: 'note',
    summary: { en: 'add a note to the log', ja: 'ログにメモを書く' },
    load: () => import('../incident/commands/note.ts'),
  },
  {
    name: 'exec',
    summary: { en: 'run a command and keep its output as evidence', ja: 'コマンドを実行し、出力を証跡として残す' },
    load: () => import('../evidence/commands/exec.ts'),
  },
  {
    name: 'scope',
    summary: { en: 'record what is stopped', ja: '何が止まっているかを記録する' },
    load: () => import('../incident/commands/scope.ts'),
  },
  {
    name: 'notice',
    summary: { en: 'show, check, send and record notices', ja: '告知を表示、確認、送信、記録する' },
    load: () => import('../notice/command.ts'),
  },
  {
    name: 'contacts',
    summary: {
      en: 'show whom to call, page them, record calls: page, tried, reached',
      ja: '今連絡する相手と、連絡の状況を表示する（page、tried、reached）',
    },
    load: () => import('../people/commands/contacts.ts'),
  },
  {
    name: 'escalate',
    summary: { en: 'escalate to a higher level', ja: '上位の責任者にエスカレーションする' },
    load: () => import('../people/commands/escalate.ts'),
  },
  {
    name: 'handover',
    summary: {
      en: 'show the hand-over summary; offer the lead, or take it over',
      ja: '引き継ぎの内容を表示する。指揮の引き継ぎを依頼、承諾する',
    },
    load: () => import('../people/commands/handover.ts'),
  },
  {
    name: 'clock',
    summary: { en: 'deadlines for reports to authorities: list, start', ja: '当局への報告期限（list、start）' },
    load: () => import('../authority/commands/clock.ts'),
  },
  {
    name: 'report-to',
    summary: { en: 'record a report to an authority', ja: '当局に報告したことを記録する' },
    load: () => import('../authority/commands/report-to.ts'),
  },
  {
    name: 'classify',
    summary: { en: 'change the type, severity or title', ja: '種類、重大度、件名を変える' },
    load: () => import('../incident/commands/classify.ts'),
  },
  {
    name: 'advance',
    summary: { en: 'move on to the next phase', ja: '次の段階に進む' },
    load: () => import('../incident/commands/advance.ts'),
  },
  {
    name: 'lift',
    summary: { en: 'record what is trading again', ja: '再開した取引を記録する' },
    load: () => import('../incident/commands/lift.ts'),
  },
  {
    name: 'reopen',
    summary: { en: 'record that trading stopped again', ja: '再び停止したことを記録する' },
    load: () => import('../incident/commands/reopen.ts'),
  },
  {
    name: 'close',
    summary: { en: 'close the incident', ja: 'インシデントを終える' },
    load: () => import('../incident/commands/close.ts'),
  },
  {
    name: 'undo',
    summary: { en: 'undo an event by recording a new one', ja: '記録を、新しい記録で取り消す' },
    load: () => import('../incident/commands/undo.ts'),
  },
  {
    name: 'correct',
    summary: { en: 'correct the time or text of an event', ja: '記録の時刻または言葉を訂正する' },
    load: () => import('../incident/commands/correct.ts'),
  },
  {
    name: 'evidence',
    summary: {
      en: 'evidence kept beside the log: list, show, remove',
      ja: 'ログとは別に保管した証跡（list、show、remove）',
    },
    load: () => import('../evidence/commands/evidence.ts'),
  },
]

const LOOKING_BACK: readonly Entry[] = [
  {
    name: 'action',
    summary: { en: 'track follow-ups: add, change, done, list', ja: '残作業を管理する（add、change、done、list）' },
    load: () => import('../incident/commands/action.ts'),
  },
  {
    name: 'list',
    summary: { en: 'list all incidents', ja: 'すべてのインシデントを一覧にする' },
    load: () => import('../incident/commands/list.ts'),
  },
  {
    name: 'log',
    summary: { en: 'show the incident log', ja: 'インシデントのログを表示する' },
    load: () => import('../incident/commands/log.ts'),
  },
  {
    name: 'verify',
    summary: { en: 'verify the log against its hash chain', ja: 'ログをハッシュで検証する' },
    load: () => import('../evidence/commands/verify.ts'),
  },
  {
    name: 'report',
    summary: { en: 'write the post-incident report', ja: '事後報告書を作る' },
    load: () => import('../report/commands/report.ts'),
  },
  {
    name: 'stats',
    summary: { en: 'statistics over many incidents', ja: '複数のインシデントの数値をまとめる' },
    load: () => import('../report/commands/stats.ts'),
  },
]

const BEING_READY: readonly Entry[] = [
  {
    name: 'drill',
    summary: {
      en: 'run a drill from a scenario, and score it against the manual',
      ja: 'シナリオで訓練し、マニュアルに照らして採点する',
    },
    load: () => import('../drill/command.ts'),
  },
  {
    name: 'init',
    summary: { en: 'create the settings and the contact list', ja: '設定と連絡先一覧のファイルを作る' },
    load: () => import('../readiness/commands/init.ts'),
  },
  {
    name: 'doctor',
    summary: {
      en: 'check that everything is ready for a halt; exit 8 on errors',
      ja: '停止への備えができているかを点検する。エラーがあれば終了コード8',
    },
    load: () => import('../readiness/commands/doctor.ts'),
  },
  {
    name: 'runbook',
    summary: {
      en: 'manage runbooks: check, show, coverage, schema, adopt',
      ja: '手順書を扱う（check、show、coverage、schema、adopt）',
    },
    load: () => import('../readiness/commands/runbook.ts'),
  },
  {
    name: 'trust',
    summary: {
      en: 'trust a workspace that others can change',
      ja: '別の利用者が書き換えられるワークスペースを信頼する',
    },
    load: () => import('../readiness/commands/trust.ts'),
  },
  {
    name: 'completion',
    summary: {
      en: 'print the completion script for bash, zsh or fish',
      ja: 'シェルの補完を設定するスクリプトを出力する',
    },
    load: () => import('./completion/command.ts'),
  },
]

/** All commands, grouped by purpose: everything that `--help` needs, without loading any command. */
export const GROUPS: readonly { readonly title: Bilingual; readonly entries: readonly Entry[] }[] = [
  { title: { en: 'Running a halt:', ja: '取引停止中に使うコマンド:' }, entries: RUNNING },
  { title: { en: 'Looking back:', ja: '振り返りに使うコマンド:' }, entries: LOOKING_BACK },
  { title: { en: 'Getting ready:', ja: '備えに使うコマンド:' }, entries: BEING_READY },
]

export const CATALOGUE: readonly Entry[] = GROUPS.flatMap((group) => group.entries)
