import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { sha256 } from '../domain/log/sha256.ts'
import { type Introduction, introductionBy, type Signer } from '../domain/log/signature.ts'
import { writerNameOf } from '../domain/log/writer-name.ts'
import type { PrivateFolder } from '../platform/private-files.ts'

const KEY_SUFFIX = '.key'
const MAX_BYTES = 4096
/** All public keys that were made here: lines that they signed stay own ones after a restart. */
const KEYS = 'keys'
const MAX_KEYS = 1000
const KEY_LINE_BYTES = 61
/**
 * The private key as DER (PKCS #8, RFC 8410), the public key, and the introductions, the latest first, in base64; then their
 * SHA-256.
 */
const KEY_LINE = /^((\S{64}) (\S{60})((?: \S{60} \S{88})*)) ([0-9a-f]{64})\n$/

/** Makes the key of a new writer, and its name. `introducer` is the earlier writer of this machine, if its key is still there. */
export function createKey(folder: PrivateFolder, introducer: Signer | null) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const name = writerNameOf(key)
  const introducedBy = introducer && introductionBy(introducer, key)
  const introductions = introducedBy === null ? [] : [introducedBy, ...(introducedBy.earlier ?? [])]
  const words = [secret, key, ...introductions.flatMap((one) => [one.key, one.sig])].join(' ')
  const isKept = folder.write(`${name}${KEY_SUFFIX}`, `${words} ${sha256(words)}\n`)
  folder.write(
    KEYS,
    [...publicKeys(folder), key]
      .slice(-MAX_KEYS)
      .map((one) => `${one}\n`)
      .join(''),
  )
  return { name, signer: signerOf(key, introducedBy, () => privateKey), isKept }
}

/** The public keys of this user and workspace on this machine, the oldest first. */
export function publicKeys(folder: PrivateFolder): string[] {
  const lines =
    folder
      .read(KEYS, MAX_KEYS * KEY_LINE_BYTES)
      ?.toString('latin1')
      .split('\n') ?? []
  return lines.filter((line) => /^[A-Za-z0-9+/=]{60}$/.test(line))
}

/** The key of a writer; null if it is not kept whole, for example since an earlier version had none. */
export function readKey(folder: PrivateFolder, writer: string): Signer | null {
  const line = folder.read(`${writer}${KEY_SUFFIX}`, MAX_BYTES)?.toString('latin1') ?? ''
  const [, words, secret, key, introductions = '', digest] = KEY_LINE.exec(line) ?? []
  if (words === undefined || secret === undefined || key === undefined || sha256(words) !== digest) return null
  return signerOf(key, introductionIn(introductions), () =>
    createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' }),
  )
}

/** Null if there is none. */
function introductionIn(words: string): Introduction | null {
  const found = [...words.matchAll(/ (\S{60}) (\S{88})/g)].map(([, key = '', sig = '']) => ({ key, sig }))
  const [last, ...earlier] = found
  return last === undefined ? null : { ...last, ...(earlier.length > 0 && { earlier }) }
}

/** Deletes the key of a writer that no longer records. */
export function forgetKey(folder: PrivateFolder, writer: string): void {
  folder.remove(`${writer}${KEY_SUFFIX}`)
}

/** `load` returns the private key, when it is first needed. */
function signerOf(key: string, introducedBy: Introduction | null, load: () => KeyObject): Signer {
  let privateKey: KeyObject | null = null
  return {
    key,
    introducedBy,
    sign(text) {
      privateKey ??= load()
      return sign(null, Buffer.from(text), privateKey).toString('base64')
    },
  }
}
