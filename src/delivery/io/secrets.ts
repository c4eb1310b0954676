import { resolve } from 'node:path'
import { rootCertificates } from 'node:tls'
import { ProblemError } from '../../domain/problem.ts'
import { readTextFile } from '../../platform/regular-files.ts'
import { distrustOf, distrustOfNamed } from '../../store/trust.ts'
import type { SendingContext, Unreadiness } from '../transport.ts'

const MAX_SECRET_BYTES = 16 * 1024
const MAX_CERTIFICATE_BYTES = 1024 * 1024

/** A value, or what prevented getting it. */
export type Resolved<T> = { readonly value: T } | { readonly unready: Unreadiness }

type Place = Pick<SendingContext, 'workspace' | 'env'>

/** A secret from an environment variable or from a file that the settings name; null if neither is given. */
export function secretOf(
  place: Place,
  variable: string | undefined,
  file: string | undefined,
): Resolved<string | null> {
  if (variable !== undefined) {
    const { env, workspace } = place
    // Whoever can change the settings could have any variable sent to any server.
    if (distrustOf(workspace, env) !== null) return { unready: { why: 'untrusted-workspace', detail: variable } }
    const value = env[variable]
    if (value === undefined || value === '') return { unready: { why: 'variable-missing', detail: variable } }
    return checkedSecret(value, variable)
  }
  if (file === undefined) return { value: null }
  const found = readNamedText(place, file, MAX_SECRET_BYTES)
  return 'unready' in found ? found : checkedSecret(found.value.replace(/\r?\n$/, ''), file)
}

/** The text of a file that the settings name. */
export function readNamedText(place: Place, file: string, maxBytes: number): Resolved<string> {
  const { workspace } = place
  const refused = fileRefusal(file, place)
  if (refused !== null) return { unready: refused }
  try {
    return { value: readTextFile(resolve(workspace, file), maxBytes).text }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { unready: { why: 'file-missing', detail: file } }
  }
}

/** Why a file or folder that the settings name is not used; null if it may be. */
export function fileRefusal(file: string, { workspace, env }: Place): Unreadiness | null {
  const distrust = distrustOfNamed(file, workspace, env)
  return distrust === null ? null : { why: 'untrusted-workspace', detail: file }
}

/** CA certificates to trust: Node's own and those in the file; undefined if no file is given. */
export function caCertificates(place: Place, file: string | undefined): Resolved<string[] | undefined> {
  if (file === undefined) return { value: undefined }
  const found = readNamedText(place, file, MAX_CERTIFICATE_BYTES)
  return 'unready' in found ? found : { value: [...rootCertificates, found.value] }
}

/** Refuses an empty secret, and control characters, which could end a header or a protocol line. */
function checkedSecret(value: string, name: string): Resolved<string> {
  return value === '' || /[\u0000-\u001f\u007f]/.test(value)
    ? { unready: { why: 'bad-secret', detail: name } }
    : { value }
}
