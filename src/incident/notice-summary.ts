import type { Incident, Notice } from '../domain/incident/incident.ts'
import { unsafeBecause, unsentOf } from '../domain/incident/notices.ts'
import { wentOut } from '../domain/incident/sending.ts'
import type { Metrics } from '../domain/report/metrics.ts'
import type { Text } from '../i18n/text.ts'
import { alarm, type Inline } from '../view/blocks.ts'
import { whenOf } from '../view/format.ts'
import type { StatusLabels } from './words.en.ts'

interface Context {
  readonly text: Text
  readonly labels: StatusLabels
}

/** What customers and departments have been told, a line for each channel, and how soon. */
export function noticeSummaryLines(incident: Incident, metrics: Metrics, { text, labels }: Context): Inline[] {
  return Object.entries(incident.runbook.channels).flatMap(([id, channel]) => {
    const notices = incident.notices.filter((n) => n.channel === id)
    const last = notices.findLast(wentOut)
    const unsafe = unsafeBecause(incident, id)
    return [
      ...(last === undefined ? [] : [`${channel[text.language]}  ${lastWords(last)}${soonWords(id)}`]),
      ...(unsafe === null ? [] : [alarm(`${channel[text.language]}  ${labels.unsafe(unsafe)}`)]),
    ]
  })

  function lastWords({ stage, number, at }: Notice): string {
    return `${text.words.notice(stage, number)}  ${whenOf(at)}`
  }

  function soonWords(channel: string): string {
    const first = metrics.timeFromDeclaringSecondsByChannel[channel] ?? null
    const resumption = metrics.timeToResumptionNoticeSecondsByChannel[channel] ?? null
    const spans = [
      first === null ? '' : labels.firstAfter(text.words.seconds(first)),
      resumption === null ? '' : labels.resumptionAfter(text.words.seconds(resumption)),
    ].filter((w) => w !== '')
    return spans.length === 0 ? '' : `  (${spans.join(', ')})`
  }
}

/** Notices that failed, or of which nobody knows whether they went out, where none went out on the channel since. */
export function unsentLines(incident: Incident, { text, labels }: Context): Inline[] {
  return unsentOf(incident).map(({ channel, number, stage, state, event, sending, at }) => {
    const name = incident.runbook.channels[channel]?.[text.language] ?? channel
    const why = sending?.why == null ? '' : ` (${sending.why})`
    const what = `${event}  ${whenOf(at)}  ${name} ${text.words.notice(stage, number)}`
    return alarm(`${what}  ${state === 'failed' ? labels.notSent : labels.maybeSent}${why}`)
  })
}
