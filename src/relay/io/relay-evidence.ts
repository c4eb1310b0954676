import type { Relay, Upload, WantedUpload } from '../relay.ts'
import type { Connection } from './connection.ts'

/** Evidence, in parts (`Relay`). */
export const relayEvidence = (connection: Connection): Pick<Relay, 'uploads' | 'evidencePart' | 'addEvidencePart'> => ({
  async uploads(wanted: readonly WantedUpload[], limit: number): Promise<readonly Upload[]> {
    const rows = await connection.query<
      Omit<Upload, 'id' | 'parts' | 'bytes'> & { id: string; parts: string; length: string }
    >(
      // Each role has one of each piece before the next ones of another: others hide nothing by adding more.
      `select digest, id, parts, length, "isOwn" from (
          select *, row_number() over (partition by digest, owner, is_whole order by since, id) as nth from (
            select digest, owner, upload || '@' || owner::text as id, count(*) as parts, sum(octet_length(bytes)) as length,
                owner = session_user as "isOwn", sum(octet_length(bytes)) = wanted.length as is_whole,
                min(received_at) as since
              from halt.evidence join unnest($1::text[], $2::bigint[]) as wanted (digest, length) using (digest)
              group by digest, upload, owner, wanted.length having count(*) = max(part) + 1) as found) as ranked
        order by is_whole desc, nth, "isOwn" desc, since, id limit $3`,
      [wanted.map(({ digest }) => digest), wanted.map(({ bytes }) => bytes), limit],
    )
    return rows.map(({ length, parts, ...upload }) => ({ ...upload, parts: Number(parts), bytes: Number(length) }))
  },

  async evidencePart({ digest, id }: Upload, part: number): Promise<Buffer | null> {
    const [row] = await connection.query<{ bytes: Buffer }>(
      `select bytes from halt.evidence where digest = $1 and upload || '@' || owner::text = $2 and part = $3`,
      [digest, id, part],
    )
    return row?.bytes ?? null
  },

  async addEvidencePart(digest: string, id: string, part: number, bytes: Uint8Array, isLast: boolean): Promise<void> {
    await connection.query(
      'insert into halt.evidence (digest, upload, part, bytes) values ($1, $2, $3, $4) on conflict do nothing',
      [digest, id, part, bytes],
    )
    if (isLast) await connection.query("select pg_notify('halt', '')")
  },
})
