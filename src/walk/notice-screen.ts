import { currentWrite } from '../domain/incident/current-values.ts'
import { lastNumberOn, unsafeReason } from '../domain/incident/notices.ts'
import type { ClosedAs } from '../domain/log/event.ts'
import { changedStatements, composedFrom } from '../domain/notice/changes.ts'
import { CLOSING_NAMES } from '../i18n/closing-names.ts'
import { typedNames } from '../incident/labels.ts'
import { channelsNamed } from '../incident/names.ts'
import { parsePromise } from '../incident/statements.ts'
import { type Composition, checkAgain, type NoticeSelection, outboxOf } from '../notice/compose.ts'
import { type NoticeText, pasteText } from '../notice/notice.ts'
import { blockingFindings } from '../notice/send-notices.ts'
import { noticeTitle } from '../notice/title.ts'
import type { SendingText } from '../notice/words.en.ts'
import { noticeFindingWords } from '../notice/words.ts'
import { clipboardSequence } from '../platform/clipboard.ts'
import { inertLine, inertLines } from '../view/inert.ts'
import { shortTimeText } from '../view/time-format.ts'
import { wrapText } from '../view/wrap.ts'
import { composeForEdits } from './compose-for-edits.ts'
import type { NoticeEdit } from './edited-notices.ts'
import { type EditNotice, editInPlace, editOutside } from './notice-editing.ts'
import { isForApproval, postByHand, send } from './notice-sending.ts'
import { STALE } from './questions.ts'
import { Back } from './reply-reader.ts'
import type { Session } from './session.ts'
import { lineMark, widthLeft } from './view.ts'

/** Lines of the terminal that a page of texts leaves free for findings and keys. */
const SPARE_ROWS = 12
const MIN_PAGE_ROWS = 6

/**
 * Shows the texts channel by channel and lets the operator edit, copy, send or post them, until that is done or the operator
 * leaves. Edits stay until the texts are used or the edits dropped.
 */
export async function offerTexts(session: Session, composition: Composition, said: SendingText): Promise<void> {
  await new NoticeScreen(session, composition, said).show()
}

class NoticeScreen {
  private readonly session: Session
  private readonly said: SendingText
  private composition: Composition
  /** The texts of `composition` without edits, in the same order. */
  private composed: readonly NoticeText[]
  /** What notices state, as of which the operator wants the texts. */
  private basis: Composition['basis']
  /** The closing as of which the operator wants them; null if the incident was open. */
  private closing: string | null = null
  /** Whether the texts were sent, and the screen is left. */
  private isOver = false
  /** The index of the channel on the screen, and of the first line of its texts there. */
  private channel = 0
  private from = 0
  /** The place of the next page. */
  private next = { channel: 0, from: 0 }
  /** How many lines the pages after the one on the screen have. */
  private left = 0
  /** Findings whose advice was said. */
  private readonly advised = new Set<string>()
  /** Edits that no notice uses any more, and that were shown. */
  private readonly unused = new Set<NoticeEdit>()

  constructor(session: Session, composition: Composition, said: SendingText) {
    this.session = session
    this.said = said
    this.composition = composition
    this.composed = composition.texts
    this.basis = composition.basis
    this.closing = closingOf(session)?.event ?? null
    this.applyEdits()
  }

  async show(): Promise<void> {
    await this.settleEdits()
    await this.showPage()
    const { session } = this
    const isStale = () => session.isReadable && session.journal.hasGrown()
    while (!this.isOver && this.composition.texts.length > 0) {
      const key = await session.ask.key({ lines: () => this.keyLines(), isStale }, 'nsyciowhxe')
      if (key === '') return
      try {
        session.catchUp()
        if (!(await this.settleChanges()) && key !== STALE) await this.act(key)
        await this.settleChanges()
      } catch (error) {
        if (!(error instanceof Back)) throw error
      }
    }
  }

  /** What has happened to what the texts state since they were composed, or were wanted as they are. */
  private get changes(): string[] {
    const { session, said } = this
    const { incident, context } = session
    const { language } = context.text
    const names: Readonly<Record<string, string>> = context.text.said.voidedBy.names
    const { facts } = incident.runbook
    const closing = closingOf(session)
    const isClosed = closing !== null && closing.event !== this.closing
    // What was never restricted in a false alarm is so by the closing.
    const isOwn = (id: string) => !(isClosed && closing.as === 'false-alarm' && id === 'scope')
    const changed = changedStatements(this.basis, composedFrom(incident)).filter(isOwn)
    const statements = changed.map((id) => names[id] ?? inertLine(facts[id]?.[language] ?? id))
    return [
      ...(isClosed ? [said.closedBy(closing.by, closing.name, closing.at)] : []),
      ...(statements.length > 0 ? [said.changedIn(statements)] : []),
    ]
  }

  /**
   * If what the texts state has changed, says so and asks whether to compose them again: those that were posted already are
   * recorded as they are. Resolves to whether the texts were composed again.
   */
  private async settleChanges(): Promise<boolean> {
    const { session, said, changes } = this
    if (this.isOver || changes.length === 0 || this.composition.texts.length === 0) return false
    for (const change of changes) session.say(said.changedMeanwhile(change), session.context.paint.alarm)
    const isKept = (await session.ask.key(said.changedMeanwhileKeys, 'k')) === 'k'
    if (isKept) this.wantAsOf(composedFrom(session.incident))
    else await this.compose({ ...this.composition.selection, channels: this.channels })
    return !isKept
  }

  private wantAsOf(basis: Composition['basis']): void {
    this.basis = basis
    this.closing = closingOf(this.session)?.event ?? null
  }

  /** Shows edited texts of these channels that no notice uses any more, such as one of an earlier number. */
  private showUnusedEdits(): void {
    const { edits } = this.session
    const named = this.composed.map((text) => edits.of(text) ?? edits.outdated(text))
    for (const edit of this.editsHere) {
      if (named.includes(edit) || this.unused.has(edit)) continue
      this.unused.add(edit)
      this.showEdit(edit, this.said.unusedEdit)
    }
  }

  private showEdit(edit: NoticeEdit, heading: (title: string) => string): void {
    const { session, mark } = this
    session.say(heading(noticeTitle(edit, session.incident, session.context.text.words)))
    for (const line of inertLines(pasteText(edit)).flatMap(this.fold)) session.world.raw.say(`${mark}${line}`)
    session.say('')
  }

  /** Shows edits that no notice uses, and asks about those whose notice would say something else by now. */
  private async settleEdits(): Promise<void> {
    this.showUnusedEdits()
    for (const composed of this.composed) {
      const edit = this.session.edits.outdated(composed)
      if (edit !== null) await this.settleEdit(composed, edit)
    }
    this.applyEdits()
  }

  /** Shows an edit that was made of another text than this one, with what has changed, and asks what becomes of it. */
  private async settleEdit(composed: NoticeText, edit: NoticeEdit): Promise<void> {
    const { session, said, mark } = this
    this.showEdit(edit, said.changedEdit)
    session.say(said.changedSince)
    for (const line of changedLines(edit.from, composed).flatMap(this.fold)) session.world.raw.say(`${mark}${line}`)
    try {
      const key = await session.ask.key(said.changedEditKeys, 'kix')
      if (key === 'k') session.edits.set(composed, edit)
      if (key === 'i')
        await this.editText(composed, { ...composed, subject: edit.subject, text: edit.text }, editInPlace)
      if (key === 'x') session.edits.delete([edit])
    } catch (error) {
      if (!(error instanceof Back)) throw error
    }
  }

  /** The edits of the channels on the screen. */
  private get editsHere(): readonly NoticeEdit[] {
    const { channels } = this
    return this.session.edits.all.filter(({ channel }) => channels.includes(channel))
  }

  private get mark(): string {
    return lineMark(this.session.incident, this.session.context)
  }

  /** Folds a line of a text to the terminal, between words; `c` copies the text as it is. */
  private readonly fold = (line: string): string[] => {
    const { incident, context } = this.session
    return wrapText(line, widthLeft(incident, context))
  }

  private get keys(): string {
    const { errors } = blockingFindings(this.composition.findings)
    return this.said.keys({ errors: errors.length, sends: this.sends, isEdited: this.editsHere.length > 0 })
  }

  /** The keys, after how much of the text is not on the screen. */
  private keyLines(): string[] {
    const { session, said, left } = this
    const more = left === 0 ? [] : session.questionLines(said.more(left))
    return [...more, ...session.hintLines(this.keys)]
  }

  private get sends(): boolean {
    return outboxOf(this.composition).notices.length > 0 || isForApproval(this.session, this.composition)
  }

  private act(key: string): Promise<void> {
    const acts: Readonly<Record<string, () => Promise<void>>> = {
      n: () => this.goTo(this.next),
      s: () => this.send(),
      y: () => this.post(),
      c: () => this.copy(),
      i: () => this.edit(editInPlace),
      o: () => this.edit(editOutside),
      w: () => this.choose(withNextReport),
      h: () => this.choose(withChannels),
      x: () => this.dropEdits(),
      e: () => this.goTo({ channel: this.channel, from: 0 }),
    }
    return acts[key]?.() ?? Promise.resolve()
  }

  private get channels(): string[] {
    return [...new Set(this.composition.texts.map(({ channel }) => channel))]
  }

  private get shown(): readonly NoticeText[] {
    return this.composition.texts.filter((text) => text.channel === this.channels[this.channel])
  }

  private async goTo({ channel, from }: { channel: number; from: number }): Promise<void> {
    this.channel = channel
    this.from = from
    await this.showPage()
  }

  /** Sends, and takes what was sent off the screen before it asks about what a person has to post. */
  private async send(): Promise<void> {
    if (!this.sends) return this.session.say(this.said.noWayToSend)
    const sent = await send(this.session, this.composition, this.said)
    if (sent === null) return
    if (sent === 'outdated') return this.compose({ ...this.composition.selection, channels: this.channels })
    if (sent.isAwaiting) {
      this.isOver = true
      return
    }
    this.forget(sent.channels)
    if (sent.byHand.texts.length > 0) await this.postTexts(sent.byHand)
    this.isOver = !sent.isPart
    if (sent.isPart) await this.goTo({ channel: 0, from: 0 })
  }

  /** Records the channel on the screen as posted, and shows the next one. */
  private async post(): Promise<void> {
    // What is recorded as posted was shown to its end.
    while (this.next.from > 0) await this.goTo(this.next)
    const { length } = this.channels
    const channel = this.channels[this.channel]
    // A draft for another channel is no reason not to post this one.
    const findings = this.composition.findings.filter(
      ({ channel: own, code, params }) => own === channel && !(code === 'channels-differ' && params.isUntold),
    )
    await this.postTexts({ ...this.composition, texts: this.shown, findings })
    if (this.channels.length === length) return
    const { session, said, changes } = this
    const name = session.context.text.words.channel(channel as string)
    for (const change of changes) session.say(said.postedBefore(name, change), session.context.paint.alarm)
    if (changes.length > 0) return
    if (this.channels.length === 0) return
    await this.goTo({ channel: this.channel % this.channels.length, from: 0 })
  }

  private postTexts(posted: Composition): Promise<void> {
    return postByHand(this.session, posted, this.said, (channel) => this.forget([channel]))
  }

  private async copy(): Promise<void> {
    const text = await this.chooseText()
    if (text === null) return
    const { world, context } = this.session
    world.output.write(clipboardSequence(pasteText(text)))
    this.session.say(this.said.copied(noticeTitle(text, this.session.incident, context.text.words)))
  }

  /** Edits a text; asks first about an edit of it that is not used. */
  private async edit(editWith: EditNotice): Promise<void> {
    const text = await this.chooseText()
    if (text === null) return
    const composed = this.composed[this.composition.texts.indexOf(text)] ?? text
    const outdated = this.session.edits.outdated(composed)
    if (outdated !== null) await this.settleEdit(composed, outdated)
    else await this.editText(composed, text, editWith)
    this.applyEdits()
    await this.goTo({ channel: this.channel, from: 0 })
  }

  private editText(composed: NoticeText, text: NoticeText, editWith: EditNotice): Promise<void> {
    return editWith(this.session, text, this.said, (edited) => {
      this.session.edits.set(composed, edited)
      this.applyEdits()
    })
  }

  private async dropEdits(): Promise<void> {
    this.session.edits.delete(this.editsHere)
    await this.compose({ ...this.composition.selection, channels: this.channels })
  }

  private async choose(change: typeof withNextReport): Promise<void> {
    const wanted = await change(this.session, { ...this.composition.selection, channels: this.channels })
    if (wanted !== null) await this.compose(wanted)
  }

  private async compose(selection: NoticeSelection): Promise<void> {
    this.composition = await composeForEdits(this.session, selection)
    this.composed = this.composition.texts
    this.wantAsOf(this.composition.basis)
    await this.settleEdits()
    await this.goTo({ channel: 0, from: 0 })
  }

  /** Puts edited texts in place of the composed ones. */
  private applyEdits(): void {
    const texts = this.composed.map((text) => {
      const edit = this.session.edits.of(text)
      return edit === null ? text : { ...text, subject: edit.subject, text: edit.text }
    })
    this.composition = checkAgain(this.session, this.composition, texts)
  }

  /** Takes away the texts of channels on which they were used, with their edits. */
  private forget(channels: readonly string[]): void {
    const { edits } = this.session
    const isUsed = ({ channel }: NoticeText) => channels.includes(channel)
    edits.delete(this.composed.flatMap((text) => (isUsed(text) ? (edits.of(text) ?? []) : [])))
    this.composed = this.composed.filter((text) => !isUsed(text))
    this.applyEdits()
  }

  /** The text to copy or edit: the only one of the channel, or the one in the chosen language; null for none. */
  private async chooseText(): Promise<NoticeText | null> {
    const { shown } = this
    const { words } = this.session.context.text
    if (shown.length === 1) return shown[0] ?? null
    const numbers = shown.map((_, i) => String(i + 1))
    const hints = shown.map(({ language }, i) => `${numbers[i]} ${words.language[language]}`).join('   ')
    const key = await this.session.ask.key(`${hints}   ${this.said.enterBack}`, numbers.join(''))
    return shown[Number(key) - 1] ?? null
  }

  /** Shows a page of the channel's texts; before the first page what was found in them. */
  private async showPage(): Promise<void> {
    const { session, said, channels, shown } = this
    const { raw, terminal } = session.world
    const { paint, text, walk } = session.context
    const lines = shown.flatMap((notice) => {
      const edited = this.composed.includes(notice) ? '' : `  ${said.edited}`
      const title = `${walk.place(this.channel + 1, channels.length)}${noticeTitle(notice, session.incident, text.words)}${edited}`
      return [this.fold(title).map(paint.strong), ...inertLines(pasteText(notice)).map(this.fold), ['']]
    })
    if (this.from === 0) await this.sayWarnings()
    const end = endOfPage(lines, this.from, Math.max(terminal.rows - SPARE_ROWS, MIN_PAGE_ROWS))
    for (const line of lines.slice(this.from, end).flat()) raw.say(`${this.mark}${line}`)
    this.left = lines.length - end
    const following = { channel: (this.channel + 1) % Math.max(channels.length, 1), from: 0 }
    this.next = this.left > 0 ? { channel: this.channel, from: end } : following
  }

  /** Says which of the channels are unsafe, and what was found in their texts. */
  private async sayWarnings(): Promise<void> {
    const { session, said, shown } = this
    const { paint, text } = session.context
    for (const notice of shown) {
      const unsafe = unsafeReason(session.incident, notice.channel)
      if (unsafe !== null) session.say(said.unsafe(text.words.channel(notice.channel), inertLine(unsafe)), paint.alarm)
    }
    const [first] = shown
    const last = first === undefined ? 0 : lastNumberOn(session.incident, first.channel)
    if (first?.number != null && first.number > last + 1) session.say(said.numberSkips(last, first.number))
    await this.sayFindings()
  }

  /** Says what was found in the texts of the channel: each finding once, and the advice only where it was not said before. */
  private async sayFindings(): Promise<void> {
    const { session, said, shown, composition } = this
    const { paint, text, asTyped } = session.context
    const words = await noticeFindingWords(text.language, true)
    const own = composition.findings.filter((finding) =>
      shown.some(({ channel, language }) => channel === finding.channel && language === finding.language),
    )
    const once = new Map(own.map((finding) => [JSON.stringify([finding.code, finding.params]), finding]))
    for (const [key, finding] of once) {
      const [message, advice] = words(finding, session.world.invocation)
      const isError = finding.level === 'error'
      const line = (isError ? said.error : said.warning)(inertLine(message), finding.code)
      session.say(line, isError ? paint.alarm : undefined)
      if (!this.advised.has(key)) session.say(`  ${asTyped(inertLine(advice))}`)
      this.advised.add(key)
    }
  }
}

/** The same notices with another time for the next report; null if none was given. */
async function withNextReport(session: Session, wanted: NoticeSelection): Promise<NoticeSelection | null> {
  let changed: NoticeSelection | null = null
  const read = (given: string) => {
    changed = { ...wanted, next: parsePromise(given, session.clock) }
  }
  await session.ask.untilAccepted(session.context.walk.nextReport, read, '', { tense: 'future' })
  return changed
}

/** The same notices for other channels, at the next stage of each; null if none were given. */
async function withChannels(session: Session, { stage: _, ...rest }: NoticeSelection): Promise<NoticeSelection | null> {
  const { runbook } = session.incident
  let changed: NoticeSelection | null = null
  await session.ask.untilAccepted(
    session.context.walk.channels(typedNames(runbook.channels, session.context.text)),
    (given) => {
      changed = { ...rest, channels: channelsNamed([given], runbook) }
    },
  )
  return changed
}

/** The closing of an incident, how it was closed, by whom and when; null if it is open. */
function closingOf({ incident, context, clock }: Session) {
  const closing = currentWrite(incident, 'phase')
  if (closing?.value.phase !== 'closed') return null
  const { closedAs } = closing.value
  const name = CLOSING_NAMES[closedAs as ClosedAs]?.[context.text.language] ?? ''
  const at = shortTimeText(closing.at, clock.stamp(clock.now()))
  return { event: closing.event, as: closedAs, name, by: inertLine(closing.by), at }
}

/** The lines that are gone from a text, after `-`, and those that are new in it, after `+`. */
function changedLines(before: NoticeEdit['from'], now: NoticeText): string[] {
  const [old, current] = [before, now].map((text) => inertLines(pasteText(text))) as [string[], string[]]
  return [
    ...old.filter((line) => !current.includes(line)).map((line) => `- ${line}`),
    ...current.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ]
}

/** The index after the last line of the page that begins with line `from`; each line has been folded. */
function endOfPage(lines: readonly (readonly string[])[], from: number, rows: number): number {
  let used = 0
  for (let i = from; i < lines.length; i++) {
    used += lines[i]?.length ?? 0
    if (used > rows && i > from) return i
  }
  return lines.length
}
