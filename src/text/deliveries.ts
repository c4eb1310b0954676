import type { Language } from '../domain/runbook/runbook.ts'
import type { DeliveryWords } from './en/deliveries.ts'

/** What is said of deliveries, and stands beside notices, in a language. */
export async function deliveryWords(language: Language): Promise<DeliveryWords> {
  return language === 'ja'
    ? (await import('./ja/deliveries.ts')).deliveries
    : (await import('./en/deliveries.ts')).deliveries
}
