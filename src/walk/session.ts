import type { CommandLine } from '../command.ts'
import { isSamePerson } from '../domain/contacts/roster.ts'
import { decide, type Intent } from '../domain/decide/decide.ts'
import { type Decision, isProblem } from '../domain/decide/decision.ts'
import { dueInjects } from '../domain/drill/injects.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { leadOfferOf } from '../domain/incident/lead.ts'
import type { Envelope, Event } from '../domain/log/event.ts'
import { type Problem, ProblemError } from '../domain/problem.ts'
import type { Step } from '../domain/runbook/runbook.ts'
import { parseDuration } from '../domain/time.ts'
import { type ChosenIncident, warnAboutOtherOpen } from '../incident/choose.ts'
import { receipt } from '../incident/event-lines.ts'
import { OverdueAlerts } from '../incident/overdue-alerts.ts'
import { appendIntents } from '../incident/record.ts'
import type { NoticeText } from '../notice/notice.ts'
import type { Clock } from '../platform/clock.ts'
import { endBySignal, finishOnSignal } from '../platform/process.ts'
import type { InputText, Prompter, Question, Reply } from '../platform/prompter.ts'
import type { AppendResult, Journal } from '../store/journal.ts'
import type { Block } from '../view/blocks.ts'
import { inertLine, inertLines } from '../view/inert.ts'
import { terminalLines } from '../view/terminal.ts'
import { briefTimeText } from '../view/time-format.ts'
import { flowIntoLines, lineWrapperFor, wrapIndented } from '../view/wrap.ts'
import type { World } from '../world.ts'
import { keyMeant } from './entry-line.ts'
import { drillMarked, lineMark, type WalkContext, widthLeft } from './view.ts'

/** The operator goes back from a question without an answer. */
export class Back extends Error {}

/** What `Session.askKey` returns if its screen is out of date. */
export const STALE = 'stale'

export interface TimedText {
  readonly text: string
  /** When it happened, ISO 8601, if the operator said so. */
  readonly at?: string
}

/** The lines above an input line, and whether they are out of date. */
export type KeyScreen = Pick<Question, 'lines' | 'isStale'>

/** One of several questions; `numbered` puts its place in front, such as `1 of 2`. */
export type NumberedQuestion = (numbered: (question: string) => string) => Promise<void>

interface LineOptions {
  readonly draft?: string
  /** Whether what is typed is kept nowhere but in the answer. */
  readonly isPrivate?: boolean
}

interface EnteredQuestion extends Omit<Question, 'saveDraft' | 'history'> {
  /** What a draft is kept under. */
  readonly question: string
  readonly isPrivate?: boolean
  /** Whether a lone `<` is an answer here. */
  readonly takesBack?: boolean
}

/** `@` and a time: `22:05`, `10m`, `10m ago`, `yesterday 22:05` (昨日), or a date with or without a time. */
const TIMED = /^[@＠]((?:yesterday|昨日)\s+\p{Nd}\S*|\p{Nd}\S*(?:\s+ago(?!\S))?)(?:\s+(.*))?$/su

const NO_INPUT: InputText = { text: '', isPasted: false }

export interface SessionParts extends ChosenIncident {
  readonly world: World
  readonly commandLine: CommandLine
  readonly prompter: Prompter
  readonly context: WalkContext
  /** Whether the terminal's bell rings when something falls due. */
  readonly bell: boolean
}

/** One operator handling one incident interactively. */
export class Session {
  readonly world: World
  readonly commandLine: CommandLine
  readonly journal: Journal
  readonly clock: Clock
  readonly prompter: Prompter
  readonly context: WalkContext
  /** Whether only what must be done in the first minutes is shown. */
  isBrief = false
  /** The step on the screen, which notes are about. */
  step: Step | null = null
  /** Answers since the last event that nothing has recorded yet. */
  private readonly unrecorded: string[] = []
  /** What stands in the line of the next step. */
  private kept: InputText | null = null
  /** Lines entered earlier, the latest first. */
  private readonly history: InputText[] = []
  private readonly otherIncidents = new Set<string>()
  /** Texts of notices that were edited and not used yet, by channel, stage, number and language. */
  readonly edits = new Map<string, NoticeText>()
  /** Whether leaving now would lose a private answer, of which no draft is kept. */
  hasPrivateAnswer = false
  private readonly alerts: OverdueAlerts
  private readonly pendingAlerts: string[] = []
  private readonly bell: boolean
  /** Sequence number of the last event shown, by writer. */
  private readonly shown = new Map<string, number>()

  constructor({ world, commandLine, journal, clock, prompter, context, bell }: SessionParts) {
    this.world = world
    this.commandLine = commandLine
    this.journal = journal
    this.clock = clock.echoing((given, at) => this.say(this.world.text.said.timeRead(given, briefTimeText(at))))
    this.prompter = prompter
    this.context = context
    this.bell = bell
    this.alerts = new OverdueAlerts(journal.incident, clock, context.text)
    for (const { writer, seq } of journal.incident.heads.values()) this.shown.set(writer, seq)
  }

  /** Checks every second what fell due; rings the bell, if wanted, and announces it. Returns a function that stops this. */
  watchDeadlines(): () => void {
    return this.world.eachSecond(() => {
      const lines = this.alerts.takeNewLines(this.incident)
      if (this.bell) for (const _ of lines) this.world.raw.ring()
      this.pendingAlerts.push(...lines)
      if (this.hasNewOverdue) this.prompter.printDuringQuestion(() => this.announceOverdue())
    })
  }

  /** Whether something fell due that was not announced yet. */
  get hasNewOverdue(): boolean {
    return this.pendingAlerts.length > 0
  }

  /** Prints a line for each deadline that passed; the lines stay in the scrollback. */
  announceOverdue(): void {
    for (const line of this.pendingAlerts.splice(0)) this.say(line, this.context.paint.alarm)
  }

  get incident(): Incident {
    return this.journal.incident
  }

  /** Asks for a line of text; rejects with `Back` on Esc or a lone `<`. Unless it is private, a draft is kept until then. */
  async askLine(question: string, { draft = '', isPrivate = false }: LineOptions = {}): Promise<string> {
    const { text } = await this.enter({
      question,
      lines: () => this.questionLines(question),
      draft: { text: draft, isPasted: false },
      isPrivate,
    })
    const answer = text.trim()
    if (answer !== '' && !isPrivate) this.unrecorded.push(answer)
    return answer
  }

  /** Asks until `act` accepts the answer; a refused one can be edited. Resolves to '' if there is none. */
  async askUntilAccepted(question: string, act: (answer: string) => void, draft = ''): Promise<string> {
    for (let given = draft; ; ) {
      const answer = await this.askLine(question, { draft: given })
      if (answer === '' || this.attempt(() => act(answer)) === null) return answer
      given = answer
      this.unrecorded.pop()
    }
  }

  /** Asks for text that may start with the time of the event: `@22:05 …`, or `@10m …` for ten minutes ago. */
  async askTimed(question: string, draft = ''): Promise<TimedText> {
    for (let given = draft; ; ) {
      const answer = await this.askLine(question, { draft: given })
      let timed: TimedText = { text: answer }
      const refused = this.attempt(() => {
        timed = this.readTimed(answer)
      })
      if (refused === null) return timed
      given = answer
      this.unrecorded.pop()
    }
  }

  /** Reads a text that may start with `@` and a time; `@` and anything else is words. Throws if the time is refused. */
  readTimed(text: string): TimedText {
    const [, time, words = ''] = TIMED.exec(text) ?? []
    if (time === undefined) return { text }
    const span = parseDuration(time.normalize('NFKC')) === null ? time : `${time} ago`
    return { text: words, at: this.clock.stamp(this.clock.past(span)) }
  }

  /**
   * Asks for one of `keys`, alone and with Enter; Enter alone returns ''. Rejects with `Back` on Esc. Anything else is words,
   * which become a note. Three blanks in a question separate what may wrap to the next line.
   */
  async askKey(question: string | KeyScreen, keys: string): Promise<string> {
    const screen: KeyScreen = typeof question === 'string' ? { lines: () => this.hintLines(question) } : question
    let draft: InputText | undefined
    for (;;) {
      const reply = await this.enter({ ...screen, question: this.context.walk.note, ...(draft && { draft }) })
      const text = reply.text.trim()
      draft = undefined
      if (reply.kind === 'stale') {
        this.offerAsNote(reply)
        return STALE
      }
      if (text === '') return ''
      const isKey = (key: string) => key.length === 1 && keys.includes(key)
      if (!reply.isPasted && isKey(text)) return text
      const meant = reply.isPasted ? undefined : keyMeant(text)
      if (meant !== undefined && isKey(meant)) {
        draft = { text: meant, isPasted: false }
        this.say(this.context.walk.offerKey(meant))
      } else if (!reply.isPasted && [...text].length === 1) this.say(this.context.walk.noKey(text))
      else if (!reply.isPasted && /^[/／]/.test(text)) {
        // Commands are typed at the step.
        this.offerAsTyped(text)
        throw new Back()
      } else await this.recordNote(text)
    }
  }

  /** Asks for exactly this word, typed; false for Enter alone. Rejects with `Back` on Esc. What is pasted is kept for a note. */
  async askWord(question: string, word: string): Promise<boolean> {
    for (;;) {
      const { text, isPasted } = await this.enter({ question, lines: () => this.questionLines(question) })
      const given = text.trim()
      if (given === '') return false
      if (given.normalize('NFKC') === word && !isPasted) return true
      if (isPasted) this.offerAsNote({ text: given, isPasted })
      this.say(this.context.walk.wrongWord(word))
    }
  }

  /** Asks for what is entered at the step, with what was kept for a note. The reply is a line, or `stale`. */
  async askEntry(screen: KeyScreen & Pick<Question, 'complete'>): Promise<Reply> {
    const question = this.context.walk.note
    const ahead = await this.prompter.takeTypedAhead()
    if (ahead !== '') this.offerAsNote({ text: ahead, isPasted: true })
    const draft = this.kept ?? NO_INPUT
    this.kept = null
    try {
      return await this.enter({ ...screen, question, draft, takesBack: true })
    } catch (error) {
      // Esc takes the line away; the arrow keys bring it back.
      if (error instanceof Back) return { kind: 'line', text: '', isPasted: false }
      throw error
    }
  }

  /** Keeps a text for the line of the next step, where Enter makes it a note. */
  offerAsNote({ text, isPasted }: InputText): void {
    if (text.trim() === '') return
    const before = this.kept
    this.kept = before === null ? { text, isPasted } : { text: `${before.text}\n${text}`, isPasted: true }
  }

  /** Keeps a typed text for the line of the next step, where Enter does what it means. */
  offerAsTyped(text: string): void {
    this.offerAsNote({ text, isPasted: false })
  }

  /** Begins a turn of the walk: what the last one asked for is over. */
  beginTurn(): void {
    this.unrecorded.length = 0
    this.hasPrivateAnswer = false
  }

  /** Records a note about the step on the screen; offers it again if it is refused. */
  async recordNote(text: string, at: Pick<TimedText, 'at'> = {}): Promise<void> {
    const about = this.step === null ? {} : { step: this.step.id }
    if (this.record({ kind: 'note', text, ...about, ...at }) !== null) this.offerAsNote({ text, isPasted: true })
  }

  /**
   * Asks questions in order, each with `about` in front. Esc goes back to the one before; at the first it rejects with `Back`.
   */
  async askInOrder(questions: readonly NumberedQuestion[], about = ''): Promise<void> {
    for (let i = 0; i < questions.length; ) {
      const place = questions.length === 1 ? '' : this.context.walk.place(i + 1, questions.length)
      try {
        await questions[i]?.((question) => `${about}${place}${question}`)
        i += 1
      } catch (error) {
        if (!(error instanceof Back) || i === 0) throw error
        i -= 1
      }
    }
  }

  /** The unfinished answer from when the walk was left, with its question. */
  interruptedAnswer(): { readonly question: string; readonly text: string } | null {
    const [question = '', ...text] = this.journal.draft.split('\n')
    return question === '' ? null : { question, text: text.join('\n') }
  }

  /** What was answered, typed or kept and is not recorded. */
  get notRecorded(): readonly string[] {
    const typed = this.interruptedAnswer()?.text ?? ''
    return [...this.unrecorded, this.kept?.text ?? '', typed].map((text) => text.trim()).filter((text) => text !== '')
  }

  /** Keeps what is not recorded as the draft of a note, for the next time that the walk is opened. */
  keepForNextTime(): void {
    const texts = this.notRecorded
    if (this.unrecorded.length > 0 || this.kept !== null)
      this.journal.draft = `${this.context.walk.note}\n${texts.join('\n')}`
  }

  private async enter({ question, isPrivate = false, ...asked }: EnteredQuestion): Promise<Reply> {
    const ahead = await this.prompter.takeTypedAhead()
    if (ahead !== '') {
      this.offerAsNote({ text: ahead, isPasted: true })
      this.say(this.context.walk.typedBefore(inertLine(ahead.trim())))
    }
    const saveDraft = (text: string) => {
      if (!isPrivate) this.journal.draft = text === '' ? '' : `${question}\n${text}`
    }
    this.hasPrivateAnswer = isPrivate
    const history = isPrivate ? [] : this.history
    let block = ''
    const blockScreen = {
      lines: () => this.questionLines(this.context.walk.block(block.split('\n').length)),
    }
    for (;;) {
      const draft = block === '' ? (asked.draft?.text ?? '') : block
      if (draft !== '') saveDraft(draft)
      const reply = await this.prompter.ask({ ...(block === '' ? asked : blockScreen), saveDraft, history })
      if (reply.kind === 'block') {
        block = block === '' ? reply.text : `${block}\n${reply.text}`
        continue
      }
      const isBack = reply.kind === 'back' || /^(?:[<＜]|\u001b)$/.test(reply.text.trim())
      if (block !== '' && isBack) {
        block = ''
        saveDraft('')
        continue
      }
      const pasted = { text: block, isPasted: true }
      if (block !== '' && reply.text !== '') this.offerAsNote(pasted)
      const entered = block !== '' && reply.text === '' ? { ...reply, ...pasted } : reply
      const isLine = reply.kind === 'line' && (!isBack || asked.takesBack === true)
      if (this.interruptedAnswer()?.question === question) saveDraft('')
      if (reply.kind !== 'stale' && entered.text.trim().length > 1 && !isPrivate) this.history.unshift(entered)
      this.hasPrivateAnswer = false
      if (!isLine && reply.kind !== 'stale') throw new Back()
      return entered
    }
  }

  /** Appends intents, all or none, and shows the events. Throws a refusal. */
  append(...intents: readonly Intent[]): void {
    if (intents.length === 0) return
    this.show(appendIntents(this.journal, this.clock, ...intents))
  }

  /** Records an intent and shows the events. Shows and returns a refusal; throws if the log is damaged. */
  record(...intents: readonly Intent[]): Problem | null {
    return this.attempt(() => this.append(...intents))
  }

  /** Throws what the intent would be refused for. */
  mustBeAccepted(intent: Intent): void {
    const refused = this.refusal(intent)
    if (refused !== null) throw new ProblemError(refused)
  }

  isInjectDue(): boolean {
    return dueInjects(this.incident, this.clock.now()).length > 0
  }

  /** Records and shows the injects of the drill that are due. */
  recordDueInjects(): void {
    if (this.isInjectDue()) this.show(appendIntents(this.journal, this.clock, { kind: 'inject' }))
  }

  /** Shows what was recorded, after what others recorded before it. */
  show({ events, already }: AppendResult): void {
    this.unrecorded.length = 0
    this.showOthers(events)
    for (const what of already) this.say(this.world.text.said.already(what))
    for (const event of events) this.showEvent(event)
  }

  /** Shows one event; injects of a drill stand out. */
  private showEvent(event: Event | Envelope, indent = ''): void {
    const paint = event.type === 'drill.injected' ? this.context.paint.strong : undefined
    this.say(`${indent}${receipt(event, this.context.text.events)}`, paint)
  }

  /** A preview of the decision; recording decides again on the log as it is then. */
  decision(intent: Intent): Decision {
    const now = this.clock.now()
    return decide(this.incident, intent, { by: this.world.operator, now, recordedAt: this.clock.stamp(now) })
  }

  /** Why an intent would be refused now; null if it would not be. */
  refusal(intent: Intent): Problem | null {
    const decision = this.decision(intent)
    return isProblem(decision) ? decision : null
  }

  /** Shows what others added to the log; `own` is what this operator has just recorded. */
  showOthers(own: readonly (Event | Envelope)[] = []): void {
    this.journal.refresh()
    const heads = [...this.incident.heads.values()]
    const unseen = heads.reduce((count, { writer, seq }) => count + seq - (this.shown.get(writer) ?? 0), 0)
    const mine = new Set(own.map((event) => event.hash))
    const isNew = ({ writer, seq, hash }: Event | Envelope) => seq > (this.shown.get(writer) ?? 0) && !mine.has(hash)
    const added: (Event | Envelope)[] = []
    // The log is read from its start, so only if it has events that were not recorded here.
    if (unseen > own.length) for (const event of this.journal.events()) if (isNew(event)) added.push(event)
    for (const { writer, seq } of heads) this.shown.set(writer, seq)
    if (added.length === 0) return
    this.say(this.context.walk.seen)
    for (const event of added) this.showEvent(event, '  ')
  }

  /** Takes what a command of this operator recorded, and said, as shown; shows what others recorded meanwhile. */
  showOwn(): void {
    this.journal.refresh()
    const own = this.journal.writer
    for (const { writer, seq } of this.incident.heads.values()) if (writer === own) this.shown.set(writer, seq)
    this.showOthers()
  }

  /** Names other open incidents once each, with the command that joins one that was declared a moment ago. */
  showOtherIncidents(): void {
    const say = (line: string) => this.say(this.context.asTyped(line))
    warnAboutOtherOpen(this.world, this.journal, say, this.otherIncidents)
  }

  /** Runs an action that may be refused. Shows and returns the problem; null if there is none. */
  attempt(act: () => void): Problem | null {
    try {
      act()
      return null
    } catch (error) {
      return this.refused(error)
    }
  }

  /** Like `attempt`, for asynchronous actions. */
  async attemptAsync(act: () => Promise<void>): Promise<Problem | null> {
    try {
      await act()
      return null
    } catch (error) {
      return this.refused(error)
    }
  }

  /** Runs an action that Ctrl-C stops cleanly. Another signal takes effect once it is over and its outcome is recorded. */
  async unlessStopped<T>(onStop: () => void, act: (stop: AbortSignal) => Promise<T>): Promise<T> {
    const { value, stoppedBy } = await this.prompter.whileRunning(() => finishOnSignal(onStop, act))
    if (stoppedBy !== null && stoppedBy !== 'SIGINT') endBySignal(stoppedBy)
    return value
  }

  /** Shows and returns the problem behind an error. Rethrows other errors, and a damaged log. */
  private refused(error: unknown): Problem {
    if (!(error instanceof ProblemError) || error.problem.code === 'damaged') throw error
    this.complain(error.problem)
    return error.problem
  }

  /** Prints a problem and what to do about it. */
  complain(problem: Problem): void {
    const [what, then] = this.context.problem(problem, this.world.invocation)
    this.say(inertLine(`${what} (${problem.code})`), this.context.paint.alarm)
    for (const line of inertLines(then)) this.say(this.context.asTyped(line))
  }

  /** Hints on keys, which three blanks separate, flowed into lines; in a drill each line is marked. */
  private hintLines(hints: string): string[] {
    const { incident, context } = this
    return drillMarked(incident, flowIntoLines(hints.split('   '), widthLeft(incident, context)), context)
  }

  /** Wraps a question to the terminal; in a drill each line is marked. */
  questionLines(question: string): string[] {
    const { incident, context } = this
    return drillMarked(incident, wrapIndented(question, widthLeft(incident, context)), context)
  }

  /** Shows blocks, wrapped to the terminal; in a drill each line is marked. */
  sayBlocks(blocks: readonly Block[]): void {
    const mark = lineMark(this.incident, this.context)
    const { paint, columns } = this.context
    for (const line of terminalLines(blocks, { paint, mark, wrapper: lineWrapperFor(columns, mark) }))
      this.world.raw.say(line)
  }

  /** Prints a line, wrapped to the terminal; in a drill each line is marked. */
  say(line: string, paint = (text: string) => text): void {
    const mark = lineMark(this.incident, this.context)
    const parts = wrapIndented(inertLine(line), widthLeft(this.incident, this.context))
    for (const part of parts) this.world.raw.say(`${mark}${paint(part)}`)
  }
}

export async function askNote(session: Session): Promise<void> {
  const { text, ...at } = await session.askTimed(session.context.walk.note)
  if (text !== '') await session.recordNote(text, at)
}

/**
 * Begins the session of the person at the keyboard. Asks who it is if somebody else recorded last or the lead is on offer,
 * unless `--as` or HALT_OPERATOR names the operator.
 */
export async function identifyOperator(
  world: World,
  { journal }: ChosenIncident,
  begin: (world: World) => Session,
): Promise<Session> {
  const first = begin(world)
  const { walk } = first.context
  let last = world.operator
  for (const { by } of journal.events()) last = by
  const offer = leadOfferOf(journal.incident)
  const isNamed = Boolean(world.options.as || world.env.HALT_OPERATOR)
  if (isNamed || (last === world.operator && offer === null)) return first
  first.say(walk.lastBy(last))
  if (offer !== null) first.say(walk.leadOffered(offer.to))
  const question = first.questionLines(walk.whoIsThere(inertLine(world.operator))).join('\n')
  const lines = question.split('\n')
  const name = (await first.prompter.ask({ lines: () => lines })).text.trim()
  if (name === '' || name === world.operator) return first
  journal.changeOperator(name)
  return begin({ ...world, operator: name, options: { ...world.options, as: name } })
}

export function isLeadOffered({ incident, world }: Session): boolean {
  const offer = leadOfferOf(incident)
  return offer !== null && isSamePerson(incident.settings.roster, offer.to, world.operator)
}
