import type { FORM_PARTS } from '../../domain/authorities/form.ts'
import { eventsIn, loggedFact, loggedValue } from '../../domain/authorities/form-values.ts'
import { registerOf } from '../../domain/incident/current-values.ts'
import { hypothesesOf } from '../../domain/incident/hypotheses.ts'
import type { Incident, Notice } from '../../domain/incident/incident.ts'
import { wentOut } from '../../domain/incident/notice-reach.ts'
import { formatTarget } from '../../domain/incident/scope.ts'
import type { FactInPart, Report } from '../../domain/report/report.ts'
import { confirmedFor, rootCauseOf } from '../../domain/report/root-cause.ts'
import { factWithRole } from '../../domain/runbook/fact-roles.ts'
import { customerChannels } from '../../domain/runbook/runbook.ts'
import { type Block, code, type Inline, link, list, paragraph, plainText, table } from '../../view/blocks.ts'
import { timeText } from '../../view/time-format.ts'
import { filingBlocks } from '../sections/filings.ts'
import { preventionBlocks } from '../sections/follow-up.ts'
import { impactBlocks, milestoneBlocks, nothingRestricted, reportPartBlocks } from '../sections/overview.ts'
import { channelName, noticeStage } from '../wording.ts'
import type { DraftContext } from './context.ts'
import { entityValue } from './entity-value.ts'

export type Part = (typeof FORM_PARTS)[number]

/** A part of the report, whether it says anything, the events that it comes from, and the facts that it is about. */
interface PartContent {
  readonly blocks: readonly Block[]
  /** The same as lines of text, where blocks do not read well as those. */
  readonly lines?: readonly string[]
  readonly isKnown: boolean
  readonly events: readonly string[]
  readonly facts?: readonly FactInPart[]
}

/** What each part of the report says in a form. */
export const PARTS: Readonly<Record<Part, (report: Report, context: DraftContext) => PartContent>> = {
  organisation: (_, context) => {
    const name = entityValue('name', context)
    return { blocks: name === null ? [] : [paragraph(name)], isKnown: name !== null, events: [] }
  },
  times: (report, context) => {
    const { incident, authority } = context
    const times = [loggedValue(incident, 'started', authority), loggedValue(incident, 'fully-resumed', authority)]
    const notices = report.notices.filter((notice) => wentOut(notice) && isMilestone(notice, report))
    const detected = factWithRole(context.runbook, 'detected')
    const events = [
      ...times.flatMap((time) => time.events),
      ...(detected === null ? [] : loggedFact(incident, detected).events),
      ...phaseEvents(incident),
      ...notices.map(({ event }) => event),
    ]
    return { blocks: milestoneBlocks(report, context), isKnown: report.milestones.length > 0, events }
  },
  scope: (report, context) => ({
    blocks: restrictionBlocks(report, context),
    lines: restrictionLines(report, context),
    isKnown: report.scope.length > 0,
    events: eventsIn(context.incident, isScope),
  }),
  figures: (report, context) => ({
    blocks: impactBlocks(report, context),
    isKnown: report.impact.operations.length > 0 || report.parts.impact.some(({ view }) => view.known),
    events: eventsIn(context.incident, isScope),
    facts: report.parts.impact,
  }),
  notices: (report, context) => {
    const { runbook, said, labels } = context
    const channels = customerChannels(runbook)
    const published = report.notices.filter((notice) => wentOut(notice) && channels.includes(notice.channel))
    const events = published.map(({ event }) => event)
    const none = `${said.parts.notices}: ${labels.nothing}`
    if (published.length === 0) return { blocks: [list([none])], isKnown: true, events }
    // The document of a form has neither events nor a head.
    const rows = published.map((notice) => noticeRow(notice, context))
    const lines = rows.map((row) =>
      row
        .map(plainText)
        .filter((cell) => cell !== '')
        .join(' | '),
    )
    const head = [labels.time, labels.channel, labels.stage, labels.link, said.event]
    const blocks = [
      table(
        head,
        rows.map((row, i) => [...row, code(events[i] as string)]),
        none,
      ),
    ]
    return { blocks, lines, isKnown: true, events }
  },
  causes,
  compensation: factPart('compensation'),
  prevention: (report, context) => {
    const serving = report.actions.flatMap(({ id, serves }) => (serves === null ? [] : [id]))
    const facts = factPart('prevention')(report, context)
    const isKnown = facts.isKnown || serving.length > 0
    return { ...facts, blocks: preventionBlocks(report, context), isKnown, events: serving }
  },
  filings: ({ filings, ...rest }, context) => {
    // An authority is told of its own reports only.
    const own = filings.filter(({ authority }) => authority.id === context.authority.id)
    const events = own.flatMap(({ start, submissions }) => [
      ...(start === null ? [] : [start.event]),
      ...submissions.map(({ event }) => event),
    ])
    return { blocks: filingBlocks({ filings: own, ...rest }, context), isKnown: own.length > 0, events }
  },
}

/** The events of the phases that are milestones: a later phase of a halt that went on is none. */
function phaseEvents(incident: Incident): string[] {
  const turns = registerOf(incident, 'phase').filter(({ undone, value }) => !undone && value.by !== 'advance')
  return turns.map(({ event }) => event)
}

/** Whether a notice is the first one or the one of resumption on its channel, whose time is a milestone. */
function isMilestone({ at, channel }: Notice, { milestones }: Report): boolean {
  return milestones.some((one) => one.at === at && one.id.endsWith(`-notice:${channel}`))
}

/** When a notice went out, where, which one it was, and where it can be read. */
function noticeRow(notice: Notice, context: DraftContext): Inline[] {
  return [timeText(notice.at), channelName(notice.channel, context), noticeStage(notice, context), link(notice.link)]
}

/** What was stopped or restricted from when to when. An authority that asks what failed is not told what went on. */
function restrictionBlocks(report: Report, context: DraftContext): Block[] {
  const { labels } = context
  const rows = restrictionsIn(report, context).flatMap(({ name, spans }) =>
    spans.map(({ state, from, to }) => [name, state, from, to ?? '']),
  )
  return [table([labels.operation, labels.state, labels.from, labels.to], rows, nothingRestricted(report, labels))]
}

/** The same as a line for each operation or asset; empty if nothing was. */
function restrictionLines(report: Report, context: DraftContext): string[] {
  const { labels, text } = context
  return restrictionsIn(report, context).map(({ name, spans }) => {
    const said = spans.map(({ state, from, to }) =>
      text.words.marked(state, to === null ? labels.goingOnSince(from) : labels.fromTo(from, to)),
    )
    return labels.named(name, labels.itemized(said))
  })
}

/** The times of each operation or asset that was stopped or restricted, in words; `to` is null where it goes on. */
function restrictionsIn({ scope, scopeHistory, closedAt }: Report, context: DraftContext) {
  const { text, stamp, now, nameAmong } = context
  const end = closedAt === null ? now : Date.parse(closedAt)
  const targets = scopeHistory.map(({ target }) => target)
  const limitsOf = (target: string) => scope.find((one) => formatTarget(one) === target)?.words ?? null
  return scopeHistory.flatMap(({ target, spans }) => {
    const restricted = spans.flatMap(({ state, from, to }) => {
      if (state === 'open') return []
      const name = text.words.scopeState[state]
      const limits = to < end ? null : limitsOf(target)
      return {
        state: limits === null ? name : text.words.marked(name, limits),
        from: timeText(stamp(from)),
        to: to < end ? timeText(stamp(to)) : null,
      }
    })
    return restricted.length === 0 ? [] : [{ name: nameAmong(target, targets), spans: restricted }]
  })
}

function isScope(key: string): boolean {
  return key.startsWith('scope:')
}

/**
 * The causes that were stated; a confirmed hypothesis stands for the first of them. Reports to authorities have no hypotheses,
 * but the draft of one is for whoever checks it, and asks for nothing that is on record.
 */
function causes(report: Report, context: DraftContext): PartContent {
  const part = factPart('causes')
  const hypotheses = hypothesesOf(context.incident)
  const isConfirmed = ({ fact }: FactInPart) => confirmedFor(fact, report.parts.causes, hypotheses) !== null
  const cause = rootCauseOf(report.parts.causes, hypotheses)
  if (cause?.kind !== 'confirmed') return part(report, context)
  const { hypothesis } = cause
  return {
    ...part({ ...report, hypotheses: [hypothesis] }, context),
    isKnown: true,
    events: [hypothesis.event],
    facts: report.parts.causes.filter((one) => !isConfirmed(one)),
  }
}

function factPart(part: 'causes' | 'compensation' | 'prevention') {
  return (report: Report, context: DraftContext): PartContent => {
    const facts = report.parts[part]
    return {
      blocks: reportPartBlocks(part)(report, context),
      isKnown: facts.some(({ view }) => view.known),
      events: [],
      facts,
    }
  }
}
