import type { Language } from '../domain/runbook/runbook.ts'
import type { NoticeFinding } from './notice-finding.ts'
import type { SendingText } from './words.en.ts'

/** Loads the messages of findings in notices, each with a fix; `me` is the command that the program was called by. */
export async function noticeFindingWords(
  language: Language,
  inWalk = false,
): Promise<(finding: NoticeFinding, me: string) => readonly [message: string, fix: string]> {
  const { noticeFindings } = language === 'ja' ? await import('./words.ja.ts') : await import('./words.en.ts')
  return (finding, me) =>
    (noticeFindings[finding.code] as (params: unknown, me: string, inWalk: boolean) => readonly [string, string])(
      finding.params,
      me,
      inWalk,
    )
}

/** Loads what the command and the walk say around the texts of notices. */
export async function sendingText(language: Language): Promise<SendingText> {
  const { sending } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return sending
}
