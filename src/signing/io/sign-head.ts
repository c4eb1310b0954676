import { existsSync } from 'node:fs'
import { sshFingerprint, sshSign, sshSigningKey } from '../../platform/ssh-keygen.ts'
import type { Journal } from '../../store/journal.ts'
import {
  type AnchorFile,
  headSignaturePath,
  keySignaturePath,
  MAX_BESIDES,
  signatureFile,
  writeHeadFile,
  writeKeyFile,
  writeSignature,
} from './anchor-files.ts'

export interface Signing {
  /** The path of the signature with this key. */
  readonly path: string
  /** False if that was signed with this key before. */
  readonly isNew: boolean
  /** Why something could not be signed; null if all was. */
  readonly why: string | null
}

/**
 * Signs this machine's writer and the head of the log as it was read, with an SSH key. What is signed with it already stays
 * so; a signature with another key stays beside it. Nobody is asked for a passphrase unless `mayAsk`.
 */
export function signHead(journal: Journal, key: string, env: NodeJS.ProcessEnv, mayAsk: boolean): Signing {
  const { directory, writer, incident } = journal
  const head = writeHeadFile(directory, incident.heads.values())
  const signed = sign(head, headSignaturePath(head, writer), key, env, mayAsk)
  return { ...signed, why: signed.why ?? signWriter(journal, key, env, mayAsk).why }
}

/**
 * Signs this machine's writer alone, likewise; with nothing to sign if it has no key, or if the file under its name is somebody
 * else's, whose key it is not.
 */
export function signWriter(journal: Journal, key: string, env: NodeJS.ProcessEnv, mayAsk: boolean): Signing {
  const { directory, writer, incident } = journal
  const path = keySignaturePath(directory, writer)
  const birth = incident.births.get(writer)
  if (birth?.key == null || !journal.isOwnBirth(birth)) return { path, isNew: false, why: null }
  return sign(writeKeyFile(directory, writer, birth.key), path, key, env, mayAsk)
}

function sign(file: AnchorFile, first: string, key: string, env: NodeJS.ProcessEnv, mayAsk: boolean): Signing {
  const { path, isThere } = placeFor(file, first, key, env)
  if (isThere) return { path, isNew: false, why: null }
  const signed = sshSign(file.content, key, env, mayAsk)
  if ('why' in signed) return { path, isNew: false, why: signed.why }
  writeSignature(path, signed.signature)
  return { path, isNew: true, why: null }
}

/** Where the signature of a file with a key is, or belongs: beside those with other keys and those that are not valid. */
function placeFor({ content }: AnchorFile, first: string, key: string, env: NodeJS.ProcessEnv) {
  let path = first
  const own = existsSync(path) ? sshFingerprint(key, env) : null
  // Without its fingerprint, a signature that is there passes for one with this key.
  const isOwn = () => own === null || (signatureFile(path).isOne && sshSigningKey(content, path, env) === own)
  for (let n = 2; existsSync(path); n += 1) {
    if (n <= MAX_BESIDES && isOwn()) return { path, isThere: true }
    path = first.replace(/\.sig$/, `.${n}.sig`)
  }
  return { path, isThere: false }
}
