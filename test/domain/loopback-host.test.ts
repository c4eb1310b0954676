import { describe, expect, it } from 'vitest'
import { isLoopbackHost } from '../../src/domain/address.ts'

describe('isLoopbackHost', () => {
  it.each(['localhost', 'LocalHost', '127.0.0.1', '127.9.9.9', '[::1]'])('accepts %s', (host) => {
    expect(isLoopbackHost(host)).toBe(true)
  })

  it.each(['localhost.example.com', '127.example.com', '10.0.0.1', '128.0.0.1', '[::2]', ''])('rejects %j', (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  })
})
