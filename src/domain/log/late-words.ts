import { lowerBound } from '../binary-search.ts'
import { grouped } from '../grouped.ts'
import { eventPlace, type Head } from './event.ts'
import {
  everKnown,
  isOfLog,
  knownWriters,
  machinesOf,
  type Recognition,
  substanceOf,
  type WriterRecord,
  type WriterStatement,
} from './known-writers.ts'

/** What does not count of that which writers say of each other, whatever its times. */
export interface LateWords {
  readonly late: ReadonlySet<WriterStatement>
  /** The writers of machines that have set each other aside, neither having seen the other's word: none of these counts. */
  readonly disputed: readonly (readonly string[])[]
}

/** What a writer of a machine says, and its place in the log. */
interface Word<S = WriterStatement> {
  readonly said: S
  readonly index: number
  readonly machine: string
}

type Acceptance = Word<Recognition>

/** Words that set a writer of another machine aside, with what their writer had seen. */
interface Verdict extends Word {
  readonly of: string
  readonly seen: ReadonlyMap<string, number>
}

/** Whether a verdict makes a word late. */
type Objection = (verdict: Verdict, word: Word) => boolean

/**
 * Finds what a machine said of others that whoever set it aside had not seen, until one of its writers is accepted again. Such
 * words may have been dated back, so they do not count; those of the machine that declared the incident always do. Only words
 * have that effect that count themselves, of writers that are known by then even without the machine that they set aside. What
 * a writer had seen counts where the log has it (`isInLog`): otherwise the file was replaced.
 */
export function lateWords(record: WriterRecord, isInLog: (head: Head) => boolean): LateWords {
  const { births, statements, declaredBy } = record
  const machines = machinesOf(births)
  const machineOf = (writer: string) => machines.get(writer) ?? writer
  const ever = everKnown(record)
  const words = statements.map((said, index) => ({ said, index, machine: machineOf(said.by) }))
  const verdicts = verdictsIn(words, machineOf, isInLog).filter(
    ({ said, machine, of }) => machine !== of && of !== machineOf(declaredBy ?? '') && ever.has(said.by),
  )
  const onMachine = new Map(grouped(verdicts, ({ of }) => of).map((all) => [all[0].of, all]))
  const unawareOf = ({ said, machine }: Word) =>
    (onMachine.get(machine) ?? []).filter(({ seen }) => (seen.get(said.by) ?? 0) < eventPlace(said.event).seq)

  let open = words.filter((word) => unawareOf(word).length > 0)
  const undecided = new Set(open.map(({ said }) => said))
  const late = new Set<WriterStatement>()
  const disputed: string[][] = []
  const decide = ({ said }: Word, isLate: boolean) => {
    undecided.delete(said)
    if (isLate) late.add(said)
  }
  const counts = ({ said }: Word) => !undecided.has(said) && !late.has(said)
  const mayCount = ({ said }: Word) => !late.has(said)
  const accepting = words.flatMap(({ said, ...word }): Acceptance[] =>
    said.says === 'known' && ever.has(said.by) && isOfLog(said, births) ? [{ ...word, said }] : [],
  )
  const anew = accepting.flatMap((one) =>
    one.said.key === undefined ? [] : [{ ...one, of: machineOf(one.said.writer) }],
  )
  const acceptedAnew = new Map(grouped(anew, ({ of }) => of).map((all) => [all[0].of, all]))

  /** An objection holds by the words that are `heard`, unless by those `heardAgainst` it its machine was accepted again. */
  function objection(heard: (word: Word) => boolean, heardAgainst: (word: Word) => boolean): Objection {
    const [knows, knowsAgainst] = [heard, heardAgainst].map((isHeard) =>
      knownByThen(record, accepting.filter(isHeard), machineOf),
    ) as [Knows, Knows]
    const isLifted = ({ index, of }: Verdict, word: Word) =>
      (acceptedAnew.get(of) ?? []).some(
        (one) => one.index > index && one.index < word.index && heardAgainst(one) && knowsAgainst(one, of),
      )
    return (verdict, word) => heard(verdict) && knows(verdict, verdict.of) && !isLifted(verdict, word)
  }

  while (open.length > 0) {
    const holds = objection(counts, mayCount)
    const mayHold = objection(mayCount, counts)
    for (const word of open) {
      const verdicts = unawareOf(word)
      if (verdicts.some((verdict) => holds(verdict, word))) decide(word, true)
      else if (!verdicts.some((verdict) => mayHold(verdict, word))) decide(word, false)
    }
    const left = open.filter(({ said }) => undecided.has(said))
    if (left.length === open.length) {
      const doubtful = verdicts.filter(({ said }) => undecided.has(said))
      const before = (word: Verdict) =>
        unawareOf(word).filter((verdict) => undecided.has(verdict.said) && mayHold(verdict, word))
      const circle = firstCircle(doubtful, before)
      for (const { machine, of } of circle.length > 1 ? circle : [])
        disputed.push([...births.keys()].filter((writer) => [machine, of].includes(machineOf(writer))))
      // If there is none, whether a writer is known depends on itself.
      for (const word of circle.length > 0 ? circle : left) decide(word, circle.length > 1)
    }
    open = left.filter(({ said }) => undecided.has(said))
  }
  return { late, disputed }
}

/** Whether the writer of a word is known by then through the one that declared the incident, without those of a machine. */
type Knows = (word: Word, without: string) => boolean

function knownByThen(
  { births, declaredBy }: WriterRecord,
  heard: readonly Acceptance[],
  machineOf: (writer: string) => string,
): Knows {
  const accepting = firstOfEach(heard)
  const circles = new Map<string, { readonly writers: ReadonlySet<string>; readonly machines: ReadonlySet<string> }>()
  function circle(upTo: number, without: string | null) {
    const key = `${upTo} ${without}`
    const found = circles.get(key)
    if (found !== undefined) return found
    const others = new Map([...births].filter(([name]) => machineOf(name) !== without))
    const statements = accepting.slice(0, upTo).map(({ said }) => said)
    const writers = knownWriters({ births: others, statements, declaredBy }, () => false)
    const made = { writers, machines: new Set([...writers].map(machineOf)) }
    circles.set(key, made)
    return made
  }
  return ({ said, index }, without) => {
    const upTo = lowerBound(accepting.length, (i) => (accepting[i] as Acceptance).index < index)
    const all = circle(upTo, null)
    // A machine that is not known makes nobody known.
    return (all.machines.has(without) ? circle(upTo, without) : all).writers.has(said.by)
  }
}

/** Without those that say once more what was said before. */
function firstOfEach(accepting: readonly Acceptance[]): Acceptance[] {
  const first = new Map<string, Acceptance>()
  for (const one of accepting) {
    const substance = substanceOf(one.said)
    if (!first.has(substance)) first.set(substance, one)
  }
  return [...first.values()]
}

function verdictsIn(
  words: readonly Word[],
  machineOf: (writer: string) => string,
  isInLog: (head: Head) => boolean,
): Verdict[] {
  const last = new Map<string, ReadonlyMap<string, number>>()
  return words.flatMap((word) => {
    const { said } = word
    if (said.says !== 'set-aside') return []
    const seen =
      said.seen === undefined
        ? (last.get(said.by) ?? new Map())
        : new Map(said.seen.filter(isInLog).map(({ writer, seq }) => [writer, seq]))
    last.set(said.by, seen)
    return [{ ...word, seen, of: machineOf(said.writer) }]
  })
}

/** Of words, the first that depend on each other and on no others; `before` are those that a word depends on. */
function firstCircle<T>(words: readonly T[], before: (word: T) => readonly T[]): readonly T[] {
  const earlier = new Map(words.map((word) => [word, before(word)]))
  const later = new Map(words.map((word): [T, T[]] => [word, []]))
  for (const [word, ones] of earlier) for (const one of ones) later.get(one)?.push(word)
  const reached = new Set<T>()
  // Nothing but its own circle leads to the last that is not reached from any before it.
  const roots = words.filter((word) => !reached.has(word) && spread(word, later, reached).size > 0)
  return [...spread(roots.at(-1) as T, earlier, new Set())]
}

function spread<T>(first: T, neighbours: ReadonlyMap<T, readonly T[]>, reached: Set<T>): Set<T> {
  const next = [first]
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    if (reached.has(one)) continue
    reached.add(one)
    next.push(...(neighbours.get(one) as readonly T[]))
  }
  return reached
}
