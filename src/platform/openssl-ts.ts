import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errnoName } from './errno.ts'

/** Time-stamp tokens (RFC 3161), requested and checked with openssl-ts(1). */

const TIMEOUT_MS = 5000
/** Hashes, as openssl names them, for which nobody can make two files that have the same one. */
const STRONG_HASH = /^sha(?:256|384|512)$/

/**
 * What a token was found to be. `trusted`: it is for these bytes, and a certificate that is trusted vouched at its time for
 * the authority that signed it. `unvouched`: it is for these bytes and signed, but by whom nobody vouches. `invalid`: it is no
 * token for these bytes. `unchecked`: openssl could not be run.
 */
export const TOKEN_STATES = ['trusted', 'unvouched', 'invalid', 'unchecked'] as const

export interface CheckedToken {
  readonly state: (typeof TOKEN_STATES)[number]
  /** The time that it states, in milliseconds since 1970; null if it is invalid or unchecked. */
  readonly time: number | null
  /** The name in the certificate of whoever signed it; null with `time`. */
  readonly authority: string | null
  /** Why it is not trusted, in the words of openssl or the system; null if it is. */
  readonly why: string | null
}

/** What a token should be for: the file whose hash it has, or the request (DER), which also has a random number. */
type TokenSubject = { readonly file: string } | { readonly query: Uint8Array }

/** The request for a token for a file, in DER: its SHA-256 and a random number. Or why there is none. */
export function tokenQuery(file: string, env: NodeJS.ProcessEnv): Buffer | { readonly why: string } {
  const run = runOpenssl(['ts', '-query', '-data', file, '-sha256', '-cert'], env)
  return run.status === 0 ? run.stdout : { why: reasonOf(run) }
}

/**
 * Checks the response of a time-stamping authority (DER), as of the time in its token. `trusted` is the path of a file of
 * certificates in PEM, or null for those that openssl trusts on this system.
 */
export function checkToken(
  response: Uint8Array,
  subject: TokenSubject,
  { trusted, env }: { readonly trusted: string | null; readonly env: NodeJS.ProcessEnv },
): CheckedToken {
  let folder: string | null = null
  try {
    if (response.length === 0) throw new Refused('empty')
    const made = mkdtempSync(join(tmpdir(), 'halt-'))
    folder = made
    const file = (name: string, bytes: Uint8Array | string) => {
      writeFileSync(join(made, name), bytes)
      return join(made, name)
    }
    const reply = file('reply', response)
    const { time, authority, certificates } = openToken(reply, made, env)
    const of = 'file' in subject ? ['-data', subject.file] : ['-queryfile', file('query', subject.query)]
    const verify = ['ts', '-verify', ...of, '-in', reply]
    // Where its own certificates are trusted, its signature and what it is for are left to be checked.
    run(env, ...verify, '-CAfile', certificates, '-partial_chain', '-no_check_time')
    const asOfThen = ['-attime', String(time / 1000), '-untrusted', certificates]
    const why = whyRefused(() => run(env, ...verify, ...asOfThen, ...trustOptions(trusted, env)))
    return { state: why === null ? 'trusted' : 'unvouched', time, authority, why }
  } catch (error) {
    const state = error instanceof Refused ? 'invalid' : 'unchecked'
    return { state, time: null, authority: null, why: (error as Error).message }
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  }
}

/** openssl has read what it was given, and says no. */
class Refused extends Error {}

function whyRefused(act: () => void): string | null {
  try {
    act()
    return null
  } catch (error) {
    if (error instanceof Refused) return error.message
    throw error
  }
}

/**
 * Reads the token in a response, and puts its certificates (PEM) into a file. Its time is read from what is signed, since the
 * response around it is not.
 */
function openToken(reply: string, folder: string, env: NodeJS.ProcessEnv) {
  const [token, signer, all] = ['token', 'signer', 'all'].map((name) => join(folder, name)) as [string, string, string]
  run(env, 'ts', '-reply', '-in', reply, '-token_out', '-out', token)
  const content = ['-out', join(folder, 'content'), '-signer', signer, '-certsout', all]
  run(env, 'cms', '-verify', '-noverify', '-inform', 'DER', '-in', token, ...content)
  const text = run(env, 'ts', '-reply', '-token_in', '-in', token, '-text').toString('latin1')
  const [, hash = ''] = /^Hash Algorithm: (.*)$/m.exec(text) ?? []
  if (!STRONG_HASH.test(hash)) throw new Refused(`weak hash: ${hash}`)
  const time = timeIn(text)
  if (time === null) throw new Refused('no time')
  const { subject } = new X509Certificate(readFileSync(signer))
  const authority = /^CN=(.+)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ')
  return { time, authority, certificates: all }
}

/** The time in what openssl prints of a token, such as `Time stamp: Nov 30 11:14:25.123 2026 GMT`. */
function timeIn(text: string): number | null {
  const [, month, day, time, year] = /^Time stamp: (\w{3}) +(\d+) ([\d:]{8})(?:\.\d+)? (\d{4}) GMT$/m.exec(text) ?? []
  const parsed = Date.parse(`${day} ${month} ${year} ${time} GMT`)
  return Number.isNaN(parsed) ? null : parsed
}

/** Options for what is trusted. `openssl ts` has no default of its own, unlike the other commands of openssl. */
function trustOptions(trusted: string | null, env: NodeJS.ProcessEnv): string[] {
  if (trusted !== null) return ['-CAfile', trusted]
  const [, folder = ''] = /"(.*)"/.exec(run(env, 'version', '-d').toString('utf8')) ?? []
  const [file, path] = [env.SSL_CERT_FILE ?? join(folder, 'cert.pem'), env.SSL_CERT_DIR ?? join(folder, 'certs')]
  return [...(existsSync(file) ? ['-CAfile', file] : []), '-CApath', path]
}

/** The output of openssl. Throws `Refused` if it names an error, and another error if it cannot be run, or not with this. */
function run(env: NodeJS.ProcessEnv, ...args: readonly string[]): Buffer {
  const run = runOpenssl(args, env)
  if (run.status === 0) return run.stdout
  throw errorsIn(run).length === 0 ? new Error(reasonOf(run)) : new Refused(reasonOf(run))
}

function runOpenssl(args: readonly string[], env: NodeJS.ProcessEnv): SpawnSyncReturns<Buffer> {
  return spawnSync('openssl', args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  })
}

function reasonOf(run: SpawnSyncReturns<Buffer>): string {
  const { error, signal, stderr } = run
  if (error !== undefined) return errnoName(error)
  if (signal !== null) return signal
  const [first] = errorsIn(run)
  if (first === undefined) return stderr.toString('utf8').trim().split('\n').at(-1) ?? ''
  const [, , , , , reason = '', , , ...details] = first.split(':')
  return details.at(-1) || reason
}

/** Lines such as `40678D:error:17800064:time stamp routines:ts_verify_cert:certificate verify error:FILE:190:Verify error:…`. */
function errorsIn({ stderr }: SpawnSyncReturns<Buffer>): string[] {
  const lines = stderr?.toString('utf8').split('\n') ?? []
  return lines.filter((line) => /^[0-9A-F]+:error:/.test(line))
}
