export interface PictureText {
  readonly title: (incident: string) => string
  /** For those who do not see it. */
  readonly summary: (parts: {
    readonly from: string
    readonly to: string
    readonly notices: number
    readonly steps: number
  }) => string
  /** Of the page that the picture stands in. */
  readonly contents: string
  readonly phases: string
  readonly stopped: string
  readonly notices: string
  readonly calls: string
  readonly promises: string
  /** The times of the halt, by number. */
  readonly interruptions: string
  /** An operation, for several assets. */
  readonly assets: (operation: string, count: number) => string
  /** What a chart leaves out, as too much to read: notices, and spans of phases and scope. */
  readonly omitted: (left: { readonly notices: number; readonly spans: number }) => string
  /** That a number stands for so many marks in one column. */
  readonly several: string
  readonly undeclared: string
  /** How many more stand in one place than are told. */
  readonly more: (count: number) => string
  readonly promise: (kept: boolean) => string
  readonly call: Readonly<Record<'tried' | 'reached' | 'raised', string>>
  readonly work: (state: string) => string
  /** Of what came long before or after, which is drawn narrower. */
  readonly narrow: string
  readonly notice: Readonly<Record<'sent' | 'unknown' | 'failed', string>>
  /** How a notice ended that did not surely go out. */
  readonly outcome: Readonly<Record<'unknown' | 'failed', string>>
}

export const picture: PictureText = {
  title: (incident) => `Timeline of ${incident}`,
  summary: ({ from, to, notices, steps }) =>
    `From ${from} to ${to}: ${notices} ${notices === 1 ? 'notice' : 'notices'}${steps === 0 ? '' : `, ${steps} ${steps === 1 ? 'piece' : 'pieces'} of work on steps`}.`,
  contents: 'Contents',
  phases: 'Phases',
  stopped: 'Stopped',
  notices: 'Notices',
  calls: 'Calls',
  promises: 'Promises',
  interruptions: 'Interruptions',
  assets: (operation, count) => `${count} assets: ${operation}`,
  omitted: ({ notices, spans }) => {
    const parts = [
      ...(notices === 0 ? [] : [`${notices} other ${notices === 1 ? 'notice' : 'notices'}`]),
      ...(spans === 0 ? [] : [`${spans} short ${spans === 1 ? 'bar' : 'bars'}`]),
    ]
    return `${parts.join(' and ')} not drawn here`
  },
  several: '2-9 that many together, + more',
  undeclared: 'not declared yet',
  more: (count) => `and ${count} more`,
  promise: (kept) => (kept ? 'promised report, kept' : 'promised report, missed'),
  call: { tried: 'called', reached: 'answered', raised: 'escalated' },
  work: (state) => `step ${state}`,
  narrow: 'more time in less room',
  notice: { sent: 'notice', unknown: 'notice, outcome unknown', failed: 'notice failed' },
  outcome: { unknown: 'outcome unknown', failed: 'failed' },
}
