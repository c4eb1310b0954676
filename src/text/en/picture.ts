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
  readonly undeclared: string
  /** How many more stand in one place than are told. */
  readonly more: (count: number) => string
  readonly promise: (kept: boolean) => string
  readonly call: Readonly<Record<'tried' | 'reached' | 'raised', string>>
  readonly work: (state: string) => string
  readonly notice: Readonly<Record<'sent' | 'unknown' | 'failed', string>>
}

export const picture: PictureText = {
  title: (incident) => `Timeline of ${incident}`,
  summary: ({ from, to, notices, steps }) =>
    `From ${from} to ${to}: ${notices} notices, ${steps} pieces of work on steps.`,
  contents: 'Contents',
  phases: 'Phases',
  stopped: 'Stopped',
  notices: 'Notices',
  calls: 'Calls',
  undeclared: 'not declared yet',
  more: (count) => `and ${count} more`,
  promise: (kept) => (kept ? 'promised report, kept' : 'promised report, missed'),
  call: { tried: 'called', reached: 'answered', raised: 'escalated' },
  work: (state) => `step ${state}`,
  notice: { sent: 'notice', unknown: 'notice, outcome unknown', failed: 'notice failed' },
}
