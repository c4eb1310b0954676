import type { NoticeHeading, NoticeKind, NoticeTitles } from './notice-titles.en.ts'

const partly = (kind: NoticeKind) => (kind === 'restriction' ? '一部サービス制限解除' : '一部サービス再開')

const revised = (updated: boolean) => (updated ? '（更新）' : '')

const calledOff = (kind: NoticeKind) => `サービス${kind === 'restriction' ? '制限' : '停止'}の取りやめ`

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
    scheduled: `【事前のお知らせ】${by(work)}サービス${kind === 'restriction' ? '制限' : '停止'}の予定${revised(isRevised)}`,
    first: `【重要】${again(isAgain, kind)}${by(work)}${halt.title}のお知らせ${report(number)}`,
    update: `${marked(number) || '【続報】'}${again(isAgain, kind)}${by(work)}${halt.title}のお知らせ`,
    resumption: `${marked(number)}${resumption(halt.resumption)}`,
    final: `${isInterim && !isCalledOff ? '【中間報告】' : '【最終報】'}${isCalledOff ? `${calledOff(kind)}のお知らせ` : `${halt.noun}に関するご報告`}`,
    correction: `${marked(number)}【訂正】${halt.noun}に関するお知らせ`,
    // 事前のお知らせには番号がない。
    retraction: isCalledOff
      ? `【取消】サービス${kind === 'restriction' ? '制限' : '停止'}の予定のお知らせ`
      : `${marked(number)}【取消】${halt.noun}に関するお知らせ`,
  }
  const shortTitles = {
    scheduled: `サービス${kind === 'restriction' ? '制限' : '停止'}の予定${revised(isRevised)}`,
    first: `${again(isAgain, kind)}${work?.type ?? halt.brief.title}のお知らせ`,
    update: `${again(isAgain, kind)}${work?.type ?? halt.brief.title}${number === null ? 'の続報' : report(number)}`,
    resumption: resumption(halt.brief.resumption),
    // 夜中に新しい停止と読まれないように、もう終わったことを示す。
    final: isCalledOff ? calledOff(kind) : `${isFullyResumed ? `${halt.brief.resumption}後` : halt.noun}のご報告`,
    correction: `${number === null ? '' : `第${number}報：`}お知らせの訂正`,
    retraction: isCalledOff ? calledOff(kind) : `${number === null ? '' : `第${number}報：`}お知らせの取消`,
  }
  return { title: titles[stage], shortTitle: shortTitles[stage] }
}
