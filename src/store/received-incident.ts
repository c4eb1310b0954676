import { join } from 'node:path'
import type { Envelope, Event } from '../domain/log/event.ts'
import type { HybridClock } from '../domain/log/hybrid-clock.ts'
import { mayDeclare } from '../domain/log/incident-key.ts'
import { unseal } from '../domain/log/line.ts'
import { IncomingChain } from '../domain/relay/incoming-chain.ts'
import type { Access } from '../platform/access.ts'
import { ensureDirectory, makeDirectory } from '../platform/durable.ts'
import { LogFile } from './log-file.ts'
import { isIncidentId, logPaths } from './log-paths.ts'
import { StoredLines } from './stored-lines.ts'

/** What the line that declares an incident says, as far as it needs to be known before there is a folder for it. */
export interface Declared {
  readonly incident: string
  readonly id: string
  readonly writer: string
  /** Who declared it. */
  readonly by: string
  readonly hlc: HybridClock
}

/** Reads the first line of a writer that comes from elsewhere; null if it does not declare the incident, or does not verify. */
export function declaredIn(incident: string, writer: string, bytes: Uint8Array): Declared | null {
  const read = unseal(bytes)
  const declared = 'damage' in read ? null : declaredBy(incident, read.event)
  // Its key is the one that the id of the incident commits to.
  const chain = new IncomingChain({ incident, writer, mustBeNamed: false }, null)
  return declared !== null && chain.accept(bytes) ? declared : null
}

function declaredBy(incident: string, event: Event | Envelope): Declared | null {
  if (event.type !== 'incident.started' || event.seq !== 1) return null
  const { writer, key, by, hlc, data } = event as Event & { readonly type: 'incident.started' }
  const isDeclaration = event.incident === incident && mayDeclare(incident, key) && isIncidentId(data.id)
  return isDeclaration ? { incident, id: data.id, writer, by, hlc } : null
}

/**
 * Makes the folder of an incident that comes from elsewhere, with the line that declares it. Another one may have its id:
 * then `-2`, `-3`, … is appended. Returns the id of the folder; null if that line could not be added.
 */
export function receiveIncident(
  workspace: string,
  declared: Declared,
  line: Uint8Array,
  access: Access,
): string | null {
  const of = { incident: declared.incident, writer: declared.writer, mustBeNamed: false }
  const incidents = join(workspace, 'incidents')
  ensureDirectory(incidents, access)
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? declared.id : `${declared.id}-${n}`
    const directory = join(incidents, id)
    try {
      makeDirectory(directory, access)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const found = incidentIn(directory, id)
      // A folder without a log is one that was not finished.
      if (found === declared.incident) return id
      if (found !== null) continue
    }
    const added = new StoredLines(directory, id).append(of, [line])
    return added === 1 ? id : null
  }
}

/** What the line says that declares the incident of a folder; null if it has none that verifies. */
export function declaredInFolder(directory: string, id: string): Declared | null {
  for (const path of logPaths(directory, id)) {
    const file = new LogFile(path, null, { maxEvents: 1 })
    for (const event of file.events()) {
      const declared = declaredBy(event.incident, event)
      if (declared !== null) return declared
    }
  }
  return null
}

/** The id in the lines of a log; null if it has none that verify. */
export function incidentIn(directory: string, id: string): string | null {
  for (const path of logPaths(directory, id)) {
    const file = new LogFile(path, null, { maxEvents: 1 })
    for (const { incident } of file.events()) return incident
  }
  return null
}
