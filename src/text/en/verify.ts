type Result = 'consistent' | 'anchored' | 'damaged' | 'behind' | 'unknown-head'

export interface VerifyLabels {
  readonly result: Readonly<Record<Result, (events: number, anchor: string) => string>>
  readonly head: (head: string) => string
  readonly setBack: (events: number, span: string) => string
}

export const labels: VerifyLabels = {
  result: {
    consistent: (events) => `${events} events: consistent, not anchored (nothing outside the log was compared)`,
    anchored: (events, anchor) => `${events} events: consistent, and the log had that head at ${anchor}`,
    damaged: (events) => `only ${events} events could be read`,
    behind: (events) => `${events} events: consistent in themselves, but the log ends before what was recorded`,
    'unknown-head': (events) => `${events} events: consistent in themselves, but the log never had that head`,
  },
  head: (head) => `head ${head}`,
  setBack: (events, span) => `${events} recorded after a clock had been set back, by ${span} at most`,
}
