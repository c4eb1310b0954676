import { found, type ReadinessFinding } from '../../domain/readiness/finding.ts'
import { LANGUAGES, type Language } from '../../domain/runbook/runbook.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Examination } from '../io/examination.ts'
import { inFile, readiness, type Told } from './check-result.ts'

/** `halt.yaml`: what is wrong with it, and whether notices can say who sends them and where to ask. */
export function checkSettings({ settingsFile, settings }: Examination): Told[] {
  if (settingsFile !== null && 'problem' in settingsFile)
    return [{ of: 'problem', problem: settingsFile.problem, place: null }]
  const findings = inFile(settingsFile?.source.findings ?? [])
  if (findings.length > 0) return findings
  return readiness(
    ...languagesOf(settings).flatMap((language) =>
      (['organisation', 'contact'] as const)
        .filter((key) => settings[key][language] === null)
        .map((key): ReadinessFinding => {
          const place = settingsFile?.source.placeOf([key]) ?? null
          const level = sends(settings, language) ? 'error' : 'warning'
          return found(level, `${key}-unset`, { language }, place)
        }),
    ),
  )
}

/** Languages of notices: those of the channels, else Japanese. */
function languagesOf({ channels }: Settings): Language[] {
  const used = new Set(Object.values(channels).flatMap(({ languages }) => languages ?? []))
  return LANGUAGES.filter((language) => used.has(language) || language === 'ja')
}

/** Sending refuses what does not say it; what a person posts is only shown with a finding. */
function sends({ channels }: Settings, language: Language): boolean {
  return Object.values(channels).some(
    ({ via, languages = ['ja'] }) => via !== 'by-hand' && languages.includes(language),
  )
}
