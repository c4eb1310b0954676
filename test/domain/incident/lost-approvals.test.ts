import { describe, expect, it, vi } from 'vitest'
import { requestFor } from '../../../src/domain/decide/approvals.ts'
import { lostApprovals } from '../../../src/domain/incident/lost-approvals.ts'
import { type Event, nameOf } from '../../../src/domain/log/event.ts'
import { composed, foldEvents, iso, MINUTE, posted, Writer, withSettings } from '../../given.ts'

const SET_ASIDE = { event: 'cccccccc:1', birth: null, wasKnown: true }

/**
 * Notices that taro posted with an approval that another writer had given so many times, and that was set aside since. That one
 * approved another request if `granted` names it.
 */
function postedWithApprovals(notices: number, grants: number, granted?: string) {
  const [taro, mori] = [new Writer('aaaaaaaa', 'taro'), new Writer('bbbbbbbb', 'mori')]
  const events: Event[] = [taro.write(withSettings({ approval: { notice: ['first'], lift: true, claims: false } }))]
  const asked = taro.write(
    requestFor(foldEvents(events), 'taro', { notices: [{ ...composed('website', 'first', 1), texts: [] }] }),
  )
  const request = nameOf(asked)
  const { digest } = (asked as Event & { type: 'approval.requested' }).data
  events.push(asked)
  for (let i = 0; i < grants; i += 1)
    mori.write({ type: 'approval.granted', data: { request: granted ?? request, digest } }, MINUTE + i, [asked])
  for (let i = 0; i < notices; i += 1) {
    const notice = posted('website', 'first', 1)
    const draft = { ...notice, at: iso(2 * MINUTE + i), data: { ...(notice.data as object), approval: request } }
    events.push(taro.write(draft as typeof notice, 2 * MINUTE + i, mori.events))
  }
  const eventsOf = vi.fn(() => mori.events)
  const lost = lostApprovals(foldEvents(events), new Map([['bbbbbbbb', SET_ASIDE]]), eventsOf)
  return { lost, eventsOf, acts: events.slice(2).map(nameOf) }
}

describe('what rested on approvals of a writer that was set aside', () => {
  it('is found in one look at what that writer recorded, however many acts there are', () => {
    const { lost, eventsOf, acts } = postedWithApprovals(20, 1)
    expect(lost.map(({ act, event }) => [act, event])).toEqual(acts.map((act) => [act, 'bbbbbbbb:1']))
    expect(eventsOf).toHaveBeenCalledTimes(1)
  })

  it('is nothing if that writer had approved something else', () => {
    expect(postedWithApprovals(1, 1, 'aaaaaaaa:99').lost).toEqual([])
  })

  it('is named with its last approval, however many that writer gave', () => {
    const { lost, acts } = postedWithApprovals(2, 30)
    expect(lost).toMatchObject(acts.map((act) => ({ act, event: 'bbbbbbbb:30', by: 'mori', setAside: 'cccccccc:1' })))
  })
})
