import { STAGES } from '../domain/runbook/runbook.ts'

/** Names that a template may use, of values and of what stands in their lists. */
export const NAMES = [
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
  'resumed',
  'resumedAt',
  'resumedAtBrief',
  'remaining',
  'remainingBrief',
  'planned',
  'plannedBrief',
  'plannedScope',
  'cause',
  'impact',
  'progress',
  'expected',
  'expectedBrief',
  'next',
  'nextBrief',
  'request',
  'contact',
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
  'kind.halt',
  'kind.services',
  'kind.restriction',
  'kind.unknown',
  'type.name',
  'type.other',
] as const

/** `types` are the halt types that a template may tell apart; null lets it name any. */
export function isName(name: string, types: readonly string[] | null): boolean {
  if ((NAMES as readonly string[]).includes(name) || name === '.') return true
  const type = /^type\.(.+)$/.exec(name)?.[1]
  return type !== undefined && (types === null || types.includes(type))
}

/** Files of templates, without their ending: one a channel, and the parts that these share. */
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
