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

/** What a test expects of data, to any depth. */
function matching(data: object): object {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map((item: object) => expect.objectContaining(item)) : value,
    ]),
  )
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

  it.each([
    [
      'lifts',
      'scope.lifted',
      ['lift', 'trading', '--force', '--reason', 'it trades'],
      ['lift', 'trading', 'withdrawals', '--force', '--reason', 'all open'],
      { changes: [{ operation: 'withdrawals' }, { operation: 'trading', state: 'open' }] },
    ],
    [
      'states as open by force',
      'scope.lifted',
      ['scope', 'trading=open', 'withdrawals=open', '--force', '--reason', 'never stopped'],
      ['lift', 'trading', '--force', '--reason', 'it trades'],
      { changes: [{ operation: 'trading', state: 'open' }] },
    ],
    [
      'states as open by force, where all is lifted',
      'scope.lifted',
      ['scope', 'trading=open', 'withdrawals=open', '--force', '--reason', 'never stopped'],
      ['lift', '--all', '--force', '--reason', 'all open'],
      { changes: [{ operation: 'trading' }, { operation: 'withdrawals' }] },
    ],
    ['states of two facts', 'fact.set', ['set', 'cause=?'], ['set', 'cause=?', 'impact=?'], { fact: 'cause' }],
    ['has done, with a note', 'step.done', ['done', '2.1-logs'], ['done', '2.1-logs', '--note', 'x'], { note: 'x' }],
    [
      'has done of two steps',
      'step.done',
      ['done', '2.1-logs'],
      ['done', '2.1-logs', '2.1-cause'],
      { step: '2.1-logs' },
    ],
  ])('is recorded with the rest of what somebody says: what it %s', async (_, type, theirs, own, data) => {
    const halt = await Halt.begin()
    await halt.ok('scope', 'withdrawals=stopped')
    await halt.mallory(...theirs)
    await halt.ok(...own)
    const said = (await halt.events(type)).filter(({ by }) => by === 'taro')
    expect(said.map((event) => event.data)).toContainEqual(expect.objectContaining(matching(data)))
    expect((await halt.json<{ phase: string }>('status')).phase).toBe(
      type === 'scope.lifted' ? 'after-resumption' : 'initial-response',
    )
    // Once is enough.
    const { length } = await halt.events()
    await halt.ok(...own.filter((word) => word !== '--note' && word !== 'x'))
    expect(await halt.events()).toHaveLength(length)
  })

  it('keeps nobody from lifting a stop that it has undone', async () => {
    const halt = await Halt.begin()
    await halt.ok('scope', 'withdrawals=stopped')
    const [stop] = (await halt.events('scope.changed')).slice(-1)
    await halt.mallory('undo', `${stop?.writer}:${stop?.seq}`, '--reason', 'never stopped')
    await halt.ok('lift', 'withdrawals', '--force', '--reason', 'open again')
    const [lift] = await halt.events('scope.lifted')
    expect(lift?.data).toMatchObject({ changes: [{ operation: 'withdrawals', state: 'open' }] })
  })

  it('adds nothing to a lift of what it alone has stopped', async () => {
    const halt = await Halt.begin()
    await halt.mallory('scope', 'withdrawals=stopped')
    await halt.ok('lift', 'withdrawals', '--force', '--reason', 'open again')
    const [lift] = await halt.events('scope.lifted')
    expect(lift?.data).toMatchObject({ changes: [{ operation: 'withdrawals', state: 'open' }] })
  })

  it('keeps no step from being completed by what somebody else does', async () => {
    const halt = await Halt.begin()
    await halt.mallory('done', '2.3-legal')
    await halt.ok('contacts', 'reached', 'kato')
    const done = (await halt.events('step.done')).filter(({ data }) => data.step === '2.3-legal')
    expect(done.map(({ by }) => by)).toEqual(['mallory', 'taro'])
  })

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
