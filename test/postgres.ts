import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

const VERSIONS = '/usr/lib/postgresql'
/** Who runs the server where the tests run as root, which it refuses. */
const SERVER_USER = 'postgres'

/** The folder of the programs of the newest installed server; null if there is none. */
export function postgresPrograms(): string | null {
  if (!existsSync(VERSIONS)) return null
  const [newest] = readdirSync(VERSIONS)
    .filter((version) => existsSync(join(VERSIONS, version, 'bin', 'initdb')))
    .sort((a, b) => Number(b) - Number(a))
  return newest === undefined ? null : join(VERSIONS, newest, 'bin')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A PostgreSQL server in a folder of its own, on loopback. */
export class Postgres {
  readonly port: number
  private readonly folder: string
  private readonly programs: string
  private stopped: Promise<unknown> | null = null
  private kill: (signal: NodeJS.Signals) => void = () => {}

  private constructor(programs: string, folder: string, port: number) {
    this.programs = programs
    this.folder = folder
    this.port = port
  }

  static async start(settings: readonly string[] = []): Promise<Postgres> {
    const programs = postgresPrograms()
    if (programs === null) throw new Error('no PostgreSQL server is installed')
    const folder = mkdtempSync(join(isRoot() ? '/tmp' : tmpdir(), 'halt-pg-'))
    if (isRoot()) {
      const id = (flag: string) => Number(execFileSync('id', [flag, SERVER_USER], { encoding: 'utf8' }))
      chownSync(folder, id('-u'), id('-g'))
    }
    chmodSync(folder, 0o755)
    const server = new Postgres(programs, folder, await freePort())
    const data = join(folder, 'data')
    server.run('initdb', '-D', data, '-U', 'admin', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C')
    writeFileSync(
      join(data, 'postgresql.auto.conf'),
      [
        `port = ${server.port}`,
        "listen_addresses = '127.0.0.1'",
        `unix_socket_directories = '${folder}'`,
        ...settings,
        '',
      ].join('\n'),
    )
    await server.resume()
    return server
  }

  /** Starts the server again after `stop`. */
  async resume(): Promise<void> {
    const [program, ...args] = this.commandFor('postgres', '-D', join(this.folder, 'data'))
    const child = spawn(program as string, args, { stdio: 'ignore' })
    this.stopped = new Promise((resolve) => child.once('exit', resolve))
    this.kill = (signal) => child.kill(signal)
    for (;;) {
      try {
        await this.sql('select 1')
        return
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }

  /** Stops the server at once; its connections end. */
  async stop(): Promise<void> {
    this.kill('SIGINT')
    await this.stopped
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  url(user = 'admin', database = 'postgres'): string {
    return `postgres://${user}@127.0.0.1:${this.port}/${database}`
  }

  /** Runs statements as the administrator, or as another role; returns the rows of a single one. */
  async sql(text: string, user = 'admin', database = 'postgres'): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.url(user, database), connectionTimeoutMillis: 5_000 })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }

  private run(program: string, ...args: readonly string[]): void {
    const [command, ...rest] = this.commandFor(program, ...args)
    execFileSync(command as string, rest, { stdio: 'ignore' })
  }

  private commandFor(program: string, ...args: readonly string[]): string[] {
    const path = join(this.programs, program)
    const asUser = ['setpriv', `--reuid=${SERVER_USER}`, `--regid=${SERVER_USER}`, '--init-groups']
    return [...(isRoot() ? asUser : []), path, ...args]
  }
}

/** Then the tests have a folder for temporary files that no other user can enter. */
function isRoot(): boolean {
  return process.geteuid?.() === 0
}
