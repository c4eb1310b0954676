import { deliveryFailures } from '../i18n/delivery-failures.ja.ts'
import type { DeliveryWords } from './words.en.ts'

export const deliveries: DeliveryWords = {
  why: deliveryFailures,
  target: (where, recipients) => `${where}（宛先${recipients}件）`,
  feed: (organisation) => `${organisation}からのお知らせ`,
  statusPage: {
    title: (organisation) => (organisation === '' ? 'サービスの状況' : `サービスの状況 - ${organisation}`),
    heading: 'サービスの状況',
    halted: 'サービスの停止または制限について、お知らせしております。',
    none: '現在、お知らせしているサービスの停止はございません。',
    planned: '計画停止をお知らせしております。',
    again: (isRestriction) => `サービスの再開後、再び${isRestriction ? '' : '停止または'}制限しております。`,
    since: '発生日時',
    latest: '最新のお知らせ',
    history: 'お知らせ',
    asOf: 'このページは最新のお知らせの内容を掲載しており、次のお知らせで更新いたします。最終更新：',
    feed: 'お知らせのフィード（Atom）',
  },
}
