import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, type Outcome } from '../bench.ts'

const CONTACTS = `people:
  kato: { name: Kato, reach: [{ by: mail, to: kato@example.com }] }
departments:
  system: { head: kato }
  customer-support: { head: kato }
  public-relations: { head: kato }
  legal: { head: kato }
  security: { head: kato }
flow: { lead: [system, customer-support, public-relations], system: [security], public-relations: [legal] }
`

/** Taro leads a halt, and Mallory, whom nobody here knows, records things before he does. */
class Halt extends Bench {
  static async begin(): Promise<Halt> {
    const halt = Halt.empty()
    halt.write('contacts.yaml', CONTACTS)
    await halt.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    return halt
  }

  async mallory(...args: readonly string[]): Promise<Outcome> {
    const env = { XDG_STATE_HOME: join(this.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
    const outcome = await this.haltWith({ env }, ...args)
    expect(outcome).toMatchObject({ code: 0 })
    return outcome
  }
}

describe('what only a writer that nobody here knows has said', () => {
  it.each([
    ['what is stopped', 'scope.changed', ['scope', 'withdrawals=stopped']],
    ['a fact', 'fact.set', ['set', 'cause.en=a server failed']],
    ['a step that is done', 'step.done', ['done', '2.1-logs']],
    ['whom a step is assigned to', 'step.assigned', ['assign', '2.1-logs', '--to', 'hanako']],
    ['who is reached', 'contact.reached', ['contacts', 'reached', 'kato']],
    ['an offer of the lead', 'handover.offered', ['handover', '--to', 'hanako']],
    ['a lift', 'scope.lifted', ['lift', 'trading', '--force', '--reason', 'it trades']],
    ['a closing', 'incident.closed', ['close', '--force', '--reason', 'over', '-i', 'latest']],
    ['a channel that is unsafe', 'channel.marked', ['notice', 'website', '--unsafe', '--reason', 'defaced']],
  ])(
    'is recorded again when somebody else says it, so that it stays when that is taken back: %s',
    async (_, type, line) => {
      const halt = await Halt.begin()
      await halt.mallory(...line)
      await halt.ok(...line)
      const said = (await halt.events()).filter((event) => event.type === type)
      expect(said.map(({ by }) => by)).toEqual(['mallory', 'taro'])
      // Once is enough.
      await halt.ok(...line)
      expect((await halt.events()).filter((event) => event.type === type)).toHaveLength(2)
    },
  )

  it('keeps nobody from being paged', async () => {
    const halt = await Halt.begin()
    halt.write('contacts.yaml', CONTACTS.replace('to: kato@example.com', 'send: { via: command, run: [/bin/true] }'))
    const paged = async () => (await halt.halt('contacts', 'page', '--next', '--dry-run')).out
    expect(await paged()).toContain('Kato')
    await halt.mallory('contacts', 'reached', 'kato')
    expect(await paged()).toContain('Kato')
    await halt.ok('verify', '--accept', 'mallory')
    expect(await paged()).not.toContain('Kato')
  })

  it('changes nothing again once the writer is accepted', async () => {
    const halt = await Halt.begin()
    await halt.mallory('scope', 'withdrawals=stopped')
    await halt.ok('verify', '--accept', 'mallory')
    await halt.ok('scope', 'withdrawals=stopped')
    expect((await halt.events()).filter(({ type }) => type === 'scope.changed')).toHaveLength(1)
  })
})
