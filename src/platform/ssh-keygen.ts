import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { errnoName } from './errno.ts'

/** What the signatures are for, so that none can be passed off as one for something else (ssh-keygen(1)). */
const NAMESPACE = 'halt'
/** An agent may wait for a person to touch a key. */
const TIMEOUT_MS = 5000

/**
 * A signature in OpenSSH's format (PROTOCOL.sshsig), or why there is none, in the words of ssh-keygen or the system; empty if
 * ssh-keygen has said so on the terminal.
 */
export type SshSigning = { readonly signature: string } | { readonly why: string }

/**
 * Signs with a private key, or with the agent if the key is a public one. Nobody is asked for a passphrase unless `mayAsk`;
 * then ssh-keygen uses the terminal, for as long as that takes.
 */
export function sshSign(data: Uint8Array, key: string, env: NodeJS.ProcessEnv, mayAsk: boolean): SshSigning {
  // With an askpass program that has no answer, ssh-keygen does not open the terminal.
  const unattended = { ...env, SSH_ASKPASS: 'false', SSH_ASKPASS_REQUIRE: 'force' }
  // Quiet: or it says each time that it reads standard input.
  const run = runSshKeygen(['-q', '-Y', 'sign', '-f', key, '-n', NAMESPACE], data, mayAsk ? env : unattended, mayAsk)
  return run.status === 0 ? { signature: run.stdout.toString('latin1') } : { why: reasonOf(run) }
}

/** The name under which a file of allowed signers has the key that signed these bytes; null if it has none, or did not. */
export function sshSigner(
  data: Uint8Array,
  signaturePath: string,
  signersPath: string,
  env: NodeJS.ProcessEnv,
): string | null {
  const files = ['-s', signaturePath, '-f', signersPath]
  const found = runSshKeygen(['-Y', 'find-principals', ...files], null, env)
  const name = found.status === 0 ? (found.stdout.toString('utf8').split('\n')[0] ?? '') : ''
  if (name === '') return null
  const checked = runSshKeygen(['-Y', 'verify', '-I', name, '-n', NAMESPACE, ...files], data, env)
  return checked.status === 0 ? name : null
}

/** The fingerprint of the key that made a valid signature of these bytes, whoever has that; null if it is not valid. */
export function sshSigningKey(data: Uint8Array, signaturePath: string, env: NodeJS.ProcessEnv): string | null {
  const run = runSshKeygen(['-Y', 'check-novalidate', '-n', NAMESPACE, '-s', signaturePath], data, env)
  return run.status === 0 ? fingerprintIn(run) : null
}

/** The fingerprint of the key in a file, private or public; null if it cannot be read. Needs no passphrase. */
export function sshFingerprint(key: string, env: NodeJS.ProcessEnv): string | null {
  const run = runSshKeygen(['-l', '-f', key], null, env)
  return run.status === 0 ? fingerprintIn(run) : null
}

/** The fingerprints of the keys in a file of allowed signers. */
export function sshFingerprintsIn(signers: string): string[] {
  const lines = signers.split('\n').filter((line) => !line.startsWith('#'))
  return lines
    .flatMap((line) => /(?:^|\s)(AAAA[A-Za-z0-9+/]+=*)/.exec(line)?.[1] ?? [])
    .map((key) => createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replaceAll('=', ''))
    .map((digest) => `SHA256:${digest}`)
}

function fingerprintIn({ stdout }: SpawnSyncReturns<Buffer>): string | null {
  return /SHA256:\S+/.exec(stdout.toString('utf8'))?.[0] ?? null
}

function runSshKeygen(
  args: readonly string[],
  data: Uint8Array | null,
  env: NodeJS.ProcessEnv,
  mayAsk = false,
): SpawnSyncReturns<Buffer> {
  return spawnSync('ssh-keygen', args, {
    env,
    input: data ?? '',
    stdio: ['pipe', 'pipe', mayAsk ? 'inherit' : 'pipe'],
    ...(mayAsk ? {} : { timeout: TIMEOUT_MS, killSignal: 'SIGKILL' }),
  })
}

function reasonOf({ error, signal, stderr }: SpawnSyncReturns<Buffer>): string {
  // EPIPE: it ended before it read the bytes, and says why.
  if (error !== undefined && errnoName(error) !== 'EPIPE') return errnoName(error)
  if (signal !== null) return signal
  return stderr?.toString('utf8').trim().split('\n').at(-1) ?? ''
}
