import { severityOf, titleOf } from '../domain/incident/current-values.ts'
import { factsOf } from '../domain/incident/facts.ts'
import type { Notice } from '../domain/incident/incident.ts'
import { partlyReachedCount } from '../domain/incident/notice-reach.ts'
import { announcedStage } from '../domain/notice/announced-stage.ts'
import { roleOf } from '../domain/runbook/fact-roles.ts'
import { customerWordsFor, labelOf, oneLine } from '../i18n/customer-words.ts'
import { quantityWords } from '../i18n/fact-value.ts'
import { momentOf } from '../i18n/moment.ts'
import { stageWords } from './earlier-notices.ts'
import { isOfRestriction } from './halt-names.ts'
import type { NoticeRequest } from './notice.ts'
import { isTimeFact, timeWords } from './notice-times.ts'

/** What departments read beyond customers (manual 2.3): internal values, who stated them, and the notices sent. */
export function internalValues({ incident, language, settings, stage }: NoticeRequest) {
  const words = customerWordsFor(language)
  const { runbook } = incident
  const brief = (iso: string) => words.brief(momentOf(Date.parse(iso), settings.timezone), 'exact')
  const title = titleOf(incident)
  // Where nothing was stopped, its beginning and end are those of a restriction.
  const factLabel = (name: string) => {
    const [role, label] = [roleOf(runbook, name), labelOf(runbook.facts, name, language)]
    if (role !== 'began' && role !== 'expected-end') return label
    if (!isOfRestriction({ incident, stage, language }, role)) return label
    return words.labelOf({ role, stage: 'first', isRestriction: true, isAgain: false, isReason: false, label })
  }
  const facts = Object.entries(factsOf(incident)).flatMap(([name, fact]) => {
    if (fact.at === null || fact.by === null) return []
    const time = isTimeFact(fact) ? timeWords(fact.value as string, 'exact', language, settings.timezone).long : null
    const quantity = fact.value === null ? null : quantityWords(fact.value, runbook.facts[name], language)
    const value = time ?? quantity ?? oneLine(fact.value ?? fact[language] ?? words.notKnown)
    return [{ label: factLabel(name), value, by: oneLine(fact.by), at: brief(fact.at) }]
  })
  const mayHaveGoneOut = (notice: Notice) => notice.state !== 'failed' || partlyReachedCount(notice) > 0
  const told = incident.notices
    .filter((notice) => runbook.channels[notice.channel]?.audience === 'customers' && mayHaveGoneOut(notice))
    .map(({ event, channel, stage, number, state, at, link, links }) => ({
      channel: labelOf(runbook.channels, channel, language),
      report: `${stageWords({ incident, language }, { stage: announcedStage(incident, { event, stage }), number }, words.stageOf)}${words.reached[state]}`,
      at: brief(at),
      link: link === null ? null : oneLine(links?.[language] ?? link),
    }))
  const incidentTitle = title === null ? null : oneLine(title)
  const severity = severityOf(incident)
  const { severities = {} } = runbook.names ?? {}
  return { severity: severities[severity ?? '']?.[language] ?? words.severity(severity), incidentTitle, facts, told }
}
