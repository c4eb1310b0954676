import { type LookupAddress, lookup } from 'node:dns'
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction, connect as netConnect } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { type DeliveryReason, isTlsError, TLS_OPTIONS, type Unreadiness } from '../transport.ts'

/** Of the body of an answer. */
export const MAX_BODY_BYTES = 64 * 1024

interface Server {
  readonly url: URL
  /** Milliseconds within which the response must start, or the connection must be made. */
  readonly timeout: number
  readonly allowPrivate: boolean
  readonly ca: readonly string[] | undefined
}

interface PostRequest extends Server {
  readonly headers: OutgoingHttpHeaders
  readonly body: string | Uint8Array
}

/** A response, or why there is none. `begun`: a connection had been made, so some of the request may have been sent. */
export type PostResult =
  | { readonly status: number; readonly retryAfter: string | null; readonly body: Buffer }
  | { readonly why: DeliveryReason; readonly code: string; readonly begun: boolean }

/** Sends a POST request. Checks the address on connecting, follows no redirect, and reads at most 64 KiB. */
export function post({ url, headers, body, timeout, allowPrivate, ca }: PostRequest): Promise<PostResult> {
  const secure = url.protocol === 'https:'
  if (!allowPrivate && isPrivateAddress(url.hostname))
    return Promise.resolve({ why: 'private-address', code: PRIVATE_ADDRESS, begun: false })
  return new Promise((resolve) => {
    let begun = false
    const options = {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      agent: false,
      ...(!allowPrivate && { lookup: publicLookup() }),
      ...(secure && { ...TLS_OPTIONS, ...(ca !== undefined && { ca: [...ca] }) }),
    }
    const request = secure ? httpsRequest(url, options) : httpRequest(url, options)
    const timer = setTimeout(() => {
      resolve({ why: 'timed-out', code: 'ETIMEDOUT', begun })
      request.destroy()
    }, timeout)
    const settle = (answer: PostResult) => {
      clearTimeout(timer)
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
      settle({ why: begun ? 'connection-lost' : whyNotReached(code), code, begun })
    })
    request.on('response', (response) => {
      const status = response.statusCode ?? 0
      const retryAfter = response.headers['retry-after'] ?? null
      const chunks: Buffer[] = []
      let size = 0
      // The status is enough: a body that is slow, endless or cut off does not change the outcome.
      const finish = () => settle({ status, retryAfter, body: Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES) })
      clearTimeout(timer)
      const bodyTimer = setTimeout(finish, timeout)
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size >= MAX_BODY_BYTES) finish()
      })
      response.on('close', () => {
        clearTimeout(bodyTimer)
        finish()
      })
      response.on('error', finish)
    })
    request.end(body)
  })
}

/** Connects without sending a request, verifying the certificate over `https`. Resolves to what went wrong, or null. */
export function probeServer({ url, timeout, allowPrivate, ca }: Server): Promise<Unreadiness | null> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (!allowPrivate && isPrivateAddress(host)) return Promise.resolve({ why: 'private-address', detail: url.origin })
  const secure = url.protocol === 'https:'
  const port = Number(url.port || (secure ? 443 : 80))
  const options = { host, port, ...(!allowPrivate && { lookup: publicLookup() }) }
  const name = isIP(host) === 0 ? { servername: host } : {}
  return new Promise((resolve) => {
    const socket = secure
      ? tlsConnect({ ...options, ...name, ...TLS_OPTIONS, ...(ca !== undefined && { ca: [...ca] }) })
      : netConnect(options)
    const settle = (answer: Unreadiness | null) => {
      clearTimeout(timer)
      resolve(answer)
      socket.destroy()
    }
    const timer = setTimeout(() => settle({ why: 'timed-out', detail: url.origin }), timeout)
    socket.once(secure ? 'secureConnect' : 'connect', () => settle(null))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'UNKNOWN'
      settle({ why: whyNotReached(code), detail: `${url.origin}: ${code}` })
    })
  })
}

function whyNotReached(code: string): Unreadiness['why'] {
  if (code === PRIVATE_ADDRESS) return 'private-address'
  return isTlsError(code) ? 'tls-failed' : 'unreachable'
}

/** Networks without public addresses (IANA's special-purpose address registries). */
const PRIVATE_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** Everything outside global unicast, and the ranges in it that embed IPv4 addresses or serve tests and tunnels. */
const PRIVATE_6 = ['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

function networks(family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [address = '', prefix] = subnet.split('/')
    list.addSubnet(address, Number(prefix), family)
  }
  return list
}

/** Two lists, since a `BlockList` also matches an IPv4 address as the IPv6 address that it maps to. */
const PRIVATE = { 4: networks('ipv4', PRIVATE_4), 6: networks('ipv6', PRIVATE_6) }

/** Whether an IP address is outside the public internet; false for a host name. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '')
  const family = isIP(bare)
  if (family === 4) return PRIVATE[4].check(bare, 'ipv4')
  return family === 6 && PRIVATE[6].check(bare, 'ipv6')
}

/** Error code for a host that has only private addresses. */
const PRIVATE_ADDRESS = 'EPRIVATEADDRESS'

type Resolve = (
  host: string,
  options: { readonly all: true; readonly family?: number | undefined },
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

const resolveHost: Resolve = (host, { family }, callback) => lookup(host, { all: true, family: family ?? 0 }, callback)

/** Resolves a host to its public addresses on connecting, so that DNS rebinding cannot reach a private one. */
export function publicLookup(resolve: Resolve = resolveHost): LookupFunction {
  return (host, options, callback) => {
    const family = options.family === 'IPv6' ? 6 : options.family === 'IPv4' ? 4 : options.family
    resolve(host, { all: true, family }, (error, found) => {
      const allowed = error === null ? found.filter(({ address }) => !isPrivateAddress(address)) : []
      const [first] = allowed
      if (error !== null) callback(error, [])
      else if (first === undefined)
        callback(Object.assign(new Error('a private address'), { code: PRIVATE_ADDRESS }), [])
      else if (options.all) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
