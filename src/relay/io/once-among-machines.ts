import { ProblemError, problem } from '../../domain/problem.ts'
import { type RelaySettings, relaySettings } from '../../runbook/io/relay-settings.ts'
import { workspaceKey } from '../../store/state.ts'
import type { World } from '../../world.ts'
import { machineName } from '../machine-name.ts'
import { claimOnce, finishOnce, giveBackOnce, type OnceClaim, type OnceDoer, type OnceTask } from '../once.ts'
import { relayAddress } from './address.ts'
import type { PostgresRelay } from './postgres.ts'

/** The longest wait for an answer of the relay. */
const LIMIT_MS = 2_000

/**
 * Agrees with the other machines who does what is to be done once. A relay that cannot be asked, or does not answer soon, is
 * no longer asked: each machine goes on alone then.
 */
export class OnceAmongMachines {
  private readonly world: World
  private readonly settings: RelaySettings | null
  private relay: Promise<PostgresRelay> | null = null
  private isGivenUp: boolean

  private constructor(world: World, settings: RelaySettings | null) {
    this.world = world
    this.settings = settings
    this.isGivenUp = settings === null
  }

  /** Connects once something is asked. */
  static async of(world: World): Promise<OnceAmongMachines> {
    return new OnceAmongMachines(world, await relaySettings(world.workspace.directory))
  }

  /** Resolves to `own` where the relay cannot be asked. */
  async claim(task: OnceTask): Promise<OnceClaim> {
    return (await this.ask((doer) => claimOnce(doer, task))) ?? 'own'
  }

  /** Says that a task that was claimed is done. */
  async finish(task: OnceTask): Promise<void> {
    await this.ask((doer) => finishOnce(doer, task))
  }

  /** Leaves a task that was claimed to another machine. */
  async giveBack(task: OnceTask): Promise<void> {
    await this.ask((doer) => giveBackOnce(doer, task))
  }

  async close(): Promise<void> {
    const relay = await this.relay?.catch(() => null)
    if (!this.isGivenUp) await relay?.close()
  }

  /** Null if the relay cannot be asked. */
  private async ask<T>(act: (doer: OnceDoer) => Promise<T>): Promise<T | null> {
    const { world, settings } = this
    if (this.isGivenUp || settings === null) return null
    this.relay ??= this.connect(settings)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      const isLate = () => reject(new ProblemError(problem('relay-unreachable', { relay: '', why: 'ETIMEDOUT' })))
      timer = setTimeout(isLate, LIMIT_MS)
    })
    const doing = this.relay.then((relay) =>
      act({ relay, machine: workspaceKey(world.workspace.directory), name: machineName(world) }),
    )
    try {
      return await Promise.race([doing, late])
    } catch (error) {
      doing.catch(() => {})
      if (!(error instanceof ProblemError)) throw error
      this.giveUp()
      return null
    } finally {
      clearTimeout(timer)
    }
  }

  private async connect(settings: RelaySettings): Promise<PostgresRelay> {
    const address = relayAddress(settings, this.world.env)
    return (await import('./postgres.ts')).openRelay(address)
  }

  private giveUp(): void {
    this.isGivenUp = true
    this.relay?.then(({ connection }) => connection.abandon()).catch(() => {})
  }
}
