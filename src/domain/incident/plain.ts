import { INITIAL, type Incident, type Notice, type Sending } from './incident.ts'
import { isNamed } from './named.ts'
import { Registers } from './registers.ts'
import { Texts } from './texts.ts'

type Plain = { readonly [K in keyof Incident]: unknown }

const MAPS = (Object.keys(INITIAL) as (keyof Incident)[]).filter((key) => INITIAL[key] instanceof Map)

/**
 * The state of an incident as lines of text, all that `incidentFrom` needs to make the same again: the incident with the
 * names of what its runbook has, each of those by itself, and then what was written to its registers. Runbook and settings
 * that stand beside the log are left out.
 */
export function* linesOf(incident: Incident): Generator<string | Buffer> {
  const { registers } = incident
  const runbook = isNamed(incident, 'runbook') ? INITIAL.runbook : incident.runbook
  const settings = isNamed(incident, 'settings') ? INITIAL.settings : incident.settings
  const plain: Record<string, unknown> = { ...incident, runbook: Object.keys(runbook), settings }
  for (const key of MAPS) plain[key] = [...(incident[key] as ReadonlyMap<string, unknown>)]
  plain.registers = Object.entries(registers.index).map(([name, map]) => [name, [...map]])
  plain.notices = incident.notices.map(plainNotice)
  for (const part of [plain, ...Object.values(runbook)]) yield JSON.stringify(part)
  yield* registers.texts.packed()
}

/** What `linesOf` was made of; what the runbook has is parsed when it is first asked for. It believes what it is given. */
export function incidentFrom(lines: Iterator<string | Buffer>): Incident {
  const plain = JSON.parse(lines.next().value as string) as Plain
  const incident: Record<string, unknown> = { ...plain }
  for (const key of MAPS) incident[key] = new Map(plain[key] as [string, unknown][])
  incident.notices = (plain.notices as PlainNotice[]).map(noticeFrom)
  const names = plain.runbook as string[]
  const parts = names.map(() => lines.next().value as string)
  incident.runbook = late(names, (i) => JSON.parse(parts[i] as string))
  const index = (plain.registers as [string, []][]).map(([name, pairs]) => [name, new Map(pairs)])
  const texts = Texts.from({ [Symbol.iterator]: () => lines })
  incident.registers = new Registers(Object.fromEntries(index), texts)
  return incident as unknown as Incident
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

/** Without texts where they are those of the intent. */
type PlainNotice = Notice | (Omit<Notice, 'texts' | 'sending'> & { readonly sending: Sending })

function plainNotice(notice: Notice): PlainNotice {
  const { texts, sending, ...rest } = notice
  return sending !== null && texts === sending.intent.texts ? { ...rest, sending } : notice
}

function noticeFrom(plain: PlainNotice): Notice {
  return 'texts' in plain ? plain : { ...plain, texts: plain.sending.intent.texts }
}
