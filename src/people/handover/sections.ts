import type { Matter } from '../../domain/handover/open-items.ts'
import type { ChannelStanding, Pack } from '../../domain/handover/pack.ts'
import type { Party } from '../../domain/incident/calls.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { type Offer, offerOf, termsOf } from '../../domain/incident/lead.ts'
import type { StepView } from '../../domain/incident/steps.ts'
import type { Text } from '../../i18n/text.ts'
import { clockName, scopeLine } from '../../incident/labels.ts'
import { offset, whenOf } from '../../view/format.ts'
import { shellWords } from '../../view/shell.ts'
import { partyName, personName } from '../contacts-view.ts'
import type { HandoverText } from './words.en.ts'

export interface HandoverContext {
  readonly incident: Incident
  readonly text: Text
  readonly said: HandoverText
  readonly stamp: (ms: number) => string
}

/** One part of the pack: each line says one thing; alarms are what cannot wait. */
export interface Section {
  readonly title: string
  readonly lines: readonly Line[]
}

export interface Line {
  readonly text: string
  readonly alarm: boolean
}

/** The pack in words; every part is there, also where it says that there is nothing. */
export function handoverSections(pack: Pack, context: HandoverContext): Section[] {
  const { said } = context
  const parts: readonly (readonly [title: string, lines: readonly Line[]])[] = [
    [said.stands, standing(pack, context)],
    [said.hypotheses, hypotheses(pack, context)],
    [said.notices, pack.channels.map((channel) => channelLine(channel, context))],
    [
      said.work,
      pack.work.flatMap(({ who, steps }) => steps.map((view) => plain(`${who}  ${stepWords(view, context)}`))),
    ],
    [said.people, people(pack, context)],
    [said.due, clocks(pack, context)],
    [said.matters, pack.matters.map((matter) => plain(matterWords(matter, context)))],
    [
      said.notes,
      pack.notes.map(({ at, by, text }) => plain(`${whenOf(at)}  ${text ?? said.privateNote}${said.aside(by)}`)),
    ],
  ]
  return parts.map(([title, lines]) => ({ title, lines: lines.length === 0 ? [plain(said.none)] : lines }))
}

const plain = (text: string): Line => ({ text, alarm: false })
const alarm = (text: string): Line => ({ text, alarm: true })

function standing(pack: Pack, { incident, text, said }: HandoverContext): Line[] {
  const { words, language } = text
  const type = incident.runbook.types[pack.type]?.[language] ?? pack.type
  const elapsed = pack.elapsed === null ? '' : `  ${offset(pack.elapsed)}`
  const again = pack.interruption > 1 ? `  ${said.interruption(pack.interruption)}` : ''
  const { offer } = pack
  const term = termsOf(incident).at(-1)
  return [
    plain(`${words.severity(pack.severity)} ${type}  ${pack.title ?? words.untitled}`),
    plain(`${words.phase[pack.phase as keyof typeof words.phase]}${elapsed}${again}`),
    ...(pack.startedAt === null ? [] : [plain(said.began(whenOf(pack.startedAt)))]),
    ...(term === undefined ? [] : [plain(said.leads(term.name, whenOf(term.from)))]),
    ...(offer === null ? [] : [offerLine(offer, offerOf(incident)?.event === offer.event, said)]),
    ...(offer?.note ? [plain(said.offerNote(offer.note))] : []),
    ...(pack.scope.length === 0 ? [plain(said.scopeUnknown)] : pack.scope.map((e) => plain(scopeLine(e, words)))),
  ]
}

/** Whoever took over reads who offered the lead, and no longer that nobody accepted it. */
function offerLine({ to, by, at }: Offer, stands: boolean, said: HandoverText): Line {
  return stands ? alarm(said.offered(to, by, whenOf(at))) : plain(said.wasOffered(to, by, whenOf(at)))
}

/** The open ones first. */
function hypotheses(pack: Pack, { said }: HandoverContext): Line[] {
  const open = pack.hypotheses.filter((h) => h.discarded === null)
  const discarded = pack.hypotheses.filter((h) => h.discarded !== null)
  return [...open, ...discarded].map(({ event, text, at, by, discarded }) => {
    const state = discarded === null ? said.open : said.discarded(discarded.reason)
    return plain(`${event}  ${text}${said.aside(`${by} ${whenOf(at)}`)}  ${state}`)
  })
}

function channelLine({ channel, last, nextDueAt, unsafe }: ChannelStanding, context: HandoverContext): Line {
  const { incident, text, said, stamp } = context
  const name = incident.runbook.channels[channel]?.[text.language] ?? channel
  const sent = last === null ? said.noNotice : `${text.words.notice(last.stage, last.number)} ${whenOf(last.at)}`
  const due = nextDueAt === null ? [] : [said.nextDue(whenOf(stamp(nextDueAt)))]
  const parts = [name, sent, ...due, ...(unsafe === null ? [] : [said.unsafe(unsafe)])]
  return unsafe === null ? plain(parts.join('  ')) : alarm(parts.join('  '))
}

function stepWords({ step, state }: StepView, { text, said }: HandoverContext): string {
  const begun = state === 'in-progress' ? said.aside(text.words.stepState['in-progress']) : ''
  return `${step.id}  ${step.title[text.language]}${begun}`
}

function people({ parties }: Pack, context: HandoverContext): Line[] {
  const { incident, said } = context
  if (incident.settings.roster === undefined) return [plain(said.noContacts)]
  return parties.map((party) => partyLine(party, context))
}

function partyLine({ id, calls, reached, next }: Party, { incident, text, said }: HandoverContext): Line {
  const named = (person: string) => personName(incident, person, text)
  const name = partyName(incident, id, text)
  if (reached !== null) return plain(`${name}  ${said.reached(named(reached.person), whenOf(reached.at ?? ''))}`)
  const waiting = calls.filter(({ state }) => state === 'waiting').map(({ person }) => named(person))
  if (waiting.length > 0) return plain(`${name}  ${said.waiting(waiting.join(', '))}`)
  return alarm(`${name}  ${said.notReached(next === null ? null : named(next))}`)
}

function clocks(pack: Pack, { incident, text, said, stamp }: HandoverContext): Line[] {
  return pack.clocks.map(({ id, dueAt, overdue }) => {
    const { name } = clockName(incident, id, text)
    const time = whenOf(stamp(dueAt))
    return overdue ? alarm(said.overdueSince(time, name)) : plain(said.dueAt(time, name))
  })
}

function matterWords(matter: Matter, context: HandoverContext): string {
  const { incident, text, said } = context
  const { channels } = incident.runbook
  switch (matter.kind) {
    case 'step':
      return `${stepWords(matter.view, context)}${said.aside(text.words.modality[matter.view.step.modality])}`
    case 'conflict':
      return said.conflict(matter.target, matter.events.join(' <> '))
    case 'escalation':
      return said.unanswered(matter.view.level.title[text.language])
    case 'channel':
      return `${channels[matter.channel]?.[text.language] ?? matter.channel}  ${said.unsafe(matter.reason)}`
    case 'delivery': {
      const { channel, stage, number, state, event } = matter.notice
      const name = channels[channel]?.[text.language] ?? channel
      return said.delivery(`${name} ${text.words.notice(stage, number)}${said.aside(event)}`, state === 'failed')
    }
    case 'page': {
      const { person, way, state, event } = matter.page
      const what = `${personName(incident, person, text)} (${way})${said.aside(event)}`
      return said.page(what, state === 'failed')
    }
    case 'command':
      return said.command(`${matter.command.event}  ${shellWords(matter.command.argv)}`)
  }
}
