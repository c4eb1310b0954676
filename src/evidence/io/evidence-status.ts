import { createHash } from 'node:crypto'
import { lstatSync, type Stats } from 'node:fs'
import type { Examined, Flaw, Standing } from '../../domain/incident/evidence.ts'
import type { Evidence } from '../../domain/incident/incident.ts'
import { Failed } from '../../domain/outcome.ts'
import { errnoName } from '../../platform/errno.ts'
import { type EvidenceStore, SALT_BYTES } from '../../store/evidence-files.ts'

/**
 * A piece of evidence and what is there of it. Sizes are compared as well as the digest, since a digest over salt and
 * bytes does not say where the one ends and the other begins. `isOwn` tells the writers of this machine: what they kept
 * was here.
 */
export function examined(store: EvidenceStore, evidence: Evidence, isOwn: (writer: string) => boolean): Examined {
  const found = standingOf(store, evidence)
  const [writer = ''] = evidence.event.split(':')
  const lost = found.standing === 'absent' && isOwn(writer) ? { standing: 'lost' as const } : {}
  return { ...evidence, flaw: null, why: null, ...found, ...lost }
}

interface Found {
  readonly standing: Standing
  readonly flaw?: Flaw
  readonly why?: string
}

function standingOf(store: EvidenceStore, { file, bytes, digest, removed }: Evidence): Found {
  try {
    if (!store.isFolder()) return removed ? { standing: 'removed' } : { standing: 'altered', flaw: 'not-a-folder' }
    const [salt, own] = [`${file}.salt`, file].map((name) => statOf(store.pathOf(name)))
    if (removed !== null) return { standing: salt || own ? 'undeleted' : 'removed' }
    if (!salt || !own) return { standing: 'absent', ...half(salt, own) }
    const flaw = flawOf(salt, own, bytes) ?? (digestIn(store, file) === digest ? null : 'digest')
    return flaw === null ? { standing: 'intact' } : { standing: 'altered', flaw }
  } catch (error) {
    return { standing: 'unreadable', why: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  const { why } = (error instanceof Failed ? error.problem.params : {}) as { why?: string }
  return why ?? errnoName(error)
}

function half(salt: Stats | undefined, own: Stats | undefined): { flaw?: Flaw } {
  if (salt) return { flaw: 'no-bytes' }
  return own ? { flaw: 'no-salt' } : {}
}

function flawOf(salt: Stats, own: Stats, bytes: number): Flaw | null {
  if (!salt.isFile() || !own.isFile()) return 'not-a-file'
  if (salt.size !== SALT_BYTES) return 'salt-length'
  return own.size === bytes ? null : 'length'
}

function digestIn(store: EvidenceStore, file: string): string {
  const hash = createHash('sha256')
  for (const name of [`${file}.salt`, file]) for (const chunk of store.read(name)) hash.update(chunk)
  return hash.digest('hex')
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}
