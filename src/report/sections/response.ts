import type { FilingView } from '../../domain/incident/filings.ts'
import type { Hypothesis } from '../../domain/incident/hypotheses.ts'
import type { Notice } from '../../domain/incident/incident.ts'
import { wentOut } from '../../domain/incident/notices.ts'
import type { Deviation } from '../../domain/report/deviations.ts'
import type { CallRecord } from '../../domain/report/history.ts'
import type { Report } from '../../domain/report/report.ts'
import { customerChannels, type Language, stepById } from '../../domain/runbook/runbook.ts'
import { filingName } from '../../incident/labels.ts'
import { type Block, code, type Inline, joinInline, link, list, paragraph, struck, table } from '../../view/blocks.ts'
import { timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { channelName, noticeStage, partyName, personName } from '../wording.ts'
import type { ReportLabels } from '../words.en.ts'
import { lateWords } from './clauses.ts'

export function leadBlocks({ leads: terms, offer, assignments }: Report, context: ReportContext): Block[] {
  const { runbook, text, labels } = context
  const nameOf = (id: string) => personName(id, context)
  const rows = terms.map(({ name, from, until, reason, event }) => [
    nameOf(name),
    timeText(from),
    until === null ? '' : timeText(until),
    reason ?? '',
    code(event),
  ])
  const assigned = assignments.map(({ step, to, at, until, by, event }): Inline[] => [
    timeText(at),
    [code(step), ` ${stepById(runbook, step)?.title[text.language] ?? ''}`],
    partyName(to, context),
    until === null ? '' : timeText(until),
    nameOf(by),
    code(event),
  ])
  const head = [labels.lead, labels.from, labels.until, labels.reason, labels.event]
  const assignedHead = [labels.from, labels.step, labels.owner, labels.until, labels.by, labels.event]
  return [
    table(head, rows, labels.nothing),
    ...(offer === null ? [] : [list([labels.offered(nameOf(offer.to), nameOf(offer.by), timeText(offer.at))])]),
    ...(assigned.length === 0 ? [] : [paragraph(labels.assigned), table(assignedHead, assigned, '')]),
  ]
}

export function hypothesisBlocks({ hypotheses }: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = hypotheses.map((hypothesis) => {
    const { text, at, by, discarded, confirmed, event } = hypothesis
    const reason = (confirmed ?? discarded)?.reason ?? ''
    return [timeText(at), text, personName(by, context), hypothesisState(hypothesis, context), reason, code(event)]
  })
  const head = [labels.time, labels.what, labels.by, labels.state, labels.reason, labels.event]
  return [table(head, rows, labels.nothing)]
}

function hypothesisState({ discarded, confirmed }: Hypothesis, context: ReportContext): string {
  const { labels, text } = context
  const judgement = confirmed ?? discarded
  if (judgement === null) return labels.considered
  const state = confirmed === null ? labels.discarded : labels.confirmed
  return text.words.marked(`${state} ${timeText(judgement.at)}`, personName(judgement.by, context))
}

/** Calls, answers, pages and escalations (manual 6.1, 6.2). */
export function callBlocks({ called }: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = called.map((call) => [
    timeText(call.at),
    partyName(call.who, context),
    callWords(call, labels),
    call.way === null ? '' : labels.ways[call.way],
    call.kind === 'paged' && call.note !== null ? labels.failure(call.note) : (call.note ?? ''),
    personName(call.by, context),
    code(call.event),
  ])
  const head = [labels.time, labels.whom, labels.what, labels.way, labels.note, labels.by, labels.event]
  return [table(head, rows, labels.nothing)]
}

export function callWords(call: CallRecord, labels: ReportLabels): string {
  return call.kind === 'paged' ? labels.paged[call.outcome] : labels.called[call.kind]
}

/** Notices to customers and departments with their outcome, undone ones struck, and the evidence for claims in them. */
export function noticeBlocks(report: Report, context: ReportContext): Block[] {
  const { text, labels } = context
  const named = (n: Notice): Inline[] => {
    const name = noticeStage(n, context)
    const what: Inline = n.corrects === null ? name : [`${name} (`, code(n.corrects), ')']
    return [timeText(n.at), channelName(n.channel, context), what]
  }
  const standing = report.notices.map((n) => ({
    at: Date.parse(n.at),
    row: [...named(n), noticeOutcome(n, context), link(n.link)],
  }))
  const undone = report.undoneNotices.map((n) => {
    const by = personName(n.undone.by, context)
    const why = [`${text.words.marked(`${labels.undone}: ${n.undone.reason}`, by)} `, code(n.undone.event)]
    return { at: Date.parse(n.at), row: [...named(n).map(struck), why, ''] }
  })
  const rows = [...standing, ...undone].sort((a, b) => a.at - b.at).map(({ row }) => row)
  const head = [labels.time, labels.channel, labels.stage, labels.state, labels.link]
  const secondPerson = (event: string) => {
    const by = report.noticeApprovals.find(({ notice }) => notice === event)?.by
    return by === undefined ? null : personName(by, context)
  }
  const claims = report.notices.flatMap(({ channel, claim, event }) =>
    claim === null
      ? []
      : [
          labels.claim(
            ...([channelName(channel, context), event, claim.evidence, claim.approvedBy] as const),
            secondPerson(event),
          ),
        ],
  )
  return [table(head, rows, labels.nothing), ...(claims.length === 0 ? [] : [list(claims)])]
}

function noticeOutcome({ state, sending, settled }: Notice, context: ReportContext): string {
  const { text, labels } = context
  const { why = null, accepted = null, refused = null, unknown = null } = sending ?? {}
  const counts = accepted === null ? [] : [labels.recipients(accepted, refused ?? 0, unknown ?? 0)]
  const failure = why === null || why === 'drill' ? [] : [labels.failure(why)]
  const notes = [...(settled === undefined ? failure : [labels.arrived]), ...counts]
  const outcome = labels.noticeState[state]
  return notes.length === 0 ? outcome : text.words.marked(outcome, labels.listed(notes))
}

/** The full texts of the notices, as sent or posted; for customers those in the language of the report. */
export function noticeTextBlocks(report: Report, context: ReportContext): Block[] {
  const { text, labels, audience } = context
  const blocks = report.notices.flatMap((notice): Block[] => {
    const { at, channel, texts: sent, text: posted, digest, event } = notice
    const name = `${timeText(at)} ${channelName(channel, context)} ${noticeStage(notice, context)}`
    const heading = wentOut(notice) ? name : labels.named(name, labels.noticeState[notice.state])
    const all = posted === null ? sent : [{ subject: null, text: posted, digest, language: languageOf(posted) }]
    const wordings = audience === 'customer' ? all.filter(({ language }) => language === text.language) : all
    if (wordings.length === 0 && all.length > 0) return []
    if (wordings.length === 0) return [{ kind: 'quoted', heading, text: labels.textNotKept }]
    return wordings.map(({ subject, text: wording, digest }): Block => {
      const kept = digest === null ? event : `${event}, SHA-256 ${digest.slice(0, 20)}`
      return {
        kind: 'quoted',
        heading: audience === 'customer' ? heading : text.words.marked(heading, kept),
        text: subject === null ? wording : `${subject}\n\n${wording}`,
      }
    })
  })
  return blocks.length === 0 ? [paragraph(audience === 'customer' ? labels.noTexts : labels.nothing)] : blocks
}

/** The language of a text of which the log does not say it. */
function languageOf(text: string): Language {
  return /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? 'ja' : 'en'
}

/** Updates that were promised and fell due: when each came, and whether that kept the promise (manual 3.2). */
export function promiseBlocks(report: Report, context: ReportContext): Block[] {
  const { labels, stamp } = context
  const byTime = [...report.promises].sort((a, b) => a.dueAt - b.dueAt)
  const rows = byTime.map(({ channel, dueAt, at, onPage, kept }) => [
    timeText(stamp(dueAt)),
    channelName(channel, context),
    at === null || onPage ? '' : timeText(stamp(at)),
    kept ? (onPage ? labels.promiseKeptOnPage : labels.promiseKept) : labels.promiseMissed,
  ])
  return [table([labels.due, labels.channel, labels.reported, labels.state], rows, labels.nothing)]
}

export function deviationBlocks(report: Report, context: ReportContext): Block[] {
  const { runbook, text, labels } = context
  // A list of several steps that repeats an earlier one is replaced by a reference to that.
  const firsts = new Map<string, Deviation>()
  const rows = report.deviations.map((deviation) => {
    const { at, kind, by, late } = deviation
    const reason = late === undefined ? (deviation.reason ?? '') : lateWords(late, context)
    const row = (what: Inline) => [timeText(at), labels.deviation[kind], what, reason, personName(by, context)]
    const first = firsts.get(stepsKey(deviation))
    if (first === undefined) firsts.set(stepsKey(deviation), deviation)
    else if (deviation.what.length > 1) return row(labels.sameAs(timeText(first.at)))
    const what = deviation.what.map((id): Inline => {
      const named = stepById(runbook, id)?.title ?? runbook.facts[id] ?? runbook.operations[id] ?? runbook.channels[id]
      const title = named?.[text.language]
      return title === undefined || title === id ? code(id) : [code(id), ` ${title}`]
    })
    return row(joinInline(what, '; '))
  })
  return [table([labels.time, labels.what, labels.step, labels.reason, labels.by], rows, labels.nothing)]
}

/** The same for deviations of one kind with the same steps: steps open at one lift are often still open at the next. */
function stepsKey({ kind, what }: Deviation): string {
  return `${kind}:${what.join()}`
}

export function filingBlocks({ filings }: Report, context: ReportContext): Block[] {
  const { labels, text } = context
  const rows = filings.flatMap((view): Inline[][] => {
    const name = filingName(view.authority, view.filing, text)
    const [first, ...more] = view.submissions
    const made = first === undefined ? ['-', ''] : [timeText(first.at), first.ref ?? '']
    const event = first === undefined ? '' : code(first.event)
    const [origin, due] = [originWords(view, context), filingDueWords(view, context)]
    const row = [name, origin, due, ...made, filingState(view, context), event]
    return [row, ...more.map((again) => [name, '', '', timeText(again.at), again.ref ?? '', '', code(again.event)])]
  })
  const head = [labels.report, labels.countsFrom, labels.due, labels.reported, labels.ref, labels.state, labels.event]
  return [table(head, rows, labels.nothing)]
}

function originWords({ authority, start }: FilingView, { text, labels }: ReportContext): string {
  if (start === null) return ''
  const other = authority.filings.find(({ id }) => id === start.of)
  const name =
    authority.events[start.of]?.[text.language] ??
    (other === undefined ? start.of : labels.made(other.title[text.language]))
  return `${name} ${timeText(start.at)}`
}

function filingDueWords({ rule, dueAt, latestAt }: FilingView, { text, labels, stamp }: ReportContext): string {
  if (rule?.before != null) return rule.before[text.language]
  if (rule === null || dueAt === null) return labels.noDeadline
  if (rule.within === null) return labels.atOnce
  const time = timeText(stamp(dueAt))
  return latestAt === null ? time : labels.range(time, timeText(stamp(latestAt)))
}

/** Whether a report was made in time. One that is due at once has no span that can run out, so it is never overdue. */
function filingState({ state, kept, dueAt, rule, submissions }: FilingView, { labels, now }: ReportContext): string {
  if (submissions[0]?.isMisdated) return labels.misdated
  if (kept !== null) return kept ? labels.inTime : labels.late
  if (state === 'reported') return labels.done
  return dueAt !== null && rule?.within !== null && dueAt < now ? labels.overdue : labels.notReported
}

/** For drafts to authorities: the notices to customers that went out, without the details of their delivery. */
export function publishedNoticeBlocks({ notices }: Report, context: ReportContext): Block[] {
  const { runbook, labels } = context
  const channels = customerChannels(runbook)
  const rows = notices
    .filter((notice) => wentOut(notice) && channels.includes(notice.channel))
    .map((notice) => [
      timeText(notice.at),
      channelName(notice.channel, context),
      noticeStage(notice, context),
      link(notice.link),
    ])
  return [table([labels.time, labels.channel, labels.stage, labels.link], rows, labels.nothing)]
}
