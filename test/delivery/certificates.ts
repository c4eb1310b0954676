import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** Certificates for test servers (RFC 5280), encoded as DER here, so that no other program is needed. */

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, Math.floor(length / 0x100), length % 0x100]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'))
const named = (name: string) => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))))
const utc = (text: string) => der(0x17, Buffer.from(text))
const extension = (id: string, value: Uint8Array) => sequence(oid(id), der(0x01, Buffer.from([0xff])), der(0x04, value))

const AUTHORITY = extension('551d13', sequence(der(0x01, Buffer.from([0xff]))))
const hosts = (...names: string[]) =>
  extension(
    '551d11',
    sequence(
      ...names.map((name) =>
        /^[\d.]+$/.test(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)),
      ),
    ),
  )

function certificate(subject: string, key: KeyObject, issuer: string, by: KeyObject, extra: Uint8Array): string {
  const spki = key.export({ type: 'spki', format: 'der' })
  const serial = createHash('sha256').update(spki).digest().subarray(0, 8)
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_WITH_SHA256,
    named(issuer),
    sequence(utc('200101000000Z'), utc('491231000000Z')),
    named(subject),
    spki,
    der(0xa3, sequence(extra)),
  )
  const signed = sequence(body, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), sign('sha256', body, by)))
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

export interface Identity {
  /** The certificate of the CA. */
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** A server certificate for these names and addresses, and the CA that signed it. */
export function identity(...names: string[]): Identity {
  const authority = pair()
  const server = pair()
  return {
    ca: certificate('Test authority', authority.publicKey, 'Test authority', authority.privateKey, AUTHORITY),
    cert: certificate('server', server.publicKey, 'Test authority', authority.privateKey, hosts(...names)),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}
