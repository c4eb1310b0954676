import { openApprovals } from '../domain/incident/approvals.ts'
import { ofKnownAskers } from '../domain/incident/askers.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { RESOLVED_STATES, type StepView } from '../domain/incident/steps.ts'
import { idByName } from '../domain/runbook/names.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { eventNamed } from '../incident/event-name.ts'
import { parseScope } from '../incident/statements.ts'
import type { InputText } from '../platform/prompter.ts'
import { inertLine } from '../view/inert.ts'
import { ACTION_HANDLERS, resettingStep, stayingAtStep } from './action-handlers.ts'
import { type ActionName, KEYS, type NamedAction, nameOfAction } from './actions.ts'
import { askSeverity, askTitle, askType } from './classify.ts'
import { correct } from './corrections.ts'
import { type Entry, EVENT, readEntry, stepIn } from './entry-line.ts'
import { Back } from './reply-reader.ts'
import { jump, type Selection } from './selection.ts'
import type { Session } from './session.ts'
import { promise } from './steps.ts'
import { type CommandOutcome, runTypedCommand } from './typed-commands.ts'
import { undoEvent } from './undo.ts'
import type { OfferedText } from './unrecorded-input.ts'

/** Does what the entered line means. */
export async function actOnLine(
  session: Session,
  selection: Selection,
  view: StepView | null,
  reply: OfferedText,
  names: ReadonlyMap<string, NamedAction>,
): Promise<void> {
  const entry = readEntry(reply, names)
  const { walk } = session.context
  switch (entry.kind) {
    case 'nothing':
      if (phaseOf(session.incident) === 'closed') return session.leave()
      if (view === null || RESOLVED_STATES.has(view.state)) selection.step = null
      return
    case 'action':
      return ACTION_HANDLERS[entry.action](session, selection, view)
    case 'offer':
      session.say(walk.offerKey(`${entry.key}: ${walk.labels[entry.action]}`))
      return session.input.offer({ text: entry.key, isPasted: false, standing: 'offered' })
    case 'answer':
      return openWith(session, selection, entry, reply.text)
    case 'command':
      if (isOpenedWith(entry)) return openWith(session, selection, entry, reply.text)
      if (entry.action === 'done' && view?.step.channel != null && isAbout(session, view.step.id, entry.words)) {
        session.input.offer({ text: entry.words, isPasted: true })
        return ACTION_HANDLERS.done(session, selection, view)
      }
      if (entry.command === 'refuse' && LACKS_REASON.test(entry.words)) return sayHowToRefuse(session, reply.text)
      return runCommand(session, selection, view, entry, reply.text)
    case 'unclear':
      if ([...entry.text].length === 1) return session.say(walk.noKey(entry.text))
      await sayNamesMeant(session, entry.text, names)
      return askWhatIsMeant(session, { ...reply, text: entry.text })
    case 'note':
      return noteDown(session, reply, entry.text, names)
  }
}

/** Whether words after `/done` are about the step on the screen: they begin with no flag, and name no other step. */
function isAbout({ incident }: Session, step: string, words: string): boolean {
  const named = stepIn(
    words,
    incident.runbook.steps.map(({ id }) => id),
  )
  return !words.startsWith('-') && (named === null || named === step)
}

/** No event, or nothing after it, and no flag. */
const LACKS_REASON = /^(?!-)\S*$/u

/** Says what to type after `/refuse`; its line comes back. */
function sayHowToRefuse(session: Session, line: string): void {
  const { incident, clock } = session
  const [waiting] = ofKnownAskers(incident, openApprovals(incident, clock.now()))
  session.say(session.context.walk.refuseHow(waiting?.event ?? null))
  session.input.offer({ text: line, isPasted: false, standing: 'refused' })
}

/** Runs a typed command. If it did not run, goes on with its line, to be mended or noted. */
async function runCommand(
  session: Session,
  selection: Selection,
  view: StepView | null,
  entry: Entry & { kind: 'command' },
  line: string,
): Promise<void> {
  const run = async () => goOnAfter(session, line, await runTypedCommand(session, entry))
  await (MOVES_ON.has(entry.command) ? resettingStep : stayingAtStep)(run)(session, selection, view)
}

/** Commands after which the first step of the plan is shown: about a step, or about what the plan follows from. */
const MOVES_ON: ReadonlySet<string> = new Set([
  'done',
  'begin',
  'skip',
  'decline',
  'assign',
  'undo',
  'classify',
  'advance',
  'lift',
  'reopen',
])

/** Goes on after a typed command. */
async function goOnAfter(session: Session, line: string, outcome: CommandOutcome): Promise<void> {
  if (outcome === 'ran') return
  if (outcome === 'refused') return session.input.offer({ text: line, isPasted: false, standing: 'refused' })
  const { notTaken } = outcome
  if (notTaken === null || notTaken.code === 'usage') sayNotTaken(session, line)
  else session.complain(notTaken)
  await askWhatIsMeant(session, { text: line.trim(), isPasted: false })
}

type EntryWithWords = Pick<Entry & { kind: 'command' | 'answer' }, 'action' | 'words'>

/** Actions whose first question can be answered by the words after their name. */
const OPENED_WITH: Readonly<
  Partial<Record<ActionName, (session: Session, selection: Selection, words: string) => Promise<void>>>
> = {
  severity: (session, _, words) => askSeverity(session, words),
  type: (session, _, words) => askType(session, words),
  title: (session, _, words) => askTitle(session, words),
  jump,
  promise: (session, _, words) => promise(session, words),
  undo: (session, _, words) => undoEvent(session, eventNamed(session.journal, words)),
  correct: (session, _, words) => correct(session, eventNamed(session.journal, words)),
}

/** Whether the words of a command answer the first question of its action: no flags and, of an event, only its name. */
function isOpenedWith({ action, words }: EntryWithWords): boolean {
  return action === 'undo' || action === 'correct' ? EVENT.test(words) : action === 'type' && !words.startsWith('-')
}

/** Opens an action with words for its first question. What is left there comes back into the line. */
async function openWith(
  session: Session,
  selection: Selection,
  { action, words }: EntryWithWords,
  line: string,
): Promise<void> {
  const open = action === null ? undefined : OPENED_WITH[action]
  if (open === undefined) {
    sayNotTaken(session, line)
    return askWhatIsMeant(session, { text: line.trim(), isPasted: false })
  }
  try {
    const refused = await session.attemptAsync(() => open(session, selection, words))
    if (refused !== null) session.input.offer({ text: line, isPasted: false, standing: 'refused' })
  } catch (error) {
    if (error instanceof Back) session.input.offer({ text: line, isPasted: false, standing: 'offered' })
    throw error
  }
}

function sayNotTaken(session: Session, line: string): void {
  session.say(session.context.walk.wordsNotTaken(inertLine(/^\S+/.exec(line.trim())?.[0] ?? '')))
}

/** Records a note. */
function noteDown(session: Session, input: OfferedText, text: string, names: ReadonlyMap<string, NamedAction>): void {
  if (input.isPasted && !input.beginsTyped) return void session.recordNote(text, {}, input.step)
  const words = session.recordTypedNote({ ...input, text })
  if (words !== null) hintAtAction(session, words, names)
}

/** Says how to do what was only noted down, if the note is the name of an action. */
function hintAtAction(session: Session, words: string, names: ReadonlyMap<string, NamedAction>): void {
  const name = words.normalize('NFKC').toLowerCase()
  const action = names.get(name)?.action ?? null
  if (action === null) {
    hintAtStatement(session, words)
    return
  }
  const key = KEYS[action]
  session.say(session.context.walk.nameButNote(name, [...(key === null ? [] : [key]), `/${name}`].join(', ')))
}

/** Says how to state what was only noted down, if the note reads as a statement on the scope or on a fact. */
function hintAtStatement(session: Session, words: string): void {
  const { runbook } = session.incident
  const { walk, text } = session.context
  const line = isScope(words, runbook)
    ? `/${nameOfAction('scope', text.language)} ${words}`
    : factStatement(words, runbook, `/${nameOfAction('fact', text.language)}`)
  if (line !== null) session.say(walk.statementButNote(inertLine(line)))
}

function isScope(words: string, runbook: Runbook): boolean {
  try {
    return /[=＝]/.test(words) && parseScope([words], runbook).length > 0
  } catch {
    return false
  }
}

/** The command that states a fact, if words begin with the name of one, perhaps with a language, and `=`; else null. */
function factStatement(words: string, { facts }: Runbook, command: string): string | null {
  const [, name = '', language = '', value = ''] = /^([^\s=＝]+?)(\.(?:ja|en))?[=＝](\S.*)$/su.exec(words) ?? []
  if (idByName(facts, name) === undefined) return null
  return `${command} ${name}${language}=${/\s/.test(value) && !value.includes('"') ? `"${value}"` : value}`
}

/** How many names a mistyped one may have meant are said. */
const MAX_MEANT = 3

/** Says which names a line may have meant that begins with `/` and one that there is not. */
async function sayNamesMeant(session: Session, line: string, names: ReadonlyMap<string, unknown>): Promise<void> {
  const typed = /^\/(\S{2,})/u.exec(line.normalize('NFKC'))?.[1]?.toLowerCase()
  if (typed === undefined || names.has(typed)) return
  const { meantNames } = await import('../i18n/nearest-names.ts')
  const all = [...names.keys()]
  const meant = new Set([...meantNames(typed, all), ...all.filter((name) => name.includes(typed))])
  if (meant.size > 0)
    session.say(session.context.walk.namesMeant([...meant].slice(0, MAX_MEANT).map((name) => `/${name}`)))
}

/** Asks whether a line that looks like a command is a note; Esc leaves it in the line, and what was pasted stays a note. */
async function askWhatIsMeant(session: Session, { text, isPasted }: InputText): Promise<void> {
  try {
    const lines = () => [...session.questionLines(inertLine(text)), ...session.hintLines(session.context.walk.unclear)]
    const key = await session.ask.key({ lines }, 'n')
    if (key === 'n') return void session.recordNote(text)
  } catch (error) {
    if (!(error instanceof Back)) throw error
  }
  // A command that was typed there stands in the line instead; this text is among the earlier lines.
  if (session.input.hasOfferedLine) return session.say(session.context.walk.notRecorded(inertLine(text)))
  session.input.offer({ text, isPasted, standing: isPasted ? 'offered' : 'refused' })
}
