import { grouped } from '../../domain/grouped.ts'
import type { Hypothesis } from '../../domain/incident/hypotheses.ts'
import type { Notice } from '../../domain/incident/incident.ts'
import { wentOut } from '../../domain/incident/notice-reach.ts'
import type { CallRecord } from '../../domain/report/history.ts'
import { noticeRounds } from '../../domain/report/notice-rounds.ts'
import type { Report } from '../../domain/report/report.ts'
import {
  type LateUpdate,
  lateUpdateRounds,
  type PromisedRound,
  promisedRounds,
  type UpdatePromise,
} from '../../domain/report/update-promises.ts'
import { type Language, stepById } from '../../domain/runbook/runbook.ts'
import { wholeMinute } from '../../domain/time.ts'
import {
  type Block,
  code,
  type Inline,
  joinInline,
  list,
  paragraph,
  struck,
  table,
  tableIfAny,
} from '../../view/blocks.ts'
import { timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import {
  channelName,
  eventReference,
  inOwnLanguage,
  noticeStage,
  noticesByEvent,
  ownWords,
  partyName,
  personName,
  spanWords,
} from '../wording.ts'
import type { ReportLabels } from '../words.en.ts'
import { speaker, statedBy } from './story.ts'

export function leadBlocks(report: Report, context: ReportContext): Block[] {
  const { leads: terms, offer, assignments, closedAt } = report
  const { runbook, text, labels } = context
  const nameOf = (id: string) => personName(id, context)
  // Who led when it was closed led until then.
  const untilClosing = closedAt === null ? '' : text.words.marked(timeText(closedAt), labels.milestone('closed', null))
  const rows = terms.map(({ name, from, until, reason, event }) => [
    nameOf(name),
    timeText(from),
    until === null ? untilClosing : timeText(until),
    reason === null ? '' : inOwnLanguage(reason, context),
    eventReference(event, report, context),
  ])
  const assigned = assignments.map(({ step, to, at, until, by, event }): Inline[] => [
    timeText(at),
    [code(step), ` ${stepById(runbook, step)?.title[text.language] ?? ''}`],
    partyName(to, context),
    until === null ? '' : timeText(until),
    nameOf(by),
    eventReference(event, report, context),
  ])
  const head = [labels.lead, labels.from, labels.until, labels.reason, labels.number]
  const assignedHead = [labels.from, labels.step, labels.owner, labels.until, labels.by, labels.number]
  const offered = (to: string, by: string, at: string) =>
    closedAt === null ? labels.offered(to, by, at) : labels.offeredInVain(to, by, at)
  return [
    ...tableIfAny(head, rows),
    ...(offer === null ? [] : [list([offered(nameOf(offer.to), nameOf(offer.by), timeText(offer.at))])]),
    ...(assigned.length === 0 ? [] : [paragraph(labels.assigned), table(assignedHead, assigned, '')]),
  ]
}

export function hypothesisBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = report.hypotheses.map((hypothesis) => {
    const { at, discarded, confirmed, event } = hypothesis
    const judgement = confirmed ?? discarded
    const reason = judgement === null ? '' : ownWords({ ...judgement, text: judgement.reason }, context)
    return [
      timeText(at),
      ownWords(hypothesis, context),
      speaker(hypothesis, statedBy(hypothesis, report, context), report, context),
      hypothesisState(hypothesis, report, context),
      reason,
      eventReference(event, report, context),
    ]
  })
  const head = [labels.time, labels.what, labels.by, labels.state, labels.reason, labels.number]
  return tableIfAny(head, rows)
}

function hypothesisState({ discarded, confirmed }: Hypothesis, report: Report, context: ReportContext): string {
  const { labels, text } = context
  const judgement = confirmed ?? discarded
  if (judgement === null) return labels.considered
  const state = confirmed === null ? labels.discarded : labels.confirmed
  return text.words.marked(`${state} ${timeText(judgement.at)}`, statedBy(judgement, report, context))
}

/** Calls, pages and escalations (manual 6.1, 6.2), each in a row: somebody who was tried again until they answered, in one. */
export function callBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = callsOf(report.called).map((records) => {
    const [first] = records
    const notes = records.flatMap(({ kind, note }) =>
      note === null ? [] : [kind === 'paged' ? labels.failure(note) : inOwnLanguage(note, context)],
    )
    return [
      timeText(first.at),
      partyName(first.who, context),
      first.way === null ? '' : labels.ways[first.way],
      outcomeOfCall(records, labels),
      labels.itemized(notes),
      labels.listed([...new Set(records.map(({ by }) => personName(by, context)))]),
      eventReference(first.event, report, context),
    ]
  })
  const head = [labels.time, labels.whom, labels.way, labels.what, labels.note, labels.by, labels.number]
  return tableIfAny(head, rows)
}

/** The records of each call: attempts to reach a person in one way belong together, up to the answer. */
function callsOf(called: readonly CallRecord[]): [CallRecord, ...CallRecord[]][] {
  const calls: [CallRecord, ...CallRecord[]][] = []
  for (const record of called) {
    const { who, way, kind } = record
    const isAttempt = kind === 'tried' || kind === 'reached'
    const open = isAttempt
      ? calls.findLast(([first]) => first.who === who && first.way === way && first.kind === 'tried')
      : undefined
    if (open === undefined || open.at(-1)?.kind !== 'tried') calls.push([record])
    else open.push(record)
  }
  return calls
}

/** What became of a call, such as `answered 02:52:00, tried 2 times before`. */
function outcomeOfCall(records: readonly [CallRecord, ...CallRecord[]], labels: ReportLabels): string {
  const last = records.at(-1) as CallRecord
  if (records.length === 1) return last.kind === 'tried' ? labels.notAnswered(1, null) : callWords(last, labels)
  if (last.kind === 'tried') return labels.notAnswered(records.length, timeText(last.at))
  return labels.answeredAt(timeText(last.at), records.length - 1)
}

export function callWords(call: CallRecord, labels: ReportLabels): string {
  return call.kind === 'paged' ? labels.paged[call.outcome] : labels.called[call.kind]
}

/** The notices, a row for each round: when its first and its last one went out, and where it did not, or may not have. */
export function noticeRoundBlocks({ notices }: Report, context: ReportContext): Block[] {
  const { labels, stageOf } = context
  const rows = noticeRounds(notices, stageOf).map((round) => {
    const out = round.filter(wentOut)
    const [first, last] = [out[0] ?? (round[0] as Notice), out.at(-1)]
    const isLater = last !== undefined && last.at.slice(0, MINUTE_LENGTH) !== first.at.slice(0, MINUTE_LENGTH)
    const { on, notOn } = channelsOfRound(round, context)
    return [timeText(first.at), noticeStage(first, context), on, isLater ? timeText(last.at) : '', notOn]
  })
  const head = [labels.time, labels.stage, labels.wentOutOn, labels.lastOfRound, labels.notOutOn]
  return tableIfAny(head, rows)
}

/** The channels on which a round of notices went out, and those on which it did not, or may not have. */
export function channelsOfRound(round: readonly Notice[], context: ReportContext): { on: string; notOn: string } {
  const { listed, named } = context.labels
  const channel = (notice: Notice) => channelName(notice.channel, context)
  const failing = round.filter((notice) => !wentOut(notice))
  return {
    on: listed(round.filter(wentOut).map(channel)),
    notOn: listed(failing.map((notice) => named(channel(notice), noticeOutcome(notice, context)))),
  }
}

/** The length of a time to the minute, in ISO 8601. */
const MINUTE_LENGTH = 'YYYY-MM-DDTHH:MM'.length

/**
 * The rounds of notices to customers and departments, with the outcome on each channel, undone ones struck, and the evidence
 * for claims in them.
 */
export function noticeBlocks(report: Report, context: ReportContext): Block[] {
  const { text, labels } = context
  const named = (n: Notice): string => {
    const corrected = noticesByEvent(report.notices).get(n.corrects ?? '')
    const name = noticeStage(n, context)
    return corrected === undefined
      ? name
      : text.words.marked(name, labels.correcting(timeText(corrected.at), noticeStage(corrected, context)))
  }
  const standing = grouped(report.notices, named).map((round) => {
    const [{ at }] = round
    const outcomes = grouped(round, ({ state, sending, settled }) => outcomeOf(state, sending, settled))
    const told = outcomes.map((same): Inline => {
      const channels = same.map((notice) => channelOutcome(notice, at, context))
      return [`${noticeOutcome(same[0], context)}: `, joinInline(channels, labels.between)]
    })
    return { at: Date.parse(at), row: [timeText(at), named(round[0]), joinInline(told, labels.betweenItems)] }
  })
  const undone = report.undoneNotices.map((n) => {
    const by = personName(n.undone.by, context)
    const why = `${text.words.marked(`${labels.undone}: ${n.undone.reason}`, by)} `
    const row = [struck(timeText(n.at)), struck(named(n)), [struck(channelName(n.channel, context)), ` ${why}`]]
    return {
      at: Date.parse(n.at),
      row: [...row.slice(0, 2), [row[2] as Inline, eventReference(n.undone.event, report, context)]],
    }
  })
  const rows = [...standing, ...undone].sort((a, b) => a.at - b.at).map(({ row }) => row)
  const secondPerson = (event: string) => {
    const by = report.noticeApprovals.find(({ notice }) => notice === event)?.by
    return by === undefined ? null : personName(by, context)
  }
  const claimed = report.notices.flatMap(({ channel, claim, event }) =>
    claim === null ? [] : [{ channel, claim, by: secondPerson(event) }],
  )
  const claims = grouped(claimed, ({ claim, by }) => [claim, by]).map((same) => {
    const [{ claim, by }] = same
    const channels = labels.listed([...new Set(same.map(({ channel }) => channelName(channel, context)))])
    return labels.claim(channels, inOwnLanguage(claim.evidence, context), personName(claim.approvedBy, context), by)
  })
  return [
    ...tableIfAny([labels.time, labels.stage, labels.channels], rows),
    ...(claims.length === 0 ? [] : [list(claims)]),
  ]
}

/** What tells apart the outcomes of notices of one round, but for their recipients. */
function outcomeOf(state: Notice['state'], sending: Notice['sending'], settled: Notice['settled']): unknown {
  return [state, sending?.why ?? null, settled === undefined]
}

/** A channel, with its link; the time, if it was another minute than that of the round; and the recipients of a mail. */
function channelOutcome({ at, channel, link: address, sending }: Notice, from: string, context: ReportContext): Inline {
  const { text, labels } = context
  const { accepted = null, refused = null, unknown = null } = sending ?? {}
  const name = channelName(channel, context)
  const marks = [
    ...(timeText(at).slice(0, -3) === timeText(from).slice(0, -3) ? [] : [timeText(at)]),
    ...(accepted === null ? [] : [labels.recipients(accepted, refused ?? 0, unknown ?? 0)]),
  ]
  const shown: Inline = address === null ? name : { link: address, label: name }
  return marks.length === 0 ? shown : [shown, text.words.marked('', labels.listed(marks))]
}

function noticeOutcome({ state, sending, settled }: Notice, { text, labels }: ReportContext): string {
  const why = sending?.why ?? null
  const failure = why === null || why === 'drill' ? null : labels.failure(why)
  const note = settled === undefined ? failure : labels.arrived
  const outcome = labels.noticeState[state]
  return note === null ? outcome : text.words.marked(outcome, note)
}

/** The full texts of the notices, as sent or posted; for customers those in the language of the report. */
export function noticeTextBlocks(report: Report, context: ReportContext): Block[] {
  const { text, labels, audience } = context
  const blocks = report.notices.flatMap((notice): Block[] => {
    const { at, channel, texts: sent, text: posted, digest } = notice
    const name = `${timeText(at)} ${channelName(channel, context)} ${noticeStage(notice, context)}`
    const heading = wentOut(notice) ? name : labels.named(name, labels.noticeState[notice.state])
    const all = posted === null ? sent : [{ subject: null, text: posted, digest, language: languageOf(posted) }]
    const wordings = audience === 'customer' ? all.filter(({ language }) => language === text.language) : all
    if (wordings.length === 0 && all.length > 0) return []
    if (wordings.length === 0) return [{ kind: 'quoted', heading, text: labels.textNotKept }]
    return wordings.map(({ subject, text: wording, digest }): Block => {
      const isBare = audience === 'customer' || digest === null
      return {
        kind: 'quoted',
        heading: isBare ? heading : text.words.marked(heading, `SHA-256 ${digest.slice(0, 20)}`),
        text: subject === null ? wording : `${subject}\n\n${wording}`,
      }
    })
  })
  return blocks.length === 0 && audience === 'customer' ? [paragraph(labels.noTexts)] : blocks
}

/** The language of a text of which the log does not say it. */
function languageOf(text: string): Language {
  return /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? 'ja' : 'en'
}

/** Each round of updates that customers were promised and that fell due: when it came, and whether in time (manual 3.2). */
export function promiseBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = promisedRounds(report.promises).map((round) => [
    ...roundCells(round, context),
    round.kept ? labels.promiseKept : missedWords(round.promises, labels.promiseUnmet, context),
  ])
  return tableIfAny([labels.due, labels.channels, labels.reported, labels.state], rows)
}

/** Updates that were late by the interval between them, or by a plan, without a time that customers had been told. */
export function lateUpdateBlocks(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = lateUpdateRounds(report.lateUpdates).map((round) => {
    const [{ withinSeconds }] = round.promises as readonly [LateUpdate]
    const rule = withinSeconds === null ? labels.plannedUntold : labels.interval(spanWords(withinSeconds, context))
    return [...roundCells(round, context), missedWords(round.promises, labels.updateMissing, context), rule]
  })
  return tableIfAny([labels.due, labels.channels, labels.reported, labels.state, labels.reason], rows)
}

/** When a round of updates was due, its channels, and when the last of them came. */
function roundCells({ dueAt, promises }: PromisedRound, context: ReportContext): string[] {
  const channels = promises.map(({ channel, onPage }) => {
    const name = channelName(channel, context)
    return onPage ? context.text.words.marked(name, context.labels.onPage) : name
  })
  const came = promises.flatMap(({ at }) => at ?? [])
  return [
    minuteOf(dueAt, context),
    context.labels.listed(channels),
    came.length === 0 ? '' : minuteOf(Math.max(...came), context),
  ]
}

/** By how many minutes, as people read both times, updates were late, and on which channels if not on all alike. */
function missedWords(promises: readonly UpdatePromise[], missing: string, context: ReportContext): string {
  const { labels, text } = context
  const delays = promises.map(({ channel, dueAt, at, kept }) => {
    const late = at === null ? null : wholeMinute(at) - wholeMinute(dueAt)
    const words = late === null ? missing : labels.promiseLate(spanWords(late / 1000, context))
    return { channel, words: kept ? labels.promiseKept : words }
  })
  const byDelay = grouped(delays, ({ words }) => words)
  if (byDelay.length === 1) return (delays[0] as { readonly words: string }).words
  return labels.itemized(
    byDelay.map((same) => {
      const names = labels.listed(same.map(({ channel }) => channelName(channel, context)))
      return text.words.marked((same[0] as { readonly words: string }).words, names)
    }),
  )
}

function minuteOf(ms: number, { stamp }: ReportContext): string {
  return timeText(stamp(ms)).slice(0, 'YYYY-MM-DD HH:MM'.length)
}
