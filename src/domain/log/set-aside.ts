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

/** A writer that was set aside and counts again. */
export interface RestoredWriter {
  readonly writer: string
  /** Name of the event that set it aside. */
  readonly setAside: string
  /** Name of the event that accepted it again, or that set aside whoever had set it aside. */
  readonly since: string
  readonly why: 'accepted' | 'set-aside'
}

/** What counts of that which writers say of each other. */
export interface WriterJudgement {
  /** The writers that are set aside, by name. */
  readonly setAside: ReadonlyMap<string, SetAsideWriter>
  /** By name, the `log.continued` events that do not count, with the writer that each is about. */
  readonly ignored: ReadonlyMap<string, string>
  /**
   * By name, the events that count only because they freeze a file where it is damaged, with its writer: what was seen of it
   * and is lost stays missing.
   */
  readonly onlyFreezing: ReadonlyMap<string, string>
  /** Writers that have set each other aside, so that none of their words about the other counts (`lateWords`). */
  readonly disputed: readonly string[]
  /** The writers that were set aside and count again. */
  readonly restored: readonly RestoredWriter[]
}

/** Whether the writer that declared the incident signs. Where it does not, whoever can write there could change any line. */
export function isSignedLog({ births, declaredBy }: Pick<WriterRecord, 'births' | 'declaredBy'>): boolean {
  return (births.get(declaredBy ?? '')?.key ?? null) !== null
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
 * as the writer that they give up, or freeze a file that is damaged just there (`isDamagedAfter` the event of that number),
 * which settles no loss.
 * One that is known through it makes a writer count again by accepting it.
 */
export function judgeWriters(record: WriterRecord, { isDamagedAfter, isInLog }: FileChecks): WriterJudgement {
  const { births, declaredBy } = record
  const aside = new Map<string, SetAsideWriter>()
  const ignored = new Map<string, string>()
  const onlyFreezing = new Map<string, string>()
  const restored = new Map<string, RestoredWriter>()
  /** What set writers aside and would still, had nobody set aside whoever said so. */
  const voided = new Map<string, WriterStatement>()
  /** By machine, the last event that set a writer of it aside. */
  const objections = new Map<string, string>()
  const made = new Map<string, WriterStatement>()
  const isSigned = isSignedLog(record)
  const machines = machinesOf(births)
  const machineOf = (writer: string) => machines.get(writer) ?? writer
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
    if (!isSigned || isKnown(by) || isSameMachine(by, writer)) return true
    if (isDamaged()) onlyFreezing.set(said.event, writer)
    return isDamaged()
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
      if (isBack) {
        const setAside = (aside.get(writer) as SetAsideWriter).event
        restored.set(writer, { writer, setAside, since: said.event, why: 'accepted' })
        aside.delete(writer)
      } else if (made.has(substanceOf(said))) continue
      made.set(substanceOf(said), said)
      circle = null
    } else if (!counts(said)) {
      ignored.set(said.event, writer)
      if (said.says === 'set-aside' && ever.has(by) && writer !== declaredBy) voided.set(writer, said)
    } else if (said.says === 'set-aside' && !aside.has(writer)) {
      objections.set(machineOf(writer), said.event)
      aside.set(writer, { event: said.event, birth: births.get(writer) ?? null, wasKnown: ever.has(writer) })
      if (isKnown(writer)) circle = null
    }
  }
  for (const [writer, { event: setAside, by }] of voided) {
    const since = objections.get(machineOf(by))
    if (since !== undefined) restored.set(writer, { writer, setAside, since, why: 'set-aside' })
  }
  // Once one of them is set aside by a word that counts, there is nothing left to settle.
  const open = disputed.filter((writers) => !writers.some((writer) => aside.has(writer)))
  return {
    setAside: aside,
    ignored,
    onlyFreezing,
    disputed: [...new Set(open.flat())],
    restored: [...restored.values()].filter(({ writer }) => births.has(writer) && !aside.has(writer)),
  }
}
