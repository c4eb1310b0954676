import type { ScopeState } from '../domain/log/event.ts'
import type { ScopeItem } from '../domain/notice/scope-groups.ts'
import { TOKYO } from '../domain/time.ts'
import type { CustomerWords, Exactness } from './customer-words.en.ts'
import { isSameDay, type Moment, timeOfDay, zoneName } from './moment.ts'
import { HALT_NAMES, haltOf, mixedOf, report, restrictionOf, titlesOf } from './notice-titles.ja.ts'

const DAYS = '日月火水木金土'

const time = (at: Moment) => `${timeOfDay(at).replace(':', '時')}分`
const monthAndDay = (at: Moment) => `${at.month}月${at.day}日(${DAYS[at.weekday]})`
const fullDate = (at: Moment) => `${at.year}年${monthAndDay(at)}`
const zone = (at: Moment) => (at.zone === TOKYO ? '' : `（${zoneName(at)}）`)
const about = (how: Exactness) => (how === 'about' ? '頃' : '')

/** Within one day the date stands once. */
function span(from: Moment, to: Moment, date: (at: Moment) => string, end: string): string {
  const until = isSameDay(from, to) ? time(to) : `${date(to)}${time(to)}`
  return `${date(from)}${time(from)}から${until}${end}${zone(to)}`
}

const former: CustomerWords['former'] = (before, after) =>
  after === null ? `${before}（先にお知らせしたこの内容は取り消します）` : `（変更前）${before}`

function item({ assets, except }: Pick<ScopeItem, 'assets' | 'except'>, name: string, asset: string): string {
  const without = except.length === 0 ? '' : `（${except.join('・')}を除く）`
  const all = assets.length === 0 ? asset : assets.join('・')
  if (name.includes('{assets}')) return `${name.replaceAll('{assets}', all)}${without}`
  return `${assets.length === 0 ? '' : `${all}の`}${name}${without}`
}

/** 二つ以上のサービスに一つの状態や時刻を添えるとき、最後のサービスだけのことと読まれないようにする。 */
const each = (items: string) => (items.includes('、') ? 'いずれも' : '')

const PLANNED: Readonly<Record<ScopeState, (services: string) => string>> = {
  stopped: (services) => `停止する予定のサービスは、${services}でございます。`,
  'cancel-only': (services) => `${services}につきましては、ご注文の取消のみをお受けする予定でございます。`,
  'post-only': (services) => `${services}につきましては、すぐに約定しない指値注文のみをお受けする予定でございます。`,
  limited: (services) => `一部を制限する予定のサービスは、${services}でございます。`,
  open: (services) => `期間中もご利用いただけるサービスは、${services}でございます。`,
}

const SPOKEN: Readonly<Record<ScopeState, (services: string) => string>> = {
  stopped: (services) => `停止しているサービスは、${services}でございます。`,
  'cancel-only': (services) => `${services}につきましては、ご注文の取消のみをお受けしております。`,
  'post-only': (services) => `${services}につきましては、すぐに約定しない指値注文のみをお受けしております。`,
  limited: (services) => `一部を制限しているサービスは、${services}でございます。`,
  open: (services) => `ご利用いただけるサービスは、${services}でございます。`,
}

/** 名詞で終わらない文言。文の途中に置けないので、独立した文にする。 */
const SENTENCE = /(?:ます|ません|です|でした|ました|ください|。)$/
/** それだけで述語になる文言。 */
const ABSENT = /^(?:ございません|ありません)。?$/

const closed = (words: string) => words.replace(/(?<!。)$/, '。')

const spoken: CustomerWords['spoken'] = (items, state, limits, isPlanned) => {
  const services = (isPlanned ? PLANNED : SPOKEN)[state](items.join('、'))
  return limits === null ? services : `${services}制限の内容は、次のとおりでございます。${closed(limits)}`
}

const AVAILABLE = 'ご利用可能'

const LIMITED = '一部制限'

/** 予定としての状態。 */
const planned = (state: string) => {
  if (state === AVAILABLE) return `期間中も${AVAILABLE}`
  return `${state}${state.endsWith('可能') ? 'となる' : 'の'}予定`
}

/** 見込みの時刻を過ぎても再開していないときの文言。読み上げるときは二つの文に分ける。 */
const LATE = /^未定（(.+)）$/

const PERIODS = { stopped: '停止', restricted: '制限', mixed: '停止・制限' }

/** 括弧の中に置く告知の名前では、番号を前に書く。 */
const numbered = (number: number | null) => (number === null ? '' : `第${number}報 `)

export const customerWords: CustomerWords = {
  moment: (at, how) => `${fullDate(at)}${time(at)}${about(how)}${zone(at)}`,
  range: (from, to, how) => span(from, to, fullDate, how === 'about' ? '頃までの間' : 'まで'),
  brief: (at, how) => `${monthAndDay(at)}${time(at)}${about(how)}${zone(at)}`,
  briefRange: (from, to, how) => span(from, to, monthAndDay, how === 'about' ? '頃' : 'まで'),
  item,
  names: HALT_NAMES,
  haltOf,
  restrictionOf,
  mixedOf,
  after: (isPartly) => `${isPartly ? '一部の' : ''}サービスの再開後`,
  stoppedAgain: (services, isRestriction, reason) =>
    `${reason === null ? '' : `${reason}、`}${services}を再び${isRestriction ? '制限' : '停止'}しております`,
  because: (type) => `${type}のため`,
  state: {
    stopped: '停止',
    'cancel-only': 'ご注文の取消のみ可能',
    'post-only': 'すぐに約定しない指値注文のみ可能',
    open: AVAILABLE,
  },
  limited: LIMITED,
  restricted: '制限',
  list: (items) => items.join('、'),
  phrase: (items) => items.join('、'),
  row: (items, state, limits, isPlanned) => {
    const services = items.join('、')
    const is = isPlanned ? planned(state) : state
    return `${services}（${each(services)}${is}${limits === null ? '' : `：${limits}`}）`
  },
  plannedLimit: (items, state, limits) => {
    const services = items.join('、')
    if (state === null) return `${services}の制限`
    const stateAndLimits = limits === null ? state : `${state}：${limits}`
    return `${services}の制限（${each(services)}${state === LIMITED && limits !== null ? limits : stateAndLimits}）`
  },
  group: (items, state, limits, isStopped) =>
    isStopped
      ? `${state}：${items.join('、')}`
      : `${items.join('、')}：${state}${limits === null ? '' : `（${limits}）`}`,
  spoken,
  spokenAs: (items, state, limits, isPlanned) =>
    `${items}は、「${state}」${limits === null ? '' : `（${limits}）`}${isPlanned ? 'の予定' : ''}でございます。`,
  groups: (groups) => groups.join('／'),
  still: (items, state, limits, isStopped) =>
    isStopped
      ? `引き続き${state}：${items.join('、')}`
      : `引き続き制限：${customerWords.row(items, state, limits, false)}`,
  again: (items, state) => `再び${state}：${items.join('、')}`,
  restrictedOnly: (items, isStill) => `${isStill ? '引き続き' : ''}制限：${items.join('、')}`,
  unknown: {
    cause: '調査中',
    began: '確認中',
    scopeBrief: '対象サービス：確認中',
    impact: '確認中',
    'expected-end': '未定',
    fact: '確認中',
    resumed: '確認中',
    planned: '未定',
  },
  rows: {
    scope: '対象サービス',
    available: 'ご利用いただけるサービス',
    others: 'ご利用の可否を確認中のサービス',
    next: '次回のお知らせ',
    nextNotice: '次回のお知らせ',
    prevention: '再発防止策',
  },
  reasonLabel: (isRestriction, isAgain) => `${isAgain ? '再' : ''}${isRestriction ? '制限' : '停止'}の理由`,
  asReason: (reason) => reason,
  availableThen: (isRestriction) => `${isRestriction ? '制限' : '停止'}中もご利用いただけるサービス`,
  remainingState: (states) => {
    if (states.every((state) => state === 'stopped')) return '停止'
    return states.includes('stopped') ? '停止または制限' : '制限'
  },
  remaining: (states, isStill = true) =>
    `${isStill ? '引き続き' : '現在'}${customerWords.remainingState(states).replace('または', '・')}しているサービス`,
  resumption: (isRestriction) =>
    isRestriction
      ? { at: '解除日時', partlyAt: '一部解除日時', services: '制限を解除したサービス', brief: '制限解除' }
      : { at: '再開日時', partlyAt: '一部再開日時', services: '再開したサービス', brief: '再開' },
  labelOf: ({ role, stage, isRestriction, isAgain, isReason, label }) => {
    if (role === 'planned-begin') return '予定日時'
    // 再開の告知では、再開の後の再停止と読まれないようにする。
    if (role === 'began' && isAgain && stage === 'resumption')
      return isRestriction ? '直近の制限開始日時' : '直近の停止開始日時'
    if (role === 'began' && isAgain) return isRestriction ? '再制限日時' : '再停止日時'
    if (role === 'began' && isRestriction) return '制限開始日時'
    if (role === 'cause' && isReason) return '理由'
    if (role === 'impact' && stage === 'final') return `${isRestriction ? '制限' : '停止'}中の${label}`
    if (role !== 'expected-end') return label
    const end = isRestriction ? '制限解除の見込み' : label
    return stage === 'resumption' ? `その他のサービスの${isRestriction ? end : '再開見込み'}` : end
  },
  spokenLabelOf: (label) => label.replace(/(?<!の)見込み$/, 'の見込み'),
  shortLabelOf: (role, _stage, label) => {
    // 「引き続き停止」の後に置くので、どのサービスのことかは分かる。
    if (role === 'expected-end') return label.replace(/^その他のサービスの/, '')
    if (role === 'planned-begin') return '日時'
    if (role === 'began') return label.replace(/(開始|再停止|再制限)日時$/, '$1')
    return role === 'contact' ? 'お問い合わせ' : label
  },
  resumedThen: (items, at) => {
    const services = items.join('、')
    return `${services}（${each(services)}${at}）`
  },
  timeOf: (time, services) => `${time}（${services}）`,
  resumedSpoken: (services, at, isRestriction) =>
    `${services}${isRestriction ? 'につきましては' : 'は'}、${each(services)}${at}に${isRestriction ? '制限を解除' : '再開'}いたしました。`,
  nextOn: (time, pages) => `${time}（${pages}でお知らせいたします）`,
  ofEarlier: (label, isRestriction) => `先の${isRestriction ? '制限' : '停止'}の${label}`,
  ofLatest: (label, isRestriction, isAgain) => `${isAgain ? '再' : '後の'}${isRestriction ? '制限' : '停止'}の${label}`,
  until: (time) => `現在から${time}までの間`,
  late: (time, brief) => ({
    long: `未定（${time}を見込んでおりましたが、遅れております）`,
    brief: `未定（${brief}の見込みより遅延）`,
  }),
  labelFor: (services, label) => `${services}の${label}`,
  inStages: (time) => `${time}から順次`,
  period: (from, how, to) => {
    if (from === null)
      return to === null ? '開始日時は確認中（継続中）' : `${fullDate(to)}${time(to)}頃まで（開始日時は確認中）`
    const began = `${fullDate(from)}${time(from)}${about(how)}から`
    if (to === null) return `${began}継続中`
    return `${began}${isSameDay(from, to) ? '' : fullDate(to)}${time(to)}頃まで${zone(to)}`
  },
  periods: (periods) =>
    periods.length < 2 ? periods.join('') : `${periods.slice(0, -1).join('、')}、および${periods.at(-1)}`,
  periodLabel: (kind, own) => `${kind === 'stopped' && own !== null ? own : PERIODS[kind]}期間`,
  stateLimits: (state, limits, isPlanned) =>
    `${isPlanned ? planned(state) : state}${limits === null ? '' : `（${limits}）`}`,
  point: (label, value) => `${label}：${value}`,
  change: (before, after) => {
    if (before === null) return `（追加）${after}`
    return after === null ? former(before, after) : `${former(before, after)}（変更後）${after}`
  },
  former,
  changeBrief: (label, after, isNew) =>
    after === null ? `【取り下げ】${label}` : `【${isNew ? '追加' : '変更'}】${label}：${after}`,
  withOld: (change, before) => `${change}（前回：${before}）`,
  updated: (labels, hasMore, isFirst) =>
    labels.length === 0
      ? isFirst
        ? '更新情報がございます'
        : 'その他の変更あり'
      : `${labels.join('、')}${hasMore ? 'など' : ''}に更新あり`,
  heading: (items) => items,
  planned: (time) => `${time}（予定）`,
  unchanged: '変更はございません',
  count: (number, unit) => `${number}${unit}`,
  amount: (number, currency) => (currency === 'JPY' ? `${number}円` : `${number} ${currency}`),
  answer: (label, value, isKnown) => {
    const late = LATE.exec(value)?.[1]
    if (late !== undefined) return `${label}は、現時点では未定でございます。${closed(late)}`
    if (ABSENT.test(value)) return `${label}は、${closed(value)}`
    if (SENTENCE.test(value))
      return `${label}につきましては、${isKnown ? '次のとおりでございます。' : ''}${closed(value)}`
    return `${label}は、${isKnown ? '' : '現時点では'}${value}でございます。`
  },
  reported: (labels) => (labels.length === 0 ? null : labels.join('、')),
  everything: '停止していたすべてのサービス',
  nothing: '現在はございません',
  asset: '資産',
  titlesOf,
  drillLine: '【訓練】これは訓練です。実際に停止しているサービスはありません。',
  drillMark: '【訓練】',
  severity: (severity) => (severity === null ? '重大度未定' : `重大度${severity.slice(3)}`),
  report,
  stageOf: (stage, number) =>
    ({
      scheduled: '事前のお知らせ',
      first: `第${number ?? 1}報`,
      update: number === null ? '続報' : `第${number}報`,
      resumption: `${numbered(number)}再開のお知らせ`,
      final: '最終報',
      correction: `${numbered(number)}訂正のお知らせ`,
      retraction: `${numbered(number)}取消のお知らせ`,
    })[stage],
  // 結果が未定の間は、最終報とは限らない。再開の後の続報には、再開を知らせないものもある。
  named: (stage, number) => {
    if (stage === 'final') return 'ご報告'
    return stage === 'resumption' && number !== null ? `第${number}報` : customerWords.stageOf(stage, number)
  },
  earlier: (notice, at) => `${notice}、${at}`,
  since: (notice, at, _number, correction) => `${notice}（${at}${correction === null ? '' : `、${correction}`}）`,
  correctedBy: (number) => (number === null ? 'その後訂正' : `第${number}報で訂正`),
  reached: { posted: '', sent: '', failed: '（一部にのみ到達）', unknown: '（送信できたか未確認）' },
  notKnown: '未確認',
}
