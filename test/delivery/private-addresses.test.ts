import type { LookupAddress } from 'node:dns'
import { describe, expect, it } from 'vitest'
import { isPrivateAddress, publicLookup } from '../../src/delivery/io/http.ts'

describe('isPrivateAddress', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '[::1]',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fe80::1%eth0',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
  ])('is true for %s', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  it.each(['8.8.8.8', '100.63.255.255', '172.32.0.1', '2606:4700::1111', '2400:cb00::1', 'example.com'])(
    'is false for %s',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false)
    },
  )
})

describe('publicLookup', () => {
  const looked = (found: LookupAddress[], all: boolean) =>
    new Promise((resolve) => {
      publicLookup((_, __, callback) => callback(null, found))('x.example', { all }, (error, address) =>
        resolve(error?.code ?? address),
      )
    })
  const inner = { address: '10.0.0.1', family: 4 }
  const outer = { address: '2606:4700::1111', family: 6 }

  it('resolves a name to its public addresses only', async () => {
    expect(await looked([inner, outer], true)).toEqual([outer])
    expect(await looked([inner, outer], false)).toBe(outer.address)
  })

  it('fails with EPRIVATEADDRESS if a name has no public address', async () => {
    expect(await looked([inner], true)).toBe('EPRIVATEADDRESS')
    expect(await looked([], false)).toBe('EPRIVATEADDRESS')
  })

  it('passes on the error for an unknown name', async () => {
    const unknown = Object.assign(new Error('no'), { code: 'ENOTFOUND' })
    const code = await new Promise((resolve) => {
      publicLookup((_, __, callback) => callback(unknown, []))('x.example', {}, (error) => resolve(error?.code))
    })
    expect(code).toBe('ENOTFOUND')
  })
})
