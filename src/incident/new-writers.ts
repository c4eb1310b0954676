import type { UnknownWriter } from '../domain/incident/unknown-writers.ts'
import type { Journal } from '../store/journal.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import { commandForOthers, resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

/** The most unknown writers that are named. */
const NAMED_WRITERS = 5

/** Of more writers than these, what happened to them is said in one line. */
const SEPARATE_LINES = 3

/** Names the writers that this machine does not know, or some of them, in one line, with the command that accepts one. */
export function warnAboutUnknownWriters(
  world: World,
  journal: Journal,
  unknown: readonly UnknownWriter[] = journal.unknownWriters(),
  say: World['say'] = world.say,
): void {
  const { said } = world.text
  const wordsOf = ({ writer, by, events }: UnknownWriter) => said.writerBy(inertLine(writer), shortLine(by), events)
  const disputed = unknown.filter(({ isDisputed }) => isDisputed)
  if (disputed.length > 0) {
    const line = ['verify', '--set-aside', said.writerWord, '--reason', said.reasonWord, '-i', journal.id]
    say(said.disputedWriters(namedWriters(disputed).named.map(wordsOf), resumeCommand(world, ...line)))
  }
  const others = unknown.filter(({ isDisputed }) => !isDisputed)
  const [first] = others
  if (first === undefined) return
  const { named, more } = namedWriters(others)
  const writer = others.length === 1 ? inertLine(first.writer) : said.writerWord
  say(said.newWriters(named.map(wordsOf), more, acceptLine(world, writer, journal.id)))
}

/** Names those of the writers `added` since this machine last recorded that it does not know, each once in a run. */
export function warnAboutNewWriters(
  world: World,
  journal: Journal,
  added: ReadonlySet<string>,
  say: World['say'] = world.say,
): void {
  if (added.size === 0) return
  const { toldWriters } = world.workspace
  const told = ({ writer }: UnknownWriter) => `${journal.id} ${writer}`
  const unknown = journal.unknownWriters().filter((one) => added.has(one.writer) && !toldWriters.has(told(one)))
  for (const one of unknown) toldWriters.add(told(one))
  warnAboutUnknownWriters(world, journal, unknown, say)
}

/** Names the known writers of other machines that somebody set aside; of many, some in one line. */
export function warnAboutKnownSetAside({ say, text: { said } }: World, journal: Journal): void {
  const lost = [...journal.setAsideWriters].flatMap(([writer, { event, birth, wasKnown }]) => {
    const isNamed = birth !== null && (wasKnown || journal.isVouchedFor(birth)) && !journal.isOwnBirth(birth)
    return isNamed ? [{ writer: inertLine(writer), by: shortLine(birth.by), event: inertLine(event) }] : []
  })
  if (lost.length <= SEPARATE_LINES)
    for (const { writer, by, event } of lost) say(said.knownSetAside(writer, by, event))
  else {
    const { named, more } = namedWriters(lost)
    say(
      said.knownWritersSetAside(
        named.map(({ writer, event }) => `${writer} (${event})`),
        more,
      ),
    )
  }
}

/** Names the writers that were set aside and count again since this machine last recorded; of many, some in one line. */
export function warnAboutRestoredWriters({ say, text: { said } }: World, journal: Journal): void {
  const restored = journal.newlyRestoredWriters()
  if (restored.length <= SEPARATE_LINES)
    for (const { writer, setAside, since, why } of restored)
      say(said.restoredWriter(inertLine(writer), inertLine(setAside), inertLine(since), why))
  else {
    const { named, more } = namedWriters(restored)
    say(
      said.restoredWriters(
        named.map(({ writer, since }) => `${inertLine(writer)} (${inertLine(since)})`),
        more,
      ),
    )
  }
}

/** Names the writers of this machine that somebody set aside, with the command that counts them again. */
export function warnAboutOwnWriters(world: World, journal: Journal): void {
  for (const [writer, { event, birth }] of journal.setAsideWriters)
    if (birth !== null && journal.isOwnBirth(birth))
      world.say(
        world.text.said.ownSetAside(
          inertLine(writer),
          inertLine(event),
          commandForOthers(world, 'verify', '--accept', writer, '-i', journal.id),
        ),
      )
}

/** The writers that are named, and how many more there are. */
export function namedWriters<W>(writers: readonly W[]) {
  const named = writers.slice(0, NAMED_WRITERS)
  return { named, more: writers.length - named.length }
}

/** The command that accepts a writer as known. */
export function acceptLine(world: World, writer: string, id: string): string {
  return resumeCommand(world, 'verify', '--accept', writer, '-i', id)
}
