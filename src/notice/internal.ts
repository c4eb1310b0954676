import { severityOf, titleOf } from '../domain/incident/current-values.ts'
import { factsOf } from '../domain/incident/facts.ts'
import { labelOf, oneLine, wordsIn } from '../i18n/customer-words.ts'
import { momentOf } from '../i18n/time-of-day.ts'
import type { NoticeValues } from './names.ts'
import type { NoticeRequest } from './notice.ts'
import { isTime, said } from './times.ts'

type Internal = Pick<NoticeValues, 'severity' | 'incidentTitle' | 'facts' | 'told'>

/** What the departments are told beside what customers are (manual 2.3): internal values, who said them, who was told. */
export function internalValues({ incident, language, settings }: NoticeRequest): Internal {
  const words = wordsIn(language)
  const { runbook } = incident
  const brief = (iso: string) => words.brief(momentOf(Date.parse(iso), settings.timezone), 'exact')
  const title = titleOf(incident)
  const facts = Object.entries(factsOf(incident)).flatMap(([name, fact]) => {
    if (fact.at === null || fact.by === null) return []
    const time = isTime(fact) ? said(fact.value as string, 'exact', language, settings.timezone).long : null
    const value = time ?? oneLine(fact.value ?? fact[language] ?? words.notKnown)
    return [{ label: labelOf(runbook.facts, name, language), value, by: oneLine(fact.by), at: brief(fact.at) }]
  })
  const told = incident.notices
    .filter(({ channel }) => runbook.channels[channel]?.audience === 'customers')
    .map(({ channel, stage, number, at, link }) => ({
      channel: labelOf(runbook.channels, channel, language),
      report: words.stageOf(stage, number),
      at: brief(at),
      link: link === null ? null : oneLine(link),
    }))
  return {
    severity: words.severity(severityOf(incident)),
    incidentTitle: title === null ? null : oneLine(title),
    facts,
    told,
  }
}
