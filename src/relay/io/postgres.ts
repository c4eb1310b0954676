import { Client, type QueryResultRow } from 'pg'
import { fail, ProblemError } from '../../domain/problem.ts'
import type { Holding } from '../../domain/relay/holdings.ts'
import type { Presence } from '../../domain/relay/presence.ts'
import { isReadableOnly } from '../readable-only.ts'
import {
  type ChannelTurn,
  type FirstLines,
  type FirstPlace,
  type HadHead,
  type Hint,
  type Holdings,
  MARK_DIGITS,
  type Peer,
  type Relay,
  type RelayLine,
  type RelayPlace,
  type Turn,
  type Upload,
  type WantedUpload,
  type Which,
} from '../relay.ts'
import type { RelayAddress } from './address.ts'
import { SCHEMA_VERSION, SETUP } from './schema.ts'

const CONNECT_MS = 5_000
const QUERY_MS = 10_000
/** The set-up checks all lines of a relay of version 1; who runs it waits. */
const SETUP_MS = 3_600_000
/** How long a connection may take for the least of answers before it is taken for dead. */
const ANSWER_MS = 3_000
/** How long the connection waits for its message to itself, and how often it looks. */
const LISTEN_MS = 1_000
const LISTEN_STEP_MS = 20
/** Of so many writers at most that are not here it is told at once what there is. */
const MAX_WRITERS = 2_000
/** So many characters of what a server says are shown. */
const MAX_MESSAGE = 200
/** How many bytes of lines are read at once, and how many lines. */
const PAGE_BYTES = 4 * 1024 * 1024
const PAGE_LINES = 500
/** How many first lines are looked at for a key at once, and how many bytes of each: it stands near the beginning. */
const PAGE_FIRST_LINES = 20_000
const KEY_BYTES = 1024
/** How many turns to send are read at once. */
const PAGE_TURNS = 500

/** Of a turn (`taken`): whoever took it has not given it back. */
const IS_HELD = `not given_back and not exists (select from halt.claims as other
      where other.incident = taken.incident and other.channel = taken.channel and other.n = taken.n
        and other.machine = taken.machine and other.owner = taken.owner and other.given_back)`

/** What each role of the database last said of incidents that the relay has lines of: others hide nothing by saying more. */
function hintsWhere(condition: string): string {
  return `select incident, id, is_open as "isOpen" from (
      select *, row_number() over (partition by owner, is_open order by heard_at desc, incident) as nth from (
        select distinct on (incident, owner) * from halt.hints where ${condition}
          order by incident, owner, heard_at desc) as latest
        where exists (select from halt.lines where lines.incident = latest.incident)) as ranked`
}

/** The last of each role first, then the ones before these. */
const FAIRLY = 'order by nth, heard_at desc, incident'

const isText = (value: unknown) => typeof value === 'string'
const isBoolean = (value: unknown) => typeof value === 'boolean'
const isBytes = (value: unknown) => Buffer.isBuffer(value)
/** The driver gives large and exact numbers as text. */
const isCount = (value: unknown) => isText(value) && Number.isSafeInteger(Number(value))
const isNumber = (value: unknown) => isText(value) && Number.isFinite(Number(value))

const orNull = (isForm: (value: unknown) => boolean) => (value: unknown) => value === null || isForm(value)

/** What each column of an answer has to be, whoever has changed the tables. */
const COLUMNS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...{
    incident: isText,
    id: isText,
    writer: isText,
    hash: isText,
    digest: isText,
    channel: isText,
    machine: isText,
    name: isText,
  },
  ...{ line: isBytes, bytes: isBytes, seq: isCount, n: isCount, lines: isCount, top: isCount, parts: isCount },
  ...{
    length: isCount,
    age: isNumber,
    ms: isNumber,
    isOpen: isBoolean,
    isOwn: isBoolean,
    isEnd: isBoolean,
    mayAdd: isBoolean,
  },
  ...{
    sender: orNull(isText),
    key: orNull(isText),
    sig: orNull(isText),
    identity: orNull(isText),
    saidAt: orNull(isCount),
  },
}

function hasShape(row: QueryResultRow): boolean {
  return Object.entries(row).every(([column, value]) => COLUMNS[column]?.(value) ?? true)
}

/** A relay in a PostgreSQL database. Each query has a time limit; after one that has passed, the connection is destroyed. */
export class PostgresRelay implements Relay {
  readonly name: string
  identity = ''
  private readonly address: RelayAddress
  private readonly client: Client

  private constructor(address: RelayAddress, client: Client) {
    this.name = address.name
    this.address = address
    this.client = client
  }

  /** Connects, and checks that the relay was set up. Rejects with `relay-unreachable` or `relay-unusable`. */
  static async open(address: RelayAddress): Promise<PostgresRelay> {
    const relay = await PostgresRelay.connect(address)
    try {
      await relay.checkVersion()
    } catch (error) {
      await relay.close()
      throw error
    }
    return relay
  }

  /** Makes what the relay needs, or adds what it lacks. Rejects with `relay-unreachable` or `relay-unusable`. */
  static async setUp(address: RelayAddress): Promise<void> {
    const relay = await PostgresRelay.connect(address)
    try {
      await relay.query(SETUP, [], SETUP_MS)
      await relay.checkVersion()
    } finally {
      await relay.close()
    }
  }

  private static async connect(address: RelayAddress): Promise<PostgresRelay> {
    const client = new Client({
      ...address.config,
      application_name: 'halt',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    })
    // An error of an idle connection has no query to reject; the next query rejects.
    client.on('error', () => {})
    const relay = new PostgresRelay(address, client)
    try {
      await client.connect()
    } catch (error) {
      relay.abandon()
      relay.failWith(error)
    }
    return relay
  }

  private async checkVersion(): Promise<void> {
    const [row] = await this.query<{ version: number; identity: string | null }>(
      `select version, to_jsonb(relay) ->> 'id' as identity from halt.relay`,
    )
    const { version, identity = null } = row ?? {}
    if (version !== SCHEMA_VERSION || identity === null)
      return fail('relay-unusable', { relay: this.name, why: 'other-version' })
    this.identity = identity
  }

  /**
   * Has `onNews` called whenever lines are added. Resolves to whether that works here: a pooler drops messages that come
   * between transactions without a word, so another connection sends one while this one is idle.
   */
  async listen(onNews: () => void): Promise<boolean> {
    let isHeard = false
    const { processID } = this.client as unknown as { readonly processID: number | null }
    this.client.on('notification', ({ processId }) => {
      isHeard = true
      // What this connection adds itself is no news.
      if (processId !== processID) onNews()
    })
    try {
      await this.query('listen halt')
    } catch (error) {
      // A standby sends no word.
      if (isReadableOnly(error)) return false
      throw error
    }
    const other = await PostgresRelay.connect(this.address)
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
    const [row] = await this.query<{ ms: string }>('select extract(epoch from clock_timestamp()) * 1000 as ms')
    return Number(row?.ms)
  }

  async lacking(heads: readonly HadHead[]): Promise<ReadonlySet<string>> {
    const rows = await this.query<{ incident: string }>(
      `select distinct incident
        from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) as had (incident, writer, seq, hash)
        where not exists (select from halt.lines where lines.incident = had.incident and lines.writer = had.writer
          and lines.seq = had.seq and lines.hash = had.hash)`,
      [
        heads.map(({ incident }) => incident),
        heads.map(({ writer }) => writer),
        heads.map(({ seq }) => seq),
        heads.map(({ hash }) => hash),
      ],
    )
    return new Set(rows.map(({ incident }) => incident))
  }

  async holdings(incident: string, writers: readonly string[], after: string | null): Promise<Holdings> {
    const rows = await this.query<Holding & { lines: string; top: string }>(
      `select writer, count(*) as lines, max(seq) as top,
          encode(sha256(convert_to(string_agg(hash, '' order by seq, hash), 'UTF8')), 'hex') as digest
        from halt.lines where incident = $1
        group by writer
        order by writer = any($2) desc, writer <= $4::text, case when $4::text is null then min(received_at) end, writer
        limit $3`,
      [incident, writers, writers.length + MAX_WRITERS, after],
    )
    const known = new Set(writers)
    const others = rows.filter(({ writer }) => !known.has(writer))
    return {
      found: rows.map(({ writer, lines, top, digest }) => ({ writer, lines: Number(lines), top: Number(top), digest })),
      next: others.length < MAX_WRITERS ? '' : (others.at(-1)?.writer ?? ''),
    }
  }

  async firstLines(incident: string, after: FirstPlace | null): Promise<FirstLines> {
    // The id commits to the key as `incidentKeyOf` says.
    const rows = await this.query<{ writer: string; hash: string; line: Buffer; isEnd: boolean }>(
      `with looked as (
          select writer, hash, line from halt.lines where incident = $1 and seq = 1 and (writer, hash) > ($2, $3)
            order by writer, hash limit ${PAGE_FIRST_LINES}),
        fitting as (
          select writer, hash, line, sum(octet_length(line)) over (order by writer, hash) - octet_length(line) as before
            from looked where $1 !~ '^[0-9a-f]{48}$' or right($1, 32) = left(encode(sha256(convert_to(left($1, 16) || ':'
              || substring(encode(substring(line for ${KEY_BYTES}), 'escape') from '"key":"([^"]*)"'), 'UTF8')), 'hex'), 32))
        (select writer, hash, line, false as "isEnd" from fitting where before < ${PAGE_BYTES}
          order by writer, hash limit ${PAGE_LINES})
        union all
        (select writer, hash, ''::bytea, true from looked order by writer desc, hash desc limit 1)`,
      [incident, after?.writer ?? '', after?.hash ?? ''],
    )
    const page = rows.filter(({ isEnd }) => !isEnd)
    const isFull = page.length === PAGE_LINES || page.reduce((sum, { line }) => sum + line.length, 0) >= PAGE_BYTES
    const last = isFull ? page.at(-1) : rows.find(({ isEnd }) => isEnd)
    return {
      found: page.map(({ writer, line }) => ({ writer, bytes: line })),
      next: last === undefined ? null : { writer: last.writer, hash: last.hash },
    }
  }

  async linesAfter(
    incident: string,
    writer: string,
    { seq, hash }: RelayPlace,
    { only, without = [] }: Which = {},
  ): Promise<readonly RelayLine[]> {
    const rows = await this.query<{ seq: string; hash: string; line: Buffer }>(
      `select seq, hash, line from (
          select seq, hash, line, sum(octet_length(line)) over (order by seq, hash) - octet_length(line) as before
            from (select seq, hash, line from halt.lines
              where incident = $1 and writer = $2 and (seq, hash) > ($3, $4)
                and left(hash, $7) <> all($8) and ($9::text[] is null or hash = any($9))
              order by seq, hash limit $5) as page
        ) as counted where before < $6 order by seq, hash`,
      [incident, writer, seq, hash, PAGE_LINES, PAGE_BYTES, MARK_DIGITS, without, only ?? null],
    )
    return rows.map((row) => ({ seq: Number(row.seq), hash: row.hash, bytes: row.line }))
  }

  async hashesAmong(incident: string, writer: string, hashes: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.query<{ hash: string }>(
      'select hash from halt.lines where incident = $1 and writer = $2 and hash = any($3)',
      [incident, writer, hashes],
    )
    return new Set(rows.map((row) => row.hash))
  }

  async addLines(incident: string, writer: string, lines: readonly RelayLine[]): Promise<void> {
    await this.query(
      `with added as (
          insert into halt.lines (incident, writer, seq, hash, line)
            select $1, $2, seq, hash, line from unnest($3::bigint[], $4::text[], $5::bytea[]) as new (seq, hash, line)
            on conflict do nothing returning 1)
        select pg_notify('halt', $1) from (select from added limit 1) as any_added`,
      [incident, writer, lines.map(({ seq }) => seq), lines.map(({ hash }) => hash), lines.map(({ bytes }) => bytes)],
    )
  }

  async blob(digest: string): Promise<Buffer | null> {
    const [row] = await this.query<{ bytes: Buffer }>('select bytes from halt.blobs where digest = $1', [digest])
    return row?.bytes ?? null
  }

  async blobsAmong(digests: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.query<{ digest: string }>('select digest from halt.blobs where digest = any($1)', [digests])
    return new Set(rows.map((row) => row.digest))
  }

  async addBlob(digest: string, bytes: Uint8Array): Promise<void> {
    await this.query('insert into halt.blobs (digest, bytes) values ($1, $2) on conflict do nothing', [digest, bytes])
  }

  hints(limit: number): Promise<readonly Hint[]> {
    return this.query<Hint>(`${hintsWhere('true')} where is_open ${FAIRLY} limit $1`, [limit])
  }

  async hintedIds(limit: number): Promise<readonly string[]> {
    return (await this.query<Hint>(`${hintsWhere('true')} ${FAIRLY} limit $1`, [limit])).map(({ id }) => id)
  }

  hintsFor(id: string): Promise<readonly Hint[]> {
    return this.query<Hint>(`${hintsWhere('id = $1')} ${FAIRLY} limit 100`, [id])
  }

  async giveHint(machine: string, { incident, id, isOpen }: Hint): Promise<void> {
    await this.saying(
      `insert into halt.hints (incident, machine, id, is_open) values ($1, $2, $3, $4)
        on conflict (incident, machine, owner) do update set id = $3, is_open = $4, heard_at = now()`,
      [incident, machine, id, isOpen],
    )
  }

  async uploads(wanted: readonly WantedUpload[], limit: number): Promise<readonly Upload[]> {
    const rows = await this.query<
      Omit<Upload, 'id' | 'parts' | 'bytes'> & { id: string; parts: string; length: string }
    >(
      `select digest, upload || '@' || owner as id, count(*) as parts, sum(octet_length(bytes)) as length,
          owner = session_user as "isOwn"
        from halt.evidence join unnest($1::text[], $2::bigint[]) as wanted (digest, length) using (digest)
        group by digest, upload, owner, wanted.length having count(*) = max(part) + 1
        order by sum(octet_length(bytes)) = wanted.length desc, owner = session_user desc, min(received_at), id limit $3`,
      [wanted.map(({ digest }) => digest), wanted.map(({ bytes }) => bytes), limit],
    )
    return rows.map(({ length, parts, ...upload }) => ({ ...upload, parts: Number(parts), bytes: Number(length) }))
  }

  async evidencePart({ digest, id }: Upload, part: number): Promise<Buffer | null> {
    const [row] = await this.query<{ bytes: Buffer }>(
      `select bytes from halt.evidence where digest = $1 and upload || '@' || owner = $2 and part = $3`,
      [digest, id, part],
    )
    return row?.bytes ?? null
  }

  async addEvidencePart(digest: string, id: string, part: number, bytes: Uint8Array, isLast: boolean): Promise<void> {
    await this.query(
      'insert into halt.evidence (digest, upload, part, bytes) values ($1, $2, $3, $4) on conflict do nothing',
      [digest, id, part, bytes],
    )
    if (isLast) await this.query("select pg_notify('halt', '')")
  }

  async lastTurn(incident: string, channel: string): Promise<Turn | null> {
    const [last] = await this.turns('not given_back order by n desc limit 1', [incident, channel])
    return last ?? null
  }

  async heldTurnsAfter(incident: string, channel: string, n: number): Promise<readonly Turn[]> {
    return this.turns(`n > $3 and ${IS_HELD} order by n limit ${PAGE_TURNS}`, [incident, channel, n])
  }

  async ownHeldTurns(incident: string, machine: string): Promise<readonly ChannelTurn[]> {
    const rows = await this.query<{ channel: string; n: string }>(
      `select channel, n from halt.claims as taken
        where incident = $1 and machine = $2 and owner = session_user and ${IS_HELD} order by n desc limit ${PAGE_TURNS}`,
      [incident, machine],
    )
    return rows.map(({ channel, n }) => ({ channel, n: Number(n) }))
  }

  /** The turns on a channel of an incident, the first two of the values, of which something is true. */
  private async turns(where: string, values: readonly unknown[]): Promise<Turn[]> {
    const rows = await this.query<
      Omit<Turn, 'n' | 'ageMs' | 'writer'> & { n: string; age: string; sender: string | null }
    >(
      `select n, machine, name, writer as sender, extract(epoch from clock_timestamp() - claimed_at) * 1000 as age,
          owner = session_user as "isOwn" from halt.claims as taken where incident = $1 and channel = $2 and ${where}`,
      values,
    )
    return rows.map(({ n, age, sender, ...turn }) => {
      return { ...turn, n: Number(n), writer: sender, ageMs: Math.max(0, Number(age)) }
    })
  }

  async takeTurn(
    incident: string,
    channel: string,
    n: number,
    machine: string,
    name: string,
    writer: string,
  ): Promise<boolean> {
    const taken = await this.query(
      `insert into halt.claims (incident, channel, n, machine, name, writer) values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing returning 1`,
      [incident, channel, n, machine, name, writer],
    )
    return taken.length === 1
  }

  async passTurns(
    incident: string,
    channel: string,
    from: number,
    to: number,
    machine: string,
    name: string,
  ): Promise<void> {
    const passed = await this.query<{ n: string }>(
      `insert into halt.claims (incident, channel, n, machine, name)
        select $1, $2, n, $5, $6 from generate_series($3::bigint, $4::bigint) as n order by n
        on conflict do nothing returning n`,
      [incident, channel, from, to, machine, name],
    )
    await this.query(
      `insert into halt.claims (incident, channel, n, given_back, machine, name)
        select $1, $2, n, true, $4, $5 from unnest($3::bigint[]) as n on conflict do nothing`,
      [incident, channel, passed.map(({ n }) => n), machine, name],
    )
  }

  async giveBackTurn(incident: string, channel: string, n: number, machine: string, name: string): Promise<void> {
    await this.query(
      `insert into halt.claims (incident, channel, n, given_back, machine, name) values ($1, $2, $3, true, $4, $5)
        on conflict do nothing`,
      [incident, channel, n, machine, name],
    )
  }

  async greet({ machine, name, at, signed }: Presence, limit: number): Promise<readonly Peer[]> {
    await this.saying(
      `insert into halt.machines (machine, name, said_at, key, sig) values ($1, $2, $3, $4, $5)
        on conflict (machine, owner) do update set name = $2, heard_at = now(), said_at = $3, key = $4, sig = $5`,
      [machine, name, Math.round(at), signed?.key ?? null, signed?.sig ?? null],
    )
    // What a role says of its times is cut off at the server's; each role has its latest before the next ones of another.
    const rows = await this.query<{
      machine: string
      name: string
      age: string
      saidAt: string | null
      key: string | null
      sig: string | null
    }>(
      `select machine, name, said_at as "saidAt", key, sig, extract(epoch from now() - heard) * 1000 as age from (
          select *, least(heard_at, now()) as heard,
              row_number() over (partition by owner order by least(heard_at, now()) desc, machine) as nth
            from halt.machines where isfinite(heard_at)) as latest
        order by nth, heard desc, machine limit $1`,
      [limit],
    )
    return rows.map(({ age, saidAt, key, sig, ...peer }) => {
      const signed = key === null || sig === null ? null : { key, sig }
      return { ...peer, ageMs: Number(age), at: Number(saidAt), signed }
    })
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
  private async saying(text: string, values: readonly unknown[]): Promise<void> {
    try {
      await this.query(text, values)
    } catch (error) {
      if (!isReadableOnly(error)) throw error
    }
  }

  private async query<T extends QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
    limitMs = QUERY_MS,
  ): Promise<T[]> {
    try {
      const asked = { text, values: [...values], query_timeout: limitMs }
      // Several statements at once have no rows of their own.
      const { rows = [] } = await this.client.query<T>(asked)
      if (!rows.every(hasShape)) fail('relay-unusable', { relay: this.name, why: 'other-tables' })
      return rows
    } catch (error) {
      return this.failWith(error)
    }
  }

  /** Throws `relay-unusable` for what the server refuses, `relay-unreachable` for what never got there. */
  private failWith(error: unknown): never {
    if (error instanceof ProblemError) throw error
    const { code = '', message } = error as { readonly code?: string; readonly message: string }
    const relay = this.name
    // The driver has no code for a password that is asked for and missing.
    if (message.includes('client password must be')) fail('relay-unusable', { relay, why: 'not-let-in' })
    // SQLSTATE (PostgreSQL, appendix A) has five characters; the codes of the system begin with E.
    if (!/^[0-9A-Z]{5}$/.test(code) || code.startsWith('E')) {
      this.abandon()
      return fail('relay-unreachable', { relay, why: code === '' ? codeOf(message) : code })
    }
    if (code.startsWith('28')) fail('relay-unusable', { relay, why: 'not-let-in' })
    if (code === '3D000') fail('relay-unusable', { relay, why: 'no-database' })
    if (code === '42P01' || code === '3F000') fail('relay-unusable', { relay, why: 'not-set-up' })
    if (code === '42501') fail('relay-unusable', { relay, why: 'no-permission' })
    if (code === '53100') fail('relay-unusable', { relay, why: 'full' })
    if (code === '25006') fail('relay-unusable', { relay, why: 'read-only' })
    if (code === '42703') fail('relay-unusable', { relay, why: 'other-tables' })
    // Shutting down, starting, too many connections: another time it may work.
    return fail('relay-unreachable', { relay, why: message.slice(0, MAX_MESSAGE) })
  }
}

/** The code of the system for what the driver says in words of its own; else those. */
function codeOf(message: string): string {
  if (/timeout/i.test(message)) return 'ETIMEDOUT'
  return /terminated|not queryable/i.test(message) ? 'ECONNRESET' : message.slice(0, MAX_MESSAGE)
}
