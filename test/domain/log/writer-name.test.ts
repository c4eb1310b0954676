import { describe, expect, it } from 'vitest'
import { isNamedForKey, writerNameOf } from '../../../src/domain/log/writer-name.ts'
import { newSigner } from '../../sealing.ts'

describe('the name of a writer', () => {
  it('is that of its key, and of no other', () => {
    expect(writerNameOf('a key')).toBe('r6r2vmx2')
    const { key } = newSigner()
    const name = writerNameOf(key)
    expect(name).toMatch(/^[a-z2-7]{8}$/)
    expect(isNamedForKey(name, key)).toBe(true)
    for (const other of [newSigner().key, null, undefined]) expect(isNamedForKey(name, other)).toBe(false)
  })
})
