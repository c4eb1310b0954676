import { lstatSync, type Stats } from 'node:fs'
import type { EvidenceFlaw, ExaminedEvidence, SizedLeftover } from '../../domain/incident/evidence.ts'
import { leftoversAmong } from '../../domain/incident/evidence.ts'
import type { Evidence, Removal } from '../../domain/incident/incident.ts'
import { fail, ProblemError } from '../../domain/problem.ts'
import { errnoName } from '../../platform/errno.ts'
import { type EvidenceStore, evidenceStoreOf, SALT_BYTES } from '../../store/evidence-files.ts'
import type { Journal } from '../../store/journal.ts'

/** Compares a piece with its files. A missing one is `lost`, not `absent`, if its writer is of this machine. */
export function examineEvidence(
  store: EvidenceStore,
  evidence: Evidence,
  isOwn: (writer: string) => boolean,
): Omit<ExaminedEvidence, 'claimed'> {
  const found = compareWithFiles(store, evidence)
  const [writer = ''] = evidence.event.split(':')
  const lost = found.standing === 'absent' && isOwn(writer) ? { standing: 'lost' as const } : {}
  return { ...evidence, flaw: null, why: null, ...found, ...lost }
}

type Found = Pick<ExaminedEvidence, 'standing'> & Partial<ExaminedEvidence>

/** Checks the sizes as well as the digest: a digest over salt and bytes does not show where the salt ends. */
function compareWithFiles(store: EvidenceStore, { file, bytes, digest, removed }: Evidence): Found {
  try {
    if (!store.isFolderOrMissing())
      return removed ? { standing: 'removed' } : { standing: 'altered', flaw: 'not-a-folder' }
    const statOf = (name: string) => lstatSync(store.pathOf(name), { throwIfNoEntry: false })
    const [salt, content] = [statOf(`${file}.salt`), statOf(file)]
    if (removed !== null) return { standing: salt || content ? 'undeleted' : 'removed' }
    if (!salt || !content) return { standing: 'absent', ...missingHalf(salt, content) }
    const flaw = flawOf(salt, content, bytes) ?? (store.digestOf(file) === digest ? null : 'digest')
    return flaw === null ? { standing: 'intact' } : { standing: 'altered', flaw }
  } catch (error) {
    return { standing: 'unreadable', why: reasonOf(error) }
  }
}

/** The system's error, which a `ProblemError` has as its parameter `why`. */
function reasonOf(error: unknown): string {
  const { why } = (error instanceof ProblemError ? error.problem.params : {}) as { why?: string }
  return why ?? errnoName(error)
}

function missingHalf(salt: Stats | undefined, content: Stats | undefined): { flaw?: EvidenceFlaw } {
  if (salt) return { flaw: 'no-bytes' }
  return content ? { flaw: 'no-salt' } : {}
}

function flawOf(salt: Stats, content: Stats, bytes: number): EvidenceFlaw | null {
  if (!salt.isFile() || !content.isFile()) return 'not-a-file'
  if (salt.size !== SALT_BYTES) return 'salt-length'
  return content.size === bytes ? null : 'length'
}

export function examineAllEvidence(journal: Journal): ExaminedEvidence[] {
  const store = evidenceStoreOf(journal)
  const isOwn = (writer: string) => journal.isOwn(writer)
  const claims = claimedRemovals(journal)
  return journal.confirmed().evidence.map((evidence) => ({
    ...examineEvidence(store, evidence, isOwn),
    claimed: evidence.removed === null ? (claims.get(evidence.file) ?? null) : null,
  }))
}

/** By file, the first event that says it was removed, also one of a writer that this machine does not know. */
function claimedRemovals({ incident: { evidence, discarded } }: Journal): ReadonlyMap<string, Removal> {
  const removals = evidence.flatMap(({ file, removed }) => (removed === null ? [] : [[file, removed] as const]))
  return new Map([...discarded, ...removals])
}

/** Returns the files in `evidence/` that no event owns, with their sizes in bytes; none if that cannot be read (`mustBeIntact`). */
export function findLeftovers(journal: Journal): SizedLeftover[] {
  const store = evidenceStoreOf(journal)
  const leftovers = leftoversAmong(journal.confirmed(), namesIn(store) ?? [])
  const claims = claimedRemovals(journal)
  return leftovers.map((leftover) => ({
    ...leftover,
    claimed: leftover.removed === null ? (claims.get(leftover.file) ?? null) : null,
    bytes: store.sizeOf(leftover.file),
  }))
}

function namesIn(store: EvidenceStore): string[] | null {
  try {
    return store.names()
  } catch {
    return null
  }
}

/** Throws `ProblemError` with `not-deleted` if a piece that the log says was removed is still there. */
export function failIfStillThere(
  { id }: Journal,
  evidence: readonly ExaminedEvidence[],
  leftovers: readonly SizedLeftover[],
): void {
  const undeleted = evidence.filter(({ standing }) => standing === 'undeleted')
  const undeletedLeftovers = leftovers.filter(({ removed }) => removed !== null)
  const files = [...undeleted, ...undeletedLeftovers].map(({ file }) => file)
  if (files.length > 0) fail('not-deleted', { id, files, why: null })
}

/** Throws `ProblemError` with `evidence-altered`, `evidence-lost` or `unreadable` if a piece is in that state, or the folder. */
export function mustBeIntact(journal: Journal, evidence: readonly ExaminedEvidence[]): void {
  const { id } = journal
  const filesIn = (state: string) => evidence.filter((e) => e.standing === state).map(({ file }) => file)
  const [altered, lost] = [filesIn('altered'), filesIn('lost')]
  if (altered.length > 0) fail('evidence-altered', { id, files: altered })
  if (lost.length > 0) fail('evidence-lost', { id, files: lost })
  for (const { file, standing, why } of evidence)
    if (standing === 'unreadable') fail('unreadable', { path: evidenceStoreOf(journal).pathOf(file), why: why ?? '' })
  evidenceStoreOf(journal).names()
}
