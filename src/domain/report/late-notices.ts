import { lowerBound } from '../binary-search.ts'
import { registerOf, severityOf } from '../incident/current-values.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import type { Interruption, Lifecycle } from '../incident/lifecycle.ts'
import { firstNoticeCountsFrom } from '../incident/notice-deadlines.ts'
import { firstNoticeDuring, noticesOf, recordOf } from '../incident/notices.ts'
import { happenedBefore, inOrderOfEvents } from '../incident/order-of-events.ts'
import { betweenPositions } from '../incident/register.ts'
import { stepApplies } from '../incident/steps.ts'
import { memoize } from '../memoize.ts'
import { customerChannels, type Step } from '../runbook/runbook.ts'
import { cadenceOf } from '../settings.ts'
import { secondsBetween } from '../time.ts'

/** What a notice is timed from: the declaration, the beginning of planned work, a reopening, or a lift. */
export const LATE_FROM = ['declared', 'began', 'reopened', 'lifted'] as const

/** A first notice, or one of a resumption, that came after it was due. */
export interface LateNotice {
  /** The id of the step that it completes. */
  readonly step: string
  /** What it was timed from. */
  readonly from: (typeof LATE_FROM)[number]
  /** How long after that it came, in seconds. */
  readonly afterSeconds: number
  /** Within how many seconds it was due. */
  readonly withinSeconds: number
  readonly event: string
  readonly at: string
  readonly by: string
}

/**
 * Returns the notices that came late, of each interruption: to customers, and on other channels where the manual asks for
 * promptness (manual 2.2, 2.3, 4.1). One that never came is not among them.
 */
export function lateNotices(incident: Incident, lifecycle: Lifecycle): LateNotice[] {
  const { runbook, settings } = incident
  const customers = customerChannels(runbook)
  const prompt = new Set(runbook.clauses.flatMap(({ id, asks }) => (asks === 'prompt-notice' ? [id] : [])))
  const isTimed = (step: Step) =>
    stepApplies(incident, step) &&
    (customers.includes(step.channel as string) || step.clauses.some((id) => prompt.has(id)))
  return runbook.steps.flatMap((step) => {
    const { id, channel, stage } = step
    if (channel === null || (stage !== 'first' && stage !== 'resumption') || !isTimed(step)) return []
    const within = cadenceOf(settings.cadence, channel, severityOf(incident)).first
    return lifecycle.interruptions.flatMap((interruption) => {
      const timed =
        stage === 'first'
          ? firstTimed(incident, interruption, firstNoticeDuring(incident, channel, interruption))
          : resumptionsTimed(incident, interruption, noticesOf(incident, channel, interruption))
      return timed.flatMap(({ from, since, notice }): LateNotice[] => {
        const [start, at] = [Date.parse(since), Date.parse(notice.at)]
        if (at - start <= within) return []
        const { event, by } = notice
        const afterSeconds = secondsBetween(start, at)
        return [{ step: id, from, afterSeconds, withinSeconds: within / 1000, event, at: notice.at, by }]
      })
    })
  })
}

interface TimedNotice {
  readonly from: LateNotice['from']
  /** When the time for it began. */
  readonly since: string
  readonly notice: Notice
}

function firstTimed(incident: Incident, interruption: Interruption, notice: Notice | undefined): TimedNotice[] {
  const since = firstNoticeCountsFrom(incident, interruption)
  if (since === null || notice === undefined) return []
  const from = interruption.number > 1 ? 'reopened' : incident.declaration?.planned == null ? 'declared' : 'began'
  return [{ from, since, notice }]
}

/** Each notice that was the first one after a lift; if after several, it is timed from the earliest of them. */
function resumptionsTimed(incident: Incident, interruption: Interruption, notices: readonly Notice[]): TimedNotice[] {
  const resuming = notices.filter(({ stage }) => stage === 'resumption')
  const lifts = betweenPositions(liftsOf(incident), interruption.order, interruption.endOrder)
  const timed = new Map<Notice, TimedNotice>()
  for (const lift of inOrderOfEvents(lifts, (one) => one).reverse()) {
    const isEarlier = (i: number) => happenedBefore(recordOf(resuming[i] as Notice), lift)
    const notice = resuming[lowerBound(resuming.length, isEarlier)]
    if (notice !== undefined) timed.set(notice, { from: 'lifted', since: lift.at, notice })
  }
  return [...timed.values()]
}

const liftsOf = memoize((incident: Incident) =>
  registerOf(incident, 'phase').filter(({ undone, value }) => !undone && value.by === 'lift'),
)
