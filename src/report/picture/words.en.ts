export const picture = {
  title: (incident: string) => `Timeline of ${incident}`,
  /** For those who do not see it. */
  summary: ({
    from,
    to,
    notices,
    steps,
  }: {
    readonly from: string
    readonly to: string
    readonly notices: number
    readonly steps: number
  }) =>
    `From ${from} to ${to}: ${notices} ${notices === 1 ? 'notice' : 'notices'}${steps === 0 ? '' : `, ${steps} ${steps === 1 ? 'piece' : 'pieces'} of work on steps`}.`,
  /** Of the page that the picture stands in. */
  contents: 'Contents',
  phases: 'Phases',
  stopped: 'Stopped',
  notices: 'Notices',
  calls: 'Calls',
  promises: 'Promises',
  /** The times of the halt, by number. */
  interruptions: 'Interruptions',
  /** An operation, for several assets. */
  assets: (operation: string, count: number) => `${count} assets: ${operation}`,
  /** What a chart leaves out, as too much to read: notices, and spans of phases and scope. */
  omitted: ({ notices, spans }: { readonly notices: number; readonly spans: number }): string => {
    const parts = [
      ...(notices === 0 ? [] : [`${notices} other ${notices === 1 ? 'notice' : 'notices'}`]),
      ...(spans === 0 ? [] : [`${spans} short ${spans === 1 ? 'bar' : 'bars'}`]),
    ]
    return `${parts.join(' and ')} not drawn here`
  },
  /** That a number stands for so many marks in one column. */
  several: '2-9 that many together, + more',
  undeclared: 'not declared yet',
  /** How many more stand in one place than are told. */
  more: (count: number) => `and ${count} more`,
  promise: (kept: boolean): string => (kept ? 'promised report, kept' : 'promised report, missed'),
  call: { tried: 'called', reached: 'answered', raised: 'escalated' },
  work: (state: string) => `step ${state}`,
  /** Of what came long before or after, which is drawn narrower. */
  narrow: 'more time in less room',
  notice: { sent: 'notice', unknown: 'notice, outcome unknown', failed: 'notice failed' },
  /** How a notice ended that did not surely go out. */
  outcome: { unknown: 'outcome unknown', failed: 'failed' },
}
export type PictureText = typeof picture
