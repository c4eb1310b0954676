import { PUSH_TITLE_COLUMNS } from '../domain/runbook/channel-forms.ts'
import { columnsOf } from '../view/columns.ts'
import type * as English from './notice-titles.en.ts'
import type { HaltNames, NamedOperations, NoticeHeading, NoticeKind, NoticeTitles } from './notice-titles.en.ts'

const SUSPENSION = { noun: 'サービス停止', resumption: 'サービス再開' }
const RESTRICTION = { noun: 'サービス制限', resumption: 'サービス制限解除' }

export const HALT_NAMES: typeof English.HALT_NAMES = {
  services: withBrief({
    ...SUSPENSION,
    noun: '一部サービス停止',
    title: '一部サービス停止',
    state: '一部のサービスを停止しております',
  }),
  mixed: withBrief({
    ...SUSPENSION,
    noun: 'サービスの停止・制限',
    title: 'サービスの停止・制限',
    state: 'サービスを停止または制限しております',
  }),
  restriction: withBrief({
    ...RESTRICTION,
    noun: '一部サービス制限',
    title: '一部サービス制限',
    state: '一部のサービスを制限しております',
  }),
  unknown: withBrief({ ...SUSPENSION, title: 'サービス停止', state: 'サービスの全部または一部を停止しております' }),
}

/** スマートフォンで切れない長さか。 */
const isShown = (title: string) => columnsOf(title) <= PUSH_TITLE_COLUMNS

/** 「のお知らせ」を添えても切れないか。 */
const fits = (title: string) => isShown(`${title}のお知らせ`)

function withBrief(halt: Omit<HaltNames, 'brief'>): HaltNames {
  return { ...halt, brief: { title: halt.title, resumption: halt.resumption } }
}

/** 見出しに並べるサービス。多すぎるとき、名前で呼べないものがあるときは、最初のものと「等」。 */
const listed = ({ operations, hasMore }: NamedOperations) =>
  hasMore ? `${operations[0]}等のサービス` : operations.join('・')

export const haltOf: typeof English.haltOf = (stopped) => {
  const services = listed(stopped)
  const [title, resumption] = [`${services}停止`, `${services}再開`]
  return {
    title,
    noun: title,
    resumption,
    state: `${services}を停止しております`,
    brief: {
      title: fits(title) ? title : HALT_NAMES.unknown.title,
      resumption: fits(resumption) ? resumption : SUSPENSION.resumption,
    },
  }
}

export const restrictionOf: typeof English.restrictionOf = (restricted) => {
  const services = listed(restricted)
  const [title, resumption] = [`${services}制限`, `${services}制限解除`]
  const brief = fits(resumption)
    ? { title, resumption }
    : { title: RESTRICTION.noun, resumption: RESTRICTION.resumption }
  return { title, noun: title, resumption, state: `${services}を制限しております`, brief }
}

export const mixedOf: typeof English.mixedOf = (stopped, restricted) => {
  const [halted, limited] = [listed(stopped), listed(restricted)]
  // サービス名の間の中黒と紛れないようにする。
  const title = `${halted}停止${`${halted}${limited}`.includes('・') ? '、' : '・'}${limited}制限`
  return {
    ...HALT_NAMES.mixed,
    title,
    state: `${halted}を停止し、${limited}を制限しております`,
    brief: { ...HALT_NAMES.mixed.brief, title: fits(title) ? title : haltOf(stopped).brief.title },
  }
}

const partly = (kind: NoticeKind) => (kind === 'restriction' ? '一部サービス制限解除' : '一部サービス再開')

const revised = (updated: boolean) => (updated ? '（更新）' : '')

/** 予定している停止または制限と、その語尾。名前が長すぎるときは、何が止まるかを略す。 */
const plannedBriefly = (kind: NoticeKind, { noun }: HaltNames, ending: string) => {
  const general = `サービス${kind === 'restriction' ? '制限' : '停止'}${ending}`
  return isShown(`${noun}${ending}`) ? `${noun}${ending}` : general
}

/** 再開した後に、もう一度止まったことを示す。 */
const again = (isAgain: boolean, kind: NoticeKind) =>
  isAgain ? `【${kind === 'restriction' ? '再制限' : '再停止'}】` : ''

const by = (work: NoticeHeading['work']) => (work === null ? '' : `${work.type}に伴う`)

/** 見出しの先頭に書く番号。 */
const marked = (number: number | null) => (number === null ? '' : `【第${number}報】`)

export const report = (number: number | null) => (number === null ? '' : `（第${number}報）`)

export function titlesOf(heading: NoticeHeading): NoticeTitles {
  const { stage, kind, names: halt, number, isFullyResumed, isRevised, isCalledOff, isInterim, isAgain, work } = heading
  const resumption = (name: string) =>
    `${isFullyResumed ? name : partly(kind)}${isFullyResumed && heading.noneResumed ? '後' : ''}のお知らせ`
  const titles = {
    scheduled: `【事前のお知らせ】${by(work)}${halt.noun}の予定${revised(isRevised)}`,
    first: `【重要】${again(isAgain, kind)}${by(work)}${halt.title}のお知らせ${report(number)}`,
    update: `${marked(number) || '【続報】'}${again(isAgain, kind)}${by(work)}${halt.title}のお知らせ`,
    resumption: `${marked(number)}${resumption(halt.resumption)}`,
    final: `${isInterim && !isCalledOff ? '【中間報告】' : '【最終報】'}${isCalledOff ? `${halt.noun}の取りやめのお知らせ` : `${halt.noun}に関するご報告`}`,
    correction: `${marked(number)}【訂正】${halt.noun}に関するお知らせ`,
    // 事前のお知らせには番号がない。
    retraction: isCalledOff
      ? `【取消】${halt.noun}の予定のお知らせ`
      : `${marked(number)}【取消】${halt.noun}に関するお知らせ`,
  }
  const shortTitles = {
    scheduled: plannedBriefly(kind, halt, `の予定${revised(isRevised)}`),
    first: `${again(isAgain, kind)}${work?.type ?? halt.brief.title}のお知らせ`,
    update: `${again(isAgain, kind)}${work?.type ?? halt.brief.title}${number === null ? 'の続報' : report(number)}`,
    resumption: resumption(halt.brief.resumption),
    // 夜中に新しい停止と読まれないように、もう終わったことを示す。
    final: isCalledOff
      ? plannedBriefly(kind, halt, 'の取りやめ')
      : isFullyResumed
        ? isInterim
          ? `中間報告：${halt.brief.resumption}`
          : `${halt.brief.resumption}後のご報告`
        : `${halt.noun}の${isInterim ? '中間' : 'ご'}報告`,
    correction: `${number === null ? '' : `第${number}報：`}お知らせの訂正`,
    retraction: isCalledOff
      ? plannedBriefly(kind, halt, 'の取りやめ')
      : `${number === null ? '' : `第${number}報：`}お知らせの取消`,
  }
  return { title: titles[stage], shortTitle: shortTitles[stage] }
}
