import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phaseOf } from '../../../src/domain/incident/current-values.ts'
import { incidentAsOf } from '../../../src/domain/incident/incident-as-of.ts'
import { startedAtOf } from '../../../src/domain/incident/lifecycle.ts'
import { type Event, type EventDraft, isCritical } from '../../../src/domain/log/event.ts'
import { changedSince, changedStatements, type Statements, statementsOf } from '../../../src/domain/notice/changes.ts'
import { advanced, DECLARED, foldEvents, iso, MINUTE, planned, scoped, started, stated } from '../../given.ts'

const NAMES = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'] as const
const STATED = ['cause', 'expected-recovery', 'started-at'] as const
const FACTS = [...STATED, 'planned-start', 'planned-end'] as const
const VALUES = [iso(MINUTE), iso(2 * MINUTE), iso(3 * MINUTE)] as const

/** What a machine of the model does next; `pick` chooses among the events that it has. */
type Act =
  | { readonly kind: 'state'; readonly draft: EventDraft }
  /** Begins a planned halt, as far as this machine knows. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'undo'; readonly pick: number }
  | { readonly kind: 'correct'; readonly pick: number; readonly minutes: number }
  /** `ago`: minutes since it was posted by hand; null if the program sends it. */
  | { readonly kind: 'notify'; readonly ago: number | null }
  /** Copies from another machine what it has of one writer, but for the last `less` lines. */
  | { readonly kind: 'copy'; readonly from: number; readonly writer: number; readonly less: number }

interface Turn {
  readonly machine: number
  readonly act: Act
}

const draft: fc.Arbitrary<EventDraft> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...STATED), fc.constantFrom(null, ...VALUES))
    .map(([fact, value]) => stated(fact, value === null ? { known: false } : { known: true, value })),
  fc.constantFrom('disk', 'net').map((words) => stated('cause', { known: true, ja: `${words} ja`, en: words })),
  fc
    .tuple(fc.constantFrom('trading', 'deposits'), fc.constantFrom(null, 'XEM'), fc.constantFrom('stopped', 'open'))
    .map(([operation, asset, state]) => scoped(operation, state as 'open', asset)),
  fc.constantFrom('failure', 'order').map((type): EventDraft => {
    return { type: 'incident.classified', data: { type, reason: 'known better' } }
  }),
)

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('state'), draft }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'begin' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo'), pick: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('correct'), pick: fc.nat(20), minutes: fc.integer({ min: -20, max: 0 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('notify'), ago: fc.constantFrom(null, 0, 1, 3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('copy'),
      from: fc.nat(NAMES.length - 1),
      writer: fc.nat(NAMES.length - 1),
      less: fc.constantFrom(0, 0, 0, 1),
    }),
  },
)
const turns: fc.Arbitrary<Turn[]> = fc.array(fc.record({ machine: fc.nat(NAMES.length - 1), act }), {
  minLength: 4,
  maxLength: 30,
})

/** A machine with its own file and copies of those of others. */
class Machine {
  readonly files = new Map<string, readonly Event[]>()
  private readonly name: string
  /** Milliseconds by which its clock is ahead. */
  private readonly skew: number

  constructor(name: string, skew: number) {
    this.name = name
    this.skew = skew
  }

  get events(): Event[] {
    return [...this.files.values()].flat()
  }

  /** Writes an event at `minute`, or one that happened `ago` minutes before. */
  write({ type, data, at }: EventDraft, minute: number, ago = 0): Event {
    const own = this.files.get(this.name) ?? []
    const now = DECLARED + minute * MINUTE + this.skew
    const [latest, count] = this.events.map(({ hlc }) => hlc).sort((a, b) => b[0] - a[0] || b[1] - a[1])[0] ?? [0, 0]
    const after = [...this.files].flatMap(([writer, file]) => {
      const head = file.at(-1)
      return writer === this.name || head === undefined ? [] : [{ writer, seq: head.seq, hash: head.hash }]
    })
    const event = {
      v: 1,
      incident: 'incident',
      writer: this.name,
      seq: own.length + 1,
      prev: own.at(-1)?.hash ?? null,
      hlc: now > latest ? [now, 0] : [latest, count + 1],
      ...(after.length > 0 && { after }),
      at: at ?? iso(minute * MINUTE + this.skew - ago * MINUTE),
      recordedAt: iso(minute * MINUTE + this.skew),
      by: this.name,
      type,
      critical: isCritical(type),
      data,
      hash: `${this.name}:${own.length + 1}`,
    } as unknown as Event
    this.files.set(this.name, [...own, event])
    return event
  }

  copy(from: Machine, writer: string, less: number): void {
    const file = from.files.get(writer) ?? []
    const whole = file.slice(0, file.length - less)
    if (writer !== this.name && whole.length > (this.files.get(writer) ?? []).length) this.files.set(writer, whole)
  }
}

/** A notice's event, with what its author had then; for one posted by hand, as it was when it was posted. */
interface Told {
  readonly event: string
  readonly had: readonly Event[]
}

const nameOf = ({ writer, seq }: Event) => `${writer}:${seq}`

/** Lets three machines act in turn, and returns them with all notices. */
function play(
  declared: EventDraft,
  all: readonly Turn[],
  skews: readonly number[],
): { machines: Machine[]; told: Told[] } {
  const machines = NAMES.map((name, i) => new Machine(name, skews[i] ?? 0))
  const told: Told[] = []
  const [first] = machines as [Machine]
  first.write(declared, 0)
  for (const machine of machines) machine.copy(first, NAMES[0], 0)
  for (const [i, { machine: index, act }] of all.entries()) {
    const machine = machines[index] as Machine
    // Not of the beginning, which cannot be undone.
    const targets = machine.events.filter(({ type }) => /^(?:fact|scope|phase|incident\.classified)/.test(type))
    const target = act.kind === 'undo' || act.kind === 'correct' ? targets[act.pick % targets.length] : undefined
    if (act.kind === 'copy') machine.copy(machines[act.from] as Machine, NAMES[act.writer] as string, act.less)
    if (act.kind === 'state') machine.write(act.draft, i)
    if (act.kind === 'begin' && declared.data === PLANNED.data && phaseOf(foldEvents(machine.events)) === 'scheduled')
      machine.write(advanced('initial-response'), i)
    if (act.kind === 'undo' && target !== undefined)
      machine.write({ type: 'event.undone', data: { event: nameOf(target), reason: 'slip' } }, i)
    if (act.kind === 'correct' && target !== undefined)
      machine.write(
        { type: 'event.corrected', data: { event: nameOf(target), at: iso(act.minutes * MINUTE), reason: 'slip' } },
        i,
      )
    if (act.kind !== 'notify') continue
    const had = machine.events
    const notice = machine.write(act.ago === null ? SENT : POSTED, i, act.ago ?? 0)
    // What is recorded as it happens is known from what the machine had then, whatever its clock says.
    const isKnown = ({ recordedAt }: Event) => !act.ago || Date.parse(recordedAt) <= Date.parse(notice.at)
    told.push({ event: nameOf(notice), had: had.filter(isKnown) })
  }
  return { machines, told }
}

const TEXT = { channel: 'website', stage: 'update', number: 1, digest: null, next: null } as const
const POSTED: EventDraft = { type: 'notice.posted', data: { ...TEXT, link: null, text: null } }
const SENT: EventDraft = {
  type: 'notice.intended',
  data: { ...TEXT, digest: 'd', via: 'webhook', key: 'k', texts: [], journal: null, retries: null },
}

/** The events that were not undone, in the order of the log. */
function liveInOrder(events: readonly Event[]): Event[] {
  const undone = new Set(events.flatMap((event) => (event.type === 'event.undone' ? [event.data.event] : [])))
  return events
    .filter((event) => !undone.has(nameOf(event)))
    .sort((a, b) => a.hlc[0] - b.hlc[0] || a.hlc[1] - b.hlc[1] || (a.writer < b.writer ? -1 : 1))
}

/** When a planned halt began, by the first of its beginnings that was not undone, as it was last corrected; else null. */
function beginningIn(inOrder: readonly Event[]): string | null {
  const first = inOrder.find(({ type }) => type === 'phase.advanced')
  if (first === undefined) return null
  const corrections = inOrder.flatMap((event) =>
    event.type === 'event.corrected' && event.data.event === nameOf(first) ? [event.data.at ?? first.at] : [],
  )
  return corrections.at(-1) ?? first.at
}

/** What the facts, the scope and the type are after these events, read from nothing but the events. */
function stateOf(events: readonly Event[]): Readonly<Record<string, unknown>> {
  const inOrder = liveInOrder(events)
  const facts: Record<string, (string | null)[]> = Object.fromEntries(FACTS.map((fact) => [fact, [null, null, null]]))
  const scope: Record<string, string> = {}
  let type = ''
  const began = beginningIn(inOrder)
  let isBegun = false
  for (const event of inOrder) {
    if (event.type === 'phase.advanced' && !isBegun) {
      isBegun = true
      const [, ja = null, en = null] = facts['started-at'] as (string | null)[]
      facts['started-at'] = [began, ja, en]
    }
    if (event.type === 'incident.started') {
      const { planned } = event.data
      type = event.data.type
      facts['planned-start'] = [planned?.from ?? null, null, null]
      facts['planned-end'] = [planned?.to ?? null, null, null]
    }
    if (event.type === 'incident.classified') type = event.data.type ?? type
    if (event.type === 'scope.changed')
      for (const { operation, asset, state } of event.data.changes)
        scope[asset === null ? operation : `${operation}:${asset}`] = state as string
    if (event.type === 'fact.set') {
      const { fact, known, value, ja, en } = event.data
      const before = facts[fact] as (string | null)[]
      facts[fact] =
        known === false ? [null, null, null] : [value ?? null, ja ?? before[1] ?? null, en ?? before[2] ?? null]
    }
  }
  return { ...facts, scope, type }
}

/** The same as `stateOf` gives it, of what the domain says that notices state. */
function statedIn(statements: Statements): Readonly<Record<string, unknown>> {
  const all = Object.fromEntries(Object.entries(statements).map(([name, value]) => [name, JSON.parse(value)]))
  const facts = Object.fromEntries(FACTS.map((fact) => [fact, all[fact]]))
  const scope = Object.fromEntries((all.scope as [string, string][]).map(([target, state]) => [target, state]))
  return { ...facts, scope, type: all.type }
}

const PLANNED = planned()
const HALTS = { 'a halt': started({ startedAt: null }), 'a planned halt': PLANNED }

const skews = fc.array(fc.integer({ min: -5 * MINUTE, max: 5 * MINUTE }), { minLength: 3, maxLength: 3 })

describe('the logs of three machines that share parts of them at any time', () => {
  it.each(Object.entries(HALTS))(
    'say of %s in any merge what the author of each notice had then, and so what changed between two',
    (_, declared) => {
      fc.assert(
        fc.property(turns, skews, (all, ahead) => {
          const { machines, told } = play(declared, all, ahead)
          const everything = NAMES.flatMap(
            (name) => machines.map(({ files }) => files.get(name) ?? []).sort((a, b) => b.length - a.length)[0] ?? [],
          )
          for (const log of [...machines.map(({ events }) => events), everything]) {
            const incident = foldEvents(log)
            const known = incident.notices.flatMap((notice) => {
              const { had } = told.find(({ event }) => event === notice.event) as Told
              // What has not come yet, nobody can know here; the log says that it is missing.
              if (!had.every((event) => log.includes(event))) return []
              const then = incidentAsOf(incident, notice)
              const model = stateOf(had)
              const began = beginningIn(liveInOrder(had))
              expect(statedIn(statementsOf(then))).toEqual(model)
              if (declared === PLANNED)
                expect(startedAtOf(then)).toBe(
                  began === null ? null : ((model['started-at'] as (string | null)[])[0] ?? began),
                )
              const isNotice = ({ type }: Event) => type === POSTED.type || type === SENT.type
              expect(then.notices.map(({ event }) => event).sort()).toEqual(had.filter(isNotice).map(nameOf).sort())
              return [{ notice, had }]
            })
            const now = stateOf(log)
            for (const { notice, had } of known)
              expect(changedSince(incident, notice).sort()).toEqual(differences(stateOf(had), now))
            for (const [i, later] of known.entries())
              for (const earlier of known.slice(0, i)) {
                const [then, next] = [earlier, later].map(({ notice }) => statementsOf(incidentAsOf(incident, notice)))
                expect(changedStatements(then as Statements, next as Statements).sort()).toEqual(
                  differences(stateOf(earlier.had), stateOf(later.had)),
                )
              }
          }
        }),
        { numRuns: 500 },
      )
    },
  )
})

function differences(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): string[] {
  const isSame = (name: string) => sorted(before[name]) === sorted(now[name])
  return Object.keys(now)
    .filter((name) => !isSame(name))
    .sort()
}

function sorted(value: unknown): string {
  return Array.isArray(value) ? JSON.stringify(value) : JSON.stringify(Object.entries(value as object).sort())
}
