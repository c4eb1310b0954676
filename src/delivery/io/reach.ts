import { isIP, connect as netConnect } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { isTlsTrouble, VERIFIED } from '../tls.ts'
import type { Unready } from '../transport.ts'
import { isPrivate, PRIVATE_ADDRESS, publicLookup } from './addresses.ts'

interface Server {
  readonly url: URL
  /** Milliseconds. */
  readonly timeout: number
  readonly allowPrivate: boolean
  readonly ca: readonly string[] | undefined
}

/** Connects to a web server, and over `https` has it prove who it is; asks it nothing. Null where that went well. */
export function reach({ url, timeout, allowPrivate, ca }: Server): Promise<Unready | null> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (!allowPrivate && isPrivate(host)) return Promise.resolve({ why: 'private-address', detail: url.origin })
  const secure = url.protocol === 'https:'
  const options = {
    host,
    port: Number(url.port || (secure ? 443 : 80)),
    ...(!allowPrivate && { lookup: publicLookup() }),
  }
  const name = isIP(host) === 0 ? { servername: host } : {}
  return new Promise((resolve) => {
    const socket = secure
      ? tlsConnect({ ...options, ...name, ...VERIFIED, ...(ca !== undefined && { ca: [...ca] }) })
      : netConnect(options)
    const settle = (answer: Unready | null) => {
      clearTimeout(limit)
      resolve(answer)
      socket.destroy()
    }
    const limit = setTimeout(() => settle({ why: 'timed-out', detail: url.origin }), timeout)
    socket.once(secure ? 'secureConnect' : 'connect', () => settle(null))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'UNKNOWN'
      settle({ why: whyOf(code), detail: `${url.origin}: ${code}` })
    })
  })
}

function whyOf(code: string): Unready['why'] {
  if (code === PRIVATE_ADDRESS) return 'private-address'
  return isTlsTrouble(code) ? 'tls-failed' : 'unreachable'
}
