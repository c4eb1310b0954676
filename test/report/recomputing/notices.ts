import type { Halt, Interruption } from './halt.ts'
import { type Line, ms } from './lines.ts'

export const CUSTOMERS = ['website', 'email', 'app-push', 'social'] as const

export interface Sent {
  readonly channel: string
  readonly stage: string
  readonly at: string
  readonly number: number
  readonly next: string | null
  /** Its index among the lines. */
  readonly place: number
}

/**
 * Notices that went out, in order: posted by a person, or sent by their first successful attempt. Corrections of a notice
 * refer to the line of its first attempt.
 */
export function sentIn(lines: readonly Line[], all: readonly Line[]): Sent[] {
  const found = lines.flatMap((line, place): Sent[] => {
    const { channel, stage, number, next } = line.data
    if (line.type === 'notice.posted') return [{ channel, stage, number, next, at: line.at, place }]
    if (line.type !== 'notice.intended' || line.data.retries !== null) return []
    const at = wentAt(line, all)
    return at === null ? [] : [{ channel, stage, number, next, at, place }]
  })
  return found.sort((a, b) => ms(a.at) - ms(b.at))
}

function wentAt({ name }: Line, all: readonly Line[]): string | null {
  const attempts = all.filter((line) => line.name === name || line.data.retries === name).map((line) => line.name)
  const went = all.findIndex(
    ({ type, data }) => type === 'notice.delivered' && attempts.includes(data.notice) && data.outcome === 'sent',
  )
  if (went < 0) return null
  const corrected = all
    .slice(went)
    .findLast(({ type, data }) => type === 'event.corrected' && data.event === name && data.at)
  return corrected?.data.at ?? all[went]?.at ?? null
}

/** Notices to customers on a channel during one interruption, without advance announcements. */
export function toldIn({ lines }: Interruption, all: readonly Line[], channel: string): Sent[] {
  return sentIn(lines, all).filter((one) => one.channel === channel && one.stage !== 'scheduled')
}

interface Promised {
  readonly channel: string
  readonly dueAt: number
  readonly at: number | null
  /** Whether it came there on the page that the channel names, and not on the channel. */
  readonly onPage: boolean
  readonly kept: boolean
}

const FIVE_MINUTES = 300_000

/** How many first notices came late, and how many that told of a lift. The departments' is asked for as promptly. */
export function countLate({ interruptions, planned, declaredAt }: Halt, all: readonly Line[]): number {
  const perInterruption = interruptions.map((interruption) => {
    const { number, startedAt, lines } = interruption
    const from = number === 1 && !planned ? declaredAt : startedAt
    const firsts = [...CUSTOMERS, 'internal'].flatMap(
      (channel) => toldIn(interruption, all, channel).find(({ stage }) => stage === 'first') ?? [],
    )
    const lifts = lines.filter(({ type }) => type === 'scope.lifted').map(({ at }) => ms(at))
    const resumptions = CUSTOMERS.flatMap((channel) => {
      const told = toldIn(interruption, all, channel).filter(({ stage }) => stage === 'resumption')
      return told.map(({ at }, i) => {
        const since = i === 0 ? Number.NEGATIVE_INFINITY : ms(told[i - 1]?.at ?? '')
        return lifts.some((lift) => lift > since && lift <= ms(at) && ms(at) - lift > FIVE_MINUTES)
      })
    })
    const late = firsts.filter(({ at }) => from !== null && ms(at) - ms(from) > FIVE_MINUTES)
    return late.length + resumptions.filter(Boolean).length
  })
  return perInterruption.reduce((total, count) => total + count, 0)
}

/** Updates that were promised for a time during the halt, and whether they came before its minute had ended. */
export function promisesIn(halt: Halt, all: readonly Line[]): Promised[] {
  return CUSTOMERS.flatMap((channel) =>
    halt.interruptions.flatMap((interruption, i) => {
      const { fullyResumedAt } = interruption
      const end = ms(fullyResumedAt ?? halt.interruptions[i + 1]?.startedAt ?? halt.closedAt ?? '')
      const told = toldIn(interruption, all, channel)
      return told.flatMap((notice, n): Promised[] => {
        const following = told[n + 1]
        const dueAt = typeof notice.next === 'string' ? ms(notice.next) : null
        if (dueAt === null || ms(notice.at) > end) return []
        const onPage = namesPage(channel, all)
          ? toldIn(interruption, all, 'website').find(({ number }) => number > notice.number)
          : undefined
        const [own, page] = [following, onPage].map((one) => (one === undefined ? null : ms(one.at)))
        const minuteAfter = Math.floor(dueAt / 60_000) * 60_000 + 60_000
        const isInTime = (at: number | null | undefined) => at != null && at < minuteAfter
        const kept = isInTime(own) || isInTime(page)
        const isOnPage = !isInTime(own) && (isInTime(page) || own === null) && page !== null
        const at = (isOnPage ? page : own) ?? null
        return end >= (kept ? dueAt : minuteAfter) ? [{ channel, dueAt, at, onPage: isOnPage, kept }] : []
      })
    }),
  )
}

const HALF_AN_HOUR = 1_800_000

/** Updates that came more than half an hour after a notice that told no time, counted from the end of that minute. */
export function lateUpdatesIn(halt: Halt, all: readonly Line[]) {
  return CUSTOMERS.flatMap((channel) =>
    halt.interruptions.flatMap((interruption, i) => {
      const end = ms(interruption.fullyResumedAt ?? halt.interruptions[i + 1]?.startedAt ?? halt.closedAt ?? '')
      const told = toldIn(interruption, all, channel)
      return told.flatMap(({ at, next }, n) => {
        const dueAt = ms(at) + HALF_AN_HOUR
        const minuteAfter = Math.floor(dueAt / 60_000) * 60_000 + 60_000
        const came = told[n + 1] === undefined ? null : ms(told[n + 1]?.at ?? '')
        const isDue = next === null && ms(at) <= end && end >= minuteAfter && !namesPage(channel, all)
        return isDue && (came === null || came >= minuteAfter)
          ? [{ channel, dueAt, at: came, onPage: false, withinSeconds: 1800 }]
          : []
      })
    }),
  )
}

/** Whether a channel has only what changes, and names the website for the next report. */
function namesPage(channel: string, all: readonly Line[]): boolean {
  const { cadence } = all.find(({ data }) => data.settings)?.data.settings ?? {}
  return channel === 'email' && cadence?.channels.email?.update === 'on-change'
}
