/** The type of a message and the length of what follows it, which counts itself: PostgreSQL documentation, "Message Formats". */
export const HEADER_BYTES = 5
const LENGTH_BYTES = 4
const NULL_VALUE = -1
const CLEARTEXT_PASSWORD = 3

/** The length in bytes of the message that begins here, header included; null if no message can have it. */
export function messageLength(bytes: Buffer, at: number): number | null {
  const length = bytes.readUInt32BE(at + 1)
  return length < LENGTH_BYTES ? null : 1 + length
}

/**
 * Whether a message ends where its own counts and lengths say. The driver follows those of errors, notices and rows wherever
 * they lead: past the end of an error for ever, and back and forth in a row.
 */
export function isWellFormed(message: Buffer): boolean {
  const type = String.fromCharCode(message[0] as number)
  const body = message.subarray(HEADER_BYTES)
  if (type === 'E' || type === 'N') return hasWholeFields(body)
  return type !== 'D' || hasWholeValues(body)
}

/** Whether a message asks for the password as it is (AuthenticationCleartextPassword). */
export function asksInCleartext(message: Buffer): boolean {
  return (
    message[0] === 'R'.charCodeAt(0) && message.length >= 9 && message.readInt32BE(HEADER_BYTES) === CLEARTEXT_PASSWORD
  )
}

/** Fields of a byte and a string that ends in NUL; a NUL after the last. */
function hasWholeFields(body: Buffer): boolean {
  let at = 0
  while (at < body.length && body[at] !== 0) {
    const end = body.indexOf(0, at + 1)
    if (end < 0) return false
    at = end + 1
  }
  return at === body.length - 1
}

/** As many values as the first two bytes say, each with its length. */
function hasWholeValues(body: Buffer): boolean {
  if (body.length < 2) return false
  let at = 2
  for (let left = body.readInt16BE(0); left > 0; left--) {
    if (at + LENGTH_BYTES > body.length) return false
    const length = body.readInt32BE(at)
    if (length < NULL_VALUE) return false
    at += LENGTH_BYTES + Math.max(length, 0)
  }
  return at === body.length
}
