import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isTlsTrouble, VERIFIED } from '../tls.ts'
import type { DeliveryWhy } from '../transport.ts'
import { isPrivate, PRIVATE_ADDRESS, publicLookup } from './addresses.ts'

const MOST_BODY = 64 * 1024

export interface Call {
  readonly url: URL
  readonly headers: OutgoingHttpHeaders
  readonly body: string
  /** Milliseconds until an answer has begun. */
  readonly timeout: number
  readonly allowPrivate: boolean
  readonly ca: readonly string[] | undefined
}

/** An answer, or none: `begun` says whether any of the request had left by then. */
export type Answer =
  | { readonly status: number; readonly retryAfter: string | null; readonly body: string }
  | { readonly why: DeliveryWhy; readonly code: string; readonly begun: boolean }

/** One POST request, whose address is checked as the connection is made. Follows nothing, and reads 64 KiB at most. */
export function post({ url, headers, body, timeout, allowPrivate, ca }: Call): Promise<Answer> {
  const secure = url.protocol === 'https:'
  if (!allowPrivate && isPrivate(url.hostname))
    return Promise.resolve({ why: 'private-address', code: PRIVATE_ADDRESS, begun: false })
  return new Promise((resolve) => {
    let begun = false
    const options = {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      agent: false,
      ...(!allowPrivate && { lookup: publicLookup() }),
      ...(secure && { ...VERIFIED, ...(ca !== undefined && { ca: [...ca] }) }),
    }
    const request = secure ? httpsRequest(url, options) : httpRequest(url, options)
    const limit = setTimeout(() => {
      resolve({ why: 'timed-out', code: 'ETIMEDOUT', begun })
      request.destroy()
    }, timeout)
    const settle = (answer: Answer) => {
      clearTimeout(limit)
      resolve(answer)
      request.destroy()
    }
    request.on('socket', (socket) =>
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        begun = true
      }),
    )
    request.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'UNKNOWN'
      settle({ why: whyOf(code, begun), code, begun })
    })
    request.on('response', (response) => {
      const status = response.statusCode ?? 0
      const retryAfter = response.headers['retry-after'] ?? null
      const chunks: Buffer[] = []
      let size = 0
      // The status is the answer; that what follows is slow, endless or torn takes nothing from it.
      const finish = () =>
        settle({ status, retryAfter, body: Buffer.concat(chunks).subarray(0, MOST_BODY).toString('utf8') })
      clearTimeout(limit)
      const patience = setTimeout(finish, timeout)
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size >= MOST_BODY) finish()
      })
      response.on('close', () => {
        clearTimeout(patience)
        finish()
      })
      response.on('error', finish)
    })
    request.end(body)
  })
}

function whyOf(code: string, begun: boolean): DeliveryWhy {
  if (code === PRIVATE_ADDRESS) return 'private-address'
  if (begun) return 'connection-lost'
  return isTlsTrouble(code) ? 'tls-failed' : 'unreachable'
}
