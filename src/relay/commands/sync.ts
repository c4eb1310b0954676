import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { fail, ProblemError } from '../../domain/problem.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import { relaySettings } from '../../runbook/io/relay-settings.ts'
import { workspaceKey } from '../../store/state.ts'
import { inertLine } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import { type RelayAddress, relayAddress } from '../io/address.ts'
import { PostgresRelay } from '../io/postgres.ts'
import { RelayState } from '../io/relay-state.ts'
import { SETUP } from '../io/schema.ts'
import { countWaiting, type Synced, syncAll } from '../sync.ts'
import { relayWords } from '../words.ts'

interface Options {
  readonly setup?: boolean
  readonly print?: boolean
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option(
      '--setup',
      say('make what the relay needs in its database', '中継サーバーのデータベースに、必要な表とロールを作る'),
    )
    .option('--print', say('with --setup: only print the SQL', '--setup とともに: SQLを表示するだけ'))
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, { setup = false, print = false }: Options): Promise<number> {
  if (print && !setup) fail('bad-flag', { flag: '--print', given: '', allowed: ['--setup --print'] })
  if (print) {
    world.print(SETUP.trimEnd())
    return 0
  }
  const settings = (await relaySettings(world.workspace.directory)) ?? fail('no-relay', {})
  const address = relayAddress(settings, world.env)
  if (setup) {
    await PostgresRelay.setUp(address)
    world.print((await relayWords(world.text.language)).setUp(inertLine(address.name)))
    return 0
  }
  return share(world, address)
}

async function share(world: World, address: RelayAddress): Promise<number> {
  const { workspace } = world
  const state = new RelayState(world.env, workspaceKey(workspace.directory))
  const { access } = await loadConfig(world.root, workspace.directory, world.text.language)
  try {
    const relay = await PostgresRelay.open(address)
    try {
      const synced = await syncAll(world, relay, state, access, world.options.incident ?? null)
      await printSynced(world, address.name, synced, state)
      return 0
    } finally {
      await relay.close()
    }
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'relay-unreachable')
      await printWaiting(world, address.name, countWaiting(world, state))
    throw error
  }
}

async function printSynced(world: World, name: string, { incidents, left }: Synced, state: RelayState): Promise<void> {
  const words = await relayWords(world.text.language)
  for (const { incident, refused } of incidents) {
    const fresh = refused.filter((writer) => !state.told.has(`${incident} ${writer}`))
    for (const writer of fresh) state.told.add(`${incident} ${writer}`)
    if (fresh.length > 0) world.say(words.refused(inertLine(incident), fresh.map(inertLine)))
  }
  state.save()
  const sum = (count: 'pushed' | 'pulled') => incidents.reduce((total, one) => total + one[count], 0)
  if (world.options.json) {
    const document = { schemaVersion: 1, relay: name, reached: true, pushed: sum('pushed'), pulled: sum('pulled') }
    const heads = incidents.map(({ incident, head }) => ({ incident, head }))
    world.print(JSON.stringify({ ...document, waiting: 0, incidents: heads }))
    return
  }
  for (const { incident, pushed, pulled } of incidents)
    if (pushed + pulled > 0) world.print(words.synced(inertLine(incident), pushed, pulled))
  world.print(incidents.length === 0 ? words.nothing(inertLine(name)) : words.done(inertLine(name), incidents.length))
  if (left > 0) world.say(words.left(left))
}

async function printWaiting(world: World, name: string, waiting: number): Promise<void> {
  if (world.options.json)
    world.print(
      JSON.stringify({ schemaVersion: 1, relay: name, reached: false, pushed: 0, pulled: 0, waiting, incidents: [] }),
    )
  else if (waiting > 0) world.say((await relayWords(world.text.language)).waiting(waiting))
}
