import { vouchForWriters } from '../signing/vouching.ts'
import type { Journal } from '../store/journal.ts'
import type { World } from '../world.ts'
import {
  printDamageBanner,
  warnAboutContradictions,
  warnAboutForeignLines,
  warnAboutMissingEvents,
  warnAboutOverruledFiles,
  warnAboutReplacedFiles,
} from './damage-warnings.ts'
import {
  warnAboutKnownSetAside,
  warnAboutOwnWriters,
  warnAboutRestoredWriters,
  warnAboutUnknownWriters,
} from './new-writers.ts'

/** What speaks against the log of an incident that is followed: the lines that `status` would say of it now. */
export class LogAlarms {
  private readonly world: World
  private readonly journal: Journal
  private readonly said: Set<string>
  /** The unknown writers that were last compared with the allowed signers. */
  private compared = ''

  /** What choosing the incident says counts as said. */
  constructor(world: World, journal: Journal) {
    this.world = world
    this.journal = journal
    this.said = new Set(this.linesOf(saidWhenChosen))
  }

  /** All of them; nothing is said. */
  async lines(): Promise<string[]> {
    const { world, journal } = this
    const unknown = journal
      .unknownWriters()
      .map(({ writer }) => writer)
      .join()
    if (unknown !== this.compared) await vouchForWriters(world, journal)
    this.compared = unknown
    return [...this.linesOf(saidWhenShown), ...this.linesOf(saidWhenChosen)]
  }

  /** Says those that are new since the last time. */
  async sayNew(): Promise<void> {
    for (const line of await this.lines()) {
      if (!this.said.has(line)) this.world.say(line)
      this.said.add(line)
    }
  }

  private linesOf(warn: (world: World, journal: Journal) => void): string[] {
    const lines: string[] = []
    const say: World['say'] = (line) => lines.push(line)
    warn(Object.create(this.world, { say: { value: say } }), this.journal)
    return lines
  }
}

function saidWhenChosen(world: World, journal: Journal): void {
  warnAboutMissingEvents(journal, journal.missingHeads(), world)
  warnAboutForeignLines(world, journal)
  warnAboutContradictions(world, journal)
  warnAboutOverruledFiles(world, journal)
}

function saidWhenShown(world: World, journal: Journal): void {
  printDamageBanner(world, journal)
  warnAboutReplacedFiles(world, journal)
  warnAboutUnknownWriters(world, journal)
  warnAboutKnownSetAside(world, journal)
  warnAboutRestoredWriters(world, journal)
  warnAboutOwnWriters(world, journal)
}
