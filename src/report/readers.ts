import type { Incident } from '../domain/incident/incident.ts'
import type { UnstatedScope } from '../domain/incident/scope.ts'
import type { Audience } from '../domain/report/audience.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { loadText, type Text } from '../i18n/text.ts'
import { partyTitle, targetName, unstatedName } from '../incident/labels.ts'
import { serviceName, withStatesOfNotices } from '../notice/services-in-report.ts'
import { pictureText } from './words.ts'

/** For whom a report is, and in which language. */
export interface Viewer {
  readonly language: Language
  readonly audience: Audience
}

/** The texts of a report for its readers, and what they call services; customers, what notices call them. */
export interface ReaderWords {
  readonly text: Text
  /** Returns the name of a target such as `withdrawals:XEM`. */
  readonly targetName: (target: string) => string
  /** Returns the name of what nobody has stated. */
  readonly unstatedName: (unstated: UnstatedScope) => string
  /** Returns the name of a department, a person or an escalation level; of others what was recorded. */
  readonly partyName: (id: string) => string
}

export async function readerWords(incident: Incident, { language, audience }: Viewer): Promise<ReaderWords> {
  const { runbook, settings } = incident
  const text = withOwnNames(await loadText(language), runbook)
  const partyName = (id: string) => partyTitle(runbook, settings.roster, id)?.[language] ?? id
  if (audience !== 'customer')
    return {
      text,
      targetName: (target) => targetName(target, runbook, language),
      unstatedName: (unstated) => unstatedName(unstated, runbook, text),
      partyName,
    }
  const notice = { incident, settings, language }
  const shown = withStatesOfNotices(text, notice)
  const { unstated } = await pictureText(language, audience)
  return {
    text: { ...shown, words: { ...shown.words, unstated: (names) => `${unstated}: ${shown.words.listed(names)}` } },
    targetName: (target) => serviceName(notice, target),
    unstatedName: ({ operation }) => serviceName(notice, operation),
    partyName,
  }
}
