import { createRequire } from 'node:module'

type Crypto = typeof import('node:crypto')

/**
 * What the program uses of `node:crypto`, loaded on the first call: loading it takes a fifth of Node's start-up time,
 * and most commands hash only a few lines, which `src/domain/log/sha256.ts` does without it (docs/dev/performance.md).
 */
const crypto = (): Crypto => createRequire(process.execPath)('node:crypto')

export const createHash: Crypto['createHash'] = (...args) => crypto().createHash(...args)
export const createHmac: Crypto['createHmac'] = (...args) => crypto().createHmac(...args)
export const hash = (algorithm: string, data: Uint8Array): string => crypto().hash(algorithm, data)
export const randomBytes = (size: number): Buffer => crypto().randomBytes(size)
export const randomUUID: Crypto['randomUUID'] = (...args) => crypto().randomUUID(...args)
