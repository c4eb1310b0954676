import { generateKeyPairSync, sign } from 'node:crypto'
import type { Envelope } from '../src/domain/log/event.ts'
import { seal } from '../src/domain/log/line.ts'
import type { Signer } from '../src/domain/log/signature.ts'

/** Notes as sealed lines with LF, after an event of the same writer, or as the first ones of another; signed with a signer. */
export function notesAfter(last: Envelope, texts: readonly string[], writer = last.writer, signer?: Signer): string {
  const isSame = writer === last.writer
  let prev: string | null = isSame ? last.hash : null
  const lines = texts.map((text, i) => {
    const [at, count] = last.hlc
    const hlc = [at, count + 1 + i] as const
    const seq = i + 1 + (isSame ? last.seq : 0)
    const { after: _, ...kept } = last
    const note = { type: 'note.added', critical: false, data: { text } }
    const sealed = seal({ ...kept, writer, seq, prev, hlc, ...note }, signer)
    prev = sealed.hash
    return `${sealed.line}\n`
  })
  return lines.join('')
}

/** A key that exists only in memory. */
export function newSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  return { key, introducedBy: null, sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64') }
}
