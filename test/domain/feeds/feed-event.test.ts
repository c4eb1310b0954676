import { describe, expect, it } from 'vitest'
import {
  alertActionOf,
  FEED_EVENTS,
  type FeedEvent,
  type FeedFilter,
  feedEventsOf,
  isFor,
} from '../../../src/domain/feeds/feed-event.ts'
import type { Event, EventDraft } from '../../../src/domain/log/event.ts'
import type { Severity } from '../../../src/domain/runbook/runbook.ts'
import { foldEvents, iso, MINUTE, planned, started, Writer } from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const classified = (data: { type?: string; severity?: Severity; title?: string }): EventDraft => ({
  type: 'incident.classified',
  data: { ...data, reason: 'looked again' },
})
const advanced = (to: 'initial-response' | 'during-halt'): EventDraft => ({ type: 'phase.advanced', data: { to } })
const stopped = (operation = 'trading'): EventDraft => ({
  type: 'scope.changed',
  data: { changes: [{ operation, asset: null, state: 'stopped', words: null }] },
})
const opened = (operation = 'trading'): EventDraft => ({
  type: 'scope.changed',
  data: { changes: [{ operation, asset: null, state: 'open', words: null }] },
})
const lifted = (operation = 'trading'): EventDraft => ({
  type: 'scope.lifted',
  data: { changes: [{ operation, asset: null, state: 'open', words: null }], open: [] },
})
const reopened: EventDraft = {
  type: 'incident.reopened',
  data: { reason: 'again', scope: [{ operation: 'trading', asset: null, state: 'stopped', words: null }] },
}
const closed: EventDraft = { type: 'incident.closed', data: { as: 'resolved', reason: null } }
const offered: EventDraft = { type: 'handover.offered', data: { to: 'hanako' } }
const accepted: EventDraft = { type: 'handover.accepted', data: { offer: null, reason: 'asleep' } }
const undone = (event: string): EventDraft => ({ type: 'event.undone', data: { event, reason: 'by mistake' } })
const posted: EventDraft = {
  type: 'notice.posted',
  data: { channel: 'website', stage: 'first', number: 1, link: null, text: null, digest: null, next: null },
}

/** What there is to tell of the events that one writer records, all but those that `isWanted` refuses. */
function told(drafts: readonly EventDraft[], isWanted: (event: { seq: number }) => boolean = () => true): FeedEvent[] {
  const writer = new Writer()
  for (const draft of drafts) writer.write(draft)
  return feedEventsOf(foldEvents(writer.events), writer.events, isWanted)
}

const named = (events: readonly FeedEvent[]) => events.map(({ names }) => names[0])
const halted = started({ scope: [{ operation: 'trading', asset: null, state: 'stopped', words: null }] })

describe('what feeds are told of', () => {
  it('is what a room follows a halt by, each under its name', () => {
    const events = told([
      halted,
      classified({ severity: 'sev1' }),
      advanced('during-halt'),
      stopped('deposits'),
      posted,
      offered,
      accepted,
      lifted('trading'),
      lifted('deposits'),
      reopened,
      lifted('trading'),
      closed,
    ])
    expect(named(events)).toEqual(
      'declared severity phase scope notice handover handover resumed resumed phase resumed closed'.split(' '),
    )
    // What is overdue, nobody records.
    expect(new Set([...named(events), 'overdue'])).toEqual(new Set(FEED_EVENTS))
  })

  it('leaves out everything else', () => {
    const rest: EventDraft[] = [
      { type: 'note.added', data: { text: 'a note' } },
      { type: 'step.done', data: { step: '2.1-logs' } },
      classified({ type: 'security', title: 'Another title' }),
    ]
    expect(named(told([halted, ...rest]))).toEqual(['declared'])
  })

  it('has how the halt stood before and after, whatever came later', () => {
    const [, severity, scope] = told([halted, classified({ severity: 'sev1' }), stopped('deposits'), closed])
    expect(severity).toMatchObject({
      before: { severity: 'sev2' },
      after: { severity: 'sev1', phase: 'initial-response' },
    })
    expect(scope?.before.restricted).toMatchObject([{ operation: 'trading' }])
    expect(scope?.after.restricted).toHaveLength(2)
    expect(scope?.after).toMatchObject({ phase: 'initial-response', lead: 'taro' })
  })

  it('says that nothing of the scope was stated, rather than that nothing is stopped', () => {
    const [declared, scope] = told([started(), opened()])
    expect(declared?.after.restricted).toBeNull()
    expect(scope?.after.restricted).toEqual([])
  })

  it('has the title in the languages in which somebody wrote it, else as it was given', () => {
    const titled: EventDraft = { type: 'incident.titled', data: { ja: '売買停止' } }
    const events = told([halted, titled, closed])
    expect(events[1]?.after.titles).toEqual({ ja: '売買停止', en: 'Matching engine down' })
  })

  it('is only what is wanted, such as what this machine has recorded', () => {
    expect(named(told([halted, closed], ({ seq }) => seq === 2))).toEqual(['closed'])
  })

  it('passes over events of types that this version does not know', () => {
    const writer = new Writer()
    writer.write(halted)
    const unknown = { ...(writer.events[0] as Event), type: 'tomorrow', critical: false }
    expect(named(feedEventsOf(foldEvents(writer.events), [...writer.events, unknown], () => true))).toEqual([
      'declared',
    ])
  })

  it('includes that something was taken back, with what that said', () => {
    const events = told([halted, stopped('deposits'), undone('aaaaaaaa:2'), undone('aaaaaaaa:9')])
    expect(named(events)).toEqual(['declared', 'scope', 'scope'])
    expect(events[2]).toMatchObject({ isTakenBack: true, said: { type: 'scope.changed', seq: 2 }, source: { seq: 3 } })
    expect(events[2]?.after.restricted).toHaveLength(1)
  })

  it('names the notice that was sent, whose intent has its channel and number', () => {
    const intended: EventDraft = {
      type: 'notice.intended',
      data: {
        channel: 'email',
        stage: 'update',
        number: 2,
        retries: null,
        via: 'smtp',
        key: 'key',
        texts: [],
        digest: 'digest',
        next: null,
        journal: null,
      },
    }
    const delivered = (notice: string): EventDraft => ({
      type: 'notice.delivered',
      data: {
        ...{ notice, outcome: 'sent', why: null, detail: null, link: null, accepted: null, refused: null },
        ...{ unknown: null, journal: null },
      },
    })
    const events = told([halted, intended, delivered('aaaaaaaa:2'), posted, delivered('bbbbbbbb:1')])
    expect(events.slice(1).map(({ notice }) => notice?.channel)).toEqual(['email', 'website', undefined])
  })
})

describe('of a confidential halt', () => {
  const types = { ...SMALL_RUNBOOK.types, failure: { ...SMALL_RUNBOOK.types.failure, confidential: true } }
  const runbook = { ...SMALL_RUNBOOK, types } as typeof SMALL_RUNBOOK

  it('only that it was declared and is closed is told', () => {
    const events = told([started({ runbook }), stopped(), advanced('during-halt'), offered, closed])
    expect(named(events)).toEqual(['declared', 'closed'])
  })

  it('it counts what its type is now', () => {
    const events = told([started({ runbook, type: 'maintenance' }), stopped(), classified({ type: 'failure' })])
    expect(named(events)).toEqual(['declared'])
  })
})

const EVERYTHING: FeedFilter = { on: FEED_EVENTS, severity: null, drills: false }

describe('a feed', () => {
  const forFilter = (drafts: readonly EventDraft[], filter: Partial<FeedFilter>, isDrill = false) =>
    named(told(drafts).filter((event) => isFor(event, { ...EVERYTHING, ...filter }, isDrill)))

  it('is told of what it asks for', () => {
    expect(forFilter([halted, stopped(), closed], { on: ['closed'] })).toEqual(['closed'])
  })

  it('hears that a halt goes on if it heard that it had ended', () => {
    expect(forFilter([halted, lifted(), reopened], { on: ['resumed'] })).toEqual(['resumed', 'phase'])
  })

  it('is told of drills only if it asks for them', () => {
    expect(forFilter([halted], {}, true)).toEqual([])
    expect(forFilter([halted], { drills: true }, true)).toEqual(['declared'])
  })

  it('is told of severities from its own on', () => {
    expect(forFilter([halted, stopped()], { severity: 'sev1' })).toEqual([])
    expect(forFilter([halted, stopped()], { severity: 'sev2' })).toEqual(['declared', 'scope'])
    expect(forFilter([halted, classified({ severity: 'sev1' }), stopped()], { severity: 'sev1' })).toEqual([
      'severity',
      'scope',
    ])
  })

  it('is told of a halt whose severity nobody has stated, until somebody states a lower one', () => {
    const drafts = [started({ severity: null }), stopped(), classified({ severity: 'sev3' }), closed]
    expect(forFilter(drafts, { severity: 'sev2' })).toEqual(['declared', 'scope', 'severity'])
  })

  it('is told the end of a halt that was as severe once', () => {
    const drafts = [started({ severity: 'sev1' }), classified({ severity: 'sev4' }), stopped(), closed]
    expect(forFilter(drafts, { severity: 'sev1' })).toEqual(['declared', 'severity', 'scope', 'closed'])
  })
})

describe('the alert of a halt in a pager', () => {
  const actions = (drafts: readonly EventDraft[], severity: Severity | null = null) =>
    told(drafts).map((event) => alertActionOf(event, severity))

  it('is triggered, acknowledged and resolved as the halt goes', () => {
    const drafts = [halted, stopped('deposits'), advanced('during-halt'), posted, lifted(), lifted('deposits'), closed]
    expect(actions(drafts)).toEqual(['trigger', 'trigger', 'acknowledge', null, null, 'resolve', 'resolve'])
  })

  it('is triggered again by a halt that goes on', () => {
    expect(actions([halted, lifted(), reopened])).toEqual(['trigger', 'resolve', 'trigger'])
  })

  it('is acknowledged by whoever takes the lead, not by the offer', () => {
    expect(actions([halted, offered, accepted])).toEqual(['trigger', null, 'acknowledge'])
  })

  it('is left alone by what concerns an incident that is over', () => {
    expect(actions([halted, lifted(), accepted, classified({ severity: 'sev1' }), stopped('deposits')])).toEqual([
      'trigger',
      'resolve',
      null,
      null,
      'trigger',
    ])
  })

  it('follows what is taken back', () => {
    const drafts = (event: EventDraft) => [halted, event, undone('aaaaaaaa:2')]
    expect(actions(drafts(advanced('during-halt')))).toEqual(['trigger', 'acknowledge', null])
    expect(actions(drafts(accepted))).toEqual(['trigger', 'acknowledge', null])
    expect(actions(drafts(lifted()))).toEqual(['trigger', 'resolve', 'trigger'])
    expect(actions(drafts(closed))).toEqual(['trigger', 'resolve', 'trigger'])
    expect(actions([halted, lifted(), reopened, undone('aaaaaaaa:3')])).toEqual([
      'trigger',
      'resolve',
      'trigger',
      'resolve',
    ])
  })

  it('is not triggered by stating that nothing is stopped', () => {
    expect(actions([started(), opened()])).toEqual(['trigger', null])
  })

  it('is that of a planned halt only once it begins', () => {
    const drafts = [
      planned({ severity: null }),
      stopped(),
      classified({ severity: 'sev2' }),
      advanced('initial-response'),
    ]
    expect(actions(drafts)).toEqual([null, null, null, 'trigger'])
    expect(actions([...drafts, undone('aaaaaaaa:4')]).at(-1)).toBe('resolve')
  })

  it('is raised with the severity, and ends with one that the feed is not for', () => {
    const raised = [started({ severity: null }), classified({ severity: 'sev2' }), classified({ severity: 'sev1' })]
    expect(actions(raised)).toEqual(['trigger', 'trigger', 'trigger'])
    expect(actions([...raised, classified({ severity: 'sev3' })]).at(-1)).toBeNull()
    expect(actions([started({ severity: null }), classified({ severity: 'sev3' })], 'sev2')).toEqual([
      'trigger',
      'resolve',
    ])
    expect(actions([halted, classified({ severity: 'sev3' })], 'sev2')).toEqual(['trigger', null])
    expect(actions([started({ severity: null }), classified({ severity: 'sev2' }), undone('aaaaaaaa:2')])).toEqual([
      'trigger',
      'trigger',
      null,
    ])
  })

  it('was stated at a time of its own, which does not matter', () => {
    const writer = new Writer()
    writer.write({ ...halted, at: iso(-MINUTE) })
    expect(feedEventsOf(foldEvents(writer.events), writer.events, () => true)[0]?.source.at).toBe(iso(-MINUTE))
  })
})
