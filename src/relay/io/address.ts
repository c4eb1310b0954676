import type { ClientConfig } from 'pg'
import { isLoopbackHost } from '../../domain/address.ts'
import { fail, type Problem, ProblemError } from '../../domain/problem.ts'
import { readBounded } from '../../platform/regular-files.ts'
import type { RelaySettings } from '../../runbook/io/relay-settings.ts'

const MAX_CA_BYTES = 1024 * 1024

/** Where a relay is, and how to connect to it. */
export interface RelayAddress {
  /** Host, port and database, without a password. */
  readonly name: string
  readonly config: ClientConfig
}

/**
 * The address of a relay, from the variable that the settings name. TLS is needed but for loopback and Unix sockets, and the
 * server has to prove who it is whatever the URL and the environment say. Throws `no-relay-url`, `bad-relay-url`,
 * `relay-needs-tls`, or `unreadable` for the file of certificates.
 */
export function relayAddress({ urlEnv, ca, allowPlain }: RelaySettings, env: NodeJS.ProcessEnv): RelayAddress {
  // A file that it was read from ends in a line feed.
  const url = (env[urlEnv] ?? '').trim()
  if (url === '') fail('no-relay-url', { variable: urlEnv })
  if (isAmbiguous(url)) fail('bad-relay-url', { variable: urlEnv, unescaped: true })
  const { host, port, user, password, database, sslmode } = partsOf(url) ?? fail('bad-relay-url', { variable: urlEnv })
  const isLocal = host.startsWith('/') || isLoopbackHost(host) || host === '::1'
  const isPlain = sslmode === 'disable' || (isLocal && sslmode === null && ca === null)
  if (isPlain && !isLocal && !allowPlain) fail('relay-needs-tls', { variable: urlEnv })
  const trusted = ca === null ? {} : { ca: readBounded(ca, MAX_CA_BYTES) }
  return {
    name: `${host}:${port}/${database}`,
    config: {
      ...{ host, port, database, ssl: isPlain ? false : { rejectUnauthorized: true, ...trusted } },
      // Without a name or a password, those of the environment or of the password file are used.
      ...(user !== '' && { user }),
      ...(password !== '' && { password }),
    },
  }
}

/** What keeps a process with this environment from asking the relay; null if nothing does. */
export function addressProblem(settings: RelaySettings, env: NodeJS.ProcessEnv): Problem | null {
  try {
    relayAddress(settings, env)
    return null
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
}

/**
 * Whether what looks like the path of a URL may be the rest of a name or password with a `/`, `?`, `#` or white space in it:
 * nothing of such a URL may be shown.
 */
function isAmbiguous(text: string): boolean {
  const [, rest = ''] = /^[a-z]+:\/\/[^/?#]*(.*)$/i.exec(text) ?? []
  const [path = ''] = rest.split('?')
  return rest.includes('@') || /:|\/.*\//.test(path) || /[#\s]/.test(text)
}

/**
 * The parts of a URL as libpq knows them (its documentation, 34.1.1.2); null if it is none. `URL` takes one with a single `/`
 * as well, whose path has the password.
 */
function partsOf(text: string) {
  if (!/^postgres(?:ql)?:\/\//i.test(text)) return null
  try {
    const { hostname, port, username, password, pathname, searchParams } = new URL(text)
    const host = searchParams.get('host') ?? hostname.replace(/^\[(.*)\]$/, '$1')
    const database = decodeURIComponent(pathname.slice(1))
    if (host === '' || database === '') return null
    return {
      ...{ host, database, port: Number(port || 5432), sslmode: searchParams.get('sslmode') },
      ...{ user: decodeURIComponent(username), password: decodeURIComponent(password) },
    }
  } catch {
    return null
  }
}
