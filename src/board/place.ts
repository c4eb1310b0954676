import { isLoopbackHost } from '../domain/address.ts'
import { fail } from '../domain/problem.ts'
import { loopbackOrigins, type Origins } from './request-guard.ts'

/** Where a board listens: a port of an address, or a Unix socket. */
export type Place = HostPlace | { readonly path: string }

export interface HostPlace {
  readonly host: string
  readonly port: number
}

export interface PlaceOptions {
  readonly port?: string
  readonly listen?: string
  readonly socket?: string
  readonly url?: string
}

/** H-A-L-T on the keys of a telephone. */
const USUAL_PORT = 4258

/**
 * Where to listen, in the order to try. Rejects with `usage` for flags that cannot be used together, with `bad-flag` for one
 * that says no port or address, and with `idle-flag` for a socket without the address that its proxy has.
 */
export function placesOf({ port, listen, socket, url }: PlaceOptions): readonly [Place, ...Place[]] {
  const given = [['--port', port] as const, ['--listen', listen] as const, ['--socket', socket] as const]
  const flags = given.flatMap(([flag, value]) => (value === undefined ? [] : [flag]))
  if (flags.length > 1) fail('usage', { detail: flags.join(', '), kind: 'conflict' })
  if (socket !== undefined)
    return url === undefined ? fail('idle-flag', { flag: '--socket', needs: '--url' }) : [{ path: socket }]
  if (listen !== undefined) return [hostPlace(listen)]
  const usual = { host: '127.0.0.1', port: USUAL_PORT }
  return port === undefined ? [usual, { ...usual, port: 0 }] : [{ ...usual, port: portOf('--port', port, port) }]
}

function hostPlace(given: string): HostPlace {
  const [, inBrackets, plain, port = ''] = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d+)$/.exec(given) ?? []
  const host = inBrackets ?? plain
  return host === undefined
    ? fail('bad-flag', { flag: '--listen', given, allowed: ['HOST:PORT'] })
    : { host, port: portOf('--listen', given, port) }
}

function portOf(flag: string, given: string, digits: string): number {
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : Number.NaN
  return port <= 65_535 ? port : fail('bad-flag', { flag, given, allowed: ['0 - 65535'] })
}

/**
 * The origins that count on a board, the one to be printed first; `port` is the one that it got, null for a socket. Rejects with
 * `board-needs-tls` for an address of other machines without TLS, and with `bad-flag` for a `url` that is no origin, or none
 * where the address is that of every interface.
 */
export function originsOf(place: Place, port: number | null, hasTls: boolean, url: string | undefined): Origins {
  const scheme = hasTls ? 'https' : 'http'
  const proxied = url === undefined ? [] : [originNamed(url)]
  if ('path' in place || port === null) return proxied
  if (isLoopbackHost(urlHost(place))) return [...proxied, ...loopbackOrigins(port, scheme)]
  if (!hasTls) return fail('board-needs-tls', { host: place.host })
  const isEveryInterface = ['0.0.0.0', '::'].includes(place.host)
  if (isEveryInterface && url === undefined)
    fail('idle-flag', { flag: `--listen ${place.host}:${place.port}`, needs: '--url' })
  if (isEveryInterface) return proxied
  return [...proxied, new URL(`${scheme}://${urlHost(place)}:${port}`).origin]
}

/** The host as a URL has it (RFC 3986, 3.2.2). */
function urlHost({ host }: HostPlace): string {
  return host.includes(':') ? `[${host}]` : host
}

function originNamed(given: string): string {
  const { origin, protocol } = URL.canParse(given) ? new URL(given) : { origin: '', protocol: '' }
  const isOrigin = given === origin || given === `${origin}/`
  return isOrigin && ['http:', 'https:'].includes(protocol)
    ? origin
    : fail('bad-flag', { flag: '--url', given, allowed: ['https://HOST'] })
}
