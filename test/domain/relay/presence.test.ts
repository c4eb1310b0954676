import { describe, expect, it } from 'vitest'
import { keyOfPresence, presenceOf } from '../../../src/domain/relay/presence.ts'
import { newSigner } from '../../sealing.ts'

const hanako = newSigner()
const said = presenceOf('m1', 'hanako@desk', 1000, hanako)

describe('what a machine says of itself', () => {
  it('is that of the writer whose key signed it', () => {
    expect(keyOfPresence(said)).toBe(hanako.key)
  })

  it('is nobody’s where it was altered, or said again as of another time', () => {
    for (const other of [{ machine: 'm2' }, { name: 'taro@desk' }, { at: 2000 }])
      expect(keyOfPresence({ ...said, ...other })).toBeNull()
    expect(keyOfPresence({ ...said, signed: { key: newSigner().key, sig: said.signed?.sig ?? '' } })).toBeNull()
  })

  it('is nobody’s where the machine has no writer', () => {
    expect(keyOfPresence(presenceOf('m1', 'hanako@desk', 1000, null))).toBeNull()
  })
})
