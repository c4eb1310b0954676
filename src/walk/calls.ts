import { isSamePerson } from '../domain/contacts/roster.ts'
import type { Call, Party } from '../domain/incident/calls.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { RESOLVED_STATES, stepsOf } from '../domain/incident/steps.ts'
import { ProblemError } from '../domain/problem.ts'
import { departmentsTold, type Step } from '../domain/runbook/runbook.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { type CallList, loadCallList, personIn, refreshCallList } from '../people/call-list.ts'
import { departmentOrPersonName, levelName, personName } from '../people/contacts-view.ts'
import { type PageTarget, pageAll, sendWays } from '../people/paging.ts'
import { pagingResultLines } from '../people/paging-output.ts'
import { peopleText } from '../people/words.ts'
import { durationText } from '../view/time-format.ts'
import { KEYS } from './actions.ts'
import { CALL_KEYS, type CallContext, callScreen, dueLevels, levelScreen, type ShownCall } from './call-screens.ts'
import { type KeyScreen, STALE } from './questions.ts'
import type { Session } from './session.ts'
import { undo } from './undo.ts'

export interface ContactBook {
  readonly calling: CallList
  readonly context: CallContext
}

/**
 * Reads the contact list and, if it changed, adopts it in the log. Resolves to null if there is none or it is unusable, and
 * says so; if `quiet`, says nothing about a list that does not exist.
 */
async function openBook(session: Session, quiet = false): Promise<ContactBook | null> {
  const { world, context } = session
  const { language } = context.text
  try {
    const { settings, settingsDigest } = await currentSettings(world, session)
    const calling = await loadCallList(world, session)
    if (settingsDigest !== session.incident.settingsDigest)
      session.record({ kind: 'adopt-settings', data: { settings, settingsDigest } })
    const { calling: said, contacts } = await peopleText(language)
    return { calling, context: { walk: context, said, contacts, personOf: (call) => personIn(calling, call) } }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const isMissing = error.problem.code === 'no-contacts'
    if (isMissing && !quiet) for (const line of [context.walk.openDuties, ...dutyLines(session)]) session.say(line)
    if (!isMissing || !quiet) session.complain(error.problem)
    return null
  }
}

/** Who has which duty by the runbook: each department with its open steps of this phase. */
function dutyLines({ incident, clock, context }: Session): string[] {
  const { language } = context.text
  const phase = phaseOf(incident)
  const open = stepsOf(incident, clock.now()).filter(
    ({ step, state }) => step.phase === phase && !RESOLVED_STATES.has(state),
  )
  return Object.entries(incident.runbook.departments).map(([id, name]) => {
    const steps = open.filter(({ step }) => step.department === id).map(({ step }) => step.id)
    return context.walk.duties(name[language], steps.join(', ') || context.text.words.none)
  })
}

/** Calls the departments that a step notifies, then the others. `no-contacts` if it is not in a usable contact list. */
export async function notifyDepartment(session: Session, step: Step): Promise<'no-contacts' | 'told' | 'escalate'> {
  const book = await openBook(session, true)
  const told = departmentsTold(session.incident.runbook, step)
  if (book === null || !partiesIn(book).some(({ id }) => told.includes(id))) return 'no-contacts'
  const first = told.length === 1 ? (told[0] as string) : null
  return (await callParties(session, book, first, step)) ? 'escalate' : 'told'
}

/** Calls everybody who is due, department by department. Resolves to true if the operator wants to escalate. */
export async function callPeople(session: Session): Promise<boolean> {
  const book = await openBook(session)
  return book !== null && callParties(session, book, null, null)
}

/** The party and person that the operator selected, by id; null for the next one due. */
interface Selection {
  party: string | null
  person: string | null
}

/** Calls party after party, from `first` on, until no call is due or the operator leaves. True if they want to escalate. */
async function callParties(session: Session, book: ContactBook, first: string | null, step: Step | null) {
  const selection: Selection = { party: first, person: null }
  // Opened although no call is due, the screen stays until the operator has done something.
  for (let acted = false; ; ) {
    session.beginTurn()
    session.showOthers()
    session.announceOverdue()
    const calls = callsAt(book, selection, step)
    if (calls === null || (acted && selection.party === null && calls.party.next === null)) {
      sayProgress(session, book)
      return false
    }
    const screen: KeyScreen = {
      lines: (now) => callScreen(session.incident, callsAt(book, selection, step) ?? calls, now, book.context),
      isStale: () =>
        session.journal.hasGrown() || session.hasNewOverdue || hasChanged(calls, callsAt(book, selection, step)),
    }
    const key = await session.ask.key(screen, step === null ? CALLING_KEYS : `${CALLING_KEYS}${CALL_KEYS.otherwise}`)
    if (session.journal.hasGrown() || key === STALE) continue
    if (key === CALL_KEYS.escalate) return true
    const act = ACTS[key]
    if (act !== undefined) {
      await act(session, book, calls, selection)
      acted = true
    } else if (/[1-9]/.test(key)) selection.person = calls.party.calls[Number(key) - 1]?.person ?? selection.person
    else if (key === CALL_KEYS.otherwise && step !== null) {
      if (await recordNotified(session, step)) return false
    } else if (key === '') return false
  }
}

/** What a key of the call screen does. */
type Act = (session: Session, book: ContactBook, calls: ShownCall, selection: Selection) => Promise<void> | void

const ACTS: Readonly<Record<string, Act>> = {
  [CALL_KEYS.reached]: (session, _, calls, selection) => recordCall(session, calls, selection, 'reached'),
  [CALL_KEYS.tried]: (session, _, calls, selection) => recordCall(session, calls, selection, 'tried'),
  [CALL_KEYS.page]: page,
  [CALL_KEYS.next]: (_, book, calls, selection) => move(book, calls, selection),
  [CALL_KEYS.undo]: (session) => undo(session),
}

const CALLING_KEYS = `${Object.keys(ACTS).join('')}${KEYS.escalate}123456789`

/** Records a call, then moves to the next person due. */
function recordCall(session: Session, { person }: ShownCall, selection: Selection, state: 'tried' | 'reached'): void {
  const refused = session.record({ kind: 'call', people: [person], state, way: null })
  if (refused === null) Object.assign(selection, { party: null, person: null })
}

/** Pages a person by the first of their ways, once the operator has typed the word that approves it. */
async function page(
  session: Session,
  book: ContactBook,
  { party, person }: Pick<ShownCall, 'party' | 'person'>,
  selection: Selection,
): Promise<void> {
  const { world, context, incident } = session
  const { said, contacts } = book.context
  const name = personName(incident, person, context.text)
  const [way] = sendWays(book.calling, person)
  if (way === undefined) return session.say(said.noWay(name))
  const { stopping, drill } = (await peopleText(context.text.language)).paging
  const isDrill = incident.declaration?.drill ?? false
  if (isDrill) session.say(drill)
  const question = (isDrill ? said.typeToRehearse : said.typeToPage)(name, contacts.ways[way.by])
  if (!(await session.ask.word(question, 'page'))) return session.say(said.notPaged)
  const { departments, levels } = book.calling.contacts.roster
  const level = levels.some(({ id }) => id === party.id) ? party.id : null
  const department = level === null && Object.hasOwn(departments, party.id) ? party.id : null
  const wanted: PageTarget = { person, department, level, ifNext: false }
  await session.attemptAsync(async () => {
    const onStop = () => session.say(stopping)
    const paged = await session.unlessStopped(onStop, (stop) =>
      pageAll(world, session, book.calling, [wanted], { stop, onRecorded: (appended) => session.show(appended) }),
    )
    for (const line of await pagingResultLines(world, book.calling, paged, [])) session.say(line, context.paint.alarm)
    if (paged.every(({ attempts }) => attempts.at(-1)?.delivered.outcome !== 'failed'))
      Object.assign(selection, { party: null, person: null })
  })
}

/** Offers to page whom a step was given to, if the contact list has a way to page them. */
export async function offerPage(session: Session, to: string): Promise<void> {
  const book = await openBook(session, true)
  if (book === null) return
  const { roster } = session.incident.settings
  const calls = partiesIn(book).flatMap((party) => party.calls.map(({ person }) => ({ party, person })))
  const call =
    calls.find(({ party, person }) => party.id === to && (party.next ?? person) === person) ??
    calls.find(({ person }) => isSamePerson(roster, person, to))
  if (call === undefined || sendWays(book.calling, call.person).length === 0) return
  await page(session, book, call, { party: null, person: null })
}

/** Records that the department was notified in another way. Resolves to false if that was refused. */
async function recordNotified(session: Session, step: Step): Promise<boolean> {
  const { text, ...at } = await session.ask.timed(`${step.id}  ${session.context.walk.doneNote}`)
  return session.record({ kind: 'done', steps: [step.id], ...(text !== '' && { note: text }), ...at }) === null
}

/** Selects the next party; after the last one comes the first. */
function move(book: ContactBook, { party }: ShownCall, selection: Selection): void {
  const ids = partiesIn(book).map(({ id }) => id)
  const at = ids.indexOf(party.id)
  Object.assign(selection, { party: ids[(at + 1) % ids.length] ?? null, person: null })
}

/** The departments and people of the contact flow, then the raised escalation levels. */
function partiesIn({ calling }: ContactBook): Party[] {
  const { parties, levels } = refreshCallList(calling)
  return [...parties, ...levels.filter(({ raised }) => raised !== null).map(({ party }) => party)]
}

/**
 * The call to show: the selected party, else the next one with a call due, else one whose answer is awaited; null if there
 * is none. In it the selected person, else who was reached, else whom to call next, else who is awaited.
 */
function callsAt(book: ContactBook, selection: Selection, step: Step | null): ShownCall | null {
  const parties = partiesIn(book).filter(({ calls }) => calls.length > 0)
  const notified = notifiedDepartments(book)
  const unreached = parties.filter(({ id, reached }) => reached === null && !notified.has(id))
  const nextDue = unreached.find(({ next }) => next !== null) ?? unreached[0]
  const party = parties.find(({ id }) => id === selection.party) ?? nextDue
  if (party === undefined) return null
  const waiting = party.calls.find(({ state }) => state === 'waiting')
  const selected = party.calls.find(({ person }) => person === selection.person)
  const person = (selected ?? party.reached)?.person ?? party.next ?? (waiting ?? (party.calls[0] as Call)).person
  return {
    party,
    person,
    place: parties.indexOf(party) + 1,
    all: parties.length,
    askedByStep: step !== null && departmentsTold(book.calling.incident.runbook, step).includes(party.id),
    canPage: sendWays(book.calling, person).length > 0,
  }
}

/** Departments that need no call because the step that notifies them is resolved. */
function notifiedDepartments({ calling }: ContactBook): ReadonlySet<string> {
  const { incident, clock } = refreshCallList(calling)
  const views = stepsOf(incident, clock.now()).filter(({ step }) => step.tells !== undefined)
  const resolved = views.filter(({ state }) => state !== 'not-applicable' && RESOLVED_STATES.has(state))
  return new Set(resolved.flatMap(({ step }) => departmentsTold(incident.runbook, step)))
}

/** Whether another call is to be shown, for example because the time to answer is over. */
function hasChanged(shown: ShownCall, now: ShownCall | null): boolean {
  if (now === null || now.person !== shown.person) return true
  return now.party.id !== shown.party.id || now.party.next !== shown.party.next
}

/** Says who was reached and whose answer is awaited, once no call is due. */
function sayProgress(session: Session, book: ContactBook): void {
  const { said } = book.context
  const { text } = session.context
  const { incident, clock } = refreshCallList(book.calling)
  const parties = partiesIn(book)
  if (parties.every(({ calls }) => calls.length === 0)) session.say(said.nobody)
  for (const { id, reached, calls } of parties) {
    const name = nameOfParty(id)
    if (reached !== null) session.say(said.reached(name, personName(incident, reached.person, text)))
    const waiting = calls.find(({ state }) => state === 'waiting')
    if (reached !== null || waiting === undefined) continue
    const until = Date.parse(waiting.at as string) + (incident.settings.roster?.answerWithin ?? 0)
    const span = durationText(until - clock.now(), text.words)
    session.say(said.waiting(name, personName(incident, waiting.person, text), span, KEYS.contacts))
  }

  function nameOfParty(id: string): string {
    const isLevel = incident.settings.roster?.levels.some((level) => level.id === id)
    return isLevel ? levelName(incident, id, text) : departmentOrPersonName(incident, id, text)
  }
}

const LEVEL_KEYS = `123456789${KEYS.escalate}${KEYS.contacts}`

/** Shows the escalation levels, raises the chosen ones, and then shows the calls to their people. */
export async function escalate(session: Session): Promise<void> {
  const book = await openBook(session)
  if (book === null) return
  const { context } = book
  for (;;) {
    session.showOthers()
    session.announceOverdue()
    const { levels } = refreshCallList(book.calling)
    if (levels.length === 0) return session.say(context.said.noLevels)
    const { stamp } = session.clock
    const screen: KeyScreen = {
      lines: (now) => levelScreen(session.incident, refreshCallList(book.calling).levels, now, stamp, context),
      isStale: () => session.journal.hasGrown() || session.hasNewOverdue,
    }
    const key = await session.ask.key(screen, LEVEL_KEYS)
    if (session.journal.hasGrown() || key === STALE) continue
    if (key === '') return
    if (key === KEYS.contacts) return (await callParties(session, book, null, null)) ? escalate(session) : undefined
    const due = dueLevels(levels, session.clock.now()).map(({ level }) => level.id)
    const chosen = levels[Number(key) - 1]
    const toRaise = key === KEYS.escalate ? due : chosen === undefined ? [] : [chosen.level.id]
    if (toRaise.length === 0) continue
    const areDue = toRaise.every((id) => due.includes(id))
    const reason = areDue ? null : await session.ask.line(reasonQuestion(toRaise, session))
    if (reason === '') continue
    if (session.record({ kind: 'escalate', levels: toRaise, reason }) !== null) continue
    return (await callParties(session, book, toRaise[0] ?? null, null)) ? escalate(session) : undefined
  }
}

function reasonQuestion([level = '']: readonly string[], { incident, context: { text, walk } }: Session): string {
  return `${levelName(incident, level, text)}  ${walk.why}`
}
