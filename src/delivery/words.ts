import type { Language } from '../domain/runbook/runbook.ts'
import type { DeliveryWords } from './words.en.ts'

/** Why deliveries failed, and the title of feeds, in a language. */
export async function deliveryWords(language: Language): Promise<DeliveryWords> {
  return language === 'ja' ? (await import('./words.ja.ts')).deliveries : (await import('./words.en.ts')).deliveries
}
