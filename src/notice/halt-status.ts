import type { HaltStatus } from '../delivery/status-document.ts'
import { isTime } from '../domain/guard.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import type { Incident, Notice } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { wentOut } from '../domain/incident/notices.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { incidentAsOf } from '../domain/notice/changes.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { isRestriction } from './halt-names.ts'
import { haltStart, plannedWindow } from './notice-times.ts'
import { itemNames, rowsOf } from './scope-words.ts'
import { isStoppedAgain } from './service-times.ts'

/** How a halt stood when a notice was made, in the languages of its texts: what a status page says once it went out. */
export function haltStatusOf(now: Incident, notice: Notice, settings: Settings): HaltStatus {
  const incident = incidentAsOf(now, notice)
  const [from = null, to = null] = (plannedWindow(incident) ?? '').split('/')
  const scope = scopeOf(incident)
  const state = haltStateOf(incident, notice)
  const linesIn = (language: Language) =>
    SCOPE_STATES.flatMap((scopeState) => {
      const request = { incident, settings, language }
      const entries = scope.filter((entry) => entry.state === scopeState)
      // Before a planned halt, nothing is in that state yet.
      const lines =
        state === 'planned'
          ? itemNames(request, entries, scope)
          : rowsOf(request, entries, scope).map(({ line }) => line)
      return lines.map((text) => ({ state: scopeState, text }))
    })
  const start = timeOrNull(from)
  return {
    state,
    asOf: notice.recordedAt,
    startedAt: timeOrNull(haltStart(incident)),
    again: isStoppedAgain(incident),
    restriction: isRestriction({ incident, stage: notice.stage, language: 'en' }),
    planned: start === null ? null : { from: start, to: timeOrNull(to) },
    next: notice.next,
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

function timeOrNull(value: string | null): string | null {
  return value !== null && isTime(value) ? value : null
}
