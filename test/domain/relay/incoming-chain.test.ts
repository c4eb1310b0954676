import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../../src/domain/log/event.ts'
import { seal } from '../../../src/domain/log/line.ts'
import type { Signer } from '../../../src/domain/log/signature.ts'
import { IncomingChain } from '../../../src/domain/relay/incoming-chain.ts'
import { history, noted, started } from '../../given.ts'
import { newSigner } from '../../sealing.ts'

const [first] = history(started()) as [Envelope]
const { incident, writer } = first

/** Lines of a declaration and these notes, with hashes and signatures. */
function lines(signer: Signer | undefined, ...texts: readonly string[]): Buffer[] {
  let prev: string | null = null
  return [started(), ...texts.map((text) => noted(text))].map(({ type, data }, i) => {
    const { hash: _, sig: __, after: ___, ...kept } = first
    const hlc = [first.hlc[0] + i, 0] as const
    const { line, hash } = seal({ ...kept, seq: i + 1, prev, hlc, type, data: data as object }, signer)
    prev = hash
    return Buffer.from(line)
  })
}

const chain = () => new IncomingChain({ incident, writer, mustBeNamed: false }, null)

describe('lines that come from elsewhere', () => {
  it('are taken in order, signed or, of a writer without a key, not', () => {
    for (const signer of [newSigner(), undefined]) {
      const incoming = chain()
      for (const [i, line] of lines(signer, 'one', 'two').entries()) {
        expect(incoming.next).toBe(i + 1)
        expect(incoming.accept(line)).toBe(true)
      }
    }
  })

  it('are not taken twice, out of order, or of another writer or incident', () => {
    const [declared, one, two] = lines(newSigner(), 'one', 'two') as [Buffer, Buffer, Buffer]
    const incoming = chain()
    expect(incoming.accept(one)).toBe(false)
    expect(incoming.accept(declared)).toBe(true)
    expect(incoming.accept(declared)).toBe(false)
    expect(incoming.accept(two)).toBe(false)
    expect(incoming.accept(one)).toBe(true)
    expect(new IncomingChain({ incident, writer: 'somebody', mustBeNamed: false }, null).accept(declared)).toBe(false)
    expect(new IncomingChain({ incident: 'another', writer, mustBeNamed: false }, null).accept(declared)).toBe(false)
  })

  it('are not taken of a writer that has not the name of its key, where all must have', () => {
    for (const signer of [newSigner(), undefined])
      expect(new IncomingChain({ incident, writer, mustBeNamed: true }, null).accept(lines(signer)[0] as Buffer)).toBe(
        false,
      )
  })

  it('are not taken if they were altered, are signed by another key, or are no lines', () => {
    const [signer, other] = [newSigner(), newSigner()]
    const [declared, one] = lines(signer, 'one') as [Buffer, Buffer]
    const [, forged] = lines({ ...other, key: signer.key }, 'one') as [Buffer, Buffer]
    const incoming = chain()
    expect(incoming.accept(declared)).toBe(true)
    expect(incoming.accept(Buffer.from(one.toString().replace('one', 'two')))).toBe(false)
    expect(incoming.accept(forged)).toBe(false)
    expect(incoming.accept(Buffer.from('junk'))).toBe(false)
    expect(incoming.accept(Buffer.alloc(1 << 20, 0x61))).toBe(false)
    expect(incoming.accept(one)).toBe(true)
  })
})
