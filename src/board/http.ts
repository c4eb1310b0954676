import type { Problem } from '../domain/problem.ts'

/** A request as the board sees it. */
export interface BoardRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** By lower-case name; a header that was sent several times has all its values. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Its bytes as they come; a client that takes longer than `ms` to send them is cut off. */
  readonly body: (ms: number) => AsyncIterable<Uint8Array>
}

/** A response that is complete. */
export interface BoardResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: string
}

/**
 * A response that goes on: server-sent events (HTML Standard, 9.2). `open` gets what writes them and what ends the response, and
 * returns what is to be called once it has ended.
 */
export interface BoardStream {
  readonly open: (send: SendEvent, end: () => void) => Promise<() => void>
}

export interface ServerSentEvent {
  readonly id?: string
  /** Without one, it is a `message`. */
  readonly name?: string
  readonly data: string
}

/** Sends an event to one client; false if that client is too slow and was given up. */
export type SendEvent = (event: ServerSentEvent) => boolean

/** The lines of one event. */
export function eventLines({ id, name, data }: ServerSentEvent): string {
  const head = [...(id === undefined ? [] : [`id: ${id}`]), ...(name === undefined ? [] : [`event: ${name}`])]
  return `${[...head, ...data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`)].join('\n')}\n\n`
}

/**
 * What every response says: nothing is kept, framed, guessed or loaded from elsewhere. Without any referrer, a form would be sent
 * with the origin `null`.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

export function textResponse(status: number, body: string, type = 'text/plain'): BoardResponse {
  return { status, headers: { 'content-type': `${type}; charset=utf-8` }, body }
}

export const htmlResponse = (status: number, body: string) => textResponse(status, body, 'text/html')
export const jsonResponse = (status: number, body: string) => textResponse(status, body, 'application/json')

/** Tells a script why it gets nothing. */
export function failureResponse(status: number, code: string): BoardResponse {
  return jsonResponse(status, JSON.stringify({ schemaVersion: 1, error: { code } }))
}

/** The status of a response that is a problem. */
export function problemStatus({ code }: Problem): 404 | 500 {
  return code === 'unknown-incident' ? 404 : 500
}

/** Leads to another page of the board, which is to be got (RFC 9110, 15.4.4). */
export function redirect(location: string, headers: BoardResponse['headers'] = {}): BoardResponse {
  return { status: 303, headers: { location, ...headers }, body: '' }
}

const MAX_FORM_BYTES = 64 * 1024
const FORM_MS = 20_000

/** The fields of a form that was sent; null if it is too long. */
export async function formIn({ body }: BoardRequest): Promise<URLSearchParams | null> {
  const bytes = await bytesWithin(body(FORM_MS), MAX_FORM_BYTES)
  return bytes === null ? null : new URLSearchParams(bytes.toString())
}

/** All bytes of a body; null if there are more than `limit`. */
export async function bytesWithin(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
