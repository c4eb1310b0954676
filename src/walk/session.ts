import { isSamePerson } from '../domain/contacts/roster.ts'
import { decide, type Intent } from '../domain/decide/decide.ts'
import { type Decision, isProblem } from '../domain/decide/decision.ts'
import { dueInjects } from '../domain/drill/injects.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { leadOfferOf } from '../domain/incident/lead.ts'
import type { Envelope, Event } from '../domain/log/event.ts'
import { type Problem, ProblemError } from '../domain/problem.ts'
import { parseDuration } from '../domain/time.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { receipt } from '../incident/event-lines.ts'
import { OverdueAlerts } from '../incident/overdue-alerts.ts'
import { appendIntents } from '../incident/record.ts'
import type { Clock } from '../platform/clock.ts'
import { endBySignal, finishOnSignal } from '../platform/process.ts'
import type { Prompter } from '../platform/prompter.ts'
import type { AppendResult, Journal } from '../store/journal.ts'
import type { Block } from '../view/blocks.ts'
import { inertLine, inertLines } from '../view/inert.ts'
import { terminalLines } from '../view/terminal.ts'
import { flowIntoLines, lineWrapperFor, wrapIndented } from '../view/wrap.ts'
import type { World } from '../world.ts'
import { drillMarked, lineMark, type WalkContext, widthLeft } from './view.ts'

/** One operator handling one incident interactively. */
export class Session {
  readonly world: World
  readonly journal: Journal
  readonly clock: Clock
  readonly prompter: Prompter
  readonly context: WalkContext
  /** Whether leaving now would lose an answer that is not recorded yet. */
  unrecorded = false
  private readonly alerts: OverdueAlerts
  private readonly pendingAlerts: string[] = []
  private readonly bell: boolean
  /** Sequence number of the last event shown, by writer. */
  private readonly shown = new Map<string, number>()

  constructor(world: World, journal: Journal, clock: Clock, prompter: Prompter, context: WalkContext, bell: boolean) {
    this.world = world
    this.journal = journal
    this.clock = clock
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

  /** Asks for a line of text. Unless it is private, what is typed is kept as a draft outside the log until then. */
  async askLine(question: string, draft = '', isPrivate = false): Promise<string> {
    const { journal } = this
    const saveDraft = (text: string) => {
      if (!isPrivate) journal.draft = text === '' ? '' : `${question}\n${text}`
    }
    const interrupted = this.interruptedAnswer()
    const initial = interrupted?.question === question ? interrupted.text : draft
    if (isPrivate) this.unrecorded = true
    const answer = await this.prompter.askLine(this.questionLines(question).join('\n'), initial, saveDraft)
    if (this.interruptedAnswer()?.question === question) saveDraft('')
    this.unrecorded = answer.trim() !== '' || (this.unrecorded && !isPrivate)
    return answer.trim()
  }

  /** Asks for one of `keys`; Enter returns ''. Three blanks in the question separate what may wrap to the next line. */
  async askKey(question: string, keys: string): Promise<string> {
    const { incident, context } = this
    const lines = () =>
      drillMarked(incident, flowIntoLines(question.split('   '), widthLeft(incident, context)), context)
    const key = await this.prompter.askKey({ lines, keys: new Set([...keys, '\r', '\n', '']), isStale: () => false })
    return keys.includes(key) ? key : ''
  }

  /** Asks for text that may start with the time of the event: `@22:05 …`, or `@10m …` for ten minutes ago. */
  async askTimed(question: string): Promise<{ readonly text: string; readonly at?: string }> {
    for (;;) {
      const answer = await this.askLine(question)
      const [, time, text = ''] = /^@(\S+)\s*(.*)$/s.exec(answer) ?? []
      if (time === undefined) return { text: answer }
      let at = ''
      const span = parseDuration(time) === null ? time : `${time} ago`
      const mistyped = this.attempt(() => {
        at = this.clock.stamp(this.clock.past(span))
      })
      if (mistyped === null) return { text, at }
    }
  }

  /** The unfinished answer from when the walk was left, with its question. */
  interruptedAnswer(): { readonly question: string; readonly text: string } | null {
    const [question = '', ...text] = this.journal.draft.split('\n')
    return question === '' ? null : { question, text: text.join('\n') }
  }

  /** Records an intent and shows the events. Shows and returns a refusal; throws if the log is damaged. */
  record(intent: Intent): Problem | null {
    return this.attempt(() => this.show(appendIntents(this.journal, this.clock, intent)))
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
    this.unrecorded = false
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
    for (const line of inertLines(then)) this.say(line)
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
  if (text !== '') session.record({ kind: 'note', text, ...at })
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
  const name = (await first.prompter.askLine(question, '', () => {})).trim()
  if (name === '' || name === world.operator) return first
  journal.changeOperator(name)
  return begin({ ...world, operator: name, options: { ...world.options, as: name } })
}

export function isLeadOffered({ incident, world }: Session): boolean {
  const offer = leadOfferOf(incident)
  return offer !== null && isSamePerson(incident.settings.roster, offer.to, world.operator)
}
