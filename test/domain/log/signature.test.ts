import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Event } from '../../../src/domain/log/event.ts'
import { isLineSignedBy, seal, unseal } from '../../../src/domain/log/line.ts'
import { introductionOf, isSignedBy } from '../../../src/domain/log/signature.ts'
import { history, noted, started } from '../../given.ts'
import { newSigner } from '../../sealing.ts'

const signer = newSigner()
const other = newSigner()
const [first, second] = history(started(), noted('見ています')) as [Event, Event]
const bytes = (line: string) => Buffer.from(line)
const isSigned = (line: string, key = signer.key) => isLineSignedBy(key, bytes(line), 0, bytes(line).length)

describe('a signed line', () => {
  const { line } = seal(second, signer)

  it('has the signature of all bytes before it, and then its hash', () => {
    const body = line.slice(0, line.indexOf(',"sig":"'))
    expect(line.slice(body.length)).toMatch(/^,"sig":"[A-Za-z0-9+/]{86}==","hash":"[0-9a-f]{64}"\}$/)
    expect(isSignedBy(signer.key, bytes(body), JSON.parse(line).sig)).toBe(true)
    expect(isSigned(line)).toBe(true)
    expect(unseal(bytes(line))).toMatchObject({ event: { type: 'note.added', sig: JSON.parse(line).sig } })
  })

  it('is found in the middle of a buffer', () => {
    const both = bytes(`${seal(first, signer).line}\n${line}\n`)
    expect(isLineSignedBy(signer.key, both, both.length - bytes(line).length - 1, both.length - 1)).toBe(true)
  })

  it('has the key on the first line of its writer only, with the key that introduces it if there is one', () => {
    const born = JSON.parse(seal(first, signer).line)
    expect(born).toMatchObject({ seq: 1, key: signer.key })
    expect(born).not.toHaveProperty('introducedBy')
    expect(JSON.parse(line)).not.toHaveProperty('key')
    const introducedBy = { key: other.key, sig: other.sign(introductionOf(signer.key)) }
    expect(JSON.parse(seal(first, { ...signer, introducedBy }).line)).toMatchObject({ key: signer.key, introducedBy })
  })

  it('is not signed by another key, nor by what is no Ed25519 key', () => {
    const { publicKey } = generateKeyPairSync('x25519')
    const x25519 = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
    for (const key of [other.key, x25519, '', 'no key', signer.key.slice(4)]) expect(isSigned(line, key)).toBe(false)
  })

  it('is not signed if the signature is missing, cut or of other bytes', () => {
    const sig = JSON.parse(line).sig as string
    const foreign = JSON.parse(seal(first, signer).line).sig as string
    expect(isSigned(seal(second).line)).toBe(false)
    for (const wrong of [foreign, `${sig.slice(0, -2)}AA`, `A${sig.slice(1)}`, '!'.repeat(88), sig.slice(1)])
      expect(isSigned(line.replace(sig, wrong))).toBe(false)
    expect(isSigned('')).toBe(false)
    expect(isSigned(line.replace('"sig"', '"sog"'))).toBe(false)
    expect(isSigned(line.replace(`${sig}"`, `${sig}'`))).toBe(false)
  })
})
