import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, type Outcome } from '../bench.ts'

const MINUTE = 60_000
const DECLARED = 'was declared by a writer that this machine knows from no incident in which it recorded'

/** Taro reports on a halt, beside earlier ones in which Mallory recorded, whom his machine does not know. */
class Shared extends Bench {
  as(who: string, ...args: readonly string[]): Promise<Outcome> {
    const env = { XDG_STATE_HOME: join(this.directory, `state-${who}`), HALT_OPERATOR: who }
    return this.haltWith({ env }, ...args)
  }

  /** A halt that somebody declares, some time after the one before. */
  async declared(who: string, type = 'system-failure'): Promise<string> {
    this.pass(MINUTE)
    const { code, out } = await this.as(who, 'start', '--type', type)
    expect(code).toBe(0)
    return out.trim()
  }

  async compared(who: string, id: string): Promise<{ comparison: Record<string, unknown>; text: string }> {
    const json = await this.as(who, 'report', '-i', id, '--format', 'json')
    const { out: text } = await this.as(who, 'report', '-i', id, '--language', 'en')
    return { comparison: JSON.parse(json.out).comparison, text }
  }
}

describe('the earlier incidents with which a report compares', () => {
  it('are named where an unknown writer recorded in them, until it is accepted', async () => {
    const bench = new Shared()
    const earlier = await bench.declared('taro')
    await bench.as('mallory', 'set', 'detected-at=1m ago', '-i', earlier)
    const own = await bench.declared('taro')
    const { comparison, text } = await bench.compared('taro', own)
    expect(comparison).toMatchObject({ incidents: [earlier], unknownWriters: [earlier], declaredByUnknown: [] })
    expect(text).toContain(`Writers that this machine does not know recorded in ${earlier}`)
    await bench.as('taro', 'verify', '--accept', 'mallory', '-i', earlier)
    const after = await bench.compared('taro', own)
    expect(after.comparison).toMatchObject({ incidents: [earlier], unknownWriters: [], declaredByUnknown: [] })
    expect(after.text).not.toContain('does not know')
  })

  it('are named where an unknown writer declared them, but not one that is known from another halt', async () => {
    const bench = new Shared()
    const earlier = await bench.declared('mallory')
    const own = await bench.declared('taro')
    const { comparison, text } = await bench.compared('taro', own)
    expect(comparison).toMatchObject({ incidents: [earlier], unknownWriters: [], declaredByUnknown: [earlier] })
    expect(text).toContain(`${earlier} ${DECLARED}`)
    // A later one, which is compared with nothing.
    const later = await bench.declared('mallory', 'compliance')
    await bench.as('taro', 'note', 'hello', '-i', later)
    expect((await bench.compared('taro', own)).comparison).toMatchObject({ declaredByUnknown: [] })
    expect((await bench.compared('auditor', own)).text).not.toContain('was declared by')
  })

  it('are those of known writers, however many others are declared after them', async () => {
    const bench = new Shared()
    const known = [await bench.declared('taro'), await bench.declared('taro')]
    const forged = []
    for (let i = 0; i < 8; i += 1) forged.unshift(await bench.declared('mallory'))
    const own = await bench.declared('taro')
    const { comparison, text } = await bench.compared('taro', own)
    const compared = forged.slice(0, 3)
    expect(comparison).toMatchObject({
      incidents: [...compared, ...known.toReversed()],
      declaredByUnknown: compared,
      passedOver: forged.slice(3),
      notRead: 0,
    })
    const passedOver = forged.slice(3).map((id) => `\`${id}\``)
    expect(text).toContain(
      `Left out because they were declared by writers that this machine knows from no incident in which it recorded: ${passedOver.join(', ')}`,
    )
    // Somebody who has recorded nowhere has no reason to tell them apart.
    expect((await bench.compared('auditor', own)).comparison).toMatchObject({
      incidents: forged.slice(0, 5),
      passedOver: [],
    })
  })

  it('are looked for beyond fifty others, where this machine has recorded', async () => {
    const bench = new Shared()
    const known = []
    for (let i = 0; i < 6; i += 1) known.unshift(await bench.declared('taro'))
    for (let i = 0; i < 50; i += 1) await bench.declared('mallory')
    const own = await bench.declared('taro')
    const { comparison, text } = await bench.compared('taro', own)
    expect(comparison).toMatchObject({ incidents: known.slice(0, 5), declaredByUnknown: [], notRead: 0 })
    expect(comparison.passedOver).toHaveLength(50)
    expect(text).toContain(', and 45 more')
  })

  it('are looked for among fifty, and what was not looked through is counted', async () => {
    const bench = new Shared()
    const own = []
    for (const type of ['system-failure', ...Array.from({ length: 49 }, () => 'compliance'), 'system-failure'])
      own.push(await bench.declared('taro', type))
    const last = await bench.declared('taro')
    const { comparison, text } = await bench.compared('taro', last)
    expect(comparison).toMatchObject({ incidents: [own.at(-1)], notRead: 1 })
    expect(text).toContain('One older incident was not looked through')
  })
})
