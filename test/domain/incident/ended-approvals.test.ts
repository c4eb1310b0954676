import { describe, expect, it } from 'vitest'
import { requestFor } from '../../../src/domain/decide/approvals.ts'
import { APPROVAL_HOLDS_MS } from '../../../src/domain/incident/approvals.ts'
import { endedApprovals } from '../../../src/domain/incident/ended-approvals.ts'
import { type Event, type EventDraft, nameOf } from '../../../src/domain/log/event.ts'
import {
  closed,
  composed,
  DECLARED,
  foldEvents,
  lifted,
  MINUTE,
  posted,
  reopened,
  scoped,
  stated,
  undone,
  Writer,
  withSettings,
} from '../../given.ts'

const APPROVAL = { notice: ['first'], lift: true, claims: false } as const

/** A halt in which a minute passes before each event. */
class Halt {
  private readonly writer = new Writer('aaaaaaaa', 'taro')
  private readonly events: Event[] = []
  now = 0

  constructor() {
    this.record(withSettings({ approval: APPROVAL }))
    this.record(scoped('trading', 'stopped'))
    this.record(scoped('withdrawals', 'stopped'))
  }

  record(draft: EventDraft): string {
    this.now += MINUTE
    const event = this.writer.write(draft, this.now, [])
    this.events.push(event)
    return nameOf(event)
  }

  private get incident() {
    return foldEvents(this.events)
  }

  /** Asks for the approval of first notices on these channels. */
  askToSend(...channels: readonly string[]): string {
    const notices = channels.map((channel) => {
      const { stage, number, texts, digest, next } = composed(channel, 'first', 1)
      return { channel, stage, number, texts, digest, next }
    })
    return this.record(requestFor(this.incident, 'taro', { notices }))
  }

  askToLift(operation: string): string {
    return this.record(requestFor(this.incident, 'taro', { lift: [{ operation, asset: null }] }))
  }

  refuse(request: string): string {
    return this.record({ type: 'approval.refused', data: { request, reason: 'wrong cause' } })
  }

  get ended(): [string, string][] {
    return endedApprovals(this.incident, DECLARED + this.now).map(({ event, state }) => [event, state])
  }
}

describe('an approval that was refused, or can be given no more', () => {
  it('is kept, with what became of it', () => {
    const halt = new Halt()
    const refused = halt.askToSend('website')
    halt.refuse(refused)
    const changed = halt.askToSend('email')
    halt.record(stated('cause', { ja: '原因', en: 'cause' }))
    const expired = halt.askToLift('trading')
    halt.now += APPROVAL_HOLDS_MS + MINUTE
    expect(halt.ended).toEqual([
      [refused, 'refused'],
      [changed, 'changed'],
      [expired, 'expired'],
    ])
  })

  it('is void once all was lifted and stopped again, since the notice says since when it is stopped', () => {
    const halt = new Halt()
    const request = halt.askToSend('website')
    halt.record(lifted('trading', 'withdrawals'))
    halt.record(reopened('trading', 'withdrawals'))
    expect(halt.ended).toEqual([[request, 'changed']])
  })

  it('is none as long as somebody can still give it', () => {
    const halt = new Halt()
    halt.askToSend('website')
    expect(halt.ended).toEqual([])
  })

  it('is settled once one of its channels or targets is prepared again, unless that is taken back', () => {
    const halt = new Halt()
    const notices = halt.askToSend('website', 'email')
    halt.refuse(notices)
    const lift = halt.askToLift('trading')
    halt.refuse(lift)
    const again = halt.askToSend('email')
    expect(halt.ended).toEqual([[lift, 'refused']])
    halt.askToLift('trading')
    expect(halt.ended).toEqual([])
    halt.record(undone(again))
    expect(halt.ended).toEqual([[notices, 'refused']])
  })

  it('is settled once one of its notices was recorded', () => {
    const halt = new Halt()
    halt.record(posted('email', 'scheduled', null))
    const request = halt.askToSend('website', 'email')
    halt.refuse(request)
    expect(halt.ended).toEqual([[request, 'refused']])
    halt.record(posted('website', 'first', 1))
    expect(halt.ended).toEqual([])
  })

  it('is settled once one of its targets was lifted, and not by another word for its restriction', () => {
    const halt = new Halt()
    const request = halt.askToLift('trading')
    halt.refuse(request)
    halt.record(scoped('trading', 'limited'))
    expect(halt.ended).toEqual([[request, 'refused']])
    const lift = halt.record(lifted('trading'))
    expect(halt.ended).toEqual([])
    halt.record(undone(lift))
    expect(halt.ended).toEqual([[request, 'refused']])
  })

  it('is not kept once the incident is closed', () => {
    const halt = new Halt()
    halt.refuse(halt.askToSend('website'))
    halt.record(closed())
    expect(halt.ended).toEqual([])
  })
})
