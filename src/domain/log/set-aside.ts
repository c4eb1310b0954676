import type { Head } from './event.ts'
import {
  everKnown,
  isOfLog,
  knownWriters,
  machinesOf,
  substanceOf,
  type WriterBirth,
  type WriterRecord,
  type WriterStatement,
} from './known-writers.ts'
import { lateWords } from './late-words.ts'

/** A writer of whom nothing counts. */
export interface SetAsideWriter {
  /** Name of the event that set it aside. */
  readonly event: string
  /** Its first line; null if it has none that is valid. */
  readonly birth: WriterBirth | null
  /** Whether it would be known through the writer that declared the incident, or have been, were nobody set aside. */
  readonly wasKnown: boolean
}

/** What counts of that which writers say of each other. */
export interface WriterJudgement {
  /** The writers that are set aside, by name. */
  readonly setAside: ReadonlyMap<string, SetAsideWriter>
  /** By name, the `log.continued` events that do not count, with the writer that each is about. */
  readonly ignored: ReadonlyMap<string, string>
  /** Writers that have set each other aside, so that none of their words about the other counts (`lateWords`). */
  readonly disputed: readonly string[]
}

/** Whether the writer that declared the incident signs. Where it does not, whoever can write there could change any line. */
export function isSignedLog({ births, declaredBy }: Pick<WriterRecord, 'births' | 'declaredBy'>): boolean {
  return (births.get(declaredBy ?? '')?.key ?? null) !== null
}

/** A writer that was set aside and counts again. */
export interface RestoredWriter {
  readonly writer: string
  /** Names of the event that set it aside and of the last one that accepted it again. */
  readonly setAside: string
  readonly accepted: string
}

/**
 * The writers that were set aside and that one of `known` accepted again, of those that count now. The statements are those
 * of writers that count, in log order.
 */
export function restoredWriters(
  { statements, ignored }: Pick<WriterRecord, 'statements'> & Pick<WriterJudgement, 'ignored'>,
  setAside: WriterJudgement['setAside'],
  known: ReadonlySet<string>,
): RestoredWriter[] {
  const aside = new Map<string, string>()
  const restored = new Map<string, RestoredWriter>()
  for (const { writer, event, ...said } of statements) {
    if (setAside.has(writer)) continue
    if (said.says === 'set-aside' && !ignored.has(event)) aside.set(writer, event)
    const before = aside.get(writer)
    if (before !== undefined && said.says === 'known' && said.key !== undefined && known.has(said.by))
      restored.set(writer, { writer, setAside: before, accepted: event })
  }
  return [...restored.values()]
}

/** What is checked of the files of a log. */
export interface FileChecks {
  /** Whether the file of a writer is damaged just after its event of this number. */
  isDamagedAfter(writer: string, seq: number): boolean
  /** Whether the log has this event. */
  isInLog(head: Head): boolean
}

/**
 * Judges what writers say of each other, in log order and from everything that was ever recorded, so that all machines see
 * the same. What a writer says while it is set aside does not count, nor what whoever set it aside had not seen, nor words
 * that set aside the writer that declared the incident or their own one. Where that writer signs, others count only if they are known through it, or of the same machine
 * as the writer that they give up, or freeze a file that is damaged just there (`isDamagedAfter` the event of that number).
 * One that is known through it makes a writer count again by accepting it.
 */
export function judgeWriters(record: WriterRecord, { isDamagedAfter, isInLog }: FileChecks): WriterJudgement {
  const { births, declaredBy } = record
  const aside = new Map<string, SetAsideWriter>()
  const ignored = new Map<string, string>()
  const made = new Map<string, WriterStatement>()
  const isSigned = isSignedLog(record)
  const machines = machinesOf(births)
  const isSameMachine = (one: string, other: string) => machines.has(one) && machines.get(one) === machines.get(other)
  const { late, disputed } = lateWords(record, isInLog)
  // Whoever can write to the folder can date the word that sets a writer aside back before it became known.
  const ever = everKnown({ ...record, statements: record.statements.filter((said) => !late.has(said)) })
  let circle: ReadonlySet<string> | null = null

  function isKnown(writer: string): boolean {
    circle ??= knownWriters(
      {
        ...record,
        births: new Map([...births].filter(([name]) => !aside.has(name))),
        statements: [...made.values()].filter(({ by }) => !aside.has(by)),
      },
      () => false,
    )
    return circle.has(writer)
  }

  function counts(said: Exclude<WriterStatement, { says: 'known' }>): boolean {
    const { by, writer } = said
    if (aside.has(by) || late.has(said)) return false
    // A writer that sets itself aside would take back that word along with the rest.
    if (said.says === 'set-aside') return writer !== declaredBy && writer !== by && (isKnown(by) || mayAnybody(writer))
    const { frozenAfter } = said
    const isDamaged = () => frozenAfter !== null && isDamagedAfter(writer, frozenAfter)
    return !isSigned || isKnown(by) || isSameMachine(by, writer) || isDamaged()
  }

  function mayAnybody(writer: string): boolean {
    return !isSigned && !isKnown(writer)
  }

  for (const said of record.statements) {
    const { by, writer } = said
    if (said.says === 'known') {
      // However much somebody says who was never known, or says once more, it changes nothing.
      if (aside.has(by) || late.has(said) || !ever.has(by) || !isOfLog(said, births)) continue
      const isBack = aside.has(writer) && said.key !== undefined && isKnown(by)
      if (isBack) aside.delete(writer)
      else if (made.has(substanceOf(said))) continue
      made.set(substanceOf(said), said)
      circle = null
    } else if (!counts(said)) ignored.set(said.event, writer)
    else if (said.says === 'set-aside' && !aside.has(writer)) {
      aside.set(writer, { event: said.event, birth: births.get(writer) ?? null, wasKnown: ever.has(writer) })
      if (isKnown(writer)) circle = null
    }
  }
  // Once one of them is set aside by a word that counts, there is nothing left to settle.
  const open = disputed.filter((writers) => !writers.some((writer) => aside.has(writer)))
  return { setAside: aside, ignored, disputed: [...new Set(open.flat())] }
}
