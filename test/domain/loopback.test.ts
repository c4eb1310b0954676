import { describe, expect, it } from 'vitest'
import { isLoopbackHost } from '../../src/domain/address.ts'

describe('this machine itself', () => {
  it.each(['localhost', 'LocalHost', '127.0.0.1', '127.9.9.9', '[::1]'])('is %s', (host) => {
    expect(isLoopbackHost(host)).toBe(true)
  })

  it.each(['localhost.example.com', '127.example.com', '10.0.0.1', '128.0.0.1', '[::2]', ''])('is not %s', (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  })
})
