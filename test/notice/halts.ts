import { join, resolve } from 'node:path'
import type { Incident } from '../../src/domain/incident/incident.ts'
import type { EventData, EventDraft, ScopeState } from '../../src/domain/log/event.ts'
import type { Language, Runbook, Stage } from '../../src/domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/domain/settings.ts'
import { loadTemplates } from '../../src/notice/io/template-files.ts'
import { loadWeigh } from '../../src/notice/length-limits.ts'
import type { CheckRequest, NoticeText } from '../../src/notice/notice.ts'
import { composeText } from '../../src/notice/notice-text.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'
import { readClaimFiles } from '../../src/runbook/io/claim-files.ts'
import { DECLARED, incidentOf, iso, MINUTE, started, stated } from '../given.ts'

const weigh = await loadWeigh(['post'])

export const ROOT = resolve(import.meta.dirname, '../..')
export const RUNBOOK: Runbook = loadRunbook(join(ROOT, 'runbooks'), null).runbook
/** What every notice is checked for, whatever the manual. */
export const CLAIMS = readClaimFiles(join(ROOT, 'runbooks/claims'))
export const TEMPLATES = loadTemplates(ROOT, '/nowhere', [], {})
export const CHANNELS = Object.keys(RUNBOOK.channels)

export const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  channels: { website: { via: 'file', path: 'site', format: 'markdown', baseUrl: 'https://www.example.com/notices' } },
  organisation: { ja: 'サンプル取引所', en: 'Sample Exchange' },
  contact: { ja: 'サポート窓口 https://support.example.com', en: 'Support, https://support.example.com' },
}

export type Scope = EventData['incident.started']['scope']

export const at = (operation: string, state: ScopeState, asset: string | null = null, words: string | null = null) => ({
  operation,
  asset,
  state,
  words,
})

/** The start of a halt of the shipped runbook, without any other facts. */
export function halt(over: Partial<EventData['incident.started']> = {}): EventDraft {
  return started({ type: 'system-failure', runbook: RUNBOOK, settings: SETTINGS, ...over })
}

export const words = (fact: string, ja: string, en: string): EventDraft => stated(fact, { known: true, ja, en })
export const unknown = (fact: string): EventDraft => stated(fact, { known: false })

/** All facts of a first notice; those not known yet are stated as unknown. */
export const FIRST: readonly EventDraft[] = [
  unknown('cause'),
  unknown('expected-recovery'),
  words('impact', '売買の注文と出金ができません。', 'Orders and withdrawals are not possible.'),
]

export const STOPPED: Scope = [at('trading', 'stopped'), at('withdrawals', 'stopped')]

export function requestOf(incident: Incident, over: Partial<CheckRequest> = {}): CheckRequest {
  return {
    incident,
    next: null,
    now: DECLARED + 3 * MINUTE,
    settings: SETTINGS,
    claim: null,
    claims: CLAIMS,
    weigh,
    ...over,
  }
}

export function textOf(
  request: CheckRequest,
  channel: string,
  stage: Stage = 'first',
  language: Language = 'ja',
  number: number | null = stage === 'scheduled' ? null : 1,
): NoticeText {
  return composeText({ ...request, channel, stage, number, language }, TEMPLATES)
}

/** A halt with all facts given: its first notice has no findings. */
export function complete(...more: readonly EventDraft[]): Incident {
  return incidentOf(halt({ scope: STOPPED }), ...FIRST, ...more)
}

export const RANGE = `${iso(60 * MINUTE)}/${iso(90 * MINUTE)}`
