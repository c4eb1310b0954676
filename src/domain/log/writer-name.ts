import { sha256 } from './sha256.ts'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
/** 40 bits. */
const HEX_DIGITS = 10
const LENGTH = 8

/** The name of the writer with a public key (`Signer`): the first 40 bits of the SHA-256 of its base64, in base 32. */
export function writerNameOf(key: string): string {
  const digits = Number.parseInt(sha256(key).slice(0, HEX_DIGITS), 16).toString(ALPHABET.length).padStart(LENGTH, '0')
  return [...digits].map((digit) => ALPHABET[Number.parseInt(digit, ALPHABET.length)]).join('')
}

/** Whether a writer has the name of its key. Those of earlier versions had random names, and the oldest ones no key. */
export function isNamedForKey(writer: string, key: string | null | undefined): boolean {
  return key !== null && key !== undefined && writerNameOf(key) === writer
}
