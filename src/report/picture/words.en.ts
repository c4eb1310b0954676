export const picture = {
  title: (incident: string) => `Timeline of ${incident}`,
  /** Description for screen readers. */
  summary: (from: string, to: string, notices: number, steps: number) =>
    `From ${from} to ${to}: ${notices} ${notices === 1 ? 'notice' : 'notices'}${steps === 0 ? '' : `, ${steps} ${steps === 1 ? 'piece' : 'pieces'} of work on steps`}.`,
  /** Label of the page's table of contents. */
  contents: 'Contents',
  phases: 'Phases',
  stopped: 'Stopped',
  notices: 'Notices',
  calls: 'Calls',
  promises: 'Promises',
  /** Label of the lane that numbers the interruptions. */
  interruptions: 'Interruptions',
  /** One lane for several assets of an operation. */
  assets: (operation: string, count: number) => `${count} assets: ${operation}`,
  /** Title of a chart that omits notices, or short spans of phases and scope. */
  omitted: ({ notices, spans }: { readonly notices: number; readonly spans: number }): string => {
    const parts = [
      ...(notices === 0 ? [] : [`${notices} other ${notices === 1 ? 'notice' : 'notices'}`]),
      ...(spans === 0 ? [] : [`${spans} short ${spans === 1 ? 'bar' : 'bars'}`]),
    ]
    return `${parts.join(' and ')} not drawn here`
  },
  /** Legend entry for a count shown in place of a mark. */
  several: '2-9 that many together, + more',
  undeclared: 'not declared yet',
  /** How many merged marks the title does not list. */
  more: (count: number) => `and ${count} more`,
  promise: (kept: boolean): string => (kept ? 'promised report, kept' : 'promised report, missed'),
  call: { tried: 'called', reached: 'answered', raised: 'escalated' },
  work: (state: string) => `step ${state}`,
  /** Legend entry for the ranges in which time is compressed. */
  narrow: 'more time in less room',
  notice: { sent: 'notice', unknown: 'notice, outcome unknown', failed: 'notice failed' },
  /** Outcome of a notice that failed or may not have gone out. */
  outcome: { unknown: 'outcome unknown', failed: 'failed' },
}
export type PictureText = typeof picture
