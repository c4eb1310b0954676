import type { Language } from '../domain/runbook/runbook.ts'
import type { NoticeFinding } from '../notice/finding.ts'

/** Message and mend of a finding in notices, in the operator's language. */
export async function noticeFindingWords(
  language: Language,
): Promise<(finding: NoticeFinding) => readonly [message: string, mend: string]> {
  const { noticeFindings } = language === 'ja' ? await import('./ja/notices.ts') : await import('./en/notices.ts')
  return (finding) => (noticeFindings[finding.code] as (params: unknown) => readonly [string, string])(finding.params)
}
