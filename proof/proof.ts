/** What a proof counted; `figure` is for people: '500 kills: 0 acknowledged events lost, 0 extra'. */
export interface Figure {
  readonly holds: boolean
  readonly figure: string
}

export type Tool =
  | 'strace'
  | 'faketime'
  | 'tmpfs'
  | 'prlimit'
  | 'unshare'
  | 'machines'
  | 'setpriv'
  | 'pty'
  | 'postgres'
  | 'pgbouncer'
  | 'networks'

export interface Attack {
  /** Path of the `bin/halt.js` under attack. */
  readonly program: string
  /** The sizes that docs/dev/proofs.md gives figures of, else a short run. */
  readonly full: boolean
  /** Only enough to find a program that is broken: the proofs of the proofs. */
  readonly brief?: true
  /** A new temporary folder; the runner removes it at the end. */
  folder(): string
}

/** One fault, and what must hold while it strikes. Throws where it could not strike at all. */
export interface Proof {
  readonly fault: string
  readonly needs: readonly Tool[]
  /** Mostly waits for the lock: runs beside the others that do. */
  readonly waits?: true
  run(attack: Attack): Promise<Figure>
}
