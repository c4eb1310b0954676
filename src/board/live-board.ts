import { titleIn } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { TOKYO } from '../domain/time.ts'
import { statusJson } from '../incident/status-view.ts'
import { loadConfig } from '../runbook/io/config.ts'
import { LONGEST_TITLE, shortLine } from '../view/inert.ts'
import { timeOfDayText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import { type FactStatement, seenMark, statedText } from './acts/fact-statement.ts'
import type { Audience } from './audience.ts'
import type { BoardPart } from './board-part.ts'
import { type BoardView, viewName } from './board-view.ts'
import type { EventAuthor, FollowedIncident } from './followed-incident.ts'
import { FollowedIncidents } from './followed-incidents.ts'
import type { SendEvent, ServerSentEvent } from './http.ts'
import { incidentListPart, type ListedIncident, listedIncidents } from './incident-list.ts'
import type { ReportView } from './report-view.ts'
import type { BoardWords } from './words.en.ts'

/** Milliseconds after which a page is drawn again though nothing was recorded: what is due draws nearer. Also a sign of life. */
const REDRAW_MS = 5_000
const LOCK_WAIT_MS = 10_000
const LOOK_MS = 25

/** A page as it was drawn. */
interface Drawn {
  /** What it says of the time at which it was. */
  readonly asOf: string
  readonly parts: readonly BoardPart[]
  /** How many events its incident had. */
  readonly events: number
}

/** A view that somebody looks at, as it was last drawn. */
interface Watched extends Drawn {
  readonly view: BoardView
  readonly audience: Audience
  readonly clients: Set<SendEvent>
  readonly drawnAt: number
}

/**
 * All pages of a board: draws the incidents that somebody looks at, and tells each client what has changed. Whatever draws one
 * has to run through `alone`; what reads one without a pause need not.
 */
export class LiveBoard {
  private readonly world: World
  private readonly incidents: FollowedIncidents
  private readonly watched = new Map<string, Watched>()
  private readonly onFailure: (error: unknown) => void
  private isBusy = false
  /** Resolves when what runs alone now is over. */
  private last: Promise<unknown> = Promise.resolve()
  /** The zone of the page without an incident. */
  private readonly zone: string

  /** `onFailure` gets what reading or drawing fails with: that is no reason to end the pages of others. */
  static async open(world: World, onFailure: (error: unknown) => void): Promise<LiveBoard> {
    // Settings with a fault keep nobody from looking at what goes on.
    const zone = await loadConfig(world.root, world.workspace.directory, world.text.language).then(
      ({ settings }) => settings.timezone,
      () => TOKYO,
    )
    return new LiveBoard(world, await FollowedIncidents.open(world), zone, onFailure)
  }

  private constructor(world: World, incidents: FollowedIncidents, zone: string, onFailure: LiveBoard['onFailure']) {
    this.world = world
    this.incidents = incidents
    this.zone = zone
    this.onFailure = onFailure
  }

  /**
   * Runs `act` once everything that was to run before is over: the zone of a clock is that of the whole process, and another
   * incident may have another one.
   */
  alone<T>(act: () => Promise<T>): Promise<T> {
    const done = this.last.then(act)
    this.last = done.catch(() => {})
    return done
  }

  words(language: Language): BoardWords {
    return this.incidents.in(language).words
  }

  openIncidents(language: Language, audience: Audience): ListedIncident[] {
    const { world, words } = this.incidents.in(language)
    return listedIncidents(world, words, audience)
  }

  /**
   * Whether an incident is open, or was at a time (milliseconds since 1970), by what all writers have recorded or by what known
   * ones have.
   */
  isOpenSince(id: string, time: number): boolean {
    const { journal } = this.own(id).chosen
    return [journal.incident, journal.ofKnownWriters().incident].some((incident) => {
      const { closedAt } = lifecycleOf(incident)
      return closedAt === null || Date.parse(closedAt) >= time
    })
  }

  /** What makes a command line act in the workspace of this board. */
  get environment(): Readonly<Record<string, string>> {
    return { HALT_DIR: this.world.workspace.directory }
  }

  /** Throws `unknown-incident` if there is none with this id. */
  incidentOf(id: string): Incident {
    return this.own(id).chosen.journal.incident
  }

  /** What was recorded of a request (`Guest`), in lines; none if nothing was. */
  linesOf(id: string, language: Language, request: string): string[] {
    const incident = this.incidents.incident(id, language)
    incident.readNew()
    return incident.linesOf(request)
  }

  /** Waits while another process holds the log, for as long as a command would: waiting for the lock itself, nobody is served. */
  async untilUnlocked(id: string): Promise<void> {
    const { journal } = this.own(id).chosen
    const until = this.world.now() + LOCK_WAIT_MS
    while (journal.isLocked() && this.world.now() < until) await this.world.sleep(LOOK_MS, new AbortController().signal)
  }

  /** Whether there is what a view shows: its incident, or the list. */
  has(incident: string | null): boolean {
    return incident === null || this.world.workspace.ids().includes(incident)
  }

  /** Whether the department of a view is one of its incident: a page of any other would be drawn for whoever thinks of a name. */
  hasDepartment({ incident, department }: BoardView): boolean {
    if (department === null) return true
    return incident !== null && Object.hasOwn(this.incidentOf(incident).runbook.departments, department)
  }

  /** What a page of this view says before its sections. Throws `unknown-incident` if there is none with its id. */
  about({ incident: id, language }: BoardView) {
    const { words, world } = this.incidents.in(language)
    if (id === null) return { title: words.title, isDrill: false, departments: [] }
    const { incident } = this.incidents.incident(id, language).chosen.journal
    const named = Object.entries(incident.runbook.departments).map(([id, name]) => ({ id, name: name[language] }))
    return {
      title: shortLine(titleIn(incident, language) ?? world.text.words.untitled, LONGEST_TITLE),
      isDrill: incident.declaration?.drill ?? false,
      departments: [{ id: null, name: words.allDepartments }, ...named],
    }
  }

  /** A view as it is now, or as it was drawn for others a moment ago. */
  async look(view: BoardView, audience: Audience): Promise<Drawn> {
    return this.watched.get(drawingName(view, audience)) ?? this.draw(view, audience)
  }

  /** What known writers have stated of a fact, if it is not what somebody had seen; else null. */
  statedSince(id: string, { seen, ...statement }: FactStatement & { readonly seen: string }): string | null {
    const incident = this.own(id)
    incident.readNew()
    const text = statedText(incident.chosen.journal.byKnownWriters(), statement)
    return seenMark(text) === seen ? null : text
  }

  /** As `FollowedIncident.undoableOf`. */
  undoableOf(id: string, request: string, by: EventAuthor): string | null {
    return this.own(id).undoableOf(request, by)
  }

  /** As `FollowedIncident.isBy`. */
  isBy(id: string, event: string, by: EventAuthor): boolean {
    return this.own(id).isBy(event, by)
  }

  /** The document of `status --json`. */
  statusOf(id: string): Promise<string> {
    const incident = this.own(id)
    incident.takeClock()
    incident.readNew()
    return statusJson(this.world, incident.chosen)
  }

  /** The page of a report as it is now. */
  reportOf({ incident: id, language, ...view }: ReportView): Promise<string> {
    const incident = this.incidents.incident(id, language)
    incident.takeClock()
    incident.readNew()
    return incident.report(view)
  }

  /** As `FollowedIncident.sendEvents`. */
  sendEvents(id: string, after: string | null, send: SendEvent): () => void {
    return this.own(id).sendEvents(after, send)
  }

  /** Sends a client these views, and from then on what changes in them, until the returned function is called. */
  async sendViews(views: readonly BoardView[], audience: Audience, send: SendEvent): Promise<() => void> {
    for (const view of views) {
      // Who comes later gets what the others have, so that one drawing serves them all.
      const watched = this.watched.get(drawingName(view, audience)) ?? (await this.redraw(view, audience, new Set()))
      send(changeOf(watched, watched.parts))
      watched.clients.add(send)
    }
    return () => {
      for (const name of views.map((view) => drawingName(view, audience))) {
        const clients = this.watched.get(name)?.clients
        clients?.delete(send)
        if (clients?.size === 0) this.watched.delete(name)
      }
    }
  }

  /** Reads the logs and tells the clients what is new. Called several times a second; does nothing while an earlier call is at it. */
  async tick(): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    try {
      await this.alone(() => this.refreshAll())
    } finally {
      this.isBusy = false
    }
  }

  /** Draws at once what somebody has just recorded. */
  refreshNow(): Promise<void> {
    return this.alone(() => this.refreshAll())
  }

  private async refreshAll(): Promise<void> {
    this.incidents.readNew(
      [...this.watched.values()].map(({ view }) => view),
      this.onFailure,
    )
    // Without a sign of life, its pages say that they are not current.
    for (const watched of this.watched.values()) await this.refresh(watched).catch(this.onFailure)
  }

  private async refresh({ view, audience, drawnAt, parts, events, clients }: Watched): Promise<void> {
    const known = this.incidents.eventsOf(view) ?? events
    if (known === events && this.world.now() - drawnAt < REDRAW_MS) return
    const before = new Map(parts.map(({ id, html }) => [id, html]))
    const watched = await this.redraw(view, audience, clients)
    const fresh = watched.parts.filter(({ id, html }) => before.get(id) !== html)
    for (const send of clients) send(changeOf(watched, fresh))
    // The last one may have gone meanwhile.
    if (clients.size === 0) this.watched.delete(drawingName(view, audience))
  }

  private async redraw(view: BoardView, audience: Audience, clients: Set<SendEvent>): Promise<Watched> {
    const drawnAt = this.world.now()
    const watched = { view, audience, clients, drawnAt, ...(await this.draw(view, audience)) }
    this.watched.set(drawingName(view, audience), watched)
    return watched
  }

  /** The sections of a view, drawn now, and what the page says of the time. */
  private async draw({ incident: id, language, department }: BoardView, audience: Audience): Promise<Drawn> {
    const { words, world } = this.incidents.in(language)
    if (id === null) {
      const clock = this.world.clock(this.zone)
      const asOf = words.asOf(timeOfDayText(clock.stamp(clock.now())))
      return { asOf, parts: [incidentListPart(world, words, null, audience)], events: 0 }
    }
    const incident = this.incidents.incident(id, language)
    incident.takeClock()
    incident.readNew()
    const [asOf, { events }] = [words.asOf(timeOfDayText(incident.now())), incident]
    const parts = [...(await incident.parts(department, audience.acting)), incidentListPart(world, words, id, audience)]
    return { asOf, parts, events }
  }

  /** The incident in the language of whoever runs the board. Throws `unknown-incident` if there is none with this id. */
  private own(id: string): FollowedIncident {
    return this.incidents.incident(id, this.world.text.language)
  }
}

/** The views that are drawn once for all of an audience. */
function drawingName(view: BoardView, audience: Audience): string {
  return `${viewName(view)} ${JSON.stringify(audience)}`
}

/** What changed in a view: its sections in order, and the new content of `parts`. */
function changeOf({ view, asOf, parts: all }: Watched, parts: readonly BoardPart[]): ServerSentEvent {
  const change = { view: viewName(view), asOf, order: all.map(({ id }) => id), parts }
  return { name: 'change', data: JSON.stringify(change) }
}
