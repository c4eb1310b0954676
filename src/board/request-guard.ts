import { type BoardRequest, type BoardResponse, textResponse } from './http.ts'

/** Where the board can be reached: the origins that count, each as `https://host:port`, without a port that is the usual one. */
export type Origins = readonly string[]

/**
 * Refuses a request that a page of another origin may have made, or made somebody's browser make: one for another host (DNS
 * rebinding), and one that writes from another origin (forged requests). Null if there is nothing against it.
 */
export function refuseForeign({ method, headers }: BoardRequest, origins: Origins): BoardResponse | null {
  const host = headers.host?.toLowerCase() ?? ''
  if (!origins.some((origin) => hostsOf(origin).includes(host))) return textResponse(421, 'unknown host\n')
  if (method === 'GET' || method === 'HEAD') return null
  const site = headers['sec-fetch-site']
  const isOwnSite = site === undefined || site === 'same-origin'
  return isOwnSite && origins.includes(headers.origin ?? '') ? null : textResponse(403, 'not from this page\n')
}

/** How a client may write the host of an origin: with its port, and without it if it is the usual one. */
function hostsOf(origin: string): string[] {
  const { host, protocol, port } = new URL(origin)
  return port === '' ? [host, `${host}:${protocol === 'https:' ? 443 : 80}`] : [host]
}

/** The origins of a board on loopback, which a browser may call by either name. */
export function loopbackOrigins(port: number, scheme: 'http' | 'https'): Origins {
  return ['127.0.0.1', 'localhost', '[::1]'].map((host) => new URL(`${scheme}://${host}:${port}`).origin)
}
