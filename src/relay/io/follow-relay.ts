import { join } from 'node:path'
import { type Problem, ProblemError } from '../../domain/problem.ts'
import { accessOf, OWNER_ONLY } from '../../platform/access.ts'
import { pathExists } from '../../platform/regular-files.ts'
import { relaySettings } from '../../runbook/io/relay-settings.ts'
import { logBytes } from '../../store/log-paths.ts'
import { type RelayChange, RelayState } from '../../store/relay-state.ts'
import { workspaceKey } from '../../store/state.ts'
import type { World } from '../../world.ts'
import { type Synced, syncAll } from '../sync.ts'
import { addressProblem, type RelayAddress, relayAddress } from './address.ts'
import type { Connection } from './connection.ts'

/** How often it is looked whether something was recorded here. */
const LOOK_MS = 500
/** How often the relay is asked, with and without word from it that there is something new. */
export const POLL_MS = 2_000
const SLOW_POLL_MS = 30_000
/** The first and the longest pause before the next attempt; a random part of it is left out. What is recorded meanwhile waits. */
const RETRY_MS = 500
const MAX_RETRY_MS = 2_000

/** What is told of a follower; all may be left out. */
interface Following {
  /** Called at once where the settings or the environment do not say how to reach the relay; then nothing is shared. */
  readonly onUnusable?: (problem: Problem) => unknown
  readonly onSynced?: (synced: Synced, relay: string) => unknown
  /** Called once for each time that the relay is not what it was. */
  readonly onChanged?: (change: RelayChange, relay: string) => unknown
  /** Called once when nothing can be shared any more. */
  readonly onTrouble?: (error: ProblemError) => unknown
}

/**
 * Shares all open incidents as they change, until the returned function is called, which resolves once nothing goes on any
 * more. Does nothing without a relay. A relay that does not answer is tried again; nothing here ever waits for it.
 */
export async function followRelay(world: World, following: Following = {}): Promise<() => Promise<void>> {
  const settings = await relaySettings(world.workspace.directory)
  if (settings === null) return async () => {}
  const problem = addressProblem(settings, world.env)
  if (problem !== null) {
    RelayState.open(world.env, workspaceKey(world.workspace.directory)).fail(problem, world.now())
    following.onUnusable?.(problem)
    return async () => {}
  }
  const follower = new Follower(world, relayAddress(settings, world.env), following)
  const running = follower.run()
  return async () => {
    follower.end()
    await running
  }
}

class Follower {
  readonly stop = new AbortController()
  private readonly world: World
  private readonly address: RelayAddress
  private readonly following: Following
  private readonly state: RelayState
  /** The connection, while there is one. */
  private connection: Connection | null = null
  /** Aborted when the relay says that there is something new. */
  private news = new AbortController()
  /** Whether word from the relay can be relied upon: it came when it had to. */
  private isListening = false

  constructor(world: World, address: RelayAddress, following: Following) {
    this.world = world
    this.address = address
    this.following = following
    this.state = RelayState.open(world.env, workspaceKey(world.workspace.directory))
    this.state.relay = address.name
  }

  /** Stops at once, whatever the server does. */
  end(): void {
    this.stop.abort()
    this.connection?.abandon()
  }

  async run(): Promise<void> {
    for (let failures = 0; !this.stop.signal.aborted; failures += 1) {
      try {
        await this.followConnection(() => {
          failures = 0
        })
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        if (this.stop.signal.aborted) return
        if (failures === 0) this.following.onTrouble?.(error)
        this.state.save()
        this.state.fail(error.problem, this.world.now())
        const pause = Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** failures)
        await this.world.sleep(Math.round(pause * (0.5 + Math.random() / 2)), this.stop.signal)
      }
    }
  }

  /** Connects and shares until stopped. Rejects when the connection is lost. */
  private async followConnection(onSynced: () => void): Promise<void> {
    const { openRelay } = await import('./postgres.ts')
    const relay = await openRelay(this.address)
    this.connection = relay.connection
    try {
      this.isListening = await relay.connection.listen(() => this.news.abort())
      while (!this.stop.signal.aborted) {
        const begun = performance.now()
        const wasTold = this.news.signal.aborted
        this.news = new AbortController()
        const bytes = this.bytesHere()
        const { directory } = this.world.workspace
        const access = pathExists(join(directory, 'incidents')) ? accessOf(join(directory, 'incidents')) : OWNER_ONLY
        const synced = await syncAll(this.world, relay, this.state, access, { named: null, isAwaited: false })
        if (synced.refusal === null) onSynced()
        const pulled = synced.incidents.some((one) => one.pulled > 0)
        // Something came of which there was no word: a pooler may have dropped it.
        if (pulled && !wasTold && this.wasPolled) this.isListening = false
        this.tellChange()
        this.following.onSynced?.(synced, this.address.name)
        if (synced.refusal !== null) throw synced.refusal
        await this.pause(relay.connection, bytes)
        // Whoever may connect can send word without end.
        await this.world.sleep(Math.max(0, LOOK_MS - (performance.now() - begun)), this.stop.signal)
      }
    } finally {
      this.connection = null
      await relay.close()
    }
  }

  private tellChange(): void {
    const { onChanged } = this.following
    // Where nobody is told, the next command tells it.
    const change = onChanged === undefined ? null : this.state.changeToTell()
    if (change === null) return
    this.state.save()
    onChanged?.(change, this.address.name)
  }

  /** Whether the last pause ended because it was time to ask. */
  private wasPolled = false

  /**
   * Waits until the relay says that there is something new, something was recorded here, or it is time to ask. Rejects if the
   * connection has died in the meantime, which is found out only by asking.
   */
  private async pause(connection: Connection, bytes: string): Promise<void> {
    const until = performance.now() + (this.isListening ? SLOW_POLL_MS : POLL_MS)
    let answered = performance.now()
    this.wasPolled = false
    while (!this.stop.signal.aborted && !this.news.signal.aborted) {
      if (this.bytesHere() !== bytes) return
      const left = until - performance.now()
      if (left <= 0) {
        this.wasPolled = true
        return
      }
      if (performance.now() - answered > POLL_MS) {
        await connection.mustAnswer()
        answered = performance.now()
      }
      await this.world.sleep(Math.min(LOOK_MS, left), AbortSignal.any([this.stop.signal, this.news.signal]))
    }
  }

  /** Changes whenever something is recorded here. */
  private bytesHere(): string {
    const { workspace } = this.world
    return workspace
      .ids()
      .map((id) => `${id} ${logBytes(join(workspace.directory, 'incidents', id), id)}`)
      .join()
  }
}
