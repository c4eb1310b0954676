import type { Language } from '../domain/runbook/runbook.ts'
import type { FollowUpText, StatusLabels } from './words.en.ts'

export async function statusLabels(language: Language): Promise<StatusLabels> {
  return (await wordsIn(language)).labels
}

export async function followUpText(language: Language): Promise<FollowUpText> {
  return (await wordsIn(language)).followUps
}

function wordsIn(language: Language) {
  return language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts')
}
