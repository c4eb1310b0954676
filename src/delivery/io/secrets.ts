import { resolve } from 'node:path'
import { rootCertificates } from 'node:tls'
import { ProblemError } from '../../domain/problem.ts'
import { readTextFile } from '../../platform/regular-files.ts'
import type { TransportContext, Unreadiness } from '../transport.ts'

const MAX_SECRET_BYTES = 16 * 1024
const MAX_CERTIFICATE_BYTES = 1024 * 1024

/** A value, or what prevented getting it. */
export type Resolved<T> = { readonly value: T } | { readonly unready: Unreadiness }

/** A secret from an environment variable or from a file in the workspace; null if neither is given. */
export function secretOf(
  { env, workspace }: TransportContext,
  variable: string | undefined,
  file: string | undefined,
): Resolved<string | null> {
  if (variable !== undefined) {
    const value = env[variable]
    if (value === undefined || value === '') return { unready: { why: 'variable-missing', detail: variable } }
    return checkedSecret(value, variable)
  }
  if (file === undefined) return { value: null }
  const found = readWorkspaceText(workspace, file, MAX_SECRET_BYTES)
  return 'unready' in found ? found : checkedSecret(found.value.replace(/\r?\n$/, ''), file)
}

export function readWorkspaceText(workspace: string, file: string, maxBytes: number): Resolved<string> {
  try {
    return { value: readTextFile(resolve(workspace, file), maxBytes).text }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { unready: { why: 'file-missing', detail: file } }
  }
}

/** CA certificates to trust: Node's own and those in the file; undefined if no file is given. */
export function caCertificates(workspace: string, file: string | undefined): Resolved<string[] | undefined> {
  if (file === undefined) return { value: undefined }
  const found = readWorkspaceText(workspace, file, MAX_CERTIFICATE_BYTES)
  return 'unready' in found ? found : { value: [...rootCertificates, found.value] }
}

/** Refuses an empty secret, and control characters, which could end a header or a protocol line. */
function checkedSecret(value: string, name: string): Resolved<string> {
  return value === '' || /[\u0000-\u001f\u007f]/.test(value)
    ? { unready: { why: 'bad-secret', detail: name } }
    : { value }
}
