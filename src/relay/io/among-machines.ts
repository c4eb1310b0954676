import type { AmongMachines } from '../../domain/decide/among-machines.ts'
import { fail, type Problem, ProblemError, problem } from '../../domain/problem.ts'
import { type RelaySettings, relaySettings } from '../../runbook/io/relay-settings.ts'
import type { Journal } from '../../store/journal.ts'
import { RelayState } from '../../store/relay-state.ts'
import type { World } from '../../world.ts'
import { machineName } from '../machine-name.ts'
import { giveBackUnused, type Taker, takeTurn } from '../sending-turns.ts'
import { compareRelay } from '../sync.ts'
import { syncOne } from '../sync-incident.ts'
import { relayAddress } from './address.ts'
import type { PostgresRelay } from './postgres.ts'

/** How long a notice waits for the relay before it is sent, and how long afterwards. */
const LIMIT_MS = 5_000
/** A relay that answered so lately answers. */
const LATELY_MS = 2_000

/**
 * Takes this machine's turn to send on each channel, whose locks it holds, has `act` send, and shares what became of it. No
 * turn is taken where `mustBeSendable` throws once what others have recorded is here.
 * Without a relay, or in a drill, which sends nothing, there is nobody to agree with. Rejects with `being-sent`, with
 * `relay-unreachable` if the relay cannot be asked, or with `relay-backlog` if it has too much to look at before; not so with `alone`, the reason to send all the same.
 */
export async function amongMachines<T>(
  world: World,
  journal: Journal,
  channels: readonly string[],
  alone: string | undefined,
  mustBeSendable: () => void,
  act: (agreed: AmongMachines) => Promise<T>,
): Promise<T> {
  const settings = await relaySettings(world.workspace.directory)
  if (settings === null || journal.incident.declaration?.drill === true) return act({})
  const turns = new Turns(world, journal, channels, alone)
  try {
    return await act(await turns.take(settings, mustBeSendable))
  } finally {
    await turns.end()
  }
}

/** The turns of one attempt to send. */
class Turns {
  private readonly world: World
  private readonly journal: Journal
  private readonly channels: readonly string[]
  private readonly alone: string | undefined
  private readonly state: RelayState
  private readonly taken = new Map<string, number>()
  private relay: PostgresRelay | null = null
  private isLate = false
  /** When the relay last answered, by the clock of this process, and how many lines of each writer were then to be looked at. */
  private answered = { at: 0, left: (): readonly number[] => [] }
  /** Why no turn was taken. */
  private why: Problem['code'] = 'relay-unreachable'

  constructor(world: World, journal: Journal, channels: readonly string[], alone: string | undefined) {
    this.world = world
    this.journal = journal
    this.channels = channels
    this.alone = alone
    this.state = RelayState.open(world.env, journal.machine)
  }

  async take(settings: RelaySettings, mustBeSendable: () => void): Promise<AmongMachines> {
    const { alone } = this
    const open = new Map<string, Problem['code']>()
    let isRefused = false
    await this.orAlone(settings, () =>
      this.inTime(async () => {
        const taker = await this.reach(settings)
        isRefused = throws(mustBeSendable)
        if (isRefused) return
        for (const channel of this.channels) {
          const { n, isAlone } = await takeTurn(taker, channel, alone !== undefined)
          this.taken.set(channel, n)
          if (isAlone) open.set(channel, 'being-sent')
        }
      }),
    )
    if (isRefused || this.taken.size === 0) mustBeSendable()
    for (const channel of this.channels) if (!this.taken.has(channel)) open.set(channel, this.why)
    return { turns: this.taken, ...(alone !== undefined && { alone: { reason: alone, open } }) }
  }

  /** Asks the relay. If that fails, resolves to null where it is not needed, else rejects with `relay-unreachable` or `relay-backlog`. */
  private async orAlone<T>(settings: RelaySettings, ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code === 'being-sent') throw error
      this.state.fail(error.problem, this.world.now())
      if (error.problem.code === 'relay-backlog') this.why = error.problem.code
      if (this.alone !== undefined) return null
      return unreachable(error.problem, this.state.relay ?? settings.urlEnv)
    }
  }

  /** Connects, and takes over what others have recorded. */
  private async reach(settings: RelaySettings): Promise<Taker> {
    const address = relayAddress(settings, this.world.env)
    this.state.relay = address.name
    const { openRelay } = await import('./postgres.ts')
    const relay = await openRelay(address)
    if (this.isLate) relay.connection.abandon()
    else this.relay = relay
    await compareRelay(relay, this.state, this.world.now())
    await syncOne(relay, this.journal, this.state, undefined, (left) => {
      this.answered = { at: performance.now(), left }
    })
    this.journal.refresh()
    return { relay, journal: this.journal, name: machineName(this.world) }
  }

  /** Breaks off what takes too long, however often the relay answers meanwhile: rejects with `relay-unreachable` or `relay-backlog`. */
  private async inTime(act: () => Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.isLate = true
        this.relay?.connection.abandon()
        this.relay = null
        reject(new ProblemError(this.whyLate()))
      }, LIMIT_MS)
    })
    try {
      await Promise.race([act(), late])
    } finally {
      clearTimeout(timer)
      // What was looked at need not be again.
      this.state.save()
    }
  }

  private whyLate(): Problem {
    const relay = this.state.relay ?? ''
    const left = performance.now() - this.answered.at < LATELY_MS ? this.answered.left() : []
    const lines = left.reduce((sum, count) => sum + count, 0)
    return lines > 0
      ? problem('relay-backlog', { relay, lines, writers: left.length })
      : problem('relay-unreachable', { relay, why: 'ETIMEDOUT' })
  }

  /** Gives turns back with which nothing was sent, and shares what was recorded. What fails here is made up for later. */
  async end(): Promise<void> {
    const { relay, journal } = this
    if (relay === null) return
    try {
      await this.inTime(async () => {
        journal.refresh()
        const taker = { relay, journal, name: machineName(this.world) }
        for (const [channel, n] of this.taken) await giveBackUnused(taker, channel, n)
        await syncOne(relay, journal, this.state)
        this.state.succeed(this.world.now())
      })
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
    } finally {
      await relay.close()
    }
  }
}

function throws(act: () => void): boolean {
  try {
    act()
    return false
  } catch {
    return true
  }
}

/** Whatever is wrong with the relay, nothing was sent. */
function unreachable(why: Problem, relay: string): never {
  const { params, code } = why
  if (code === 'relay-unreachable') return fail(code, { ...params, sending: true })
  if (code === 'relay-backlog') return fail(code, params)
  return fail('relay-unreachable', { relay, why: code, because: why, sending: true })
}
