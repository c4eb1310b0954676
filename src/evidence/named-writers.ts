import type { WriterBirth } from '../domain/log/known-writers.ts'
import { fail } from '../domain/problem.ts'
import type { Journal } from '../store/journal.ts'
import { shortLine } from '../view/inert.ts'

/** Stands for all writers that this machine does not know. */
const ALL_UNKNOWN = 'unknown'

/**
 * The writer that is to be accepted: the one of that name, or the only one of a person of that name that is not known, or was
 * set aside. Throws `unclear-name` if there are several, `unknown-writer` if there is none.
 */
export function writerToAccept(journal: Journal, given: string): string {
  const births = birthsIn(journal)
  const theirs = births.filter(({ by }) => by === given)
  // Whoever can write to the folder can give a file the name of a person, or a person the name of a writer.
  const meant = births.filter((one) => one.writer === given || (theirs.includes(one) && !journal.knows(one.writer)))
  const aside = theirs.filter(({ writer }) => journal.setAsideWriters.has(writer))
  const wanted = [meant, aside, theirs].find((some) => some.length > 0) ?? []
  if (wanted.length > 1 && wanted !== theirs)
    fail('unclear-name', { given, allowed: wanted.map(({ writer }) => writer) })
  return wanted[0]?.writer ?? failForWriter(given, births)
}

/** The writers that are to be set aside. Throws `unknown-writer` for one that the log does not have. */
export function writersToSetAside(journal: Journal, given: readonly string[]): string[] {
  const births = birthsIn(journal)
  const born = births.map(({ writer }) => writer)
  const inFiles = journal.filesRead().map(({ writer }) => writer)
  // Nothing counts of a file without a valid first line, but its damage can stop the others.
  const unborn = inFiles.filter((writer) => !born.includes(writer) && !journal.setAsideWriters.has(writer))
  const unknown = [...journal.unknownWriters().map(({ writer }) => writer), ...unborn].filter(
    (writer) => !journal.isOwn(writer),
  )
  const writers = [...new Set(given.flatMap((name) => (name === ALL_UNKNOWN ? unknown : [name])))]
  const present = [...new Set([...born, ...unborn, ...journal.setAsideWriters.keys()])]
  const missing = writers.find((writer) => !present.includes(writer))
  if (missing === undefined) return writers
  const others = births.filter(({ writer }) => writer !== journal.writer)
  return failForWriter(missing, [...others, ...unborn.map((writer) => ({ writer, by: writer }))])
}

/** The first lines of all writers, also of those that are set aside. */
function birthsIn({ incident, setAsideWriters }: Journal): WriterBirth[] {
  return [...incident.births.values(), ...[...setAsideWriters.values()].flatMap(({ birth }) => birth ?? [])]
}

function failForWriter(given: string, writers: readonly Pick<WriterBirth, 'writer' | 'by'>[]): never {
  const names = Object.fromEntries(writers.map(({ writer, by }) => [writer, { ja: shortLine(by), en: shortLine(by) }]))
  return fail('unknown-writer', { given, allowed: Object.keys(names), names })
}
