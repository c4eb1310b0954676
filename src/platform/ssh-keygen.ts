import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { type AllowedSigner, isName, readAllowedSigners } from './allowed-signers.ts'
import { errnoName } from './errno.ts'
import { withTemporaryFile } from './temporary-folder.ts'

/** What the signatures are for, so that none can be passed off as one for something else (ssh-keygen(1)). */
export const NAMESPACE = 'halt'
/** An agent may wait for a person to touch a key. */
const TIMEOUT_MS = 5000
/** How many names of one key are looked at. Whoever made a bundle made its list of signers too. */
const MAX_NAMES = 32

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

/**
 * The names under which a file of allowed signers has the key that signed these bytes, on whichever of its lines; none if it
 * has none for this namespace, or did not. For ssh-keygen, a key on a line with a pattern proves every name that this matches,
 * such as one of another line.
 */
export function sshSigners(
  data: Uint8Array,
  signaturePath: string,
  signersPath: string,
  env: NodeJS.ProcessEnv,
): string[] {
  const allowed = linesOf(signersPath)
  const key = allowed.length === 0 ? null : sshSigningKey(data, signaturePath, env)
  if (key === null) return []
  const meant = allowed.filter(({ fingerprint, isAuthority }) => isAuthority || fingerprint === key)
  const proofs = meant.flatMap(({ proof }) => proof ?? [])
  if (proofs.length === 0) return []
  return meant.every(({ line, proof }) => proof === line)
    ? namesIn(signersPath)
    : withTemporaryFile(`${proofs.join('\n')}\n`, namesIn)

  function namesIn(path: string): string[] {
    const files = ['-s', signaturePath, '-f', path]
    const names = meant.flatMap((line) => line.names)
    // An authority may allow names by a pattern; those of a certificate are in that.
    if (meant.some(({ isAuthority }) => isAuthority)) {
      const found = runSshKeygen(['-Y', 'find-principals', ...files], null, env)
      names.push(...found.stdout.toString('utf8').split('\n').filter(isName))
    }
    const isSigner = (name: string) =>
      runSshKeygen(['-Y', 'verify', '-I', name, '-n', NAMESPACE, ...files], data, env).status === 0
    return [...new Set(names)].slice(0, MAX_NAMES).filter(isSigner)
  }
}

/** The lines of a file of allowed signers; none if it cannot be read. */
function linesOf(signersPath: string): AllowedSigner[] {
  try {
    return readAllowedSigners(signersPath)
  } catch {
    return []
  }
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
