import { STAGES } from '../domain/runbook/runbook.ts'
import type { Kind } from '../i18n/customer-words.en.ts'

/** Names that a template may use: of values, and of fields of list items. */
export const TEMPLATE_NAMES = [
  'title',
  'shortTitle',
  'organisation',
  'drill',
  'full',
  'again',
  'repair',
  'number',
  'start',
  'startBrief',
  'scope',
  'scopeBrief',
  'available',
  'spoken',
  'resumed',
  'resumedAt',
  'resumedAtBrief',
  'remaining',
  'remainingBrief',
  'planned',
  'plannedBrief',
  'plannedScope',
  'cause',
  'causeBrief',
  'impact',
  'progress',
  'expected',
  'expectedBrief',
  'next',
  'nextBrief',
  'openOrders',
  'request',
  'contact',
  'contactBrief',
  'link',
  'losses',
  'prevention',
  'severity',
  'incidentTitle',
  'facts',
  'told',
  'line',
  'label',
  'value',
  'by',
  'at',
  'channel',
  'report',
  ...STAGES.map((stage) => `stage.${stage}`),
  'known.cause',
  'known.impact',
  'known.losses',
  'kind.halt',
  'kind.services',
  'kind.restriction',
  'kind.unknown',
  'type.name',
  'type.other',
] as const

/** `types` are the halt types that a template may test for; null allows any. */
export function isName(name: string, types: readonly string[] | null): boolean {
  if ((TEMPLATE_NAMES as readonly string[]).includes(name) || name === '.') return true
  const type = /^type\.(.+)$/.exec(name)?.[1]
  return type !== undefined && (types === null || types.includes(type))
}

/** Template files, without extension: one per channel, and the parts they share. */
export const TEMPLATE_FILES = [
  'website',
  'email',
  'app-push',
  'social',
  'internal',
  'part-greeting',
  'part-apology',
  'part-lead',
  'part-reason',
  'part-what',
  'part-answer',
  'part-facts',
  'part-scheduled',
  'part-plan',
  'part-resumption',
  'part-final',
  'part-closing',
] as const

export interface Line {
  readonly line: string
}

/** The values of a template. Each is a single line; null, false and an empty list count as absent (`{{^name}}`). */
export interface NoticeValues {
  readonly title: string
  readonly shortTitle: string
  readonly organisation: string | null
  readonly stage: Readonly<Record<string, boolean>>
  readonly kind: Readonly<Record<Kind, boolean>>
  readonly type: Readonly<Record<string, string | boolean>>
  readonly drill: boolean
  /** Nothing that was stated is restricted any more. */
  readonly full: boolean
  /** The halt was reopened after a resumption. */
  readonly again: boolean
  /** Something broke in halts of this type, so notices may speak of repair. */
  readonly repair: boolean
  /** Which facts have public words: these may be whole sentences, so do not build them into another one. */
  readonly known: Readonly<Record<'cause' | 'impact' | 'losses', boolean>>
  readonly number: string | null
  readonly start: string
  readonly startBrief: string
  readonly scope: readonly Line[]
  readonly scopeBrief: string
  /** What is restricted, as sentences to read aloud. */
  readonly spoken: readonly Line[]
  /** What was stated to be open while the rest is not. */
  readonly available: string | null
  readonly resumed: string
  readonly resumedAt: string
  readonly resumedAtBrief: string
  readonly remaining: readonly Line[]
  readonly remainingBrief: string | null
  readonly planned: string
  readonly plannedBrief: string
  readonly plannedScope: string | null
  readonly cause: string
  /** `cause`; null if a short text has no room for it. */
  readonly causeBrief: string | null
  readonly impact: string
  readonly progress: string
  readonly expected: string
  readonly expectedBrief: string
  readonly next: string | null
  readonly nextBrief: string | null
  /** What happens to orders placed before the halt. */
  readonly openOrders: string | null
  readonly request: string | null
  readonly contact: string | null
  /** `contact`; null if a short text has no room for it. */
  readonly contactBrief: string | null
  readonly link: string | null
  readonly losses: string
  readonly prevention: readonly Line[]
  readonly severity: string
  readonly incidentTitle: string | null
  readonly facts: readonly {
    readonly label: string
    readonly value: string
    readonly by: string
    readonly at: string
  }[]
  readonly told: readonly {
    readonly channel: string
    readonly report: string
    readonly at: string
    readonly link: string | null
  }[]
}
