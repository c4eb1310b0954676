import { deliveryFailures } from '../i18n/delivery-failures.en.ts'

export const deliveries = {
  /** What went wrong, and the fix. */
  why: deliveryFailures,
  /** Where notices would go, and to how many people. */
  target: (where: string, recipients: number) =>
    `${where}, ${recipients === 1 ? '1 recipient' : `${recipients} recipients`}`,
  /** Title of the feed of notices, which customers read. */
  feed: (organisation: string) => `${organisation}: notices`,
  /** The status page, which customers read. */
  statusPage: {
    title: (organisation: string) => (organisation === '' ? 'Service status' : `Service status: ${organisation}`),
    heading: 'Service status',
    halted: 'We are reporting on a suspension or restriction of our services.',
    none: 'There is no suspension of our services that we are reporting on.',
    planned: 'A planned suspension has been announced.',
    /** `isRestriction`: none of them is, or was, stopped. */
    again: (isRestriction: boolean) =>
      `After an earlier resumption, services are ${isRestriction ? '' : 'suspended or '}restricted again.`,
    since: 'Began',
    latest: 'Latest notice',
    history: 'Notices',
    asOf: 'This page shows what our latest notices say, and is updated with the next one. Last updated: ',
    feed: 'Notices as a feed (Atom)',
  },
}
export type DeliveryWords = typeof deliveries
