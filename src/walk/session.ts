import type { CommandLine } from '../command.ts'
import { decide, type Intent } from '../domain/decide/decide.ts'
import { type Decision, isProblem } from '../domain/decide/decision.ts'
import { dueInjects } from '../domain/drill/injects.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import type { Envelope, Event } from '../domain/log/event.ts'
import { type Problem, ProblemError } from '../domain/problem.ts'
import type { Step } from '../domain/runbook/runbook.ts'
import { type ChosenIncident, warnAboutOtherOpen } from '../incident/choose.ts'
import { receipt } from '../incident/event-lines.ts'
import { KnownFirst } from '../incident/known-first.ts'
import { warnAboutNewWriters } from '../incident/new-writers.ts'
import { OverdueAlerts } from '../incident/overdue-alerts.ts'
import { overturnedLines } from '../incident/overturned-lines.ts'
import { type AppendedIntents, appendIntents, howItMoved, howItReads } from '../incident/record.ts'
import { type StartedIncident, sayDoubtful } from '../incident/start-incident.ts'
import type { Clock } from '../platform/clock.ts'
import { endBySignal, finishOnSignal } from '../platform/process.ts'
import { NoAnswer, type Prompter } from '../platform/prompter.ts'
import { vouchForWriters } from '../signing/vouching.ts'
import type { Journal } from '../store/journal.ts'
import type { Block } from '../view/blocks.ts'
import { inertLine, inertLines } from '../view/inert.ts'
import { withCommands } from '../view/resume-command.ts'
import { terminalLines } from '../view/terminal.ts'
import { flowIntoLines, lineWrapperFor, wrapIndented } from '../view/wrap.ts'
import type { World } from '../world.ts'
import { EditedNotices } from './edited-notices.ts'
import { Questions } from './questions.ts'
import { readTimed, type TimedText } from './timed-text.ts'
import { type OfferedText, UnrecordedInput } from './unrecorded-input.ts'
import { type DrawingContext, drillMarked, lineMark, type WalkContext, widthLeft } from './view.ts'

export interface SessionParts extends ChosenIncident {
  readonly world: World
  readonly commandLine: CommandLine
  readonly prompter: Prompter
  readonly context: DrawingContext
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
  /** Whether the walk ends once the incident is closed: the operator has closed it here, or wants to leave. */
  isOver = false
  /** Whether open hypotheses were offered after the resumption. */
  hasOfferedHypotheses = false
  /** Public words that notices asked for and the operator left open, such as `contact.ja`; they are not asked for again. */
  readonly leftOpen = new Set<string>()
  /** The step on the screen, which notes are about. */
  step: Step | null = null
  readonly ask: Questions
  readonly input: UnrecordedInput
  /** Whether the log could be read when it was last tried. */
  isReadable = true
  /** Whether incidents came from other machines since others were last shown. */
  hasNewIncidents = false
  private readonly otherIncidents = new Set<string>()
  readonly edits: EditedNotices
  private readonly alerts: OverdueAlerts
  private readonly pendingAlerts: string[] = []
  private readonly bell: boolean
  /** Sequence number of the last event shown, by writer. */
  private readonly shown = new Map<string, number>()
  /** Writers of which an event was shown here first, until they are named. */
  private readonly newWriters = new Set<string>()

  constructor({ world, commandLine, journal, clock, prompter, context, bell }: SessionParts) {
    this.world = world
    this.commandLine = commandLine
    this.journal = journal
    this.clock = clock.echoing((given, at) => this.say(howItReads(this.world, given, at)))
    this.prompter = prompter
    this.context = {
      ...context,
      // The terminal may be resized.
      get columns() {
        return context.columns
      },
      knownFirst: new KnownFirst(world, journal),
    }
    this.bell = bell
    this.input = new UnrecordedInput(journal, context.walk.note, clock)
    this.edits = new EditedNotices(journal)
    this.ask = new Questions(this, this.input)
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

  /** Has a line stand in the scrollback, also while a question is open. */
  announce(line: string): void {
    this.pendingAlerts.push(line)
    this.prompter.printDuringQuestion(() => this.announceOverdue())
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

  /** Leaves the walk: for good once the incident is closed and everything is recorded, else with `NoAnswer`. */
  leave(): void {
    if (phaseOf(this.incident) !== 'closed' || this.input.texts.length > 0) throw new NoAnswer()
    this.isOver = true
  }

  /** Begins a turn of the walk: what the last one asked for is over. */
  beginTurn(): void {
    this.input.dropAnswers()
    this.input.hasPrivateAnswer = false
  }

  /** Records a note about a step, by default the one on the screen. If it is refused, offers it again and returns false. */
  recordNote(text: string, at: Pick<TimedText, 'at'> = {}, step = this.step?.id): boolean {
    const about = step === undefined ? {} : { step }
    if (this.record({ kind: 'note', text, ...about, ...at }) === null) return true
    this.input.offer({ text, isPasted: true, standing: 'refused' })
    return false
  }

  /**
   * Records a typed note, which may begin with the time at which it happened. If it is refused, offers it again and returns
   * null, else its words.
   */
  recordTypedNote(input: OfferedText): string | null {
    const { text, step = this.step?.id } = input
    let timed: TimedText = { text }
    const refused = this.attempt(() => {
      timed = readTimed(text, this.clock)
    })
    if (refused !== null) {
      this.input.offer({ ...input, standing: 'refused' })
      return null
    }
    // A time alone is words.
    const { text: words, ...at } = timed.text === '' ? { text } : timed
    return this.recordNote(words, at, step) ? words : null
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
  show({ events, already, moved }: AppendedIntents): void {
    this.input.settleAnswers()
    this.showOthers(events)
    if (moved !== undefined) this.say(howItMoved(this.world, moved))
    for (const what of already) this.say(this.world.text.said.already(what))
    for (const event of events) this.showEvent(event)
    const { world, journal, context } = this
    for (const line of overturnedLines(world, journal, events))
      this.say(context.asTyped(withCommands(line, world.invocation, {})))
  }

  /** Shows one event; injects of a drill stand out. */
  private showEvent(event: Event | Envelope, indent = ''): void {
    const paint = event.type === 'drill.injected' ? this.context.paint.strong : undefined
    this.say(`${indent}${receipt(event, this.context.text.events)}`, paint)
  }

  /** A preview of the decision; recording decides again on the log as it is then. */
  decision(intent: Intent): Decision {
    return decide(this.incident, intent, this.journal.decisionContext(this.clock))
  }

  /** Why an intent would be refused now; null if it would not be. */
  refusal(intent: Intent): Problem | null {
    const decision = this.decision(intent)
    return isProblem(decision) ? decision : null
  }

  /** Shows what others added. While the log cannot be read, says so, returns false, and what was read stays as it was. */
  catchUp(): boolean {
    const wasReadable = this.isReadable
    try {
      this.showOthers()
      this.isReadable = true
      if (!wasReadable) this.say(this.context.walk.readableAgain)
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'unreadable') throw error
      this.isReadable = false
      this.complain(error.problem)
    }
    return this.isReadable
  }

  /** Whether the log can be read now, and could not be when it was last tried, or the other way round. */
  get hasReadabilityChanged(): boolean {
    return this.journal.isReadable() !== this.isReadable
  }

  /** Whether others recorded something, or a deadline passed, that was not said here yet. */
  hasNews(): boolean {
    return this.hasReadabilityChanged || (this.isReadable && (this.journal.hasGrown() || this.hasNewOverdue))
  }

  showNews(): void {
    if (this.catchUp()) this.announceOverdue()
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
    for (const { writer } of added) if (!this.shown.has(writer)) this.newWriters.add(writer)
    for (const { writer, seq } of heads) this.shown.set(writer, seq)
    if (added.length === 0) return
    this.say(this.context.walk.seen)
    for (const event of added) this.showEvent(event, '  ')
  }

  /** Names the writers that came while the walk was open and that this machine does not know, each once. */
  async nameNewWriters(): Promise<void> {
    if (this.newWriters.size === 0) return
    await vouchForWriters(this.world, this.journal)
    warnAboutNewWriters(this.world, this.journal, this.newWriters, (line) => this.sayTyped(line))
    this.newWriters.clear()
  }

  /** Takes what a command of this operator recorded, and said, as shown; shows what others recorded meanwhile. */
  showOwn(): void {
    this.journal.refresh()
    const own = this.journal.writer
    for (const { writer, seq } of this.incident.heads.values()) if (writer === own) this.shown.set(writer, seq)
    this.showOthers()
  }

  /** Names the halts that others declared for the key of this one, with what joins one. */
  showDoubtful(ref: string, started: StartedIncident): void {
    const say = (line: string) => this.say(line)
    for (const id of sayDoubtful(this.world, ref, started, { say, joining })) this.otherIncidents.add(id)
  }

  /** Names other open incidents once each, with what joins one that was declared a moment ago, as it is typed here. */
  showOtherIncidents(): void {
    this.hasNewIncidents = false
    const say = (line: string) => this.say(line)
    warnAboutOtherOpen(this.world, this.journal, { say, known: this.otherIncidents, joining })
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

  /** Like `attempt`, for the answer to a question: commands that help are typed at the step, not there. */
  attemptAnswer(act: () => void): Problem | null {
    try {
      act()
      return null
    } catch (error) {
      return this.refused(error, this.context.walk.atTheStep)
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
  private refused(error: unknown, ofCommand?: (line: string) => string): Problem {
    if (!(error instanceof ProblemError) || error.problem.code === 'damaged') throw error
    this.complain(error.problem, ofCommand)
    return error.problem
  }

  /** Prints a problem and what to do about it; lines with a command to type as `ofCommand` puts them. */
  complain(problem: Problem, ofCommand = (line: string) => line): void {
    const [what, then] = this.context.problem(problem, this.world.invocation)
    this.say(inertLine(`${what} (${problem.code})`), this.context.paint.alarm)
    for (const line of inertLines(then)) {
      const typed = this.context.asTyped(line)
      this.say(typed === line ? line : ofCommand(typed))
    }
  }

  /** Hints on keys, which three blanks separate, flowed into lines; in a drill each line is marked. */
  hintLines(hints: string): string[] {
    const { incident, context } = this
    const parts = hints.split('   ').map(inertLine)
    return drillMarked(incident, flowIntoLines(parts, widthLeft(incident, context)), context)
  }

  /** Wraps a question to the terminal; in a drill each line is marked. */
  questionLines(question: string): string[] {
    const { incident, context } = this
    const width = widthLeft(incident, context)
    const lines = question.split('\n').flatMap((line) => wrapIndented(inertLine(line), width))
    return drillMarked(incident, lines, context)
  }

  /** Shows blocks, wrapped to the terminal; in a drill each line is marked. */
  sayBlocks(blocks: readonly Block[]): void {
    const mark = lineMark(this.incident, this.context)
    const { paint, columns } = this.context
    for (const line of terminalLines(blocks, { paint, mark, wrapper: lineWrapperFor(columns, mark) }))
      this.world.raw.say(line)
  }

  /** Prints a line that ends with a command for this incident, as that is typed at the step. */
  sayTyped(line: string): void {
    this.say(this.context.asTyped(line).replace(/ -i \S+.*$/, ''))
  }

  /** Prints a line, wrapped to the terminal; in a drill each line is marked. */
  say(line: string, paint = (text: string) => text): void {
    const mark = lineMark(this.incident, this.context)
    const parts = wrapIndented(inertLine(line), widthLeft(this.incident, this.context))
    for (const part of parts) this.world.raw.say(`${mark}${paint(part)}`)
  }
}

/** What is typed in the walk to join another halt. */
function joining(id: string): string {
  return `/join ${id}`
}
