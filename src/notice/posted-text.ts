import { numberPosted } from '../domain/decide/as-approved.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { channelsToNotify } from '../domain/incident/notices.ts'
import { withoutAddresses } from '../domain/notice/other-language.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { approvalsNotByAnother } from '../signing/approver.ts'
import type { World } from '../world.ts'
import { type Composition, checkAgain, composeNotices, type NoticeSelection } from './compose.ts'
import type { NoticeText } from './notice.ts'
import type { NoticeFinding, NoticeFindingCode } from './notice-finding.ts'
import { nextStatedIn } from './stated-times.ts'

/**
 * Checks a text that a person posts by hand, as the selected notices: it promises the next report that it states, and is in
 * the languages that are in it. Rejects as `composeNotices` does, but for notices that do not go with the halt.
 */
export async function composePosted(
  world: World,
  chosen: ChosenIncident,
  selection: NoticeSelection,
  text: string,
): Promise<Composition> {
  const { journal, clock } = chosen
  const { incident } = journal
  const { language = languageIn(text), at = clock.now(), stage } = selection
  const channels = selection.channels.length > 0 ? selection.channels : channelsToNotify(incident)
  const except = await approvalsNotByAnother(world, journal)
  const use = { now: clock.now(), at: selection.at === undefined ? undefined : new Date(at).toISOString(), except }
  const numbered = numberPosted({ incident, lifecycle: lifecycleOf(incident) }, { channels, stage, text, use })
  const next = selection.next ?? nextStatedIn(text, at, incident.settings.timezone)
  const wanted = { ...selection, ...(language !== undefined && { language }), next }
  const composed = await composeNotices(world, chosen, wanted, { refuses: false, numbered })
  const checked = checkAgain(
    chosen,
    composed,
    composed.texts.map((notice) => withText(notice, text)),
  )
  return { ...checked, findings: findingsOfPosted(checked.findings) }
}

/** The only language of a text; undefined if it has sentences in both, or too few words to tell. */
function languageIn(text: string): Language | undefined {
  const words = withoutAddresses(text)
  const isJapanese = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(words)
  const isEnglish = (words.match(/\b[a-z]{2,}\b/g)?.length ?? 0) >= 10
  return isJapanese === isEnglish ? undefined : isJapanese ? 'ja' : 'en'
}

/** The notice with the text of a file, whose first paragraph is the subject if that is one line and the channel has one. */
function withText(notice: NoticeText, content: string): NoticeText {
  const text = content.replaceAll('\r\n', '\n').trim()
  const [, subject = null, rest = text] =
    notice.subject === null ? [] : (/^(?:Subject:[ \t]*)?([^\n]+)\n[ \t]*\n([\s\S]+)$/.exec(text) ?? [])
  return { ...notice, subject, text: rest }
}

/** What is wrong with the record rather than with a text. Once the text is out, it is no reason not to record that. */
const OF_RECORD: ReadonlySet<NoticeFindingCode> = new Set([
  'fact-missing',
  'language-missing',
  'no-next-report',
  'organisation-unset',
  'stage-contradicted',
  'words-of-new-writer',
])

/** The findings in what a person posts by hand: what is missing on record is a warning there. */
export function findingsOfPosted(findings: readonly NoticeFinding[]): NoticeFinding[] {
  return findings.map((finding) => (OF_RECORD.has(finding.code) ? { ...finding, level: 'warning' } : finding))
}
