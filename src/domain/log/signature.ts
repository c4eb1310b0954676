import { createPublicKey, type KeyObject, verify } from 'node:crypto'

/** From this version on, writers sign their lines. Those of a program that had no keys are read as unsigned. */
export const FIRST_SIGNING_VERSION = 2

/** The private key of a writer, and who vouches for it. */
export interface Signer {
  /** Its Ed25519 public key: DER of a SubjectPublicKeyInfo (RFC 8410) in base64. */
  readonly key: string
  /** The earlier key of the same machine that introduces this one; null if there was none. */
  readonly introducedBy: Introduction | null
  /** Signs the UTF-8 bytes of a text (RFC 8032); base64. */
  sign(text: string): string
}

/** An earlier key, and its signature of `introductionOf` the new key; both in base64. */
export interface KeyIntroduction {
  readonly key: string
  readonly sig: string
}

/** The same, with how that key was introduced itself, and so on, the latest first: files in between may be lost. */
export interface Introduction extends KeyIntroduction {
  readonly earlier?: readonly KeyIntroduction[]
}

/** The most earlier introductions in one line. */
const MAX_EARLIER_INTRODUCTIONS = 7

/** The introduction of a new key by the one before it on the same machine. */
export function introductionBy(introducer: Signer, key: string): Introduction {
  const introduction = { key: introducer.key, sig: introducer.sign(introductionOf(key)) }
  if (introducer.introducedBy === null) return introduction
  const { earlier = [], ...last } = introducer.introducedBy
  return { ...introduction, earlier: [last, ...earlier].slice(0, MAX_EARLIER_INTRODUCTIONS) }
}

/** The keys that introduce a key, the latest first, as far as each has signed the next. */
export function introducersOf(key: string, { earlier = [], ...last }: Introduction): string[] {
  const introducers: string[] = []
  let introduced = key
  for (const { key: introducer, sig } of [last, ...earlier].slice(0, 1 + MAX_EARLIER_INTRODUCTIONS)) {
    if (!isSignedBy(introducer, Buffer.from(introductionOf(introduced)), sig)) break
    introducers.push(introducer)
    introduced = introducer
  }
  return introducers
}

/** The text that an earlier key signs to introduce a new one. */
export function introductionOf(key: string): string {
  return `halt writer ${key}\n`
}

/** Whether an Ed25519 key (as in `Signer`) signed these bytes; `sig` is in base64. False if either is malformed. */
export function isSignedBy(key: string, bytes: Uint8Array, sig: string): boolean {
  const publicKey = publicKeyOf(key)
  return publicKey !== null && verify(null, bytes, publicKey, Buffer.from(sig, 'base64'))
}

/** The key parsed last: most lines that are checked one after the other have the same. */
let parsed: { readonly key: string; readonly publicKey: KeyObject | null } = { key: '', publicKey: null }

function publicKeyOf(key: string): KeyObject | null {
  if (parsed.key !== key) parsed = { key, publicKey: parse(key) }
  return parsed.publicKey
}

/** Null if it is not an Ed25519 key. */
function parse(key: string): KeyObject | null {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    return publicKey.asymmetricKeyType === 'ed25519' ? publicKey : null
  } catch {
    return null
  }
}
