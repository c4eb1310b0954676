import { unsafeReason } from '../domain/incident/notices.ts'
import { customerChannels } from '../domain/runbook/runbook.ts'
import { parsePromise } from '../incident/statements.ts'
import { type Composition, checkAgain, composeNotices, type NoticeSelection, outboxOf } from '../notice/compose.ts'
import type { NoticeText } from '../notice/notice.ts'
import type { NoticeFinding } from '../notice/notice-finding.ts'
import { noticeTitle, pasteText } from '../notice/output.ts'
import { blockingFindings } from '../notice/send-notices.ts'
import type { SendingText } from '../notice/words.en.ts'
import { noticeFindingWords } from '../notice/words.ts'
import { clipboardSequence } from '../platform/clipboard.ts'
import { columnsOf } from '../view/columns.ts'
import { inertLine, inertLines } from '../view/inert.ts'
import { editInPlace, editOutside } from './notice-edits.ts'
import { postByHand, send } from './notice-sending.ts'
import type { Session } from './session.ts'
import { lineMark } from './view.ts'

/** What is on the screen: the text at `at`, from its line `from` on. */
interface Place {
  readonly at: number
  readonly from: number
}

const START: Place = { at: 0, from: 0 }

/** Lines of the terminal that a page of a text leaves free for its title, findings and keys. */
const SPARE_ROWS = 12
const MIN_PAGE_ROWS = 6

/**
 * Shows the texts one at a time and lets the operator edit, copy, send or post them, until that is done or the operator
 * leaves. Edits stay until the texts are used or the edits dropped.
 */
export async function offerTexts(session: Session, first: Composition, said: SendingText): Promise<void> {
  let composition = withEdits(session, first)
  let place = START
  let next = await showPage(session, composition, place, said)
  for (;;) {
    const { errors } = blockingFindings(composition.findings)
    const sends = outboxOf(composition).notices.length > 0
    const isEdited = session.edits.size > 0
    const key = await session.askKey(said.keys({ errors: errors.length, sends, isEdited }), 'nsyhwieocx')
    const shown = composition.texts[place.at]
    if (key === '') return
    if (key === 's' && sends && (await send(session, composition, said))) return session.edits.clear()
    if (key === 'y' && (await postByHand(session, composition.texts, said))) return session.edits.clear()
    if (key === 'c' && shown !== undefined) {
      session.world.output.write(clipboardSequence(pasteText(shown)))
      session.say(said.copied(noticeTitle(shown, session.context.text.words)))
      continue
    }
    if (key === 'n') place = next
    else if (key === 'i' || key === 'o') {
      const edited = await (key === 'i' ? editInPlace : editOutside)(session, composition.texts, place.at, said)
      for (const [i, text] of edited.entries()) if (text !== composition.texts[i]) session.edits.set(nameOf(text), text)
      composition = checkAgain(session, composition, edited)
      place = { ...place, from: 0 }
    } else if (key === 'x') {
      session.edits.clear()
      composition = await composeNotices(session.world, session, composition.selection)
    } else if (key === 'w' || key === 'h') {
      const change = key === 'w' ? withNextReport : withChannels
      const wanted = await change(session, composition.selection)
      if (wanted === null) continue
      composition = withEdits(session, await composeNotices(session.world, session, wanted))
      place = START
    } else if (key !== 'e') continue
    next = await showPage(session, composition, place, said)
  }
}

/** Puts edited texts in place of the composed ones. */
function withEdits(session: Session, composition: Composition): Composition {
  const edited = composition.texts.map((text) => {
    const edit = session.edits.get(nameOf(text))
    return edit === undefined ? text : { ...text, subject: edit.subject, text: edit.text }
  })
  return checkAgain(session, composition, edited)
}

function nameOf({ channel, stage, number, language }: NoticeText): string {
  return [channel, stage, number, language].join(' ')
}

/** The same notices with another time for the next report; null if no valid time was given. */
async function withNextReport(session: Session, wanted: NoticeSelection): Promise<NoticeSelection | null> {
  const given = await session.askLine(session.context.walk.nextReport)
  let changed: NoticeSelection | null = null
  if (given !== '')
    session.attempt(() => {
      changed = { ...wanted, next: parsePromise(given, session.clock) }
    })
  return changed
}

/** The same notices for other channels, at the next stage of each; null if no known channels were given. */
async function withChannels(session: Session, { stage: _, ...rest }: NoticeSelection): Promise<NoticeSelection | null> {
  const { runbook } = session.incident
  const known = Object.keys(runbook.channels)
  const given = await session.askLine(session.context.walk.channels(known.join(', ')))
  if (given === '') return null
  const channels = given === 'all' ? customerChannels(runbook) : given.split(/[\s,、]+/)
  const unknown = channels.find((id) => !known.includes(id))
  if (unknown === undefined) return { ...rest, channels }
  session.complain({ code: 'unknown-channel', params: { given: unknown, allowed: known } })
  return null
}

/** Shows a page of a text, unwrapped and ready to paste; at its end the findings. Resolves to the place of the next page. */
async function showPage(
  session: Session,
  { texts, findings }: Composition,
  { at, from }: Place,
  said: SendingText,
): Promise<Place> {
  const notice = texts[at]
  if (notice === undefined) return START
  const { raw, terminal } = session.world
  const { paint, text, columns } = session.context
  const mark = lineMark(session.incident, session.context)
  const place = session.context.walk.place(at + 1, texts.length)
  const edited = session.edits.has(nameOf(notice)) ? `  ${said.edited}` : ''
  raw.say(`${mark}${paint.strong(`${place}${noticeTitle(notice, text.words)}${edited}`)}`)
  const lines = inertLines(pasteText(notice))
  const end = endOfPage(lines, from, { columns, rows: Math.max(terminal.rows - SPARE_ROWS, MIN_PAGE_ROWS) })
  for (const line of lines.slice(from, end)) raw.say(`${mark}${line}`)
  if (end < lines.length) {
    session.say(said.more(lines.length - end))
    return { at, from: end }
  }
  const unsafe = unsafeReason(session.incident, notice.channel)
  if (unsafe !== null) session.say(said.unsafe(notice.channel, inertLine(unsafe)), paint.alarm)
  await sayFindings(session, notice, findings, said)
  return { at: (at + 1) % texts.length, from: 0 }
}

/** The index after the last line of the page that begins with line `from`. */
function endOfPage(
  lines: readonly string[],
  from: number,
  { columns, rows }: { columns: number; rows: number },
): number {
  let used = 0
  for (let i = from; i < lines.length; i++) {
    used += Math.max(1, Math.ceil(columnsOf(lines[i] ?? '') / columns))
    if (used > rows && i > from) return i
  }
  return lines.length
}

async function sayFindings(
  session: Session,
  notice: NoticeText,
  findings: readonly NoticeFinding[],
  said: SendingText,
): Promise<void> {
  const words = await noticeFindingWords(session.context.text.language)
  for (const finding of findings) {
    if (finding.channel !== notice.channel || finding.language !== notice.language) continue
    const [message, advice] = words(finding, session.world.invocation)
    const isError = finding.level === 'error'
    session.say(
      (isError ? said.error : said.warning)(inertLine(message), finding.code),
      isError ? session.context.paint.alarm : undefined,
    )
    session.say(`  ${inertLine(advice)}`)
  }
}
