import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/domain/decide/decide.ts'
import { isProblem } from '../../../src/domain/decide/decision.ts'
import { approvalOf, approverTest } from '../../../src/domain/incident/approvals.ts'
import { timelineEntryMaker } from '../../../src/domain/incident/timeline.ts'
import { type Event, type EventDraft, type Guest, nameOf } from '../../../src/domain/log/event.ts'
import { seal, unseal } from '../../../src/domain/log/line.ts'
import { loadText } from '../../../src/i18n/text.ts'
import { timelineLine } from '../../../src/incident/event-lines.ts'
import { composed, DECLARED, foldEvents, iso, noted, SECOND, started, Writer, withSettings } from '../../given.ts'

const guestOf = (invitedBy: string): Guest => ({ via: 'board', invitedBy, request: `of-${invitedBy}` })

/** Somebody who acts, on the machine itself or by a link that another has made. */
interface Someone {
  readonly by: string
  readonly guest?: Guest
}

/** A halt in which `author` has asked for the approval of a first notice. */
function asked(author: Someone) {
  const writer = new Writer()
  writer.write(withSettings({ approval: { notice: ['first'], lift: false, claims: false } }))
  const act = ({ by, guest }: Someone, drafts: readonly EventDraft[]) =>
    drafts.map((draft) => writer.write(draft, undefined, [], { by, ...guest }))
  const deciding = ({ by, guest }: Someone) => {
    const after = writer.events.length * SECOND
    const context = { by, now: DECLARED + after, recordedAt: iso(after), knows: () => true }
    return { ...context, ...(guest !== undefined && { guest }) }
  }
  const request = decide(
    foldEvents(writer.events),
    { kind: 'request-notices', notices: [composed('website', 'first', 1)] },
    deciding(author),
  )
  if (isProblem(request)) throw new Error(request.code)
  const [event] = act(author, request.events)
  return { writer, act, deciding, event: nameOf(event as Event) }
}

/** What comes of an approval by somebody: the reason why it does not count, or the state of what was asked for. */
function approvedBy(author: Someone, approver: Someone): string | undefined {
  const { writer, act, deciding, event } = asked(author)
  const decision = decide(foldEvents(writer.events), { kind: 'approve', request: event }, deciding(approver))
  if (isProblem(decision)) return (decision.params as { why: string }).why
  act(approver, decision.events)
  return approvalOf(foldEvents(writer.events), event, DECLARED)?.state
}

describe('an approval by a link', () => {
  it('counts if another than the author has made the link', () => {
    expect(approvedBy({ by: 'taro' }, { by: 'legal', guest: guestOf('hanako') })).toBe('approved')
  })

  it.each([
    ['by the author', { by: 'taro' }, { by: 'legal', guest: guestOf('ＴＡＲＯ') }],
    ['for the author, by the approver', { by: 'legal', guest: guestOf('taro') }, { by: 'taro' }],
    ['for both, by one person', { by: 'legal', guest: guestOf('taro') }, { by: 'pr', guest: guestOf('taro') }],
  ])('does not count if the link was made %s', (_, author, approver) => {
    expect(approvedBy(author, approver)).toBe('same-link')
  })

  it('does not count either where a program without these rules has recorded it', () => {
    const { writer, act, event } = asked({ by: 'taro' })
    const digest = approvalOf(foldEvents(writer.events), event, DECLARED)?.prepared.digest ?? ''
    const granted = { type: 'approval.granted', data: { request: event, digest } } as const
    const [own] = act({ by: 'legal', guest: guestOf('taro') }, [granted])
    expect(approvalOf(foldEvents(writer.events), event, DECLARED)?.state).toBe('waiting')
    const [others] = act({ by: 'legal', guest: guestOf('hanako') }, [granted])
    expect(approvalOf(foldEvents(writer.events), event, DECLARED)?.state).toBe('approved')
    const could = (grant: Event | undefined) =>
      approverTest(foldEvents(writer.events), event)?.(grant as Event & { type: 'approval.granted' })
    expect([own, others].map(could)).toEqual([false, true])
  })
})

describe('an event of somebody who acts by a link', () => {
  it('says by which way, and who let them in, in its line and in the timeline', () => {
    const writer = new Writer()
    writer.write(started())
    const event = writer.write(noted('Press called'), SECOND, [], { by: 'sato', ...guestOf('taro') })
    expect(seal(event).line).toContain('"by":"sato","via":"board","invitedBy":"taro","request":"of-taro","type":')
    expect(unseal(Buffer.from(seal(event).line))).toEqual({ event })
    const entryOf = timelineEntryMaker(foldEvents(writer.events))
    expect(writer.events.map((one) => entryOf(one).invitedBy)).toEqual([null, 'taro'])
  })
})

describe('an event of somebody for whom a program acted', () => {
  it('says which program in its line and in the timeline, and names nobody who let them in', async () => {
    const writer = new Writer()
    writer.write(started())
    const event = writer.write(noted('Press called'), SECOND, [], { by: 'sato', via: 'mcp' })
    expect(seal(event).line).toContain('"by":"sato","via":"mcp","type":')
    expect(unseal(Buffer.from(seal(event).line))).toEqual({ event })
    const entry = timelineEntryMaker(foldEvents(writer.events))(event)
    expect(entry).toMatchObject({ by: 'sato', via: 'mcp', invitedBy: null })
    const lines = await Promise.all(
      (['en', 'ja'] as const).map(async (lang) => timelineLine(entry, await loadText(lang))),
    )
    expect(lines[0]).toMatch(/ {2}sato, through an assistant$/)
    expect(lines[1]).toMatch(/ {2}sato、AIアシスタント経由$/)
    expect(timelineLine({ ...entry, via: 'later' }, await loadText('en'))).toMatch(/ {2}sato, through later$/)
  })
})
