import { phaseOf, severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import { type Envelope, type Event, nameOf } from '../domain/log/event.ts'
import { ProblemError } from '../domain/problem.ts'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { loadText } from '../i18n/text.ts'
import { openIncidents } from '../incident/incident-index.ts'
import { statusJson } from '../incident/status-view.ts'
import { escapeHtml } from '../view/html.ts'
import { LONGEST_TITLE, shortLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { addressOf, type BoardView, viewName } from './board-view.ts'
import { FollowedIncident, timeOfDay } from './followed-incident.ts'
import type { SendEvent, ServerSentEvent } from './http.ts'
import type { BoardPart } from './view.ts'
import type { BoardWords } from './words.en.ts'
import { boardWords } from './words.ts'

/** Milliseconds after which a page is drawn again though nothing was recorded: what is due draws nearer. Also a sign of life. */
const REDRAW_MS = 5_000
/** Milliseconds after which an incident that nobody looks at is let go. */
const IDLE_MS = 60_000

/** A page as it was drawn. */
interface Drawn {
  /** What it says of the time at which it was. */
  readonly asOf: string
  readonly parts: readonly BoardPart[]
}

/** A view that somebody looks at, as it was last drawn. */
interface Watched {
  readonly view: BoardView
  readonly clients: Set<SendEvent>
  parts: readonly BoardPart[]
  asOf: string
  drawnAt: number
}

/** All pages of a board: follows the logs that somebody looks at, and tells each client what has changed. */
export class LiveBoard {
  private readonly world: World
  private readonly languages: ReadonlyMap<Language, { readonly world: World; readonly words: BoardWords }>
  private readonly followed = new Map<string, { readonly incident: FollowedIncident; usedAt: number }>()
  private readonly watched = new Map<string, Watched>()
  /** Clients that get the events of an incident, by its id. */
  private readonly readers = new Map<string, Set<SendEvent>>()
  private readonly onFailure: (error: unknown) => void
  private isBusy = false
  /** Resolves when what runs alone now is over. */
  private last: Promise<unknown> = Promise.resolve()
  /** Before any clock takes another. */
  private readonly machineZone = Intl.DateTimeFormat().resolvedOptions().timeZone

  /** `onFailure` gets what reading or drawing fails with: that is no reason to end the pages of others. */
  static async open(world: World, onFailure: (error: unknown) => void): Promise<LiveBoard> {
    const languages = LANGUAGES.map(async (language) => {
      const text = await loadText(language)
      return [
        language,
        { world: Object.create(world, { text: { value: text } }) as World, words: await boardWords(language) },
      ] as const
    })
    return new LiveBoard(world, new Map(await Promise.all(languages)), onFailure)
  }

  private constructor(world: World, languages: LiveBoard['languages'], onFailure: LiveBoard['onFailure']) {
    this.world = world
    this.languages = languages
    this.onFailure = onFailure
  }

  words(language: Language): BoardWords {
    return this.in(language).words
  }

  /** The incident, whose log is followed from now on. Throws `unknown-incident` if there is none with this id. */
  private incident(id: string, language: Language): FollowedIncident {
    const key = `${id}~${language}`
    const known = this.followed.get(key)
    const { world, words } = this.in(language)
    const incident = known?.incident ?? new FollowedIncident(world, words, id)
    this.followed.set(key, { incident, usedAt: this.world.now() })
    return incident
  }

  /**
   * Runs `act` once everything that was to run before is over. Whatever reads or draws an incident has to: the zone of a clock
   * is that of the whole process, and another incident may have another one.
   */
  alone<T>(act: () => Promise<T>): Promise<T> {
    const done = this.last.then(act)
    this.last = done.catch(() => {})
    return done
  }

  /** The sections of a view, drawn now, and what the page says of the time. */
  private async draw({ incident: id, language, department }: BoardView): Promise<Drawn> {
    if (id === null) {
      const clock = this.world.clock(this.machineZone)
      return { asOf: this.words(language).asOf(timeOfDay(clock.stamp(clock.now()))), parts: [this.listPart(language)] }
    }
    const incident = this.incident(id, language)
    incident.takeClock()
    return { asOf: this.words(language).asOf(incident.timeOfDay()), parts: await incident.parts(department) }
  }

  /** The open incidents, the latest first, by what they are called. */
  openIncidents(language: Language): { readonly id: string; readonly name: string }[] {
    const { world } = this.in(language)
    return openIncidents(world)
      .open.map(({ id, incident }) => {
        const text = withOwnNames(world.text, incident.runbook)
        const type = incident.runbook.types[typeOf(incident)]?.[language] ?? typeOf(incident)
        const title = shortLine(titleOf(incident) ?? text.words.untitled, LONGEST_TITLE)
        const mark = incident.declaration?.drill ? `[${text.words.drill}] ` : ''
        const state = `${text.words.severity(severityOf(incident))} ${type}, ${text.words.phase[phaseOf(incident)]}`
        return { id, name: `${mark}${title} (${state})` }
      })
      .reverse()
  }

  /** What a page of this view says before its sections. Throws `unknown-incident` if there is none with its id. */
  about({ incident: id, language }: BoardView) {
    const words = this.words(language)
    if (id === null) return { title: words.title, isDrill: false, departments: [] }
    const { incident } = this.incident(id, language).chosen.journal
    const named = Object.entries(incident.runbook.departments).map(([id, name]) => ({ id, name: name[language] }))
    return {
      title: titleOf(incident) ?? this.in(language).world.text.words.untitled,
      isDrill: incident.declaration?.drill ?? false,
      departments: [{ id: null, name: words.allDepartments }, ...named],
    }
  }

  /** Throws `unknown-incident` if there is none with this id. */
  mustHave(id: string): void {
    this.incident(id, this.world.text.language)
  }

  has({ incident, language }: BoardView): boolean {
    try {
      if (incident !== null) this.incident(incident, language)
      return true
    } catch (error) {
      if (error instanceof ProblemError) return false
      throw error
    }
  }

  /** A view as it is now, or as it was drawn for others a moment ago. */
  async look(view: BoardView): Promise<Drawn> {
    const watched = this.watched.get(viewName(view))
    if (watched !== undefined && watched.clients.size > 0) return watched
    if (view.incident !== null) this.incident(view.incident, view.language).readNew()
    return this.draw(view)
  }

  /** The document of `status --json`. */
  statusOf(id: string): Promise<string> {
    const incident = this.incident(id, this.world.text.language)
    incident.takeClock()
    this.tellReaders(id, incident.readNew())
    return statusJson(this.world, incident.chosen)
  }

  /** Sends a client the events after `after`, and from then on each as it arrives, until the returned function is called. */
  sendEvents(id: string, after: string | null, send: SendEvent): () => void {
    const incident = this.incident(id, this.world.text.language)
    this.tellReaders(id, incident.readNew())
    const readers = this.readers.get(id) ?? new Set()
    this.readers.set(id, readers)
    for (const event of incident.eventsAfter(after)) send({ id: nameOf(event), data: JSON.stringify(event) })
    readers.add(send)
    return () => {
      readers.delete(send)
      if (readers.size === 0) this.readers.delete(id)
    }
  }

  /** Sends a client these views, and from then on what changes in them, until the returned function is called. */
  async sendViews(views: readonly BoardView[], send: SendEvent): Promise<() => void> {
    const watched = views.map((view) => this.watch(view))
    for (const one of watched) {
      // Who comes later gets what the others have, so that one drawing serves them all.
      if (one.clients.size === 0) await this.redraw(one)
      send(changeOf(one, one.parts))
      one.clients.add(send)
    }
    return () => {
      for (const { view, clients } of watched) {
        clients.delete(send)
        if (clients.size === 0) this.watched.delete(viewName(view))
      }
    }
  }

  private watch(view: BoardView): Watched {
    const name = viewName(view)
    const watched = this.watched.get(name) ?? { view, clients: new Set(), parts: [], drawnAt: 0, asOf: '' }
    this.watched.set(name, watched)
    return watched
  }

  /** Reads the logs and tells the clients what is new. Called every second; does nothing while an earlier call is at it. */
  async tick(): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    try {
      const changed = this.readLogs()
      // Without a sign of life, its pages say that they are not current.
      for (const watched of this.watched.values()) await this.refresh(watched, changed).catch(this.onFailure)
    } finally {
      this.isBusy = false
    }
  }

  /** Reads what was added to the logs that somebody looks at; the ids of the incidents where that was something. */
  private readLogs(): ReadonlySet<string> {
    const now = this.world.now()
    const inUse = new Set([...this.watched.values()].map(({ view }) => `${view.incident}~${view.language}`))
    const changed = new Set<string>()
    for (const [key, followed] of this.followed) {
      const [id = ''] = key.split('~')
      const hasReaders = this.readers.has(id) && key === `${id}~${this.world.text.language}`
      if (inUse.has(key) || hasReaders) followed.usedAt = now
      else if (now - followed.usedAt > IDLE_MS) this.followed.delete(key)
      try {
        const fresh = followed.incident.readNew()
        if (fresh.length > 0) changed.add(id)
        if (hasReaders) this.tellReaders(id, fresh)
      } catch (error) {
        this.onFailure(error)
      }
    }
    return changed
  }

  private tellReaders(id: string, events: readonly (Event | Envelope)[]): void {
    for (const event of events)
      for (const send of this.readers.get(id) ?? []) send({ id: nameOf(event), data: JSON.stringify(event) })
  }

  private async refresh(watched: Watched, changed: ReadonlySet<string>): Promise<void> {
    const { view, drawnAt, parts, clients } = watched
    const isChanged = view.incident !== null && changed.has(view.incident)
    if (!isChanged && this.world.now() - drawnAt < REDRAW_MS) return
    const before = new Map(parts.map(({ id, html }) => [id, html]))
    await this.redraw(watched)
    const fresh = watched.parts.filter(({ id, html }) => before.get(id) !== html)
    for (const send of clients) send(changeOf(watched, fresh))
  }

  private async redraw(watched: Watched): Promise<void> {
    const drawnAt = this.world.now()
    Object.assign(watched, { drawnAt, ...(await this.draw(watched.view)) })
  }

  private listPart(language: Language): BoardPart {
    const words = this.words(language)
    const items = this.openIncidents(language).map(
      ({ id, name }) =>
        `<li><a href="${escapeHtml(addressOf({ incident: id, language, department: null }))}">${escapeHtml(name)}</a></li>`,
    )
    const list = items.length === 0 ? `<p>${escapeHtml(words.noneOpen)}</p>` : `<ul>\n${items.join('\n')}\n</ul>`
    return {
      id: 'incidents',
      html: `<section id="incidents" aria-labelledby="incidents-title">\n<h2 id="incidents-title">${escapeHtml(words.incidents)}</h2>\n${list}\n</section>`,
    }
  }

  private in(language: Language) {
    return this.languages.get(language) as { readonly world: World; readonly words: BoardWords }
  }
}

/** What changed in a view: its sections in order, and the new content of `parts`. */
function changeOf({ view, asOf, parts: all }: Watched, parts: readonly BoardPart[]): ServerSentEvent {
  const change = { view: viewName(view), asOf, order: all.map(({ id }) => id), parts }
  return { name: 'change', data: JSON.stringify(change) }
}
