import type { ChannelStatus, HandoverPack, OpenItem } from '../domain/handover/handover-pack.ts'
import type { Party } from '../domain/incident/calls.ts'
import type { Hypothesis } from '../domain/incident/hypotheses.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type LeadOffer, leadOfferOf, leadTermsOf } from '../domain/incident/lead.ts'
import { isStartStated } from '../domain/incident/lifecycle.ts'
import { wordsIn } from '../domain/incident/own-texts.ts'
import { formatTarget, isPartlyResumed } from '../domain/incident/scope.ts'
import type { StepView } from '../domain/incident/steps.ts'
import type { UnknownWriter } from '../domain/incident/unknown-writers.ts'
import type { Phase } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import { approvalLine } from '../incident/approval-lines.ts'
import { assigneeName, deadlineName, phaseWords, scopeLine, unstatedLine } from '../incident/labels.ts'
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
  readonly incident: Incident
  readonly text: Text
  readonly said: HandoverText
  readonly stamp: (ms: number) => string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The pack in words. Every section is shown, even an empty one. */
export function handoverBlocks(pack: AttributedPack, context: HandoverContext): Block[] {
  const { said } = context
  const sections: readonly (readonly [title: string, lines: readonly Inline[]])[] = [
    [said.stands, situationLines(pack, context)],
    [said.hypotheses, hypothesisLines(pack, context)],
    [said.notices, pack.channels.map((channel) => channelLine(channel, context))],
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
    [said.matters, pack.matters.map((item) => openItemLine(item, context))],
    [
      said.notes,
      pack.notes.map(({ at, by, text }) => `${timeText(at)}  ${text ?? said.privateNote}${said.aside(shortLine(by))}`),
    ],
  ]
  return sections.flatMap(([title, lines]) => section(title, lines, said.none))
}

function situationLines(pack: AttributedPack, { incident, text, said }: HandoverContext): Inline[] {
  const { words, language } = text
  const type = incident.runbook.types[pack.type]?.[language] ?? pack.type
  const elapsed = pack.elapsed === null ? '' : `  ${elapsedText(pack.elapsed)}`
  const interruption = pack.interruption > 1 ? `  ${said.interruption(pack.interruption)}` : ''
  const { offer } = pack
  const phase = phaseWords(words.phase[pack.phase as Phase], isPartlyResumed(pack), words)
  const term = leadTermsOf(incident).at(-1)
  const unstated = unstatedLine(pack.scope.map(formatTarget), incident.runbook, text)
  return [
    `${words.severity(pack.severity)} ${type}  ${shortLine(pack.title ?? words.untitled, LONGEST_TITLE)}`,
    `${phase}${elapsed}${interruption}`,
    ...(pack.startedAt === null ? [] : [said.began(timeText(pack.startedAt), isStartStated(incident))]),
    ...(term === undefined ? [] : [said.leads(shortLine(term.name), timeText(term.from))]),
    ...(offer === null ? [] : [offerLine(offer, leadOfferOf(incident)?.event === offer.event, said)]),
    ...(offer?.note ? [said.offerNote(offer.note)] : []),
    ...(pack.scope.length === 0
      ? [said.scopeUnknown]
      : pack.scope.map((entry) => scopeLine(entry, incident.runbook, text))),
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

function hypothesisLines(pack: HandoverPack, { text, said }: HandoverContext): Inline[] {
  const ofState = (matches: (hypothesis: Hypothesis) => boolean) => pack.hypotheses.filter(matches)
  const confirmed = ofState((one) => one.confirmed !== null)
  const open = ofState((one) => one.confirmed === null && one.discarded === null)
  const discarded = ofState((one) => one.discarded !== null)
  return [...confirmed, ...open, ...discarded].map((one) => {
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
  const { incident, text, said, stamp } = context
  const name = incident.runbook.channels[channel]?.[text.language] ?? channel
  const sent = last === null ? said.noNotice : `${text.words.notice(last.stage, last.number)} ${timeText(last.at)}`
  const due = nextDueAt === null ? [] : [said.nextDue(timeText(stamp(nextDueAt)))]
  const parts = [name, sent, ...due, ...(unsafe === null ? [] : [said.unsafe(unsafe)])]
  return unsafe === null ? parts.join('  ') : alarm(parts.join('  '))
}

function stepWords({ step, state }: StepView, { text, said }: HandoverContext): string {
  const begun = state === 'in-progress' ? said.aside(text.words.stepState['in-progress']) : ''
  return `${step.id}  ${step.title[text.language]}${begun}`
}

function partyLines({ parties }: HandoverPack, context: HandoverContext): Inline[] {
  const { incident, said } = context
  if (incident.settings.roster === undefined) return [said.noContacts]
  return parties.map((party) => partyLine(party, context))
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

function deadlineLines(pack: HandoverPack, { incident, text, said, stamp }: HandoverContext): Inline[] {
  return pack.clocks.map(({ id, dueAt, overdue, inDoubt }) => {
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
      const { channel, stage, number, state, event } = item.notice
      const name = channels[channel]?.[text.language] ?? channel
      return said.delivery(`${name} ${text.words.notice(stage, number)}${said.aside(event)}`, state === 'failed')
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
