import type { ChannelStatus, HandoverPack, MadeReport, OpenItem } from '../domain/handover/handover-pack.ts'
import type { Party } from '../domain/incident/calls.ts'
import { titleIn } from '../domain/incident/current-values.ts'
import type { Hypothesis } from '../domain/incident/hypotheses.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type LeadOffer, leadOfferOf, leadTermsOf } from '../domain/incident/lead.ts'
import { isStartStated } from '../domain/incident/lifecycle.ts'
import { wordsIn } from '../domain/incident/own-texts.ts'
import { formatTarget, isPartlyResumed } from '../domain/incident/scope.ts'
import { wasNothing } from '../domain/incident/scope-statements.ts'
import type { StepView } from '../domain/incident/steps.ts'
import type { UnknownWriter } from '../domain/incident/unknown-writers.ts'
import type { Phase } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import { approvalLine } from '../incident/approval-lines.ts'
import type { KnownFirst } from '../incident/known-first.ts'
import {
  assigneeName,
  deadlineName,
  filingName,
  noticeName,
  phaseWords,
  scopeLine,
  unstatedLine,
} from '../incident/labels.ts'
import { takenBackLine } from '../incident/notices-taken-back.ts'
import { alarm, type Block, type Inline, section } from '../view/blocks.ts'
import { LONGEST_TITLE, shortLine } from '../view/inert.ts'
import { quoteArgv } from '../view/shell-quote.ts'
import { elapsedText, timeText } from '../view/time-format.ts'
import { departmentOrPersonName, personName } from './contacts-view.ts'
import type { HandoverText } from './words.en.ts'

/** The pack, with the writers of the log that this machine does not know. */
export type AttributedPack = HandoverPack & {
  readonly unknownWriters: readonly Pick<UnknownWriter, 'writer' | 'by' | 'events'>[]
}

export interface HandoverContext {
  readonly knownFirst: KnownFirst
  readonly incident: Incident
  readonly text: Text
  readonly said: HandoverText
  readonly stamp: (ms: number) => string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The pack in words. Every section is shown, even an empty one. */
export function handoverBlocks(pack: AttributedPack, context: HandoverContext): Block[] {
  const { said, knownFirst } = context
  const sections: readonly (readonly [title: string, lines: readonly Inline[]])[] = [
    [said.stands, situationLines(pack, context)],
    [said.hypotheses, hypothesisLines(pack, context)],
    [
      said.notices,
      [
        ...knownFirst.lines(
          pack.channels,
          ({ channel }) => knownFirst.isChannelKnown(channel),
          (channel) => channelLine(channel, context),
        ),
        ...knownFirst.noticesTakenBack().map((notice) => alarm(takenBackLine(context.incident, notice, context.text))),
      ],
    ],
    [
      said.reports,
      knownFirst.lines(
        pack.reports,
        ({ event }) => knownFirst.isEventKnown(event),
        (report) => reportLine(report, context),
      ),
    ],
    [
      said.work,
      pack.work.flatMap(({ who, steps }) =>
        steps.map(
          (view) => `${assigneeName(who, context.incident.runbook, context.text)}  ${stepWords(view, context)}`,
        ),
      ),
    ],
    [said.people, partyLines(pack, context)],
    [said.due, deadlineLines(pack, context)],
    [
      said.matters,
      knownFirst.lines(
        pack.matters,
        (item) => isItemKnown(item, knownFirst),
        (item) => openItemLine(item, context),
      ),
    ],
    [
      said.notes,
      knownFirst.lines(
        pack.notes,
        ({ event }) => knownFirst.isEventKnown(event),
        ({ at, by, text }) => `${timeText(at)}  ${text ?? said.privateNote}${said.aside(shortLine(by))}`,
      ),
    ],
  ]
  return sections.flatMap(([title, lines]) => section(title, lines, said.none))
}

/** Whether known writers have a part in an open decision, or their runbook and settings name what it is about. */
function isItemKnown(item: OpenItem, knownFirst: KnownFirst): boolean {
  switch (item.kind) {
    case 'step':
      return knownFirst.isDeadlineKnown({ id: `step:${item.view.step.id}` })
    case 'conflict':
      return item.events.some(knownFirst.isEventKnown)
    case 'escalation':
      return knownFirst.isDeadlineKnown({ id: `escalation:${item.view.level.id}` })
    case 'channel':
      return knownFirst.isChannelKnown(item.channel)
    case 'delivery':
      return knownFirst.isEventKnown(item.notice.event)
    case 'page':
      return knownFirst.isEventKnown(item.page.event)
    case 'approval':
      return knownFirst.isEventKnown(item.approval.event)
    case 'command':
      return knownFirst.isEventKnown(item.command.event)
  }
}

function situationLines(pack: AttributedPack, { incident, text, said, knownFirst }: HandoverContext): Inline[] {
  const { words, language } = text
  const type = incident.runbook.types[pack.type]?.[language] ?? pack.type
  const elapsed = pack.currentElapsed === null ? '' : `  ${elapsedText(pack.currentElapsed)}`
  const interruption = pack.interruption > 1 ? `  ${said.interruption(pack.interruption)}` : ''
  const { offer } = pack
  const others = knownFirst.offers().filter(({ event }) => event !== offer?.event)
  const phase = phaseWords(words.phase[pack.phase as Phase], isPartlyResumed(pack), words)
  const term = leadTermsOf(incident).at(-1)
  const unstated = unstatedLine(pack.scope.map(formatTarget), incident.runbook, text)
  return [
    `${words.severity(pack.severity)} ${type}  ${shortLine(titleIn(incident, language) ?? words.untitled, LONGEST_TITLE)}`,
    `${phase}${elapsed}${interruption}`,
    ...(pack.startedAt === null || wasNothing(incident)
      ? []
      : [said.began(timeText(pack.startedAt), isStartStated(incident))]),
    ...(term === undefined ? [] : [knownFirst.leadLine(said.leads(shortLine(term.name), timeText(term.from)))]),
    ...others.flatMap((other) => [offerLine(other, true, said), ...(other.note ? [said.offerNote(other.note)] : [])]),
    ...(offer === null ? [] : [offerLine(offer, leadOfferOf(incident)?.event === offer.event, said)]),
    ...(offer?.note ? [said.offerNote(offer.note)] : []),
    ...(wasNothing(incident)
      ? [words.noHalt]
      : pack.scope.length === 0
        ? [said.scopeUnknown]
        : knownFirst.lines(pack.scope, knownFirst.isTargetKnown, (entry) => scopeLine(entry, incident.runbook, text))),
    ...(unstated === null ? [] : [unstated]),
    ...(pack.unknownWriters.length === 0
      ? []
      : [alarm(said.unknownWriters(pack.unknownWriters.map((one) => ({ ...one, by: shortLine(one.by) }))))]),
  ]
}

/** Who offered the lead to whom. An offer that is still pending is an alarm; the pack may show one accepted since. */
function offerLine({ to, by, at }: LeadOffer, isPending: boolean, said: HandoverText): Inline {
  return isPending
    ? alarm(said.offered(shortLine(to), shortLine(by), timeText(at)))
    : said.wasOffered(shortLine(to), shortLine(by), timeText(at))
}

function hypothesisLines(pack: HandoverPack, { text, said, knownFirst }: HandoverContext): Inline[] {
  const ofState = (matches: (hypothesis: Hypothesis) => boolean) => pack.hypotheses.filter(matches)
  const confirmed = ofState((one) => one.confirmed !== null)
  const open = ofState((one) => one.confirmed === null && one.discarded === null)
  const discarded = ofState((one) => one.discarded !== null)
  const isKnown = ({ event }: Hypothesis) => knownFirst.isEventKnown(event)
  return knownFirst.lines([...confirmed, ...open, ...discarded], isKnown, (one) => {
    const { event, at, by, discarded, confirmed } = one
    const state =
      confirmed !== null
        ? said.confirmed(confirmed.reason)
        : discarded !== null
          ? said.discarded(discarded.reason)
          : said.open
    return `${event}  ${wordsIn(text.language, one) ?? one.text}${said.aside(`${shortLine(by)} ${timeText(at)}`)}  ${state}`
  })
}

function channelLine({ channel, last, nextDueAt, unsafe }: ChannelStatus, context: HandoverContext): Inline {
  const { incident, text, said, stamp, knownFirst } = context
  const name = incident.runbook.channels[channel]?.[text.language] ?? channel
  const isKnown = last === null || knownFirst.isEventKnown(last.event)
  const line = last === null ? said.noNotice : `${noticeName(incident, last, text)} ${timeText(last.at)}`
  const by = incident.notices.find(({ event }) => event === last?.event)?.by ?? ''
  const sent = isKnown ? line : text.said.ofStranger(line, shortLine(by))
  const due = nextDueAt === null ? [] : [said.nextDue(timeText(stamp(nextDueAt)))]
  const parts = [name, sent, ...due, ...(unsafe === null ? [] : [said.unsafe(unsafe)])]
  return unsafe === null && isKnown ? parts.join('  ') : alarm(parts.join('  '))
}

function reportLine({ authority, filing, at, by, ref }: MadeReport, { text, said }: HandoverContext): string {
  return `${filingName(authority, filing, text)}  ${said.reported(timeText(at), shortLine(by), ref)}`
}

function stepWords({ step, state }: StepView, { text, said }: HandoverContext): string {
  const begun = state === 'in-progress' ? said.aside(text.words.stepState['in-progress']) : ''
  return `${step.id}  ${step.title[text.language]}${begun}`
}

function partyLines({ parties }: HandoverPack, context: HandoverContext): Inline[] {
  const { incident, said, knownFirst } = context
  if (incident.settings.roster === undefined) return [said.noContacts]
  const isKnown = ({ id }: Party) => knownFirst.isPartyKnown(id)
  return knownFirst.lines(parties, isKnown, (party) => partyLine(party, context))
}

/** Who of a party was reached, else whose answer is awaited, else whom to call next. */
function partyLine({ id, calls, reached, next }: Party, { incident, text, said }: HandoverContext): Inline {
  const named = (person: string) => personName(incident, person, text)
  const name = departmentOrPersonName(incident, id, text)
  if (reached !== null) return `${name}  ${said.reached(named(reached.person), timeText(reached.at ?? ''))}`
  const waiting = calls.filter(({ state }) => state === 'waiting').map(({ person }) => named(person))
  if (waiting.length > 0) return `${name}  ${said.waiting(waiting.join(', '))}`
  return alarm(`${name}  ${said.notReached(next === null ? null : named(next))}`)
}

function deadlineLines(pack: HandoverPack, { incident, text, said, stamp, knownFirst }: HandoverContext): Inline[] {
  return knownFirst.lines(pack.clocks, knownFirst.isDeadlineKnown, ({ id, dueAt, overdue, inDoubt }) => {
    const { name } = deadlineName(incident, id, text)
    if (inDoubt) return alarm(said.toCheck(name))
    const time = timeText(stamp(dueAt))
    return overdue ? alarm(said.overdueSince(time, name)) : said.dueAt(time, name)
  })
}

function openItemLine(item: OpenItem, context: HandoverContext): string {
  const { incident, text, said } = context
  const { channels } = incident.runbook
  switch (item.kind) {
    case 'step':
      return `${stepWords(item.view, context)}${said.aside(text.words.modality[item.view.step.modality])}`
    case 'conflict':
      return said.conflict(item.target, item.events.join(' <> '))
    case 'escalation':
      return said.unanswered(item.view.level.title[text.language])
    case 'channel':
      return `${channels[item.channel]?.[text.language] ?? item.channel}  ${said.unsafe(item.reason)}`
    case 'delivery': {
      const { channel, state, event } = item.notice
      const name = channels[channel]?.[text.language] ?? channel
      return said.delivery(`${name} ${noticeName(incident, item.notice, text)}${said.aside(event)}`, state === 'failed')
    }
    case 'page': {
      const { person, way, state, event } = item.page
      const what = `${personName(incident, person, text)} (${way})${said.aside(event)}`
      return said.page(what, state === 'failed')
    }
    case 'approval':
      return approvalLine(incident, item.approval, context.now, text)
    case 'command':
      return said.command(`${item.command.event}  ${quoteArgv(item.command.argv)}`)
  }
}
