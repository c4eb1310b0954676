import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { timeline } from '../../domain/incident/timeline.ts'
import type { Envelope, Event } from '../../domain/log/event.ts'
import { Failed, problem } from '../../domain/outcome.ts'
import type { Text } from '../../i18n/text.ts'
import { pour } from '../../platform/pour.ts'
import { every, onInterrupt } from '../../platform/process.ts'
import type { Journal } from '../../store/journal.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { chooseAny, printDamageBanner, warnAboutMissingFiles } from '../choose.ts'
import { timelineLine } from '../event-lines.ts'

const POLL_MS = 1000

interface Options {
  readonly follow?: boolean
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--follow', say('keep printing new events, of any writer', '新しい記録（誰のものでも）を表示し続ける'))
    .action((options: Options) => start((world) => run(world, options)))
}

/** Prints the events of all writers in order; with `--json`, each line is an event as stored in the log. */
async function run(world: World, { follow }: Options): Promise<number> {
  const { journal } = chooseAny(world)
  const code = printDamageBanner(world, journal)
  warnAboutMissingFiles(world, journal.lackingFiles())
  const shown = world.options.json ? new JsonLines() : new TextLines(journal, world.text)
  const print = world.options.json && !world.terminal.output ? world.raw.print : world.print
  await pour(print, shown.of(journal.events()), world.output)
  return follow && (await world.output.takesMore())
    ? printNewEvents(world, journal, (events) => pour(print, shown.of(events), world.output))
    : code
}

/** Prints new events in the order in which they arrive here, until the reader goes away. Throws `paused` on Ctrl-C. */
async function printNewEvents(
  world: World,
  journal: Journal,
  show: (events: Iterable<Event | Envelope>) => Promise<void>,
): Promise<number> {
  const shown = new Map([...journal.incident.heads].map(([writer, { seq }]) => [writer, seq]))
  let cleanUp = () => {}
  let end: (code: number) => void
  return new Promise<number>((resolve, reject) => {
    const stopPolling = every(POLL_MS, () => follow().catch(reject))
    const stopListening = onInterrupt(() => {
      const words = ['log', '--follow', '-i', journal.id, ...(world.options.json ? ['--json'] : [])]
      reject(new Failed(problem('paused', { line: resumeCommand(world, ...words) })))
    })
    cleanUp = () => {
      stopPolling()
      stopListening()
    }
    end = resolve
    world.output.stream.once('error', () => resolve(0))
    follow().catch(reject)
  }).finally(() => cleanUp())

  /** A file that is re-read from its start yields events that were shown before; they are filtered out. */
  async function follow(): Promise<void> {
    const fresh = journal.refreshed().filter(({ writer, seq }) => seq > (shown.get(writer) ?? 0))
    for (const { writer, seq } of fresh) shown.set(writer, seq)
    journal.mustBeWhole()
    if (fresh.length > 0) await show(fresh)
    if (!(await world.output.takesMore())) end(0)
  }
}

class JsonLines {
  *of(events: Iterable<Event | Envelope>): Generator<string> {
    for (const event of events) yield `${JSON.stringify(event)}\n`
  }
}

/** A line for each event, with a line for each day before them. */
class TextLines {
  private date = ''
  private before: Envelope | undefined
  private readonly journal: Journal
  private readonly text: Text

  constructor(journal: Journal, text: Text) {
    this.journal = journal
    this.text = text
  }

  *of(events: Iterable<Event | Envelope>): Generator<string> {
    const { incident } = this.journal
    const entryOf = timeline(incident)
    const mark = incident.declaration?.drill ? `[${this.text.words.drill}] ` : ''
    for (const event of events) {
      const entry = entryOf(event, this.before)
      this.before = event
      const day = entry.at.slice(0, 10)
      if (day !== this.date) yield `${mark}${day}\n`
      this.date = day
      yield `${mark}${timelineLine(entry, this.text)}\n`
    }
  }
}
