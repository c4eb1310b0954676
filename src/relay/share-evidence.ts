import type { Evidence } from '../domain/incident/incident.ts'
import { writerOf } from '../domain/log/event.ts'
import { ProblemError } from '../domain/problem.ts'
import { sharedEvidence } from '../domain/relay/shared-evidence.ts'
import { type EvidenceStore, evidenceStoreOf, newEvidenceName, SALT_BYTES } from '../store/evidence-files.ts'
import type { Journal } from '../store/journal.ts'
import { ReceivedEvidence } from '../store/received-evidence.ts'
import type { RelayState } from '../store/relay-state.ts'
import type { Relay, Upload } from './relay.ts'

/** The bytes of a part; the first has the salt only. */
const PART_BYTES = 256 * 1024
/** The most pieces that are looked at, and bytes that are carried, before other incidents have their turn; the rest comes later. */
const MAX_PIECES = 1_000
const MAX_BYTES = 256 * 1024 * 1024
/** A piece may have been sent several times, and not by its owner only. */
const MAX_UPLOADS = 10_000

/**
 * Sends the evidence that this machine has recorded, or that nobody has sent and is here, and fetches what is not here of
 * writers that are known; sends nothing unless `isSending`. Goes on where an earlier run stopped. Rejects with `relay-unreachable`; throws the errors of the system.
 */
export async function shareEvidence(
  relay: Relay,
  journal: Journal,
  state: RelayState,
  isSending = true,
): Promise<void> {
  const pieces = sharedEvidence(journal.incident, journal.knows)
  const latest = pieces.slice(-MAX_PIECES)
  const wanted = new Map(latest.map(({ digest, bytes }) => [digest, { digest, bytes: SALT_BYTES + bytes }]))
  const uploads = await relay.uploads([...wanted.values()], MAX_UPLOADS)
  const store = evidenceStoreOf(journal)
  let left = MAX_BYTES
  for (const piece of latest) {
    const those = uploads.filter((upload) => upload.digest === piece.digest)
    left -= await sharePiece({ relay, journal, state, store, isSending }, piece, those)
    if (left <= 0) return
  }
}

/** Resolves to how many bytes were carried: 0 if the piece cannot be read or written here. */
async function sharePiece(sharing: Sharing, piece: Evidence, uploads: readonly Upload[]): Promise<number> {
  const { store } = sharing
  try {
    if (store.has(piece.file)) return sharing.isSending ? await send(sharing, piece, uploads) : 0
    return store.sizeOf(piece.file) === null ? await receive(sharing, piece, uploads) : 0
  } catch (error) {
    const isOfRelay = error instanceof ProblemError && error.problem.code.startsWith('relay-')
    const isOfSystem = typeof (error as NodeJS.ErrnoException).errno === 'number'
    if (isOfRelay || !(error instanceof ProblemError || isOfSystem)) throw error
    return 0
  }
}

interface Sharing {
  readonly relay: Relay
  readonly journal: Journal
  readonly state: RelayState
  readonly store: EvidenceStore
  /** Whether what is here is sent; else only what is not here is fetched. */
  readonly isSending: boolean
}

const isWhole = ({ bytes }: Upload, piece: Evidence) => bytes === SALT_BYTES + piece.bytes

/** Sends what the relay lacks of a piece. Resolves to how many bytes that were. */
async function send(
  { relay, journal, state, store }: Sharing,
  piece: Evidence,
  uploads: readonly Upload[],
): Promise<number> {
  const known = state.uploads.get(piece.digest)
  // Another process of this machine may have sent it.
  const isOurs = (upload: Upload) => upload.isOwn && isWhole(upload, piece)
  const ours = uploads.find(({ id }) => nameOf(id) === known) ?? uploads.find(isOurs)
  const isElsewhere = !journal.isOwn(writerOf(piece.event)) && uploads.some((upload) => isWhole(upload, piece))
  if (isElsewhere || (ours !== undefined && isWhole(ours, piece))) return 0
  const begun = ours?.isOwn === true ? ours : null
  const name = begun === null ? newEvidenceName() : nameOf(begun.id)
  state.uploads.set(piece.digest, name)
  state.save()
  const last = Math.ceil(piece.bytes / PART_BYTES)
  let [sent, n] = [0, 0]
  for (const part of partsOf(store, piece.file)) {
    if (n >= (begun?.parts ?? 0)) {
      await relay.addEvidencePart(piece.digest, name, n, part, n === last)
      sent += part.length
    }
    n += 1
  }
  return sent
}

/** The name that its sender has given an upload. */
function nameOf(id: string): string {
  return id.slice(0, id.indexOf('@'))
}

/** The salt, then the bytes in parts of the same length. */
function* partsOf(store: EvidenceStore, file: string): Generator<Uint8Array> {
  yield* store.read(`${file}.salt`)
  yield* store.read(file)
}

/** Fetches a piece from the first upload that has its digest. Resolves to how many bytes were fetched. */
async function receive(
  { relay, journal, state }: Sharing,
  piece: Evidence,
  uploads: readonly Upload[],
): Promise<number> {
  let fetched = 0
  for (const upload of uploads) {
    if (!isWhole(upload, piece) || state.badUploads.has(upload.id)) continue
    const received = new ReceivedEvidence(journal.directory, piece)
    // What an earlier run has left may be of another upload.
    for (const start of received.length === 0 ? [0] : [partsIn(received.length), 0]) {
      for (let part = start; part < upload.parts; part += 1) {
        const bytes = await relay.evidencePart(upload, part)
        if (bytes === null) return fetched
        received.append(lengthOf(part), bytes)
        fetched += bytes.length
      }
      if (!received.finish()) continue
      state.uploads.set(piece.digest, nameOf(upload.id))
      return fetched
    }
    state.badUploads.add(upload.id)
  }
  return fetched
}

/** How many whole parts have arrived with these bytes. */
function partsIn(length: number): number {
  return length < SALT_BYTES ? 0 : 1 + Math.floor((length - SALT_BYTES) / PART_BYTES)
}

/** The length of this many parts. */
function lengthOf(parts: number): number {
  return parts === 0 ? 0 : SALT_BYTES + (parts - 1) * PART_BYTES
}
