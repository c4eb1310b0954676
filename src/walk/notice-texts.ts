import { unsafeBecause } from '../domain/incident/notices.ts'
import type { Composition } from '../notice/compose-notices.ts'
import type { NoticeFinding } from '../notice/finding.ts'
import type { NoticeText } from '../notice/notice.ts'
import { noticeHeading, pasteable } from '../notice/paste.ts'
import type { SendingText } from '../notice/words.en.ts'
import { noticeFindingWords } from '../notice/words.ts'
import { inert, inertLines } from '../view/inert.ts'
import type { Session } from './session.ts'
import { lineMark } from './view.ts'

/**
 * Each text as it is to be pasted, its lines never broken, with what is wrong with it under it; what is wrong with all of
 * them stands once, nearest to the keys.
 */
export async function showTexts(session: Session, { texts, findings }: Composition, said: SendingText): Promise<void> {
  const { raw } = session.world
  const { paint } = session.context
  const mark = lineMark(session.incident, session.context)
  const common = commonTo(texts, findings)
  for (const notice of texts) {
    raw.say(`${mark}${paint.strong(noticeHeading(notice, session.context.text.words))}`)
    for (const line of inertLines(pasteable(notice))) raw.say(`${mark}${line}`)
    const unsafe = unsafeBecause(session.incident, notice.channel)
    if (unsafe !== null) session.say(said.unsafe(notice.channel, inert(unsafe)), paint.alarm)
    const own = findings.filter((f) => isOf(f, notice) && !common.has(keyOf(f)))
    await sayFindings(session, own, said)
  }
  const [first] = texts
  if (first !== undefined && common.size > 0)
    await sayFindings(
      session,
      findings.filter((f) => isOf(f, first) && common.has(keyOf(f))),
      said,
    )
}

/** What is said of every text, where there are several. */
function commonTo(texts: readonly NoticeText[], findings: readonly NoticeFinding[]): ReadonlySet<string> {
  if (texts.length < 2) return new Set()
  const of = (notice: NoticeText) => new Set(findings.filter((f) => isOf(f, notice)).map(keyOf))
  const [first = new Set<string>(), ...others] = texts.map(of)
  return new Set([...first].filter((key) => others.every((keys) => keys.has(key))))
}

function keyOf({ code, params }: NoticeFinding): string {
  return JSON.stringify([code, params])
}

async function sayFindings(session: Session, findings: readonly NoticeFinding[], said: SendingText): Promise<void> {
  const words = await noticeFindingWords(session.context.text.language)
  for (const finding of findings) {
    const [message, mend] = words(finding, session.world.me)
    const isError = finding.level === 'error'
    const line = (isError ? said.error : said.warning)(inert(message), finding.code)
    session.say(line, isError ? session.context.paint.alarm : undefined)
    session.say(`  ${inert(mend)}`)
  }
}

function isOf(finding: NoticeFinding, notice: NoticeText): boolean {
  return finding.channel === notice.channel && finding.language === notice.language
}
