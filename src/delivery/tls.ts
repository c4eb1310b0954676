/** For every connection: a server proves who it is. Left unsaid, NODE_TLS_REJECT_UNAUTHORIZED would decide that. */
export const VERIFIED = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const

/** Whether an error code of Node says that the other side could not be believed, or does not speak TLS at all. */
export function isTlsTrouble(code: string): boolean {
  return /CERT|TLS|SSL|EPROTO|UNABLE_TO_|SIGNATURE|HOSTNAME_MISMATCH|CRL/.test(code)
}
