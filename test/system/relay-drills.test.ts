import { describe, expect, it } from 'vitest'
import { type Machine, startServer, team } from '../relay-team.ts'

startServer()

const MINUTE = 60_000
const FORCED = ['--force', '--reason', 'practised apart'] as const
const NOWHERE = 'postgres://nobody@127.0.0.1:1/halt'

interface Status {
  readonly phase: string
  readonly steps: readonly { readonly id: string; readonly phase: string; readonly state: string }[]
}

/** Two people who lead a drill on two machines, taking turns; each turn takes 20 seconds. */
class Drill {
  private readonly people: readonly [Machine, Machine]
  private readonly id: string
  private turns = 0
  readonly notes: string[] = []

  constructor(people: readonly [Machine, Machine], id: string) {
    this.people = people
    this.id = id
  }

  static async begin(type: string): Promise<Drill> {
    const people = (await team('taro', 'hanako')) as [Machine, Machine]
    const planned = type === 'maintenance' ? ['--planned', '2026-11-24T22:18/2026-11-24T23:00'] : []
    const started = ['start', '--type', type, '--drill', '--no-walk', '--scope', 'trading=stopped', ...planned]
    const drill = new Drill(people, (await people[0].ok(...started)).trim())
    await drill.share()
    return drill
  }

  /** Both machines share what they have, until both have all. */
  async share(): Promise<void> {
    const [taro, hanako] = this.people
    for (const machine of [taro, hanako, taro]) await machine.sync('-i', this.id)
  }

  /** Whoever's turn it is runs a command; the other one knows of it at once, unless one of them is cut off. */
  async act(...args: readonly string[]): Promise<void> {
    this.turns += 1
    const both = this.turns % 2 === 0 ? this.people : this.people.toReversed()
    await (both[0] as Machine).ok(...args, '-i', this.id)
    for (const one of both) one.now += 20_000
    for (const one of both) if (one.env.HALT_RELAY_URL !== NOWHERE) await one.sync('-i', this.id)
  }

  async note(text: string): Promise<void> {
    this.notes.push(text)
    await this.act('note', text)
  }

  /** The steps of the phase that are left to do, as the person whose turn it is knows them. */
  async open(): Promise<readonly string[]> {
    const { phase, steps } = await (this.people[0] as Machine).json<Status>('status', '-i', this.id)
    return steps.filter((step) => step.phase === phase && step.state === 'pending').map(({ id }) => id)
  }

  async doAll(): Promise<void> {
    const steps = await this.open()
    for (let at = 0; at < steps.length; at += 5)
      await this.act('skip', ...steps.slice(at, at + 5), '--reason', 'practised before')
  }

  /** Hanako has no relay for ten minutes, in which both go on. */
  async cutOff(): Promise<void> {
    const [, hanako] = this.people
    const url = hanako.env.HALT_RELAY_URL
    hanako.env.HALT_RELAY_URL = NOWHERE
    expect((await hanako.halt('sync')).code).toBe(6)
    for (let minute = 0; minute < 10; minute += 1) {
      await this.note(`minute ${minute}`)
      for (const one of this.people) one.now += MINUTE - 20_000
    }
    hanako.env.HALT_RELAY_URL = url
    await this.share()
  }

  /** Each machine's report, one after the other: the zone of a clock is that of the whole process. */
  async reports(): Promise<unknown[]> {
    const reports: unknown[] = []
    for (const machine of this.people) {
      await machine.ok('verify', '-i', this.id)
      reports.push(await machine.json('report', '--format', 'json', '-i', this.id))
    }
    return reports
  }
}

describe('two people on two machines', () => {
  it.each(['system-failure', 'security-incident', 'market-volatility', 'compliance', 'maintenance'])(
    'lead a drill of %s to its end, one of them cut off in the middle, and have one report',
    async (type) => {
      const drill = await Drill.begin(type)
      if (type === 'maintenance') await drill.act('advance', ...FORCED)
      await drill.doAll()
      await drill.act('advance', ...FORCED)
      await drill.cutOff()
      await drill.doAll()
      await drill.act('lift', '--all', ...FORCED)
      await drill.doAll()
      await drill.act('close', '--resolution', 'resolved', ...FORCED)
      await drill.share()
      const [his, hers] = (await drill.reports()) as [object, object]
      // Whom a machine knows is its own matter.
      expect({ ...hers, unknownWriters: [] }).toEqual({ ...his, unknownWriters: [] })
      for (const text of drill.notes) expect(JSON.stringify(his)).toContain(text)
      expect(his).toMatchObject({ conflicts: [] })
    },
  )
})
