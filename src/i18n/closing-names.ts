import type { ClosedAs } from '../domain/log/event.ts'
import type { Named } from '../domain/runbook/runbook.ts'

/** What an incident is closed as, in words. */
export const CLOSING_NAMES: Readonly<Record<ClosedAs, Named>> = {
  resolved: { ja: '解決', en: 'resolved' },
  'false-alarm': { ja: '誤報', en: 'false alarm' },
  duplicate: { ja: '重複', en: 'duplicate' },
}
