import * as z from 'zod'
import { fail } from '../domain/problem.ts'

/** What one call of an Alertmanager webhook says: a group of alerts, at least one of which fires unless all are resolved. */
export interface AlertGroup {
  /** Identifies the group: the same in each call about it. */
  readonly key: string
  readonly isFiring: boolean
  /** The first line of the annotation `summary`, or else the name of the alert; null if it has neither. */
  readonly title: string | null
  /** Since when the first of the alerts fires, in milliseconds since 1970; null if none fires. */
  readonly startsAt: number | null
  /** The label `halt_type` of the alert that fires longest and has it; null if none has. */
  readonly type: string | null
  readonly firing: number
  readonly resolved: number
  /** How many more alerts the group has, which Alertmanager left out. */
  readonly truncated: number
  /** What all alerts have in common. */
  readonly labels: Words
  readonly annotations: Words
}

type Words = Readonly<Record<string, string>>

/** Longer keys and titles are no use to anybody, and a line of the log has a length. */
const MAX_KEY = 16_384
const MAX_TITLE = 200

const words = z.record(z.string(), z.string()).default({})

const alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: words,
  startsAt: z.iso.datetime({ offset: true }),
})

/** Version 4 of the webhook's data; keys that are not read here are of no concern. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const webhook = z.object({
  version: z.literal('4'),
  groupKey: z.string().trim().min(1).max(MAX_KEY),
  status: z.enum(['firing', 'resolved']),
  truncatedAlerts: z.number().int().nonnegative().default(0),
  groupLabels: words,
  commonLabels: words,
  commonAnnotations: words,
  alerts: z.array(alert),
})

/** Reads what Alertmanager sends to a webhook, as version 4 of its JSON. Throws `bad-alert`. */
export function readAlertGroup(text: string, path: string): AlertGroup {
  const group = parse(text, path)
  const firing = group.alerts
    .filter(({ status }) => status === 'firing')
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  const { commonLabels: labels, commonAnnotations: annotations } = group
  const name = labels.alertname ?? group.groupLabels.alertname ?? firing[0]?.labels.alertname ?? ''
  return {
    key: group.groupKey,
    isFiring: group.status === 'firing',
    title: titleIn(annotations.summary ?? '') ?? titleIn(name),
    startsAt: firing[0] === undefined ? null : Date.parse(firing[0].startsAt),
    type: firing.find((one) => one.labels.halt_type !== undefined)?.labels.halt_type ?? null,
    firing: firing.length,
    resolved: group.alerts.length - firing.length,
    truncated: group.truncatedAlerts,
    labels,
    annotations,
  }
}

function titleIn(text: string): string | null {
  const [line = ''] = text.trim().split(/\r?\n/)
  if (line.length <= MAX_TITLE) return line || null
  // The line may have millions of characters; none takes more than two units.
  return `${[...line.slice(0, 2 * MAX_TITLE)].slice(0, MAX_TITLE - 1).join('')}…`
}

function parse(text: string, path: string): z.infer<typeof webhook> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return fail('bad-alert', { path, at: null })
  }
  const { data, error } = webhook.safeParse(json)
  return data ?? fail('bad-alert', { path, at: error?.issues[0]?.path.join('.') ?? '' })
}
