import { type HaltStatus, isShown } from '../delivery/status-document.ts'
import { isTime } from '../domain/guard.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import type { Incident, Notice } from '../domain/incident/incident.ts'
import { incidentAsOf } from '../domain/incident/incident-as-of.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { nextNoticePromised } from '../domain/incident/notice-deadlines.ts'
import { wentOut } from '../domain/incident/notice-reach.ts'
import { lastReportOn } from '../domain/incident/notices.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { isoOf } from '../i18n/moment.ts'
import { isRestriction } from './halt-names.ts'
import { haltStart, plannedWindow } from './notice-times.ts'
import { itemNames, rowsOf, unstatedRow } from './scope-words.ts'
import { isStoppedAgain } from './service-times.ts'

/** How a halt stood when a notice was made, in the languages of its texts: what a status page says once it went out. */
export function haltStatusOf(now: Incident, notice: Notice, settings: Settings): HaltStatus {
  const incident = incidentAsOf(now, notice)
  const [from = null, to = null] = (plannedWindow(incident) ?? '').split('/')
  const scope = scopeOf(incident)
  const state = haltStateOf(incident, notice)
  const restriction = isRestriction({ incident, stage: notice.stage, language: 'en' })
  const linesIn = (language: Language): HaltStatus['lines'][string] => {
    const { point, list, availableThen } = customerWordsFor(language)
    // Before a planned halt, nothing is in that state yet.
    const isPlanned = state === 'planned'
    const context = { incident, settings, language, ...(isPlanned && { stage: 'scheduled' as const }) }
    const stated = SCOPE_STATES.flatMap((scopeState) => {
      const entries = scope.filter((entry) => entry.state === scopeState)
      const names = isPlanned && scopeState === 'open' ? itemNames(context, entries, scope) : []
      const lines =
        names.length > 0
          ? [point(availableThen(restriction), list(names))]
          : rowsOf(context, entries, scope).map(({ line }) => line)
      return lines.map((text) => ({ state: scopeState, text }))
    })
    const unstated = isShown({ state }) ? unstatedRow(context) : null
    return [...stated, ...(unstated === null ? [] : [{ state: null, text: unstated }])]
  }
  const start = timeOrNull(from)
  return {
    state,
    asOf: notice.recordedAt,
    startedAt: timeOrNull(haltStart(incident)),
    again: isStoppedAgain(incident),
    restriction,
    planned: start === null ? null : { from: start, to: timeOrNull(to) },
    next: notice.stage === 'correction' ? nextBefore(incident, notice, settings) : notice.next,
    scope: scope.map(({ operation, asset, state }) => ({ operation, asset, state })),
    lines: Object.fromEntries(notice.texts.map(({ language }) => [language, linesIn(language)])),
  }
}

/** What the notices on the channel say of the halt, up to this one. */
function haltStateOf(incident: Incident, { channel, stage }: Notice): HaltStatus['state'] {
  const { current } = lifecycleOf(incident)
  const told = incident.notices.filter((n) => n.channel === channel && n.order > current.order && wentOut(n))
  const stages = [...told.map((n) => n.stage), stage]
  if (stages.includes('retraction')) return 'retracted'
  if (stages.includes('final')) return 'over'
  if (phaseOf(incident) === 'scheduled') return 'planned'
  return current.fullyResumedAt === null ? 'halted' : 'resumed'
}

/** What was promised before a correction, which promises nothing itself; null if nothing was, or that time has come. */
function nextBefore(incident: Incident, { channel, recordedAt }: Notice, { timezone }: Settings): string | null {
  const last = lastReportOn(incident, channel)
  const at = last === undefined ? null : nextNoticePromised(incident, last, undefined)
  return at === null || at <= Date.parse(recordedAt) ? null : isoOf(at, timezone)
}

function timeOrNull(value: string | null): string | null {
  return value !== null && isTime(value) ? value : null
}
