import { fail } from '../../domain/problem.ts'
import type { Relay } from '../relay.ts'
import type { RelayAddress } from './address.ts'
import { Connection } from './connection.ts'
import { relayEvidence } from './relay-evidence.ts'
import { relayLines } from './relay-lines.ts'
import { relayPresence } from './relay-presence.ts'
import { relayTurns } from './relay-turns.ts'
import { SCHEMA_VERSION, SETUP } from './schema.ts'

/** The set-up checks all lines of a relay of version 1; who runs it waits. */
const SETUP_MS = 3_600_000

/** A relay in a PostgreSQL database. */
export interface PostgresRelay extends Relay {
  readonly connection: Connection
}

/** Connects, and checks that the relay was set up. Rejects with `relay-unreachable` or `relay-unusable`. */
export async function openRelay(address: RelayAddress): Promise<PostgresRelay> {
  const connection = await Connection.open(address)
  try {
    const identity = await checkedIdentity(connection)
    return {
      name: connection.name,
      identity,
      connection,
      ...relayLines(connection),
      ...relayTurns(connection),
      ...relayPresence(connection),
      ...relayEvidence(connection),
      close: () => connection.close(),
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** Makes what the relay needs, or adds what it lacks. Rejects with `relay-unreachable` or `relay-unusable`. */
export async function setUpRelay(address: RelayAddress): Promise<void> {
  const connection = await Connection.open(address)
  try {
    await connection.query(SETUP, [], SETUP_MS)
    await checkedIdentity(connection)
  } finally {
    await connection.close()
  }
}

/** Which relay it is. Rejects with `relay-unusable` if it was set up for another version. */
async function checkedIdentity(connection: Connection): Promise<string> {
  const [row] = await connection.query<{ version: number; identity: string | null }>(
    `select version, pg_catalog.to_jsonb(relay) ->> 'id' as identity from halt.relay`,
  )
  const { version, identity = null } = row ?? {}
  if (version !== SCHEMA_VERSION || identity === null)
    return fail('relay-unusable', { relay: connection.name, why: 'other-version' })
  return identity
}
