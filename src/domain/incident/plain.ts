import { INITIAL, type Incident, type Notice, type Sending } from './incident.ts'
import type { Register, Seen, Write } from './register.ts'

type Plain = { readonly [K in keyof Incident]: unknown }

const MAPS = (Object.keys(INITIAL) as (keyof Incident)[]).filter((key) => INITIAL[key] instanceof Map)

/**
 * The state of an incident as lines of JSON, all that `incidentFrom` needs to make the same again: the incident with the
 * names of what its runbook has, each of those by itself, and then its registers, of which a long log has long ones.
 */
export function* linesOf(incident: Incident): Generator<string> {
  const { runbook, registers } = incident
  const plain: Record<string, unknown> = { ...incident, runbook: Object.keys(runbook) }
  for (const key of MAPS) plain[key] = [...(incident[key] as ReadonlyMap<string, unknown>)]
  plain.registers = []
  plain.notices = incident.notices.map(plainNotice)
  for (const part of [plain, ...Object.values(runbook)]) yield JSON.stringify(part)
  for (const [key, writes] of registers) yield JSON.stringify([key, writes.map(plainWrite)])
}

/** What `linesOf` was made of; what the runbook has is parsed when it is first asked for. It believes what it is given. */
export function incidentFrom(lines: Iterator<string>): Incident {
  const plain = JSON.parse(lines.next().value) as Plain
  const incident: Record<string, unknown> = { ...plain }
  for (const key of MAPS) incident[key] = new Map(plain[key] as [string, unknown][])
  incident.notices = (plain.notices as PlainNotice[]).map(noticeFrom)
  const names = plain.runbook as string[]
  const parts = names.map(() => lines.next().value as string)
  incident.runbook = late(names, (i) => JSON.parse(parts[i] as string))
  incident.registers = registersFrom(lines)
  return incident as unknown as Incident
}

function registersFrom(lines: Iterator<string>): Map<string, Register<unknown>> {
  const registers = new Map<string, Register<unknown>>()
  for (let line = lines.next(); !line.done; line = lines.next()) {
    const [key, writes] = JSON.parse(line.value) as [string, PlainWrite[]]
    registers.set(key, writes.map(writeFrom))
  }
  return registers
}

/** A thing whose properties are made when they are first asked for. */
function late(keys: readonly string[], make: (index: number) => unknown): object {
  const thing = {}
  for (const [index, key] of keys.entries()) {
    const get = () => {
      const value = make(index)
      Object.defineProperty(thing, key, { value, enumerable: true })
      return value
    }
    Object.defineProperty(thing, key, { get, enumerable: true, configurable: true })
  }
  return thing
}

/** A write is what there is most of: no names of keys, its event's name only in parts, what it had seen in a row. */
type PlainWrite = readonly [
  writer: string,
  seq: number,
  after: readonly (string | number)[],
  order: number,
  place: number,
  at: string,
  recordedAt: string,
  by: string,
  value: unknown,
  undone: boolean,
  corrected: boolean,
]

function plainWrite({ writer, seq, after, order, place, at, ...rest }: Write<unknown>): PlainWrite {
  const { recordedAt, by, value, undone, corrected } = rest
  const seen = after.flatMap((head) => [head.writer, head.seq])
  return [writer, seq, seen, order, place, at, recordedAt, by, value, undone, corrected]
}

function writeFrom(plain: PlainWrite): Write<unknown> {
  // By number: to take an array apart by names makes an object for each, and writes are many.
  const writer = plain[0]
  const seq = plain[1]
  const seen = plain[2]
  const after: Seen[] = []
  for (let i = 0; i < seen.length; i += 2) after.push({ writer: seen[i] as string, seq: seen[i + 1] as number })
  return {
    event: `${writer}:${seq}`,
    writer,
    seq,
    after,
    order: plain[3],
    place: plain[4],
    at: plain[5],
    recordedAt: plain[6],
    by: plain[7],
    value: plain[8],
    undone: plain[9],
    corrected: plain[10],
  }
}

/** Without texts where they are those of the intent. */
type PlainNotice = Notice | (Omit<Notice, 'texts' | 'sending'> & { readonly sending: Sending })

function plainNotice(notice: Notice): PlainNotice {
  const { texts, sending, ...rest } = notice
  return sending !== null && texts === sending.intent.texts ? { ...rest, sending } : notice
}

function noticeFrom(plain: PlainNotice): Notice {
  return 'texts' in plain ? plain : { ...plain, texts: plain.sending.intent.texts }
}
