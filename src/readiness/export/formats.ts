import { LANGUAGES } from '../../domain/runbook/runbook.ts'

/** What a runbook is exported as: Markdown to read, or a CACAO playbook. */
export const EXPORT_FORMATS = ['markdown', 'cacao'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** The languages of an export: one, or both side by side. */
export const EXPORT_LANGUAGES = [...LANGUAGES, 'both'] as const
export type ExportLanguage = (typeof EXPORT_LANGUAGES)[number]
