import type { Language } from '../domain/runbook/runbook.ts'
import type { FollowUpText, SimilarText, StatusLabels } from './words.en.ts'

export async function statusLabels(language: Language): Promise<StatusLabels> {
  return (await wordsIn(language)).labels
}

export async function followUpText(language: Language): Promise<FollowUpText> {
  return (await wordsIn(language)).followUps
}

export async function similarText(language: Language): Promise<SimilarText> {
  return (await wordsIn(language)).similar
}

function wordsIn(language: Language) {
  return language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts')
}
