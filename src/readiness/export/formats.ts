/** What a runbook is exported as: Markdown to read, or a CACAO playbook. */
export const EXPORT_FORMATS = ['markdown', 'cacao'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
