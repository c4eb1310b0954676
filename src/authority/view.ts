import type { Authority, KnownAuthority } from '../domain/authorities/authority.ts'
import { typeOf } from '../domain/incident/current-values.ts'
import {
  authoritiesIn,
  awarenessAfterDetection,
  doubtfulStarts,
  type FilingView,
  lastClockStart,
} from '../domain/incident/filings.ts'
import type { Incident } from '../domain/incident/incident.ts'
import type { Text } from '../i18n/text.ts'
import { filingName } from '../incident/labels.ts'
import type { Stamp } from '../incident/status-document.ts'
import { alarm, type Block, type Item, section } from '../view/blocks.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { timeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import type { AuthoritiesText } from './words.en.ts'

export interface FilingContext {
  readonly text: Text
  readonly said: AuthoritiesText
  readonly now: number
  readonly stamp: Stamp
}

export function authorityBlocks(
  incident: Incident,
  known: KnownAuthority | null,
  views: readonly FilingView[],
  context: FilingContext & { readonly authority: Authority; readonly proposed: boolean },
): Block[] {
  const { text, said, authority, proposed } = context
  const { language } = text
  const { id, title, verify, reviewed } = authority
  const condition = known?.condition[language]
  const applies = condition === undefined ? [] : [proposed ? alarm(said.mayApply('', condition)) : condition]
  const { types = null } = known ?? {}
  if (incident.declaration !== null && types?.includes(typeOf(incident)) === false)
    applies.push(said.otherType(types.map((type) => incident.runbook.types[type]?.[language] ?? type)))
  const doubted = doubtfulStarts(incident, authority)
  const events = Object.entries(authority.events).map(([event, name]) => {
    const start = lastClockStart(incident, authority, event, null)
    const occurrence = start === undefined ? [] : [said.came(timeText(start.at), start.event, start.by)]
    const doubt = doubted.find(({ of }) => of === event)?.doubt ?? null
    const line = [`${id}:${event}`, name[language], ...occurrence].join('  ')
    return doubt === null ? line : alarm(`${line}  ${said.doubtful[doubt.before](timeText(doubt.at))}`)
  })
  const filings = views.map((view): Item => {
    const line = [view.filing.id, view.filing.title[language], stateWords(view, context)].join('  ')
    return { text: isLate(view, context.now) ? alarm(line) : line }
  })
  // The reports come below the last event.
  return section(`${id}  ${title[language]}${verify ? `  ${said.verifyAsOf(reviewed)}` : ''}`, [
    ...applies,
    ...events.map((text, i) => ({ text, items: i === events.length - 1 ? filings : [] })),
    ...(events.length === 0 ? filings : []),
  ])
}

export function filingLine(view: FilingView, context: FilingContext): string {
  const { filing, authority } = view
  return [filing.id, filingName(authority, filing, context.text), stateWords(view, context)].join('  ')
}

/** Returns a function that gives the command to correct the time of an event. */
export function correctionLine(world: World): (event: string, at: string) => string {
  return (event, at) => resumeCommand(world, 'correct', event, '--at', at, '--reason', 'WHY')
}

/**
 * Warns of times that deadlines count from: those that are likely to be mistyped, and those at which something became known
 * that are later than the detection. `correct` gives the command for an event.
 */
export function awarenessWarnings(
  incident: Incident,
  { text, said }: FilingContext,
  correct: (event: string, at: string) => string,
): string[] {
  const later = awarenessAfterDetection(incident).map(({ authority, event, of, at, detectedAt }) => {
    const name = inertLine(authority.events[of]?.[text.language] ?? of)
    return said.afterDetection(name, timeText(at), timeText(detectedAt), correct(event, detectedAt))
  })
  const doubted = authoritiesIn(incident).flatMap((authority) =>
    doubtfulStarts(incident, authority).map(({ of, at, event, doubt }) => {
      const name = inertLine(authority.events[of]?.[text.language] ?? of)
      const reason = said.doubtful[doubt.before](timeText(doubt.at))
      return said.doubtfulStart(name, timeText(at), reason, correct(event, said.time))
    }),
  )
  return [...later, ...doubted]
}

function isLate({ state, dueAt, start }: FilingView, now: number): boolean {
  return start?.doubt != null || (state === 'running' && dueAt !== null && dueAt < now)
}

/** When a report is or was due, when it was submitted, and whether that was on time. */
function stateWords(view: FilingView, context: FilingContext): string {
  const { said } = context
  const deadline = deadlineWords(view, context)
  if (view.submissions.length === 0) return deadline
  const submissions = view.submissions.map(({ at, by, ref }) =>
    said.reported(timeText(at), shortLine(by), ref === null ? null : inertLine(ref)),
  )
  const isMisdated = view.submissions[0]?.isMisdated === true
  const kept = isMisdated ? said.misdated : view.kept === null ? '' : view.kept ? said.kept : said.missed
  const parts = [...submissions, view.rule === null ? said.noDeadline : deadline, kept]
  return said.joined(parts.filter((part) => part !== ''))
}

function deadlineWords(view: FilingView, { text, said, now, stamp }: FilingContext): string {
  const { rule, dueAt, movedFrom, latestAt, otherZoneAt, state } = view
  if (rule === null) return said.waiting(originsOf(view, said, text))
  const origin = originWords(view, said, text)
  const doubt = view.start?.doubt ?? null
  if (doubt !== null) return `${said.doubtful[doubt.before](timeText(doubt.at))}${origin}`
  if (rule.before !== null) return `${inertLine(rule.before[text.language])}${origin}`
  const time = timeText(stamp(dueAt ?? now))
  if (rule.within === null) return said.atOnce(time)
  const due = state === 'running' && dueAt !== null && dueAt < now ? said.overdue(time) : said.due(time)
  const moved = movedFrom === null ? due : said.moved(due, timeText(stamp(movedFrom)))
  const whole = latestAt === null ? moved : said.range(moved, timeText(stamp(latestAt)))
  return `${otherZoneAt === null ? whole : said.earliest(whole)}${origin}`
}

/** The event in the log from which a deadline counts. */
function originWords({ authority, start }: FilingView, said: AuthoritiesText, { language }: Text): string {
  if (start === null) return ''
  const { of, at, event } = start
  const other = authority.filings.find(({ id }) => id === of)
  const name = authority.events[of]?.[language] ?? (other === undefined ? of : said.after(other.title[language]))
  return said.countedFrom(inertLine(name), timeText(at), event)
}

/** What the deadlines of a report would count from. */
function originsOf({ authority, filing }: FilingView, said: AuthoritiesText, { language }: Text): string[] {
  const names = filing.due.map(({ from, after }) => {
    if (from !== null) return authority.events[from]?.[language] ?? from
    const other = authority.filings.find(({ id }) => id === after)
    return said.after(other?.title[language] ?? after ?? '')
  })
  return [...new Set(names)]
}

export function filingDocument(view: FilingView, stamp: Stamp) {
  const { authority, filing, state, start, rule, dueAt, movedFrom, latestAt, otherZoneAt, submissions, kept } = view
  const { id, title, verify, reviewed } = authority
  return {
    report: filing.id,
    title: filing.title,
    authority: { id, title, verify, reviewed },
    state,
    from: start,
    dueAt: dueAt === null ? null : stamp(dueAt),
    movedFrom: movedFrom === null ? null : stamp(movedFrom),
    latestAt: latestAt === null ? null : stamp(latestAt),
    otherZoneAt: otherZoneAt === null ? null : stamp(otherZoneAt),
    atOnce: rule !== null && rule.within === null && rule.before === null,
    before: rule?.before ?? null,
    submissions,
    kept,
  }
}
