import type { Holding } from '../../domain/relay/holdings.ts'
import {
  type FirstLines,
  type FirstPlace,
  type HadHead,
  type Holdings,
  MARK_DIGITS,
  type Relay,
  type RelayLine,
  type RelayPlace,
  type Which,
} from '../relay.ts'
import type { Connection } from './connection.ts'

/** The most writers that are not here for which one answer tells what there is. */
const MAX_WRITERS = 2_000
/** How many bytes of lines are read at once, and how many lines. */
const PAGE_BYTES = 4 * 1024 * 1024
const PAGE_LINES = 500
/** How many first lines are looked at for a key at once, and how many bytes of each: it stands near the beginning. */
const PAGE_FIRST_LINES = 20_000
const KEY_BYTES = 1024

/** Lines of logs, and the runbooks and settings that they name (`Relay`). */
export const relayLines = (
  connection: Connection,
): Pick<
  Relay,
  'lacking' | 'holdings' | 'firstLines' | 'linesAfter' | 'hashesAmong' | 'addLines' | 'blob' | 'blobsAmong' | 'addBlob'
> => ({
  async lacking(heads: readonly HadHead[]): Promise<ReadonlySet<string>> {
    const rows = await connection.query<{ incident: string }>(
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
  },

  async holdings(incident: string, writers: readonly string[], after: string | null): Promise<Holdings> {
    const rows = await connection.query<Holding & { lines: string; top: string }>(
      `select writer, count(*) as lines, max(seq) as top,
          encode(sha256(convert_to(string_agg(hash, '' order by seq, hash), 'UTF8'::name)), 'hex') as digest
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
  },

  async firstLines(incident: string, after: FirstPlace | null): Promise<FirstLines> {
    // The id commits to the key as `incidentKeyOf` says.
    const rows = await connection.query<{ writer: string; hash: string; line: Buffer; isEnd: boolean }>(
      `with looked as (
          select writer, hash, line from halt.lines where incident = $1 and seq = 1 and (writer, hash) > ($2, $3)
            order by writer, hash limit ${PAGE_FIRST_LINES}),
        fitting as (
          select writer, hash, line, sum(octet_length(line)) over (order by writer, hash) - octet_length(line) as before
            from looked where $1 !~ '^[0-9a-f]{48}$' or right($1, 32) = left(encode(sha256(convert_to(left($1, 16) || ':'
              || substring(encode(substring(line for ${KEY_BYTES}), 'escape') from '"key":"([^"]*)"'), 'UTF8'::name)), 'hex'), 32))
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
  },

  async linesAfter(
    incident: string,
    writer: string,
    { seq, hash }: RelayPlace,
    { only, without = [] }: Which = {},
  ): Promise<readonly RelayLine[]> {
    const rows = await connection.query<{ seq: string; hash: string; line: Buffer }>(
      `select seq, hash, line from (
          select seq, hash, line, sum(octet_length(line)) over (order by seq, hash) - octet_length(line) as before
            from (select seq, hash, line from halt.lines
              where incident = $1 and writer = $2 and (seq, hash) > ($3, $4)
                and left(hash, $7::integer) <> all($8) and ($9::text[] is null or hash = any($9))
              order by seq, hash limit $5) as page
        ) as counted where before < $6 order by seq, hash`,
      [incident, writer, seq, hash, PAGE_LINES, PAGE_BYTES, MARK_DIGITS, without, only ?? null],
    )
    return rows.map((row) => ({ seq: Number(row.seq), hash: row.hash, bytes: row.line }))
  },

  async hashesAmong(incident: string, writer: string, hashes: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await connection.query<{ hash: string }>(
      'select distinct hash from halt.lines where incident = $1 and writer = $2 and hash = any($3)',
      [incident, writer, hashes],
    )
    return new Set(rows.map((row) => row.hash))
  },

  async addLines(incident: string, writer: string, lines: readonly RelayLine[]): Promise<void> {
    await connection.query(
      `with added as (
          insert into halt.lines (incident, writer, seq, hash, line)
            select $1, $2, seq, hash, line from unnest($3::bigint[], $4::text[], $5::bytea[]) as new (seq, hash, line)
            on conflict do nothing returning 1)
        select pg_notify('halt', $1) from (select from added limit 1) as any_added`,
      [incident, writer, lines.map(({ seq }) => seq), lines.map(({ hash }) => hash), lines.map(({ bytes }) => bytes)],
    )
  },

  async blob(digest: string): Promise<Buffer | null> {
    const [row] = await connection.query<{ bytes: Buffer }>('select bytes from halt.blobs where digest = $1', [digest])
    return row?.bytes ?? null
  },

  async blobsAmong(digests: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await connection.query<{ digest: string }>('select digest from halt.blobs where digest = any($1)', [
      digests,
    ])
    return new Set(rows.map((row) => row.digest))
  },

  async addBlob(digest: string, bytes: Uint8Array): Promise<void> {
    await connection.query('insert into halt.blobs (digest, bytes) values ($1, $2) on conflict do nothing', [
      digest,
      bytes,
    ])
  },
})
