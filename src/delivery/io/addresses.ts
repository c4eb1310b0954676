import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Networks that no service on the internet has an address in (IANA's special-purpose registries). */
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
/** All that is not global unicast, and in it what carries an IPv4 address or is meant for tests and tunnels. */
const PRIVATE_6 = ['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

function networks(family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [address = '', prefix] = subnet.split('/')
    list.addSubnet(address, Number(prefix), family)
  }
  return list
}

/** Apart, since a list takes an IPv4 address for the IPv6 one that it can be written as. */
const PRIVATE = { 4: networks('ipv4', PRIVATE_4), 6: networks('ipv6', PRIVATE_6) }

/** Whether an address leads into a network of one's own. */
export function isPrivate(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '')
  const family = isIP(bare)
  if (family === 4) return PRIVATE[4].check(bare, 'ipv4')
  return family === 6 && PRIVATE[6].check(bare, 'ipv6')
}

/** Error code of a host that has private addresses only. */
export const PRIVATE_ADDRESS = 'EPRIVATEADDRESS'

type Resolve = (
  host: string,
  options: { readonly all: true; readonly family?: number | undefined },
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

const resolveHost: Resolve = (host, { family }, callback) => lookup(host, { all: true, family: family ?? 0 }, callback)

/** Resolves a host to its public addresses when the connection is made, so that no later answer can lead elsewhere. */
export function publicLookup(resolve: Resolve = resolveHost): LookupFunction {
  return (host, options, callback) => {
    const family = options.family === 'IPv6' ? 6 : options.family === 'IPv4' ? 4 : options.family
    resolve(host, { all: true, family }, (error, found) => {
      const open = error === null ? found.filter(({ address }) => !isPrivate(address)) : []
      const [first] = open
      if (error !== null) callback(error, [])
      else if (first === undefined)
        callback(Object.assign(new Error('a private address'), { code: PRIVATE_ADDRESS }), [])
      else if (options.all) callback(null, open)
      else callback(null, first.address, first.family)
    })
  }
}
