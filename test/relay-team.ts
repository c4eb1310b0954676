import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll } from 'vitest'
import { SETUP } from '../src/relay/io/schema.ts'
import { stateFolder, workspaceKey } from '../src/store/state.ts'
import { Bench } from './bench.ts'
import { Postgres } from './postgres.ts'

export let server: Postgres
let databases = 0

/** Starts a server for the tests of a file, with a role for each person. */
export function startServer(): void {
  beforeAll(async () => {
    server = await Postgres.start()
    await server.sql(
      'create role taro login; create role hanako login; create role auditor login; create role mallory login',
    )
  })
  afterAll(() => server.remove())
}

/** A machine with a workspace of its own, which shares incidents through a database. */
export class Machine extends Bench {
  readonly database: string
  readonly who: string

  constructor(database: string, who: string) {
    super({ HALT_OPERATOR: who, HALT_RELAY_URL: server.url(who, database) })
    this.database = database
    this.who = who
    this.write('halt.yaml', 'relay: { via: postgres }\n')
  }

  /** Another machine that has the incidents and the state of this one, with the keys of its writers. */
  copy(who: string): Machine {
    const copy = new Machine(this.database, who)
    cpSync(join(this.workspace, 'incidents'), join(copy.workspace, 'incidents'), { recursive: true })
    const [from, to] = [this, copy].map(({ workspace, env }) => stateFolder(env, workspaceKey(workspace)).path)
    cpSync(from as string, to as string, { recursive: true })
    return copy
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await sleep(ms, undefined, { signal }).catch(() => {})
  }

  sync(...args: readonly string[]) {
    return this.json<Synced>('sync', ...args)
  }

  /** The files of logs, by name. */
  logs(): Record<string, string> {
    const folder = join(this.workspace, 'incidents')
    if (!existsSync(folder)) return {}
    const files = readdirSync(folder).flatMap((id) => readdirSync(join(folder, id)).map((name) => join(id, name)))
    const logs = files.filter((name) => name.endsWith('.jsonl')).sort()
    return Object.fromEntries(logs.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  }

  lineOf(type: string) {
    const lines = Object.values(this.logs()).flatMap((text) => text.trimEnd().split('\n'))
    return JSON.parse(lines.find((line) => line.includes(`"type":"${type}"`)) ?? '')
  }
}

export interface Synced {
  readonly relay: string
  readonly reached: boolean
  readonly pushed: number
  readonly pulled: number
  readonly waiting: number
  readonly incidents: readonly { readonly incident: string; readonly head: string }[]
}

/** A relay that is set up in a new database, and the machines of these people. */
export async function team(...people: readonly string[]): Promise<Machine[]> {
  databases += 1
  const database = `relay${databases}`
  await server.sql(`create database ${database}`)
  await server.sql(`${SETUP} grant halt_operator to taro, hanako; grant halt_auditor to auditor`, 'admin', database)
  return people.map((who) => new Machine(database, who))
}
