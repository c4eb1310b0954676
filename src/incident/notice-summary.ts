import type { Incident, Notice } from '../domain/incident/incident.ts'
import { unsafeBecause, unsentOf } from '../domain/incident/notices.ts'
import { wentOut } from '../domain/incident/sending.ts'
import type { Measured } from '../domain/report/metrics.ts'
import type { Text } from '../i18n/text.ts'
import { whenOf } from '../view/format.ts'
import { inert } from '../view/inert.ts'
import type { Paint } from '../view/paint.ts'
import type { StatusLabels } from './words.en.ts'

interface Context {
  readonly text: Text
  readonly labels: StatusLabels
  readonly paint: Paint
}

/** What customers and departments have been told, a line for each channel, and how soon. */
export function noticeSummaryLines(incident: Incident, measured: Measured, { text, labels, paint }: Context): string[] {
  return Object.entries(incident.runbook.channels).flatMap(([id, channel]) => {
    const notices = incident.notices.filter((n) => n.channel === id)
    const last = notices.findLast(wentOut)
    const unsafe = unsafeBecause(incident, id)
    const lines = [
      ...(last === undefined ? [] : [`${channel[text.language]}  ${lastWords(last)}${soonWords(measured, id)}`]),
      ...(unsafe === null ? [] : [paint.alarm(`${channel[text.language]}  ${labels.unsafe(inert(unsafe))}`)]),
    ]
    return lines
  })

  function lastWords({ stage, number, at }: Notice): string {
    return `${text.words.notice(stage, number)}  ${whenOf(at)}`
  }

  function soonWords({ channels }: Measured, id: string): string {
    const { fromDeclaringSeconds: first = null, resumptionFromLiftSeconds: resumption = null } = channels[id] ?? {}
    const spans = [
      first === null ? '' : labels.firstAfter(text.words.seconds(first)),
      resumption === null ? '' : labels.resumptionAfter(text.words.seconds(resumption)),
    ].filter((w) => w !== '')
    return spans.length === 0 ? '' : `  (${spans.join(', ')})`
  }
}

/** Notices that failed, or of which nobody knows whether they went out, where none went out on the channel since. */
export function unsentLines(incident: Incident, { text, labels, paint }: Context): string[] {
  return unsentOf(incident).map(({ channel, number, stage, state, event, sending, at }) => {
    const name = incident.runbook.channels[channel]?.[text.language] ?? channel
    const why = sending?.why == null ? '' : ` (${sending.why})`
    const what = `${event}  ${whenOf(at)}  ${name} ${text.words.notice(stage, number)}`
    return paint.alarm(`${what}  ${state === 'failed' ? labels.notSent : labels.maybeSent}${why}`)
  })
}
