import type { Severity } from '../../domain/runbook/runbook.ts'
import type { FeedMessage } from '../message.ts'
import { cut } from './cut.ts'

/** Limits of PagerDuty's events; `key` is that of the alert. */
const PAGERDUTY_LIMITS = { summary: 1024, key: 255, bytes: 512 * 1024 } as const

/** The longest text in its details. */
const MAX_DETAILS = 4000

/** A severity that nobody has stated counts as the highest. */
const SEVERITIES: Readonly<Record<Severity, string>> = {
  sev1: 'critical',
  sev2: 'error',
  sev3: 'warning',
  sev4: 'info',
}

/** An event of PagerDuty (Events API v2) for the service with this routing key; null if nothing becomes of its alert. */
export function pagerDutyForm(
  { alert, incident, at, texts, what, isDrill }: FeedMessage,
  routingKey: string,
): object | null {
  if (alert === null) return null
  const { key, action, severity } = alert
  const event = { routing_key: routingKey, event_action: action, dedup_key: cut(key, PAGERDUTY_LIMITS.key) }
  if (action !== 'trigger') return event
  const details = texts.map(({ language, lines }) => [language, cut(lines.join('\n'), MAX_DETAILS)])
  const payload = {
    summary: cut(texts.map(({ title }) => title).join(' / '), PAGERDUTY_LIMITS.summary),
    source: incident?.id ?? 'halt',
    severity: what === 'test' || isDrill ? 'info' : severity === null ? 'critical' : SEVERITIES[severity],
    timestamp: at,
    ...(incident !== null && { class: incident.type }),
    custom_details: Object.fromEntries(details),
  }
  return { ...event, payload, client: 'halt' }
}
