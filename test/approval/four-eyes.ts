import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { Bench, type Outcome } from '../bench.ts'

export const SETTINGS = `organisation: { ja: 例示取引所, en: Example Exchange }
contact: { ja: support@example.com }
approval: { notice: [first, resumption, correction], lift: true, claims: true }
approvers: [legal, mori]
channels:
  email: { via: command, run: [sh, -c, "cat > email.txt"] }
`
export const CONTACTS = `people:
  taro: { name: { ja: 太郎, en: Taro }, reach: [{ by: phone, to: "1" }] }
  ito: { name: { ja: 伊藤, en: Ito }, reach: [{ by: phone, to: "2" }] }
  mori: { name: { ja: 森, en: Mori }, reach: [{ by: phone, to: "3" }] }
departments:
  system: { head: taro }
  customer-support: { head: taro }
  public-relations: { head: taro }
  legal: { head: ito }
  security: { head: taro }
`

/** Taro leads a halt in which first notices and lifts have to be approved by Legal or by Mori. */
export class FourEyes extends Bench {
  id = ''

  static async begin(settings = SETTINGS, contacts: string | null = CONTACTS): Promise<FourEyes> {
    const bench = new FourEyes()
    bench.write('halt.yaml', settings)
    if (contacts !== null) bench.write('contacts.yaml', contacts)
    bench.id = (await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
    await bench.ok('scope', 'trading=stopped', 'withdrawals=stopped')
    await bench.ok('set', 'started-at=22:10', 'cause=?', 'impact=?', 'expected-recovery=?')
    return bench
  }

  /** Somebody else at Taro's machine, or at one of their own. */
  as(who: string, at: 'here' | 'elsewhere', ...args: readonly string[]): Promise<Outcome> {
    const state = at === 'here' ? {} : { XDG_STATE_HOME: join(this.directory, `state-${who}`) }
    return this.haltWith({ env: { ...state, HALT_OPERATOR: who } }, ...args)
  }

  /** Asks for the approval of the notice by mail, or of what is given; returns the event that does. */
  async asked(...args: readonly string[]): Promise<string> {
    const command = args.length === 0 ? ['notice', 'email', '--send'] : args
    const { code } = await this.halt(...command)
    expect(code).toBe(9)
    const [request] = (await this.events('approval.requested')).slice(-1)
    return `${request?.writer}:${request?.seq}`
  }

  get mailed(): boolean {
    return existsSync(join(this.workspace, 'email.txt'))
  }
}
