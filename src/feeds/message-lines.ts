import type { FeedEvent, Standing } from '../domain/feeds/feed-event.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { isPartlyResumed, type ScopeTarget } from '../domain/incident/scope.ts'
import type { Event, ScopeChange } from '../domain/log/event.ts'
import { announcedStage } from '../domain/notice/announced-stage.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import { inertLine } from '../view/inert.ts'
import { briefTimeText } from '../view/time-format.ts'
import type { FeedWords } from './words.en.ts'

/** The words of one language that messages are made of. */
export interface MessageWords {
  readonly text: Text
  readonly feeds: FeedWords
}

export function titleIn(incident: Incident, { titles, type }: Standing, { text: { language } }: MessageWords): string {
  return inertLine(titles[language] ?? typeName(incident, type, language))
}

/** What happened, in a few lines. */
export function detailsOf(incident: Incident, event: FeedEvent, { text, feeds }: MessageWords): string[] {
  const { said, before, after, isTakenBack } = event
  const { words } = text
  // Of what was taken back, the reason for that is told.
  const reasons = (reason: string | null | undefined) =>
    reason && !isTakenBack ? [feeds.reason(inertLine(reason))] : []
  switch (said.type) {
    case 'incident.started': {
      const { planned } = said.data
      return planned === null ? [] : [feeds.planned(briefTimeText(planned.from), briefTimeText(planned.to))]
    }
    case 'incident.classified':
      return [
        feeds.change(words.severity(before.severity), words.severity(after.severity)),
        ...reasons(said.data.reason),
      ]
    case 'phase.advanced':
      return [feeds.change(words.phase[before.phase], words.phase[after.phase]), ...reasons(said.data.forced?.reason)]
    case 'scope.changed':
      return said.data.changes.map((change) => changeLine(incident, change, { text, feeds }))
    case 'incident.reopened':
      return [...reasons(said.data.reason), ...said.data.scope.map((one) => changeLine(incident, one, { text, feeds }))]
    case 'scope.lifted':
      return [feeds.opened(said.data.changes.map((one) => targetName(incident, one, { text, feeds })))]
    case 'incident.closed':
      return [
        feeds.closedAs(words.closing[said.data.as], said.data.duplicateOf ?? null),
        ...reasons(said.data.reason ?? said.data.forced?.reason),
      ]
    case 'handover.offered':
      return [feeds.offered(personIn(said, { text, feeds }), inertLine(said.data.to)), ...reasons(said.data.note)]
    case 'handover.accepted':
      return [feeds.leads(inertLine(said.by)), ...reasons(said.data.reason)]
    default:
      return noticeLines(incident, event, { text, feeds })
  }
}

function noticeLines(incident: Incident, { said, notice }: FeedEvent, { text, feeds }: MessageWords): string[] {
  if (notice === null) return []
  const channel = incident.runbook.channels[notice.channel]?.[text.language] ?? notice.channel
  const name = feeds.onChannel(inertLine(channel), text.words.notice(announcedStage(incident, notice), notice.number))
  const link = said.type === 'notice.posted' || said.type === 'notice.delivered' ? said.data.link : null
  return [noticeOutcome(said, name, feeds), ...(link === null ? [] : [inertLine(link)])]
}

function noticeOutcome(said: Event, name: string, feeds: FeedWords): string {
  if (said.type !== 'notice.delivered')
    return said.type === 'notice.posted' && said.data.settles !== undefined ? feeds.arrived(name) : feeds.posted(name)
  return said.data.why === 'drill' ? feeds.simulated(name) : feeds.delivered(name, said.data.outcome)
}

export function standingLine(
  incident: Incident,
  { type, severity, phase, lead, restricted }: Standing,
  words: MessageWords,
): string {
  const { text, feeds } = words
  const isPartly = isPartlyResumed({ phase, scope: restricted ?? [] })
  const named = text.words.phase[phase]
  return feeds.facts([
    text.words.severity(severity),
    typeName(incident, type, text.language),
    isPartly ? text.words.marked(named, text.words.someRestricted) : named,
    ...(lead === null ? [] : [feeds.lead(inertLine(lead))]),
  ])
}

export function restrictedLine(incident: Incident, { restricted }: Standing, words: MessageWords): string {
  const { text, feeds } = words
  if (restricted === null) return feeds.notStated
  if (restricted.length === 0) return feeds.noneRestricted
  return feeds.restricted(
    restricted.map((one) => text.words.marked(targetName(incident, one, words), text.words.scopeState[one.state])),
  )
}

function changeLine(incident: Incident, change: ScopeChange, words: MessageWords): string {
  const { text, feeds } = words
  const target = targetName(incident, change, words)
  if (change.state === null) return feeds.asOperation(target, targetName(incident, { ...change, asset: null }, words))
  const said = change.words == null ? null : inertLine(change.words)
  return feeds.stated(target, text.words.scopeState[change.state], said)
}

function targetName({ runbook }: Incident, { operation, asset }: ScopeTarget, { text, feeds }: MessageWords): string {
  const name = inertLine(runbook.operations[operation]?.[text.language] ?? operation)
  return asset === null ? name : feeds.asset(name, asset)
}

/** Who recorded an event, and who let them do so. */
export function personIn({ by, invitedBy }: Event, { text }: MessageWords): string {
  return invitedBy === undefined ? inertLine(by) : text.words.invited(inertLine(by), inertLine(invitedBy))
}

function typeName({ runbook }: Incident, type: string, language: Language): string {
  return inertLine(runbook.types[type]?.[language] ?? type)
}

export function timeWithOffset(at: string): string {
  return `${briefTimeText(at)} ${/(?:[+-]\d\d:\d\d|Z)$/.exec(at)?.[0] ?? ''}`
}
