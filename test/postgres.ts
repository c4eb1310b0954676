import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

const VERSIONS = '/usr/lib/postgresql'
/** Who runs the server where the tests run as root, which it refuses. */
const SERVER_USER = 'postgres'

/** The versions of the servers that are installed, the newest first. */
export function postgresVersions(): string[] {
  if (!existsSync(VERSIONS)) return []
  return readdirSync(VERSIONS)
    .filter((version) => existsSync(join(programsOf(version), 'initdb')))
    .sort((a, b) => Number(b) - Number(a))
}

/** The folder of the programs of the newest installed server; null if there is none. */
export function postgresPrograms(): string | null {
  const [newest] = postgresVersions()
  return newest === undefined ? null : programsOf(newest)
}

function programsOf(version: string): string {
  return join(VERSIONS, version, 'bin')
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
  /** It has the server's Unix socket. */
  readonly folder: string
  private readonly programs: string
  private stopped: Promise<unknown> | null = null
  private kill: (signal: NodeJS.Signals) => void = () => {}

  private constructor(programs: string, folder: string, port: number) {
    this.programs = programs
    this.folder = folder
    this.port = port
  }

  /** With a certificate and its key in PEM, the server speaks TLS. It is the newest that is installed, or of a `version`. */
  static async start(
    tls: { readonly cert: string; readonly key: string } | null = null,
    version: string | null = null,
  ): Promise<Postgres> {
    const programs = version === null ? postgresPrograms() : programsOf(version)
    if (programs === null) throw new Error('no PostgreSQL server is installed')
    const folder = serverFolder('halt-pg-')
    const server = new Postgres(programs, folder, await freePort())
    const data = join(folder, 'data')
    server.run('initdb', '-D', data, '-U', 'admin', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C')
    writeFileSync(
      join(data, 'postgresql.auto.conf'),
      [
        `port = ${server.port}`,
        "listen_addresses = '127.0.0.1'",
        `unix_socket_directories = '${folder}'`,
        ...(tls === null ? [] : ['ssl = on']),
        '',
      ].join('\n'),
    )
    if (tls !== null) {
      putServerFile(join(data, 'server.crt'), tls.cert)
      putServerFile(join(data, 'server.key'), tls.key)
    }
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

  /** Kills all processes of the server, as a machine that loses its power does. */
  async crash(): Promise<void> {
    this.signalAll('SIGKILL')
    await this.stopped
  }

  /** Another server that follows this one; from then on nothing is committed here before it is on the disk of both. */
  async standby(): Promise<Postgres> {
    const folder = serverFolder('halt-pg-')
    const standby = new Postgres(this.programs, folder, await freePort())
    const data = join(folder, 'data')
    const source = `host=127.0.0.1 port=${this.port} user=admin application_name=standby`
    standby.run('pg_basebackup', '-D', data, '-d', source, '-R', '-c', 'fast', '--no-sync')
    appendFileSync(
      join(data, 'postgresql.auto.conf'),
      `port = ${standby.port}\nunix_socket_directories = '${folder}'\n`,
    )
    await standby.resume()
    await this.sql("alter system set synchronous_standby_names = 'standby'")
    await this.sql('select pg_reload_conf()')
    return standby
  }

  /** Has a standby become a server of its own. */
  async promote(): Promise<void> {
    await this.sql('select pg_promote()')
  }

  /** A database as SQL that makes it again. */
  dump(database: string): Buffer {
    return this.run('pg_dump', '-h', this.folder, '-p', String(this.port), '-U', 'admin', database)
  }

  /** Replaces a database by what was dumped; whoever is connected is thrown out. */
  async restore(database: string, dumped: Buffer): Promise<void> {
    await this.sql(`drop database if exists ${database} with (force)`)
    await this.sql(`create database ${database}`)
    const [program = '', ...args] = this.commandFor('psql', '-q', '-h', this.folder, '-p', String(this.port))
    const to = [...args, '-U', 'admin', '-v', 'ON_ERROR_STOP=1', '-d', database]
    execFileSync(program, to, { input: dumped, stdio: ['pipe', 'ignore', 'pipe'] })
  }

  /** Has all processes of the server hang until `unpause`. */
  pause(): void {
    this.signalAll('SIGSTOP')
  }

  unpause(): void {
    this.signalAll('SIGCONT')
  }

  private signalAll(signal: NodeJS.Signals): void {
    const file = join(this.folder, 'data', 'postmaster.pid')
    const [pid = ''] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    // Where it crashed, its file still names it.
    const list = `/proc/${pid}/task/${pid}/children`
    const children = existsSync(list) ? readFileSync(list, 'utf8').trim().split(' ') : []
    for (const one of children.length === 0 ? [] : [pid, ...children])
      try {
        process.kill(Number(one), signal)
      } catch {
        // It has ended in the meantime.
      }
  }

  async remove(): Promise<void> {
    // It may have been paused when a test failed.
    this.unpause()
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

  /** Asks everybody but the administrator for a password from now on (SCRAM-SHA-256). */
  async askForPasswords(): Promise<void> {
    const lines = ['local all all trust', 'host all admin all trust', 'host all all all scram-sha-256']
    putServerFile(join(this.folder, 'data', 'pg_hba.conf'), `${lines.join('\n')}\n`)
    await this.sql('select pg_reload_conf()')
  }

  private run(program: string, ...args: readonly string[]): Buffer {
    const [command, ...rest] = this.commandFor(program, ...args)
    return execFileSync(command as string, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  }

  private commandFor(program: string, ...args: readonly string[]): string[] {
    return asServerUser(join(this.programs, program), ...args)
  }
}

/** A pgbouncer in front of a server, in transaction mode, which drops what a session asks for beyond a transaction. */
export async function pooler(
  server: Postgres,
  users: readonly string[],
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const [folder, port] = [serverFolder('halt-pool-'), await freePort()]
  const config = join(folder, 'pgbouncer.ini')
  const settings = {
    ...{
      listen_addr: '127.0.0.1',
      listen_port: port,
      unix_socket_dir: '',
      auth_type: 'trust',
      pool_mode: 'transaction',
    },
    ...{ auth_file: join(folder, 'users'), logfile: join(folder, 'log'), pidfile: '' },
  }
  writeFileSync(settings.auth_file, ['admin', ...users].map((user) => `"${user}" ""\n`).join(''))
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}`)
  writeFileSync(
    config,
    ['[databases]', `* = host=127.0.0.1 port=${server.port}`, '[pgbouncer]', ...lines, ''].join('\n'),
  )
  const [program = '', ...args] = asServerUser('pgbouncer', '-q', config)
  const child = spawn(program, args, { stdio: 'ignore' })
  const stopped = new Promise((resolve) => child.once('exit', resolve))
  for (;;) {
    const client = new Client({ connectionString: `postgres://admin@127.0.0.1:${port}/postgres` })
    client.on('error', () => {})
    if (
      await client.connect().then(
        () => true,
        () => false,
      )
    ) {
      await client.end()
      break
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    port,
    async stop() {
      child.kill('SIGTERM')
      await stopped
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A command as the user that servers run as. */
function asServerUser(...command: readonly string[]): string[] {
  const asUser = ['setpriv', `--reuid=${SERVER_USER}`, `--regid=${SERVER_USER}`, '--init-groups']
  return [...(isRoot() ? asUser : []), ...command]
}

/** A new folder of that user. */
function serverFolder(prefix: string): string {
  const folder = mkdtempSync(join(isRoot() ? '/tmp' : tmpdir(), prefix))
  giveToServerUser(folder)
  chmodSync(folder, 0o755)
  return folder
}

function putServerFile(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 })
  giveToServerUser(path)
}

function giveToServerUser(path: string): void {
  if (!isRoot()) return
  const id = (flag: string) => Number(execFileSync('id', [flag, SERVER_USER], { encoding: 'utf8' }))
  chownSync(path, id('-u'), id('-g'))
}

/** Then the tests have a folder for temporary files that no other user can enter. */
function isRoot(): boolean {
  return process.geteuid?.() === 0
}
