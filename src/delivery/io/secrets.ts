import { resolve } from 'node:path'
import { rootCertificates } from 'node:tls'
import { Failed } from '../../domain/outcome.ts'
import { readText } from '../../platform/bounded.ts'
import type { TransportContext, Unready } from '../transport.ts'

const MOST_SECRET = 16 * 1024
const MOST_CERTIFICATES = 1024 * 1024

/** The value itself, or what is in the way of it. */
export type Found<T> = { readonly value: T } | { readonly unready: Unready }

/** A secret by the name of an environment variable or of a file in the workspace; null where neither is named. */
export function secretOf(
  { env, workspace }: TransportContext,
  variable: string | undefined,
  file: string | undefined,
): Found<string | null> {
  if (variable !== undefined) {
    const value = env[variable]
    if (value === undefined || value === '') return { unready: { why: 'variable-missing', detail: variable } }
    return usable(value, variable)
  }
  if (file === undefined) return { value: null }
  const found = textOf(workspace, file, MOST_SECRET)
  return 'unready' in found ? found : usable(found.value.replace(/\r?\n$/, ''), file)
}

/** A text file of the workspace. */
export function textOf(workspace: string, file: string, most: number): Found<string> {
  try {
    return { value: readText(resolve(workspace, file), most).text }
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    return { unready: { why: 'file-missing', detail: file } }
  }
}

/** Authorities to trust besides those that come with Node. */
export function authorities(workspace: string, file: string | undefined): Found<string[] | undefined> {
  if (file === undefined) return { value: undefined }
  const found = textOf(workspace, file, MOST_CERTIFICATES)
  return 'unready' in found ? found : { value: [...rootCertificates, found.value] }
}

/** What would end a header or a line of a dialogue is not sent. */
function usable(value: string, name: string): Found<string> {
  return value === '' || /[\u0000-\u001f\u007f]/.test(value)
    ? { unready: { why: 'bad-secret', detail: name } }
    : { value }
}
