import type { Language } from '../domain/runbook/runbook.ts'
import type { NoticeFinding } from './finding.ts'
import type { SendingText } from './words.en.ts'

/** Message and fix of a finding in notices, in the operator's language; `me` is the name the program was called by. */
export async function noticeFindingWords(
  language: Language,
): Promise<(finding: NoticeFinding, me: string) => readonly [message: string, fix: string]> {
  const { noticeFindings } = language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')
  return (finding, me) =>
    (noticeFindings[finding.code] as (params: unknown, me: string) => readonly [string, string])(finding.params, me)
}

/** Loaded only when notices are shown or sent. */
export async function sendingText(language: Language): Promise<SendingText> {
  const { sending } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return sending
}
