import { describe, expect, it } from 'vitest'
import { requestFor } from '../../../src/domain/decide/approvals.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { approvedSentences } from '../../../src/domain/notice/approved-sentences.ts'
import {
  composed,
  deliveredAs,
  foldEvents,
  incidentOf,
  intended,
  nth,
  posted,
  reopened,
  started,
  stated,
  undone,
  Writer,
  withSettings,
} from '../../given.ts'

const SAFE = 'Your assets are safe.'
const CLAIM = { evidence: 'reconciled at 22:00', approvedBy: 'hanako' }

/** A notice posted by hand, with its text. */
function told(text: string, claim: typeof CLAIM | null = CLAIM, stage: 'first' | 'correction' = 'first'): EventDraft {
  const draft = posted('website', stage, 1) as EventDraft & { type: 'notice.posted' }
  return { ...draft, data: { ...draft.data, text, ...(claim !== null && { claim }) } }
}

const approved = (...drafts: readonly EventDraft[]) => [...approvedSentences(incidentOf(started(), ...drafts))]

describe('the sentences approved earlier', () => {
  it('are those of notices that went out with evidence and an approver', () => {
    expect(approved(told(`Trading is halted. ${SAFE}`))).toEqual(['Trading is halted.', SAFE])
    expect(approved(told(SAFE, null))).toEqual([])
    expect(approved(posted('website', 'first', 1))).toEqual([])
  })

  it('are those of texts that were sent, with their subjects, but not of what did not go out', () => {
    const texts = [
      { language: 'ja', subject: null, text: '資産は無事です。', digest: 'd' },
      { language: 'en', subject: 'All is safe', text: SAFE, digest: 'e' },
    ] as const
    const sent = intended('website', 'first', 1, { texts, claim: CLAIM })
    const all = ['資産は無事です。', 'All is safe', SAFE]
    expect(approved(sent, deliveredAs(nth(2)))).toEqual(all)
    expect(approved(sent, deliveredAs(nth(2), 'failed'))).toEqual([])
    expect(approved(sent, deliveredAs(nth(2), 'failed', { accepted: 3, refused: 1, unknown: 0 }))).toEqual(all)
  })

  it('count no more once a notice was corrected or undone, or the halt reopened', () => {
    expect(approved(told(SAFE), told('We were wrong.', null, 'correction'))).toEqual([])
    expect(approved(told(SAFE), undone(nth(2)))).toEqual([])
    expect(approved(told(SAFE), reopened('trading'))).toEqual([])
    expect(approved(told(SAFE), told('We were wrong.', null, 'correction'), told(SAFE))).toEqual([SAFE])
  })

  it('count no more once a later notice stated other words of the fact that they state', () => {
    const cause = (en: string) => stated('cause', { known: true, en })
    const sent = (seq: number, text: string, claim: typeof CLAIM | null = CLAIM) => {
      const texts = [{ language: 'en', subject: null, text, digest: 'd' }] as const
      return [intended('website', 'first', 1, { texts, ...(claim !== null && { claim }) }), deliveredAs(nth(seq))]
    }
    const safe = [cause(SAFE), ...sent(3, `Trading is halted. ${SAFE}`), cause('We are checking.')]
    expect(approved(...safe)).toEqual(['Trading is halted.', SAFE])
    const replaced = [...safe, ...sent(6, 'We are checking.', null), cause(SAFE)]
    expect(approved(...replaced)).toEqual(['Trading is halted.'])
    expect(approved(...replaced, ...sent(9, SAFE))).toEqual(['Trading is halted.', SAFE])
  })

  it('are, where another person has to approve claims, only those of notices to customers that one has approved', () => {
    const rules = withSettings({ approval: { notice: [], lift: false, claims: true } })
    const claiming = (channel: string, over: object = {}): EventDraft => {
      const draft = told(SAFE) as EventDraft & { type: 'notice.posted' }
      return { ...draft, data: { ...draft.data, channel, ...over } }
    }
    const ruled = (...drafts: readonly EventDraft[]) => [...approvedSentences(incidentOf(rules, ...drafts))]
    expect(ruled(claiming('website', { unapproved: true }))).toEqual([])
    expect(ruled(claiming('website'))).toEqual([])
    const { stage, number, texts, digest } = composed('website', 'first', 1)
    const notices = ['website', 'internal'].map((channel) => ({ channel, stage, number, texts, digest, next: null }))
    const request = requestFor(incidentOf(rules), 'taro', { notices, claim: CLAIM })
    const approval = { request: nth(2), digest: (request.data as { digest: string }).digest }
    const approvedOn = (channel: string) => {
      const [author, approver] = [new Writer(), new Writer('bbbbbbbb', 'ito')]
      for (const draft of [rules, request]) author.write(draft)
      const granted = approver.write({ type: 'approval.granted', data: approval }, 1500)
      author.write(claiming(channel, { approval: nth(2) }), 2000, [granted])
      return [...approvedSentences(foldEvents([...author.events, ...approver.events]))]
    }
    expect(approvedOn('website')).toEqual([SAFE])
    expect(approvedOn('internal')).toEqual([])
  })
})
