import {
  action,
  assigned,
  begunStep,
  called,
  classified,
  clock,
  command,
  corrected,
  doneStep,
  fact,
  hypothesis,
  intended,
  note,
  offered,
  paged,
  posted,
  promised,
  scope,
  shortFact,
  shortNote,
  skippedStep,
  type Tell,
  undone,
} from './events.ts'

/** What there is of which kind among a thousand events. */
export interface Mix {
  readonly shares: Shares
  /** Whether what is lifted is stopped again, every thousand events. */
  readonly turns: boolean
}

/** By kind, up to which of a thousand events it is. */
type Shares = readonly (readonly [upTo: number, tell: Tell])[]

function sharesOf(...counts: readonly (readonly [count: number, tell: Tell])[]): Shares {
  return counts.map(([, tell], i) => [counts.slice(0, i + 1).reduce((sum, [count]) => sum + count, 0), tell])
}

/** As a busy halt has them, with everything that there is. */
export const RICH: Mix = {
  turns: true,
  shares: sharesOf(
    [300, note],
    [60, begunStep],
    [110, doneStep],
    [10, skippedStep],
    [50, assigned],
    [100, fact],
    [50, scope],
    [90, intended],
    [20, posted],
    [10, promised],
    [50, called],
    [20, paged],
    [30, command],
    [20, action],
    [10, offered],
    [10, hypothesis],
    [6, classified],
    [4, clock],
    [25, undone],
    [25, corrected],
  ),
}

/** Mostly short notes, with some steps, facts and scope: what a very long log is. */
export const COMPACT: Mix = {
  turns: false,
  shares: sharesOf([940, shortNote], [20, begunStep], [20, assigned], [10, shortFact], [10, scope]),
}

export const NOTES: Mix = { turns: false, shares: sharesOf([1000, shortNote]) }
