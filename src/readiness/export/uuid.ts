import { createHash } from 'node:crypto'

/** A UUID that follows from a namespace, which is a UUID, and a name in it (RFC 9562, 5.5: version 5). */
export function uuid5(namespace: string, name: string): string {
  return uuidFrom(createHash('sha1').update(bytesOf(namespace)).update(name).digest(), 5)
}

/**
 * A UUID in the form of version 4 that follows from a namespace and a name: CACAO demands version 4 for steps, and the
 * bits of a hash are as pseudo-random as that version asks for (RFC 9562, 5.4).
 */
export function derivedUuid4(namespace: string, name: string): string {
  return uuidFrom(createHash('sha256').update(bytesOf(namespace)).update(name).digest(), 4)
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

/** Makes a UUID of the first 16 bytes, with the bits for the version and the variant set. */
function uuidFrom(hash: Buffer, version: number): string {
  const bytes = Buffer.from(hash.subarray(0, 16))
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
