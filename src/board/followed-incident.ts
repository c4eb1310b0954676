import { type Envelope, type Event, nameOf } from '../domain/log/event.ts'
import { fail } from '../domain/problem.ts'
import { LogAlarms } from '../incident/alarms.ts'
import { type ChosenIncident, chooseIncidentToRead, clockIn } from '../incident/choose.ts'
import { receipt } from '../incident/event-lines.ts'
import { eventsWithNamesInForce } from '../incident/names-in-force.ts'
import { timelineInPage } from '../report/timeline-picture.ts'
import type { EmbeddedPicture } from '../view/html-page.ts'
import { inertText } from '../view/inert.ts'
import { withCommands } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import { type BoardPart, boardParts } from './view.ts'
import type { BoardWords } from './words.en.ts'

/** How many entries of the log a page shows. */
const ENTRIES_SHOWN = 12

/** Milliseconds after which the timeline is drawn again though nothing was recorded. */
const PICTURE_MS = 60_000

/** An incident as its log grows, in one language. */
export class FollowedIncident {
  readonly chosen: ChosenIncident
  private readonly world: World
  private readonly words: BoardWords
  private readonly alarms: LogAlarms
  /** What choosing it said, in lines. */
  private readonly saidAtFirst: readonly string[]
  /** The names of all events, in the order in which they arrived here. */
  private readonly arrivals: string[] = []
  private latest: (Event | Envelope)[] = []
  /** The timeline as last drawn, which takes longer than everything else: with how many events, and when. */
  private picture: { readonly drawn: EmbeddedPicture; readonly events: number; readonly at: number } | null = null

  /** Throws `unknown-incident` if there is none with this id. `world` has the texts of the language. */
  constructor(world: World, words: BoardWords, id: string) {
    const ids = world.workspace.ids()
    // A prefix of an id, as commands take it, would be another address of the same page.
    if (!ids.includes(id)) fail('unknown-incident', { given: id, allowed: ids.slice(-10) })
    const said: string[] = []
    const options = { ...world.options, incident: id, json: false }
    this.world = Object.create(world, {
      options: { value: options },
      say: { value: (line: string) => said.push(line) },
    }) as World
    this.words = words
    this.chosen = chooseIncidentToRead(this.world)
    this.alarms = new LogAlarms(this.world, this.chosen.journal)
    this.saidAtFirst = said
    this.add([...this.chosen.journal.events()])
  }

  /** Reads what was added to the log, and returns it. */
  readNew(): readonly (Event | Envelope)[] {
    const fresh = this.chosen.journal.readNewEvents()
    this.add(fresh)
    return fresh
  }

  private add(events: readonly (Event | Envelope)[]): void {
    for (const event of events) this.arrivals.push(nameOf(event))
    this.latest = [...this.latest, ...events.slice(-ENTRIES_SHOWN)].slice(-ENTRIES_SHOWN)
  }

  /** The events that arrived after the one of this name, in the order of their arrival; all of them if there is none. */
  eventsAfter(name: string | null): (Event | Envelope)[] {
    const wanted = this.arrivals.slice(name === null ? 0 : this.arrivals.indexOf(name) + 1)
    const places = new Map(wanted.map((one, place) => [one, place]))
    const found: (Event | Envelope)[] = []
    for (const event of this.chosen.journal.events()) {
      const place = places.get(nameOf(event))
      if (place !== undefined) found[place] = event
    }
    // What was redacted or damaged since then may be there no more.
    return found.filter((event) => event !== undefined)
  }

  /** Has clocks give times in this incident's zone: that is one for the whole process, so that only one can draw at a time. */
  takeClock(): void {
    clockIn(this.world, this.chosen.journal)
  }

  async parts(department: string | null): Promise<BoardPart[]> {
    const { world, words, chosen } = this
    const { invocation, options } = world
    const descriptions = eventsWithNamesInForce(world.text, chosen.journal)
    const lines = [...(await this.alarms.lines()), ...this.saidAtFirst]
    return boardParts(chosen, {
      world,
      words,
      department,
      picture: await this.drawPicture(),
      alarms: [...new Set(lines)].map((line) => inertText(withCommands(line, invocation, options))),
      entries: this.latest.map((event) => receipt(event, descriptions)),
    })
  }

  private async drawPicture(): Promise<EmbeddedPicture> {
    const { chosen, arrivals, world } = this
    const [events, at] = [arrivals.length, world.now()]
    if (this.picture === null || this.picture.events !== events || at - this.picture.at >= PICTURE_MS) {
      const drawn = await timelineInPage(chosen, { language: world.text.language, audience: 'internal' })
      this.picture = { drawn, events, at }
    }
    return this.picture.drawn
  }

  /** The time of day of the incident's clock, with its offset from UTC. */
  timeOfDay(): string {
    const { clock } = this.chosen
    return timeOfDay(clock.stamp(clock.now()))
  }
}

/** The time of day and the offset of a time in ISO 8601. */
export function timeOfDay(at: string): string {
  const [, time = '', offset = ''] = /T(\d\d:\d\d:\d\d)[.\d]*(.*)$/.exec(at) ?? []
  return `${time} ${offset}`
}
