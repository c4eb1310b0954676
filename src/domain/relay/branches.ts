import type { ChainState } from '../log/chain.ts'
import type { Head } from '../log/event.ts'
import { compareClocks } from '../log/hybrid-clock.ts'
import { type ChainEnd, follow, type LinesOf, mayBeKey } from './incoming-chain.ts'

/**
 * A place that two lines of one writer claim, which both verify: somebody copied the folder that has its key or, where the keys
 * differ, uses its name.
 */
export interface Fork {
  readonly writer: string
  /** The last line before it; null if there is none. */
  readonly base: Head | null
  /** The number of the last line that is known of the branch that is here or, if neither is, that is to be taken over. */
  readonly last: number
  /** The same of the longest other one. */
  readonly lastElsewhere: number
  /** Whether those who have neither take over the branch that is here. */
  readonly counts: boolean
  /** Whether the other lines are signed with another key. */
  readonly isOtherKey: boolean
}

/** What becomes of the lines that are not here. */
export interface Resolved {
  readonly forks: readonly Fork[]
  /** The hashes of those that verify and are not to be taken over, since another line has their place. */
  readonly losing: ReadonlySet<string>
  /** The hashes of those to be taken over, in order. */
  readonly taking: readonly string[]
}

/** Whether a line verifies: `later` if what it follows is not there, or if it is one of too many. */
export type Fitting = 'fits' | 'later' | 'never'

/** The lines of a writer that are here. */
export interface LinesHere {
  readonly hashes: readonly string[]
  /** The chain up to the line with this number; null for 0. */
  chainAt(seq: number): ChainState
}

/** The most lines with one key for one place that are told apart: whoever has the key can sign any number of them. */
const MAX_RIVALS = 8

/** The lines of one writer that are somewhere else, as far as they verify and follow each other or a line that is here. */
export class Branches {
  private readonly of: LinesOf
  private readonly here: LinesHere
  private readonly found = new Map<string, ChainEnd>()
  /** By the hash of a line (null before the first), those that follow it. */
  private readonly following = new Map<string | null, ChainEnd[]>()

  /** Whether there is a first line with a key that cannot be that of the writer. */
  hasOtherKey: boolean

  constructor(of: LinesOf, here: LinesHere, hasOtherKey = false) {
    this.hasOtherKey = hasOtherKey
    this.of = of
    this.here = here
  }

  /** Adds a line, without its LF, if it fits; the one that it follows has to be there. */
  add(bytes: Uint8Array): Fitting {
    let prev: string | null = null
    let isUnfounded = false
    const end = follow(this.of, bytes, (event) => {
      prev = event.prev
      this.hasOtherKey ||= !mayBeKey(this.of, event)
      const before = this.chainBefore(event)
      isUnfounded = before === undefined
      return before
    })
    if (end === null) return isUnfounded ? 'later' : 'never'
    const rivals = this.following.get(prev) ?? []
    if (this.found.has(end.hash) || end.hash === this.here.hashes[end.seq - 1]) return 'fits'
    if (rivals.filter(({ key }) => key === end.key).length >= MAX_RIVALS) return 'later'
    this.found.set(end.hash, end)
    this.following.set(prev, [...rivals, end])
    return 'fits'
  }

  private chainBefore({ seq, prev }: { readonly seq: number; readonly prev: string | null }): ChainState | undefined {
    if (prev === null) return null
    const isHere = this.here.hashes[seq - 2] === prev
    return isHere ? this.here.chainAt(seq - 1) : this.found.get(prev)
  }

  /**
   * Finds the forks, and which of their lines are to be taken over: what is here stays. Where neither is here, it is the
   * branch that known writers had seen, going by the first of the heads that they name (`named`, in log order), or, if they
   * name neither, the one whose first line is earlier.
   */
  resolve(named: readonly Head[]): Resolved {
    const { hashes } = this.here
    const { writer } = this.of
    const forks: Fork[] = []
    const losing = new Set<string>()
    const taking: string[] = []
    let base: Head | null = null
    for (let seq = 1; ; seq += 1) {
      const rivals: readonly ChainEnd[] = this.following.get(base?.hash ?? null) ?? []
      const mine = hashes[seq - 1]
      let hash = mine ?? rivals[0]?.hash
      if (hash === undefined) {
        const last = base?.seq ?? 0
        if (this.hasOtherKey && last > 0)
          forks.push({ writer, base: null, last, lastElsewhere: 1, counts: true, isOtherKey: true })
        return { forks, losing, taking }
      }
      if (rivals.length > (mine === undefined ? 1 : 0)) {
        const all = [...(mine === undefined ? [] : [this.here.chainAt(seq) as ChainEnd]), ...rivals]
        const branches = all.map((end) => this.branchFrom(end))
        const counting = branchThatCounts(branches, named)
        const chosen = mine === undefined ? counting : (branches[0] as Branch)
        hash = chosen.first.hash
        const others = branches.filter((branch) => branch !== chosen)
        for (const { first } of others) losing.add(first.hash)
        for (const isOtherKey of [false, true]) {
          const forked = others.filter(({ first }) => (first.key !== chosen.first.key) === isOtherKey)
          const lastElsewhere = Math.max(...forked.map(({ last }) => last))
          if (forked.length > 0)
            forks.push({ writer, base, last: chosen.last, lastElsewhere, counts: counting === chosen, isOtherKey })
        }
      }
      if (mine === undefined) taking.push(hash)
      base = { writer, seq, hash }
    }
  }

  /** A line with all that follow it. */
  private branchFrom(first: ChainEnd): Branch {
    const { hashes: own } = this.here
    const isHere = own[first.seq - 1] === first.hash
    const hashes = new Set(isHere ? own.slice(first.seq - 1) : [first.hash])
    let last = isHere ? own.length : first.seq
    // What is added to a set while it is iterated over is visited too.
    for (const hash of hashes)
      for (const next of this.following.get(hash) ?? []) {
        hashes.add(next.hash)
        last = Math.max(last, next.seq)
      }
    return { first, last, hashes }
  }
}

interface Branch {
  readonly first: ChainEnd
  /** The number of the last line. */
  readonly last: number
  readonly hashes: ReadonlySet<string>
}

function branchThatCounts(branches: readonly Branch[], named: readonly Head[]): Branch {
  const having = new Map(branches.flatMap((branch) => [...branch.hashes].map((hash) => [hash, branch] as const)))
  const seen = named.find(({ hash }) => having.has(hash))
  return having.get(seen?.hash ?? '') ?? ([...branches].sort(compareFirst)[0] as Branch)
}

function compareFirst({ first: a }: Branch, { first: b }: Branch): number {
  return compareClocks(a.hlc, b.hlc) || (a.hash < b.hash ? -1 : 1)
}
