import type { Language } from '../domain/runbook/runbook.ts'
import type { Transport } from './transport.ts'
import type { DeliveryWords } from './words.en.ts'

/** Why deliveries failed, and the title of feeds, in a language. */
export async function deliveryWords(language: Language): Promise<DeliveryWords> {
  return language === 'ja' ? (await import('./words.ja.ts')).deliveries : (await import('./words.en.ts')).deliveries
}

/** Where notices would go, and to how many people as far as that is known, in one line. */
export async function targetWords(
  { target, recipients }: Pick<Transport, 'target' | 'recipients'>,
  language: Language,
): Promise<string> {
  return recipients === undefined ? target : (await deliveryWords(language)).target(target, recipients)
}
