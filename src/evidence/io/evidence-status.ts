import { createHash } from 'node:crypto'
import { lstatSync, type Stats } from 'node:fs'
import {
  type EvidenceFlaw,
  type EvidenceState,
  type ExaminedEvidence,
  leftoversAmong,
  type SizedLeftover,
} from '../../domain/incident/evidence.ts'
import type { Evidence } from '../../domain/incident/incident.ts'
import { fail, ProblemError } from '../../domain/problem.ts'
import { errnoName } from '../../platform/errno.ts'
import { type EvidenceStore, evidenceStoreOf, SALT_BYTES } from '../../store/evidence-files.ts'
import type { Journal } from '../../store/journal.ts'

/**
 * Compares a piece of evidence with its files. `isOwn` says whether a writer is of this machine: what such a writer kept
 * was here once, so if it is missing, it is `lost`, not `absent`.
 */
export function examineEvidence(
  store: EvidenceStore,
  evidence: Evidence,
  isOwn: (writer: string) => boolean,
): ExaminedEvidence {
  const found = compareWithFiles(store, evidence)
  const [writer = ''] = evidence.event.split(':')
  const lost = found.standing === 'absent' && isOwn(writer) ? { standing: 'lost' as const } : {}
  return { ...evidence, flaw: null, why: null, ...found, ...lost }
}

interface Found {
  readonly standing: EvidenceState
  readonly flaw?: EvidenceFlaw
  readonly why?: string
}

/** Checks the sizes as well as the digest: a digest over salt and bytes does not show where the salt ends. */
function compareWithFiles(store: EvidenceStore, { file, bytes, digest, removed }: Evidence): Found {
  try {
    if (!store.isFolderOrMissing())
      return removed ? { standing: 'removed' } : { standing: 'altered', flaw: 'not-a-folder' }
    const [salt, content] = [`${file}.salt`, file].map((name) =>
      lstatSync(store.pathOf(name), { throwIfNoEntry: false }),
    )
    if (removed !== null) return { standing: salt || content ? 'undeleted' : 'removed' }
    if (!salt || !content) return { standing: 'absent', ...missingHalf(salt, content) }
    const flaw = flawOf(salt, content, bytes) ?? (digestIn(store, file) === digest ? null : 'digest')
    return flaw === null ? { standing: 'intact' } : { standing: 'altered', flaw }
  } catch (error) {
    return { standing: 'unreadable', why: reasonOf(error) }
  }
}

/** The system's error, which a `Failed` has as its parameter `why`. */
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

function digestIn(store: EvidenceStore, file: string): string {
  const hash = createHash('sha256')
  for (const name of [`${file}.salt`, file]) for (const chunk of store.read(name)) hash.update(chunk)
  return hash.digest('hex')
}

/** Examines every piece of evidence that the log names. */
export function examineAllEvidence(journal: Journal): ExaminedEvidence[] {
  const store = evidenceStoreOf(journal)
  return journal.incident.evidence.map((evidence) =>
    examineEvidence(store, evidence, (writer) => journal.isOwn(writer)),
  )
}

/** Returns the files in `evidence/` that no event owns, with their sizes in bytes. */
export function findLeftovers(journal: Journal): SizedLeftover[] {
  const store = evidenceStoreOf(journal)
  return leftoversAmong(journal.incident, store.names()).map((leftover) => ({
    ...leftover,
    bytes: store.sizeOf(leftover.file),
  }))
}

/** Throws `Failed` with `not-deleted` if a piece that the log says was removed is still there. */
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

/** Throws `Failed` with `evidence-altered`, `evidence-lost` or `unreadable` if a piece is in that state. */
export function mustBeIntact(journal: Journal, evidence: readonly ExaminedEvidence[]): void {
  const { id } = journal
  const filesOf = (wanted: ExaminedEvidence['standing']) =>
    evidence.filter(({ standing }) => standing === wanted).map(({ file }) => file)
  const [altered, lost] = [filesOf('altered'), filesOf('lost')]
  if (altered.length > 0) fail('evidence-altered', { id, files: altered })
  if (lost.length > 0) fail('evidence-lost', { id, files: lost })
  for (const { file, standing, why } of evidence)
    if (standing === 'unreadable') fail('unreadable', { path: evidenceStoreOf(journal).pathOf(file), why: why ?? '' })
}
