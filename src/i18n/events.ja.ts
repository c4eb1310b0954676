import type { Authority } from '../domain/authorities/authority.ts'
import type { GivenFact, Inject } from '../domain/drill/scenario.ts'
import type { GivenTexts } from '../domain/incident/own-texts.ts'
import { formatTarget } from '../domain/incident/scope.ts'
import type {
  Attachment,
  CommandEnd,
  CommandOutcome,
  CommandOutput,
  EventData,
  Force,
  KeptBytes,
} from '../domain/log/event.ts'
import { FOREIGN, FORKED, isLeftWhole, SET_ASIDE } from '../domain/log/missing-heads.ts'
import { quoteArgv } from '../view/shell-quote.ts'
import { dueText, factValueText, timeText } from '../view/time-format.ts'
import { type EventDescriptions, factWords, nameOr, roundsOf, scopeWords, stageAndNumber } from './events.en.ts'
import { grouped } from './words.en.ts'
import { words } from './words.ja.ts'

const CONTINUED_BECAUSE = { missing: '欠落', behind: '途中まで', differs: '差し替え', damaged: '破損' }

const quoted = (text: string | null | undefined) => (text ? `「${text}」` : '')

const found = (standing: string | undefined) =>
  standing === undefined
    ? ''
    : `（削除前の状態: ${(words.standing as Readonly<Record<string, string>>)[standing] ?? standing}）`

const size = words.bytes

const keptWords = ({ file, bytes }: KeptBytes) => `${size(bytes)}（${file}）`

const attachedWords = (attached: readonly Attachment[] = []) =>
  attached.map(({ name, ...kept }) => ` ${name} ${keptWords(kept)}`).join('')

const filingWords = ({ id, title, verify, filings }: Authority, filing: string | null) => {
  const one = filings.find((f) => f.id === filing)
  const names = one === undefined ? [title.ja] : [title.ja, one.title.ja]
  return `${names.join(' ')}（${[filing ?? id, verify ? words.verify : ''].filter(Boolean).join('、')}）`
}

const textsWords = ({ text, ja, en }: GivenTexts & { readonly text?: string }) =>
  `${ja === undefined || ja === text ? '' : `（日本語「${ja}」）`}${en === undefined || en === text ? '' : `（英語「${en}」）`}`

const sourceWords = ({ source }: EventData['note.added']) =>
  source === undefined
    ? ''
    : `、${source.id} ${source.event}（${source.by}${source.unknown ? '、転記した時点で未確認の書き手' : ''}）から転記`

const thoughtWords = ({ hypothesis, discards, confirms, key }: EventData['note.added']) => {
  const judged = [
    ...(discards === undefined ? [] : [`仮説 ${discards} を棄却`]),
    ...(confirms === undefined ? [] : [`仮説 ${confirms} を原因として確認`]),
  ]
  const what = hypothesis ? [judged.length === 0 ? '仮説' : '新しい仮説'] : judged.length === 0 ? ['メモ'] : []
  return [...judged, ...what, ...(key ? ['要点'] : [])].join('、')
}

export const endedWords = ({ end, code, signal, why }: CommandOutcome) => endWords[end](code ?? signal ?? why ?? '')

const NOT_STARTED: Readonly<Record<string, string>> = {
  ENOENT: 'プログラムがありません: ',
  EACCES: '実行する権限がありません: ',
}

const endWords: Readonly<Record<CommandEnd, (how: string | number) => string>> = {
  exited: (code) => `終了コード${code}`,
  signalled: (signal) => `${signal}により終了`,
  'timed-out': () => '制限時間を超えたため終了',
  interrupted: () => '中断',
  'not-started': (why) => `起動できず（${NOT_STARTED[why] ?? ''}${why}）`,
}

const LEFT = '起動したプログラムが残って動いています。以後の出力は保存しません'

const outputWords = (what: string, output: CommandOutput | null) => {
  if (output === null) return ''
  const { kept, total, lost } = output
  if (kept === null) return ` ${what}は${lost ? '保存できず' : '保存せず'}（全${size(total)}）`
  return ` ${what}${kept.bytes < total ? `全${size(total)}のうち` : ''}${keptWords(kept)}${lost ? '、残りは保存できず' : ''}`
}

type Named = Pick<EventData['notice.posted'], 'channel' | 'stage' | 'number'>

const noticeName = (named: Named) => `${named.channel} ${stageAndNumber(named, words)}`
const nextWords = (next: string | null) => (next === null ? '' : ` 次報 ${factValueText(next, 'ja')}`)
const forcedWords = (forced: Force | undefined) =>
  forced === undefined ? '' : `（警告を承知のうえで実行${quoted(forced.reason)}）`
const approvalWords = ({ approval, unapproved }: { readonly approval?: string; readonly unapproved?: boolean }) =>
  unapproved ? '（別の人の承認なし）' : approval === undefined ? '' : `（承認済み ${approval}）`
const rulesWords = (rules: EventData['settings.adopted']['approval']) => {
  if (rules === undefined) return ''
  const what =
    rules === null
      ? []
      : [
          ...rules.notice.map((stage) => nameOr(words.stage, stage)),
          ...(rules.lift ? ['解除'] : []),
          ...(rules.claims ? ['断言'] : []),
        ]
  return what.length === 0 ? '（承認の要件をなくした）' : `（以後、承認が必要: ${what.join('、')}）`
}
const approversWords = (approvers: EventData['settings.adopted']['approvers']) => {
  if (approvers === undefined) return ''
  if (approvers === null) return '（以後、作成者以外の誰でも承認できる）'
  const people = Object.entries(approvers).map(([id, { ja }]) => (ja === id ? id : `${ja} ${id}`))
  return people.length === 0 ? '（以後、承認できる人がいない）' : `（以後の承認者: ${people.join('、')}）`
}
const freedWords = (channels: readonly string[] = []) =>
  channels.length === 0 ? '' : `（以後、告知の承認が不要: ${words.listed(channels.map(words.channel))}）`
const wayWords = (way: string | null) => (way === null ? '' : `（${way}）`)
const forWords = ({ level, department }: EventData['page.intended']) =>
  level === null ? (department === null ? '' : ` 部署 ${department}`) : ` エスカレーション段階 ${level}`
const pagedWords = ({ outcome, why, detail }: EventData['page.delivered']) =>
  why === 'drill'
    ? '訓練のため送信せず、送信したものとして記録'
    : `${outcomeWords[outcome]}${failureWords(why, detail)}`
const failureWords = (why: string | null, detail: string | null) =>
  why === null ? '' : `（${words.failure(why)}${detail === null ? '' : `: ${detail}`}）`
const VIAS: Readonly<Record<string, string>> = {
  file: 'ファイル',
  smtp: 'メール送信',
  webhook: 'Webhook',
  command: 'コマンド',
  drill: '訓練',
}
export const outcomeWords = { sent: '送信済み', failed: '送信できず', unknown: '送信結果は不明' } as const

const correctsWords = (corrects: string | undefined) => (corrects === undefined ? '' : `（${corrects} を訂正・取消）`)
const sentAsWords = (intent: string | undefined) => (intent === undefined ? '' : `（送信の記録 ${intent}）`)

function recipientWords({ outcome, accepted, refused, unknown }: EventData['notice.delivered']): string {
  if (accepted === null) return ''
  const counts = [
    accepted > 0 || outcome === 'sent' ? `受付${grouped(accepted)}件` : '',
    refused ? `拒否${grouped(refused)}件` : '',
    unknown ? `不明${grouped(unknown)}件` : '',
  ].filter(Boolean)
  return counts.length > 0 ? ` ${counts.join('、')}` : ''
}

const givenWords = (given: GivenFact) =>
  `${given.fact}が判明${quoted(given.ja ?? given.value ?? given.en ?? spanWords(given))}`

function spanWords({ from, to }: GivenFact): string | null {
  const spans = [from, to].flatMap((ms) => (ms === null ? [] : words.seconds(ms / 1000)))
  return spans.length === 0 ? null : `訓練開始の${spans.join('から')}後`
}

function injectWords(inject: Inject): string {
  const { words: said, facts, scope, fails, damaged, silent, resumes, severity } = inject
  if (said !== null) return said.ja
  const parts = [
    ...facts.map(givenWords),
    ...(scope.length > 0 ? [`停止範囲 ${scopeWords(scope)}`] : []),
    ...fails.map((channel) => `${channel}で送信できない`),
    ...damaged.map((channel) => `${channel}の掲載内容に誤り`),
    ...silent.map((department) => `${department}の責任者から返事がない`),
    ...(resumes.length > 0 ? [`再開できる ${resumes.join('、')}`] : []),
    ...(severity === null ? [] : [`重大度は${severity}`]),
  ]
  return parts.join('、')
}

export const events: EventDescriptions = {
  'incident.started': (d) =>
    `宣言 ${d.type}${d.severity ? ` ${d.severity}` : ''}${quoted(d.title)}${d.planned === null ? '' : ` 予定 ${timeText(d.planned.from)}〜${timeText(d.planned.to)}`}${d.startedAt === null ? '' : ` 停止開始 ${timeText(d.startedAt)}`}${d.scope.length > 0 ? ` ${scopeWords(d.scope)}` : ''}${d.ref === undefined ? '' : ` 契機 ${d.ref}`}`,
  'drill.began': (d) => `訓練 ${d.scenario.id}${d.speed > 1 ? ` ${d.speed}倍速` : ''}${d.auto ? '（自動進行）' : ''}`,
  'drill.injected': (d) => `状況付与 ${injectWords(d.inject)}`,
  'incident.classified': (d) => `分類 ${[d.type, d.severity, d.title].filter(Boolean).join(' ')}${quoted(d.reason)}`,
  'incident.titled': ({ ja, en, reason }) =>
    `件名${ja === undefined ? '' : ` 日本語「${ja}」`}${en === undefined ? '' : ` 英語「${en}」`}${quoted(reason)}`,
  'step.begun': (d) => `着手 ${d.step}${quoted(d.note)}`,
  'step.done': (d) => `完了 ${d.step}${quoted(d.note)}`,
  'step.declined': (d) => `見送り ${d.step}${quoted(d.reason)}`,
  'step.skipped': (d) => `未実施 ${d.step}${quoted(d.reason)}`,
  'step.assigned': (d) => `割り当て ${d.step} ${d.to}`,
  'fact.set': (d) => `項目 ${factWords(d, 'ja')}`,
  'note.added': (d) =>
    `${thoughtWords(d)}${d.step === undefined ? '' : ` ${d.step}`}${quoted(d.text)}${textsWords(d)}${attachedWords(d.attached)}${sourceWords(d)}`,
  'moment.marked': (d) => `要点として印を付けた記録 ${d.event}`,
  'moment.declined': (d) => `要点としない記録 ${d.events.join('、')}`,
  'note.private': (d) => `非公開メモ ${keptWords(d.kept)}${attachedWords(d.attached)}`,
  'command.started': (d) => `実行 ${quoteArgv(d.argv)}（${d.host}:${d.directory}）`,
  'command.ended': (d) =>
    `${d.command} ${endedWords(d)} ${(d.duration / 1000).toFixed(1)}秒${outputWords('標準出力', d.stdout)}${outputWords('標準エラー出力', d.stderr)}${d.left ? `。${LEFT}` : ''}`,
  'command.settled': (d) => `${d.command} の結果${quoted(d.words)}`,
  'evidence.removed': (d) => `証跡の削除 ${d.file}${found(d.standing)}${quoted(d.reason)}`,
  'scope.changed': (d) => `停止範囲 ${scopeWords(d.changes)}${approvalWords(d)}${forcedWords(d.forced)}`,
  'phase.advanced': (d) => `段階 ${nameOr(words.phase, d.to)}${forcedWords(d.forced)}`,
  'scope.lifted': (d) =>
    `解除${d.changes.length > 0 ? ` ${scopeWords(d.changes)}` : ''}${approvalWords(d)}${forcedWords(d.forced)}`,
  'incident.reopened': (d) =>
    `${d.scope.some(({ state }) => state === 'stopped') ? '再停止' : '再停止・再制限'}${quoted(d.reason)}${d.scope.length > 0 ? ` ${scopeWords(d.scope)}` : ''}`,
  'incident.closed': (d) =>
    `終了 ${nameOr(words.closing, d.as)}${d.duplicateOf === undefined ? '' : `（${d.duplicateOf} と同じ停止）`}${d.forced?.reason === d.reason ? '' : quoted(d.reason)}${forcedWords(d.forced)}`,
  'event.undone': (d) =>
    `取り消し ${d.event}${quoted(d.reason)}${d.unapproved === undefined ? '' : `（制限がなくなる: ${d.unapproved.join(' ')}）${approvalWords({ unapproved: true })}`}`,
  'event.corrected': (d) =>
    `訂正 ${d.event}${d.at ? ` 時刻 ${timeText(d.at)}` : ''}${quoted(d.text)}${textsWords(d)} 理由${quoted(d.reason)}`,
  'event.redacted': (d) => `墨消し ${d.event} の ${d.field}（理由: ${d.reason}）`,
  'notice.posted': (d) =>
    `告知${d.settles === undefined ? '' : 'の到達を確認'} ${noticeName(d)}${correctsWords(d.corrects)}${sentAsWords(d.settles)}${d.link ? ` ${d.link}` : ''}${nextWords(d.next)}${approvalWords(d)}${forcedWords(d.forced)}`,
  'notice.intended': (d) =>
    `告知の送信 ${noticeName(d)}${correctsWords(d.corrects)} 方法 ${nameOr(VIAS, d.via)}${d.retries ? ` 再送（${d.retries}）` : ''}${nextWords(d.next)}${approvalWords(d)}${forcedWords(d.forced)}`,
  'notice.delivered': (d) =>
    `${d.notice} ${outcomeWords[d.outcome]}${recipientWords(d)}${d.link ? ` ${d.link}` : ''}${failureWords(d.why, d.detail)}`,
  'channel.marked': (d) => `告知手段 ${d.channel} ${d.safe ? '使用再開' : '使用禁止'}${quoted(d.reason)}`,
  'notice.promised': (d) => `次報の予定 ${d.channel} ${factValueText(d.next, 'ja')}`,
  'contact.tried': (d) => `連絡 ${d.person}${wayWords(d.way)} 返事待ち${quoted(d.note)}`,
  'contact.reached': (d) => `連絡がついた ${d.person}${wayWords(d.way)}${quoted(d.note)}`,
  'page.intended': (d) => `呼び出し ${d.person}（${d.way}）${forWords(d)}`,
  'page.delivered': (d) => `呼び出し ${d.page} ${pagedWords(d)}`,
  'escalation.raised': (d) => `エスカレーション ${d.level}${quoted(d.reason)}`,
  'action.added': (d) =>
    `残作業${quoted(d.text)}${textsWords(d)}（${[
      d.owner === null ? words.noOwner : `担当 ${d.owner}`,
      d.due === null ? words.noDue : `期限 ${dueText(d.due)}`,
      ...(d.serves === undefined ? [] : [`対象 ${d.serves}`]),
      ...(d.ref === undefined ? [] : [`チケット ${d.ref}`]),
    ].join('、')}）`,
  'handover.offered': (d) => `指揮の引き継ぎを依頼 ${d.to}${quoted(d.note)}`,
  'handover.accepted': (d) => `指揮を引き継いだ${quoted(d.reason)}`,
  'clock.started': (d) =>
    `期限の起点「${d.authority.events[d.event]?.ja ?? d.event}」 ${filingWords(d.authority, d.filing)}`,
  'authority.reported': (d) =>
    `当局に報告 ${filingWords(d.authority, d.filing)}${d.ref === null ? '' : ` 受付番号 ${d.ref}`}${quoted(d.note)}`,
  'filing.field-stated': (d) =>
    `報告様式の記入 ${d.authority} 項目${d.field}: ${d.value === null ? '不明' : factValueText(d.value, 'ja')}`,
  'approval.requested': ({ notices = [], lift = [] }) =>
    `承認の依頼 ${[...roundsOf(notices, words).map(([round, channels]) => words.marked(round, words.listed(channels))), ...(lift.length === 0 ? [] : [`解除 ${lift.map(formatTarget).join(' ')}`])].join('、')}`,
  'approval.granted': (d) => `承認 ${d.request}`,
  'approval.refused': (d) => `却下 ${d.request}${quoted(d.reason)}`,
  'action.changed': (d) =>
    `残作業の変更 ${d.action}（${[
      ...(d.owner === undefined ? [] : [`担当 ${d.owner}`]),
      ...(d.due === undefined ? [] : [`期限 ${dueText(d.due)}`]),
      ...(d.ref === undefined ? [] : [`チケット ${d.ref}`]),
    ].join('、')}${textsWords(d)}）`,
  'action.done': (d) => `残作業の完了 ${d.action}${quoted(d.note)}`,
  'runbook.adopted': (d) =>
    `手順書の適用 ${d.runbookDigest.slice(0, 12)}${freedWords(d.unapproved)}${quoted(d.reason)}`,
  'settings.adopted': (d) =>
    `設定の適用 ${d.settingsDigest.slice(0, 12)}${rulesWords(d.approval)}${approversWords(d.approvers)}`,
  'writer.accepted': (d) => `書き手 ${d.writer} を確認済みとした`,
  'lock.broken': (d) =>
    `ロックを解除 ${d.holders.map(({ pid, host, user }) => `プロセス${pid}（${[user, host].filter((word) => word !== '').join('、')}）`).join('、')}${quoted(d.reason)}`,
  'log.recovered': (d) => `途切れた末尾${d.bytes}バイトを退避 ${d.kept}`,
  'log.continued': (d) => {
    if (d.reason === SET_ASIDE)
      return `書き手 ${d.writer} の記録${d.kept === null ? '' : `（${d.kept.seq}件）`}を対象外とした${quoted(d.words)}`
    if (d.reason === FOREIGN) return `${d.writer}:${d.kept?.seq ?? 0} より後に覚えのない行${quoted(d.words)}`
    if (d.reason === FORKED)
      return `${d.writer} の続き ${d.found?.seq ?? 0} より後に、同じ鍵で署名された別の行あり（状態フォルダーの複製または復元）。こちらの記録は ${d.kept?.seq ?? 0} まで${quoted(d.words)}`
    if (isLeftWhole(d))
      return `${d.writer}:${d.kept?.seq ?? 0} の続きを新しいファイルに記録（元のファイルは所有者またはモードが変わり、書き込めない）${quoted(d.words)}`
    const reason = nameOr(CONTINUED_BECAUSE, d.reason)
    return `${d.writer} の続き 実際は${d.found?.seq ?? 0}まで${d.kept === null ? '' : `、控えでは${d.kept.seq}まで`}（${reason}）${d.frozen ? ` ${d.frozen.line}行目で凍結${quoted(d.frozen.words)}` : quoted(d.words)}`
  },
}
