import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { eventsThatCount } from '../../domain/incident/declarations.ts'
import { isAnchorMoment } from '../../domain/log/anchor-moment.ts'
import { type Head, isKnown, nameOf } from '../../domain/log/event.ts'
import { headsIn } from '../../domain/log/line.ts'
import { sha256 } from '../../domain/log/sha256.ts'
import { introductionOf } from '../../domain/log/signature.ts'
import { type CheckedToken, checkToken } from '../../platform/openssl-ts.ts'
import { findProgram } from '../../platform/process.ts'
import { sshFingerprint, sshSigners, sshSigningKey } from '../../platform/ssh-keygen.ts'
import type { SigningSettings } from '../../runbook/io/signing-settings.ts'
import type { Journal } from '../../store/journal.ts'
import {
  type AnchorFile,
  type Besides,
  headFiles,
  keySignatures,
  namesBeside,
  type SignatureFile,
  signaturesOf,
  type TokenFile,
  tokensOf,
} from './anchor-files.ts'
import type { FindElsewhere } from './heads-elsewhere.ts'

/** A head that was signed or time-stamped, compared with the log. */
export interface CheckedAnchor {
  /** The name of its file. */
  readonly file: string
  /**
   * `missing`: the log lacks an event that the head names, or has another one there; `altered`: it is no head any more;
   * `elsewhere`: it is one of another incident (`of`).
   */
  readonly state: 'in-log' | 'missing' | 'altered' | 'elsewhere'
  readonly of: string | null
  /** What it names; nothing if it is no head. */
  readonly heads: readonly Head[]
  /** How many events the log had up to then. */
  readonly events: number
  /** How many of these the log has and count: none of another incident than the log declares, nor of a writer set aside. */
  readonly counting: number
  readonly signatures: readonly CheckedSignature[]
  readonly tokens: readonly CheckedTimestamp[]
  /** How many more signatures and tokens there are, which were not checked: too many to be those of a team. */
  readonly more: number
}

/** A signature, and under which name the allowed signers have its key, or `why` it is not known to be that of any. */
export type CheckedSignature = { readonly file: string } & (
  | { readonly signer: string; readonly why: null }
  | { readonly signer: null; readonly why: UnknownSignerReason }
)

/**
 * `no-signers`: the settings name no file of signers, `signers-missing`: it is not there; `no-ssh-keygen`: nothing can be
 * checked; `invalid`: it is no signature of the head; `unknown-key`: the signers do not have the key, or not for this.
 */
export type UnknownSignerReason = 'no-signers' | 'signers-missing' | 'no-ssh-keygen' | 'invalid' | 'unknown-key'

/** A token that was found beside a head; `time` is ISO 8601 in UTC. */
export interface CheckedTimestamp extends Omit<CheckedToken, 'time'> {
  readonly file: string
  readonly time: string | null
}

/**
 * Compares what was signed and time-stamped of a log with the log as it is. By whom is only checked with settings that say
 * who is trusted, and whether what the log lacks is of another incident only with `findElsewhere`.
 */
export function checkAnchors(
  journal: Journal,
  trusted: Pick<SigningSettings, 'signers' | 'timestamp' | 'timestampCa'> | null,
  env: NodeJS.ProcessEnv,
  findElsewhere: FindElsewhere = () => null,
): CheckedAnchor[] {
  const signers = trusted?.signers ?? null
  // The last ones first, which vouch for most, since only so many are checked.
  const files = headFiles(journal.directory)
    .map((file) => ({ file, heads: headsIn(file.content.toString('latin1')) }))
    .sort((a, b) => eventsIn(b.heads) - eventsIn(a.heads))
  if (files.length === 0) return []
  const wanted = new Map(files.flatMap(({ heads }) => (heads ?? []).map((head) => [nameOf(head), ''])))
  // Also what does not count must still be there: it was when it was signed.
  for (const event of journal.everyEvent()) if (wanted.has(nameOf(event))) wanted.set(nameOf(event), event.hash)
  const writers = [...ownWriter(journal), ...journal.incident.births.keys()]
  const countOf = eventsThatCount(journal.incident)
  const isIn = (head: Head) => wanted.get(nameOf(head)) === head.hash
  const left = { signatures: MAX_SIGNATURES, tokens: MAX_TOKENS }
  const beside = namesBeside(journal.directory)
  const checked = files.map(({ file, heads }): CheckedAnchor => {
    const isWhole = heads !== null && sha256(file.content).startsWith(file.name.slice(0, file.name.indexOf('.')))
    const isInLog = heads?.every(isIn) === true
    const of = isWhole && !isInLog ? findElsewhere(file.name, heads) : null
    const signatures = takeFrom(signaturesOf(journal.directory, file, writers, beside), left, 'signatures')
    const tokens = takeFrom(tokensOf(journal.directory, file, trusted?.timestamp ?? [], beside), left, 'tokens')
    return {
      file: file.name,
      state: !isWhole ? 'altered' : isInLog ? 'in-log' : of === null ? 'missing' : 'elsewhere',
      of,
      heads: heads ?? [],
      events: eventsIn(heads),
      counting: (heads ?? []).filter(isIn).reduce((sum, head) => sum + countOf(head), 0),
      signatures: signatures.found.map((one) => checkSignature(file.content, one, signers, env)),
      tokens: tokens.found.map((token) =>
        trusted === null ? uncheckedTimestamp(token) : checkTimestamp(file, token, trusted.timestampCa, env),
      ),
      more: signatures.more + tokens.more,
    }
  })
  return checked.sort((a, b) => (a.file < b.file ? -1 : 1))
}

/** The writer of this machine, if it has recorded in the log. */
function ownWriter(journal: Journal): string[] {
  const kept = journal.confirmedKeptHead()
  return kept === null ? [] : [kept.writer]
}

/** How many are checked of a log: each takes ssh-keygen some 20 ms, and openssl some 60. */
const MAX_SIGNATURES = 128
const MAX_TOKENS = 64

type Left = Record<'signatures' | 'tokens', number>

/** Limits what is beside one file to what is left of that of the whole log, which it reduces. */
function takeFrom<T>({ found, more }: Besides<T>, left: Left, kind: keyof Left): Besides<T> {
  const taken = found.slice(0, left[kind])
  left[kind] -= taken.length
  return { found: taken, more: more + found.length - taken.length }
}

function eventsIn(heads: readonly Head[] | null): number {
  return (heads ?? []).reduce((sum, { seq }) => sum + seq, 0)
}

function checkSignature(
  content: Buffer,
  { path, isOne }: SignatureFile,
  signers: string | null,
  env: NodeJS.ProcessEnv,
): CheckedSignature {
  const file = basename(path)
  const unknown = (why: UnknownSignerReason): CheckedSignature => ({ file, signer: null, why })
  if (!isOne) return unknown('invalid')
  if (signers === null) return unknown('no-signers')
  if (!existsSync(signers)) return unknown('signers-missing')
  const [signer] = sshSigners(content, path, signers, env)
  if (signer !== undefined) return { file, signer, why: null }
  if (sshSigningKey(content, path, env) !== null) return unknown('unknown-key')
  return unknown(findProgram('ssh-keygen', '/', env.PATH) === null ? 'no-ssh-keygen' : 'invalid')
}

function uncheckedTimestamp({ name }: TokenFile): CheckedTimestamp {
  return { file: name, state: 'unchecked', time: null, authority: null, why: null }
}

/** Checks a token that was kept of a head; `ca` is a file of certificates, or null for those of the system. */
export function checkTimestamp(
  head: AnchorFile,
  { name, response }: TokenFile,
  ca: string | null,
  env: NodeJS.ProcessEnv,
): CheckedTimestamp {
  if (response.length === 0) return { file: name, state: 'invalid', time: null, authority: null, why: 'no token' }
  const { state, time, authority, why } = checkToken(response, { file: head.path }, { trusted: ca, env })
  return { file: name, state, time: time === null ? null : new Date(time).toISOString(), authority, why }
}

/**
 * Whether the head lacks a signature of this machine's key, or of an allowed signer, since this machine last recorded an event
 * after which that is signed. A closed incident of which nothing was to be signed is from before that was set.
 */
export function lacksSignature(
  journal: Journal,
  isOpen: boolean,
  { key, signers, timestampCa }: Omit<SigningSettings, 'timestamp'>,
  env: NodeJS.ProcessEnv,
): boolean {
  const { directory } = journal
  const own = key === null ? null : sshFingerprint(key, env)
  const beside = namesBeside(directory)
  let left = MAX_SIGNATURES
  const isSigned = (head: AnchorFile) =>
    signaturesOf(directory, head, ownWriter(journal), beside).found.some(({ path, isOne }) => {
      if (!isOne || left === 0) return false
      left -= 1
      const signing = sshSigningKey(head.content, path, env)
      if (signing === null || own === null || signing === own) return signing !== null
      return signers !== null && sshSigners(head.content, path, signers, env).length > 0
    })
  const isStamped = stampedWith([], timestampCa, env, directory)
  const wasSigning = () => headFiles(directory).some((head) => isSigned(head) || !isStamped(head))
  return !isHeadAnchored(journal, isSigned) && (isOpen || wasSigning())
}

/** Whether the head lacks a trusted token since this machine last recorded an event after which one is requested. */
export function lacksToken(
  journal: Journal,
  { timestamp, timestampCa }: Pick<SigningSettings, 'timestamp' | 'timestampCa'>,
  env: NodeJS.ProcessEnv,
): boolean {
  return !isHeadAnchored(journal, stampedWith(timestamp, timestampCa, env, journal.directory))
}

/** Tells whether a head has a trusted token; of more than a team makes, not all are looked at. */
function stampedWith(
  authorities: readonly string[],
  ca: string | null,
  env: NodeJS.ProcessEnv,
  directory: string,
): (head: AnchorFile) => boolean {
  const beside = namesBeside(directory)
  let left = MAX_TOKENS
  return (head) =>
    tokensOf(directory, head, authorities, beside).found.some((token) => {
      if (token.response.length === 0 || left === 0) return false
      left -= 1
      return checkTimestamp(head, token, ca, env).state === 'trusted'
    })
}

function isHeadAnchored(journal: Journal, isDone: (head: AnchorFile) => boolean): boolean {
  const own = journal.confirmedKeptHead()?.writer ?? null
  const since = new Map<number, string>()
  for (const event of journal.events()) {
    if (event.writer !== own) continue
    if (isKnown(event) && isAnchorMoment(event)) since.clear()
    else if (since.size === 0) continue
    since.set(event.seq, event.hash)
  }
  if (since.size === 0) return true
  return headFiles(journal.directory).some((file) => {
    const heads = headsIn(file.content.toString('latin1')) ?? []
    return heads.some(({ writer, seq, hash }) => writer === own && since.get(seq) === hash) && isDone(file)
  })
}

/** Of the unknown writers of a log, those whose key an allowed signer has signed, with all names of that signer. */
export function vouchedWriters(
  { directory }: Pick<Journal, 'directory'>,
  unknown: readonly { readonly writer: string; readonly key: string | null }[],
  signers: string,
  env: NodeJS.ProcessEnv,
): { readonly key: string; readonly writer: string; readonly names: readonly string[] }[] {
  let left = MAX_KEY_SIGNATURES
  return unknown.flatMap(({ writer, key }) => {
    if (key === null) return []
    const content = Buffer.from(introductionOf(key))
    for (const { path, isOne } of keySignatures(directory, writer).found) {
      if (!isOne) continue
      if (left === 0) return []
      left -= 1
      const names = sshSigners(content, path, signers, env)
      if (names.length > 0) return [{ key, writer, names }]
    }
    return []
  })
}

/** How many signatures of unknown writers' keys are checked; a writer for whom none is left stays unknown. */
const MAX_KEY_SIGNATURES = 256
