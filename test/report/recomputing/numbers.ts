import { createHash } from 'node:crypto'
import { deviationsIn, noticeFactsIn, recipientsIn } from './counts.ts'
import { type Halt, haltIn, stretches, wholeOf } from './halt.ts'
import { type Line, type Log, ms, second, secondsBetween, stated } from './lines.ts'
import { CUSTOMERS, countLate, lateUpdatesIn, promisesIn, sentIn, toldIn } from './notices.ts'
import { affectedIn } from './scope.ts'

interface Milestone {
  readonly id: string
  readonly at: string
  readonly offsetSeconds: number | null
  readonly interruption: number
}

/** All numbers of the report on a closed incident, computed from the lines of its log alone. */
export function numbersOf({ all, standing }: Log) {
  const halt = haltIn(standing)
  const { startedAt, closedAt, declaredAt, interruptions } = halt
  const last = interruptions.at(-1)
  const milestones = milestonesIn(halt, standing, all)
  const first = (channel: string) => milestones.find(({ id }) => id === `first-notice:${channel}`)
  const resumption = (channel: string) =>
    milestones.find(({ id, interruption }) => id === `resumption-notice:${channel}` && interruption === last?.number)
  const byChannel = (of: (channel: string) => number | null) =>
    Object.fromEntries(CUSTOMERS.map((channel) => [channel, of(channel)]))
  const toNotify = CUSTOMERS.map((channel) => first(channel)?.offsetSeconds ?? null)
  const promises = promisesIn(halt, all)
  const minutes = [...new Set(promises.map(({ dueAt }) => Math.floor(dueAt / 60_000)))]
  const missed = new Set(promises.flatMap(({ dueAt, kept }) => (kept ? [] : Math.floor(dueAt / 60_000))))
  return {
    startedAt,
    declaredAt,
    closedAt,
    liftedAt: last?.liftedAt ?? null,
    fullyResumedAt: last?.fullyResumedAt ?? null,
    interruptions: interruptions.length,
    milestones,
    metrics: {
      timeToDetectSeconds: halt.planned ? null : secondsBetween(startedAt, stated(standing, 'detected-at')),
      timeToNotifySeconds: toNotify.includes(null) ? null : Math.max(...toNotify.map(Number)),
      timeToNotifySecondsByChannel: byChannel((channel) => first(channel)?.offsetSeconds ?? null),
      timeFromDeclaringSecondsByChannel: byChannel((channel) =>
        halt.planned ? null : secondsBetween(declaredAt, first(channel)?.at ?? null),
      ),
      timeToResumeSeconds: secondsBetween(startedAt, last?.fullyResumedAt ?? null),
      timeToResumptionNoticeSecondsByChannel: byChannel((channel) =>
        secondsBetween(last?.liftedAt ?? null, resumption(channel)?.at ?? null),
      ),
      updatesDue: minutes.length,
      updatesKept: minutes.length - missed.size,
      noticeFacts: noticeFactsIn(standing),
    },
    promises,
    lateUpdates: lateUpdatesIn(halt, all),
    operations: affectedIn(standing, halt),
    noticesSent: sentIn(standing, all).length,
    recipients: recipientsIn(all),
    deviations: deviationsIn(standing, all) + countLate(halt, all),
    phases: phasesIn(halt, standing),
    leads: leadsIn(standing),
    actions: actionsIn(standing),
    setBack: setBackIn(all),
    enteredLate: enteredLateIn(all),
    log: { events: all.length, head: headOf(all) },
    writers: new Set(all.map(({ writer }) => writer)).size,
  }
}

/** Events recorded more than two minutes after the time that they have now, the longest of these delays, and corrected times. */
function enteredLateIn(all: readonly Line[]): { events: number; mostSeconds: number; correctedTimes: number } {
  const moved = new Map(
    all.flatMap(({ type, data }) => (type === 'event.corrected' && data.at ? [[data.event, data.at]] : [])),
  )
  const delays = all.map(({ name, at, recordedAt }) => (ms(recordedAt) - ms(moved.get(name) ?? at)) / 1000)
  const late = delays.filter((seconds) => seconds > 120)
  const correctedTimes = all.filter(({ name, at }) => (moved.get(name) ?? at) !== at).length
  return { events: late.length, mostSeconds: Math.max(0, ...late), correctedTimes }
}

function milestonesIn(halt: Halt, standing: readonly Line[], all: readonly Line[]): Milestone[] {
  const { startedAt, declaredAt, closedAt, interruptions, planned } = halt
  const found: Milestone[] = []
  const add = (id: string, at: string | null | undefined, interruption: number) => {
    if (at == null) return
    const isSigned = id === 'detected' || (id === 'declared' && planned)
    const before = isSigned && startedAt !== null ? second(at) - second(startedAt) : null
    found.push({ id, at, offsetSeconds: before ?? secondsBetween(startedAt, at), interruption })
  }
  add('detected', stated(standing, 'detected-at'), 1)
  add('declared', declaredAt, 1)
  for (const interruption of interruptions) {
    const { number } = interruption
    add('started', interruption.startedAt, number)
    add('lifted', interruption.liftedAt, number)
    add('fully-resumed', interruption.fullyResumedAt, number)
    for (const [target, at] of interruption.resumed) add(`resumed:${target}`, at, number)
    for (const channel of CUSTOMERS) {
      const told = toldIn(interruption, all, channel)
      add(`first-notice:${channel}`, told.find(({ stage }) => stage === 'first')?.at, number)
      add(`resumption-notice:${channel}`, told.find(({ stage }) => stage === 'resumption')?.at, number)
    }
  }
  add('closed', closedAt, interruptions.length)
  return found.sort((a, b) => ms(a.at) - ms(b.at))
}

/** Phases with their lengths in seconds; null before the declaration. */
function phasesIn(halt: Halt, standing: readonly Line[]): { phase: string | null; seconds: number }[] {
  const [from, to] = wholeOf(halt)
  const turns = standing.flatMap(({ type, at, data, recordedAt }) => {
    const phase = {
      'incident.started': data.planned ? 'scheduled' : 'initial-response',
      'phase.advanced': data.to,
      'scope.lifted': 'after-resumption',
      'incident.reopened': 'during-halt',
      'incident.closed': 'closed',
    }[type]
    return phase === undefined ? [] : [{ at: ms(type === 'incident.started' ? recordedAt : at), value: phase }]
  })
  const held = stretches<string | null>([{ at: from, value: null }, ...turns], from, to)
  const begun = held.filter(({ value }, i) => value !== held[i - 1]?.value)
  return begun.map(({ value: phase, from }, i) => ({ phase, seconds: ((begun[i + 1]?.from ?? to) - from) / 1000 }))
}

function leadsIn(standing: readonly Line[]): { name: string; from: string; until: string | null }[] {
  const begun = standing.flatMap(({ type, at, recordedAt, by }) => {
    if (type === 'incident.started') return [{ name: by, from: recordedAt }]
    return type === 'handover.accepted' ? [{ name: by, from: at }] : []
  })
  return begun.map((term, i) => ({ ...term, until: begun[i + 1]?.from ?? null }))
}

/** Due and completion times of follow-ups, by their text. */
function actionsIn(standing: readonly Line[]): { text: string; due: string | null; doneAt: string | null }[] {
  return standing
    .filter(({ type }) => type === 'action.added')
    .map(({ name, data }) => {
      const later = standing.filter((line) => line.data.action === name)
      const due = later.findLast((line) => line.data.due)?.data.due ?? data.due
      return { text: data.text, due, doneAt: later.findLast(({ type }) => type === 'action.done')?.at ?? null }
    })
}

/** How many seconds each line was recorded before its predecessor, if that is a second or more. */
function setBackIn(all: readonly Line[]): [name: string, seconds: number][] {
  return all.flatMap((line, i) => {
    const back = (ms(all[i - 1]?.recordedAt ?? line.recordedAt) - ms(line.recordedAt)) / 1000
    return back >= 1 ? [[line.name, back]] : []
  })
}

/** One digest over the heads of all writers (docs/log.md). */
function headOf(all: readonly Line[]): string {
  const heads = new Map(all.map(({ writer, seq, hash }) => [writer, `${writer}:${seq}:${hash}\n`]))
  const lines = [...heads].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
  return createHash('sha256').update(lines.join('')).digest('hex')
}
