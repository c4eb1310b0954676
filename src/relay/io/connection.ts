import { Client, DatabaseError, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg'
import { fail } from '../../domain/problem.ts'
import type { RelayAddress } from './address.ts'
import { AnswerGuard } from './answer-guard.ts'
import { hasShape } from './answer-shape.ts'
import { isReadableOnly, throwForServer } from './server-errors.ts'

const CONNECT_MS = 5_000
const QUERY_MS = 10_000
/** How long a connection may take for the least of answers before it is taken for dead. */
const ANSWER_MS = 3_000
/** How long the connection waits for its message to itself, and how often it looks. */
const LISTEN_MS = 1_000
const LISTEN_STEP_MS = 20

/** A connection to the database of a relay. Each query has a time limit; after one that has passed, the connection is destroyed. */
export class Connection {
  readonly name: string
  private readonly address: RelayAddress
  private readonly client: Client
  private readonly guard: AnswerGuard
  /** Whether a pooler answers, which may run each query in another session, where names are looked for anywhere. */
  private isPooled = false
  /** Behind a pooler, resolves once the last query has ended. */
  private ended: Promise<unknown> = Promise.resolve()

  private constructor(address: RelayAddress, client: Client) {
    this.name = address.name
    this.address = address
    this.client = client
    this.guard = new AnswerGuard(client)
  }

  /** Rejects with `relay-unreachable` or `relay-unusable`. */
  static async open(address: RelayAddress): Promise<Connection> {
    const client = new Client({
      ...address.config,
      application_name: 'halt',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    })
    // An error of an idle connection has no query to reject; the next query rejects.
    client.on('error', () => {})
    const connection = new Connection(address, client)
    try {
      await client.connect()
    } catch (error) {
      connection.abandon()
      throwForServer(error, address.name, () => {})
    }
    // Whoever owns the database chooses where names are looked for, and could put functions of their own before the system's.
    try {
      const [row] = await connection.query<{ pid: number }>(
        "select pg_catalog.set_config('search_path', 'pg_catalog', false), pg_catalog.pg_backend_pid() as pid",
      )
      connection.isPooled = row?.pid !== connection.processId
    } catch (error) {
      connection.abandon()
      throw error
    }
    return connection
  }

  /**
   * Has `onNews` called whenever lines are added. Resolves to whether that works here: a pooler drops messages that come
   * between transactions without a word, so another connection sends one while this one is idle.
   */
  async listen(onNews: () => void): Promise<boolean> {
    let isHeard = false
    const own = this.processId
    this.client.on('notification', ({ processId }) => {
      isHeard = true
      // What this connection adds itself is no news.
      if (processId !== own) onNews()
    })
    try {
      await this.query('listen halt')
    } catch (error) {
      // A standby sends no word.
      if (isReadableOnly(error)) return false
      throw error
    }
    const other = await Connection.open(this.address)
    await other.query("select pg_notify('halt', '')")
    await other.close()
    for (let waited = 0; !isHeard && waited < LISTEN_MS; waited += LISTEN_STEP_MS)
      await new Promise((resolve) => setTimeout(resolve, LISTEN_STEP_MS))
    return isHeard
  }

  /** Rejects with `relay-unreachable` if the connection is dead. */
  async mustAnswer(): Promise<void> {
    await this.query('select 1', [], ANSWER_MS)
  }

  /** The role of this connection, and whether it may add to the relay. */
  async role(): Promise<{ readonly name: string; readonly mayAdd: boolean }> {
    const [row] = await this.query<{ name: string; mayAdd: boolean }>(
      `select session_user::text as name, has_column_privilege('halt.lines', 'line', 'insert') as "mayAdd"`,
    )
    return row ?? { name: '', mayAdd: false }
  }

  /** The server's time in milliseconds since 1970. */
  async now(): Promise<number> {
    const [row] = await this.query<{ ms: string }>('select extract(epoch from clock_timestamp()) * 1000.0 as ms')
    return Number(row?.ms)
  }

  /** The process of the server that answers, as it or a pooler says. */
  private get processId(): number | null {
    return (this.client as unknown as { readonly processID: number | null }).processID
  }

  /** Says goodbye if the server listens, and closes the connection in any case. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.abandon(), 1_000)
    await this.client.end().catch(() => {})
    clearTimeout(timer)
  }

  /** Breaks the connection off: whatever waits for an answer rejects. */
  abandon(): void {
    const { connection } = this.client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }
    connection.stream.destroy()
  }

  /** Says something that nobody relies upon, unless the relay can only be read. */
  async tell(text: string, values: readonly unknown[]): Promise<void> {
    try {
      await this.query(text, values)
    } catch (error) {
      if (!isReadableOnly(error)) throw error
    }
  }

  /**
   * Asks for rows of the shape that the columns have; rejects with `relay-unusable` or `relay-unreachable`. What is called in a
   * query is named with its schema, or given values of just the types that PostgreSQL's own has: it prefers what fits better,
   * and others may be able to add that to the schema `public`.
   */
  async query<T extends QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
    limitMs = QUERY_MS,
  ): Promise<T[]> {
    this.guard.expectAnswer()
    try {
      const asked = { text, values: [...values], query_timeout: limitMs }
      // Several statements at once have no rows of their own.
      const { rows = [] } = await (this.isPooled ? this.inTransaction<T>(asked) : this.client.query<T>(asked))
      if (!rows.every(hasShape)) fail('relay-unusable', { relay: this.name, why: 'other-tables' })
      return rows
    } catch (error) {
      return throwForServer(error, this.name, () => this.abandon())
    }
  }

  /** Asks in a transaction of its own, which is all that a pooler keeps in one session. */
  private inTransaction<T extends QueryResultRow>(asked: QueryConfig): Promise<QueryResult<T>> {
    const say = (text: string) => this.client.query({ ...asked, text, values: [] })
    const run = async () => {
      await say('begin; set local search_path = pg_catalog')
      try {
        const answer = await this.client.query<T>(asked)
        await say('commit')
        return answer
      } catch (error) {
        // What took too long still occupies the connection, which is given up.
        if (error instanceof DatabaseError) await say('rollback')
        throw error
      }
    }
    const answer = this.ended.then(run)
    this.ended = answer.catch(() => {})
    return answer
  }
}
