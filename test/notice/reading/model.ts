import type { Stage } from '../../../src/domain/runbook/runbook.ts'
import { toMinute } from './moments.ts'
import type { Estimate, Known, Operation, Period, Story, Told } from './story.ts'
import { OPERATIONS } from './story.ts'

// What the manual wants notices to say of what a test told the program (manual 2.2, 3.2).

const ABOUT_HALT: readonly Stage[] = ['scheduled', 'first', 'update', 'resumption', 'final']
const DURING: readonly Stage[] = ['first', 'update', 'resumption']
/** The stages of the notices that state a fact. */
const STAGES_OF: Readonly<Record<string, readonly Stage[]>> = {
  impact: ['scheduled', 'first', 'update', 'final'],
  progress: DURING,
  'asset-safety': DURING,
  'open-orders': ['scheduled', ...DURING],
  'in-flight': ['scheduled', ...DURING],
  'prevention-rules': ['final'],
  contact: [...ABOUT_HALT, 'retraction', 'correction'],
}
/** Facts that hold only until the next resumption or reopening, or until a planned halt begins. */
const RENEWED = ['progress', 'customer-request']
/** What notices say is being checked until it is stated. */
export const QUESTIONS = ['asset-safety', 'open-orders', 'in-flight']
/** Facts that a reopening leaves as they were. */
const LASTING = ['contact', 'losses']

export function belongsIn(fact: string, stage: Stage): boolean {
  return (STAGES_OF[fact] ?? ABOUT_HALT).includes(stage)
}

/** Whether a notice of a stage states what was said of a fact. */
export function isStated(known: Known, isPlanned: boolean, fact: string, stage: Stage): boolean {
  const { saidAt, saidIn, lastLift, interruption, startedAt, begunAt } = known
  const at = saidAt[fact]
  if (at === undefined) return false
  const isOfThis = saidIn[fact] === interruption || LASTING.includes(fact)
  const isOfOpenResult = fact === 'asset-safety' && saidAt.losses === undefined
  if (stage === 'final' && QUESTIONS.includes(fact))
    return isOfThis && lastLift !== null && (at >= lastLift || isOfOpenResult)
  if (!belongsIn(fact, stage) || (!isOfThis && stage !== 'final')) return false
  const hasTurn = interruption > 1 || (isPlanned && begunAt !== null)
  const turn = stage === 'resumption' || stage === 'final' ? lastLift : hasTurn ? startedAt : null
  return !RENEWED.includes(fact) || turn === null || at >= turn
}

export interface Expected {
  readonly is: 'unknown' | 'late' | 'ahead'
  /** The times that are stated. */
  readonly times: Estimate
  readonly isPlanned: boolean
}

const UNKNOWN: Expected = { is: 'unknown', times: [], isPlanned: false }

/** When a notice says that services are expected back. */
export function expectedAt(known: Known, now: number): Expected {
  const { estimate, estimateIn, window, interruption } = known
  const isPlanned = estimate === undefined
  // Neither the plan nor what was said of the halt before it was reopened was about this one.
  if ((isPlanned && interruption > 1) || (!isPlanned && estimateIn < interruption)) return UNKNOWN
  const [from, to = from] = (isPlanned ? window?.slice(1) : estimate) ?? []
  if (from === undefined || to === undefined) return UNKNOWN
  if (toMinute(now) > toMinute(to)) return { is: 'late', times: [to], isPlanned }
  return { is: 'ahead', times: from === to || toMinute(now) >= toMinute(from) ? [to] : [from, to], isPlanned }
}

export function isFullyResumed(known: Known): boolean {
  return known.lastLift !== null && OPERATIONS.every((one) => isOpenIn(known, one))
}

export const isOpenIn = ({ scope }: Known, operation: string) => (scope[operation as Operation] ?? 'open') === 'open'

export const inState = ({ scope }: Known, ...states: readonly string[]): string[] =>
  OPERATIONS.filter((one) => states.includes(scope[one] as string)).toSorted()

/** Services that have resumed since the halt began or was reopened, and are open. */
export const resumedIn = (known: Known): string[] =>
  OPERATIONS.filter((one) => known.resumedAt[one] !== undefined && isOpenIn(known, one)).toSorted()

export const periodsOf = ({ periods }: Known, operation: string): readonly Period[] =>
  periods[operation as Operation] ?? []

/** Services that were stopped at some time, or restricted and never stopped; before a planned halt, that will be. */
export function everIn(story: Story, how: 'stopped' | 'restricted'): string[] {
  const { known } = story
  if (known.begunAt === null) return inState(known, 'stopped', ...(how === 'stopped' ? [] : ['cancel-only']))
  return OPERATIONS.filter((one) => {
    const all = periodsOf(known, one)
    return how === 'stopped' ? all.some(({ stoppedAt }) => stoppedAt !== null) : all.length > 0
  })
}

/** What a channel was told of this halt since it was reopened; undefined if nothing. */
export function toldOfThis({ told, known }: Story, channel: string): Told | undefined {
  const last = told[channel as keyof typeof told]
  return last?.interruption === known.interruption ? last : undefined
}
