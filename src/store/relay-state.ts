import { isRecord, parsedAs } from '../domain/guard.ts'
import type { Head } from '../domain/log/event.ts'
import type { Problem, ProblemCode } from '../domain/problem.ts'
import { storageError } from '../platform/disk.ts'
import type { PrivateFolder } from '../platform/private-files.ts'
import { stateFolder } from './state.ts'

const NAME = 'relay'
const MAX_BYTES = 16 * 1024 * 1024
/** What whoever writes to the relay can make it keep, in all: what is beyond is found again, and costs time. */
const MAX_LOOKS = 10_000
const MAX_MARKS = 100_000
const MAX_TOLD = 10_000
const MAX_UPLOADS = 10_000
/** Of an incident. */
const MAX_FORKS = 200
const MAX_MET = 5
/** One that answered longer ago has been replaced. */
const MET_MS = 24 * 3_600_000
/** What comes of asking the relay. */
const TROUBLES: ReadonlySet<unknown> = new Set<ProblemCode>(['relay-unreachable', 'relay-backlog', 'relay-unusable'])
/** What keeps a process from asking it: its settings, or its environment, which another process may not share. */
const UNSET: ReadonlySet<unknown> = new Set<ProblemCode>([
  ...(['no-relay-url', 'bad-relay-url', 'relay-needs-tls', 'unreadable'] as const),
])

/** What is in the way, and since when, in milliseconds since 1970. */
export interface RelayTrouble {
  readonly since: number
  /** The last one. */
  readonly problem: Problem
}

/** What this machine knows of an incident that it shares. */
export interface SharedIncident {
  /** How many bytes the files of its log had when all of it was last known to be in the relay. */
  readonly bytes: number
  /** How many events it had then. */
  readonly events: number
  /** The id in its lines. */
  readonly incident: string
  /** The last lines of its writers then, or of some if there are many: a relay that lacks one was restored from a backup. */
  readonly heads: readonly Head[]
}

/** How the relay turned out not to be what it was. */
export interface RelayChange {
  /** In milliseconds since 1970. */
  readonly at: number
  /** Whether it is another one; else it lacked what it had. */
  readonly isOther: boolean
  /** Whether that one had answered at this address in the day before: then two of them do, in turn. */
  readonly alternates?: boolean
}

/** A relay that answered. */
interface MetRelay {
  readonly identity: string
  /** Host, port and database. */
  readonly relay: string
  /** When it was last known to be the one that answers, in milliseconds since 1970. */
  readonly at: number
}

/** A place in an incident that two lines of one writer claim, which both verify (`Fork`). */
export interface KnownFork {
  readonly writer: string
  /** The number of the last line that both have; 0 if they have none. */
  readonly base: number
  /** The number of the last line of the branch that is here, and of the longest other one, when that was last looked at. */
  readonly last: number
  readonly lastElsewhere: number
  /** Whether those who have neither take over the branch that is here. */
  readonly counts: boolean
  /** Whether the other lines are signed with another key. */
  readonly isOtherKey: boolean
  /** Whether the writer is one of this machine. */
  readonly isOwn: boolean
}

/** How far lines of a writer in the relay were looked at that are not taken over. */
export interface LookedAt {
  /** What was there and here when all had been looked at: the same is not looked at again. Null while there is more. */
  readonly of: string | null
  /** What was there (`Holding`) when the first of them was looked at. */
  readonly since: string
  /** The last place that was looked at, where more is left. */
  readonly place: { readonly seq: number; readonly hash: string } | null
  /** Whether lines of the writer are here. */
  readonly isHere: boolean
  /** The beginnings of the hashes of lines that can never be taken over. */
  readonly refused: readonly string[]
  /** Whether some did not verify. */
  readonly hasInvalid: boolean
  /** Whether there is a first line with a key that cannot be that of the writer. */
  readonly hasOtherKey: boolean
}

/** A machine that shares incidents. */
export interface HeardMachine {
  readonly machine: string
  /** What it calls itself. */
  readonly name: string
  /** The key of its writer, which signed that; null if none did. */
  readonly key: string | null
  /** When it was last heard of, in milliseconds since 1970. */
  readonly at: number
}

/** What this machine knows of its relay, kept outside the workspace. Losing it costs time, and nothing else. */
export class RelayState {
  private readonly folder: PrivateFolder
  private readonly incidents: Map<string, SharedIncident>
  private readonly known: Map<string, readonly KnownFork[]>
  private readonly more: Map<string, number>
  private readonly turns: Map<string, { after: string }>
  private readonly looks: Map<string, Map<string, LookedAt>>
  /** Host, port and database of the relay that was last asked; null if none ever was. */
  relay: string | null
  /** Which relay that was (`Relay`); null if none ever answered. */
  identity: string | null
  /** Those that answered before. */
  private met: readonly MetRelay[]
  /** How it last changed; null if it never did. */
  change: RelayChange | null
  /** When the relay last answered: milliseconds since 1970; null if it never did. */
  lastAt: number | null
  /** Whether it answered when it was last asked. */
  isReached: boolean
  /** Since when nothing can be shared, in milliseconds since 1970, and why the last time; null if it can be. */
  trouble: RelayTrouble | null
  /** Why some process could not ask the relay, since when, if none has had an answer in the meantime. */
  unset: RelayTrouble | null
  /** What was refused and has been said: it is named once. */
  readonly told: Set<string>
  /** By digest of evidence, the upload that this machine has begun, or has found to be right. */
  readonly uploads: Map<string, string>
  /** Uploads of something else than they say. */
  readonly badUploads: Set<string>
  /** The other machines that were heard of when the relay last answered, the latest first. */
  machines: readonly HeardMachine[]

  /** By id of an incident that is not here, after which first line the search for its declaration goes on. */
  readonly searched: Map<string, { readonly writer: string; readonly hash: string }>

  private constructor(folder: PrivateFolder) {
    this.folder = folder
    const kept = parsedAs(isRecord, String(folder.read(NAME, MAX_BYTES))) ?? {}
    this.relay = typeof kept.relay === 'string' ? kept.relay : null
    this.identity = typeof kept.identity === 'string' ? kept.identity : null
    this.met = Array.isArray(kept.met) ? kept.met : []
    this.change = isRecord(kept.change) ? (kept.change as unknown as RelayChange) : null
    this.lastAt = typeof kept.lastAt === 'number' ? kept.lastAt : null
    this.isReached = kept.isReached === true
    this.trouble = troubleIn(kept.trouble, TROUBLES)
    this.unset = troubleIn(kept.unset, UNSET)
    this.told = new Set(toldIn(kept))
    this.uploads = new Map(isRecord(kept.uploads) ? (Object.entries(kept.uploads) as [string, string][]) : [])
    this.badUploads = new Set(Array.isArray(kept.badUploads) ? kept.badUploads.map(String) : [])
    this.machines = Array.isArray(kept.machines) ? kept.machines : []
    this.turns = new Map(Array.isArray(kept.turns) ? (kept.turns as [string, { after: string }][]) : [])
    this.looks = new Map(
      Array.isArray(kept.lookedAt)
        ? (kept.lookedAt as [string, Record<string, LookedAt>][]).map(([incident, writers]) => [
            incident,
            new Map(Object.entries(writers)),
          ])
        : [],
    )
    this.searched = new Map(Array.isArray(kept.searched) ? kept.searched : [])
    this.known = new Map(Array.isArray(kept.forks) ? (kept.forks as [string, KnownFork[]][]) : [])
    this.more = new Map(Array.isArray(kept.more) ? (kept.more as [string, number][]) : [])
    this.incidents = new Map(
      isRecord(kept.incidents) ? (Object.entries(kept.incidents) as [string, SharedIncident][]) : [],
    )
  }

  /** By writer of the incident with this id in its lines, what was looked at and not taken over; changes are kept by `save`. */
  lookedAt(incident: string): Map<string, LookedAt> {
    const found = this.looks.get(incident) ?? new Map<string, LookedAt>()
    this.looks.set(incident, found)
    return found
  }

  /** After which name it is the turn of writers that are not here; changes are kept by `save`. */
  turn(incident: string): { after: string } {
    const found = this.turns.get(incident) ?? { after: '' }
    this.turns.set(incident, found)
    return found
  }

  /** The writers of that incident of whom the relay has lines that were not looked at yet. */
  unread(incident: string): string[] {
    return [...this.lookedAt(incident)].flatMap(([writer, { of }]) => (of === null ? [writer] : []))
  }

  /** The forks of the incident with this id in its lines; `keepForks` replaces those of the same writer and place. */
  forks(incident: string): readonly KnownFork[] {
    return this.known.get(incident) ?? []
  }

  /** Those that are known stay before new ones; of too many, the rest is only counted. */
  keepForks(incident: string, forks: readonly KnownFork[]): void {
    if (forks.length === 0) return
    const byPlace = new Map([...this.forks(incident), ...forks].map((fork) => [placeOf(fork), fork]))
    const all = [...byPlace.values()]
    this.known.set(incident, all.slice(0, MAX_FORKS))
    this.more.set(incident, all.length - Math.min(all.length, MAX_FORKS))
  }

  /** How many forks of that incident were found beside those that are kept. */
  moreForks(incident: string): number {
    return this.more.get(incident) ?? 0
  }

  /** `key` is that of the workspace (`workspaceKey`). */
  static open(env: NodeJS.ProcessEnv, key: string): RelayState {
    return new RelayState(stateFolder(env, key))
  }

  /** What was last shared of an incident, by its id; null if nothing. */
  shared(id: string): SharedIncident | null {
    return this.incidents.get(id) ?? null
  }

  keepShared(id: string, shared: SharedIncident): void {
    this.incidents.set(id, shared)
  }

  /** What the relay had when it was last asked. */
  had(): { readonly incident: string; readonly heads: readonly Head[] }[] {
    return [...this.incidents.values()].filter(({ heads }) => Array.isArray(heads))
  }

  /** A relay answers at an address (host, port and database). What is known of another one is not true of it. */
  meet(identity: string, relay: string, now: number): void {
    if (identity === this.identity) return
    if (this.identity !== null) {
      const isHere = (met: MetRelay) => met.identity === identity && met.relay === relay && now - met.at < MET_MS
      this.change = { at: now, isOther: true, ...(this.met.some(isHere) && { alternates: true }) }
      const before = { identity: this.identity, relay, at: now }
      this.met = [before, ...this.met.filter((met) => met.identity !== this.identity)].slice(0, MAX_MET)
    }
    this.identity = identity
    for (const known of [this.incidents, this.looks, this.turns, this.searched, this.badUploads]) known.clear()
  }

  /** How the relay last changed, if that was not told yet: it is from now on. */
  changeToTell(): RelayChange | null {
    const { change, told } = this
    if (change === null || told.has(nameOfChange(change))) return null
    told.add(nameOfChange(change))
    return change
  }

  /** The relay lacks what it had of the incidents with these ids in their lines. */
  lack(lacking: ReadonlySet<string>, now: number): void {
    if (lacking.size === 0) return
    this.change = { at: now, isOther: false }
    for (const [id, { incident }] of this.incidents) if (lacking.has(incident)) this.incidents.delete(id)
    for (const incident of lacking) this.looks.delete(incident)
  }

  /** The relay answered. */
  succeed(now: number): void {
    this.lastAt = now
    this.isReached = true
    this.trouble = null
    this.unset = null
  }

  /** The relay did not answer, let this machine share nothing, or is not said how to reach: saved, with the time since when. */
  fail(problem: Problem, now: number): void {
    if (UNSET.has(problem.code)) this.unset = { since: this.unset?.since ?? now, problem }
    else if (TROUBLES.has(problem.code)) this.noteTrouble(problem, now)
    else return
    this.save()
  }

  private noteTrouble(problem: Problem, now: number): void {
    this.isReached = problem.code === 'relay-backlog'
    this.trouble = { since: this.trouble?.since ?? now, problem }
  }

  /** Saves this. What another process has told in the meantime is kept. Where that fails, returns the folder and the system's error. */
  save(): { readonly path: string; readonly why: string } | null {
    const saved = parsedAs(isRecord, String(this.folder.read(NAME, MAX_BYTES))) ?? {}
    for (const name of toldIn(saved)) this.told.add(name)
    const { relay, identity, change, lastAt, isReached, trouble, unset, told, incidents, machines } = this
    const forks = [...this.known]
    const kept = {
      relay,
      identity,
      met: this.met,
      change,
      lastAt,
      isReached,
      trouble,
      unset,
      told: boundedTold([...told]),
      incidents: Object.fromEntries(incidents),
      forks,
      more: [...this.more],
    }
    const evidence = {
      uploads: Object.fromEntries(this.uploads),
      badUploads: [...this.badUploads].slice(-MAX_UPLOADS),
    }
    const turns = [...this.turns].filter(([, { after }]) => after !== '')
    const rest = { ...kept, ...evidence, machines, turns, searched: [...this.searched] }
    // What could not be read again would cost all that is known.
    for (const lookedAt of [boundedLooks(this.looks), []]) {
      const text = JSON.stringify({ ...rest, lookedAt })
      if (Buffer.byteLength(text) > MAX_BYTES) continue
      const why = this.folder.write(NAME, text) ? null : storageError(this.folder.path)
      return why === null ? null : { path: this.folder.path, why }
    }
    return null
  }
}

/** What was told, as far as there is room: that there are forks or that the relay has changed first, then the latest. */
function boundedTold(told: readonly string[]): string[] {
  const isKept = (name: string) => name.endsWith(' forked') || name.startsWith('changed ')
  const [kept, rest] = [told.filter(isKept).slice(0, MAX_TOLD), told.filter((name) => !isKept(name))]
  return [...kept, ...rest.slice(Math.max(0, rest.length - (MAX_TOLD - kept.length)))]
}

/** What was looked at, as far as there is room: of writers that are here first, then those of whom least has to be kept. */
function boundedLooks(looks: ReadonlyMap<string, ReadonlyMap<string, LookedAt>>): [string, Record<string, LookedAt>][] {
  const all = [...looks].flatMap(([incident, writers]) =>
    [...writers].map(([writer, look]) => ({ incident, writer, look })),
  )
  all.sort(({ look: a }, { look: b }) => Number(b.isHere) - Number(a.isHere) || a.refused.length - b.refused.length)
  const kept = new Map<string, Record<string, LookedAt>>()
  let marks = MAX_MARKS
  for (const { incident, writer, look } of all.slice(0, MAX_LOOKS)) {
    const refused = look.refused.slice(0, marks)
    marks -= refused.length
    kept.set(incident, Object.assign(kept.get(incident) ?? {}, { [writer]: { ...look, refused } }))
  }
  return [...kept]
}

/** Under this name it is kept that a change was said. */
function nameOfChange({ at, alternates = false }: RelayChange): string {
  return `changed ${at}${alternates ? ' in turn' : ''}`
}

/** Names the place, and what kind of lines claim it. */
export function placeOf({ writer, base, isOtherKey }: KnownFork): string {
  return `${writer}:${base}${isOtherKey ? ' other key' : ''}`
}

function troubleIn(trouble: unknown, codes: ReadonlySet<unknown>): RelayTrouble | null {
  if (!isRecord(trouble) || typeof trouble.since !== 'number' || !isRecord(trouble.problem)) return null
  const { code, params } = trouble.problem
  return codes.has(code) && isRecord(params) ? { since: trouble.since, problem: { code, params } as Problem } : null
}

function toldIn({ told }: Record<string, unknown>): string[] {
  return Array.isArray(told) ? told.map(String) : []
}
