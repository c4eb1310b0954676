import { undoableBy } from '../domain/decide/corrections.ts'
import { timelineEntryMaker } from '../domain/incident/timeline.ts'
import type { Invitation } from '../domain/invitation.ts'
import { type Envelope, type Event, nameOf, writerOf } from '../domain/log/event.ts'
import { previousEventFinder } from '../domain/log/hybrid-clock.ts'
import { fail } from '../domain/problem.ts'
import { LogAlarms } from '../incident/alarms.ts'
import { type ChosenIncident, chooseIncidentToRead, clockIn, warnAboutChosen } from '../incident/choose.ts'
import { receipt, timelineLine } from '../incident/event-lines.ts'
import { eventsWithNamesInForce } from '../incident/names-in-force.ts'
import { joinedText, type TextPieces } from '../platform/pieces.ts'
import { makeReport } from '../report/make-report.ts'
import { openMoments } from '../report/open-moments.ts'
import { timelineInPage } from '../report/timeline-picture.ts'
import { approvalsNotByAnother } from '../signing/approver.ts'
import { inertText } from '../view/inert.ts'
import { withCommands } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import type { OpenMoment } from './acts/acts-context.ts'
import { type OwnNotice, ownNotices } from './acts/own-notices.ts'
import { writesReport } from './acts/report-part.ts'
import type { Acting } from './audience.ts'
import type { BoardPart } from './board-part.ts'
import type { SendEvent } from './http.ts'
import type { ReportView } from './report-view.ts'
import { boardParts } from './view.ts'
import type { BoardWords } from './words.en.ts'

/** How many entries of the log a page shows. */
const ENTRIES_SHOWN = 12
/** Milliseconds after which what takes long is made again though nothing was recorded. */
const KEPT_MS = 60_000

/** What was made of the log: of how many events, and when. */
interface Made {
  readonly what: unknown
  readonly events: number
  readonly at: number
}

/** Who has recorded something on a board. */
export type EventAuthor = Pick<Invitation, 'name' | 'invitedBy'>

/** An incident as its log grows, in one language. */
export class FollowedIncident {
  readonly chosen: ChosenIncident
  private readonly world: World
  private readonly words: BoardWords
  private readonly alarms: LogAlarms
  /** The names of all events, in the order in which they arrived here. */
  private readonly arrivals: string[] = []
  /** By the request of a guest, the names of what was recorded of it. */
  private readonly requests = new Map<string, string[]>()
  /** Clients that get its events as they arrive. */
  private readonly readers = new Set<SendEvent>()
  /** What takes long to make, by its name. */
  private readonly made = new Map<string, Made>()

  /** Throws `unknown-incident` if there is none with this id. `world` has the texts of the language. */
  constructor(world: World, words: BoardWords, id: string) {
    const ids = world.workspace.ids()
    // A prefix of an id, as commands take it, would be another address of the same page.
    if (!ids.includes(id)) fail('unknown-incident', { given: id, allowed: ids.toReversed() })
    const options = { ...world.options, incident: id, json: false }
    this.world = Object.create(world, { options: { value: options }, say: { value: () => {} } }) as World
    this.words = words
    this.chosen = chooseIncidentToRead(this.world)
    this.alarms = new LogAlarms(this.world, this.chosen.journal)
    for (const event of this.chosen.journal.events()) this.noteArrival(event)
  }

  /** How many events it has. */
  get events(): number {
    return this.arrivals.length
  }

  get hasReaders(): boolean {
    return this.readers.size > 0
  }

  private noteArrival(event: Event | Envelope): void {
    const { request } = event
    this.arrivals.push(nameOf(event))
    // Settings are adopted before an act, which may not follow.
    if (request === undefined || event.type === 'settings.adopted') return
    this.requests.set(request, [...(this.requests.get(request) ?? []), nameOf(event)])
  }

  /** What was recorded of a request, as receipts; none if nothing was. */
  linesOf(request: string): string[] {
    const words = eventsWithNamesInForce(this.world.text, this.chosen.journal)
    return this.named(this.requests.get(request) ?? []).map((event) => receipt(event, words))
  }

  /** The event of a request that somebody can take back; null if there is none. */
  undoableOf(request: string, by: EventAuthor): string | null {
    const own = undoableBy(this.chosen.journal.incident, by.name)
    return (this.requests.get(request) ?? []).find((event) => own.includes(event) && this.isBy(event, by)) ?? null
  }

  /** Whether somebody has recorded the event of this name on a board. */
  isBy(event: string, { name, invitedBy }: EventAuthor): boolean {
    return this.named([event]).some((one) => one.via === 'board' && one.by === name && one.invitedBy === invitedBy)
  }

  /** Reads what was added to the log, and sends it to the clients that get events. */
  readNew(): void {
    const fresh = this.chosen.journal.readNewEvents()
    for (const event of fresh) this.noteArrival(event)
    for (const send of this.readers) for (const event of fresh) sendEvent(send, event)
  }

  /**
   * Sends a client the events that arrived after the one of this name (all of them, if there is none), and from then on each as
   * it arrives, until the returned function is called.
   */
  sendEvents(after: string | null, send: SendEvent): () => void {
    this.readNew()
    for (const event of this.named(this.arrivals.slice(after === null ? 0 : this.arrivals.indexOf(after) + 1)))
      sendEvent(send, event)
    this.readers.add(send)
    return () => this.readers.delete(send)
  }

  /** The events of these names as they are now, in the order of the names. */
  private named(names: readonly string[]): (Event | Envelope)[] {
    const places = new Map(names.map((name, place) => [name, place]))
    const found: (Event | Envelope)[] = []
    for (const event of this.chosen.journal.events()) {
      const place = places.get(nameOf(event))
      if (place !== undefined) found[place] = event
    }
    // What was damaged since may no longer be there.
    return found.filter((event) => event !== undefined)
  }

  /** Has clocks give times in this incident's zone: that is one for the whole process, so that only one can draw at a time. */
  takeClock(): void {
    clockIn(this.world, this.chosen.journal)
  }

  /** The time on the incident's clock, in ISO 8601. */
  now(): string {
    const { clock } = this.chosen
    return clock.stamp(clock.now())
  }

  /** `acting` is for whom somebody acts on the page; null for those who only look. */
  async parts(department: string | null, acting: Acting | null): Promise<BoardPart[]> {
    const { world, words, chosen } = this
    const { language } = world.text
    const picture = await this.kept('timeline', () => timelineInPage(chosen, { language, audience: 'internal' }))
    const entries = await this.kept('entries', () => this.entryLines())
    return boardParts(chosen, {
      ...{ world, words, department, picture, entries },
      acting: acting && {
        ...acting,
        notices: await this.noticesFor(acting),
        moments: writesReport(chosen.journal.incident, acting)
          ? await this.kept('moments', async () => this.momentLines())
          : [],
      },
      alarms: await this.warnings(),
    })
  }

  /** The page of a report, without its annex. */
  report({ audience, compares }: Pick<ReportView, 'audience' | 'compares'>): Promise<string> {
    const { language } = this.world.text
    const wanted = { format: 'html', language, audience, compares, annex: false } as const
    return this.kept(`report ${audience} ${compares}`, async () => {
      // Only a PDF is bytes.
      return joinedText((await makeReport(this.world, this.chosen, wanted)) as TextPieces)
    })
  }

  /** The next notices that somebody may post. */
  private noticesFor(acting: Acting): Promise<readonly OwnNotice[]> {
    return this.kept(`notices ${acting.department ?? ''}`, () => ownNotices(this.world, this.chosen, acting))
  }

  /** What was made of the log under this name: made again once something was recorded, or after a minute. */
  private async kept<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.made.get(name)
    // What redacts or undoes an event is an event too.
    const [events, at] = [this.events, this.world.now()]
    if (known !== undefined && known.events === events && at - known.at < KEPT_MS) return known.what as T
    const what = await make()
    this.made.set(name, { what, events, at })
    return what
  }

  /** What speaks against the log now, in lines. */
  private async warnings(): Promise<string[]> {
    const { world, alarms, chosen } = this
    const lines = await alarms.lines()
    warnAboutChosen(Object.create(world, { say: { value: (line: string) => lines.push(line) } }) as World, chosen)
    return [...new Set(lines)].map((line) => inertText(withCommands(line, world.invocation, world.options)))
  }

  /** What known writers have recorded that may belong to the story of the report. */
  private momentLines(): OpenMoment[] {
    const { world, chosen } = this
    const text = { ...world.text, events: eventsWithNamesInForce(world.text, chosen.journal) }
    return openMoments(chosen.journal)
      .filter(({ event }) => chosen.journal.knows(writerOf(event)))
      .map((entry) => ({ event: entry.event, line: timelineLine(entry, text) }))
  }

  /** The last entries of the log as `log` shows them, in the order in which they arrived. */
  private async entryLines(): Promise<string[]> {
    const { chosen, arrivals, world } = this
    const { journal } = chosen
    const text = { ...world.text, events: eventsWithNamesInForce(world.text, journal) }
    const vainApprovals = await approvalsNotByAnother(world, journal)
    const entryOf = timelineEntryMaker({ ...journal.incident, vainApprovals })
    const previousOf = previousEventFinder(journal.knows)
    const shown = this.named(arrivals.slice(-ENTRIES_SHOWN))
    return shown.map((event) => timelineLine(entryOf(event, previousOf(event)), text))
  }
}

function sendEvent(send: SendEvent, event: Event | Envelope): void {
  send({ id: nameOf(event), data: JSON.stringify(event) })
}
