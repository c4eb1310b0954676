import type { Incident } from '../domain/incident/incident.ts'
import { parseTarget, type UnstatedScope } from '../domain/incident/scope.ts'
import type { Audience } from '../domain/report/audience.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { loadText, type Text } from '../i18n/text.ts'
import { partyTitle, targetName, unstatedName } from '../incident/labels.ts'
import { serviceNames, withStatesOfNotices } from '../notice/services-in-report.ts'
import { pictureText, reportLabels } from './words.ts'

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
  /** Returns the name of a target in a list of several: an operation is the rest of it where assets of it are listed too. */
  readonly nameAmong: (target: string, listed: readonly string[]) => string
  /** Returns the names of several; an asset is not named beside its operation. */
  readonly targetNames: (targets: readonly string[]) => string
  /** Returns the name of what nobody has stated. */
  readonly unstatedName: (unstated: UnstatedScope) => string
  /** Returns the name of a department, a person or an escalation level; of others what was recorded. */
  readonly partyName: (id: string) => string
}

export async function readerWords(incident: Incident, { language, audience }: Viewer): Promise<ReaderWords> {
  const { runbook, settings } = incident
  const text = withOwnNames(await loadText(language), runbook)
  const partyName = (id: string) => partyTitle(runbook, settings.roster, id)?.[language] ?? id
  if (audience !== 'customer') {
    const nameOf = (target: string) => targetName(target, runbook, language)
    const { exceptAssets } = await reportLabels(language, audience)
    return {
      text,
      targetName: nameOf,
      nameAmong: (target, listed) => {
        const assets = assetsAmong(target, listed)
        return assets.length === 0 ? nameOf(target) : text.words.marked(nameOf(target), exceptAssets(assets))
      },
      targetNames: (targets) => text.words.listed(withoutCovered(targets).map(nameOf)),
      unstatedName: (unstated) => unstatedName(unstated, runbook, text),
      partyName,
    }
  }
  const notice = { incident, settings, language }
  const shown = withStatesOfNotices(text, notice)
  const { unstated } = await pictureText(language, audience)
  return {
    text: { ...shown, words: { ...shown.words, unstated: (names) => `${unstated}: ${shown.words.listed(names)}` } },
    targetName: (target) => serviceNames(notice, [target]),
    nameAmong: (target) => serviceNames(notice, [target]),
    targetNames: (targets) => serviceNames(notice, targets),
    unstatedName: ({ operation }) => serviceNames(notice, [operation]),
    partyName,
  }
}

/** The assets of an operation that are listed beside it; an asset has none. */
function assetsAmong(name: string, listed: readonly string[]): string[] {
  const { operation, asset } = parseTarget(name)
  if (asset !== null) return []
  return listed.flatMap((target) => {
    const { operation: of, asset } = parseTarget(target)
    return asset !== null && of === operation ? [asset] : []
  })
}

/** What is said of an operation holds for its assets. */
function withoutCovered(targets: readonly string[]): string[] {
  return targets.filter((target) => {
    const { operation, asset } = parseTarget(target)
    return asset === null || !targets.includes(operation)
  })
}
