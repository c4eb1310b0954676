import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { Head } from '../../src/domain/log/event.ts'
import type { Signer } from '../../src/domain/log/signature.ts'
import type { WriterState } from '../../src/store/state.ts'

/** What precedes the 32 bytes of an Ed25519 private key in DER (RFC 8410). */
const PRIVATE_KEY_START = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The key that follows from 32 bytes, so that the same log has the same signatures each time. */
function signerFrom(seed: Buffer): Signer {
  const secret = createPrivateKey({ key: Buffer.concat([PRIVATE_KEY_START, seed]), format: 'der', type: 'pkcs8' })
  const key = createPublicKey(secret).export({ format: 'der', type: 'spki' }).toString('base64')
  return { key, introducedBy: null, sign: (text) => sign(null, Buffer.from(text), secret).toString('base64') }
}

/** An in-memory replacement for the state a machine keeps; the writer's name is derived from `who`. */
export function memoryState(who: string): WriterState {
  const seed = createHash('sha256').update(who).digest()
  const name = [...seed.subarray(0, 8)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('')
  const heads = new Map<string, Head>()
  return {
    key: 'key',
    writer: () => name,
    signer: () => signerFrom(seed),
    ownKeys: () => [signerFrom(seed).key],
    keptSigner: () => signerFrom(seed),
    formerWriter: () => null,
    ownWriters: () => [name],
    head: (incident) => heads.get(incident) ?? null,
    headFile: (incident) => ({ head: heads.get(incident) ?? null, isAnnounced: false }),
    heads: () => [...heads].map(([incident, head]) => ({ incident, head, path: '' })),
    announce: () => true,
    isAnnounced: () => false,
    retractAnnouncement: () => {},
    keepHead(incident, head) {
      heads.set(incident, head)
      return true
    },
    forgetHead(incident) {
      heads.delete(incident)
    },
    redactions: () => [],
    rememberRedactions: () => {},
    fork: () => null,
    keepFork: () => {},
    takeOverDrafts: (_incident, _kind, merge) => merge([]),
    keepDraft: () => false,
    replaceWriter() {
      throw new Error(`${name} would have to become another writer`)
    },
  }
}
