import { grouped } from '../grouped.ts'
import { writerOf } from './event.ts'
import { knownWriters, machinesOf, type WriterRecord, type WriterStatement } from './known-writers.ts'

/** What does not count of that which writers say of each other, whatever its times. */
export interface LateWords {
  readonly late: ReadonlySet<WriterStatement>
  /** The writers of machines that have set each other aside, neither having seen the other's word: none of these counts. */
  readonly disputed: readonly (readonly string[])[]
}

type SetAside = WriterStatement & { readonly says: 'set-aside' }

/** Words that set somebody aside, with what their writer had seen, and the machines of both. */
interface Verdict {
  readonly said: SetAside
  readonly seen: ReadonlyMap<string, number>
  /** The machine of the writer that says it, and that of the other. */
  readonly by: string
  readonly of: string
}

/**
 * Finds what a machine said of others that whoever set it aside had not seen. Such words may have been dated back, so they do
 * not count; those of the machine that declared the incident always do. Only words of writers count that are known through
 * that one even without the machine that they set aside.
 */
export function lateWords(record: WriterRecord): LateWords {
  const { births, statements, declaredBy } = record
  const machines = machinesOf(births)
  const machineOf = (writer: string) => machines.get(writer) ?? writer
  const declarer = machineOf(declaredBy ?? '')
  const circles = new Map<string, ReadonlySet<string>>()

  function isKnownWithout(writer: string, machine: string): boolean {
    const others = () => new Map([...births].filter(([name]) => machineOf(name) !== machine))
    const circle = circles.get(machine) ?? knownWriters({ ...record, births: others() }, () => false)
    circles.set(machine, circle)
    return circle.has(writer)
  }

  const verdicts = verdictsIn(statements, machineOf).filter(
    ({ said, by, of }) => by !== of && of !== declarer && isKnownWithout(said.by, of),
  )
  const onMachine = new Map(grouped(verdicts, ({ of }) => of).map((all) => [all[0].of, all]))
  const hasSeen = ({ seen }: Verdict, { by, event }: WriterStatement) => (seen.get(by) ?? 0) >= numberOf(event)
  const mutual = verdicts.flatMap((one) =>
    (onMachine.get(one.by) ?? [])
      .filter((other) => other.by === one.of && !hasSeen(one, other.said) && !hasSeen(other, one.said))
      .map((other) => [one, other] as const),
  )
  const disputed = mutual.filter(([one, other]) => ![one.by, other.by].includes(declarer))
  const open = new Set(disputed.flat().map(({ said }) => said as WriterStatement))
  const late = statements.filter((one) => {
    const by = machineOf(one.by)
    const against = by === declarer ? [] : (onMachine.get(by) ?? [])
    return open.has(one) || against.some((verdict) => !open.has(verdict.said) && !hasSeen(verdict, one))
  })
  const writersOf = (machine: string) => [...births.keys()].filter((writer) => machineOf(writer) === machine)
  return { late: new Set(late), disputed: disputed.map(([{ by, of }]) => [...writersOf(by), ...writersOf(of)]) }
}

function verdictsIn(statements: readonly WriterStatement[], machineOf: (writer: string) => string): Verdict[] {
  const last = new Map<string, ReadonlyMap<string, number>>()
  return statements.flatMap((said) => {
    if (said.says !== 'set-aside') return []
    const seen = (said.seen && new Map(said.seen)) ?? last.get(said.by) ?? new Map()
    last.set(said.by, seen)
    return [{ said, seen, by: machineOf(said.by), of: machineOf(said.writer) }]
  })
}

function numberOf(event: string): number {
  return Number(event.slice(writerOf(event).length + 1))
}
