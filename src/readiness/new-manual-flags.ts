import { LANGUAGES } from '../domain/runbook/runbook.ts'

export const MANUAL_LANGUAGES = [...LANGUAGES, 'both'] as const
export type ManualLanguage = (typeof MANUAL_LANGUAGES)[number]

export interface NewManualFlags {
  readonly from?: string
  readonly example?: string
  readonly language?: ManualLanguage
  readonly organisation?: string
  readonly organisationJa?: string
  readonly organisationEn?: string
}
