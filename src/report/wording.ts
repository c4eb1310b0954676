import type { FactView } from '../domain/incident/facts.ts'
import type { Notice } from '../domain/incident/incident.ts'
import type { Report } from '../domain/report/report.ts'
import { type Language, type Stage, stepById } from '../domain/runbook/runbook.ts'
import { partyTitle, targetName } from '../incident/labels.ts'
import { readable } from '../view/format.ts'
import type { ReportContext } from './context.ts'

type Data = Readonly<Record<string, unknown>>

/** What an event says, with names in the place of ids and times as people write them; of an unknown one, as it is. */
export function inWords(type: string, data: Data, report: Report, context: ReportContext): Data {
  const { runbook, text, labels } = context
  const { words, language } = text
  if (!Object.hasOwn(text.events, type)) return data
  const stage = words.stage as Data
  const ways = labels.ways as Data
  const known: Readonly<Record<string, (id: string) => string>> = {
    step: (id) => stepName(id, stepById(runbook, id)?.title[language]),
    channel: (id) => channelName(id, context),
    stage: (id) => String(stage[id] ?? id),
    way: (id) => String(ways[id] ?? id),
    person: (id) => personName(id, context),
    to: (id) => (type === 'phase.advanced' ? ((words.phase as Data)[id] as string) : personName(id, context)),
    level: (id) => partyName(id, context),
    department: (id) => partyName(id, context),
    fact: (id) => factName(id, context),
    value: readable,
    next: readable,
    due: readable,
    notice: (event) => noticeName(event, report, context),
    type: (id) => runbook.types[id]?.[language] ?? id,
  }
  const said = Object.entries(data).map(([key, value]): [string, unknown] => {
    if (typeof value === 'string') return [key, Object.hasOwn(known, key) ? (known[key]?.(value) ?? value) : value]
    return [key, (key === 'changes' || key === 'scope') && Array.isArray(value) ? value.map(changed) : value]
  })
  return { ...Object.fromEntries(said), ...numbered() }

  function stepName(id: string, title: string | undefined): string {
    return title === undefined ? id : words.marked(id, title)
  }

  /** Stage and number of a notice together, as they belong in this language. */
  function numbered(): Data {
    const { stage, number } = data
    return typeof stage === 'string' && typeof number === 'number'
      ? { stage: words.notice(stage as Stage, number), number: null }
      : {}
  }

  function changed(change: Data): Data {
    const { operation, asset, state } = change
    const target = asset === null ? String(operation) : `${operation}:${asset}`
    const said = (words.scopeState as Data)[String(state)] ?? state
    return { ...change, operation: operationName(target, context), asset: null, state: said }
  }
}

/** A delivery names what was sent by its event. */
function noticeName(event: string, { notices }: Report, context: ReportContext): string {
  const notice = byEvent(notices).get(event)
  return notice === undefined
    ? event
    : `${channelName(notice.channel, context)} ${context.text.words.notice(notice.stage, notice.number)}`
}

const indexed = new WeakMap<Report['notices'], ReadonlyMap<string, Notice>>()

/** The notices by every event that tried to send them; each delivery asks, so that is gathered once. */
function byEvent(notices: Report['notices']): ReadonlyMap<string, Notice> {
  const known = indexed.get(notices)
  if (known !== undefined) return known
  const named = new Map<string, Notice>()
  for (const notice of notices)
    for (const event of [notice.event, ...(notice.sending?.attempts ?? [])])
      if (!named.has(event)) named.set(event, notice)
  indexed.set(notices, named)
  return named
}

/** `withdrawals:XEM` as people call it. */
export function operationName(target: string, { runbook, text }: ReportContext): string {
  return targetName(target, runbook, text.language)
}

/** Whoever the contact list knows by this id, by their name; others as they signed. */
export function personName(id: string, { roster, text }: ReportContext): string {
  return roster?.people[id]?.[text.language] ?? id
}

/** A department, a person or an escalation level. */
export function partyName(id: string, { runbook, roster, text }: ReportContext): string {
  return partyTitle(runbook, roster, id)?.[text.language] ?? id
}

export function channelName(id: string, { runbook, text }: ReportContext): string {
  return runbook.channels[id]?.[text.language] ?? id
}

export function factName(id: string, { runbook, text }: ReportContext): string {
  return runbook.facts[id]?.[text.language] ?? id
}

const DAY = 86_400
const DAYS_FROM = 3

/** How long something took: in days as well from three on. */
export function spanWords(seconds: number, { text, labels }: ReportContext): string {
  const days = Math.floor(seconds / DAY)
  return days < DAYS_FROM ? text.words.seconds(seconds) : labels.days(days, text.words.seconds(seconds % DAY))
}

/** The public words of a fact in the language of the report, else in the other one; null where none were stated. */
export function wordsIn(language: Language, { ja, en }: Pick<FactView, 'ja' | 'en'>): string | null {
  return language === 'ja' ? (ja ?? en) : (en ?? ja)
}
