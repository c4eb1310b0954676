import type { Incident, Notice } from '../domain/incident/incident.ts'
import { wentOut } from '../domain/incident/notice-reach.ts'
import { pasteText } from '../domain/notice/paste-text.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import { shownApprovals } from '../incident/approval-lines.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { KnownFirst } from '../incident/known-first.ts'
import { takenBackLine } from '../incident/notices-taken-back.ts'
import { statusInParts } from '../incident/status-view.ts'
import { joinedText } from '../platform/pieces.ts'
import { alarm, type Block, list, plainText } from '../view/blocks.ts'
import { blockHtml, escapeHtml } from '../view/html.ts'
import { type EmbeddedPicture, pictureHtml, sectionHtml } from '../view/html-page.ts'
import { timeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import type { ActsContext } from './acts/acts-context.ts'
import { actsParts } from './acts/acts-part.ts'
import type { Acting } from './audience.ts'
import { type BoardPart, sectionPart } from './board-part.ts'
import { filesPart } from './files-part.ts'
import type { BoardWords } from './words.en.ts'

/** What takes long to find out of what somebody can do. */
export type OwnActs = Pick<ActsContext, 'notices' | 'moments'>

/** What a page shows of an incident besides its state. */
export interface BoardContext {
  /** Its `text` is in the reader's language. */
  readonly world: World
  readonly words: BoardWords
  /** Whose steps are shown; null for what is next for everybody. */
  readonly department: string | null
  /** For whom somebody acts on the page, and on what; null for those who only look. */
  readonly acting: (Acting & OwnActs) | null
  /** What speaks against the log, in lines. */
  readonly alarms: readonly string[]
  readonly picture: EmbeddedPicture
  /** The last entries of the log as lines, the newest last. */
  readonly entries: readonly string[]
}

/** The sections of an incident's page, in the order in which they are looked for: what is due comes first. */
export async function boardParts(chosen: ChosenIncident, context: BoardContext): Promise<BoardPart[]> {
  const { world, words, department, acting, alarms, picture } = context
  const { incident } = chosen.journal
  const { language } = world.text
  const partOf = (id: string, blocks: readonly Block[]) => partIn(language, id, blocks)
  const knownFirst = new KnownFirst(world, chosen.journal)
  const status = await statusInParts(world, chosen, department)
  const acts = acting === null ? [] : actsParts(incident, { ...actsContext(chosen, context, acting), knownFirst })
  return [
    ...(alarms.length === 0
      ? []
      : [titledPart(language, 'alarms', words.alarms, [list(alarms.map((line) => alarm(line)))])]),
    ...(isAllToApprove(incident, acts, chosen.clock.now()) ? [] : partOf('approvals', status.approvals)),
    ...acts.filter(({ id }) => id === 'act-approvals'),
    ...partOf('injects', status.injects),
    ...partOf('deadlines', status.deadlines),
    ...partOf('scope', status.scope),
    ...partOf('to-correct', status.toCorrect),
    lastNoticePart(incident, knownFirst, world.text, words),
    ...partOf('state', status.header),
    ...acts.filter(({ id }) => id !== 'act-approvals'),
    ...(department === null ? partOf('next', acting === null ? status.next : []) : partOf('duties', status.duties)),
    ...partOf('calls', department === null ? status.calls : []),
    ...partOf('notified', status.notified),
    ...partOf('notices-so-far', status.noticesSoFar),
    ...partOf('facts', status.facts),
    ...partOf('hypotheses', status.hypotheses),
    ...partOf('outcomes-unknown', status.outcomesUnknown),
    ...partOf('unsent', status.unsent),
    ...partOf('conflicts', status.conflicts),
    ...filesPart(chosen.journal.confirmed(), world.text, words, knownFirst),
    { id: 'timeline', html: `<section id="timeline">${pictureHtml(picture, language)}</section>` },
    entriesPart(context),
    ...partOf('machines', status.machines),
    ...partOf('log', status.log),
  ]
}

/** Whether all that there is to say of approvals is there to be approved. */
function isAllToApprove(incident: Incident, acts: readonly BoardPart[], now: number): boolean {
  const isShown = acts.some(({ id }) => id === 'act-approvals') && incident.lostApprovals.length === 0
  return isShown && shownApprovals(incident, now).every(({ state }) => state === 'waiting')
}

function actsContext(
  { journal, clock }: ChosenIncident,
  { world: { text }, words, department }: BoardContext,
  { notices, moments, ...acting }: NonNullable<BoardContext['acting']>,
): Omit<ActsContext, 'knownFirst'> {
  const view = { incident: journal.id, language: text.language, department }
  return { text, words, acting, view, now: clock.now(), notices, moments, known: journal.byKnownWriters() }
}

/** A part of the status: below its title if it begins with one; nothing if it is empty. */
function partIn(language: Language, id: string, blocks: readonly Block[]): BoardPart[] {
  const [first, ...rest] = blocks
  if (first === undefined) return []
  if (first.kind === 'heading') return [titledPart(language, id, plainText(first.text), rest)]
  return [
    {
      id,
      html: `<section id="${id}">${blocks.map((block) => joinedText(blockHtml(block, '', language))).join('\n')}</section>`,
    },
  ]
}

function titledPart(language: Language, id: string, title: string, blocks: readonly Block[]): BoardPart {
  return { id, html: joinedText(sectionHtml({ id, title, blocks }, language)) }
}

/** What customers were told last, to be copied; what only a writer says that is not known is shown before it, and is not. */
function lastNoticePart(incident: Incident, knownFirst: KnownFirst, text: Text, words: BoardWords): BoardPart {
  const id = 'last-notice'
  const { notices, runbook } = incident
  const isForCustomers = ({ channel }: Notice) => runbook.channels[channel]?.audience === 'customers'
  const told = notices.filter((notice) => wentOut(notice) && isForCustomers(notice))
  const last = told.at(-1)
  const known = told.findLast(({ event }) => knownFirst.isEventKnown(event))
  const takenBack = knownFirst
    .noticesTakenBack()
    .filter((notice) => isForCustomers(notice) && notice.order > (known?.order ?? 0))
    .map((notice) => `<p class="alarm">${escapeHtml(takenBackLine(incident, notice, text))}</p>\n`)
    .join('')
  if (last === undefined)
    return { id, html: `<section id="${id}">${takenBack || `<p>${escapeHtml(words.noNotice)}</p>`}</section>` }
  const ofKnown = known && lastTextHtml(known, text, words)
  if (last === known) return sectionPart(id, titleOf(last), `${takenBack}${ofKnown ?? ''}`)
  const before = known === undefined ? '' : `\n<h3>${escapeHtml(titleOf(known))}</h3>\n${ofKnown}`
  const alarm = `<p class="alarm">${escapeHtml(words.toldByStranger)}</p>`
  const said = textOf(last, text.language)
  const quote = said === null ? '' : `\n<blockquote>${escapeHtml(said)}</blockquote>`
  return sectionPart(id, titleOf(last), `${takenBack}${alarm}${quote}${before}`)

  function titleOf({ channel, stage, number, at }: Notice): string {
    const name = runbook.channels[channel]?.[text.language] ?? channel
    return words.lastNotice(name, text.words.notice(stage, number), timeText(at))
  }
}

function lastTextHtml(notice: Notice, { language }: Text, words: BoardWords): string {
  const text = textOf(notice, language)
  if (text === null) return `<p>${escapeHtml(words.noText)}</p>`
  return `<blockquote id="last-text">${escapeHtml(text)}</blockquote>\n<button type="button" class="copy" data-copy="last-text">${escapeHtml(words.copy)}</button>`
}

/** The text in the reader's language, else in any; null if the log has none. */
function textOf({ texts, text }: Notice, language: Text['language']): string | null {
  const sent = texts.find((one) => one.language === language) ?? texts[0]
  return sent === undefined ? text : pasteText(sent)
}

/** A log region (WAI-ARIA 1.2), so that what is added is read out. */
function entriesPart({ entries, words }: BoardContext): BoardPart {
  const items = entries.map((line) => `<li>${escapeHtml(line)}</li>`)
  const log = `<div role="log" aria-labelledby="entries-title">\n<ul>\n${items.join('\n')}\n</ul>\n</div>`
  return sectionPart('entries', words.entries, log)
}
